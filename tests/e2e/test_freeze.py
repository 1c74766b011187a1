# SPDX-License-Identifier: Apache-2.0
"""Frozen zones (U5: a freeze): nothing of them is published, and all of it is
shown; who ordered it is told."""

import json

import pytest

from checkers import program
from controller import ZONE, zone_settings
from eventually import eventually
from objects import ingress
from repository import Repository

OTHER = "b.example"
NAMES = [f"w{n}" for n in range(20)]


def order(one, *words):
    return one.command(*words, "--socket", one.state / "control.sock")


def do(one, *words):
    done = order(one, *words)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def zone_status(one, zone=ZONE):
    return next(z for z in one.status()["zones"] if z["zone"] == zone)


def frozen(one, zone=ZONE):
    return zone_status(one, zone).get("frozen")


def waits(one, count, zone=ZONE):
    """So many names differ from what is served, and it is frozen."""
    eventually(lambda: (frozen(one, zone) or {}).get("names") == count,
               lambda: f"not {count} names wait: {zone_status(one, zone)}")


def www(address):
    return ingress("www", f"www.{ZONE}", address)


def witness(one, address):
    """Another zone goes on: what came before it was looked at."""
    one.put("b.yaml", ingress("b", f"www.{OTHER}", address))
    one.server.answers(f"www.{OTHER}", address)


@pytest.fixture
def two(controller):
    one = controller(zones=[zone_settings(), zone_settings(OTHER)],
                     git={"directory": "git"})
    one.put("www.yaml", www("192.0.2.1"))
    one.start().serving().confirmed()
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    return one


@pytest.mark.sanitized
def test_nothing_is_published_and_all_is_shown(two):
    one = two
    assert do(one, "freeze", ZONE, "--reason", "incident 7", "--by", "jo") == (
        f"zone {ZONE}: frozen until thawed\n")
    serial = one.serial()
    one.put("www.yaml", www("192.0.2.2"),
            ingress("new", f"new.{ZONE}", "192.0.2.3"))
    waits(one, 2)
    witness(one, "192.0.2.9")
    assert one.server.answer(f"www.{ZONE}") == ["192.0.2.1"]
    assert one.serial() == serial
    shown = frozen(one)
    assert (shown["by"], shown["reason"]) == ("jo", "incident 7")
    assert shown["at"] > 0 and "left" not in shown
    assert frozen(one, OTHER) is None and not one.status()["well"]
    text = order(one, "status")
    assert text.returncode == 1
    assert ("    frozen by jo: incident 7\n    waiting: 2 names\n"
            f"    thaw: k8s-nsd thaw {ZONE}\n") in text.stdout
    assert ("the zone is frozen by jo: incident 7; no change of it is "
            "published until it is thawed") in (
                do(one, "explain", f"new.{ZONE}"))
    assert "the last version does not have it yet" in (
        do(one, "explain", f"new.{ZONE}"))
    answer = json.loads(do(one, "thaw", ZONE, "--by", "al", "-o", "json"))
    assert answer == {"schemaVersion": 1, "zone": ZONE, "by": "al"}
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    one.server.answers(f"new.{ZONE}", "192.0.2.3")
    assert frozen(one) is None
    one.says("frozen, no version is published", ZONE, "incident 7")
    one.says("thawed", ZONE, '"al"')
    # Its next commit tells it, and no other one.
    commit = Repository(one.directory / "git").has(ZONE, one.serial())
    assert commit.one("Freeze").endswith("Z by jo: incident 7")
    assert commit.one("Thaw").endswith("Z by al")
    one.put("www.yaml", www("192.0.2.4"),
            ingress("new", f"new.{ZONE}", "192.0.2.3"))
    one.server.answers(f"www.{ZONE}", "192.0.2.4")
    commit = Repository(one.directory / "git").has(ZONE, one.serial())
    assert not commit.all("Freeze") and not commit.all("Thaw")
    for commit in Repository(one.directory / "git").of_zone(OTHER):
        assert not commit.all("Freeze")
    one.stop()


CHECKER = """#!/bin/sh
# Once it is told to wait, it says that it does.
if [ -e {folder}/wait ]; then
	: >{folder}/waits
	while [ -e {folder}/wait ]; do sleep 0.05; done
fi
exec {real} "$@"
"""


@pytest.mark.sanitized
@pytest.mark.parametrize("required", [False, True], ids=["", "required"])
def test_a_version_that_is_being_checked_is_dropped(controller, required):
    one = controller(zones=[zone_settings(), zone_settings(OTHER)],
                     git={"directory": "git", "required": required})
    one.config["nsd"]["checkzone"] = "always"
    one.write_config()
    one.instead_of("nsd-checkzone", CHECKER.format(
        folder=one.directory, real=program("nsd-checkzone")))
    one.put("www.yaml", www("192.0.2.1"))
    one.start().serving().confirmed()
    serial = one.serial()
    (one.directory / "wait").touch()
    one.put("www.yaml", www("192.0.2.2"))
    eventually((one.directory / "waits").exists, "it is being checked")
    do(one, "freeze", ZONE, "--reason", "x")
    (one.directory / "wait").unlink()
    witness(one, "192.0.2.9")
    waits(one, 1)
    assert one.server.answer(f"www.{ZONE}") == ["192.0.2.1"]
    assert one.serial() == serial
    eventually(lambda: not list((one.state / "zones").glob(".*tmp*")),
               "nothing of it is left")
    do(one, "thaw", ZONE)
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    Repository(one.directory / "git").has(ZONE, one.serial())
    Repository(one.directory / "git").audit(ZONE)
    one.stop()


@pytest.mark.sanitized
def test_over_a_restart(two):
    one = two
    do(one, "freeze", ZONE, "--reason", "x")
    for end in (one.kill, one.stop):
        end()
        one.put("www.yaml", www("192.0.2.2"))
        one.start().serving()
        waits(one, 1)
        witness(one, f"192.0.2.{10 + (end == one.stop)}")
        assert one.server.answer(f"www.{ZONE}") == ["192.0.2.1"]
    do(one, "thaw", ZONE)
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    commit = Repository(one.directory / "git").has(ZONE, one.serial())
    assert commit.one("Freeze").endswith("Z: x")
    one.stop()


def test_what_gathered_goes_through_the_guard(controller):
    """Little by little, and over more than the guard's ten minutes."""
    one = controller()
    one.put("many.yaml", *(ingress(name, f"{name}.{ZONE}", "192.0.2.1")
                           for name in NAMES))
    one.clocks()
    one.start().serving().confirmed()
    one.server.answers(f"w19.{ZONE}", "192.0.2.1")
    do(one, "freeze", "--all", "--reason", "x")
    passed = 0
    for left in (18, 16, 14, 12, 10):
        one.put("many.yaml", *(ingress(name, f"{name}.{ZONE}", "192.0.2.1")
                               for name in NAMES[:left]))
        # What is held does not differ.
        eventually(lambda: (frozen(one)["names"] == 20 - left
                            or "held" in zone_status(one)),
                   "it is seen")
        passed += 601
        one.clocks(wall=passed, passed=passed)
    one.says("deletions are held until approved")
    do(one, "thaw", "--all")
    one.put("new.yaml", ingress("new", f"new.{ZONE}", "192.0.2.3"))
    one.server.answers(f"new.{ZONE}", "192.0.2.3")
    assert zone_status(one)["held"]["deletions"] == 10
    for name in NAMES:
        assert one.server.answer(f"{name}.{ZONE}") == ["192.0.2.1"]
    plan = zone_status(one)["held"]["plan"][:12]
    do(one, "approve", ZONE, "--plan", plan, "--by", "jo", "--reason", "seen")
    one.server.gone(f"w19.{ZONE}")
    one.says("plan approved", '"jo"', "seen")
    assert zone_status(one)["orders"][-1] == {
        "order": "approve", "detail": plan, "by": "jo", "reason": "seen",
        "at": zone_status(one)["orders"][-1]["at"]}
    one.stop()


@pytest.mark.parametrize("restart", [False, True], ids=["runs", "restarted"])
def test_it_ends_by_itself(two, restart):
    one = two
    one.stop()
    one.clocks()
    one.start().serving()
    assert do(one, "freeze", ZONE, "--reason", "x", "--for", "4h") == (
        f"zone {ZONE}: frozen for 4h\n")
    one.put("www.yaml", www("192.0.2.2"))
    waits(one, 1)
    one.clocks(wall=4 * 3600 - 600, passed=4 * 3600 - 600)
    witness(one, "192.0.2.9")
    assert 0 < frozen(one)["left"] <= 600
    assert one.server.answer(f"www.{ZONE}") == ["192.0.2.1"]
    if restart:
        one.kill()
        one.start().serving()
        waits(one, 1)
    one.clocks(wall=4 * 3600 + 60, passed=4 * 3600 + 60)
    witness(one, "192.0.2.10")
    one.says("freeze has ended, its time is over", ZONE)
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    commit = Repository(one.directory / "git").has(ZONE, one.serial())
    assert commit.one("Freeze").endswith("Z for 14400 s: x")
    assert commit.one("Thaw").endswith("Z its time is over")
    one.stop()


def test_a_clock_that_was_set_back(two):
    """Ten days, over a restart: it lasts no longer than it was to."""
    one = two
    one.stop()
    one.clocks()
    one.start().serving()
    do(one, "freeze", ZONE, "--reason", "x", "--for", "1h")
    one.put("www.yaml", www("192.0.2.2"))
    waits(one, 1)
    one.kill()
    one.clocks(wall=-10 * 86400)
    one.start().serving()
    waits(one, 1)
    assert frozen(one)["left"] <= 3600
    one.clocks(wall=-10 * 86400 + 3700, passed=3700)
    witness(one, "192.0.2.9")
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    one.stop()


@pytest.mark.sanitized
def test_a_damaged_zone_file_is_written_anew(two):
    one = two
    do(one, "freeze", "--all", "--reason", "x")
    one.put("www.yaml", www("192.0.2.2"))
    waits(one, 1)
    good = one.zone_text()
    one.zone_file().write_text(good.replace("192.0.2.1", "192.0.2.66"))
    one.hangup()
    one.says("zone file was changed by others, written anew", ZONE)
    eventually(lambda: one.zone_text() == good, "it is as it was")
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    # NSD ends, and is started again.
    one.kill()
    one.start().serving()
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    waits(one, 1)
    one.stop()


@pytest.mark.sanitized
def test_a_zone_that_comes_and_goes(two):
    """What is new waits; what is not configured any more ends, and is frozen
    when it returns."""
    one = two
    do(one, "freeze", "--all", "--reason", "x")
    do(one, "freeze", OTHER, "--reason", "y")
    assert order(one, "freeze", "new.example", "--reason", "x").returncode == 1
    zones = one.config["zones"]
    one.config["zones"] = [zones[0], zone_settings("new.example")]
    one.write_config()
    eventually(lambda: one.server.rcode(OTHER, "SOA") == "REFUSED",
               "it has ended")
    eventually(lambda: zone_status(one, "new.example")["state"]
               == "unpublished", "it waits")
    assert {f["zone"] for f in one.status()["freezes"]} == {"*", OTHER}
    do(one, "thaw", "--all")
    one.server.serves("new.example")
    one.config["zones"] = zones
    one.write_config()
    one.server.serves(OTHER)
    assert frozen(one, OTHER)["reason"] == "y"
    one.put("b.yaml", ingress("b", f"www.{OTHER}", "192.0.2.9"))
    waits(one, 1, OTHER)
    # Of one that is not configured it can be ended, too.
    one.config["zones"] = [zones[0]]
    one.write_config()
    eventually(lambda: len(one.status()["zones"]) == 1, "it is read")
    do(one, "thaw", OTHER)
    assert "freezes" not in one.status()
    one.stop()


@pytest.mark.sanitized
def test_refused(two):
    one = two
    for words, code, why in [
            (["freeze", ZONE], 2, "reason"),
            (["freeze", "--reason", "x"], 2, "one zone is needed, or --all"),
            (["freeze", ZONE, "--all", "--reason", "x"], 2, "one zone"),
            (["freeze", "*", "--reason", "x"], 2, "all zones are --all"),
            (["freeze", "a..b", "--reason", "x"], 2, "bad name"),
            (["freeze", ZONE, "--reason", "x", "--for", "soon"], 2, "no time"),
            (["freeze", ZONE, "--reason", "x\nSigned-off-by: y <y@y>"], 2,
             "reason must be one line"),
            (["freeze", ZONE, "--reason", "x" * 16384], 2, "1 to 200 octets"),
            (["thaw", ZONE, "--by", "\x1b[1mroot"], 2, "by must be one line"),
            (["approve", ZONE, "--plan", "0" * 12, "--by", "a\rb"], 2,
             "by must be one line"),
            (["thaw", ZONE], 1, f"zone '{ZONE}' is not frozen"),
            (["thaw", "--all"], 1, "there is no freeze of all zones"),
            (["freeze", "c.example", "--reason", "x"], 1, "not configured")]:
        done = order(one, *words)
        assert done.returncode == code and why in done.stderr, done
        assert done.stdout == ""
    assert "freezes" not in one.status()
    do(one, "freeze", "--all", "--reason", "x")
    done = order(one, "thaw", ZONE)
    assert done.returncode == 1 and "thaw --all" in done.stderr
    one.stop()


def test_a_full_disk_refuses_an_order(controller):
    one = controller()
    one.faults()
    one.put("www.yaml", www("192.0.2.1"))
    one.start().serving().confirmed()
    one.faults("write ENOSPC orders.json")
    done = order(one, "freeze", "--all", "--reason", "x")
    assert done.returncode == 1
    assert "the order is not in force" in done.stderr
    assert "No space left on device" in done.stderr
    assert "freezes" not in one.status()
    one.put("www.yaml", www("192.0.2.2"))
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    one.faults()
    do(one, "freeze", "--all", "--reason", "x")
    one.faults("sync EIO orders.json")
    done = order(one, "thaw", "--all")
    assert done.returncode == 1 and "not in force" in done.stderr
    one.put("www.yaml", www("192.0.2.3"))
    waits(one, 1)
    one.faults()
    do(one, "thaw", "--all")
    one.server.answers(f"www.{ZONE}", "192.0.2.3")
    one.stop()


@pytest.mark.sanitized
def test_a_damaged_file_freezes_all(two):
    one = two
    do(one, "freeze", OTHER, "--reason", "x")
    one.kill()
    (one.state / "orders.json").write_text("{")
    one.put("www.yaml", www("192.0.2.2"))
    one.start().serving()
    one.says("orders are damaged, all zones are frozen")
    waits(one, 1)
    assert frozen(one)["zone"] == "*"
    assert "not known" in frozen(one)["reason"]
    do(one, "thaw", "--all")
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    one.stop()
