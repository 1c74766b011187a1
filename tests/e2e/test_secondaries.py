# SPDX-License-Identifier: Apache-2.0
"""BIND and Knot take every zone that the golden cases make.

One refused record freezes a secondary for good, so all zones are served by a
plain NSD under names of their own, transferred by both, and compared with what
NSD has.  Their origin is replaced by one of the same length.
"""

import pytest

from ask import POLL, Server
from checkers import program
from conftest import ROOT
from eventually import eventually
from ports import free_port
from servers import Nsd, Program

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


def named(folder, zones, port):
    own = free_port()
    text = f"""\
options {{
  directory "{folder}"; pid-file none; session-keyfile "{folder}/key";
  listen-on port {own} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
  recursion no; notify no; dnssec-validation no; empty-zones-enable no;
  allow-transfer {{ 127.0.0.1; }}; transfers-in 40; transfers-per-ns 40;
  masterfile-format text;
}};
controls {{ }};
"""
    text += "".join(
        f'zone "{zone}" {{ type secondary; file "{zone}.db"; '
        f"primaries port {port} {{ 127.0.0.1; }}; }};\n" for zone in zones)
    (folder / "named.conf").write_text(text)
    return own, Program(
        [program("named"), "-g", "-c", folder / "named.conf", "-n", "1"],
        folder / "log")


def knot(folder, zones, port):
    own = free_port()
    text = f"""\
server:
    listen: 127.0.0.1@{own}
    rundir: "{folder}"
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: "{folder}"
remote:
  - id: primary
    address: 127.0.0.1@{port}
acl:
  - id: all
    address: 127.0.0.1
    action: transfer
template:
  - id: default
    storage: "{folder}"
    master: primary
    acl: all
    zonefile-sync: -1
zone:
"""
    text += "".join(f"  - domain: {zone}\n" for zone in zones)
    (folder / "knot.conf").write_text(text)
    return own, Program([program("knotd"), "-c", folder / "knot.conf"],
                        folder / "log")


@pytest.mark.parametrize("secondary", [named, knot])
def test_takes_every_zone(folder, secondary):
    zones = renamed(folder)
    assert len(zones) > 200
    primary = Nsd(folder / "nsd", zones)
    home = folder / "secondary"
    home.mkdir()
    port, running = secondary(home, zones, primary.port)
    server = Server(port)
    missing = set(zones)

    def arrived():
        for zone in sorted(missing):
            if server.serial(zone, POLL) is None:
                return False
            missing.discard(zone)
        return True

    eventually(arrived, lambda: f"{sorted(missing)} did not arrive:\n"
               + running.output()[-3000:], 120)
    for zone in zones:
        assert server.transfer(zone) == primary.server.transfer(zone), zone
    running.stop()
    primary.stop()
