# SPDX-License-Identifier: Apache-2.0
"""Both programs are killed while the zone file is behind: file and journal are
the last version, and NSD serves it from its next start on."""

import fcntl
import pathlib

import pytest

from checkers import check
from controller import ZONE
from eventually import eventually
from journals import Journal
from objects import ingress
from test_nsd_faults import kill_nsd

WWW = "www.example.com"


def put(one, address):
    one.put("www.yaml", ingress("www", WWW, address))


def killed(one):
    """The journal of what was served when both were killed."""
    put(one, "192.0.2.1")
    one.start().serving().confirmed()
    one.server.answers(WWW, "192.0.2.1")
    one.kill()
    return Journal(one)


def is_current(one, journal):
    """The file has all of it."""
    assert one.serial() == journal.serial
    assert journal.last in one.records()
    assert not journal.path.exists()
    check(ZONE, one.zone_file())


def test_file_and_journal_are_served(controller):
    one = controller()
    journal = killed(one)
    kill_nsd(one)
    journal.add("192.0.2.2").add("192.0.2.3").write()
    put(one, "192.0.2.3")
    one.start().serving()
    one.server.answers(WWW, "192.0.2.3")
    one.says("zone file was behind its journal", '"versions":"2"')
    # The objects ask for what it has: there is nothing to publish.
    assert one.server.serial(ZONE) == journal.serial
    is_current(one, journal)
    assert not journal.aside()
    put(one, "192.0.2.4")
    one.server.answers(WWW, "192.0.2.4")
    assert one.server.serial(ZONE) > journal.serial
    one.stop()


def test_a_journal_that_cannot_be_removed(controller):
    """It goes when it can, without a further version."""
    one = controller()
    journal = killed(one)
    kill_nsd(one)
    journal.add("192.0.2.2").write()
    put(one, "192.0.2.2")
    one.faults(f"unlink EIO zones/{ZONE}.journal")
    one.start().serving()
    one.says("journal not removed")
    one.server.answers(WWW, "192.0.2.2")
    assert journal.path.exists()
    one.faults()
    eventually(lambda: not journal.path.exists(), "it is removed")
    is_current(one, journal)
    one.stop()


def test_nsd_alone_serves_it(controller):
    """In a pod NSD starts after nsd-conf, before the controller."""
    one = controller(run_nsd=False)
    one.state.mkdir()
    nsd = one.start_nsd()
    try:
        journal = killed(one).add("192.0.2.2").write()
        nsd.kill()
        nsd = one.start_nsd()
        one.server.answers(WWW, "192.0.2.2")
        assert one.server.serial(ZONE) == journal.serial
        is_current(one, journal)
    finally:
        nsd.kill()


def test_nsd_comes_before_a_damaged_one(controller):
    """The controller is still told of it, and of its serials."""
    one = controller(run_nsd=False)
    one.state.mkdir()
    nsd = one.start_nsd()
    try:
        journal = killed(one).add("192.0.2.2")
        whole = journal.serial
        journal.serial += 100000  # what is between them is lost
        journal.add("192.0.2.3").write()
        nsd.kill()
        nsd = one.start_nsd()
        one.server.answers(WWW, "192.0.2.2")
        assert one.server.serial(ZONE) == whole
        put(one, "192.0.2.4")
        one.start().serving()
        one.says("journal is damaged", "follows another version")
        one.server.answers(WWW, "192.0.2.4")
        assert one.server.serial(ZONE) > journal.serial
        assert len(journal.aside()) == 1 and not journal.path.exists()
    finally:
        nsd.kill()


def test_the_controller_has_the_directory(controller):
    """nsd-conf leaves the files to a controller that runs."""
    one = controller()
    put(one, "192.0.2.1")
    one.start().serving().confirmed()
    journal = Journal(one).add("192.0.2.2").write()
    before = one.zone_text()
    done = one.command("nsd-conf", "--config", one.config_file, "--out",
                       one.directory)
    assert done.returncode == 0, done.stderr
    assert "is in use by" in done.stderr
    assert one.zone_text() == before and journal.path.exists()
    one.stop()


def test_both_start_at_once(controller):
    """Who comes second waits for who brings the files up to date."""
    one = controller()
    journal = killed(one).add("192.0.2.2").write()
    put(one, "192.0.2.2")
    with open(one.state / "lock", "r+b") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        one.start()
        pid = one.program.process.pid
        eventually(lambda: any(
            fd.resolve() == (one.state / "lock").resolve()
            for fd in pathlib.Path(f"/proc/{pid}/fd").iterdir()), "it waits")
        assert journal.path.exists()
    one.server.answers(WWW, "192.0.2.2")
    is_current(one, journal)
    one.stop()


def test_a_torn_tail(controller):
    """What the disk had not of the last entry is dropped, and logged."""
    one = controller()
    journal = killed(one)
    kill_nsd(one)
    journal.add("192.0.2.2").write()
    whole, last = journal.serial, journal.last
    journal.add("192.0.2.3")
    journal.path.write_text(journal.text[:-20])
    put(one, "192.0.2.2")
    one.start().serving()
    one.server.answers(WWW, "192.0.2.2")
    one.says("journal is damaged", "cut off")
    assert one.server.serial(ZONE) == whole and last in one.records()
    assert len(journal.aside()) == 1 and not journal.path.exists()
    check(ZONE, one.zone_file())
    one.stop()


NEW = "+zzz\t60\tIN\tA\t203.0.113.9"


@pytest.mark.parametrize("before, behind, words", [
    ([], ["@zzz", NEW, "?"], "another form"),
    ([], ["@zzz", NEW.replace("+", "-")], "a record goes that is none"),
    (["@@", "+@\t60\tIN\tNS\tns.example.net."], [],
     "a record of the head"),
    ([], ["@zzz", NEW, "+$INCLUDE /etc/passwd"], "not a record"),
], ids=["line", "deletion", "nameserver", "directive"])
def test_a_hostile_one_is_set_aside(controller, before, behind, words):
    """Nothing of an entry that does not fit is served, however it is
    signed."""
    one = controller()
    journal = killed(one)
    serial = journal.serial
    kill_nsd(one)
    journal.add("203.0.113.1", before, behind).write()
    one.start().serving()
    one.says("journal is damaged", words)
    one.server.answers(WWW, "192.0.2.1")
    one.server.rcodes("zzz.example.com", "NXDOMAIN")
    assert len(journal.aside()) == 1 and not journal.path.exists()
    assert "203.0.113" not in one.zone_text()
    # Its serial may have been seen: it is not given to anything else.
    put(one, "192.0.2.5")
    one.server.answers(WWW, "192.0.2.5")
    assert one.server.serial(ZONE) > serial + 1
    check(ZONE, one.zone_file())
    one.stop()
