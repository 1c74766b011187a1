# SPDX-License-Identifier: Apache-2.0
"""What NSD reads of a file that is behind, or was: nothing older than what it
serves, and nothing that it has."""

import signal

from controller import ZONE
from eventually import eventually
from feeding import (  # noqa: F401
    address, fed, feed, pod, put, served, transfers)
from journals import Journal
from objects import ingress
from servers import control
from test_behind import follows, is_behind, lags, reads, stuck


def killed_behind(one):
    """With two versions in the journal that NSD has."""
    stuck(one)
    for number in (2, 3):
        put(one, number)
        lags(one, number)
    one.kill()
    one.faults()


def test_nsd_has_it_already(pod):
    """It does not read the file of a start: it keeps what differs for its
    secondaries."""
    one, start_nsd = pod
    start_nsd()
    killed_behind(one)
    serial, before = one.server.serial(ZONE), reads(one)
    one.start()
    one.says("zone file was behind its journal")
    one.says("zone served", str(serial))
    control(one.state / "nsd.sock", "reload")
    put(one, 4)
    served(one, 4)
    assert reads(one) == before
    one.stop()


def test_nsd_lacks_the_last_one(pod):
    """It was counted and in the journal, not transferred: NSD reads it."""
    one, start_nsd = pod
    start_nsd()
    killed_behind(one)
    journal = Journal(one)
    journal.follow().add(address(4)).write()
    before = reads(one)
    put(one, 4)
    one.start()
    one.says("zone served", str(journal.serial))
    one.server.answers("www.example.com", address(4))
    assert one.server.serial(ZONE) == journal.serial
    assert reads(one) == before + 1
    assert transfers(one)["transfers"] == 0
    one.stop()


def test_nsd_lost_the_zone(fed):
    """By other hands: when it has it again, it reads no old file."""
    one = stuck(fed())
    put(one, 2)
    lags(one, 2)
    before = reads(one)
    one.faults()
    control(one.state / "nsd.sock", f"delzone {ZONE}")
    put(one, 3)
    served(one, 3)
    assert reads(one) == before + 1
    one.stop()


def test_a_fresh_nsd(pod):
    """It knows of no zone, and reads no old file."""
    one, start_nsd = pod
    nsd = start_nsd()
    stuck(one)
    put(one, 2)
    lags(one, 2)
    serial = one.server.serial(ZONE)
    one.program.signal(signal.SIGSTOP)
    nsd.kill()
    (one.state / "zone.list").unlink()
    start_nsd()
    assert one.server.rcode(ZONE, "SOA") == "REFUSED"
    before = reads(one)
    one.faults()
    one.program.signal(signal.SIGCONT)
    one.server.answers("www.example.com", address(2))
    assert one.server.serial(ZONE) == serial
    assert reads(one) == before + 1
    put(one, 3)
    served(one, 3)
    one.stop()


def test_another_pattern(fed):
    """NSD reads the file when a zone gets one."""
    other = "other.example"
    one = stuck(fed())
    put(one, 2)
    lags(one, 2)
    conf = one.state / "nsd.conf"
    text = conf.read_text()
    pattern = text[text.index("pattern:"):].replace(
        'name: "primary"', 'name: "foreign"', 1)
    assert "foreign" in pattern
    conf.write_text(text + "\n" + pattern.split("\npattern:")[0] + "\n")
    reply = control(one.state / "nsd.sock", "reconfig")
    assert reply.endswith("ok\n"), reply
    before = one.server.serial(ZONE)
    one.faults()
    reply = control(one.state / "nsd.sock", f"changezone {ZONE} foreign")
    assert reply.endswith("ok\n"), reply
    one.put("o.yaml", ingress("o", f"www.{other}", address(1)))
    put(one, 3)
    served(one, 3)
    assert one.server.serial(ZONE) > before
    follows(one, 3)
    one.stop()


def test_a_newer_version_than_any_here(pod):
    """The files are of a backup: no serial that NSD had is given again."""
    one, start_nsd = pod
    start_nsd()
    one.config["zones"][0]["serial"] = "counter"
    one.write_config()
    stuck(one)
    backup = one.zone_file().read_bytes()
    one.faults()
    for number in (2, 3, 4):
        put(one, number)
        served(one, number)
    eventually(lambda: not is_behind(one), "the file has it")
    seen = one.server.serial(ZONE)
    one.kill()
    one.zone_file().unlink()
    one.zone_file().write_bytes(backup)
    put(one, 5)
    one.start()
    served(one, 5)
    assert one.server.serial(ZONE) > seen
    one.stop()
