# SPDX-License-Identifier: Apache-2.0
"""Three programs that know what a zone file is."""

import os
import shutil
import subprocess

PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


def program(name):
    found = shutil.which(name, path=PATH)
    if not found:
        raise FileNotFoundError(f"'{name}' is not installed")
    return found


def commands(zone, path):
    # Stricter than it is by default, but for odd names (an underscore in the
    # owner of an address is allowed) and without looking anything up.
    return [
        [program("nsd-checkzone"), zone, str(path)],
        [program("named-checkzone"), "-i", "local", "-k", "warn",
         "-n", "fail", "-r", "fail", "-S", "warn", zone, str(path)],
        [program("ldns-read-zone"), str(path)],
    ]


def complaints(zone, path):
    """What the checkers say against the file: a list, empty when fine."""
    said = []
    for command in commands(zone, path):
        done = subprocess.run(command, capture_output=True, timeout=60)
        if done.returncode != 0:
            text = (done.stdout + done.stderr).decode(errors="replace")
            said.append(f"{os.path.basename(command[0])}: {text.strip()}")
    return said


def check(zone, path):
    said = complaints(zone, path)
    assert not said, "\n".join(said)
