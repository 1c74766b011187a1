# SPDX-License-Identifier: Apache-2.0
"""NSD, BIND and Knot follow the zones."""

import contextlib
import os
import random
import shutil
import signal
import time
import urllib.request

import dns.message
import dns.query
import dns.rcode
import pytest

from ask import POLL
from controller import ZONE
from eventually import eventually
from follow import TICK
from nameservers import Key
from objects import endpoint, ingress
from ports import free_port
from processes import pids_in
from secondaries import (  # noqa: F401
    OTHER, alike, all_have, change, follow, is_incremental, transferable)
from test_health import measured


@pytest.mark.sanitized
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


def end_nsd(one):
    """All at once; the controller starts another."""
    before = pids_in(one.state)
    for pid in before:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    eventually(lambda: one.server.serial(ZONE, POLL) is not None
               and not set(before) & set(pids_in(one.state)),
               "another NSD serves the zone")


def end_controller(one):
    """NSD goes on, and is adopted."""
    one.kill()
    one.start().serving()


def restart(one):
    one.stop()
    one.start().serving()


@pytest.mark.parametrize("end", [end_nsd, end_controller, restart])
def test_increments_outlive_everybody(follow, end):
    """What was an IXFR before is one after it."""
    one, key, some = follow(kinds=["bind", "knot"])
    serials = []
    for number in range(1, 5):
        change(one, number)
        serials.append(all_have(one, some))
    for serial in serials[:-1]:
        assert is_incremental(one, key, serial)
    assert not is_incremental(one, key, serials[0] - 1000)
    sizes = {each.name: len(each.sizes(serials[-1])) for each in some}
    end(one)
    for number in range(5, 7):
        change(one, number)
        all_have(one, some)
    for serial in serials:
        assert is_incremental(one, key, serial), (serial, serials)
    serial = alike(one, key, some)
    for each in some:
        assert len(each.sizes(serial)) > sizes[each.name]


def test_secrets_are_nowhere(follow, folder):
    """Not in the log at debug level, not in status, not in any file but
    nsd.conf, which is nobody's to read."""
    one, key, some = follow(kinds=["nsd"])
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
    told = one.command("rekey", key.name, "--config", one.config_file)
    with urllib.request.urlopen(
            f"http://127.0.0.1:{one.http}/metrics", timeout=30) as answer:
        metrics = answer.read().decode()
    assert "k8s_nsd_" in metrics
    for word in (secret, new.secret, third.secret):
        for output in (status, text, shown, told):
            assert word not in output.stdout + output.stderr
        assert word not in metrics
        assert word not in one.log.read_text()
        for path in one.state.rglob("*"):
            # One of them may be gone by now: a version was confirmed.
            with contextlib.suppress(FileNotFoundError):
                if path.is_file() and path.name != "nsd.conf":
                    assert word.encode() not in path.read_bytes(), path
    assert (one.state / "nsd.conf").stat().st_mode & 0o777 == 0o600


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
    one, key, some = follow(kinds=["nsd"])
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
    eventually(lambda: transferable(one, new)
               and not transferable(one, key), "the new secret alone works")
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
    one, key, some = follow(kinds=["nsd"])
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


@pytest.mark.sanitized
def test_status_tells(follow, folder):
    """Who may transfer, who is how far behind, and why."""
    one, key, some = follow()
    change(one, 1)
    serial = all_have(one, some)
    seen = []

    def follows(row):
        return (row["servers"][0].get("serial") == serial
                and row["servers"][0]["counts"]
                and row.get("notifyState") == "answered")

    def all_follow():
        seen.append(secondaries(one))
        return all(map(follows, seen[-1].values()))

    eventually(all_follow, lambda: seen[-1])
    now = seen[-1]
    for each in some:
        row = now[each.name]
        assert row["transfer"] == [{"address": "127.0.0.1", "key": key.name}]
        assert row["notify"] == [{"address": f"127.0.0.1@{each.port}",
                                  "key": key.name}]
        assert row["notified"] == serial and row["keys"] == []
        assert row["servers"][0]["behind"] == 0
        assert row["listed"] is False  # the zone has one nameserver
    eventually(lambda: one.status()["well"], one.status)
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
    one, key, some = follow(kinds=["nsd"])
    change(one, 1)
    all_have(one, some)
    one.stop()
    for file in one.state.rglob("zones/*"):
        file.unlink()
    some[0].stop()
    some[0].follows([OTHER])
    some[0].start()
    one.start().serving()
    eventually(lambda: finding(one, "nsd") == "SecondaryLame",
               lambda: secondaries(one))


@pytest.mark.parametrize("serial", ["counter", "date", "unixtime"])
def test_a_lost_volume(follow, serial):
    """The serial goes on above what the secondaries have."""
    one, key, some = follow(kinds=["bind"], serial=serial,
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
    one, key, some = follow(kinds=["nsd"])
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


def test_a_service_has_the_addresses(follow):
    """Endpoints come and go; after a restart those of before count."""
    one, key, some = follow(kinds=["nsd"])
    one.config["secondaries"][0] = {
        "name": "nsd", "service": "dns/replicas", "tsig": key.name,
        "query": "off"}
    one.write_config()

    def endpoints(*addresses):
        one.put("slice.yaml", {
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": {"name": "replicas-1", "namespace": "dns",
                         "labels": {"kubernetes.io/service-name":
                                    "replicas"}},
            "addressType": "IPv4",
            "endpoints": [{"addresses": [address],
                           "conditions": {"ready": True}}
                          for address in addresses]})

    def allowed():
        return sorted(
            row["address"] for row in secondaries(one)["nsd"]["transfer"])

    for some in (["10.0.0.1"], ["10.0.0.1", "127.0.0.1"], ["127.0.0.1"]):
        endpoints(*some)
        eventually(lambda: allowed() == some, allowed)
        eventually(lambda: bool(transferable(one, key))
                   == ("127.0.0.1" in some), some)
    one.stop()
    one.start().serving()
    assert transferable(one, key)
    one.remove("slice.yaml")
    eventually(lambda: not transferable(one, key), "the endpoints are gone")


def node(name, *addresses, blocks=()):
    return {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name},
            "spec": {"podCIDRs": list(blocks)},
            "status": {"addresses": [{"type": "ExternalIP", "address": each}
                                     for each in addresses]}}


@pytest.mark.sanitized
def test_nodes_need_a_key(controller):
    """Behind address translation a node's address says nothing."""
    one = controller()
    one.config["secondaries"] = [{
        "name": "open", "notify": ["198.51.100.7"], "query": "off",
        "transfer": ["127.0.0.1", "127.0.0.16/28", "198.51.100.9"],
        "insecureTransfer": True}]
    one.config["zones"][0]["secondaries"] = ["open"]
    one.write_config()
    one.put("nodes.yaml", node("a", "127.0.0.2"))
    one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))

    def allowed():
        return [row["address"] for row in secondaries(one)["open"]["transfer"]]

    def barred():
        return [row["server"] for row in secondaries(one)["open"]["servers"]
                if row.get("finding") == "SecondaryNode"]

    def becomes(*addresses):
        everybody = one.config["secondaries"][0]["transfer"]
        eventually(lambda: allowed() == list(addresses)
                   and sorted(allowed() + barred()) == sorted(everybody),
                   lambda: secondaries(one)["open"])
        eventually(lambda: bool(transferable(one, None))
                   == ("127.0.0.1" in addresses), f"transfers: {addresses}")

    one.start().serving()
    becomes("127.0.0.1", "127.0.0.16/28", "198.51.100.9")
    # A node gets that address, and one an address within the block.
    one.put("nodes.yaml", node("a", "127.0.0.1"), node("b", "127.0.0.20"))
    becomes("198.51.100.9")
    one.says("no transfer without a key", "127.0.0.16/28")
    status = one.command("status", "--config", one.config_file)
    assert status.returncode == 1
    assert "127.0.0.1: no serial; SecondaryNode: a node" in status.stdout
    # Whoever could not before a restart cannot before the nodes are read.
    one.stop()
    conf = (one.state / "nsd.conf").read_text()
    assert "127.0.0.1 NOKEY" not in conf and "198.51.100.9 NOKEY" in conf
    one.start().serving()
    becomes("198.51.100.9")
    # With the addresses of pods it is the same.
    one.put("nodes.yaml", node("a", blocks=["127.0.0.0/24"]))
    becomes("198.51.100.9")
    one.put("nodes.yaml", node("a"))
    becomes("127.0.0.1", "127.0.0.16/28", "198.51.100.9")
    # Another configuration is judged before it is in force.
    one.put("nodes.yaml", node("a", "198.51.100.8"))
    one.config["secondaries"][0]["transfer"] = ["198.51.100.8", "127.0.0.1"]
    one.write_config()
    becomes("127.0.0.1")


def test_versions_are_spaced(follow):
    """A version begins a second after the one before it began, unless the
    operator says otherwise (Q2: publications are spaced)."""
    one, key, some = follow(kinds=["nsd"])
    del one.config["publish"]
    one.write_config()
    one.says("configuration read again")
    begun = time.monotonic()
    for number in range(1, 5):
        change(one, number)
    # The first of the four may still be one of the former configuration.
    assert time.monotonic() - begun + 4 * TICK >= 2
    all_have(one, some)


def test_metrics_tell(follow):
    one, key, some = follow(kinds=["nsd"])
    one.stop()
    one.http = free_port()
    one.config["http"] = {"listen": [f"127.0.0.1:{one.http}"]}
    one.write_config()
    one.start().serving()
    change(one, 1)
    serial = all_have(one, some)
    labels = {"zone": ZONE, "secondary": "nsd"}
    measured(one, "k8s_nsd_secondary_serial", serial, **labels)
    measured(one, "k8s_nsd_secondary_lag_seconds", 0, **labels)
    measured(one, "k8s_nsd_notify_pending", 0, **labels)


def test_many_changes(follow):
    """By chance; after each version all three have it, by IXFR."""
    one, key, some = follow(guard="off")
    chance = random.Random(int(os.environ.get("SEED", "1")))
    present = set()
    # A whole transfer is larger than that of any change.
    one.put("many.yaml", endpoint("many", *[
        (f"m{n}.{ZONE}", "A", ["198.51.100.1"]) for n in range(300)]))
    one.server.answers(f"m299.{ZONE}", "198.51.100.1")
    serial = alike(one, key, some)
    before = {each.name: len(each.sizes(serial)) for each in some}
    changes = int(os.environ.get("CHANGES", "40"))
    for number in range(changes):
        name = f"n{chance.randrange(30)}"
        if name in present and chance.random() < 0.4:
            present.discard(name)
            one.remove(f"{name}.yaml")
        else:
            present.add(name)
            one.put(f"{name}.yaml", ingress(
                name, f"{name}.{ZONE}", f"192.0.2.{chance.randrange(250)}"))
        change(one, number)
        all_have(one, some)
    serial = alike(one, key, some)
    for each in some:
        sizes = each.sizes(serial)[before[each.name]:]
        whole = sum(size > 4000 for size in sizes)
        print(f"{changes} changes, {each.name}: IXFR {len(sizes) - whole}, "
              f"AXFR {whole}")
        assert len(sizes) >= changes and not whole, (each.name, sizes)
