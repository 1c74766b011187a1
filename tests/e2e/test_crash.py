# SPDX-License-Identifier: Apache-2.0
"""kill -9 at random moments: nothing is ever half.

KILLS says how often (20); SEED repeats a run.
"""

import os
import random
import threading
import time

import pytest

from checkers import check
from controller import ZONE, zone_settings
from eventually import eventually
from objects import ingress

KILLS = int(os.environ.get("KILLS", "20"))
NAMES = 40


class Witness(threading.Thread):
    """Asks and reads all the time; keeps what was wrong."""

    def __init__(self, one):
        super().__init__(daemon=True)
        self.one = one
        self.wrong = []
        self.asked = self.read = 0
        self.end = threading.Event()

    def run(self):
        while not self.end.is_set():
            self.ask()
            self.look()

    def ask(self):
        rcode = self.one.server.rcode("always.example.com")
        answer = self.one.server.answer("always.example.com")
        self.asked += 2
        if rcode != "NOERROR" or answer != ["192.0.2.1"]:
            self.wrong.append(f"answered {rcode} {answer}")

    def look(self):
        text = self.one.zone_text()
        self.read += 1
        # "zzz" is the last name there is.
        if not text.startswith("; k8s-nsd zone") or not text.endswith(
                "zzz\t60\tIN\tA\t192.0.2.1\n"):
            self.wrong.append(f"a file of {len(text)}: ...{text[-80:]!r}")

    def stop(self):
        self.end.set()
        self.join()


def change(one, dice):
    number = dice.randrange(NAMES)
    file = f"i{number}.yaml"
    if dice.random() < 0.3 and (one.manifests / file).exists():
        one.remove(file)
    else:
        one.put(file, ingress(f"i{number}", f"i{number}.example.com",
                              f"198.51.100.{dice.randrange(256)}"))


def test_killed_at_random(controller):
    seed = os.environ.get("SEED") or random.randrange(10 ** 9)
    print(f"SEED={seed}")
    dice = random.Random(seed)
    one = controller(zones=[zone_settings(guard="off")])
    one.put("always.yaml", ingress(
        "always", ["always.example.com", "zzz.example.com"], "192.0.2.1"))
    one.start().serving()
    one.server.answers("always.example.com", "192.0.2.1")
    witness = Witness(one)
    witness.start()
    serial = one.server.serial(ZONE)
    for turn in range(KILLS):
        # From "not yet started" to "well into a flood of changes".
        end = time.monotonic() + dice.choice((0.02, 0.1, 0.4)) * dice.random()
        while time.monotonic() < end:
            change(one, dice)
        one.kill()
        check(ZONE, one.zone_file())
        change(one, dice)
        address = f"203.0.113.{turn % 256}"
        one.put("turn.yaml", ingress("turn", f"t{turn}.example.com", address))
        one.start()
        one.server.answers(f"t{turn}.example.com", address)
        before, serial = serial, one.server.serial(ZONE)
        assert serial > before
        assert not witness.wrong, witness.wrong[:10]
    # What is served in the end is what the manifests say.
    there = {file.stem for file in one.manifests.glob("i*.yaml")}

    def same():
        names = {line.split("\t")[0] for line in one.records()}
        return {n for n in names if n.startswith("i")} == there

    eventually(same, "the zone is what the manifests say")
    witness.stop()
    assert not witness.wrong, witness.wrong[:10]
    assert witness.asked > KILLS and witness.read > KILLS
    one.stop()
    left = {file.name for file in one.zone_file().parent.iterdir()}
    assert {name for name in left if "tmp" in name} == set()


@pytest.mark.parametrize("half", ["", "; k8s-nsd zone example.com\n",
                                  "www 60 IN A 192.0.2.9\n", "\0" * 4096],
                         ids=["empty", "half", "somebody's", "NULs"])
def test_a_file_that_is_not_ours_is_made_new(controller, half):
    """A state directory damaged by other hands."""
    one = controller()
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    serial = one.server.serial(ZONE)
    one.stop()
    one.zone_file().write_text(half)
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    assert one.server.serial(ZONE) >= serial
    check(ZONE, one.zone_file())
    one.stop()
