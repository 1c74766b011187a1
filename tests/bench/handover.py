# SPDX-License-Identifier: Apache-2.0
"""How soon a change is answered by each way of handing a version to NSD
(nsd.handover): by reload beside a bare reload of the same file, by transfer
beside a bare primary and "transfer ZONE".  Then many changes a second, with
queries: how soon, at what cost, and what was lost.  Then instructions of the
controller for one change by each way (callgrind)."""

import contextlib
import ctypes
import os
import re
import statistics
import threading
import time

import callgrind
import exposition
from bare import Asker, Bare, BareFeed
from controller import Controller
from fakeapi import FakeApi
from hostile import ZONE, endpoint, entry
from objects import ingress
from probing import metrics
from serving import TICKS, dnsperf, move, processor

NAMES = 100  # of an object
WAYS = "reload", "transfer"
SUBREAPER = 36  # prctl(2)


def name(number):
    return f"n{number % NAMES}.o{number // NAMES}"


def objects(number):
    for first in range(0, number, NAMES):
        yield endpoint(f"o{first // NAMES}",
                       *(entry(name(n), "A", "192.0.2.1")
                         for n in range(first, min(number, first + NAMES))))


@contextlib.contextmanager
def controlled(bench, way, number, **options):
    """(API, controller) of a zone with so many records, all served."""
    folder = bench.place(f"handover-{way}-{number}-{len(options)}")
    api, one, nsd = FakeApi(folder), None, None
    try:
        for each in objects(number):
            api.create(each, event=False)
        api.create(ingress("moves", f"moves.{ZONE}", ["198.18.0.0"]))
        one = Controller(bench.program, folder / "controller", cluster=api,
                         log={"level": "info", "format": "json"}, **options)
        one.config["nsd"]["handover"] = way
        one.write_config()
        if not one.config["nsd"]["run"]:
            nsd = one.start_nsd()
        one.start()
        one.server.answers(f"moves.{ZONE}", "198.18.0.0", deadline=280)
        yield api, one, nsd
        one.stop()
    finally:
        if one:
            one.clean()
        if nsd and nsd.running():
            nsd.stop()
        api.stop()


def bare_of(way, folder, text):
    return Bare(folder, text) if way == "reload" else BareFeed(folder, text)


def one_by_one(bench, way, number, changes):
    with controlled(bench, way, number) as (api, one, _):
        bare = bare_of(way, bench.folder / f"bare-{way}-{number}",
                       one.zone_text())
        try:
            asker = Asker(one.port)
            ours, others = [], []
            for turn in range(1, changes + 1):
                start = time.perf_counter()
                asker.until(f"moves.{ZONE}", move(api, turn))
                ours.append((time.perf_counter() - start) * 1e3)
                # The first change after quiet, each time.
                time.sleep(0.05 + 4 * ours[-1] / 1e3)
                others.append(bare.change() * 1e3)
        finally:
            bare.stop()
        bench.row(f"change to answered by {way}, {number} records",
                  statistics.median(ours), "ms", statistics.median(others),
                  f"bare {bare.what}")
        bench.row(f"  beyond the bare {bare.what} beside it",
                  statistics.median(a - b for a, b in zip(ours, others)),
                  "ms")
        if way == "transfer":
            bench.row("  versions that went by it", exposition.value(
                metrics(one), "k8s_nsd_handovers_total", zone=ZONE, way=way),
                "", changes, "changes")


def published(one):
    return sum(m["message"] == "zone published" for m in one.messages())


@contextlib.contextmanager
def asked(port, names, seconds, rate):
    """What became of that many queries meanwhile, at the end."""
    figures = {}
    asking = threading.Thread(
        target=lambda: figures.update(dnsperf(port, names, seconds, rate)))
    asking.start()
    try:
        yield figures
    finally:
        asking.join()


class Pace:
    """Changes at a rate, and how long each is not answered: one of which a
    later one is answered is answered with it."""

    def __init__(self, api, port):
        self.api, self.asker = api, Asker(port)
        self.made, self.took = [], []

    def look(self):
        answer = self.asker.addresses(f"moves.{ZONE}")
        # Behind name, type, class, TTL and length.
        seen = int.from_bytes(answer[14:16], "big") if answer else 0
        now = time.perf_counter()
        while len(self.took) < min(seen, len(self.made)):
            self.took.append((now - self.made[len(self.took)]) * 1e3)

    def keep(self, seconds, rate):
        start = time.perf_counter()
        while len(self.took) < seconds * rate:
            due = start + len(self.made) / rate
            if (len(self.made) < seconds * rate
                    and time.perf_counter() >= due):
                self.made.append(time.perf_counter())
                move(self.api, len(self.made))
            self.look()
            time.sleep(0.0003)
            assert time.perf_counter() < start + seconds + 60


def tree(root):
    """Its descendants: {pid: (name, seconds, its parent)}, with those that
    ended and were not waited for."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as file:
                head, _, rest = file.read().rpartition(") ")
            with open(f"/proc/{pid}/schedstat") as file:
                ran = int(file.read().split()[0]) / 1e9
        except OSError:
            continue
        fields = rest.split()
        # Of its own exactly: most of them live for milliseconds.
        found[int(pid)] = (head.partition("(")[2],
                           ran + sum(map(int, fields[13:15])) / TICKS,
                           int(fields[1]))

    def within(pid):
        while pid in found and pid != root:
            pid = found[pid][2]
        return pid == root

    return {pid: row for pid, row in found.items() if within(pid)}


class NsdTime:
    """Of all processes of one NSD, also of those that a reload ended: they
    become ours, and stay until they are counted."""

    def __init__(self):
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
        self.before = self.all()

    @staticmethod
    def all():
        return sum(seconds for word, seconds, _ in tree(os.getpid()).values()
                   if word.split(":")[0] == "nsd")

    def taken(self):
        return self.all() - self.before

    def close(self, nsd):
        ctypes.CDLL(None).prctl(SUBREAPER, 0, 0, 0, 0)
        for pid, (word, _, parent) in tree(os.getpid()).items():
            if (word.split(":")[0] == "nsd" and parent == os.getpid()
                    and pid != nsd.pid):
                os.waitpid(pid, os.WNOHANG)


def bare_pace(bench, text, seconds, rate):
    """ms of each, from when it was due."""
    bare = BareFeed(bench.folder / "bare-pace", text)
    try:
        start, took = time.perf_counter(), []
        while len(took) < seconds * rate:
            due = start + len(took) / rate
            time.sleep(max(0, due - time.perf_counter()))
            bare.change()
            took.append((time.perf_counter() - due) * 1e3)
        return statistics.median(took)
    finally:
        bare.stop()


def many(bench, way, number, seconds, rate=100, queries=1000):
    names = bench.folder / f"handover-{way}-names"
    names.write_text("".join(f"{name(n)}.{ZONE} A\n" for n in range(number)))
    with controlled(bench, way, number, run_nsd=False) as (api, one, nsd):
        pace, cpu = Pace(api, one.port), NsdTime()
        before = processor(one.program.pid), published(one)
        with asked(one.port, names, seconds, queries) as figures:
            pace.keep(seconds, rate)
        nsd_time = cpu.taken()
        our_time = processor(one.program.pid) - before[0]
        took = sorted(pace.took)
        beside = (bare_pace(bench, one.zone_text(), max(1, seconds // 6), rate)
                  if way == "transfer" else None)
        bench.row(f"{rate} changes a second for {seconds} s by {way}, "
                  f"{number} records", statistics.median(took), "ms", beside,
                  "bare feed")
        bench.row("  the slowest hundredth", took[len(took) * 99 // 100],
                  "ms")
        bench.row("  versions", published(one) - before[1], "")
        bench.row("  NSD's processor time", nsd_time / seconds * 100,
                  "% of a core")
        bench.row("  the controller's", our_time / seconds * 100,
                  "% of a core")
        bench.row(f"  lost, of {figures['Queries sent']} queries",
                  figures["Queries lost"], "")
        bench.row("  answered otherwise than NOERROR",
                  figures["Queries sent"] - figures["Queries lost"]
                  - figures["good"], "")
        cpu.close(nsd)


def instructions(bench, way, number, changes):
    """Of a controller with so many records, for one change."""
    one = Controller(bench.program,
                     bench.place(f"handover-cost-{way}-{number}"),
                     run_nsd=False, log={"level": "warning"},
                     publish={"minInterval": "1ms"})
    one.config["nsd"]["handover"] = way
    one.write_config()
    one.preload("pidfd.so")
    nsd = one.start_nsd()
    for n, each in enumerate(objects(number)):
        one.put(f"{n}.json", each)
    try:
        taken = callgrind.each(one, changes, first=5)
        transferred = set(re.findall(r"received update to serial (\d+)",
                                     nsd.output()))
        assert way == "reload" or len(transferred) >= changes
        return taken
    finally:
        one.clean()
        nsd.stop()


def cost(bench, number, changes=50):
    reload, transfer = (instructions(bench, way, number, changes) / 1e3
                        for way in WAYS)
    bench.row(f"one change by transfer, {number} records", transfer,
              "k instructions", reload, "by reload")


def run(bench, less, million):
    for number in (1000, 10000, 100000) + ((1000000,) if million else ()):
        for way in WAYS:
            one_by_one(bench, way, max(10, number // less),
                       10 if number > 100000 else 30)
    for way in WAYS:
        many(bench, way, max(10, 100000 // less), max(3, 60 // less))
    cost(bench, max(10, 100000 // less))
