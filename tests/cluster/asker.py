# SPDX-License-Identifier: Apache-2.0
"""asker.py SERVER MODE NAME ADDRESS FILE: asks for NAME until it is ended.

MODE is "ports" (each question from another port), "port" (all from one, as a
resolver behind a firewall does it, and a hundred a second) or "tcp".  A
question is asked whether the one before is answered or not.  What became of
each is a line of FILE: when, and what: good, lost, wrong, its rcode, or astray:
it was answered from an address that was not asked.
"""

import select
import socket
import sys
import time

import dns.message
import dns.query
import dns.rcode
import dns.rdatatype

PAUSE = {"ports": 0.04, "port": 0.01, "tcp": 0.04}  # s
PATIENCE = 3  # s; a slow machine has lost nothing yet
FIXED = 40053


def outcome(message, address):
    rcode = dns.rcode.to_text(message.rcode())
    if rcode == "NXDOMAIN":
        return "wrong"
    if rcode != "NOERROR":
        return rcode
    found = {rdata.to_text() for rrset in message.answer for rdata in rrset
             if rrset.rdtype == dns.rdatatype.A}
    return "good" if found == {address} else "wrong"


class Datagrams:
    def __init__(self, server, question, told, fixed):
        self.server, self.question, self.told = server, question, told
        self.fixed = None
        self.waiting = {}  # id: (socket, until when)
        if fixed:
            self.fixed = self.open()
            self.fixed.bind(("", FIXED))

    def open(self):
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.setblocking(False)
        return one

    def send(self, number):
        one = self.fixed or self.open()
        wire = number.to_bytes(2, "big") + self.question[2:]
        try:
            if self.fixed:
                one.sendto(wire, (self.server, 53))
            else:
                one.connect((self.server, 53))
                one.send(wire)
        except OSError:
            pass  # it gets no answer
        self.waiting[number] = one, time.monotonic() + PATIENCE

    def forget(self, number):
        one, _ = self.waiting.pop(number)
        if one is not self.fixed:
            one.close()

    def receive(self, one):
        try:
            wire, sender = one.recvfrom(65535)
        except OSError:
            return  # refused by the host: lost, in its time
        number = int.from_bytes(wire[:2], "big")
        if number in self.waiting:
            self.told(dns.message.from_wire(wire)
                      if sender == (self.server, 53) else "astray")
            self.forget(number)

    def wait(self, until):
        """What came in time is good, however late this process looks."""
        while True:
            now = time.monotonic()
            sockets = {one for one, _ in self.waiting.values()}
            ready = select.select(sockets, (), (), max(0, until - now))[0]
            for one in ready:
                self.receive(one)
            for number in [n for n, (_, end) in self.waiting.items()
                           if end < now and not ready]:
                self.told("lost")
                self.forget(number)
            if now >= until and not ready:
                return


def main(server, mode, name, address, file):
    question = dns.message.make_query(name, "A").to_wire()
    with open(file, "a", buffering=1, encoding="ascii") as out:
        def told(found):
            what = found if isinstance(found, str) else outcome(found, address)
            out.write(f"{time.time():.3f} {what}\n")

        datagrams = Datagrams(server, question, told, mode == "port")
        number = 0
        while True:
            number = (number + 1) % 65536
            until = time.monotonic() + PAUSE[mode]
            if mode == "tcp":
                try:
                    told(dns.query.tcp(dns.message.make_query(name, "A"),
                                       server, timeout=PATIENCE))
                except (OSError, EOFError, dns.exception.DNSException):
                    told("lost")
                time.sleep(PAUSE[mode])
            else:
                datagrams.send(number)
                datagrams.wait(until)


if __name__ == "__main__":
    main(*sys.argv[1:])
