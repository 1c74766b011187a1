# SPDX-License-Identifier: Apache-2.0
"""Asking a name server, over UDP and TCP, with dnspython.

NSD answers all the time, but a reload is seen from outside in two ways, which
are no fault of anybody's and are dealt with here.  It closes each TCP
connection: such a question is asked again.  And for a moment the old version
may be answered after the new one: whoever waits for an answer here waits for
the end of that, too.  A question over UDP is asked once and must be answered.
"""

import contextlib
import socket

import dns.exception
import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import dns.zone

from eventually import DEADLINE, eventually
from processes import reloading

PATIENCE = 30.0  # s for an answer that must come; only spent on a failure
POLL = 1.0       # s for one that is asked for again
CUT = EOFError, ConnectionResetError, BrokenPipeError


class Server:
    """directory: where NSD runs, if it is one that may be reloaded."""

    def __init__(self, port, address="127.0.0.1", directory=None):
        self.address = address
        self.port = port
        self.directory = directory

    def query(self, name, rdtype="A", tcp=False, timeout=PATIENCE):
        """The response message."""
        question = dns.message.make_query(name, rdtype, use_edns=0,
                                          payload=4096)
        if tcp:
            return uncut(lambda: dns.query.tcp(
                question, self.address, timeout=timeout, port=self.port))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
            # Connected, it is told when nobody is there.
            channel.connect((self.address, self.port))
            channel.setblocking(False)
            return dns.query.udp(question, self.address, timeout=timeout,
                                 port=self.port, sock=channel)

    def rcode(self, name, rdtype="A", tcp=False, timeout=PATIENCE):
        """'NOERROR', 'NXDOMAIN', ...; 'TIMEOUT' without an answer."""
        try:
            reply = self.query(name, rdtype, tcp, timeout)
        except (dns.exception.Timeout, OSError):
            return "TIMEOUT"
        return dns.rcode.to_text(reply.rcode())

    def answer(self, name, rdtype="A", tcp=False, timeout=PATIENCE):
        """Sorted rdata texts of the answer section's records of rdtype.

        None when there was no answer or no NOERROR.
        """
        try:
            reply = self.query(name, rdtype, tcp, timeout)
        except (dns.exception.Timeout, OSError):
            return None
        if reply.rcode() != dns.rcode.NOERROR:
            return None
        wanted = dns.rdatatype.from_text(rdtype)
        return sorted(rdata.to_text() for rrset in reply.answer
                      if rrset.rdtype == wanted for rdata in rrset)

    def ttl(self, name, rdtype="A"):
        """Of what is answered; None when there was no answer."""
        try:
            reply = self.query(name, rdtype)
        except (dns.exception.Timeout, OSError):
            return None
        return reply.answer[0].ttl if reply.answer else None

    def ttls(self, name, expected):
        """Waits until name has that TTL."""
        self.becomes(lambda: self.ttl(name) == expected,
                     lambda: f"{name}: {self.ttl(name)}, not {expected}")

    def serial(self, zone, timeout=PATIENCE):
        """The zone's serial, or None."""
        found = self.answer(zone, "SOA", timeout=timeout)
        return int(found[0].split()[2]) if found else None

    def transfer(self, zone):
        """The zone by AXFR: a sorted list of 'name ttl type rdata'."""
        return records(uncut(lambda: dns.zone.from_xfr(dns.query.xfr(
            self.address, zone, port=self.port, timeout=30, lifetime=60))))

    # What becomes true, and then is the only thing that is answered.

    def becomes(self, predicate, what, deadline=DEADLINE):
        found = eventually(predicate, what, deadline)
        self.reloaded()
        return found

    def reloaded(self):
        """Waits until one version is answered, not two."""
        if self.directory:
            eventually(lambda: not reloading(self.directory),
                       "NSD's reload is over", pause=0.001)

    def answers(self, name, expected, rdtype="A", deadline=DEADLINE):
        """Waits until name has exactly these records."""
        expected = sorted([expected] if isinstance(expected, str)
                          else expected)
        self.becomes(
            lambda: self.answer(name, rdtype, timeout=POLL) == expected,
            lambda: f"{name} {rdtype}: {self.rcode(name, rdtype)} "
                    f"{self.answer(name, rdtype)}, not {expected}", deadline)

    def rcodes(self, name, expected, rdtype="A", deadline=DEADLINE):
        """Waits until that is name's response code."""
        self.becomes(lambda: self.rcode(name, rdtype, timeout=POLL)
                     == expected,
                     lambda: f"{name} {rdtype}: {self.rcode(name, rdtype)}, "
                             f"not {expected}", deadline)

    def gone(self, name, rdtype="A", deadline=DEADLINE):
        """Waits until name does not exist."""
        self.rcodes(name, "NXDOMAIN", rdtype, deadline)

    def serves(self, zone, serial=None, deadline=DEADLINE):
        """Waits until the zone has that serial, or any; gives it."""
        def there():
            found = self.serial(zone, timeout=POLL)
            return found if serial in (None, found) else None

        return self.becomes(there, lambda: (
            f"{zone}: {self.rcode(zone, 'SOA')} {self.serial(zone)}, "
            f"not {serial}"), deadline)

    def away(self, zone):
        """Waits until nobody is there."""
        eventually(lambda: self.rcode(zone, "SOA", timeout=POLL)
                   == "TIMEOUT", "nobody answers")


def uncut(ask):
    """What ask() gives, from a connection that a reload did not close."""
    found = []

    def whole():
        with contextlib.suppress(*CUT):
            found.append(ask())
        return found

    return eventually(whole, "a connection stays until it is answered")[0]


def records(zone):
    """A dnspython zone as a sorted list of 'name ttl type rdata'."""
    return sorted(
        f"{name.derelativize(zone.origin)} {ttl} "
        f"{dns.rdatatype.to_text(rdata.rdtype)} "
        f"{rdata.to_text(zone.origin, relativize=False)}"
        for name, ttl, rdata in zone.iterate_rdatas())


def read_zone(text, origin):
    """A zone file's records; raises when dnspython refuses it."""
    return dns.zone.from_text(text, origin, relativize=False,
                              allow_include=False)
