# SPDX-License-Identifier: Apache-2.0
"""git.required: no commit, no publication (H1: a commit for each version)."""

import re
import shutil
import signal
import time

import exposition
import pytest

from controller import ZONE, zone_settings
from eventually import eventually, steadily
from objects import ingress
from probing import metrics
from repository import Repository
from test_freeze import OTHER, do
from test_nsd_faults import kill_nsd, signal_nsd
from test_quarantine import REJECT

CHANGES = 12
DAY = 86400
WAITS = """#!/bin/sh
while [ -e %s ]; do sleep 0.02; done
exec %s "$@"
"""


def www(address):
    return ingress("www", f"www.{ZONE}", address)


def repository(one):
    return Repository(one.directory / "git")


def change(one, address):
    one.put("www.yaml", www(address))
    one.server.answers(f"www.{ZONE}", address)
    return one.serial()


@pytest.fixture
def required(controller):
    def make(start=True, **zone):
        one = controller(zones=[zone_settings(**zone)],
                         git={"directory": "git", "required": True})
        one.put("www.yaml", www("192.0.2.1"))
        one.put("api.yaml", ingress("api", f"api.{ZONE}", "192.0.2.200"))
        one.faults()
        if start:
            one.start().serving()
            one.server.answers(f"www.{ZONE}", "192.0.2.1")
            one.says("zone published")
        return one
    return make


def commits_of(one, serial):
    return [c for c in repository(one).of_zone(ZONE)
            if c.number("Zone-Serial") == serial]


def test_the_commit_comes_first(required):
    """What is answered is a commit already, and the files are the same."""
    one = required()
    for last in range(1, CHANGES):
        serial = change(one, f"192.0.2.{last}") if last > 1 else one.serial()
        commit, = commits_of(one, serial)
        assert repository(one).show(f"{ZONE}.zone",
                                    commit.id) == one.zone_text()
        assert repository(one).show(f"{ZONE}.origins", commit.id) == (
            one.state / f"zones/{ZONE}.origins").read_text()
    assert repository(one).audit(ZONE) == one.serial()
    one.stop()
    # One each, and nothing is left of them.
    assert len(repository(one).of_zone(ZONE)) == CHANGES - 1
    assert not list((one.state / "zones").glob("*.commit"))


@pytest.mark.parametrize("fault, words", [
    ("write ENOSPC git/objects", "No space left"),
    ("write EIO git/objects", "Input/output error"),
    ("link EIO .commit", "cannot link"),
], ids=["a full disk", "a disk that fails", "no links"])
def test_a_fault_stops_publications(required, fault, words):
    """NSD answers what it has; status, log and metric say why."""
    one = required()
    before = one.serial()
    one.faults(fault)
    one.put("www.yaml", www("192.0.2.2"))
    one.says("zone not published", "git.required is set", words)
    steadily(lambda: one.server.answer(f"www.{ZONE}") == ["192.0.2.1"]
             and one.serial() == before, "it is answered as before", 1.0)
    assert exposition.value(metrics(one), "k8s_nsd_publish_total", zone=ZONE,
                            result="unrecorded") > 0
    one.faults()
    one.server.answers(f"www.{ZONE}", "192.0.2.2", deadline=90)
    one.says("zone written again")
    assert repository(one).audit(ZONE) == one.serial()


def test_a_lock_stops_publications(required):
    one = required()
    lock = one.directory / "git/refs/heads/main.lock"
    lock.touch()
    one.put("www.yaml", www("192.0.2.2"))
    one.says("zone not published", "git.required is set", "main.lock")
    state = eventually(
        lambda: (lambda s: s if s["git"]["state"] == "failing" else None)(
            one.status()), "status says so")
    assert state["git"]["required"] and not state["well"]
    text = one.command("status", "--config", one.config_file).stdout
    assert "git: failing, and git.required is set: nothing is published" in (
        text)
    lock.unlink()
    one.server.answers(f"www.{ZONE}", "192.0.2.2", deadline=90)
    assert repository(one).audit(ZONE) == one.serial()


def test_a_git_that_is_missing_at_the_start(required):
    one = required(start=False)
    one.instead_of("git", "#!/bin/sh\nexit 3\n")
    one.start()
    one.says("zone not published", "git.required is set", "status 3")
    assert not one.zone_file().exists()
    (one.directory / "bin/git").unlink()
    one.server.answers(f"www.{ZONE}", "192.0.2.1", deadline=90)
    assert len(commits_of(one, one.serial())) == 1


def test_a_damaged_repository_is_begun_anew(required):
    one = required()
    (one.directory / "git/HEAD").write_bytes(b"")
    one.put("www.yaml", www("192.0.2.2"))
    one.server.answers(f"www.{ZONE}", "192.0.2.2", deadline=90)
    assert (one.directory / "git.bad-1").exists()
    assert len(commits_of(one, one.serial())) == 1


def test_nsd_rejects_a_version(required):
    """Its commit is followed by one that says so."""
    one = required()
    first = one.serial()
    one.faults(REJECT)
    one.put("www.yaml", www("192.0.2.66"))
    one.says("nsd rejects the zone", str(first))
    one.says("record quarantined")
    one.server.answers(f"api.{ZONE}", "192.0.2.200")
    one.put("more.yaml", ingress("more", f"more.{ZONE}", "192.0.2.7"))
    one.server.answers(f"more.{ZONE}", "192.0.2.7")
    log = repository(one).of_zone(ZONE)
    back = next(c for c in log if c.one("Zone-Restored-Serial"))
    at = log.index(back)
    assert back.number("Zone-Restored-Serial") == first
    assert back.number("Zone-Withdrawn-Serial") == log[at - 1].number(
        "Zone-Serial")
    assert "withdrawn, the one before restored" in back.subject
    assert "192.0.2.66" in repository(one).show(f"{ZONE}.zone",
                                                log[at - 1].id)
    assert repository(one).show(f"{ZONE}.zone", back.id) == repository(
        one).show(f"{ZONE}.zone", log[at - 2].id)
    assert repository(one).audit(ZONE) == one.serial()


def test_git_is_far_ahead_of_the_files(required):
    """Their serial is 450 days before the one of the last commit."""
    ahead = int(time.time()) + 100 * DAY
    one = required(serialFloor=ahead)
    one.stop()
    text = re.sub(r"^\t\d+\t; serial$", f"\t{ahead - 450 * DAY}\t; serial",
                  one.zone_text(), flags=re.M)
    one.zone_file().write_text(text)
    del one.config["zones"][0]["serialFloor"]
    one.write_config()
    one.put("www.yaml", www("192.0.2.2"))
    one.start()
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    assert ahead < one.serial() < ahead + DAY
    assert len(commits_of(one, one.serial())) == 1


def test_frozen_before_git_begins(required):
    """What was linked for a commit that nobody wants any more is removed."""
    one = required()
    one.stop()
    wait = one.directory / "wait"
    wait.touch()
    one.instead_of("git", WAITS % (wait, shutil.which("git")))
    served = str(one.serial())
    one.put("www.yaml", www("192.0.2.2"))
    one.start()

    def linked():
        return [path for path in (one.state / "zones").glob("*.commit")
                if served not in path.name]

    eventually(linked, "it waits for its commit")
    do(one, "freeze", ZONE, "--reason", "x")
    eventually(lambda: not linked(), "nothing is left of it")
    wait.unlink()
    do(one, "thaw", ZONE)
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    assert repository(one).audit(ZONE) == one.serial()


def test_files_of_one_zone_cannot_be_linked(controller):
    """The other one, which waits for git, is published all the same."""
    one = controller(zones=[zone_settings(), zone_settings(OTHER)],
                     git={"directory": "git", "required": True})
    wait = one.directory / "wait"
    wait.touch()
    one.instead_of("git", WAITS % (wait, shutil.which("git")))
    one.put("www.yaml", www("192.0.2.1"))
    one.faults(f"link EIO {OTHER}.zone.")
    one.start()
    eventually(lambda: list((one.state / "zones").glob(f"{ZONE}.*.commit")),
               "it waits for its commit")
    one.put("bad.yaml", ingress("bad", f"www.{OTHER}", "192.0.2.2"))
    one.says("zone not published", OTHER, "cannot link")
    wait.unlink()
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    assert [line["zone"] for line in one.messages()
            if line["message"].startswith("zone not published")] == [OTHER]
    one.faults()
    one.server.answers(f"www.{OTHER}", "192.0.2.2")


def test_a_zone_that_is_gone_with_its_files(controller):
    """A repository that is begun anew does not wait for it."""
    one = controller(zones=[zone_settings(), zone_settings(OTHER)],
                     git={"directory": "git", "required": True})
    one.put("www.yaml", www("192.0.2.1"))
    one.put("other.yaml", ingress("other", f"www.{OTHER}", "192.0.2.2"))
    one.start()
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    one.server.answers(f"www.{OTHER}", "192.0.2.2")
    one.says("zone published", OTHER)
    one.config["zones"] = one.config["zones"][:1]
    one.write_config()
    one.says("zone not configured any more", OTHER)
    for path in (one.state / "zones").glob(f"{OTHER}.*"):
        path.unlink()
    (one.directory / "git/HEAD").write_bytes(b"")
    one.put("www.yaml", www("192.0.2.3"))
    one.server.answers(f"www.{ZONE}", "192.0.2.3")
    one.says("in no commit", OTHER)
    assert repository(one).audit(ZONE) == one.serial()


@pytest.mark.parametrize("required", [False, True], ids=["", "required"])
def test_others_wrote_to_the_files_of_a_zone_that_is_gone(
        controller, required):
    """Its last version was to be committed still: no other one waits."""
    one = controller(zones=[zone_settings(), zone_settings(OTHER)],
                     git={"directory": "git", "required": required})
    wait = one.directory / "wait"
    one.instead_of("git", WAITS % (wait, shutil.which("git")))
    one.put("www.yaml", www("192.0.2.1"))
    one.put("other.yaml", ingress("other", f"www.{OTHER}", "192.0.2.2"))
    one.start()
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    one.server.answers(f"www.{OTHER}", "192.0.2.2")
    one.says("zone published", OTHER)
    repository(one).has(OTHER, one.serial(OTHER))
    if required:
        # The repository does not have it any more.
        (one.directory / "git/HEAD").write_bytes(b"")
    else:
        wait.touch()
        one.put("other.yaml", ingress("other", f"www.{OTHER}", "192.0.2.4"))
        one.server.answers(f"www.{OTHER}", "192.0.2.4")
    one.config["zones"] = one.config["zones"][:1]
    one.write_config()
    one.says("zone not configured any more", OTHER)
    with open(one.zone_file(OTHER), "r+", encoding="utf-8") as file:
        text = file.read().replace(str(one.serial(OTHER)), "7")
        file.seek(0)
        file.write(text)
        file.truncate()
    wait.unlink(missing_ok=True)
    one.put("www.yaml", www("192.0.2.3"))
    one.server.answers(f"www.{ZONE}", "192.0.2.3")
    repository(one).has(ZONE, one.serial())
    one.says("in no commit", OTHER)
    eventually(lambda: not list((one.state / "zones").glob(
        f"{OTHER}*.commit")), "nothing is left of it")
    assert repository(one).audit(ZONE) == one.serial()


def test_the_files_of_a_zone_that_is_gone_cannot_be_read(controller):
    """For a while: its last version is committed after it."""
    one = controller(zones=[zone_settings(), zone_settings(OTHER)],
                     git={"directory": "git"})
    wait = one.directory / "wait"
    one.instead_of("git", WAITS % (wait, shutil.which("git")))
    one.put("www.yaml", www("192.0.2.1"))
    one.put("other.yaml", ingress("other", f"www.{OTHER}", "192.0.2.2"))
    one.start()
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    one.server.answers(f"www.{OTHER}", "192.0.2.2")
    one.says("zone published", OTHER)
    repository(one).has(OTHER, one.serial(OTHER))
    wait.touch()
    change(one, "192.0.2.3")
    one.put("other.yaml", ingress("other", f"www.{OTHER}", "192.0.2.4"))
    one.server.answers(f"www.{OTHER}", "192.0.2.4")
    last = one.serial(OTHER)
    link = one.state / "zones" / f"{OTHER}.zone.{last}.commit"
    eventually(link.exists, "it waits for its commit")
    one.config["zones"] = one.config["zones"][:1]
    one.write_config()
    one.says("zone not configured any more", OTHER)
    link.rename(one.directory / "aside")
    link.mkdir()
    wait.unlink()
    one.says("versions are not recorded in git")
    link.rmdir()
    (one.directory / "aside").rename(link)
    repository(one).has(OTHER, last)
    assert not one.said("in no commit")


def test_others_wrote_to_the_file_before_its_commit(controller):
    """It is written anew, and what was served is committed."""
    one = controller(git={"directory": "git"})
    wait = one.directory / "wait"
    one.instead_of("git", WAITS % (wait, shutil.which("git")))
    one.put("www.yaml", www("192.0.2.1"))
    one.start()
    repository(one).has(ZONE, change(one, "192.0.2.2"))
    wait.touch()
    change(one, "192.0.2.3")
    one.says("zone published", str(one.serial()))
    text = one.zone_text()
    with open(one.zone_file(), "r+", encoding="utf-8") as file:
        file.write(text.replace(str(one.serial()), "7"))
        file.truncate()
    wait.unlink()
    one.says("versions are not recorded in git", "another serial")
    kill_nsd(one)
    one.says("zone file was changed by others, written anew")
    one.says("versions are recorded in git again")
    assert one.zone_text() == text
    assert repository(one).show(f"{ZONE}.zone") == text
    assert repository(one).audit(ZONE) == one.serial()


def test_turned_on_before_commits(controller):
    """What is served is in no commit yet, and what is in place is not served:
    other zones are published all the same."""
    one = controller(zones=[zone_settings(), zone_settings(OTHER)],
                     git={"directory": "git"})
    wait = one.directory / "wait"
    one.instead_of("git", WAITS % (wait, shutil.which("git")))
    one.put("www.yaml", www("192.0.2.1"))
    one.start().serving().confirmed()
    repository(one).has(ZONE, change(one, "192.0.2.2"))
    repository(one).has(OTHER, one.serial(OTHER))
    wait.touch()
    first = change(one, "192.0.2.3")
    one.says("zone published", str(first))
    signal_nsd(one, signal.SIGSTOP)
    one.put("www.yaml", www("192.0.2.4"))
    eventually(lambda: "192.0.2.4" in one.zone_text(), "it is in place")
    one.config["git"]["required"] = True
    one.write_config()
    eventually(lambda: one.status()["git"]["required"], "it is in force")
    wait.unlink()
    repository(one).has(ZONE, first)
    one.put("other.yaml", ingress("other", f"www.{OTHER}", "192.0.2.9"))
    eventually(lambda: "192.0.2.9" in one.zone_text(OTHER),
               "it is in place, too", 90)
    signal_nsd(one, signal.SIGCONT)
    one.server.answers(f"www.{OTHER}", "192.0.2.9", deadline=90)
    one.server.answers(f"www.{ZONE}", "192.0.2.4", deadline=90)
    last = change(one, "192.0.2.5")
    assert repository(one).audit(ZONE) == last
    one.stop()


@pytest.mark.parametrize("serial", ["unixtime", "counter"])
@pytest.mark.parametrize("call", [
    f"open zones/.{ZONE}.zone.tmp", f"sync zones/.{ZONE}.zone.tmp",
    "link .zone.", f"link {ZONE}.zone.good", f"unlink {ZONE}.zone.",
    f"rename zones/{ZONE}.origins$", f"rename zones/{ZONE}.zone$",
    "sync state/zones$", f"unlink zones/{ZONE}.zone.good$",
    "write git/objects"])
def test_killed_at_each_step(required, call, serial):
    """Before the commit, between it and the name, and behind."""
    one = required(serial=serial)
    one.faults(f"kill {call}")
    one.put("www.yaml", www("192.0.2.2"),
            ingress("new", f"new.{ZONE}", "192.0.2.9"))
    if "git/" in call:
        one.says("zone not published", "git.required is set")
        one.faults()
    else:
        eventually(lambda: not one.program.running(), "it is killed")
        one.faults()
        one.start()
    one.server.answers(f"www.{ZONE}", "192.0.2.2", deadline=90)
    for last in (3, 4):
        change(one, f"192.0.2.{last}")
    assert len(commits_of(one, one.serial())) == 1
    assert repository(one).audit(ZONE) == one.serial()
    served = [int(line["serial"]) for line in one.messages()
              if line["message"] == "zone published"]
    for each in served:
        assert len(commits_of(one, each)) == 1
    assert not any(c.one("Zone-Gap") for c in repository(one).commits())


def test_turned_on_and_off(required):
    one = required()
    one.config["git"]["required"] = False
    one.write_config()
    one.says("configuration read again")
    change(one, "192.0.2.2")
    repository(one).has(ZONE, change(one, "192.0.2.3"))
    one.config["git"]["required"] = True
    one.write_config()
    eventually(lambda: sum(line["message"] == "configuration read again"
                           for line in one.messages()) == 2, "read again")
    for last in range(4, 8):
        serial = change(one, f"192.0.2.{last}")
        assert len(commits_of(one, serial)) == 1
    assert repository(one).audit(ZONE) == one.serial()


def test_frozen_before_a_transfer(controller):
    """With hand-over by transfer, too, a version that waits for its commit is
    dropped by a freeze, and goes its way at the thaw."""
    one = controller(git={"directory": "git", "required": True})
    one.config["nsd"]["handover"] = "transfer"
    one.write_config()
    wait = one.directory / "wait"
    one.instead_of("git", WAITS % (wait, shutil.which("git")))
    one.put("www.yaml", www("192.0.2.1"))
    one.start().serving().confirmed()
    serial = change(one, "192.0.2.2")
    one.says("zone published", str(serial))
    wait.touch()
    one.put("www.yaml", www("192.0.2.3"))
    eventually(lambda: [path for path in (one.state / "zones").glob("*.commit")
                        if str(serial) not in path.name],
               "it waits for its commit")
    do(one, "freeze", ZONE, "--reason", "x")
    wait.unlink()
    assert one.server.answer(f"www.{ZONE}") == ["192.0.2.2"]
    assert one.serial() == serial
    # Another one of NSD's is fed by what is served.
    kill_nsd(one)
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    do(one, "thaw", ZONE)
    one.server.answers(f"www.{ZONE}", "192.0.2.3", deadline=90)
    last = change(one, "192.0.2.4")
    assert repository(one).audit(ZONE) == last
    assert len(commits_of(one, last)) == 1
