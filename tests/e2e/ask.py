# SPDX-License-Identifier: Apache-2.0
"""Asking a name server, over UDP and TCP, with dnspython."""

import dns.exception
import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import dns.zone

from eventually import eventually


class Server:
    def __init__(self, port, address="127.0.0.1"):
        self.address = address
        self.port = port

    def query(self, name, rdtype="A", tcp=False, timeout=2.0):
        """The response message."""
        question = dns.message.make_query(name, rdtype, use_edns=0,
                                          payload=4096)
        ask = dns.query.tcp if tcp else dns.query.udp
        return ask(question, self.address, timeout=timeout, port=self.port)

    def rcode(self, name, rdtype="A", tcp=False, timeout=2.0):
        """'NOERROR', 'NXDOMAIN', ...; 'TIMEOUT' without an answer."""
        try:
            reply = self.query(name, rdtype, tcp, timeout)
        except (dns.exception.Timeout, OSError):
            return "TIMEOUT"
        return dns.rcode.to_text(reply.rcode())

    def answer(self, name, rdtype="A", tcp=False, timeout=2.0):
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
        reply = self.query(name, rdtype)
        return reply.answer[0].ttl if reply.answer else None

    def serial(self, zone, timeout=0.3):
        """The zone's serial, or None; short of patience, to be polled."""
        found = self.answer(zone, "SOA", timeout=timeout)
        return int(found[0].split()[2]) if found else None

    def transfer(self, zone):
        """The zone by AXFR: a sorted list of 'name ttl type rdata'."""
        found = dns.zone.from_xfr(dns.query.xfr(
            self.address, zone, port=self.port, timeout=10, lifetime=30))
        return records(found)

    def answers(self, name, expected, rdtype="A", deadline=30.0):
        """Waits until name has exactly these records."""
        expected = sorted([expected] if isinstance(expected, str)
                          else expected)
        eventually(
            lambda: self.answer(name, rdtype, timeout=0.3) == expected,
            lambda: f"{name} {rdtype}: {self.rcode(name, rdtype)} "
                    f"{self.answer(name, rdtype)}, not {expected}", deadline)

    def gone(self, name, rdtype="A", deadline=30.0):
        """Waits until name does not exist."""
        eventually(lambda: self.rcode(name, rdtype, timeout=0.3)
                   == "NXDOMAIN",
                   lambda: f"{name}: {self.rcode(name, rdtype)}, "
                           "not NXDOMAIN", deadline)


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
