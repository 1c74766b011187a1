# SPDX-License-Identifier: Apache-2.0
"""A large zone by transfer, with an NSD, a BIND and a Knot that follow it.

    RECORDS=100000 SECONDS=3600 RATE=20     of the row endurance, which bench
                                            runs only when it is named

How soon it is served and followed, in how much memory; a change; a change
after a kill of the controller and of NSD each; then changes at a rate for so
long: memory of the first and the last tenth, and what was not by transfer.  At
the end each of the three has what NSD has, record by record.
"""

import os
import signal
import statistics
import subprocess
import time

import following
from bare import Asker
from checkers import program
from controller import Controller, zone_settings
from fakeapi import FakeApi
from handover import objects
from hostile import ZONE
from nameservers import KINDS, Key
from objects import ingress
from probing import metrics
from processes import pids_in
from serving import move

MB = 1e6
PATIENCE = 600  # s


def share(pid):
    """Proportional set size, octets."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            return next(int(text.split()[1]) * 1024 for text in file
                        if text.startswith("Pss:"))
    except (OSError, StopIteration):  # it has ended meanwhile
        return 0


def transferred(port, key=None):
    """The records, as they are printed, in order."""
    signed = (["-y", f"{key.name}:{key.secret}:{key.algorithm}"] if key
              else [])
    done = subprocess.run(
        [program("drill"), *signed, "-p", str(port), "@127.0.0.1", ZONE,
         "AXFR"], check=True, capture_output=True, text=True)
    found = sorted(line for line in done.stdout.split("\n")
                   if line and not line.startswith(";"))
    assert found, done.stderr
    return found


class Endurance:
    def __init__(self, bench, number):
        self.bench, self.number, self.turn = bench, number, 0
        self.folder = bench.place("endurance")
        self.key = Key("bench.example")
        self.api = FakeApi(self.folder)
        self.one, self.some = None, []

    def row(self, what, value, unit, *more):
        self.bench.row(what, value, unit, *more)

    def begin(self):
        for each in objects(self.number):
            self.api.create(each, event=False)
        self.api.create(ingress("moves", f"moves.{ZONE}", ["198.18.0.0"]))
        self.one = one = Controller(
            self.bench.program, self.folder / "controller", cluster=self.api,
            zones=[zone_settings(secondaries=list(KINDS))],
            log={"level": "info", "format": "json"})
        self.some = following.three(self.folder, one.port, self.key)
        one.config["nsd"]["handover"] = "transfer"
        one.config["tsig"] = [self.key.write(self.folder)]
        one.config["secondaries"] = [each.row() for each in self.some]
        one.write_config()
        self.asker = Asker(one.port)
        start = time.perf_counter()
        one.start()
        one.server.answers(f"moves.{ZONE}", "198.18.0.0", deadline=PATIENCE)
        self.row(f"{self.number} records: start to answered",
                 time.perf_counter() - start, "s")
        start = time.perf_counter()
        for each in self.some:
            each.start()
        for each in self.some:
            each.has(ZONE, 1, deadline=PATIENCE)
        self.row("  three secondaries started until all have it",
                 time.perf_counter() - start, "s")
        one.confirmed()
        self.memory()

    def memory(self):
        nsd = sum(share(pid) for pid in self.nsds())
        self.row("  memory of the controller", self.ours() / MB, "MB")
        self.row("  its highest", self.one.program.memory_peak() / MB, "MB")
        self.row("  memory of NSD, shared pages once", nsd / MB, "MB")

    def ours(self):
        return share(self.one.program.pid)

    def nsds(self):
        return [pid for pid in pids_in(self.one.state)
                if pid != self.one.program.pid]

    def change(self, what):
        """Until NSD answers it, and until all three do."""
        self.turn += 1
        start = time.perf_counter()
        address = move(self.api, self.turn)
        askers = {"nsd": self.asker, **{f"secondary {kind}": asker for
                                        kind, asker in following.askers_of(
                                            self.some).items()}}
        took = {}
        while len(took) < len(askers):
            for kind, asker in askers.items():
                if kind not in took and asker.has(f"moves.{ZONE}", address):
                    took[kind] = (time.perf_counter() - start) * 1e3
            assert time.perf_counter() - start < PATIENCE, took
            time.sleep(0.0003)
        for kind, value in took.items():
            self.row(f"  {what}: answered by {kind}", value, "ms")

    def kills(self):
        self.change("a change")
        time.sleep(5)
        self.one.kill()
        self.one.start()
        self.change("a change, the controller killed and started")
        time.sleep(5)
        for pid in self.nsds():
            os.kill(pid, signal.SIGKILL)
        self.change("a change, NSD killed")

    def keep(self, seconds, rate):
        """Changes at that rate; memory and answers looked at meanwhile."""
        start, memory, took = time.perf_counter(), [], []
        sent, first = {}, self.turn
        while (passed := time.perf_counter() - start) < seconds:
            if self.turn - first < passed * rate:
                self.turn += 1
                sent[move(self.api, self.turn)] = time.perf_counter()
            seen = self.asker.addresses(f"moves.{ZONE}")
            address = seen and ".".join(map(str, seen[-4:]))
            if address in sent:
                took.append((time.perf_counter() - sent[address]) * 1e3)
                sent = {other: at for other, at in sent.items()
                        if at > sent[address]}
            if len(memory) <= passed / 10:
                memory.append((self.ours(), sum(map(share, self.nsds()))))
            time.sleep(0.005)
        tenth = len(memory) // 10
        for at, who in enumerate(("the controller", "NSD")):
            early = [each[at] for each in memory[tenth:2 * tenth + 1]]
            late = [each[at] for each in memory[-tenth - 1:]]
            self.row(f"  {rate} changes a second for {seconds} s: memory of "
                     f"{who}", statistics.median(late) / MB, "MB",
                     statistics.median(early) / MB, "after a tenth")
        if took:
            self.row("  answered of those that were last",
                     statistics.median(took), "ms")

    def end(self):
        families = metrics(self.one)
        for name, word in (("k8s_nsd_handovers_total", "versions"),
                           ("k8s_nsd_transfers_failed_total", "failed")):
            for (_, labels), count in sorted(families[name].samples.items()):
                self.row(f"  {word}: {dict(labels)}", count, "")
        self.change("the last change")
        # A million records are too many for a library in Python.
        wanted = transferred(self.one.port, self.key)
        for each in self.some:
            assert transferred(each.port) == wanted, each.name
        self.row("  records that all four have", len(wanted), "")
        self.one.stop()

    def clean(self):
        if self.one:
            self.one.clean()
        for each in self.some:
            if each.program and each.program.running():
                each.stop()
        self.api.stop()


def run(bench, less):
    number = int(os.environ.get("RECORDS", 100000)) // less
    seconds = int(os.environ.get("SECONDS", 3600)) // less
    rate = int(os.environ.get("RATE", 20))
    test = Endurance(bench, number)
    try:
        test.begin()
        test.kills()
        if seconds:
            test.keep(seconds, rate)
        test.end()
    finally:
        test.clean()
