# SPDX-License-Identifier: Apache-2.0
"""NSD, BIND and Knot follow the zones, and nobody else gets them."""

import base64
import shutil

import dns.exception
import dns.message
import dns.query
import dns.rcode
import dns.tsig
import dns.xfr
import pytest

from ask import POLL
from controller import ZONE, zone_settings
from eventually import eventually
from objects import ingress
from secondaries import (
    KINDS, BindSecondary, Key, NsdSecondary, transfer)

OTHER = "other.example"


@pytest.fixture
def follow(controller, folder):
    """follow(zones): a controller, its key, and three that follow it."""
    running = []

    def make(zones=(ZONE,), kinds=KINDS, **settings):
        one = controller(zones=[zone_settings(zone) for zone in zones])
        key = Key("k1.example")
        some = [kind(folder, one.port, key, zones) for kind in kinds]
        # Without it a zone with secondaries changes once a second.
        one.config["publish"] = {"minInterval": "20ms"}
        one.config["tsig"] = [key.write(folder)]
        one.config["secondaries"] = [each.row() for each in some]
        for zone in one.config["zones"]:
            zone["secondaries"] = [each.name for each in some]
            zone["soa"].update({"refresh": 2, "retry": 1})
            zone.update(settings)
        one.write_config()
        one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
        one.start().serving()
        # A secondary that finds nobody at its start waits for a minute.
        running.extend(each.start() for each in some)
        return one, key, some

    yield make
    for each in running:
        if each.program.running():
            each.stop()


def change(one, number):
    """The zone gets another address, and is served with it."""
    address = f"192.0.2.{number % 250 + 1}"
    one.put("www.yaml", ingress("www", f"www.{ZONE}", address))
    one.server.answers(f"www.{ZONE}", address)


def all_have(one, some, zone=ZONE):
    serial = one.serial(zone)
    for each in some:
        each.has(zone, serial)
    return serial


def alike(one, key, some, zone=ZONE):
    """Record by record."""
    all_have(one, some, zone)
    wanted = transfer(one.port, zone, key)
    for each in some:
        assert each.server.transfer(zone) == wanted, each.name


def test_three_follow(follow):
    """By NOTIFY and IXFR, after each version; also after restarts."""
    one, key, some = follow([ZONE, OTHER])
    alike(one, key, some)
    alike(one, key, some, OTHER)
    for number in range(1, 6):
        change(one, number)
        all_have(one, some)
    alike(one, key, some)
    one.stop()
    one.start().serving()
    change(one, 7)
    alike(one, key, some)
    # One that was away for more versions than NSD keeps.
    away = some[1]
    away.stop()
    for number in range(10, 34):
        change(one, number)
    away.start()
    alike(one, key, some)


def refused(ask):
    """Is it, and with which words?"""
    try:
        ask()
    except (dns.exception.DNSException, OSError, EOFError) as error:
        return f"{type(error).__name__} {error}"
    raise AssertionError("a stranger got the zone")




def test_strangers_get_nothing(follow):
    one, key, _ = follow(kinds=[NsdSecondary])
    wanted = transfer(one.port, ZONE, key)
    assert wanted
    same_name = Key(key.name)
    cut = Key(key.name, secret=base64.b64decode(key.secret)[:16])
    for stranger in (
            None, Key("k2.example"), same_name, cut,
            Key(key.name, "hmac-sha512", base64.b64decode(key.secret)),
            Key(key.name, "hmac-sha1", base64.b64decode(key.secret))):
        refused(lambda: transfer(one.port, ZONE, stranger))
    # The right key from another address.
    refused(lambda: transfer(one.port, ZONE, key, source="127.0.0.2"))
    # Over UDP an IXFR has the same answer.
    for stranger in (None, same_name, Key("k2.example")):
        question = dns.message.make_query(ZONE, "IXFR")
        if stranger:
            words = stranger.tsig()
            question.use_tsig(words["keyring"], words["keyname"],
                              algorithm=words["keyalgorithm"])
        refused_by_udp(one.port, question)
    assert transfer(one.port, ZONE, key) == wanted


def refused_by_udp(port, question):
    try:
        reply = dns.query.udp(question, "127.0.0.1", port=port, timeout=10)
    except dns.tsig.PeerError:
        return
    assert reply.rcode() != dns.rcode.NOERROR
    assert not reply.answer


def test_nothing_is_transferable_by_itself(controller):
    one = controller()
    one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
    one.start().serving()
    refused(lambda: transfer(one.port, ZONE))


def test_secrets_are_nowhere(follow, folder):
    """Not in the log at debug level, not in status, not in any file but
    nsd.conf, which is nobody's to read."""
    one, key, some = follow(kinds=[NsdSecondary])
    new = Key("k2.example")
    one.config["tsig"].append(new.write(folder))
    one.config["secondaries"][0]["tsig"] = [key.name, new.name]
    one.write_config()
    eventually(lambda: transferable(one, new), "the second key works")
    # A secret that is refused, and a file that is none.
    secret = key.secret
    third = Key(key.name)
    third.write(folder)
    one.says("tsig key is not as its file says", key.name)
    status = one.command("status", "--config", one.config_file)
    text = one.command("status", "--config", one.config_file, "-o", "json")
    shown = one.command("nsd-conf", "--config", one.config_file)
    assert shown.returncode == 0
    for word in (secret, new.secret, third.secret):
        for output in (status, text, shown):
            assert word not in output.stdout + output.stderr
        assert word not in one.log.read_text()
        for path in one.state.rglob("*"):
            if path.is_file() and path.name != "nsd.conf":
                assert word.encode() not in path.read_bytes(), path
    assert (one.state / "nsd.conf").stat().st_mode & 0o777 == 0o600


def transferable(one, key):
    try:
        return transfer(one.port, ZONE, key)
    except (dns.exception.DNSException, OSError, EOFError):
        return None


def test_a_key_rotates_under_changes(follow, folder):
    """Another key beside the first: no transfer is refused."""
    one, key, some = follow()
    new = Key("k2.example", "hmac-sha512")

    def steps():
        for number in range(3):
            change(one, number + 1)
            all_have(one, some)

    steps()
    before = {each.name: len(each.log()) for each in some}
    one.config["tsig"].append(new.write(folder))
    for row in one.config["secondaries"]:
        row["tsig"] = [key.name, new.name]
    one.write_config()
    eventually(lambda: transferable(one, new), "the new key works")
    steps()
    for each in some:
        each.restart(new)
        steps()
    for row in one.config["secondaries"]:
        row["tsig"] = new.name
    del one.config["tsig"][0]
    one.write_config()
    eventually(lambda: not transferable(one, key), "the old key is gone")
    steps()
    alike(one, new, some)
    for each in some:
        log = each.log()[before[each.name]:].lower()
        assert "refused" not in log and "notauth" not in log, log


def test_another_secret_waits_for_a_hand(follow, folder):
    """The same key with another secret: not while it is used, not after a
    restart, but when told."""
    one, key, some = follow(kinds=[NsdSecondary])
    new = Key(key.name)
    new.write(folder)
    one.says("tsig key is not as its file says", key.name)
    assert transferable(one, key) and not transferable(one, new)
    one.stop()
    one.start().serving()
    assert transferable(one, key) and not transferable(one, new)
    told = one.command("rekey", key.name, "--config", one.config_file)
    assert told.returncode == 2, told
    assert transferable(one, key)
    told = one.command("rekey", key.name, "--now", "--config",
                       one.config_file)
    assert told.returncode == 0, told
    eventually(lambda: transferable(one, new), "the new secret works")
    assert not transferable(one, key)
    told = one.command("rekey", key.name, "--now", "--config",
                       one.config_file)
    assert told.returncode == 1 and "already" in told.stderr, told
    some[0].restart(new)
    change(one, 3)
    all_have(one, some)


def test_sets_change(follow):
    """A zone gets a secondary, others, none; all while it is served."""
    one, key, some = follow([ZONE, OTHER])
    rows = one.config["zones"]
    for names in (["nsd"], [], ["bind", "knot"], ["bind", "knot", "nsd"]):
        rows[0]["secondaries"] = names
        one.write_config()
        pattern = "+".join(["primary", *sorted(names)])
        eventually(lambda: f"add {ZONE} {pattern}\n"
                   in (one.state / "zone.list").read_text(),
                   lambda: (one.state / "zone.list").read_text())
        eventually(lambda: bool(transferable(one, key)) == bool(names),
                   f"it is transferable: {names}")
        change(one, 1 + len(names))
        all_have(one, [each for each in some if each.name in names])
    alike(one, key, some)
    alike(one, key, some, OTHER)
    # While the controller is away, too.
    one.stop()
    rows[0]["secondaries"] = ["knot"]
    one.write_config()
    one.start().serving()
    eventually(lambda: f"add {ZONE} primary+knot\n"
               in (one.state / "zone.list").read_text(), "it moved")
    change(one, 99)
    all_have(one, some[2:])


def test_queries_are_limited(follow):
    """The secondary follows, others are refused, the controller confirms."""
    one, key, some = follow(kinds=[NsdSecondary])
    one.config["nsd"]["allowQuery"] = ["192.0.2.0/24"]
    one.config["nsd"]["query"] = f"127.0.0.1@{one.port}"
    one.write_config()

    def rcode():
        question = dns.message.make_query(f"www.{ZONE}", "A")
        return dns.rcode.to_text(dns.query.udp(
            question, "127.0.0.1", port=one.port, source="127.0.0.2",
            timeout=POLL).rcode())

    eventually(lambda: rcode() == "REFUSED", "others are refused")
    change(one, 5)
    all_have(one, some)


def secondaries(one, zone=ZONE):
    """{name: what status says of it}"""
    row = next(row for row in one.status()["zones"] if row["zone"] == zone)
    return {each["name"]: each for each in row["secondaries"]}


def finding(one, name):
    return secondaries(one)[name]["servers"][0].get("finding")


def test_status_tells(follow, folder):
    """Who may transfer, who is how far behind, and why."""
    one, key, some = follow()
    change(one, 1)
    serial = all_have(one, some)
    eventually(lambda: all(
        each["servers"][0].get("serial") == serial
        and each["servers"][0]["counts"]
        and each.get("notifyState") == "answered"
        for each in secondaries(one).values()),
        lambda: secondaries(one))
    now = secondaries(one)
    for each in some:
        row = now[each.name]
        assert row["transfer"] == [{"address": "127.0.0.1", "key": key.name}]
        assert row["notify"] == [{"address": f"127.0.0.1@{each.port}",
                                  "key": key.name}]
        assert row["notified"] == serial and row["keys"] == []
        assert row["servers"][0]["behind"] == 0
        assert row["listed"] is False  # the zone has one nameserver
    assert one.status()["well"] is True
    text = one.command("status", "--config", one.config_file)
    assert text.returncode == 0, text
    assert "secondary bind: NOTIFY answered" in text.stdout
    assert f"may transfer: 127.0.0.1 by {key.name}" in text.stdout
    # One goes: it is silent, and then it is behind.
    some[2].stop()
    change(one, 2)
    eventually(lambda: finding(one, "knot") == "SecondarySilent",
               lambda: secondaries(one)["knot"])
    assert one.command("status", "--config",
                       one.config_file).returncode == 1
    # One has another secret: our questions are refused, and its transfers.
    some[1].restart(Key(key.name))
    change(one, 3)
    eventually(lambda: finding(one, "bind") == "SecondaryKey",
               lambda: secondaries(one)["bind"])
    some[2].start()
    some[1].restart(key)
    all_have(one, some)
    eventually(lambda: not finding(one, "bind")
               and not finding(one, "knot"), lambda: secondaries(one), 90)


def test_ahead_and_lame(follow):
    """A secondary with a later serial, and one without the zone."""
    one, key, some = follow(kinds=[NsdSecondary])
    change(one, 1)
    all_have(one, some)
    one.stop()
    for file in one.state.rglob("zones/*"):
        file.unlink()
    some[0].stop()
    some[0].zones = [OTHER]
    some[0].start()
    one.start().serving()
    eventually(lambda: finding(one, "nsd") == "SecondaryLame",
               lambda: secondaries(one))


@pytest.mark.parametrize("serial", ["counter", "date", "unixtime"])
def test_a_lost_volume(follow, serial):
    """The serial goes on above what the secondaries have."""
    one, key, some = follow(kinds=[BindSecondary], serial=serial,
                            serialFloor=3000000000)
    change(one, 1)
    before = all_have(one, some)
    assert before > 3000000000
    one.stop()
    shutil.rmtree(one.state)
    for zone in one.config["zones"]:
        del zone["serialFloor"]
    one.write_config()
    # Nobody knows it: a count cannot begin.
    some[0].stop()
    if serial != "unixtime":
        one.start()
        one.says("zone waits for the serial of a secondary")
        assert not one.zone_file().exists()
        eventually(lambda: one.status()["zones"][0].get("waitsSerial"),
                   "status says so")
        some[0].start()
    else:
        some[0].start()
        some[0].has(ZONE, before)
        one.start()
    one.serving()
    assert one.serial() > before


def test_a_floor_ends_the_wait(follow):
    one, key, some = follow(kinds=[NsdSecondary])
    one.stop()
    some[0].stop()
    shutil.rmtree(one.state)
    for zone in one.config["zones"]:
        zone["serial"] = "counter"
    one.write_config()
    one.start()
    one.says("zone waits for the serial of a secondary")
    for zone in one.config["zones"]:
        zone["serialFloor"] = 4000000000
    one.write_config()
    one.serving()
    assert one.serial() == 4000000001
