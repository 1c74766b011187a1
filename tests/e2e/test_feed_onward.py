# SPDX-License-Identifier: Apache-2.0
"""NSD transfers its zones from the controller: what secondaries get of that,
and what others can do to it."""

import os
import socket
import struct
import threading

import dns.exception
import dns.flags
import dns.message
import dns.rrset
import pytest

from controller import ZONE, zone_settings
from eventually import eventually
from nameservers import KINDS
from objects import endpoint
from secondaries import (  # noqa: F401 (a fixture)
    alike, all_have, change, follow)
from servers import control
from test_feed import (  # noqa: F401 (fixtures)
    address, fed, feed, pod, put, ready, served, transfers)

WHOLE = 4000  # octets: more than any change has, and less than the zone


# Onward.

@pytest.mark.parametrize("kind", KINDS)
def test_each_change_is_an_ixfr(follow, kind):
    """Also the first one after NSD was restarted, from the file."""
    nsd = []
    one, key, some = follow(
        kinds=[kind], guard="off",
        nsd={"run": False, "handover": "transfer"},
        before=lambda one: nsd.append(one.start_nsd()))
    try:
        one.put("many.yaml", endpoint("many", *[
            (f"m{n}.{ZONE}", "A", ["198.51.100.1"]) for n in range(300)]))
        one.server.answers(f"m299.{ZONE}", "198.51.100.1")
        serial = alike(one, key, some)
        before = len(some[0].sizes(serial))
        for number in range(1, 11):
            change(one, number)
            all_have(one, some)
        assert transfers(one)["transfers"] >= 10
        nsd[-1].kill()
        nsd.append(one.start_nsd())
        one.says("nsd is away")
        eventually(lambda: one.status()["zones"][0]["state"] == "served",
                   "it is seen served")
        for number in range(11, 16):
            change(one, number)
            all_have(one, some)
        serial = alike(one, key, some)
        sizes = some[0].sizes(serial)[before:]
        assert len(sizes) >= 15 and max(sizes) < WHOLE, sizes
        one.stop()
    finally:
        nsd[-1].kill()


# Where NSD asks.

def test_over_ipv6(fed):
    one = fed(where="::1")
    ready(one)
    assert f"request-xfr: ::1@{feed(one)[0]} " in (one.state / "nsd.conf").read_text()
    for number in range(2, 8):
        put(one, number)
        served(one, number)
    ways = transfers(one)
    assert ways["transfers"] >= 6 and ways["failed"] == 0, ways
    one.stop()


class Impostor(threading.Thread):
    """Listens where the feed was, and says what it likes; silent: nothing."""

    def __init__(self, port, silent=False):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port = self.listener.getsockname()[1]
        self.silent, self.asked, self.kept = silent, 0, []
        self.start()

    def run(self):
        while True:
            try:
                channel, _ = self.listener.accept()
            except OSError:
                return
            try:
                self.answer(channel)
            except (OSError, struct.error, dns.exception.DNSException):
                channel.close()

    def answer(self, channel):
        channel.settimeout(10)
        size, = struct.unpack("!H", channel.recv(2, socket.MSG_WAITALL))
        wire = channel.recv(size, socket.MSG_WAITALL)
        if self.silent:
            self.kept.append(channel)
        else:
            self.say(channel, dns.message.from_wire(wire, question_only=True))
        self.asked += 1

    @staticmethod
    def say(channel, question):
        zone = f"{ZONE}."
        soa = dns.rrset.from_text(
            zone, 60, "IN", "SOA",
            f"ns1.{zone} hostmaster.{zone} 4000000000 1 1 100 60")
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.AA
        answer.answer = [soa, dns.rrset.from_text(
            zone, 60, "IN", "NS", f"ns1.{zone}"), dns.rrset.from_text(
            f"www.{zone}", 60, "IN", "A", "203.0.113.66"), soa]
        wire = answer.to_wire()
        channel.sendall(struct.pack("!H", len(wire)) + wire)
        channel.close()

    def stop(self):
        # A thread in accept() keeps a closed listener alive.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for channel in self.kept:
            channel.close()


def test_an_impostor_at_the_port(pod):
    """What has not the key tells NSD nothing, and is not in the way."""
    one, start_nsd = pod
    start_nsd()
    ready(one)
    put(one, 2)
    served(one, 2)
    one.stop()
    serial = one.server.serial(ZONE)
    other = Impostor(feed(one)[0])
    for _ in range(3):
        asked = other.asked
        reply = control(one.state / "nsd.sock", f"transfer {ZONE}")
        assert reply.startswith("ok"), reply
        eventually(lambda: other.asked > asked, "NSD asks it")
        one.server.answers("www.example.com", address(2))
    assert one.server.serial(ZONE) == serial
    put(one, 3)
    one.start()
    served(one, 3)
    other.stop()
    put(one, 4)
    served(one, 4)
    assert one.server.serial(ZONE) < 4000000000
    one.stop()


def point_to(one, port):
    """NSD asks at that port from now on."""
    conf = one.state / "nsd.conf"
    conf.write_text(conf.read_text().replace(f"@{feed(one)[0]} ", f"@{port} "))
    reply = control(one.state / "nsd.sock", "reconfig")
    assert reply.endswith("ok\n"), reply


def test_nsd_waits_for_an_answer(pod):
    """A primary that is silent holds up the zone's transfers, not the zone:
    its file is loaded; when the connection ends it is transferred again."""
    one, start_nsd = pod
    start_nsd()
    ready(one)
    put(one, 2)
    served(one, 2)
    before = (one.state / "nsd.conf").read_text()
    silent = Impostor(0, silent=True)
    point_to(one, silent.port)
    put(one, 3)
    one.server.answers("www.example.com", address(3), deadline=60)
    served(one, 3)
    assert silent.asked and transfers(one)["failed"] == 1
    (one.state / "nsd.conf").write_text(before)
    assert control(one.state / "nsd.sock", "reconfig").endswith("ok\n")
    silent.stop()
    count = transfers(one)["transfers"]
    put(one, 4)
    served(one, 4)
    assert transfers(one)["transfers"] == count + 1
    one.stop()


def test_connections_that_say_nothing(fed):
    """Or only half of it: NSD gets its transfers among them."""
    one = ready(fed(zones=[zone_settings(guard="off")]))
    port, _ = feed(one)
    idle = [socket.create_connection(("127.0.0.1", port))
            for _ in range(100)]
    for channel in idle[::2]:
        channel.sendall(b"\1")
    for number in range(2, 8):
        put(one, number)
        served(one, number)
    ways = transfers(one)
    assert ways["transfers"] >= 6 and ways["failed"] == 0, ways
    for channel in idle:
        channel.close()
    one.stop()


# NSD is ahead.

@pytest.mark.parametrize("times", ["theirs", "new"])
def test_the_files_are_old(pod, times):
    """A backup was put back: NSD has what the file has not.  It goes on with a
    higher serial; a file that is older by its time too is not read."""
    one, start_nsd = pod
    start_nsd()
    ready(one)
    put(one, 2)
    served(one, 2)
    zones = one.state / "zones"
    eventually(lambda: not [*zones.glob("*.good"), *zones.glob("*.journal")],
               "it is confirmed, and in the file")
    backup = {path: (path.read_bytes(), path.stat())
              for path in zones.iterdir()}
    for number in range(3, 6):
        put(one, number)
        served(one, number)
    one.kill()
    serial = one.server.serial(ZONE)
    for path, (octets, status) in backup.items():
        path.write_bytes(octets)
        if times == "theirs":
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    put(one, 6)
    one.start()
    answers = set()

    def published():
        answers.update(one.server.answer("www.example.com"))
        return one.said("zone published")

    eventually(published, lambda: one.program.output()[-3000:])
    if times == "theirs":
        assert answers <= {address(5), address(6)}
    served(one, 6)
    assert one.server.serial(ZONE) > serial
    put(one, 7)
    served(one, 7)
    ways = transfers(one)
    assert ways["transfers"] >= 1 and ways["failed"] == 0, ways
    one.stop()
