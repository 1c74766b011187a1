# SPDX-License-Identifier: Apache-2.0
"""What befalls git's disk, and git in the middle of its work (H1: a commit for
each version): with a library before the program, so not with sanitizers."""

import os
import shutil
import subprocess

import pytest

from controller import ZONE
from eventually import eventually
from test_history import (change, recorded, repository,  # noqa: F401
                          served)
from test_pushing import (by_ssh, pushing, remote, sshd)  # noqa: F401
from test_quarantine import later


def test_a_full_disk(recorded):
    one = recorded()
    one.faults()
    one.start().serving()
    first = served(one, "www", "192.0.2.1")
    repository(one).has(ZONE, first)
    one.faults("write ENOSPC git/objects")
    change(one, "192.0.2.2")
    one.says("versions are not recorded", "No space left")
    last = change(one, "192.0.2.3")
    one.faults()
    commit = repository(one).has(ZONE, last)
    assert commit.body.count("\n~ www.") == 2
    assert not (one.directory / "git.bad-1").exists()
    eventually(lambda: not list((one.state / "zones").glob("*.commit")),
               "no files are kept")


def test_it_is_killed_again_and_again(recorded):
    one = recorded()
    one.faults()
    one.start().serving()
    repository(one).has(ZONE, served(one, "www", "192.0.2.1"))
    for count in range(1, 7):
        one.faults(f"kill{count} write git/objects")
        last = change(one, f"192.0.2.{count + 1}")
        one.faults()
        repository(one).has(ZONE, last)
    assert repository(one).audit(ZONE) == one.serial()
    assert not any(commit.one("Zone-Gap")
                   for commit in repository(one).commits())


def test_a_remote_on_a_full_disk(pushing, remote):  # noqa: F811
    one = pushing(start=False)
    one.faults()
    one.start().serving()
    remote.has(ZONE, served(one, "www", "192.0.2.1"))
    one.faults("write ENOSPC remote.git/objects")
    last = change(one, "192.0.2.2")
    one.says("commits are not pushed")
    repository(one).has(ZONE, last)
    one.faults()
    remote.has(ZONE, last)
    assert remote.audit(ZONE) == last


def test_a_remote_away_for_hours(pushing, remote):  # noqa: F811
    """It is tried again all the time, and loses nothing."""
    away = remote.directory.with_name("away.git")
    one = pushing(start=False)
    one.clocks()
    one.start().serving()
    remote.has(ZONE, served(one, "www", "192.0.2.1"))
    remote.directory.rename(away)
    for hours in range(1, 5):
        repository(one).has(ZONE, change(one, f"192.0.2.{hours + 1}"))
        later(one, 3600 * hours)
    one.says("commits are not pushed")
    away.rename(remote.directory)
    later(one, 3600 * 5)
    remote.has(ZONE, change(one, "192.0.2.9"))
    assert remote.audit(ZONE) == one.serial()


HANGS = """#!/bin/sh
case "$*" in
*hash-object*) [ ! -e %s ] || exec sleep 1000 ;;
esac
exec %s "$@"
"""


def test_a_git_that_hangs(recorded):  # noqa: F811
    """It is ended after its time, and tried again; names go on changing."""
    one = recorded()
    hang = one.directory / "hang"
    one.instead_of("git", HANGS % (hang, shutil.which("git")))
    one.clocks()
    one.start().serving()
    repository(one).has(ZONE, served(one, "www", "192.0.2.1"))
    hang.touch()
    change(one, "192.0.2.2")
    last = change(one, "192.0.2.3")
    later(one, 70)
    one.says("versions are not recorded", "took too long")
    hang.unlink()
    later(one, 140)
    repository(one).has(ZONE, last)
    assert repository(one).audit(ZONE) == last


# The shell of this machine is another program, for the controller and those
# that it starts.
NO_SHELL = ("unshare", "-m", "bash", "-c",
            'mount --bind /bin/false "$(readlink -f /bin/sh)" && '
            'exec "$0" "$@"')


@pytest.mark.skipif(os.geteuid() != 0 or subprocess.run(
    ["unshare", "-m", "true"], capture_output=True).returncode != 0,
    reason="needs a mount namespace")
def test_without_a_shell(by_ssh, remote):  # noqa: F811
    one = by_ssh(start=False)
    one.start(wrapper=NO_SHELL).serving()
    last = served(one, "www", "192.0.2.1")
    repository(one).has(ZONE, last)
    remote.has(ZONE, last)
    remote.has(ZONE, change(one, "192.0.2.2"))
