# SPDX-License-Identifier: Apache-2.0
"""Real secondaries: an NSD, a BIND and a Knot that take zones by TSIG."""

import re

import dns.exception
import dns.query
import dns.rdatatype
import dns.zone
import pytest

from ask import POLL, records, uncut
from controller import ZONE, zone_settings
from eventually import eventually
from nameservers import KINDS, LOOPBACK, Key, NameServer, Zone
from objects import ingress

OTHER = "other.example"
# What each writes about a transfer that it took.
TAKEN = {
    "nsd": r"received update to serial .* of (\d+) bytes in",
    "bind": r"Transfer completed: .* records, (\d+) bytes",
    "knot": r"incoming, .* finished, .* (\d+) bytes",
}
# And, at last, about the serial that it has by that.
TAKEN_TO = {
    "nsd": r"received update to serial {} .* bytes in",
    "bind": r"Transfer completed: .* \(serial {}\)",
    "knot": r"zone updated, .* -> {}, ",
}


class Secondary(NameServer):
    """zones: names.  It follows the primary by the key.

    at: (address, port) of the primary.
    """

    def __init__(self, kind, folder, at, key, zones, **place):
        self.name = kind
        self.primary = at
        self.key = key
        self.follows(zones)
        super().__init__(kind, folder / kind, [], **place)

    def follows(self, zones):
        """From its next start on."""
        self.names = zones

    def start(self):
        self.zones = [Zone(name, primary=self.primary, key=self.key)
                      for name in self.names]
        return super().start()

    def restart(self, key=None):
        self.stop()
        self.key = key or self.key
        return self.start()

    def row(self, **more):
        """In the primary's configuration."""
        return {"name": self.name, "notify": [f"{self.address}@{self.port}"],
                "transfer": [self.address], "tsig": self.key.name, **more}

    def sizes(self, serial):
        """Octets of each transfer that it took, in their order, up to that
        serial: it answers the serial a moment before it writes of it."""
        eventually(lambda: re.search(TAKEN_TO[self.name].format(serial),
                                     self.log()), self.log)
        return [int(found) for found in re.findall(
            TAKEN[self.name], self.log(), re.MULTILINE)]

    def has(self, zone, serial, deadline=60.0):
        """That serial, or a later one."""
        eventually(lambda: (self.server.serial(zone, POLL) or 0) >= serial,
                   lambda: f"{self.name}: {zone} is "
                           f"{self.server.serial(zone, POLL)}, not {serial}:\n"
                           f"{self.log()[-3000:]}", deadline)


def transfer(port, zone, key=None, source=None):
    """A zone by AXFR, signed: a sorted list of 'name ttl type rdata'."""
    signed = key.tsig() if key else {}
    return records(uncut(lambda: dns.zone.from_xfr(dns.query.xfr(
        LOOPBACK, zone, port=port, timeout=30, lifetime=60, source=source,
        **signed))))


@pytest.fixture
def follow(controller, folder):
    """follow(zones): a controller, its key, and three that follow it.

    nsd: more of its configuration; before: done before it is started.
    """
    running = []

    def make(zones=(ZONE,), kinds=tuple(KINDS), nsd=None,
             before=lambda one: None, **settings):
        one = controller(zones=[zone_settings(zone) for zone in zones])
        one.config["nsd"].update(nsd or {})
        key = Key("k1.example")
        some = [Secondary(kind, folder, (LOOPBACK, one.port), key, zones)
                for kind in kinds]
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
        before(one)
        one.start().serving()
        # A secondary that finds nobody at its start waits for a minute.
        running.extend(each.start() for each in some)
        return one, key, some

    yield make
    for each in running:
        if each.program.running():
            each.stop()


def change(one, number):
    """The zone gets an address that it had not, also at first, and is served
    with it."""
    address = f"192.0.2.{number % 250 + 2}"
    one.put("www.yaml", ingress("www", f"www.{ZONE}", address))
    one.server.answers(f"www.{ZONE}", address)


def newest(one, zone):
    """Of what NSD answers and of the file, which may be behind."""
    return max(one.serial(zone), one.server.serial(zone) or 0)


def all_have(one, some, zone=ZONE):
    while True:
        serial = newest(one, zone)
        for each in some:
            each.has(zone, serial)
        # What is settled may be published meanwhile.
        if serial == newest(one, zone):
            return serial


def alike(one, key, some, zone=ZONE):
    """Record by record; the serial of that."""
    serial = all_have(one, some, zone)
    wanted = transfer(one.port, zone, key)
    for each in some:
        assert each.server.transfer(zone) == wanted, each.name
    return serial


def is_incremental(one, key, serial, zone=ZONE):
    """Is an IXFR from that serial answered with what changed since?"""
    def ask():
        return [rrset for message in dns.query.xfr(
            LOOPBACK, zone, "IXFR", serial=serial, port=one.port, timeout=30,
            lifetime=60, **key.tsig()) for rrset in message.answer]

    # The whole zone has another record behind its SOA.
    found = uncut(ask)
    return (len(found) > 1 and found[1].rdtype == dns.rdatatype.SOA
            and found[1][0].serial == serial)


def transferable(one, key):
    try:
        return transfer(one.port, ZONE, key)
    except (dns.exception.DNSException, OSError, EOFError):
        return None
