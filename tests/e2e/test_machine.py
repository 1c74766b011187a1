# SPDX-License-Identifier: Apache-2.0
"""What the machine does to the program: its clock jumps, descriptors and
memory run out.

The client alone (a fiftieth of the real times, test_client_list.py) and the
whole program with its NSD (a twentieth, limits.c).
"""

import contextlib
import os
import pathlib
import resource
import signal
import struct
import time

import pytest

from conftest import cannot
from eventually import eventually
from follow import TICK, TIMES
from objects import ingress, load_balancer
from vigil import Vigil

HOUR, DAY = 3600, 86400
FEW = 3  # no descriptor below that is ever free


class Clock:
    """The wall clock of the programs that are started within it.

    A day ahead at first: certificates are from today, whatever it jumps.
    """

    def __init__(self, library, file):
        self.library, self.file = library, file
        self.file.write_bytes(bytes(8))
        self.jump(0)

    def jump(self, seconds):
        with open(self.file, "r+b") as file:
            file.write(struct.pack("q", DAY + seconds))

    def words(self):
        return {"LD_PRELOAD": str(self.library), "CLOCK_SHIFT": str(self.file)}

    @contextlib.contextmanager
    def inside(self, monkeypatch):
        with monkeypatch.context() as patch:
            for name, value in self.words().items():
                patch.setenv(name, value)
            yield


@pytest.fixture
def clock(program, folder):
    library = pathlib.Path(program).parent / "clock.so"
    if not library.exists():
        cannot(f"there is no {library}")
    return Clock(library, folder / "shift")


def watched(api, count=1):
    eventually(lambda: len(api.asked("watch", "ingresses")) >= count
               and api.watches("ingresses"), f"there are {count} watches")


def proves(one, api, name):
    api.create(ingress(name, f"{name}.example.com"))
    one.says("put", key=f"web/{name}")
    return one.agrees(api)




@pytest.mark.parametrize("hours", [1, -1], ids="{:+} h".format)
def test_b33_the_clock_jumps(fake, follow, clock, monkeypatch, hours):
    """No timer ends early, none is stuck: of a watch, of its silence, of the
    backoff."""
    fake.create(ingress("a", "a.example.com"))
    with clock.inside(monkeypatch):
        one = follow(fake, watch_least=600, watch_spread=1, idle_grace=1,
                     response=5000, wall=5000)
    one.live()
    watched(fake)
    clock.jump(hours * HOUR)
    watched(fake, 3)
    first, second = fake.asked("watch")[:2]
    assert first.ended - first.time >= 0.6
    # Silence, from where it was; a jump in between.
    clock.jump(0)
    fake.end("ingresses", "freeze")
    frozen = fake.asked("watch")[-1]
    clock.jump(hours * HOUR)
    watched(fake, len(fake.asked("watch")) + 1)
    assert frozen.ended - frozen.time >= 0.6
    # The backoff of a server that is away; the clock goes to and fro.
    before = len(one.failures())
    start = time.monotonic()
    fake.refuse()
    for count in range(1, 6):
        eventually(lambda: len(one.failures()) >= before + count, one.tail)
        clock.jump((count % 2) * hours * HOUR)
    assert time.monotonic() - start >= (0.8 + 1.6 + 3.2) / TIMES - 3 * TICK
    fake.accept()
    proves(one, fake, "b")
    assert one.source()["state"] == "live"


def test_b33_the_clock_of_the_program_jumps(fake, controller, clock):
    """Names stay, changes are published at once, serials only rise."""
    one = controller(cluster=fake, quick=True)
    fake.create(ingress("stays", "stays.example.com", ["192.0.2.1"]))
    fake.create(ingress("moves", "moves.example.com", ["192.0.2.2"]))
    one.start(wrapper=["env", *("=".join(word)
                                for word in clock.words().items())])
    one.serving().server.answers("moves.example.com", "192.0.2.2")
    serials = [one.serial()]
    with Vigil(one.server, {"stays.example.com": "192.0.2.1"}):
        for number, hours in enumerate([1, -1, 0, -24, 1]):
            clock.jump(hours * HOUR)
            address = f"198.51.100.{number}"
            fake.set_status(ingress("moves"), load_balancer([address]))
            one.server.answers("moves.example.com", address)
            serials.append(one.serial())
    assert serials == sorted(set(serials))
    assert {m["kind"] for m in one.messages()
            if m["message"] == "source changed"
            and m["state"] not in ("live", "absent", "syncing")} == set()
    one.stop()


@contextlib.contextmanager
def no_descriptors(pid):
    """It can open nothing, whatever it closes."""
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (FEW, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)


@pytest.mark.sanitized
def test_b39_no_descriptors(fake, follow):
    """No connection can be made: a backoff, and what is known stays."""
    fake.create(ingress("a", "a.example.com"))
    fake.create(ingress("b", "b.example.com"))
    one = follow(fake, kinds=["Ingress", "Service"]).live()
    watched(fake)
    open_before = len(os.listdir(f"/proc/{one.process.pid}/fd"))
    with no_descriptors(one.process.pid):
        fake.end("ingresses", "rst")
        fake.end("services", "rst")
        fake.delete(ingress("b"))
        one.says("state", kind="Ingress", state="lost")
        eventually(lambda: len(one.failures()) >= 10, one.tail)
        assert not one.said("gone")
    one.says("gone", key="web/b")
    for kind in one.kinds:
        eventually(lambda: one.source(kind)["state"] == "live", one.tail)
    proves(one, fake, "c")
    eventually(lambda: len(os.listdir(f"/proc/{one.process.pid}/fd"))
               <= open_before + 1, "no descriptor is left behind")
    for plural in ("ingresses", "services"):
        assert len(fake.asked("watch", plural)) <= 3


@pytest.mark.sanitized
def test_b39_no_descriptors_for_the_program(fake, controller):
    """Nothing can be read, written or asked; names stay; then all is made up
    for."""
    one = controller(cluster=fake, quick=True)
    stays = ingress("stays", "stays.example.com", ["192.0.2.1"])
    fake.create(stays)
    fake.create(ingress("goes", "goes.example.com", ["192.0.2.2"]))
    one.start().serving()
    one.server.answers("goes.example.com", "192.0.2.2")
    with Vigil(one.server, {"stays.example.com": "192.0.2.1"}):
        with no_descriptors(one.program.pid):
            fake.create(ingress("late", "late.example.com", ["192.0.2.3"]))
            one.says("Too many open files")
            fake.refuse()
            fake.accept()
            fake.delete(ingress("goes"))
            one.says('"kind":"Ingress","state":"lost"')
            assert one.server.answer("goes.example.com") == ["192.0.2.2"]
        one.server.answers("late.example.com", "192.0.2.3", deadline=60)
        one.server.gone("goes.example.com", deadline=60)
    one.stop()


def test_b39_no_memory(fake, controller):
    """The program ends, as it says; NSD goes on, and the next one has it
    all."""
    one = controller(cluster=fake, quick=True)
    fake.create(ingress("stays", "stays.example.com", ["192.0.2.1"]))
    one.start().serving()
    one.server.answers("stays.example.com", "192.0.2.1")
    with Vigil(one.server, {"stays.example.com": "192.0.2.1"}):
        with open(f"/proc/{one.program.pid}/statm") as statm:
            size = int(statm.read().split()[0]) * resource.getpagesize()
        resource.prlimit(one.program.pid, resource.RLIMIT_AS,
                         (size + (1 << 20), resource.RLIM_INFINITY))
        large = ingress("large", "large.example.com", ["192.0.2.2"])
        large["metadata"]["labels"] = {"x": "y" * (8 << 20)}
        fake.create(large)
        assert one.program.wait() == -signal.SIGABRT, one.program.output()
        assert "out of memory" in one.program.output()
        one.start()
        one.server.answers("large.example.com", "192.0.2.2")
    one.stop()
