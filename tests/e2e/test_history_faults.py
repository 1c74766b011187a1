# SPDX-License-Identifier: Apache-2.0
"""What befalls git's disk, and git in the middle of its work (H1: a commit for
each version): with a library before the program, so not with sanitizers."""

from controller import ZONE
from test_history import (change, recorded, repository,  # noqa: F401
                          served)


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
