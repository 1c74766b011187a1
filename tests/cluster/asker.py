# SPDX-License-Identifier: Apache-2.0
"""asker.py SERVER MODE NAME ADDRESS FILE: asks for NAME until it is ended.

MODE is "ports" (each question from another port), "port" (all from one, as a
resolver behind a firewall does it) or "tcp".  Each answer is a line of FILE:
when, and what: good, lost, wrong, or its rcode.
"""

import contextlib
import socket
import sys
import time

import dns.message
import dns.query
import dns.rcode
import dns.rdatatype

PAUSE, PATIENCE = 0.04, 3  # s; a slow machine has lost nothing yet
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


def drain(fixed):
    """Answers that came too late are not those of the next question."""
    with contextlib.suppress(OSError):
        while fixed.recv(4096):
            pass


def ask(server, mode, question, fixed):
    if mode == "tcp":
        return dns.query.tcp(question, server, timeout=PATIENCE)
    if fixed:
        drain(fixed)
    return dns.query.udp(question, server, timeout=PATIENCE, sock=fixed,
                         ignore_unexpected=True, ignore_trailing=True)


def main(server, mode, name, address, file):
    fixed = None
    if mode == "port":
        fixed = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        fixed.setblocking(False)
        fixed.bind(("", FIXED))
    with open(file, "a", buffering=1, encoding="ascii") as out:
        while True:
            question = dns.message.make_query(name, "A")
            try:
                what = outcome(ask(server, mode, question, fixed), address)
            except (OSError, EOFError, dns.exception.DNSException):
                what = "lost"
            out.write(f"{time.time():.3f} {what}\n")
            time.sleep(PAUSE)


if __name__ == "__main__":
    main(*sys.argv[1:])
