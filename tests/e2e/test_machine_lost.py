# SPDX-License-Identifier: Apache-2.0
"""The machine is lost with what was not synced yet: whoever has a version of
then never gets another one under its serial."""

import pytest

from controller import ZONE
from eventually import eventually
from feeding import (  # noqa: F401
    address, fed, feed, pod, put, ready, served)
from test_behind import STUCK, is_behind, journal, lags, stuck


def counted(one, policy="counter"):
    """Serials that the clock says nothing of."""
    one.config["zones"][0]["serial"] = policy
    one.write_config()
    return stuck(one)


def unsynced(one):
    return one.state / "unsynced"


def reboots(one):
    """As far as the files tell."""
    text = unsynced(one).read_text()
    unsynced(one).write_text("another" + text)


def dies(one, nsd):
    one.kill()
    nsd.kill()
    one.faults()


@pytest.mark.parametrize("policy", ["counter", "date", "unixtime"])
@pytest.mark.parametrize("left", ["nothing", "a part", "all"])
def test_serials_go_on_behind_it(pod, policy, left):
    one, start_nsd = pod
    nsd = start_nsd()
    counted(one, policy)
    synced = None
    for number in (2, 3, 4):
        put(one, number)
        lags(one, number)
        if number == 3:
            synced = journal(one).read_text()
    seen = one.server.serial(ZONE)
    dies(one, nsd)
    if left == "nothing":
        journal(one).unlink()
    elif left == "a part":
        journal(one).write_text(synced + "entry")
    reboots(one)
    start_nsd()
    put(one, 5)
    one.start()
    served(one, 5)
    assert one.server.serial(ZONE) > seen
    one.says("versions may be lost that were not synced yet", ZONE)
    one.stop()
    assert not unsynced(one).exists()


def test_only_the_process_is(pod):
    """The system has all of it: no serial is left out."""
    one, start_nsd = pod
    start_nsd()
    counted(one)
    put(one, 2)
    lags(one, 2)
    serial = one.server.serial(ZONE)
    one.kill()
    one.faults()
    one.start()
    put(one, 3)
    served(one, 3)
    assert one.server.serial(ZONE) == serial + 1
    one.stop()
    assert not unsynced(one).exists()


def test_killed_before_the_next_version(pod):
    """Twice: what is known of it stays."""
    one, start_nsd = pod
    nsd = start_nsd()
    counted(one)
    put(one, 2)
    lags(one, 2)
    seen = one.server.serial(ZONE)
    dies(one, nsd)
    journal(one).unlink()
    reboots(one)
    # Its objects ask for what the file has.
    put(one, 1)
    nsd = start_nsd()
    one.start()
    one.says("zone served")
    one.kill()
    one.start()
    one.says("zone served")
    one.stop()
    assert unsynced(one).exists()
    put(one, 3)
    one.start()
    served(one, 3)
    assert one.server.serial(ZONE) > seen
    one.stop()
    assert not unsynced(one).exists()


def test_it_cannot_be_synced(fed):
    """From then on no version is seen that the disk has not."""
    one = stuck(fed())
    one.faults(STUCK, f"sync EIO {ZONE}.journal")
    put(one, 2)
    lags(one, 2)
    one.says("zone file is behind its journal")
    put(one, 3)
    one.says("zone not written")
    assert one.server.answer("www.example.com") == [address(2)]
    one.faults()
    served(one, 3)
    eventually(lambda: not is_behind(one), "the file has it")
    one.stop()
