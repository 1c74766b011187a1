# SPDX-License-Identifier: Apache-2.0
"""NSD 4.6.1, and the disk, driven through what can go wrong with them.

The service stays, or comes back by itself, and the log says so.
"""

import contextlib
import os
import signal
import socket

import pytest

from checkers import check
from controller import ZONE, zone_settings
from eventually import eventually
from objects import ingress
from processes import pids_in
from servers import control

WWW = "www.example.com"
FILE = f"zones/{ZONE}.zone"
TEMP = f"zones/.{ZONE}.zone.tmp"


def www(address):
    return ingress("www", WWW, address)


@pytest.fixture
def one(controller):
    one = controller()
    one.put("www.yaml", www("192.0.2.1"))
    one.start().serving().confirmed()
    one.server.answers(WWW, "192.0.2.1")
    return one


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as found:
        return [int(word) for word in found.read().split()]


def nsd_pid(one):
    """NSD's main process: it has the controller for a parent."""
    nsd, = set(children(one.program.pid)) & set(pids_in(one.state))
    return nsd


def signal_nsd(one, number):
    """All its processes; no reload makes others meanwhile."""
    one.server.reloaded()
    for pid in sorted(pids_in(one.state)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def kill_nsd(one):
    signal_nsd(one, signal.SIGKILL)


def goes_on(one, address="192.0.2.77"):
    one.put("www.yaml", www(address))
    one.server.answers(WWW, address, deadline=60)
    check(ZONE, one.zone_file())
    one.stop()


def test_a_broken_file_put_there_by_hand(one):
    """NSD starts with it, and is given the right one again."""
    serial, text = one.serial(), one.zone_text()
    one.zone_file().write_text("www 60 IN A 192.0.2\n")
    kill_nsd(one)
    one.says("zone file was changed by others, written anew")
    one.server.answers(WWW, "192.0.2.1")
    assert one.serial() == serial and one.zone_text() == text
    goes_on(one)


def test_a_file_that_nsd_wrote(controller):
    """It has the zone by transfer, and somebody has it written."""
    one = controller()
    one.config["nsd"]["handover"] = "transfer"
    one.write_config()
    one.put("www.yaml", www("192.0.2.1"))
    one.start().serving().confirmed()
    one.put("www.yaml", www("192.0.2.2"))
    one.server.answers(WWW, "192.0.2.2")
    eventually(lambda: "192.0.2.2" in one.zone_text(), "its file follows")
    one.says("zone published", f'"{one.serial()}"')
    text = one.zone_text()
    control(one.state / "nsd.sock", "write")
    eventually(lambda: "written by NSD" in one.zone_text(), "NSD wrote it")
    kill_nsd(one)
    one.says("zone file was written by nsd", "zonefiles-write: 0")
    eventually(lambda: one.zone_text() == text, "it is ours again")
    goes_on(one)


def test_a_file_removed_by_hand(one):
    text = one.zone_text()
    one.zone_file().unlink()
    kill_nsd(one)
    one.says("zone file was changed by others, written anew")
    one.server.answers(WWW, "192.0.2.1")
    assert one.zone_text() == text
    goes_on(one)


def test_a_file_that_others_put_there_is_not_kept(one):
    """What was served is put back, never what somebody left there."""
    one.zone_file().write_text("; mine\n")
    one.put("www.yaml", www("192.0.2.2"))
    one.server.answers(WWW, "192.0.2.2")
    for path in one.zone_file().parent.iterdir():
        # One of them may be gone by now: the version is confirmed.
        with contextlib.suppress(FileNotFoundError):
            assert "mine" not in path.read_text()
    goes_on(one)


@pytest.mark.parametrize("text", ["", "add example.com\n", "\0\0"],
                         ids=["empty", "cut", "NULs"])
def test_zone_list_is_emptied(one, text):
    (one.state / "zone.list").write_text(text)
    kill_nsd(one)
    one.says("zone.list written")
    one.server.answers(WWW, "192.0.2.1")
    goes_on(one)


def test_nsd_conf_is_edited_wrong(one):
    conf = one.state / "nsd.conf"
    text = conf.read_text()
    conf.write_text(text + "zone:\n  nonsense\n")
    kill_nsd(one)
    one.says("nsd.conf was changed by others, it is written again")
    one.server.answers(WWW, "192.0.2.1")
    assert conf.read_text() == text
    goes_on(one)


def test_only_the_main_process_is_killed(one):
    os.kill(nsd_pid(one), signal.SIGKILL)
    one.says("nsd is away")
    one.put("www.yaml", www("192.0.2.2"))
    one.server.answers(WWW, "192.0.2.2", deadline=60)
    goes_on(one)


def test_nsd_hangs_for_longer_than_a_command_may_take(one):
    """Published to disk, and served when it goes on."""
    signal_nsd(one, signal.SIGSTOP)
    one.put("www.yaml", www("192.0.2.2"))
    one.says("nsd is away", "no reply from nsd within 5 s")
    one.put("www.yaml", www("192.0.2.3"))
    eventually(lambda: "192.0.2.3" in one.zone_text(), "on disk")
    signal_nsd(one, signal.SIGCONT)
    one.says("nsd answers")
    one.server.answers(WWW, "192.0.2.3")
    goes_on(one)


def test_a_silent_client_holds_nsd_up(one):
    """Somebody else's connection, idle, stops NSD's control and not us."""
    with socket.socket(socket.AF_UNIX) as idle:
        idle.connect(str(one.state / "nsd.sock"))
        one.put("www.yaml", www("192.0.2.2"))
        one.says("nsd is away", "no reply from nsd within 5 s")
        assert one.server.answer(WWW) == ["192.0.2.1"]
    one.server.answers(WWW, "192.0.2.2", deadline=60)
    goes_on(one)


@pytest.fixture
def faulty(controller):
    """Two zones, and faults to come."""
    one = controller(zones=[zone_settings(), zone_settings("b.example")])
    one.faults()
    one.put("www.yaml", www("192.0.2.1"))
    one.start().serving().confirmed()
    one.server.answers(WWW, "192.0.2.1")
    return one


@pytest.mark.parametrize("rule", [
    f"open EROFS {TEMP}", f"write ENOSPC {TEMP}", f"write EIO {TEMP}",
    f"sync EIO {TEMP}", f"sync ENOSPC {TEMP}", f"rename EROFS {FILE}$",
    f"rename EIO {FILE}$", "sync EIO state/zones$",
    f"open EDQUOT zones/.{ZONE}.origins.tmp",
    f"write ENOSPC zones/.{ZONE}.origins.tmp",
    f"rename EIO zones/{ZONE}.origins$"])
def test_a_disk_that_does_not_take_it(faulty, rule):
    """The old answers stay, other zones go on, said once, then made good."""
    one = faulty
    one.faults(rule)
    one.put("www.yaml", www("192.0.2.2"),
            ingress("new", "new.example.com", "192.0.2.3"))
    one.says("zone not written", ZONE)
    if "zones$" not in rule:
        one.put("b.yaml", ingress("b", "www.b.example", "192.0.2.4"))
        one.server.answers("www.b.example", "192.0.2.4")
        assert one.server.answer(WWW) == ["192.0.2.1"]
    check(ZONE, one.zone_file())
    one.faults()
    one.says("zone written again", ZONE)
    one.server.answers(WWW, "192.0.2.2")
    one.server.answers("new.example.com", "192.0.2.3")
    lines = one.program.output().split("\n")
    assert sum("zone not written" in line and ZONE in line
               for line in lines) == 1
    goes_on(one)


def test_in_place_but_not_synced(faulty):
    """NSD is told when it is; it keeps its serial, and another configuration
    does not take it for what is served."""
    one = faulty
    one.says("zone published", ZONE)
    one.faults("sync EIO state/zones$")
    one.put("www.yaml", www("192.0.2.2"))
    one.says("zone not written", "cannot sync the directory")
    text = one.zone_text()
    assert "192.0.2.2" in text
    one.config["zones"][1]["ttl"] = 30
    one.write_config()
    one.says("configuration waits", f"zone '{ZONE}' is to be written first")
    assert one.server.answer(WWW) == ["192.0.2.1"]
    one.faults()
    one.server.answers(WWW, "192.0.2.2")
    assert one.zone_text() == text
    one.says("zone served", ZONE)
    goes_on(one)


def test_a_full_disk(faulty):
    """Nothing can be written at all, and NSD, which cannot start on such a
    disk, dies meanwhile; then it is over."""
    one = faulty
    one.faults("write ENOSPC /state/", "open ENOSPC /state/zones/",
               "link ENOSPC /state/")
    one.put("www.yaml", www("192.0.2.2"))
    one.says("zone not written", "No space left on device")
    assert one.server.answer(WWW) == ["192.0.2.1"]
    kill_nsd(one)
    one.says("nsd ended", "No space left on device")
    one.faults()
    one.server.answers(WWW, "192.0.2.2", deadline=60)
    goes_on(one)


def test_started_on_a_disk_that_takes_nothing(faulty):
    one = faulty
    one.stop()
    one.faults("write EROFS /state/", "open EROFS /state/zones/")
    one.start()
    one.put("www.yaml", www("192.0.2.2"))
    one.says("zone not written", "Read-only file system")
    one.faults()
    one.server.answers(WWW, "192.0.2.2", deadline=60)
    goes_on(one)


CALLS = [f"open {TEMP}", f"write {TEMP}", f"sync {TEMP}",
         f"open zones/.{ZONE}.origins.tmp",
         f"sync zones/.{ZONE}.origins.tmp",
         f"link zones/.{ZONE}.zone.good.tmp",
         f"link zones/.{ZONE}.origins.good.tmp",
         f"rename {FILE}.good$", f"rename zones/{ZONE}.origins.good$",
         f"rename zones/{ZONE}.origins$", f"rename {FILE}$",
         "sync state/zones$", f"unlink {FILE}.good$",
         f"unlink zones/{ZONE}.origins.good$"]


@pytest.mark.parametrize("call", CALLS)
def test_killed_before_each_call(faulty, call):
    """The old file or the new one, whole; the next start goes on by itself."""
    one = faulty
    one.says("zone published", ZONE)
    eventually(lambda: not list(one.zone_file().parent.glob("*.good")),
               "the version is confirmed")
    old = one.zone_text()
    one.faults(f"kill {call}")
    one.put("www.yaml", www("192.0.2.2"),
            ingress("new", "new.example.com", "192.0.2.3"))
    eventually(lambda: not one.program.running(), "it is killed")
    check(ZONE, one.zone_file())
    text = one.zone_text()
    assert text == old or "192.0.2.2" in text
    for good in one.zone_file().parent.glob("*.zone.good"):
        assert good.read_text() == old
    one.faults()
    one.start()
    one.server.answers(WWW, "192.0.2.2")
    one.server.answers("new.example.com", "192.0.2.3")
    eventually(lambda: not [*one.zone_file().parent.glob("*.good"),
                            *one.zone_file().parent.glob(".*.tmp")],
               "nothing old is left")
    goes_on(one)


def test_a_zone_that_is_not_confirmed_holds_up_no_other(controller):
    """Somebody took the zone from NSD, which says "ok" to the reload all the
    same; only this zone waits for its serial (W1: check, write, confirm)."""
    # No pause between versions: both zones go out in one reload.
    one = controller(zones=[zone_settings(), zone_settings("b.example")],
                     publish={"minInterval": "1ms"})
    one.put("www.yaml", www("192.0.2.1"))
    one.start().serving().confirmed()
    one.server.answers(WWW, "192.0.2.1")
    reply = control(one.state / "nsd.sock", f"delzone {ZONE}")
    assert reply.startswith("ok"), reply
    begun = len(one.messages())
    one.put("www.yaml", www("192.0.2.2"),
            ingress("b", "www.b.example", "192.0.2.3"))
    one.server.answers("www.b.example", "192.0.2.3")
    one.server.answers(WWW, "192.0.2.2", deadline=60)
    one.says("zone published", f'"{ZONE}"', '"changed":"~1"')
    news = [(m["message"], m["zone"]) for m in one.messages()[begun:]
            if "zone" in m]
    assert news == [("zone published", "b.example"),
                    ("nsd does not serve the zone", ZONE),
                    ("zone published", ZONE)], news
    goes_on(one)


def test_control_answers_after_all(one):
    """The socket of a fresh NSD: what the tests above rely on."""
    assert control(one.state / "nsd.sock", "status").startswith("version")
    goes_on(one)


def held_with_a_plan(controller):
    """Twenty names, of which all but three went and are held."""
    one = controller()
    one.faults()
    names = [f"w{n}.{ZONE}" for n in range(20)]
    one.put("a.yaml", *[ingress(f"w{n}", name, "192.0.2.1")
                        for n, name in enumerate(names)])
    one.start().serving()
    one.server.answers(names[-1], "192.0.2.1")
    one.put("a.yaml", *[ingress(f"w{n}", name, "192.0.2.1")
                        for n, name in enumerate(names[:3])])
    one.says("deletions are held until approved")
    return one, names


def approve(one):
    [zone] = one.status()["zones"]
    done = one.command("approve", ZONE, "--plan", zone["held"]["plan"],
                       "--config", one.config_file)
    assert done.returncode == 0, done.stderr


def test_approved_while_the_overlay_cannot_be_written(controller):
    """What was approved goes, and does not come back with the old file."""
    one, names = held_with_a_plan(controller)
    one.faults("open ENOSPC state/.overlay.json.tmp")
    approve(one)
    one.says("overlay not saved")
    one.server.gone(names[-1])
    one.kill()
    one.faults()
    one.start().serving()
    one.put("b.yaml", ingress("new", f"new.{ZONE}", "192.0.2.2"))
    one.server.answers(f"new.{ZONE}", "192.0.2.2")
    assert one.server.rcode(names[-1]) == "NXDOMAIN"
    assert "held" not in one.status()["zones"][0]
    one.stop()


def test_approved_while_the_disk_is_full(controller):
    """It goes when there is room; after a kill it is held still, and can be
    approved again."""
    one, names = held_with_a_plan(controller)
    full = ["write ENOSPC /state/", "open ENOSPC /state/zones/",
            "open ENOSPC state/.overlay.json.tmp", "link ENOSPC /state/"]
    one.faults(*full)
    approve(one)
    one.says("zone not written")
    assert one.server.answer(names[-1]) == ["192.0.2.1"]
    one.kill()
    one.faults()
    one.start().serving()
    eventually(lambda: "held" in one.status()["zones"][0], "it is held")
    assert one.server.answer(names[-1]) == ["192.0.2.1"]
    one.faults(*full)
    approve(one)
    one.says("overlay not saved")
    one.faults()
    one.server.gone(names[-1])
    one.stop()


def test_killed_ones_leave_nothing(controller):
    one = controller()
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving().confirmed()
    first = set(one.state.glob("nsd-xfr-*"))
    assert len(first) == 1
    for _ in range(2):
        kill_nsd(one)
        one.server.answers("www.example.com", "192.0.2.1")
    left = set(one.state.glob("nsd-xfr-*"))
    assert len(left) == 1 and left != first
    one.stop()
