# SPDX-License-Identifier: Apache-2.0
"""A real NSD that transfers its zones from the controller."""

import os
import signal
import socket
import time

import dns.message
import dns.query
import dns.rcode
import dns.tsig
import dns.tsigkeyring
import dns.zone

from controller import ZONE, zone_settings
from eventually import eventually
from feeding import (  # noqa: F401
    KEY, address, fed, feed, pod, put, ready, served, transfers)
from objects import ingress
from servers import control


def test_changes_are_transferred(fed):
    one = ready(fed(zones=[zone_settings(guard="off")]))
    for number in range(2, 12):
        put(one, number)
        served(one, number)
    one.put("more.yaml", *[ingress(f"n{i}", f"n{i}.example.com",
                                   address(i)) for i in range(20)])
    served(one, 7, "n7")
    one.remove("more.yaml")
    one.server.rcodes("n7.example.com", "NXDOMAIN")
    one.says("zone published", f'"{one.server.serial(ZONE)}"')
    ways = transfers(one)
    assert ways["way"] == "transfer" and ways["failed"] == 0, ways
    assert ways["transfers"] >= 10, ways
    assert not one.said("its file is loaded")
    one.stop()


def test_confirmed_is_served(fed):
    """What is confirmed is never followed by an older answer."""
    one = ready(fed(zones=[zone_settings(guard="off")]))
    for number in range(2, 42):
        put(one, number)
        served(one, number)
        serial = one.server.serial(ZONE)
        for _ in range(20):
            assert one.server.serial(ZONE) == serial
    ways = transfers(one)
    assert ways["transfers"] >= 35 and ways["failed"] == 0, ways
    one.stop()


def test_small_zones_are_loaded(fed):
    """auto: below 5000 records a file is as fast."""
    one = ready(fed(mode="auto"))
    put(one, 2)
    served(one, 2)
    ways = transfers(one)
    assert ways["transfers"] == 0 and ways["failed"] == 0, ways
    one.put("many.yaml", *[
        ingress(f"n{i}", f"n{i}.example.com", f"10.0.{i // 250}.{i % 250}")
        for i in range(6000)])
    one.server.answers("n5999.example.com", "10.0.23.249", deadline=120)
    put(one, 3)
    served(one, 3)
    assert transfers(one)["transfers"] >= 1
    one.stop()


def test_one_reload_for_a_config_without_it(controller):
    """Turned on and off while NSD runs."""
    one = controller()
    one.config["nsd"]["handover"] = "reload"
    one.write_config()
    ready(one)
    assert not (one.state / "feed").exists()
    assert "request-xfr" not in (one.state / "nsd.conf").read_text()
    one.config["nsd"]["handover"] = "transfer"
    one.write_config()
    eventually(lambda: "request-xfr" in (one.state / "nsd.conf").read_text(),
               "nsd.conf has it")
    number = 2

    def transferred():
        nonlocal number
        number = number % 200 + 1
        put(one, number)
        served(one, number)
        return transfers(one)["transfers"] > 0

    eventually(transferred, lambda: one.program.output()[-3000:], 60)
    one.config["nsd"]["handover"] = "reload"
    one.write_config()
    eventually(lambda: "request-xfr" not in
               (one.state / "nsd.conf").read_text(), "nsd.conf has it not")
    put(one, 201)
    served(one, 201)
    one.stop()


def test_nsd_restarted(pod):
    """It starts from the file; then it is fed again."""
    one, start_nsd = pod
    nsd = start_nsd()
    ready(one)
    put(one, 2)
    served(one, 2)
    nsd.kill()
    put(one, 3)
    eventually(lambda: address(3) in one.zone_text(), "on disk")
    start_nsd()
    one.server.answers("www.example.com", address(3))
    one.says("zone published", f'"{one.server.serial(ZONE)}"')
    before = transfers(one)["transfers"]
    put(one, 4)
    served(one, 4)
    assert transfers(one)["transfers"] == before + 1
    one.stop()


def test_controller_restarted(pod):
    """The port and the key stay; its journal is lost."""
    one, start_nsd = pod
    start_nsd()
    ready(one)
    put(one, 2)
    served(one, 2)
    conf, key = (one.state / "nsd.conf").read_text(), feed(one)
    one.kill()
    # NSD is the last one that knows the answer.
    one.server.answers("www.example.com", address(2))
    put(one, 3)
    one.start()
    served(one, 3)
    assert (one.state / "nsd.conf").read_text() == conf
    assert feed(one) == key
    put(one, 4)
    served(one, 4)
    assert transfers(one)["transfers"] >= 1
    one.stop()


def test_the_port_is_taken(pod):
    """By somebody, while the controller was down: another one."""
    one, start_nsd = pod
    start_nsd()
    ready(one)
    one.stop()
    port, secret = feed(one)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        put(one, 2)
        one.start()
        served(one, 2)
        assert feed(one)[0] != port
        eventually(lambda: f"@{feed(one)[0]} " in
                   (one.state / "nsd.conf").read_text(), "nsd.conf")

        number = 2

        def transferred():
            nonlocal number
            number += 1
            put(one, number)
            served(one, number)
            return transfers(one)["transfers"] > 0

        eventually(transferred, lambda: one.program.output()[-3000:], 60)
    one.stop()


def test_nobody_without_the_key(fed):
    one = ready(fed())
    port, secret = feed(one)
    assert os.stat(one.state / "feed").st_mode & 0o777 == 0o600
    question = dns.message.make_query(ZONE, "AXFR")
    answer = dns.query.tcp(question, "127.0.0.1", port=port, timeout=30)
    assert answer.rcode() == dns.rcode.REFUSED and not answer.answer
    ring = dns.tsigkeyring.from_text({KEY: secret})
    zone = dns.zone.from_xfr(dns.query.xfr(
        "127.0.0.1", ZONE, port=port, keyring=ring, keyname=KEY,
        keyalgorithm=dns.tsig.HMAC_SHA256, relativize=False, lifetime=30),
        relativize=False)
    assert zone.find_rdataset("www.example.com.", "A")
    for log in (one.log, one.state / "nsd.log"):
        if log.exists():
            assert secret not in log.read_text(errors="replace")
    one.stop()


def test_a_file_changed_by_others(fed):
    """NSD may have loaded it: the next version is loaded, not added to it."""
    one = ready(fed())
    put(one, 2)
    served(one, 2)
    eventually(lambda: address(2) in one.zone_text(), "the file follows")
    before = transfers(one)
    text = one.zone_text().replace(address(2), address(99))
    one.zone_file().write_text(text)
    control(one.state / "nsd.sock", f"reload {ZONE}")
    put(one, 3, "other")
    served(one, 3, "other")
    one.server.answers("www.example.com", address(2))
    assert transfers(one)["transfers"] == before["transfers"]
    one.stop()


def test_nsd_hangs_up_on_the_feed(pod):
    """NSD cannot reach the feed: the file is loaded, and after two of these
    for ten minutes."""
    one, start_nsd = pod
    start_nsd()
    ready(one)
    put(one, 2)
    served(one, 2)
    conf = one.state / "nsd.conf"
    port, _ = feed(one)
    # Another port in what NSD reads.
    conf.write_text(conf.read_text().replace(f"@{port} ", "@9 "))
    reply = control(one.state / "nsd.sock", "reconfig")
    assert reply.endswith("ok\n"), reply
    for number in (3, 4):
        put(one, number)
        one.server.answers("www.example.com", address(number), deadline=60)
        one.says("nsd did not transfer the zone", f'"{one.server.serial(ZONE)}"')
        served(one, number)
    ways = transfers(one)
    assert ways["failed"] == 2 and ways["reloadFor"] > 0, ways
    one.says("transfers of the zone fail")
    assert not one.status()["well"]
    put(one, 5)
    served(one, 5)
    assert transfers(one)["failed"] == 2
    one.stop()


def test_it_does_not_expire(pod):
    """The SOA's expire passes without the controller."""
    one, start_nsd = pod
    one.config["zones"] = [zone_settings(soa={
        "contact": "hostmaster@example.com", "expire": 2, "refresh": 1,
        "retry": 1})]
    one.write_config()
    start_nsd()
    ready(one)
    put(one, 2)
    served(one, 2)
    one.kill()
    end = time.monotonic() + 6
    while time.monotonic() < end:
        assert one.server.answer("www.example.com") == [address(2)]
        time.sleep(0.2)
    put(one, 3)
    one.start()
    served(one, 3)
    one.stop()


def test_killed_among_changes(pod):
    """Whichever is killed, in the end NSD has what the file has."""
    one, start_nsd = pod
    nsd = start_nsd()
    ready(one)
    number = 1
    for turn in range(8):
        for _ in range(3):
            number += 1
            put(one, number)
        if turn % 2:
            nsd.kill()
            nsd = start_nsd()
        else:
            one.kill()
            one.start()
    one.server.answers("www.example.com", address(number), deadline=60)
    served(one, number)
    put(one, number + 1)
    served(one, number + 1)
    one.stop()


def test_frozen_feed(pod):
    """The controller is stopped amid a transfer; NSD answers all the same."""
    one, start_nsd = pod
    start_nsd()
    ready(one)
    for number in range(2, 5):
        put(one, number)
        served(one, number)
        one.program.signal(signal.SIGSTOP)
        control(one.state / "nsd.sock", f"transfer {ZONE}")
        one.server.answers("www.example.com", address(number))
        one.program.signal(signal.SIGCONT)
    put(one, 9)
    served(one, 9)
    one.stop()


def test_the_clock_goes_back(fed):
    """NSD does not read a file that is older than its last transfer: it is
    given that version by another."""
    one = fed()
    one.clocks(wall=3600)
    ready(one)
    put(one, 2)
    served(one, 2)
    assert transfers(one)["transfers"] == 1
    one.clocks()
    # So that the next one is loaded.
    one.zone_file().write_text(one.zone_text() + "\n")
    put(one, 3)
    one.server.answers("www.example.com", address(3), deadline=60)
    served(one, 3)
    put(one, 4)
    served(one, 4)
    one.stop()
