# SPDX-License-Identifier: Apache-2.0
"""Killed before each call of a publication by transfer, and of the file that
follows: what is served later is what was served, or later; and no serial is
ever that of two contents.  The same calls fail, too, and nothing is lost."""

import pytest

from checkers import check
from controller import ZONE
from eventually import eventually
from feeding import (  # noqa: F401
    address, fed, feed, pod, put, ready, served)
from test_behind import STUCK, is_behind, lags

JOURNAL = f"{ZONE}.journal$"
ZONE_TEMP = f"zones/.{ZONE}.zone.tmp$"
ORIGINS_TEMP = f"zones/.{ZONE}.origins.tmp$"

# In their order: before NSD has it, while it gets it, and when the file follows.
NOTED = [("open", "/.unsynced.tmp$"), ("write", "/.unsynced.tmp$"),
         ("sync", "/.unsynced.tmp$"), ("rename", "/unsynced$")]
ENTERED = [("open", JOURNAL), ("write", JOURNAL)]
SYNCED = [("sync", JOURNAL), ("sync", "state/zones$")]
FOLLOWED = [("open", ZONE_TEMP), ("write", ZONE_TEMP), ("sync", ZONE_TEMP),
            ("open", ORIGINS_TEMP), ("write", ORIGINS_TEMP),
            ("sync", ORIGINS_TEMP), ("rename", f"{ZONE}.origins$"),
            ("rename", f"{ZONE}.zone$"), ("unlink", JOURNAL)]
# When it follows at a start: what NSD had stays until it was seen serving it.
KEPT = [("link", ".zone.good.tmp$"), ("rename", ".zone.good$")]
TOLD = [("connect", "nsd.sock")]
FILES = NOTED + ENTERED + SYNCED + FOLLOWED


def name(point):
    return "-".join(str(word).strip("$/.") for word in point)


class Seen:
    """Which content had which serial, at times when nothing moves."""

    def __init__(self, one):
        self.one, self.of = one, {}

    def pair(self):
        return (self.one.server.serial(ZONE),
                self.one.server.answer("www.example.com"))

    def look(self):
        """NSD's last process may answer once more."""
        pairs = []
        eventually(lambda: pairs.append(self.pair())
                   or pairs[-3:] == pairs[-1:] * 3, "it moves")
        serial, found = pairs[-1]
        assert self.of.setdefault(serial, found) == found
        assert serial == max(self.of), "it went back"
        return serial

    def latest(self):
        return self.of[max(self.of)]


def begin(one):
    """By counted serials: those that were not seen are given again."""
    one.config["zones"][0]["serial"] = "counter"
    one.write_config()
    one.faults()
    ready(one)


def ends_well(one, seen, number):
    """It goes on, and the file has all of it."""
    put(one, number)
    served(one, number)
    seen.look()
    eventually(lambda: not is_behind(one), "the file follows")
    assert address(number) in one.zone_text()
    check(ZONE, one.zone_file())
    one.stop()
    left = {file.name for file in one.zone_file().parent.iterdir()}
    assert left == {f"{ZONE}.zone", f"{ZONE}.origins"}
    assert not (one.state / "unsynced").exists()


def dies_at(one, nth, call, path):
    one.faults(f"kill{nth} {call} {path}")
    put(one, 2)
    eventually(lambda: not one.program.running(), "it is killed")
    one.faults()


@pytest.mark.parametrize("with_nsd", [False, True],
                         ids=["nsd lives", "with nsd"])
@pytest.mark.parametrize(
    "point", [("", *point) for point in FILES]
    + [(nth, *point) for nth in (1, 2, 3) for point in TOLD], ids=name)
def test_killed(pod, point, with_nsd):
    one, start_nsd = pod
    nsd = start_nsd()
    begin(one)
    seen = Seen(one)
    seen.look()
    dies_at(one, *point)
    seen.look()
    if with_nsd:
        nsd.kill()
        start_nsd()
        seen.look()
    one.start()
    one.server.answers("www.example.com", address(2))
    seen.look()
    ends_well(one, seen, 3)


@pytest.mark.parametrize("point", FOLLOWED + KEPT, ids=name)
def test_killed_at_the_start(pod, point):
    """While it writes what the journal has."""
    one, start_nsd = pod
    nsd = start_nsd()
    begin(one)
    seen = Seen(one)
    one.faults(STUCK)
    put(one, 2)
    lags(one, 2)
    seen.look()
    one.kill()
    nsd.kill()
    one.faults(f"kill {' '.join(point)}")
    one.start()
    eventually(lambda: not one.program.running(), "it is killed")
    one.faults()
    start_nsd()
    seen.look()
    one.start()
    ends_well(one, seen, 3)


@pytest.mark.parametrize("point", FILES, ids=name)
def test_fails(pod, point):
    """What is answered is old or new, and whole; and then it is new."""
    one, start_nsd = pod
    start_nsd()
    begin(one)
    seen = Seen(one)
    call, path = point
    error = "ENOSPC" if call in ("open", "write") else "EIO"
    one.faults(f"{call} {error} {path}")
    for number in (2, 3):
        put(one, number)
        eventually(lambda: one.said("zone not written")
                   or one.server.answer("www.example.com")
                   == [address(number)], one.program.output)
    one.faults()
    served(one, 3)
    seen.look()
    ends_well(one, seen, 4)


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_all_of_them_fail(pod, error):
    """A full disk, from one moment to the next: the old answer stays."""
    one, start_nsd = pod
    start_nsd()
    begin(one)
    seen = Seen(one)
    one.faults(STUCK)
    put(one, 2)
    lags(one, 2)
    seen.look()
    one.faults(*(f"{call} {error} {path}" for call, path in FILES))
    for number in (3, 4, 5):
        put(one, number)
    one.says("zone not written")
    seen.look()
    assert seen.latest() == [address(2)]
    one.faults()
    served(one, 5)
    seen.look()
    ends_well(one, seen, 6)
