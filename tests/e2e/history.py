# SPDX-License-Identifier: Apache-2.0
"""What a zone was: each version that ever got its name, and what it answers.

The versions come from the links that preload/faults.c keeps, and from its copies
of what was written to a journal.
"""

import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype

from controller import serial_of

HEAD = "; k8s-nsd zone "
LAST = "zzz\t"  # the last name of each zone, a static record
KEEP = 100       # confirmed versions, for answers that are late
_rdata = {}


class Wrong(AssertionError):
    """The program did what it must not do."""


def demand(condition, *words):
    if not condition:
        raise Wrong(" ".join(str(word) for word in words))


def rdata_of(kind, text, origin):
    """The rdata as dnspython prints it; it prints that of answers too."""
    key = kind, text, origin
    if key not in _rdata:
        if len(_rdata) > 100000:
            _rdata.clear()
        _rdata[key] = dns.rdata.from_text(
            dns.rdataclass.IN, dns.rdatatype.from_text(kind), text, origin,
            relativize=False).to_text()
    return _rdata[key]


def after_entry(text, entry):
    """The zone file after an entry of its journal, without comments."""
    first, *lines = entry.split("\n")[:-1]
    before = int(first.split("\t")[1])
    demand(before == serial_of(text), "an entry for", before, "after",
           serial_of(text))
    said = {sign: [line[1:] for line in lines if line[0] == sign]
            for sign in "=-+"}
    old = text.split("\n")
    end = next(i for i, line in enumerate(old) if line.endswith(" )"))
    body = [line.split("\t; ")[0] for line in old[end + 1:]
            if line and not line.startswith(";")]
    demand(set(said["-"]) <= set(body), "not there:", said["-"])
    demand(not set(said["+"]) & set(body), "there before:", said["+"])
    body = [line for line in body if line not in said["="] + said["-"]]
    body = sorted(body + said["+"], key=lambda line: line.startswith(LAST))
    start = next(i for i, line in enumerate(old) if line.startswith("$"))
    return "\n".join([*old[:start], *said["="], *body, ""])


class Version:
    """A zone file: every line of it must be one of ours."""

    def __init__(self, zone, text):
        self.zone, self.text = zone, text
        demand(text.startswith(f"{HEAD}{zone}\n"), "no head:", text[:200])
        self.serial = serial_of(text)
        origin = dns.name.from_text(zone)
        lines = text.split("\n")
        demand(lines.pop() == "" and lines[-1].startswith(LAST),
               "cut short:", text[-200:])
        end = next(i for i, line in enumerate(lines)
                   if line.endswith(" )"))
        self.rrsets = {}  # (name, type): (ttl, {rdata})
        self.soa = " ".join(lines[end].split()[:-1])
        for line in lines[end + 1:]:
            if line.startswith(";"):
                continue
            line = line.split("\t; ")[0]
            owner, ttl, _, kind, text = line.split("\t", 4)
            name = zone if owner == "@" else f"{owner}.{zone}"
            found = self.rrsets.setdefault((name, kind), (int(ttl), set()))
            demand(found[0] == int(ttl), "TTLs differ:", line)
            found[1].add(rdata_of(kind, text, origin))
        self.names = {name for name, _ in self.rrsets}
        # Comments do not count.
        self.content = hash((self.soa, frozenset(
            (key, ttl, frozenset(rdatas))
            for key, (ttl, rdatas) in self.rrsets.items())))

    def records(self):
        """{(name, type, ttl, rdata)} but the SOA."""
        return {(name, kind, ttl, rdata)
                for (name, kind), (ttl, rdatas) in self.rrsets.items()
                for rdata in rdatas}

    def answer(self, name, kind):
        """What a server says that has it; see witness.py."""
        if kind == "SOA":
            return "NOERROR", None, None, self.serial
        if (name, kind) in self.rrsets:
            ttl, rdatas = self.rrsets[name, kind]
            return "NOERROR", ttl, frozenset(rdatas), None
        there = name in self.names or any(
            other.endswith(f".{name}") for other in self.names)
        return ("NOERROR" if there else "NXDOMAIN"), None, None, self.serial


class History:
    """Of one zone.  The serial rises exactly with the content."""

    def __init__(self, zone):
        self.zone = zone
        self.versions = []   # in the order they came
        self.by_serial = {}  # the number in that list
        self.texts = set()   # their digests
        self.last = None     # what is in place
        self.kept = 0        # those before it are not whole any more
        self.floor = 0       # the last one that was confirmed
        self.filed = 0       # the last one that had its file
        self.least = 0       # the same when the disk began to fail
        self.lost = False    # others destroyed the last version

    def take(self, text):
        """A file got its name."""
        if self.last is None or text != self.last.text:
            self.add(Version(self.zone, text))
        self.filed = self.by_serial[self.last.serial]

    def add(self, version):
        text = version.text
        self.texts.add(hash(text))
        at = self.by_serial.get(version.serial)
        if at is not None:
            demand(self.versions[at].content == version.content,
                   "two contents of", self.zone, version.serial)
            demand(at >= self.floor, "back to", version.serial, "of",
                   self.zone)
        else:
            self.check_next(version)
            self.by_serial[version.serial] = len(self.versions)
            self.versions.append(version)
            # Not before: a file that followed may be heard of late.
            self.lost = False
        self.last = version

    def enter(self, entry):
        """An entry of its journal was written."""
        self.add(Version(self.zone, after_entry(self.last.text, entry)))

    def check_next(self, version):
        if self.last is None:
            return
        newest = self.versions[-1]
        demand(0 < (version.serial - newest.serial) % (1 << 32) < 1 << 31,
               "serial", version.serial, "of", self.zone, "after",
               newest.serial)
        demand(self.lost or version.content != self.last.content,
               "serial", version.serial, "of", self.zone, "is as",
               self.last.serial)

    def knows(self, text):
        return hash(text) in self.texts

    def confirm(self, serial):
        at = self.by_serial.get(serial)
        demand(at is not None, "confirmed, but never seen:", serial)
        self.floor = max(self.floor, at)
        while self.kept < self.floor - KEEP:
            old = self.versions[self.kept]
            old.rrsets = old.names = old.text = None
            self.kept += 1

    def explains(self, answer, name, kind, floor):
        """Does a version, that one or a later, give this answer?"""
        return any(version.answer(name, kind) == answer
                   for version in self.versions[floor:])
