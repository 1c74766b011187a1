# SPDX-License-Identifier: Apache-2.0
"""Waiting for something to become true, never for a fixed time."""

import time

DEADLINE = 90.0  # seconds; long, because it is only spent on a failure


def eventually(predicate, what, deadline=DEADLINE, pause=0.01):
    """The first true value of predicate(); AssertionError after deadline.

    what says what was waited for: a text, or a function that makes one from
    how things are at the end.
    """
    end = time.monotonic() + deadline
    while True:
        value = predicate()
        if value:
            return value
        if time.monotonic() > end:
            text = what() if callable(what) else what
            raise AssertionError(f"not within {deadline:g} s: {text}")
        time.sleep(pause)


def steadily(predicate, what, seconds, pause=0.02):
    """predicate() holds all the time: for what must NOT happen."""
    end = time.monotonic() + seconds
    while True:
        if not predicate():
            raise AssertionError(what() if callable(what) else what)
        if time.monotonic() > end:
            return
        time.sleep(pause)
