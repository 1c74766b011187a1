# SPDX-License-Identifier: Apache-2.0
"""A git repository as an auditor sees it: real git, read only."""

import os
import re
import subprocess

from eventually import eventually

SETTINGS = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
            "LC_ALL": "C"}


def run_git(directory, *words, text=None, check=True):
    """What git prints."""
    done = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", str(directory),
         *map(str, words)], input=text, capture_output=True, text=True,
        errors="replace", timeout=120, env={**os.environ, **SETTINGS})
    if check:
        assert done.returncode == 0, f"git {words}: {done.stderr}"
    return done.stdout


class Commit:
    """One commit, with its trailers as git itself reads them."""

    def __init__(self, text):
        self.id, self.author, self.time, self.subject, self.body, \
            trailers = text.split("\x00")
        self.time = int(self.time)
        self.trailers = [line.split(": ", 1)
                         for line in trailers.strip().split("\n") if line]

    def all(self, key):
        return [value for word, value in self.trailers if word == key]

    def one(self, key):
        values = self.all(key)
        assert len(values) <= 1, f"{key} is there twice:\n{self.body}"
        return values[0] if values else None

    def number(self, key):
        value = self.one(key)
        return None if value is None else int(value)


class Repository:
    def __init__(self, directory, branch="main"):
        self.directory = directory
        self.branch = branch

    def git(self, *words, **options):
        return run_git(self.directory, *words, **options)

    def commits(self):
        """Of the branch, the oldest first; [] when it has none."""
        out = self.git(
            "log", "--reverse", "--format=%H%x00%an <%ae>%x00%at%x00%s%x00%B"
            "%x00%(trailers:only,unfold)%x01", self.branch, "--", check=False)
        return [Commit(text.lstrip("\n")) for text in out.split("\x01")
                if text.strip()]

    def of_zone(self, zone):
        return [one for one in self.commits() if one.one("Zone") == zone]

    def show(self, path, revision=None):
        return self.git("show", f"{revision or self.branch}:{path}")

    def has(self, zone, serial, deadline=60.0):
        """Waits for the commit of that version; the commit."""
        def find():
            return next((one for one in self.of_zone(zone)
                         if one.number("Zone-Serial") == serial), None)
        return eventually(find, lambda: self.git("log", check=False),
                          deadline)

    def audit(self, zone):
        """Each commit of the zone begins where the one before it ended, and
        brings a serial that no other one has; the last serial."""
        before, brought = None, []
        for one in self.of_zone(zone):
            assert one.number("Zone-Previous-Serial") == before, one.body
            withdrawn = one.number("Zone-Withdrawn-Serial")
            restored = one.number("Zone-Restored-Serial")
            serial = one.number("Zone-Serial") or restored
            text = self.show(f"{zone}.zone", one.id)
            assert int(re.search(r"^\t(\d+)\t; serial$", text,
                                 re.M).group(1)) == serial
            assert withdrawn in (None, before), one.body
            if restored:
                assert restored in brought and withdrawn, one.body
            else:
                assert not brought or (
                    serial - brought[-1]) % 2**32 < 2**31, one.body
                assert serial not in brought, one.body
                brought.append(serial)
            before = serial
        return before
