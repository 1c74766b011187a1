# SPDX-License-Identifier: Apache-2.0
"""The processes of an NSD: those whose working directory is its own.

A running one has three: one controls, one holds the zones, one answers.  A
reload makes two more of them, and ends the older two a moment after the new
ones answer.
"""

import os

RUNNING = 3


def pids_in(directory):
    """What a process does meanwhile, which may end, does not matter."""
    directory, found = os.path.realpath(directory), []
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            if os.readlink(f"{entry.path}/cwd") == directory:
                found.append(int(entry.name))
        except OSError:
            pass
    return found


def reloading(directory):
    """May two versions be answered?"""
    return len(pids_in(directory)) > RUNNING
