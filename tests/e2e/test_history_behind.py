# SPDX-License-Identifier: Apache-2.0
"""Versions that NSD transfers are commits once their file follows (F3: the
file follows, H1: a commit for each version)."""

import os
import re
import signal

import dns.zone
import pytest

from ask import records
from checkers import check
from controller import ZONE
from eventually import eventually
from feeding import (  # noqa: F401
    address, fed, put, ready, served, transfers)
from objects import ingress
from repository import Repository
from secondaries import follow, transfer  # noqa: F401
from servers import control
from test_behind import STUCK, follows, is_behind, lags, stuck
from test_crash_points import FOLLOWED, dies_at, name
from test_freeze import do
from test_pushing import accept, remote  # noqa: F401
from test_quarantine import NAMING, WAITS, checker, texts
from test_restore import plan

# When the file has followed, both files are kept to be committed.
POINTS = [("", *point) for point in FOLLOWED] + [
    (nth, "link", ".commit$") for nth in (1, 2)]


@pytest.fixture
def recorded(fed):  # noqa: F811
    """Behind, with a commit of all before, when it is given back."""
    def make(**git):
        one = stuck(fed(git={"directory": "git", **git}))
        repository(one).has(ZONE, one.serial())
        return one
    return make


def repository(one):
    return Repository(one.directory / "git")


def commits(one):
    return repository(one).of_zone(ZONE)


def told(some):
    """The addresses that www got by these commits, in order."""
    return [line.rsplit("-> ", 1)[1].split()[0] for commit in some
            for line in commit.body.split("\n") if line.startswith("~ www.")]


def change(one, *numbers):
    """Served one after the other, and in no commit."""
    before = len(commits(one))
    for number in numbers:
        put(one, number)
        lags(one, number)
    assert len(commits(one)) == before


def has(one, gap=(None,)):
    """The last commit is what is served; all of its commits are a chain."""
    serial = one.server.serial(ZONE)
    commit = repository(one).has(ZONE, serial)
    text = repository(one).show(f"{ZONE}.zone", commit.id)
    eventually(lambda: not is_behind(one), "the file follows")
    assert text == one.zone_text()
    assert repository(one).show(f"{ZONE}.origins", commit.id) == (
        one.state / "zones" / f"{ZONE}.origins").read_text()
    assert repository(one).audit(ZONE) == serial
    assert commit.one("Zone-Gap") in gap
    return commit


def test_a_large_zone(follow):  # noqa: F811
    """What NSD serves is in git, and NSD did not read it from a file."""
    def many(one):
        one.config["git"] = {"directory": "git"}
        one.config["nsd"]["handover"] = "auto"
        one.write_config()
        one.faults()
        one.put("many.yaml", *[
            ingress(f"n{i}", f"n{i}.{ZONE}", f"10.0.{i // 250}.{i % 250}")
            for i in range(6000)])

    one, key, some = follow(kinds=("nsd",), guard="off", before=many)
    one.server.answers(f"n5999.{ZONE}", "10.0.23.249", deadline=120)
    one.confirmed()
    number = 1

    def transferred():
        nonlocal number
        number += 1
        put(one, number)
        served(one, number)
        return is_behind(one)

    eventually(transferred, lambda: one.program.output()[-3000:], 60)
    has(one)
    one.faults(STUCK)
    before = transfers(one)["transfers"]
    change(one, 11, 12)
    assert transfers(one)["transfers"] == before + 2
    one.faults()
    commit = has(one)
    assert re.fullmatch(
        rf"zone\({ZONE}\): 2 changed "
        rf"\(serials \d+ to {one.serial()}, 2 versions\)", commit.subject)
    assert told([commit]) == [address(11), address(12)]
    text = repository(one).show(f"{ZONE}.zone")
    assert records(dns.zone.from_text(text, ZONE, relativize=False)) == (
        transfer(one.port, ZONE, key))
    some[0].has(ZONE, one.serial())
    assert transfers(one)["failed"] == 0
    one.stop()


def test_ten_changes_in_a_second(recorded):
    """Each is told, and the last commit is what is served."""
    one = recorded()
    one.faults()
    before = len(commits(one))
    for number in range(2, 12):
        put(one, number)
        served(one, number)
    assert is_behind(one)
    has(one)
    some = commits(one)[before:]
    assert told(some) == [address(number) for number in range(2, 12)]
    assert sum(one.number("Zone-Versions") or 1 for one in some) == 10
    assert not any(one.one("Zone-Gap") for one in some)
    one.stop()
    assert not one.said("versions are not recorded")


def test_it_waits_for_its_commit(recorded):
    """Status says so, and nothing fails."""
    one = recorded()
    change(one, 2, 3)
    state = one.status()["git"]
    assert state["state"] == "recording" and "waiting" in state
    zone = one.status()["zones"][0]["git"]
    assert zone["committed"] == one.serial() < one.server.serial(ZONE)
    one.faults()
    commit = has(one)
    assert told([commit]) == [address(2), address(3)]
    eventually(lambda: "waiting" not in one.status()["git"],
               lambda: str(one.status()["git"]))
    one.stop()


def test_terminated(recorded):
    """What is behind is in git when the controller has ended, and so is what
    was just served."""
    one = recorded()
    change(one, 2, 3)
    one.faults()
    one.stop()
    assert told([commits(one)[-1]]) == [address(2), address(3)]
    assert repository(one).show(f"{ZONE}.zone") == one.zone_text()
    for number in (4, 6, 7):
        one.start().serving()
        for again in range(3):
            put(one, number + 100 + again)
            served(one, number + 100 + again)
        put(one, number)
        one.server.answers(f"www.{ZONE}", address(number))
        serial = one.server.serial(ZONE)
        one.stop()
        last = commits(one)[-1]
        assert last.number("Zone-Serial") == serial
        assert last.one("Zone-Gap") is None
        assert told([last])[-1] == address(number)
        assert repository(one).show(f"{ZONE}.zone") == one.zone_text()
    assert repository(one).audit(ZONE) == one.serial()


def test_terminated_before_it_is_made(fed):  # noqa: F811
    """It is checked, served and in git while the controller ends."""
    one = fed(git={"directory": "git"})
    checker(one, WAITS, "slow")
    os.mkfifo(one.directory / "gate")
    one.faults()
    ready(one)
    put(one, 2)
    served(one, 2)
    one.put("t.yaml", texts("text", t="slow"))
    eventually((one.directory / "runs").exists, "it is checked")
    one.program.signal(signal.SIGTERM)
    one.says("stopping")
    (one.directory / "gate").write_text("go\n")
    eventually(lambda: not one.program.running(), one.program.output)
    last = commits(one)[-1]
    assert "+ t." in last.body and not last.one("Zone-Gap")
    assert repository(one).show(f"{ZONE}.zone") == one.zone_text()


def test_killed(recorded):
    """The next start has what the journal has, and git gets that."""
    one = recorded()
    number = 100
    for count in (1, 3, 2):
        change(one, *range(number + 1, number + count + 1))
        number += count
        serial = one.server.serial(ZONE)
        one.kill()
        one.faults()
        one.start().serving()
        one.server.answers(f"www.{ZONE}", address(number))
        assert has(one, gap=("yes",)).number("Zone-Serial") == serial
        # Once more with its file, so that all of it was checked.
        number += 1
        put(one, number)
        served(one, number)
        assert told([has(one)]) == [address(number)]
        one.faults(STUCK)
    one.faults()
    one.stop()


@pytest.mark.parametrize("point", POINTS, ids=name)
def test_killed_as_it_follows(recorded, point):
    """It has what is served, in order, after one start."""
    one = recorded()
    before = one.serial()
    one.faults()
    dies_at(one, *point)
    one.start()
    one.server.answers(f"www.{ZONE}", address(2))
    assert has(one, gap=(None, "yes")).number("Zone-Previous-Serial") == before
    put(one, 3)
    served(one, 3)
    assert told([has(one)]) == [address(3)]
    one.stop()


def test_a_full_disk(recorded):
    """Nothing of it is lost when its file can be written again."""
    one = recorded()
    change(one, 2, 3)
    one.says("zone file is behind its journal")
    one.faults(STUCK, f"write ENOSPC {ZONE}.journal")
    put(one, 4)
    one.says("zone not written")
    assert one.server.answer(f"www.{ZONE}") == [address(3)]
    before = len(commits(one))
    one.faults()
    served(one, 4)
    has(one)
    assert told(commits(one)[before:]) == [address(2), address(3), address(4)]
    one.stop()
    assert not one.said("versions are not recorded")


def test_git_fails(recorded):
    """Files go on to follow, and it gets all of them in order."""
    one = recorded()
    before = len(commits(one))
    change(one, 2)
    one.faults("write ENOSPC git/objects")
    follows(one, 2)
    one.says("versions are not recorded", "No space left")
    one.faults("write ENOSPC git/objects", STUCK)
    change(one, 3, 4)
    one.faults(STUCK)
    commit = eventually(lambda: commits(one)[before:], "what has its file")[0]
    assert told([commit]) == [address(2)]
    assert commit.number("Zone-Serial") == one.serial()
    one.faults()
    assert told([has(one)]) == [address(3), address(4)]
    eventually(lambda: not list((one.state / "zones").glob("*.commit")),
               lambda: str(list((one.state / "zones").iterdir())), 5)
    one.stop()


def test_the_repository_is_lost(recorded):
    """It has what is served, once that has its file."""
    one = recorded()
    change(one, 2, 3)
    (one.directory / "git").rename(one.directory / "elsewhere")
    one.faults()
    commit = has(one)
    assert told([commit]) == [address(2), address(3)]
    assert "first version that is recorded" in commit.body
    one.stop()


def test_frozen(recorded):
    """What was served before gets to git; the next commit says who did it."""
    one = recorded()
    change(one, 2)
    do(one, "freeze", ZONE, "--by", "jo", "--reason", "why")
    put(one, 3)
    one.faults()
    commit = has(one)
    assert told([commit]) == [address(2)] and not commit.all("Freeze")
    one.faults(STUCK)
    do(one, "thaw", ZONE, "--by", "al", "--reason", "over")
    served(one, 3)
    put(one, 4)
    served(one, 4)
    one.faults()
    commit = has(one)
    assert told([commit])[-1] == address(4)
    orders = [word for each in commits(one)
              for word in each.all("Freeze") + each.all("Thaw")]
    assert [re.search(r"by (\w+)", word)[1] for word in orders] == ["jo", "al"]
    one.stop()


def test_an_old_version_is_restored(recorded):
    """Its files are read anew, after those that were behind."""
    one = recorded()
    first = commits(one)[-1]
    before = len(commits(one))
    change(one, 2, 3)
    _, digest = plan(one, ZONE, first.id[:12])
    one.faults()
    do(one, "restore", ZONE, first.id[:12], "--approve", digest[:12])
    served(one, 1)
    has(one)
    assert told(commits(one)[before:]) == [address(2), address(3), address(1)]
    do(one, "release", ZONE)
    served(one, 3)
    has(one)
    one.stop()


def test_quarantined(fed):  # noqa: F811
    """What the checker refuses is in no commit, and all else is."""
    one = fed(git={"directory": "git"})
    checker(one, NAMING, "bad")
    stuck(one)
    repository(one).has(ZONE, one.serial())
    before = len(commits(one))
    change(one, 2)
    one.faults()
    one.put("t.yaml", texts("mixed", t2="bad one", t3="fine"))
    one.says("record quarantined", "t2.example.com")
    one.server.answers("t3.example.com", '"fine"', "TXT")
    has(one)
    put(one, 3)
    served(one, 3)
    has(one)
    some = commits(one)[before:]
    assert told(some) == [address(2), address(3)]
    text = "".join(each.body for each in some)
    assert "+ t3." in text and "t2." not in text
    assert "bad one" not in repository(one).show(f"{ZONE}.zone")
    check(ZONE, one.zone_file())
    one.stop()


def test_foreign_history_is_accepted(recorded, remote):  # noqa: F811
    """While the file is behind, and what is behind comes on top of it."""
    one = recorded(remote=str(remote.directory))
    remote.has(ZONE, one.serial())
    one.faults()
    put(one, 2)
    served(one, 2)
    remote.has(ZONE, has(one).number("Zone-Serial"))
    first = remote.commits()[0].id
    one.faults(STUCK)
    remote.git("update-ref", "refs/heads/main", first)
    one.faults()
    put(one, 3)
    served(one, 3)
    one.says("the remote lacks commits that were pushed")
    has(one)
    one.faults(STUCK)
    change(one, 6, 7)
    eventually(lambda: accept(one, "it is so").returncode == 0,
               lambda: accept(one, "it is so").stderr)
    eventually(lambda: any(each.one("Accepted-By")
                           for each in remote.commits()), "it is accepted")
    assert remote.show(f"{ZONE}.zone") == one.zone_text()
    assert one.server.serial(ZONE) > one.serial()
    one.faults()
    commit = remote.has(ZONE, one.server.serial(ZONE))
    assert told([commit]) == [address(6), address(7)]
    eventually(lambda: not is_behind(one), "the file follows")
    assert remote.show(f"{ZONE}.zone") == one.zone_text()
    one.stop()


def test_nsd_lost_the_zone(recorded):
    """Its file is written at once, for NSD to load it."""
    one = recorded()
    before = len(commits(one))
    change(one, 2, 3)
    one.faults()
    control(one.state / "nsd.sock", f"delzone {ZONE}")
    put(one, 4)
    served(one, 4)
    has(one)
    assert told(commits(one)[before:]) == [address(2), address(3), address(4)]
    one.stop()


def test_required(fed):  # noqa: F811
    """A commit stands before the version: each has its file at once."""
    one = ready(fed(git={"directory": "git", "required": True}))
    for number in range(2, 6):
        put(one, number)
        served(one, number)
        assert not is_behind(one)
        assert told([has(one)]) == [address(number)]
    one.stop()


def test_another_configuration(recorded):
    """Git is required from now on, then no longer, then not there at all."""
    one = recorded()
    change(one, 2, 3)
    one.faults()
    one.config["git"]["required"] = True
    one.write_config()
    assert told([has(one)]) == [address(2), address(3)]
    eventually(lambda: one.status()["git"]["required"], "it is required")
    put(one, 4)
    served(one, 4)
    assert not is_behind(one)
    assert told([has(one)]) == [address(4)]
    del one.config["git"]["required"]
    one.write_config()
    eventually(lambda: not one.status()["git"]["required"], "it is not")
    put(one, 5)
    served(one, 5)
    put(one, 6)
    served(one, 6)
    assert told([has(one)])[-1] == address(6)
    git = one.config.pop("git")
    one.write_config()
    eventually(lambda: "git" not in one.status(), "it is off")
    for number in (7, 8, 9):
        put(one, number)
        served(one, number)
    one.config["git"] = git
    one.write_config()
    has(one, gap=("yes",))
    put(one, 10)
    served(one, 10)
    assert told([has(one)])[-1] == address(10)
    one.stop()
