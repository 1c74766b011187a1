# SPDX-License-Identifier: Apache-2.0
"""Thousands of steps by chance: changes, faults, kills; what is published
stays right after each of them (publishing.py says what that is).

	STEPS=...	of the two tests of a way together
	SEED=...	of the choices; an own one for each run unless set
"""

import os
import random
import traceback

import pytest

from history import Wrong
from publishing import Publishing
from publishsteps import Steps

STEPS = {"reload": 2000, "transfer": 600, "auto": 200}
LAST = 30   # steps that are told
TAIL = 6000  # octets of a log


def told(world, seed, done, why):
    """The logs, and what matters most at both ends, where it is seen."""
    said = f"SEED={seed}: {why}"
    text = [said, *traceback.format_tb(why.__traceback__)[-3:]]
    for log in (world.one.state / "nsd.log", world.one.directory / "nsd.log",
                world.one.log):
        if log.exists():
            text += [f"{log}:", log.read_bytes()[-TAIL:].decode(
                errors="replace")]
    return "\n".join([*text, f"the last of {len(done)} steps:",
                      *done[-LAST:], said])


@pytest.mark.parametrize("handover", STEPS)
@pytest.mark.parametrize("run_nsd", [True, False],
                         ids=["its own nsd", "another's nsd"])
def test_steps_by_chance(program, folder, run_nsd, handover):
    seed = int(os.environ.get("SEED") or random.randrange(1 << 32))
    print(f"SEED={seed}")
    world = Publishing(program, folder, run_nsd, handover)
    steps = Steps(world, random.Random(seed))
    done = []
    try:
        world.begin()
        for number in range(
                int(os.environ.get("STEPS", STEPS[handover])) // 2):
            done.append(f"{number}: {steps.step()}")
            world.breathe()
            world.look()
        world.settle()
        print(steps.counts, world.deaths, "deaths;", world.witness.count,
              "asked;", {zone: len(history.versions) for zone, history in
                         world.histories.items()}, "versions")
    except (Wrong, AssertionError, OSError) as why:
        pytest.fail(told(world, seed, done, why), pytrace=False)
    finally:
        world.clean()
