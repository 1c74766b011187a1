# SPDX-License-Identifier: Apache-2.0
"""Rows about a controller at work: see bench.py.

  queries  dnsperf at 5 000 queries a second while the zone changes twice a
           second: what was lost, what was no answer, what was a wrong one
  burst    1 000 changes in one second: until the last of them is answered
  idle     processor time and writes of a controller that has nothing to do
  churn    50 changes a second: memory at the beginning and at the end
"""

import contextlib
import os
import re
import subprocess
import threading
import time

from controller import Controller
from fakeapi import FakeApi
from objects import bulk_ingress, ingress, load_balancer
from vigil import Vigil

ZONE = "example.com"
TICKS = os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def controlled(bench, name, number, **options):
    """(API, controller) with that many Ingresses, all of them served.

    The API server is the fake one: the changes are to be the load, not it.
    """
    folder = bench.place(name)
    api = FakeApi(folder)
    one = None
    try:
        for n in range(number):
            api.create(bulk_ingress(n, ZONE))
        api.create(ingress("moves", f"moves.{ZONE}", ["198.18.0.0"]))
        one = Controller(bench.program, folder / "controller", cluster=api,
                         log={"level": "info", "format": "json"}, **options)
        one.start()
        one.server.answers(f"moves.{ZONE}", "198.18.0.0", deadline=120)
        yield api, one
        one.stop()
    finally:
        if one:
            one.clean()
        api.stop()


def move(api, turn):
    """One change; the address it brings."""
    address = f"198.18.{turn >> 8 & 255}.{turn & 255}"
    api.set_status(ingress("moves"), load_balancer([address]))
    return address


def dnsperf(port, names, seconds, rate):
    """Its figures, by their words: {"Queries lost": 0, ...}."""
    done = subprocess.run(
        ["dnsperf", "-s", "127.0.0.1", "-p", str(port), "-d", names, "-l",
         str(seconds), "-Q", str(rate), "-q", "1000", "-t", "2"],
        capture_output=True, text=True, check=True)
    figures = {}
    for text in done.stdout.split("\n"):
        found = re.match(r"\s+([A-Z][A-Za-z ]+):\s+(.*)", text)
        if found:
            figures[found[1]] = found[2]
    figures["Queries lost"] = int(figures["Queries lost"].split()[0])
    figures["Queries sent"] = int(figures["Queries sent"].split()[0])
    good = re.search(r"NOERROR (\d+)", figures["Response codes"])
    figures["good"] = int(good[1]) if good else 0
    return figures


def queries(bench, number=10000, seconds=60, rate=5000):
    names = bench.folder / "names"
    names.write_text("".join(f"app-{n}.{ZONE} A\n" for n in range(number)))
    stays = {f"app-{n}.{ZONE}": f"203.0.{n >> 8 & 255}.{n & 255}"
             for n in range(0, number, max(1, number // 20))}
    with controlled(bench, "queries", number) as (api, one):
        over = threading.Event()
        turns = []

        def change():
            while not over.wait(0.5):
                turns.append(move(api, len(turns) + 1))

        changing = threading.Thread(target=change)
        vigil = Vigil(one.server, stays)
        vigil.start()
        changing.start()
        figures = dnsperf(one.port, names, seconds, rate)
        over.set()
        changing.join()
        vigil.stop()
        one.server.answers(f"moves.{ZONE}", turns[-1])
        published = sum("published" in m["message"] for m in one.messages())
        bench.row(f"queries in {seconds} s, {len(turns)} changes, "
                  f"{published} versions", figures["Queries sent"], "")
        bench.row("  lost", figures["Queries lost"], "")
        bench.row("  answered otherwise than NOERROR",
                  figures["Queries sent"] - figures["Queries lost"]
                  - figures["good"], "")
        bench.row(f"  wrong, of {vigil.asked} that were looked at",
                  len(vigil.wrong), "")


def burst(bench, number=10000, changes=1000):
    with controlled(bench, "burst", number) as (api, one):
        start = time.perf_counter()
        for n in range(changes):
            until = start + n / changes
            while time.perf_counter() < until:
                time.sleep(0.0005)
            api.set_status(bulk_ingress(n % number, ZONE),
                           load_balancer([f"198.19.{n >> 8}.{n & 255}"]))
        written = time.perf_counter()
        n = changes - 1
        one.server.answers(f"app-{n % number}.{ZONE}",
                           f"198.19.{n >> 8}.{n & 255}")
        answered = time.perf_counter()
        for n in range(max(0, changes - number), changes):
            one.server.answers(f"app-{n % number}.{ZONE}",
                               f"198.19.{n >> 8}.{n & 255}")
        bench.row(f"{changes} changes in {written - start:.2f} s, {number} "
                  "records: the last", answered - written, "s")


def processor(pid):
    """Seconds of processor time so far."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def written(pid):
    """Octets that went to the disk so far."""
    with open(f"/proc/{pid}/io") as counts:
        return next(int(text.split()[1]) for text in counts
                    if text.startswith("write_bytes:"))


def resident(pid):
    with open(f"/proc/{pid}/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def idle(bench, number=10000, seconds=60):
    with controlled(bench, "idle", number) as (api, one):
        pid = one.program.pid
        before = processor(pid), written(pid)
        time.sleep(seconds)
        bench.row(f"idle for {seconds} s, {number} Ingresses: processor",
                  (processor(pid) - before[0]) / seconds * 100, "% of a core")
        bench.row("  written", written(pid) - before[1], "octets")


def churn(bench, number=10000, seconds=600, rate=50):
    """Memory after a tenth of the time and at its end."""
    with controlled(bench, "churn", number) as (api, one):
        start = time.perf_counter()
        memory = []
        turn = 0
        while time.perf_counter() - start < seconds:
            while turn / rate > time.perf_counter() - start:
                time.sleep(0.002)
            turn += 1
            n = turn * 7919 % number
            if turn % 10:
                api.set_status(bulk_ingress(n, ZONE), load_balancer(
                    [f"198.19.{turn >> 8 & 255}.{turn & 255}"]))
            else:
                api.delete(bulk_ingress(n, ZONE))
                api.create(bulk_ingress(n, ZONE))
            if turn % rate == 0:
                memory.append(resident(one.program.pid))
        early = sorted(memory[len(memory) // 10:len(memory) // 5])
        late = sorted(memory[-len(memory) // 10:])
        first, last = early[len(early) // 2], late[len(late) // 2]
        bench.row(f"memory after {turn} changes, {rate} a second",
                  last / 1e6, "MB", first / 1e6, "after a tenth of them")


def run(bench, rows, less):
    """The rows that were asked for; less: how much smaller and shorter."""
    number = 10000 // less
    if "queries" in rows:
        queries(bench, number, seconds=max(3, 60 // less))
    if "burst" in rows:
        burst(bench, number, 1000 // less)
    if "idle" in rows:
        idle(bench, number, max(3, 60 // less))
    if "churn" in rows:
        churn(bench, number, max(10, int(os.environ.get("CHURN", 600)) //
                                 less))
