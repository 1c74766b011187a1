# SPDX-License-Identifier: Apache-2.0
"""Instructions of a controller under valgrind, which is repeatable."""

import subprocess

from eventually import eventually
from hostile import ZONE
from objects import ingress


def address(turn):
    return f"198.18.{turn >> 8}.{turn & 255}"


def put(one, turn):
    one.put("one.json", ingress("one", f"one.{ZONE}", address(turn)))


def control(one, word):
    subprocess.run(["callgrind_control", word, str(one.program.pid)],
                   check=True, capture_output=True)


def each(one, changes, first=1):
    """Of one change of so many, one after another, when so many were made
    first.  one: a controller with all other objects, whose NSD is there."""
    put(one, 0)
    one.start(wrapper=["valgrind", "--tool=callgrind", "-q",
                       f"--callgrind-out-file={one.directory}/callgrind"])
    one.server.answers(f"one.{ZONE}", address(0), deadline=1800)
    for turn in range(1, first + changes + 1):
        put(one, turn)
        one.server.answers(f"one.{ZONE}", address(turn), deadline=600)
        if turn == first:
            control(one, "-z")
    control(one, "-d")
    dump = one.directory / "callgrind.1"
    eventually(dump.exists, "callgrind writes what it counted")
    assert one.program.stop(60) == 0
    for text in dump.read_text().split("\n"):
        if text.startswith(("summary:", "totals:")):
            return int(text.split()[1]) / changes
    raise AssertionError(f"no count in {dump}")
