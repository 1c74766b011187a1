# SPDX-License-Identifier: Apache-2.0
"""An old version of a zone is served again (U6: an old version restored)."""

import json
import re

import pytest

from checkers import check
from controller import ZONE, zone_settings
from eventually import eventually
from objects import ingress
from repository import Repository, run_git
from test_freeze import do, order, witness, zone_status
from vigil import Vigil

OTHER = "b.example"


def www(address, *more):
    return [ingress("www", f"www.{ZONE}", address),
            *(ingress(name, f"{name}.{ZONE}", "192.0.2.3") for name in more)]


def plan(one, *words):
    """What it would change, and the hash."""
    text = do(one, "restore", *words, "--plan")
    found = re.search(r"^to do it: k8s-nsd restore \S+ \S+ --approve (\w{64})$",
                      text, re.M)
    assert found, text
    return text.split("\n")[:-2], found[1]


def restored(one):
    return zone_status(one).get("restored")


@pytest.fixture
def two(controller):
    """A version with www and old; then one with another www, and new."""
    one = controller(zones=[zone_settings(), zone_settings(OTHER)],
                     git={"directory": "git"})
    one.put("www.yaml", *www("192.0.2.1", "old"))
    one.start().serving().confirmed()
    one.server.answers(f"old.{ZONE}", "192.0.2.3")
    one.repository = Repository(one.directory / "git")
    one.first = one.repository.has(ZONE, one.serial())
    one.put("www.yaml", *www("192.0.2.2", "new"))
    one.server.gone(f"old.{ZONE}")
    one.server.answers(f"new.{ZONE}", "192.0.2.3")
    one.second = one.repository.has(ZONE, one.serial())
    return one


def restore(one, *words):
    lines, digest = plan(one, ZONE, one.first.id[:12])
    text = do(one, "restore", ZONE, one.first.id[:12], "--approve",
              digest[:12], *words)
    assert text.endswith(f"zone {ZONE}: as it was in commit {one.first.id}, "
                         "until it is released\n")
    return lines


def has_files(one, count):
    """So many of restored versions are kept."""
    eventually(lambda: len(list((one.state / "zones").glob("*.restored")))
               == count, f"{count} files of restored versions")


def is_old(one):
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    one.server.answers(f"old.{ZONE}", "192.0.2.3")
    one.server.gone(f"new.{ZONE}")


@pytest.mark.sanitized
def test_an_old_version_and_the_cluster_again(two):
    one = two
    before = one.serial()
    assert restore(one, "--by", "jo", "--reason", "bad deploy") == [
        "- new 60 IN A 192.0.2.3", "+ old 60 IN A 192.0.2.3",
        "- www 60 IN A 192.0.2.2", "+ www 60 IN A 192.0.2.1"]
    is_old(one)
    assert one.serial() > before
    check(ZONE, one.zone_file())
    shown = restored(one)
    assert shown["commit"] == one.first.id
    assert shown["serial"] == one.first.number("Zone-Serial")
    assert (shown["by"], shown["reason"]) == ("jo", "bad deploy")
    text = order(one, "status")
    assert text.returncode == 1
    assert (f"    restored: commit {one.first.id} by jo: bad deploy\n"
            f"    release: k8s-nsd release {ZONE}\n") in text.stdout
    assert (f"it is from the restored version, serial {shown['serial']} of "
            f"commit {one.first.id[:12]} by jo: bad deploy; what objects ask "
            "for now is not published until the zone is released") in (
                do(one, "explain", f"old.{ZONE}"))
    assert ("it asks for no name; names do not count in zones that have a "
            f"restored version: {ZONE}\n") in (
                do(one, "explain", "Ingress/web/new"))
    absent = order(one, "explain", f"new.{ZONE}")
    assert absent.returncode == 1 and (
        "the restored version does not have it") in absent.stdout
    last = one.repository.has(ZONE, one.serial())
    assert "(Ingress web/new: restored)" in last.body
    told = [line for commit in one.repository.of_zone(ZONE)
            for line in commit.all("Restore")]
    assert len(told) == 1 and told[0].endswith(
        f"Z {one.first.id} (serial {shown['serial']}) by jo: bad deploy")
    # What the cluster does is of no account, over a restart too.
    for end, address in ((None, 5), (one.kill, 6), (one.stop, 7)):
        serial = one.serial()
        if end:
            end()
        one.put("www.yaml", *www(f"192.0.2.{address}", "new", "more"))
        if end:
            one.start().serving()
        witness(one, f"192.0.2.{address}")
        is_old(one)
        assert one.serial() == serial
    done = do(one, "release", ZONE, "--by", "al")
    assert done == f"zone {ZONE}: released\n"
    one.server.answers(f"www.{ZONE}", "192.0.2.7")
    one.server.answers(f"more.{ZONE}", "192.0.2.3")
    one.server.gone(f"old.{ZONE}")
    assert restored(one) is None
    eventually(lambda: any(c.all("Release")
                           for c in one.repository.of_zone(ZONE)), "told")
    has_files(one, 0)
    one.repository.audit(ZONE)
    one.stop()


def test_its_time_is_over(two):
    one = two
    one.stop()
    one.clocks()
    one.start().serving()
    restore(one, "--for", "4h")
    is_old(one)
    assert 0 < restored(one)["left"] <= 4 * 3600
    one.clocks(wall=4 * 3600 + 60, passed=4 * 3600 + 60)
    witness(one, "192.0.2.9")
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    one.server.answers(f"new.{ZONE}", "192.0.2.3")
    one.says("restored version is released, its time is over", ZONE)
    has_files(one, 0)
    one.stop()


@pytest.mark.sanitized
def test_through_the_guard(controller):
    """What would go is held until it is approved."""
    one = controller(git={"directory": "git"})
    names = [f"w{n}" for n in range(20)]
    one.put("www.yaml", *www("192.0.2.1"))
    one.start().serving().confirmed()
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    one.repository = Repository(one.directory / "git")
    one.first = one.repository.has(ZONE, one.serial())
    one.put("www.yaml", *www("192.0.2.2", *names))
    one.server.answers(f"w19.{ZONE}", "192.0.2.3")
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    assert len(restore(one)) == 22
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    eventually(lambda: zone_status(one).get("held", {}).get("deletions") == 20,
               "the deletions are held")
    assert one.server.answer(f"w19.{ZONE}") == ["192.0.2.3"]
    do(one, "approve", ZONE, "--plan", zone_status(one)["held"]["plan"])
    one.server.gone(f"w19.{ZONE}")
    one.stop()


@pytest.mark.sanitized
def test_back_through_the_guard(controller):
    """The cluster has lost what the restored version has."""
    one = controller(git={"directory": "git"})
    names = [f"w{n}" for n in range(20)]
    one.put("www.yaml", *www("192.0.2.1", *names))
    one.start().serving().confirmed()
    one.server.answers(f"w19.{ZONE}", "192.0.2.3")
    one.repository = Repository(one.directory / "git")
    one.first = one.repository.has(ZONE, one.serial())
    one.put("www.yaml", *www("192.0.2.2", *names))
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    restore(one)
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    one.put("www.yaml", *www("192.0.2.9"))
    do(one, "release", ZONE)
    one.server.answers(f"www.{ZONE}", "192.0.2.9")
    eventually(lambda: zone_status(one).get("held", {}).get("deletions") == 20,
               "the deletions are held")
    for name in names:
        assert one.server.answer(f"{name}.{ZONE}") == ["192.0.2.3"]
    one.stop()


@pytest.mark.sanitized
def test_frozen_too(two):
    """A freeze is stronger: it is restored at the thaw."""
    one = two
    do(one, "freeze", ZONE, "--reason", "x")
    serial = one.serial()
    restore(one)
    eventually(lambda: zone_status(one)["frozen"]["names"] == 3, "it waits")
    witness(one, "192.0.2.9")
    assert one.serial() == serial
    do(one, "thaw", ZONE)
    is_old(one)
    one.stop()


@pytest.mark.sanitized
def test_refused(two):
    one = two
    # An empty commit, from before the zone; and one with an edited file.
    git = one.directory / "git"
    who = ["-c", "user.name=x", "-c", "user.email=x@y"]
    tree = run_git(git, "mktree", text="").strip()
    empty = run_git(git, *who, "commit-tree", tree, "-m", "x").strip()

    def edited(text):
        blob = run_git(git, "hash-object", "-w", "--stdin",
                       text=text).strip()
        tree = run_git(git, "mktree",
                       text=f"100644 blob {blob}\t{ZONE}.zone\n").strip()
        return run_git(git, *who, "commit-tree", tree, "-m", "x").strip()

    good = one.repository.show(f"{ZONE}.zone")
    for words, code, why in [
            (["nowhere", "--plan"], 1, "git knows no commit 'nowhere'"),
            (["0" * 40, "--plan"], 1, "git knows no commit"),
            (["-n", "--plan"], 2, ""),
            (["--upload-pack=x", "--plan"], 2, ""),
            (["main:" + ZONE + ".zone", "--plan"], 1, "git knows no commit"),
            (["a b", "--plan"], 2, "is not one word of ASCII"),
            (["main\nmain", "--plan"], 2, "is not one word of ASCII"),
            (["x" * 201, "--plan"], 2, "is no name of a commit"),
            ([empty, "--plan"], 1, f"has no '{ZONE}.zone'"),
            ([edited("x"), "--plan"], 1, "commit "),
            ([edited(good.replace(ZONE, OTHER)), "--plan"], 1, "commit "),
            ([edited(good + "evil\t60\tIN\tA\t192.0.2.999\n"), "--plan"], 1,
             "commit "),
            ([edited(good + "evil.example.org.\t60\tIN\tA\t192.0.2.9\n"),
              "--plan"], 1, "commit "),
            ([edited("$INCLUDE /etc/passwd\n" + good), "--plan"], 1,
             "commit "),
            (["main", "--approve", "0" * 12], 1, "the plan is '"),
            (["main", "--approve", "short"], 1, "hexadecimal digits"),
            (["main"], 2, "either --plan or --approve HASH is needed"),
            (["main", "--plan", "--approve", "0" * 12], 2, "either"),
            (["main", "--plan", "--for", "soon"], 2, "no time"),
            (["main", "--plan", "--by", "a\nb"], 2, "by must be one line")]:
        done = order(one, "restore", ZONE, *words)
        assert done.returncode == code and why in done.stderr, (words, done)
        assert done.stdout == ""
    done = order(one, "restore", "c.example", "main", "--plan")
    assert done.returncode == 1 and "not configured" in done.stderr
    done = order(one, "release", ZONE)
    assert done.returncode == 1 and "no restored version" in done.stderr
    assert restored(one) is None
    # The plan of another moment.
    _, digest = plan(one, ZONE, one.first.id)
    one.put("www.yaml", *www("192.0.2.8", "new"))
    one.server.answers(f"www.{ZONE}", "192.0.2.8")
    done = order(one, "restore", ZONE, one.first.id, "--approve", digest)
    assert done.returncode == 1 and "see --plan" in done.stderr
    # JSON.
    answer = json.loads(do(one, "restore", ZONE, one.first.id, "--plan", "-o",
                           "json"))
    assert answer["state"] == "shown" and answer["added"] == 2
    assert answer["commit"] == one.first.id
    one.stop()


def test_a_full_disk_and_a_lost_file(controller):
    one = controller(git={"directory": "git"})
    one.faults()
    one.put("www.yaml", *www("192.0.2.1"))
    one.start().serving().confirmed()
    one.repository = Repository(one.directory / "git")
    one.first = one.repository.has(ZONE, one.serial())
    one.put("www.yaml", *www("192.0.2.2"))
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    _, digest = plan(one, ZONE, one.first.id)
    for rule in ("write ENOSPC zone.restored", "write ENOSPC orders.json"):
        one.faults(rule)
        done = order(one, "restore", ZONE, one.first.id, "--approve", digest)
        assert done.returncode == 1 and "not in force" in done.stderr
        assert restored(one) is None
    one.faults()
    restore(one)
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    # Without its file the zone stays as it is.
    one.kill()
    kept, = (one.state / "zones").glob(f"{ZONE}.*.zone.restored")
    kept.unlink()
    one.start().serving()
    one.says("restored version is lost, zone is frozen", ZONE)
    eventually(lambda: zone_status(one).get("frozen", {}).get("names") == 1,
               "it is frozen")
    assert one.server.answer(f"www.{ZONE}") == ["192.0.2.1"]
    done = order(one, "thaw", ZONE)
    assert done.returncode == 1 and "which only release ends" in done.stderr
    assert "thaw:" not in order(one, "status").stdout
    do(one, "release", ZONE)
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    one.stop()


@pytest.mark.sanitized
def test_a_freeze_and_a_lost_file(two):
    """A freeze for a while is one thing, a version that is lost another: each
    ends by itself."""
    one = two
    restore(one)
    is_old(one)
    do(one, "freeze", ZONE, "--for", "1h", "--by", "jo", "--reason", "why")
    one.kill()
    kept, = (one.state / "zones").glob(f"{ZONE}.*.zone.restored")
    kept.unlink()
    one.start().serving()
    one.says("restored version is lost, zone is frozen", ZONE)
    shown = zone_status(one)["frozen"]
    assert (shown["by"], shown["reason"]) == ("jo", "why")
    assert 0 < shown["left"] <= 3600
    do(one, "thaw", ZONE)
    witness(one, "192.0.2.9")
    shown = zone_status(one)["frozen"]
    assert shown["reason"] == "its restored version cannot be read"
    assert "left" not in shown and shown["lost"]
    is_old(one)
    assert "is published until it is released" in do(
        one, "explain", f"www.{ZONE}")
    do(one, "release", ZONE)
    assert "frozen" not in zone_status(one)
    one.server.answers(f"new.{ZONE}", "192.0.2.3")
    one.stop()


def test_a_full_disk_leaves_the_version_that_stands(two):
    """What was refused for want of room is not served later either."""
    one = two
    one.stop()
    one.faults()
    one.start().serving()
    restore(one)
    is_old(one)
    _, digest = plan(one, ZONE, one.second.id)
    for rule in ("write ENOSPC zone.restored", "write ENOSPC orders.json"):
        one.faults(rule)
        done = order(one, "restore", ZONE, one.second.id, "--approve", digest)
        assert done.returncode == 1 and "not in force" in done.stderr
    one.faults()
    assert restored(one)["commit"] == one.first.id
    # It is read again from its files.
    one.config["zones"][0]["records"] = ["static A 192.0.2.7"]
    one.write_config()
    one.server.answers(f"static.{ZONE}", "192.0.2.7")
    is_old(one)
    # Now there is room.
    _, digest = plan(one, ZONE, one.second.id)
    do(one, "restore", ZONE, one.second.id, "--approve", digest)
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    has_files(one, 2)
    do(one, "release", ZONE)
    has_files(one, 0)
    one.stop()


@pytest.mark.sanitized
def test_nothing_is_recorded(controller):
    one = controller()
    one.put("www.yaml", *www("192.0.2.1"))
    one.start().serving()
    eventually(lambda: zone_status(one)["state"] == "served", "it is")
    done = order(one, "restore", ZONE, "main", "--plan")
    assert done.returncode == 1 and "nothing is recorded" in done.stderr
    one.stop()


def renew(one, how):
    """Another configuration: at once, or by a controller that is started."""
    if how == "read again":
        one.write_config()
        return
    one.kill()
    one.write_config()
    one.start().serving()


@pytest.mark.sanitized
@pytest.mark.parametrize("how", ["read again", "killed"])
def test_over_other_configurations(two, how):
    """What the configuration brings is as it says now, all else as restored."""
    one = two
    restore(one)
    is_old(one)
    zones = one.config["zones"]
    zone = zones[0]
    with Vigil(one.server, {f"www.{ZONE}": "192.0.2.1",
                            f"old.{ZONE}": "192.0.2.3"}):
        zone["soa"]["refresh"] = 1234
        renew(one, how)
        eventually(lambda: "1234" in one.zone_text(), "another SOA")
        zone["nameservers"].append({"name": f"ns2.{ZONE}",
                                    "addresses": ["192.0.2.54"]})
        zone["records"] = ["static A 192.0.2.7"]
        zone.update({"ttl": 77, "guard": "off"})
        renew(one, how)
        one.server.answers(f"ns2.{ZONE}", "192.0.2.54")
        one.server.answers(f"static.{ZONE}", "192.0.2.7")
        zone["nameservers"].pop()
        del zone["records"]
        # Of a kind that is not read, too.
        one.config["resources"] = ["Service"]
        renew(one, how)
        one.server.gone(f"ns2.{ZONE}")
        one.server.gone(f"static.{ZONE}")
    del one.config["resources"]
    renew(one, how)
    witness(one, "192.0.2.9")
    is_old(one)
    # The zone goes, and is released after its return.
    one.config["zones"] = zones[1:]
    renew(one, how)
    one.server.rcodes(ZONE, "REFUSED", "SOA")
    one.config["zones"] = zones
    renew(one, how)
    one.server.serves(ZONE)
    is_old(one)
    do(one, "release", ZONE)
    one.server.answers(f"new.{ZONE}", "192.0.2.3")
    one.server.gone(f"old.{ZONE}")
    has_files(one, 0)
    one.repository.audit(ZONE)
    one.stop()


@pytest.mark.sanitized
def test_names_that_pass_to_another_zone(two):
    """A zone inside it comes and goes while an old version stands."""
    one = two
    names = {f"w{number}.sub.{ZONE}": "192.0.2.3" for number in range(5)}
    one.put("sub.yaml", *[ingress(name.split(".")[0], name, where)
                          for name, where in names.items()])
    for name, where in names.items():
        one.server.answers(name, where)
    one.first = one.repository.has(ZONE, one.serial())
    one.put("www.yaml", *www("192.0.2.1"))
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    one.server.gone(f"new.{ZONE}")
    with Vigil(one.server, names):
        restore(one)
        one.server.answers(f"www.{ZONE}", "192.0.2.2")
        one.config["zones"].append(zone_settings(f"sub.{ZONE}"))
        one.write_config()
        eventually(lambda: "\nw0.sub\t" not in one.zone_text(), "it has them")
        one.config["zones"].pop()
        one.write_config()
        eventually(lambda: "\nw0.sub\t" in one.zone_text(), "they are back")
        # NSD has both as long as this one is not of the cluster.
        witness(one, "192.0.2.9")
        assert one.server.answer(f"sub.{ZONE}", "SOA") != []
        do(one, "release", ZONE)
        one.server.answers(f"www.{ZONE}", "192.0.2.1")
        one.server.answers(f"sub.{ZONE}", [], "SOA")
    one.stop()
