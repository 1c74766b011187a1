# SPDX-License-Identifier: Apache-2.0
"""BIND and Knot take every zone that the golden cases make.

One refused record freezes a secondary for good, so all zones are served by a
plain NSD under names of their own, transferred by both, and compared with what
NSD has.  Their origin is replaced by one of the same length.
"""

import pytest

from ask import POLL
from conftest import ROOT
from eventually import eventually
from nameservers import LOOPBACK, NameServer, Zone
from servers import Nsd

ZONES = sorted((ROOT / "tests/cases").glob("*/example.com.zone"))
LARGE = 256 * 1024


def renamed(folder):
    """{zone: file} of every case's zone, example.com replaced."""
    zones = {}
    for number, path in enumerate(ZONES):
        text = path.read_text()
        if len(text) > LARGE:
            continue
        zone = f"{number:03d}.example"
        file = folder / f"{zone}.zone"
        file.write_text(text.replace("example.com", zone))
        zones[zone] = file
    return zones


def following(kind, folder, zones, port):
    """It transfers the zones from there, and is started."""
    return NameServer(kind, folder, [
        Zone(zone, primary=(LOOPBACK, port)) for zone in zones]).start()


@pytest.mark.parametrize("kind", ["bind", "knot"])
def test_takes_every_zone(folder, kind):
    zones = renamed(folder)
    assert len(zones) > 200
    primary = Nsd(folder / "nsd", zones)
    secondary = following(kind, folder / "secondary", zones, primary.port)
    missing = set(zones)

    def arrived():
        for zone in sorted(missing):
            if secondary.server.serial(zone, POLL) is None:
                return False
            missing.discard(zone)
        return True

    eventually(arrived, lambda: f"{sorted(missing)} did not arrive:\n"
               + secondary.log()[-3000:], 120)
    for zone in zones:
        assert secondary.server.transfer(zone) == primary.server.transfer(
            zone), zone
    secondary.stop()
    primary.stop()
