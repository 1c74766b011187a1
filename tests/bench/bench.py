# SPDX-License-Identifier: Apache-2.0
"""The table of speed and memory: see tests/bench.sh.

Rows
  start     start of the controller to all names served, a cluster of N
            Ingresses; beside a bare curl of the same list; its VmHWM then and
            when it is started again, and what of that one more object takes
  latency   a status is patched (acknowledged) until its address is answered,
            a zone of N records; beside a bare NSD's reload of the same file
  cost      instructions of the controller for one change in a zone of N
            records (callgrind)
  hostile   inputs of tenants that want to cost much, see hostile.py
  recording what a version costs in git, see recording.py
  following until secondaries answer a change, see following.py
  handover  a change by transfer and by reload, see handover.py
  endurance an hour of changes with three secondaries, see endurance.py;
            only when it is named
  turns     how long everybody else has to wait for them, see turns.py
  scrape    what it costs to read the metrics, see scraping.py
  queries, burst, idle, churn: see serving.py
"""

import argparse
import json
import os
import pathlib
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/e2e"))

from apiserver import ApiServer, path_to  # noqa: E402
from controller import Controller  # noqa: E402
from eventually import eventually  # noqa: E402
from objects import (bulk_ingress, bulk_namespaces, ingress,  # noqa: E402
                     load_balancer)

from bare import Asker, Bare  # noqa: E402
import callgrind  # noqa: E402
import endurance  # noqa: E402
import following  # noqa: E402
import handover  # noqa: E402
import hostile  # noqa: E402
import recording  # noqa: E402
import scraping  # noqa: E402
import serving  # noqa: E402
import turns  # noqa: E402

ZONE = "example.com"


class Bench:
    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.rows = []

    def row(self, what, value, unit, reference=None, reference_what=None):
        self.rows.append({
            "what": what, "value": value, "unit": unit,
            "reference": reference, "reference_what": reference_what,
            "ratio": value / reference if reference else None,
            "load": os.getloadavg()[0],
        })
        print(line(self.rows[-1]), flush=True)

    def place(self, name):
        path = self.folder / name
        path.mkdir()
        return path

    def api(self, name, number):
        """A cluster of that many Ingresses, warm."""
        api = ApiServer(self.place(f"api-{name}"))
        api.allow()
        api.fill(bulk_namespaces())
        api.fill(bulk_ingress(n, ZONE) for n in range(number))
        # The watch cache has them all.
        eventually(lambda: len(api.list("Ingress")["items"]) == number,
                   "the API server lists all", 120, pause=0.5)
        return api

    def curl(self, api):
        """Seconds for the same list, unpaged, into /dev/null."""
        times = []
        for _ in range(3):
            start = time.perf_counter()
            subprocess.run(
                ["curl", "-sS", "-o", "/dev/null", "--cacert",
                 api.directory / "certs/apiserver.crt", "-H",
                 "Authorization: Bearer readtoken",
                 f"https://127.0.0.1:{api.port}"
                 "/apis/networking.k8s.io/v1/ingresses"], check=True)
            times.append(time.perf_counter() - start)
        return min(times)

    def start(self, number):
        api = self.api(f"start-{number}", number)
        try:
            reference = self.curl(api)
            times, peak, again = [], 0, 0
            sample = random.Random(1).sample(range(number),
                                             min(200, number)) + [number - 1]
            for turn in range(3):
                one = Controller(self.program, self.folder
                                 / f"start-{number}-{turn}", cluster=api,
                                 log={"level": "info", "format": "json"})
                asker = Asker(one.port)
                start = time.perf_counter()
                one.start()
                for n in sample:
                    asker.until(f"app-{n}.{ZONE}", address(n))
                times.append(time.perf_counter() - start)
                peak = max(peak, one.program.memory_peak())
                one.stop()
                if turn == 2:
                    again = self.restart(one, api)
                one.clean()
            self.row(f"start to served, {number} Ingresses",
                     statistics.median(times), "s", reference,
                     "curl of that list")
            self.row(f"memory at that (VmHWM), {number} Ingresses",
                     peak / 1e6, "MB")
            self.row("  started again over its last version", again / 1e6,
                     "MB")
            return peak
        finally:
            api.stop()

    @staticmethod
    def restart(one, api):
        """The peak of a start over a last version, until it follows."""
        one.start()
        api.create(ingress("again", f"again.{ZONE}", "198.18.0.1"))
        Asker(one.port).until(f"again.{ZONE}", "198.18.0.1")
        peak = one.program.memory_peak()
        one.stop()
        return peak

    def bytes_per_object(self, sizes, peaks):
        """What grows with the objects, and what of it they are themselves."""
        self.row("bytes per object (VmHWM)",
                 (peaks[1] - peaks[0]) / (sizes[1] - sizes[0]), "bytes")
        documents = "".join(json.dumps(bulk_ingress(n, ZONE)) + "\n"
                            for n in range(1000))
        done = subprocess.run(
            [pathlib.Path(self.program).parent / "tests/bench/objectsize",
             "Ingress"], input=documents, capture_output=True, text=True,
            check=True)
        trimmed, origin = map(int, done.stdout.split())
        json_size = len(documents) / 1000
        self.row("  the trimmed object", trimmed, "bytes", json_size, "JSON")
        self.row("  its origin", origin, "bytes", json_size, "JSON")

    def latency(self, number, changes=60):
        api = self.api(f"latency-{number}", number)
        one = Controller(self.program, self.folder / f"latency-{number}",
                         cluster=api, log={"level": "info", "format": "json"})
        bare = None
        try:
            one.start()
            asker = Asker(one.port)
            asker.until(f"app-{number - 1}.{ZONE}", address(number - 1))
            bare = Bare(self.folder / f"bare-{number}", one.zone_text())
            connection = api.connect()
            dice = random.Random(2)
            ours, reloads = [], []
            for turn in range(changes):
                n = dice.randrange(number)
                new = f"198.18.{turn >> 8}.{turn & 255}"
                api.request(
                    "PATCH", path_to(bulk_ingress(n, ZONE), "status"),
                    {"status": load_balancer([new])},
                    "application/merge-patch+json", connection)
                ours.append(asker.until(f"app-{n}.{ZONE}", new) * 1e3)
                # The first change after quiet, each time: the next one
                # waits four times as long (Q2: publications are spaced).
                time.sleep(0.05 + 4 * ours[-1] / 1e3)
                reloads.append(bare.change() * 1e3)
            reference = statistics.median(reloads)
            self.row(f"write to answered, {number} records",
                     statistics.median(ours), "ms", reference,
                     "reload of that file")
            self.row("  beyond the reload beside it",
                     statistics.median(a - b for a, b in zip(ours, reloads)),
                     "ms")
            self.row("  the slowest tenth", sorted(ours)[changes * 9 // 10],
                     "ms", sorted(reloads)[changes * 9 // 10],
                     "slowest tenth of reloads")
            one.stop()
        finally:
            one.clean()
            if bare:
                bare.stop()
            api.stop()

    def cost(self, number, changes=50):
        one = Controller(self.program, self.folder / f"cost-{number}",
                         run_nsd=False, log={"level": "error"},
                         publish={"minInterval": "1ms"})
        # No child at all: valgrind knows no pidfd_open(2).
        one.config["nsd"]["checkzone"] = "never"
        one.write_config()
        nsd = one.start_nsd()
        for part in range(0, number, 1000):
            one.put(f"bulk-{part}.json", *[
                ingress(f"app-{n}", f"app-{n}.{ZONE}", address(n))
                for n in range(part, min(part + 1000, number))])
        try:
            each = callgrind.each(one, changes)
        finally:
            one.clean()
            nsd.stop()
        self.row(f"one change, {number} records", each / 1e3, "k instructions")
        self.row(f"  a record, {number} records", each / number,
                 "instructions")
        return each


def address(number):
    return (f"203.{number >> 16 & 255}.{number >> 8 & 255}."
            f"{number & 255}")


def line(row):
    text = f"{row['what']:42} {row['value']:10.2f} {row['unit']:14}"
    if row["reference"]:
        text += (f" {row['ratio']:6.2f} x {row['reference_what']}"
                 f" ({row['reference']:.2f} {row['unit']})")
    return text.rstrip()


def machine():
    model = "?"
    with open("/proc/cpuinfo") as info:
        for text in info:
            if text.startswith("model name"):
                model = text.split(":", 1)[1].strip()
                break
    return {"cpu": model, "cores": os.cpu_count(),
            "kernel": platform.release(), "load": os.getloadavg(),
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--rows", default="start,latency,cost,"
                        "hostile,turns,recording,following,handover,"
                        "queries,burst,idle,churn,scrape")
    parser.add_argument("--quick", action="store_true",
                        help="a hundredth of the sizes: does it run at all")
    parser.add_argument("--million", action="store_true",
                        help="the row handover also of 1 000 000 records")
    parser.add_argument("program")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="k8s-nsd-bench-"))
    bench = Bench(os.path.abspath(options.program), folder)
    about = machine()
    print("machine: {cores} x {cpu}, Linux {kernel}, load {load[0]:.2f}"
          .format(**about), flush=True)
    less = 100 if options.quick else 1
    rows = options.rows.split(",")
    try:
        if "start" in rows:
            sizes = 10000 // less, 100000 // less
            peaks = [bench.start(number) for number in sizes]
            bench.bytes_per_object(sizes, peaks)
        if "latency" in rows:
            for number in (10, 10000, 100000):
                bench.latency(max(10, number // less))
        if "cost" in rows:
            small, large = 1000 // less, 100000 // less
            fixed = bench.cost(small)
            each = bench.cost(large)
            bench.row("one change, per unchanged record",
                      (each - fixed) / (large - small), "instructions")
        if "hostile" in rows:
            hostile.run(bench, less)
        if "recording" in rows:
            recording.run(bench, less)
        if "following" in rows:
            following.run(bench, less)
        if "handover" in rows:
            handover.run(bench, less, options.million)
        if "endurance" in rows:
            endurance.run(bench, less)
        if "turns" in rows:
            turns.run(bench, less)
        if "scrape" in rows:
            scraping.run(bench, less)
        serving.run(bench, rows, less)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if options.json:
            pathlib.Path(options.json).write_text(json.dumps(
                {"machine": about, "rows": bench.rows}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
