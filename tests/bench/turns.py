# SPDX-License-Identifier: Apache-2.0
"""How long the controller works before it waits for events again, at the
limits: 20 000 objects with 100 000 records, and 20 000 objects at one name.
CPU time of the process, so that nobody else's work counts."""

import contextlib
import mmap
import os
import pathlib
import struct
import time

from controller import Controller
from fakeapi import FakeApi
from hostile import ZONE, endpoint, entry

MOST = 250  # ms, of a turn
NAMES = 5  # of an object
TICKS = os.sysconf("SC_CLK_TCK")


def wide(number, address):
    return endpoint(f"o{number}", *(entry(f"h{n}.o{number}", "A", address)
                                    for n in range(NAMES)))


def crowded(number):
    return endpoint(f"o{number}", entry("www", "A", f"192.0.2.{number % 100}"))


def mark(turn):
    return endpoint("mark", entry("mark", "A", f"198.18.0.{turn}"))


@contextlib.contextmanager
def timed(bench, one):
    """Its longest turn, in ns; the controller ends with it."""
    file = one.directory / "turns"
    file.write_bytes(bytes(8))
    one.env["TURNS"] = str(file)
    one.env["LD_PRELOAD"] = str(
        pathlib.Path(bench.program).parent / "turns.so")
    with open(file, "r+b") as opened, mmap.mmap(
            opened.fileno(), 8) as longest:
        try:
            yield longest
        finally:
            one.clean()


class Watched:
    """A controller of a fake API server, and its longest turn."""

    def __init__(self, bench, name, api):
        self.bench, self.api = bench, api
        folder = bench.place(name)
        self.one = Controller(bench.program, folder / "controller",
                              cluster=api,
                              log={"level": "info", "format": "json"})
        file = folder / "turns"
        file.write_bytes(bytes(8))
        self.file = open(file, "r+b")
        self.longest = mmap.mmap(self.file.fileno(), 8)
        self.one.env["TURNS"] = str(file)
        self.one.env["LD_PRELOAD"] = str(
            pathlib.Path(bench.program).parent / "turns.so")
        self.turn = 0

    def cpu(self):
        process = self.one.program.process.pid
        with open(f"/proc/{process}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def rest(self):
        """Until it does nothing: what was held or settles is decided."""
        before, now = -1, self.cpu()
        while now - before > 0.02:
            time.sleep(1)
            before, now = now, self.cpu()

    def row(self, what, change=None):
        """The change, then somebody else's, which must be answered."""
        self.longest[:] = bytes(8)
        if change:
            change()
        self.turn += 1
        if self.turn == 1:
            self.api.create(mark(1))
            self.one.start()
        else:
            self.api.patch(mark(self.turn), mark(self.turn))
        self.one.server.answers(f"mark.{ZONE}", f"198.18.0.{self.turn}",
                                deadline=280)
        self.rest()
        self.bench.row(what, struct.unpack("q", self.longest)[0] / 1e6, "ms",
                       MOST, "what a turn may take")

    def again(self):
        self.one.stop()
        self.one.start()

    def close(self):
        try:
            self.one.clean()
        finally:
            self.longest.close()
            self.file.close()


@contextlib.contextmanager
def watched(bench, name, number, make):
    api = FakeApi(bench.place(f"{name}-api"))
    one = None
    try:
        for n in range(number):
            api.create(make(n), event=False)
        one = Watched(bench, name, api)
        yield api, one
        one.one.stop()
    finally:
        if one:
            one.close()
        api.stop()


def run(bench, less):
    number = 20000 // less
    records = number * NAMES
    with watched(bench, "turns", number,
                 lambda n: wide(n, "192.0.2.1")) as (api, one):
        one.row(f"longest turn, start with {records} records")
        one.row("  another's change")
        one.row("  all change", lambda: [
            api.patch(wide(n, "192.0.2.2"), wide(n, "192.0.2.2"))
            for n in range(number)])
        one.row("  half go and are held", lambda: [
            api.delete(wide(n, "192.0.2.2")) for n in range(number // 2)])
        one.row("  another's change, while they are")
        one.row("  started again", one.again)
    with watched(bench, "crowd", number, crowded) as (api, one):
        one.row(f"longest turn, {number} objects with one name")
        one.row("  started again", one.again)
        one.row("  they go", lambda: [
            api.delete(crowded(n)) for n in range(number)])
        bench.row("  memory at that (VmHWM)",
                  one.one.program.memory_peak() / 1e6, "MB")
    manifests(bench, 1.5 * number)


def manifests(bench, number):
    """One document of manifests: a list in YAML, 14 MB at 30 000 objects."""
    one = Controller(bench.program, bench.place("manifests") / "controller",
                     log={"level": "info", "format": "json"})
    number = int(number)
    text = "apiVersion: v1\nkind: List\nitems:\n" + "".join(
        f"""- apiVersion: externaldns.k8s.io/v1alpha1
  kind: DNSEndpoint
  metadata:
    name: o{n}
    namespace: web
    annotations:
      note: {"x" * 180}
  spec:
    endpoints:
    - dnsName: o{n}.{ZONE}
      recordType: A
      recordTTL: 60
      targets:
      - 192.0.2.{n % 250}
""" for n in range(number))
    with timed(bench, one) as longest:
        one.start().serving()
        longest[:] = bytes(8)
        one.put_text("all.yaml", text)
        one.server.answers(f"o{number - 1}.{ZONE}",
                           f"192.0.2.{(number - 1) % 250}", deadline=280)
        bench.row(f"longest turn, a document of {len(text) / 1e6:.0f} MB",
                  struct.unpack("q", longest)[0] / 1e6, "ms", MOST,
                  "what a turn may take")
