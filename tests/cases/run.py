#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Golden cases: objects in, zone files out.

tests/cases/run.py [--shuffles N] [--only NAME] PROGRAM

A case is a folder (README.md).  The serial does not count.  Each is rendered

  - as it stands: the files, the findings, and what three checkers say;
  - N times with its objects shuffled, in one stream or spread over files;
  - step by step: a controller with an NSD of its own follows the files while
    objects come, go and come back in random order.

Prints TAP and ends with 1 on a failure.  SEED=... repeats a run.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

from checkers import complaints  # noqa: E402
from controller import environment  # noqa: E402
from eventually import eventually  # noqa: E402
from ports import free_port  # noqa: E402
from servers import Program, control  # noqa: E402

# Where the order of events matters on purpose: who had a name first keeps it,
# and between namespaces a cut does not hide what was there before.
HISTORY = re.compile("NameTaken|CutOverNames|CNAMELoop")
CUT = "Occluded"
# A file with a bad document keeps the whole source from being believed.
UNTRUSTED = "BadObject"
STEPS = 12


def same_serial(text):
    return re.sub(r"^\t\d+\t; serial$", "\t0\t; serial", text, flags=re.M)


def told(stderr):
    """The findings of render, without their sentences, sorted."""
    return sorted(line.split(": ", 1)[0] + "\n"
                  for line in stderr.split("\n")
                  if re.match(r"(error|warning|info) [A-Z]\w+ ", line))


def split(path):
    """The objects of a case, each as the text of one document."""
    text = path.read_text()
    if path.suffix == ".json":
        document = json.loads(text)
        items = document["items"] if str(
            document.get("kind", "")).endswith("List") else [document]
        return [json.dumps(item, indent=1) + "\n" for item in items]
    parts = re.split(r"^---[ \t]*\n", text, flags=re.M)
    return [part for part in parts if re.search(r"^[^#\s]", part, re.M)]


def difference(expected, actual):
    import difflib
    return "".join(difflib.unified_diff(
        expected.splitlines(True), actual.splitlines(True),
        "expected", "actual"))


class Case:
    def __init__(self, path, program):
        self.path = path
        self.name = path.name
        self.program = program
        self.objects = next(p for p in (path / "objects.yaml",
                                        path / "objects.json") if p.exists())
        self.zones = {p.stem: same_serial(p.read_text())
                      for p in path.glob("*.zone")}
        assert self.zones, f"{self.name} expects no zone"

    def render(self, folder, source, stdin=None):
        """({zone: text}, findings)."""
        out = pathlib.Path(tempfile.mkdtemp(dir=folder))
        done = subprocess.run(
            [self.program, "render", "--config", self.path / "config.yaml",
             "--from", source, "--out", out, "--serial", "1"],
            input=stdin, capture_output=True, text=True, timeout=60,
            cwd=out, env=environment())
        assert done.returncode == 0, (
            f"render ended with {done.returncode}: {done.stderr}")
        zones = {p.stem: same_serial(p.read_text())
                 for p in out.glob("*.zone")}
        return zones, done.stderr, out

    def compare(self, zones):
        assert sorted(zones) == sorted(self.zones), (
            f"zones {sorted(zones)}, not {sorted(self.zones)}")
        for zone, text in self.zones.items():
            assert zones[zone] == text, difference(text, zones[zone])

    def as_it_stands(self, folder):
        zones, findings, out = self.render(folder, self.objects)
        self.compare(zones)
        for zone in zones:
            said = complaints(zone, out / f"{zone}.zone")
            assert not said, "\n".join(said)
        wanted = self.path / "findings.txt"
        if wanted.exists():
            expected = sorted(wanted.read_text().splitlines(True))
            actual = told(findings)
            assert actual == expected, difference(
                "".join(expected), "".join(actual))
        return findings

    def shuffled(self, folder, dice, times, findings):
        documents = split(self.objects)
        for turn in range(times):
            dice.shuffle(documents)
            if turn % 2:
                spread = pathlib.Path(tempfile.mkdtemp(dir=folder))
                for document in documents:
                    file = spread / f"{dice.randrange(10 ** 9)}.yaml"
                    with open(file, "a") as out:
                        out.write(f"---\n{document}")
                zones, said, _ = self.render(folder, spread)
                shutil.rmtree(spread)
            else:
                zones, said, _ = self.render(
                    folder, "-", "".join(f"---\n{d}" for d in documents))
            self.compare(zones)
            assert told(said) == told(findings), difference(findings, said)

    def has_history(self, findings):
        namespaces = set(re.findall(
            r'^ *"?namespace"?: (\S+)', self.objects.read_text(), re.M))
        about = (self.path / "about").read_text()
        return "came first" in about or HISTORY.search(findings) or (
            CUT in findings and len(namespaces) > 1)

    def step_by_step(self, folder, dice):
        follower = Follower(self, folder)
        try:
            follower.follow(dice)
        finally:
            follower.end()

    def run(self, seed, times):
        dice = random.Random(f"{seed} {self.name}")
        folder = pathlib.Path(tempfile.mkdtemp(prefix="k8s-nsd-case-"))
        try:
            findings = self.as_it_stands(folder)
            self.shuffled(folder, dice, times, findings)
            if not self.has_history(findings) and UNTRUSTED not in findings:
                self.step_by_step(folder, dice)
            return None
        except AssertionError as error:
            return str(error)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class Follower:
    """A controller that is shown a case's objects bit by bit."""

    def __init__(self, case, folder):
        self.case = case
        self.documents = split(case.objects)
        self.state = folder / "state"
        self.manifests = folder / "manifests"
        self.manifests.mkdir()
        self.config = folder / "config.yaml"
        text = (case.path / "config.yaml").read_text()
        assert not re.search(r"^(nsd|publish):", text, re.M), (
            "a case's configuration is about objects, not about NSD")
        self.port = free_port()
        # Objects go by chance, and all of them: no guard.
        text, unguarded = re.subn(
            r"^( *)- (name: .*\n)(?=\1  nameservers:)",
            r"\1- \2\1  guard: off\n", text, flags=re.M)
        assert unguarded == len(case.zones)
        self.config.write_text(
            f"{text}\nnsd:\n  directory: {self.state}\n  run: true\n"
            f"  listen: [127.0.0.1@{self.port}]\n")
        self.log = folder / "log"
        self.new = folder / "new"
        self.program = None

    def put(self, number):
        self.new.write_text(self.documents[number])
        self.new.rename(self.manifests / f"{number}.yaml")

    def follow(self, dice):
        numbers = range(len(self.documents))
        there = {n for n in numbers if dice.random() < 0.5}
        for number in there:
            self.put(number)
        self.program = Program(
            [self.case.program, "run", "--config", self.config, "--from",
             self.manifests], self.log, env=environment())
        eventually(lambda: self.alive() and all(
            (self.state / f"zones/{zone}.zone").exists()
            or f"nameserver zone={zone} " in self.log.read_text()  # it waits
            for zone in self.case.zones), self.failure)
        for _ in range(STEPS if numbers else 0):
            number = dice.choice(numbers)
            if number in there:
                (self.manifests / f"{number}.yaml").unlink()
                there.remove(number)
            else:
                self.put(number)
                there.add(number)
        for number in dice.sample(numbers, len(numbers)):
            self.put(number)
        eventually(lambda: self.alive() and self.read() == self.case.zones,
                   self.failure)

    def text(self, zone):
        file = self.state / f"zones/{zone}.zone"
        return same_serial(file.read_text() if file.exists() else "")

    def read(self):
        return {zone: self.text(zone) for zone in self.case.zones}

    def alive(self):
        assert self.program.running(), self.failure()
        return True

    def failure(self):
        text = "step by step:\n"
        for zone, expected in self.case.zones.items():
            text += difference(expected, self.text(zone))
        return text + self.log.read_text()[-3000:]

    def end(self):
        if self.program:
            self.program.stop()
        try:
            control(self.state / "nsd.sock", "stop")
        except OSError:
            pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shuffles", type=int, default=100)
    parser.add_argument("--only", default="")
    parser.add_argument("program")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    seed = os.environ.get("SEED") or random.randrange(10 ** 9)
    paths = sorted(p.parent for p in HERE.glob("*/config.yaml")
                   if options.only in p.parent.name)
    cases = [Case(path, program) for path in paths]
    failed = 0
    print(f"1..{len(cases)}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(
            lambda case: case.run(seed, options.shuffles), cases)
        for number, (case, error) in enumerate(zip(cases, results), 1):
            print(f"{'not ok' if error else 'ok'} {number} - {case.name}")
            if error:
                failed += 1
                print("\n".join(f"# {line}" for line in error.split("\n")))
    if failed:
        print(f"# SEED={seed}")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
