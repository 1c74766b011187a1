# SPDX-License-Identifier: Apache-2.0
"""Secondaries that answer as no server should, and Services with endpoints
that no secondary has: the zone goes on, and status says what is amiss."""

import os
import select
import socket
import struct
import threading
import time
import types

import dns.flags
import dns.message
import dns.rrset
import pytest

from controller import ZONE
from eventually import eventually
from objects import ingress
from nameservers import Key
from test_recovery import endpoints
from test_transfers import secondaries

pytestmark = pytest.mark.sanitized

AHEAD = 0x7ffffff0


class Peer:
    """A port of UDP and TCP; behave makes the answer to a question.

    It gets the question as octets, and says what to send as one datagram; over
    TCP talk does what it likes with the connection.
    """

    def __init__(self, behave, talk=None):
        self.behave, self.talk = behave, talk
        self.asked = 0
        while True:
            self.tcp = socket.create_server(("127.0.0.1", 0))
            self.port = self.tcp.getsockname()[1]
            self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            try:
                self.udp.bind(("127.0.0.1", self.port))
                break
            except OSError:
                self.tcp.close()
        self.over = threading.Event()
        self.kept = []
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.over.is_set():
            for ready in select.select([self.tcp, self.udp], [], [], 0.1)[0]:
                if ready is self.udp:
                    question, whom = self.udp.recvfrom(4096)
                    if question[2] >> 3 & 15 == 4:
                        continue  # NOTIFY
                    self.asked += 1
                    answer = self.behave(question)
                    if answer:
                        self.udp.sendto(answer, whom)
                else:
                    connection, _ = self.tcp.accept()
                    self.kept.append(connection)
                    connection.settimeout(5)
                    self.asked += 1
                    try:
                        question = connection.recv(4096)[2:]
                        self.talk(connection, question)
                    except OSError:
                        pass

    def stop(self):
        self.over.set()
        self.thread.join()
        for one in [self.tcp, self.udp, *self.kept]:
            one.close()


def noise(question):
    return question[:2] + os.urandom(500)


def half(question):
    return question[:2] + b"\x84\0\0\1\0\1\0\0\0\0" + question[12:20]


def cut(question):
    """Ask by TCP."""
    return question[:2] + b"\x86\0" + question[4:]


def late(question, key):
    """Signed as it should be, but an hour ago."""
    asked = dns.message.from_wire(question, keyring=key.tsig()["keyring"])
    answer = dns.message.make_response(asked)
    answer.flags |= dns.flags.AA
    answer.answer.append(soa(1))
    dns.message.time = types.SimpleNamespace(
        time=lambda: time.time() - 3600)
    try:
        return answer.to_wire()
    finally:
        dns.message.time = time


def soa(serial):
    return dns.rrset.from_text(
        f"{ZONE}.", 60, "IN", "SOA", f"ns1.{ZONE}. hostmaster.{ZONE}. "
        f"{serial} 1 1 1 1")


def far_ahead(question):
    """Nobody signed it."""
    asked = dns.message.from_wire(question, keyring=False,
                                  continue_on_error=True)
    answer = dns.message.make_query(ZONE, "SOA")
    answer.id = asked.id
    answer.flags = dns.flags.QR | dns.flags.AA
    answer.answer.append(soa(AHEAD))
    return answer.to_wire()


def says_nothing(_, __):
    """And keeps the connection."""


def huge(connection, question):
    connection.sendall(struct.pack("!H", 65535) + question[:2] + bytes(65533))


def never_ends(connection, question):
    while True:
        connection.sendall(struct.pack("!H", 60000) + question[:2]
                           + os.urandom(59998))


def drips(connection, question):
    for octet in struct.pack("!H", 100) + question[:2]:
        connection.sendall(bytes([octet]))


HOSTILE = {
    "noise": (noise, None, {"SecondarySilent", "SecondaryLame",
                            "SecondaryKey"}),
    "half an answer": (half, None, {"SecondarySilent"}),
    "an echo": (lambda question: question, None, {"SecondarySilent"}),
    "far ahead, unsigned": (far_ahead, None, {"SecondaryKey"}),
    "silence by TCP": (cut, says_nothing, {"SecondarySilent"}),
    "a huge answer": (cut, huge, {"SecondarySilent", "SecondaryLame",
                                  "SecondaryKey"}),
    "an answer without an end": (cut, never_ends, {
        "SecondarySilent", "SecondaryLame", "SecondaryKey"}),
    "drops of an answer": (cut, drips, {"SecondarySilent"}),
}


@pytest.fixture
def one(controller):
    made = controller()
    made.key = Key("k1.example")
    made.config["tsig"] = [made.key.write(made.directory)]
    made.config["publish"] = {"minInterval": "20ms"}
    made.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
    return made


def follow(one, **row):
    one.config["secondaries"] = [{"name": "east", "tsig": one.key.name,
                                  **row}]
    one.config["zones"][0]["secondaries"] = ["east"]
    one.write_config()


def goes_on(one):
    before = one.serial()
    for number in range(2, 5):
        address = f"192.0.2.{number}"
        one.put("www.yaml", ingress("www", f"www.{ZONE}", address))
        one.server.answers(f"www.{ZONE}", address)
    # Nobody's serial was believed.
    assert before < one.serial() < before + 100000


def amiss(one):
    return {server.get("finding")
            for server in secondaries(one)["east"]["servers"]}


def try_peer(one, peer, found):
    follow(one, notify=[f"127.0.0.1@{peer.port}"], transfer=["127.0.0.1"])
    one.start().serving(deadline=120)
    eventually(lambda: peer.asked, "it is asked")
    goes_on(one)
    eventually(lambda: amiss(one) & found, lambda: secondaries(one), 60)
    assert one.key.secret not in one.log.read_text()
    one.stop()
    peer.stop()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_secondary(one, name):
    behave, talk, found = HOSTILE[name]
    # What the volume had is not to be asked for: that has its own tests.
    one.binary += "-quick"
    try_peer(one, Peer(behave, talk or says_nothing), found)


def test_a_late_signature(one):
    one.binary += "-quick"
    try_peer(one, Peer(lambda question: late(question, one.key),
                       says_nothing), {"SecondaryKey"})


def test_endpoints_that_no_secondary_has(one):
    """Ten thousand of them, our own server, and what is nobody's address."""
    follow(one, service="dns/replicas")
    one.put("slice.yaml", endpoints(
        *[f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}" for n in range(10000)]))
    one.start().serving(deadline=120)
    eventually(lambda: one.said("more endpoints than a secondary may have"),
               "it is said")
    eventually(lambda: (one.state / "nsd.conf").read_text().count(
        "provide-xfr: ") == 512, "no more than 512 may transfer")
    goes_on(one)
    one.put("slice.yaml", endpoints(
        "127.0.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "::1",
        "fe80::1", "ff02::1", "::", "::ffff:127.0.0.1", "127.0.0.1/8",
        "localhost", "", "1.2.3.4\n  provide-xfr: 0.0.0.0/0 NOKEY"))
    eventually(lambda: (one.state / "nsd.conf").read_text().count(
        "provide-xfr: ") < 20, "they are taken")
    conf = (one.state / "nsd.conf").read_text()
    assert "NOKEY" not in conf and "1.2.3.4" not in conf
    goes_on(one)
    one.stop()
    # They are read from nsd.conf again.
    one.start().serving(deadline=120)
    one.stop()
