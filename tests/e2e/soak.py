# SPDX-License-Identifier: Apache-2.0
"""The whole program for long, among changes and faults by chance.

	soak.py PROGRAM-quick

A fake API server whose objects change ten times a second and which does
something wrong twice a second: once in ten of the program's seconds, which are
twenty times shorter (limits.c).  At the end the faults stop, and what NSD
serves must be what the objects say, what `render` makes of them, and nothing
must have grown.  A few names stay all the time and are asked for all the time.

	SOAK=1200	seconds
	SEED=...	of the choices; printed, so that a run can be repeated
"""

import contextlib
import os
import pathlib
import random
import shutil
import statistics
import sys
import tempfile
import time

import dns.exception

from ask import read_zone, records
from churn import STAY, ZONE, Churn
from controller import Controller, zone_settings
from eventually import eventually
from fakeapi import FakeApi
from mischief import PLURALS, Mischief
from vigil import Vigil

TIMES = 20
CHANGES, FAULTS = 10, 10 / TIMES  # a second; seconds between two
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

# What the middle of the last third may be above what was before, at most.
MEMORY = 1.05, 1 << 20  # its middle: times, and octets
DESCRIPTORS = 2         # the highest there was
# Of one kind within ten of the program's seconds: one per 0.8 s, and what
# three beginnings have.
STORM = 10 / 0.8 + 9


class Sample:
    def __init__(self, pid):
        with open(f"/proc/{pid}/status") as status:
            self.memory = next(int(text.split()[1]) * 1024 for text in status
                               if text.startswith("VmRSS:"))
        self.descriptors = len(os.listdir(f"/proc/{pid}/fd"))


def thirds(samples, field):
    """The first and the last third's middle, and the highest of what was
    before the last: an outage, which comes when it comes, takes connections."""
    values = [getattr(s, field) for s in samples]
    third = max(1, len(values) // 3)
    return (statistics.median(values[:third]),
            statistics.median(values[-third:]), max(values[:-third]))


class Requests:
    """How many there were, and how many of one kind in a short time."""

    def __init__(self, api):
        self.api = api
        self.count, self.most = 0, 0

    def take(self):
        """Counts what is over, and forgets it."""
        with self.api.lock:
            taken = self.api.requests[:]
            # Those of the last while are looked at once more.
            edge = time.monotonic() - 10 / TIMES
            kept = [r for r in taken if r.time >= edge]
            self.api.requests[:] = kept
        self.count += len(taken) - len(kept)
        by_kind = {}
        for request in taken:
            if request.plural and "continue" not in request.target:
                by_kind.setdefault(request.plural, []).append(request.time)
        for times in by_kind.values():
            first = 0
            for last, moment in enumerate(times):
                while moment - times[first] > 10 / TIMES:
                    first += 1
                self.most = max(self.most, last - first + 1)


class Soak:
    def __init__(self, program, directory, seconds, seed):
        self.seconds, self.seed = seconds, seed
        self.api = FakeApi(directory)
        self.api.bookmark_period = 60 / TIMES
        self.random = random.Random(seed)
        self.churn = Churn(self.api, self.random)
        self.mischief = Mischief(self.api, self.random, self.churn.step)
        self.samples = []
        self.requests = Requests(self.api)
        self.settled = None  # s it took at the end
        self.one = Controller(
            program, directory / "controller", cluster=self.api,
            zones=[zone_settings(guard="off")],
            templates=str(self.templates(directory / "templates")))
        self.one.config["cluster"]["pageSize"] = 50
        self.one.write_config()

    @staticmethod
    def templates(directory):
        """Ours, but that we may have the zone by AXFR."""
        directory.mkdir()
        for file in (ROOT / "templates").glob("*.tmpl"):
            text = file.read_text()
            if file.name == "nsd.conf.tmpl":
                text += "  provide-xfr: 127.0.0.1 NOKEY\n"
            (directory / file.name).write_text(text)
        return directory

    def run(self):
        self.one.start().serving()
        self.same()
        self.acquaint()
        self.vigil = Vigil(self.one.server, self.churn.stay(), 0.05)
        with self.vigil:
            self.rage()
            self.mischief.stop()
            start = time.monotonic()
            self.same()
            self.settled = time.monotonic() - start
        self.same_as_rendered()
        self.requests.take()
        self.one.stop()

    def acquaint(self):
        """As if it ran for minutes: it knows that there are bookmarks, and so
        how long silence may be."""
        for plural in PLURALS:
            self.api.bookmark(plural)
            self.api.end(plural)
        eventually(lambda: all(len(self.api.asked("watch", p)) >= 2
                               for p in PLURALS), "it watches again")

    def rage(self):
        start = time.monotonic()
        due = {"change": 0, "fault": 0, "sample": 0}
        every = {"change": 1 / CHANGES, "fault": FAULTS,
                 "sample": min(2, self.seconds / 60)}
        while (now := time.monotonic() - start) < self.seconds:
            self.mischief.heal(now)
            for what, when in due.items():
                if when <= now:
                    due[what] += every[what]
                    getattr(self, what)(now)
            time.sleep(0.01)
            self.one.alive()

    def change(self, _):
        self.churn.step()

    def fault(self, now):
        self.mischief.step(now)

    def sample(self, _):
        self.samples.append(Sample(self.one.program.pid))
        self.requests.take()

    # At the end.

    def served(self):
        return self.one.server.transfer(ZONE)

    def addresses(self):
        """{(name, address)} that NSD serves, but the nameserver's."""
        try:
            rows = [row.split() for row in self.served()]
        except (OSError, dns.exception.DNSException):
            return set()  # not yet
        return {(name.rstrip("."), rdata) for name, _, rdtype, rdata in (
            row for row in rows if len(row) == 4 and row[2] == "A")
            if name != f"ns1.{ZONE}."}

    def same(self):
        """Within 160 s of the program's, and what a busy machine adds."""
        def difference():
            found, wanted = self.addresses(), self.churn.expected()
            return found ^ wanted
        eventually(lambda: self.one.alive() and not difference(),
                   lambda: f"seed {self.seed}: served and wanted differ in "
                           f"{sorted(difference())[:10]}\n"
                           f"{self.one.program.output()[-6000:]}",
                   160 / TIMES + 60, pause=0.1)
        self.one.server.reloaded()

    def same_as_rendered(self):
        serial = self.one.server.serial(ZONE)
        done = self.one.command("render", "--config", self.one.config_file,
                                "--serial", serial)
        assert done.returncode == 0, done.stderr
        assert records(read_zone(done.stdout, ZONE)) == self.served()

    # The report.

    def check(self):
        first, last, _ = thirds(self.samples, "memory")
        times, more = MEMORY
        assert last <= first * times + more, (
            f"seed {self.seed}: memory grew from {first} to {last}")
        _, last, highest = thirds(self.samples, "descriptors")
        assert last <= highest + DESCRIPTORS, (
            f"seed {self.seed}: descriptors grew from {highest} to {last}")
        assert self.requests.most <= STORM, (
            f"seed {self.seed}: {self.requests.most} requests of one kind "
            f"within {10 / TIMES} s")

    def table(self):
        def mib(octets):
            return f"{octets / (1 << 20):.1f}"
        messages = self.one.messages()
        memory = [mib(n) for n in (*thirds(self.samples, "memory"),
                                   max(s.memory for s in self.samples))]
        descriptors = (*thirds(self.samples, "descriptors"),
                       max(s.descriptors for s in self.samples))
        faults = self.mischief.counts
        yield "seed", self.seed
        yield "seconds", f"{self.seconds:g}"
        for name, count in self.churn.counts.items():
            yield f"objects {name}", count
        yield "objects at the end", len(self.churn.expected()) - len(STAY)
        yield "versions published", sum(
            m["message"] == "zone published" for m in messages)
        yield "faults", sum(faults.values())
        for name, count in sorted(faults.items()):
            yield f"  {name.replace('_', ' ')}", count
        yield "requests", self.requests.count
        yield "requests of a kind in 10 s, at most", self.requests.most
        yield "requests that failed", sum(
            m["message"] == "request failed" for m in messages)
        yield "lists again", sum(
            m["message"] == "source listed again" for m in messages)
        yield "questions, and wrong answers", (
            f"{self.vigil.asked}, {len(self.vigil.wrong)}")
        yield "settled in, s", f"{self.settled:.1f}"
        yield "middle of the first third, of the last;", "highest then, ever"
        first, last, high, highest = memory
        yield "  memory, MiB", f"{first}, {last}; {high}, {highest}"
        first, last, high, highest = descriptors
        yield "  descriptors", f"{first:g}, {last:g}; {high}, {highest}"

    def clean(self):
        self.one.clean()
        with contextlib.suppress(OSError):  # it may be refusing
            self.api.stop()


def main():
    seconds = float(os.environ.get("SOAK", "1200"))
    seed = int(os.environ.get("SEED") or random.randrange(1 << 32))
    print(f"soak: {seconds:g} s, seed {seed}", flush=True)
    directory = pathlib.Path(tempfile.mkdtemp(prefix="k8s-nsd-"))
    soak = Soak(sys.argv[1], directory, seconds, seed)
    try:
        soak.run()
        for name, value in soak.table():
            print(f"{name:42} {value}")
        soak.check()
    finally:
        soak.clean()
    shutil.rmtree(directory)


if __name__ == "__main__":
    main()
