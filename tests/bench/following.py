# SPDX-License-Identifier: Apache-2.0
"""How soon a change is answered by secondaries: an object of a zone of N
records changes, until an NSD, a BIND and a Knot that follow by NOTIFY and IXFR
answer it, for each nsd.handover; beside the bare chain: the same file under
another serial, reloaded by an NSD without a controller, followed by three like
those."""

import statistics
import time

from bare import Asker
from checkers import program
from controller import ZONE, Controller, serial_of, zone_settings
from eventually import eventually
from nameservers import KINDS, LOOPBACK, Key
from objects import bulk_ingress, ingress
from ports import free_port
from secondaries import Secondary
from servers import CONFIG, Program, control

CHANGES = 30
WAYS = "reload", "transfer", "auto"
IXFR = """\
  store-ixfr: yes
  create-ixfr: yes
"""


def three(folder, port, key):
    return [Secondary(kind, folder, (LOOPBACK, port), key, [ZONE])
            for kind in KINDS]


class Chain:
    """An NSD with that zone, and three that follow it."""

    def __init__(self, folder, text, key):
        folder.mkdir()
        self.text, self.serial = text, serial_of(text)
        self.file, self.new = folder / "zone", folder / "new"
        self.file.write_text(text)
        self.socket, self.port = folder / "nsd.sock", free_port()
        self.some = three(folder, self.port, key)
        conf = CONFIG.format(port=self.port, directory=folder,
                             socket=self.socket, address=LOOPBACK)
        conf += (f'key:\n  name: "{key.name}"\n  algorithm: {key.algorithm}\n'
                 f'  secret: "{key.secret}"\n'
                 f'zone:\n  name: "{ZONE}"\n  zonefile: "{self.file}"\n'
                 f"  provide-xfr: {LOOPBACK} {key.name}\n" + IXFR)
        for each in self.some:
            conf += f"  notify: {LOOPBACK}@{each.port} {key.name}\n"
        (folder / "nsd.conf").write_text(conf)
        self.program = Program(
            [program("nsd"), "-d", "-c", folder / "nsd.conf"],
            folder / "log")

    def change(self, before, after):
        """The object's record, and the next serial."""
        self.text = self.text.replace(before, after, 1).replace(
            str(self.serial), str(self.serial + 1), 1)
        self.serial += 1
        self.new.write_text(self.text)
        self.new.rename(self.file)
        assert control(self.socket, f"reload {ZONE}") == "ok\n"

    def stop(self):
        self.program.stop()


def begin(some):
    for each in some:
        each.start()
    for each in some:
        each.has(ZONE, 1)


def soon(askers, address):
    """ms until each answers the address, all of them asked in turn."""
    start, took = time.perf_counter(), {}
    while len(took) < len(askers):
        for kind, asker in askers.items():
            if kind not in took and asker.has(f"moves.{ZONE}", address):
                took[kind] = (time.perf_counter() - start) * 1e3
        if time.perf_counter() - start > 120:
            raise AssertionError(f"{address} is answered by {list(took)} only")
        time.sleep(0.0003)
    return took


def askers_of(some):
    return {each.name: Asker(each.port) for each in some}


def address(turn):
    return f"198.18.{turn >> 8}.{turn & 255}"


def controlled(bench, folder, number, key, way):
    one = Controller(bench.program, folder / "controller",
                     zones=[zone_settings(secondaries=list(KINDS))],
                     log={"level": "info", "format": "json"})
    some = three(folder, one.port, key)
    one.config["nsd"]["handover"] = way
    one.config["tsig"] = [key.write(folder)]
    one.config["secondaries"] = [each.row() for each in some]
    one.write_config()
    one.put("all.yaml", *(bulk_ingress(n, ZONE) for n in range(number)))
    one.put("moves.yaml", ingress("moves", f"moves.{ZONE}", address(0)))
    one.start().serving(280)
    return one, some


def measure(one, some, chain):
    """Of each kind, ms of every change: ours, and of the bare chain."""
    ours, bare = [], []
    mine, other = askers_of(some), askers_of(chain.some)
    for turn in range(1, CHANGES + 1):
        # After quiet: versions of such a zone come a second apart.
        time.sleep(1.5)
        one.put("moves.yaml", ingress("moves", f"moves.{ZONE}",
                                      address(turn)))
        ours.append(soon(mine, address(turn)))
        chain.change(f"moves\t60\tIN\tA\t{address(turn - 1)}\n",
                     f"moves\t60\tIN\tA\t{address(turn)}\n")
        bare.append(soon(other, address(turn)))
    return ours, bare


def follow(bench, number, way):
    folder = bench.place(f"following-{way}")
    key = Key("bench.example")
    one, some = controlled(bench, folder, number, key, way)
    chain = Chain(folder / "bare", one.zone_text(), key)
    try:
        asker = Asker(chain.port)
        eventually(lambda: asker.has(f"moves.{ZONE}", address(0)),
                   "the bare NSD serves", 60)
        begin(some)
        begin(chain.some)
        ours, bare = measure(one, some, chain)
        for kind in KINDS:
            bench.row(f"changed to answered by {kind}, {way}, "
                      f"{number} records",
                      statistics.median(took[kind] for took in ours), "ms",
                      statistics.median(took[kind] for took in bare),
                      "bare chain")
            bench.row("  beyond the bare chain beside it", statistics.median(
                a[kind] - b[kind] for a, b in zip(ours, bare)), "ms")
        one.stop()
    finally:
        one.clean()
        for each in some + chain.some:
            if each.program and each.program.running():
                each.stop()
        chain.stop()


def run(bench, less):
    for way in WAYS:
        follow(bench, 10000 // less, way)
