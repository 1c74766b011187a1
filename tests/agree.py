#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Does lint agree with the three servers' checkers about foreign zone files?

tests/agree.py [--cache DIR] PROGRAM FOLDER...

Takes every file below the folders that looks like a zone file: one with a SOA
among its first lines.  Its zone is what its first $ORIGIN or the owner of its
SOA says, or its name.  An error of lint on what named-checkzone, nsd-checkzone
and ldns-read-zone all take, or none on what all of them refuse, is a
disagreement; each is printed.  The source packages of bind9, nsd, ldns, knot,
dnspython and libzonemaster-perl have more than a thousand such files.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess

SOA = re.compile(rb"^([^\s;$]\S*)?[ \t]+(?:\S+[ \t]+){0,2}SOA[ \t]", re.M | re.I)
ORIGIN = re.compile(rb"^\$ORIGIN[ \t]+(\S+)", re.M | re.I)
SIZE = 2_000_000


def zone_of(path, text):
    """The name of the zone that the file is likely to be of."""
    soa = SOA.search(text)
    if not soa:
        return None
    origin = ORIGIN.search(text, 0, soa.start())
    owner = (soa.group(1) or b"@").decode("latin-1")
    base = origin.group(1).decode("latin-1") if origin else None
    if owner.endswith("."):
        return owner
    if base and not base.endswith("."):
        base += "."
    if not base:
        name = re.sub(r"\.(db|zone|in|signed|unsigned|conf|txt|bad|good|zn)"
                      r"(\d*)$", "", path.name)
        name = re.sub(r"^(db\.|zone\.)", "", name)
        base = (re.sub(r"[^A-Za-z0-9.-]", "-", name).strip(".") or
                "example") + "."
        if "." not in base[:-1]:
            base = "example."
    return base if owner == "@" else f"{owner}.{base}".replace("..", ".")


def run(*words, folder):
    try:
        return subprocess.run(
            [str(word) for word in words], cwd=folder, timeout=60,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
    except subprocess.TimeoutExpired:
        return None


def judge(program, path):
    """(takers among the three, does lint find no error, its first error)"""
    text = path.read_bytes()
    zone = zone_of(path, text)
    if zone is None:
        return None
    folder = path.parent
    said = [run("named-checkzone", "-i", "local", zone, path, folder=folder),
            run("nsd-checkzone", zone, path, folder=folder),
            # It takes no origin as an option: the file has one in front.
            subprocess.run(
                ["ldns-read-zone", "/dev/stdin"], cwd=folder, timeout=60,
                input=f"$ORIGIN {zone}\n".encode() + text,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)]
    lint = run(program, "lint", "--zone", zone, path, folder=folder)
    if None in said or lint is None:
        return None
    errors = [line for line in lint.stdout.decode("latin-1").splitlines()
              if " error " in line]
    clean = lint.returncode in (0, 1) and not errors
    return (sum(one.returncode == 0 for one in said), clean, zone,
            errors[0] if errors else lint.stdout.decode("latin-1")[:200],
            [one.stdout.decode("latin-1")[:200] for one in said])


def files_below(folders):
    for folder in folders:
        for root, _, names in os.walk(folder):
            for name in sorted(names):
                path = pathlib.Path(root, name)
                if path.is_file() and 0 < path.stat().st_size < SIZE and \
                        SOA.search(path.read_bytes()[:20_000]):
                    yield path


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("folder", nargs="+")
    options = parser.parse_args()
    count, wrong = collections.Counter(), 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        paths = list(files_below(options.folder))
        for path, result in zip(paths, pool.map(
                lambda one: judge(options.program, one), paths)):
            if result is None:
                count["no answer"] += 1
                continue
            takers, clean, zone, first, said = result
            count[takers, clean] += 1
            if (takers == 3 and not clean) or (takers == 0 and clean):
                wrong += 1
                print(f"{path} as {zone}: taken by {takers}, lint: "
                      f"{'no error' if clean else first.strip()}")
                if clean:
                    print("  " + " | ".join(one.strip() for one in said))
    for key in sorted(count, key=str):
        print(key, count[key])
    print(f"{sum(count.values())} files, {wrong} disagreements")


if __name__ == "__main__":
    main()
