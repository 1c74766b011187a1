# SPDX-License-Identifier: Apache-2.0
"""Somebody who asks for names all the time, and keeps each new answer.

An answer is (rcode, ttl, {rdata}, serial); the serial is that of the SOA of a
negative answer, which says what version it is from.
"""

import collections
import socket
import threading
import time

import dns.message
import dns.rcode
import dns.rdatatype

PAUSE = 0.002     # s
PATIENCE = 30.0   # s for one answer; only spent on a failure
NONE = "TIMEOUT", None, None, None

Asked = collections.namedtuple("Asked", "zone name kind floor excused wire")


def read(wire, kind):
    message = dns.message.from_wire(wire)
    rcode = dns.rcode.to_text(message.rcode())
    wanted = dns.rdatatype.from_text(kind)
    for rrset in message.answer:
        if rrset.rdtype == dns.rdatatype.SOA == wanted:
            return rcode, None, None, rrset[0].serial
        if rrset.rdtype == wanted:
            return (rcode, rrset.ttl,
                    frozenset(rdata.to_text() for rdata in rrset), None)
    serial = next((rrset[0].serial for rrset in message.authority
                   if rrset.rdtype == dns.rdatatype.SOA), None)
    return rcode, None, None, serial


class Witness(threading.Thread):
    """questions: [(zone, name, type)], replaced by others at will; floor():
    what an answer of the zone must not be older than; excused(): may there be
    no answer?"""

    def __init__(self, port, floor, excused):
        super().__init__(daemon=True)
        self.port, self.floor, self.excused = port, floor, excused
        self.questions = []
        self.answers = collections.deque()
        self.seen = {}
        self.count = 0
        self.over = threading.Event()
        self.number = 0

    def run(self):
        at = 0
        while not self.over.wait(PAUSE):
            questions = self.questions
            if questions:
                at += 1
                self.ask(*questions[at % len(questions)])

    def ask(self, zone, name, kind):
        floor, excused = self.floor(zone), self.excused()
        wire, let_off = self.exchange(name, kind)
        self.count += 1
        self.answers.append(
            Asked(zone, name, kind, floor, excused or let_off, wire))

    def exchange(self, name, kind):
        """The answer's octets but its number, None: there was none; and did
        it stop asking because there may be none?  That may be over before
        anybody looks at the answer."""
        self.number = (self.number + 1) % 65536
        question = dns.message.make_query(
            name, kind, use_edns=0, payload=4096, id=self.number).to_wire()
        end = time.monotonic() + PATIENCE
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
            channel.connect(("127.0.0.1", self.port))
            while (left := end - time.monotonic()) > 0:
                # Asked again, as resolvers do.
                channel.settimeout(min(left, 1))
                try:
                    channel.send(question)
                    wire = channel.recv(65536)
                except ConnectionError:
                    if self.excused() or self.over.wait(0.02):
                        return None, True
                    continue
                except OSError:
                    if self.excused():
                        return None, True
                    continue
                if wire[:2] == question[:2]:
                    return wire[2:], False
        return None, False

    def drain(self):
        """[(Asked, answer)] since the last time, each of one sort once."""
        found = {}
        while self.answers:
            asked = self.answers.popleft()
            found[asked] = None
        for asked in found:
            found[asked] = self.read(asked)
        return list(found.items())

    def read(self, asked):
        if asked.wire is None:
            return NONE
        key = asked.kind, asked.wire
        if key not in self.seen:
            if len(self.seen) > 20000:
                self.seen.clear()
            self.seen[key] = read(b"\0\0" + asked.wire, asked.kind)
        return self.seen[key]

    def stop(self):
        self.over.set()
        if self.ident:
            self.join()
