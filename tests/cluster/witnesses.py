# SPDX-License-Identifier: Apache-2.0
"""Those who ask all the time, inside the cluster and outside, and what they
saw while something happened."""

import collections
import contextlib
import pathlib
import subprocess
import sys
import time

from cluster import EXTERNAL, LOGS

HERE = pathlib.Path(__file__).parent
SETTLE = 3.5  # s that are watched after it is over, so long may an answer take
ALLOWED = {"good", "lost", "REFUSED", "astray"}
# Which share of datagrams may get no answer.  A machine that has more to do
# than it can drops one now and then.
ANY, FEW, HARDLY = 1, 0.01, 0.001


class Witnesses:
    """name: what is asked for; address: the only right answer."""

    def __init__(self, inside, name, address):
        self.started = []
        self.files = {}
        for who, server, mode, where in (
                ("inside, many ports", inside, "ports", ()),
                ("inside, one port", inside, "port", ()),
                ("inside, TCP", inside, "tcp", ()),
                ("outside, many ports", EXTERNAL, "ports", ("outside",)),
                ("outside, one port", EXTERNAL, "port", ("outside",))):
            file = LOGS / f"{who.replace(', ', '-').replace(' ', '-')}.asked"
            file.touch()
            self.files[who] = file
            words = [sys.executable, str(HERE / "asker.py"), server, mode,
                     name, address, str(file)]
            for namespace in where:
                words = ["nsenter", f"--net=/run/netns/{namespace}", *words]
            self.started.append(subprocess.Popen(words))

    def stop(self):
        for program in self.started:
            program.kill()
            program.wait()

    def answers(self, since):
        """who: [(when, what)]"""
        found = {}
        for who, file in self.files.items():
            rows = (line.split() for line in file.read_text().splitlines())
            found[who] = [(float(row[0]), row[1]) for row in rows
                          if len(row) == 2 and float(row[0]) >= since]
        return found

    def are_content(self):
        """Has each of them had good answers only for a second?"""
        recent = self.answers(time.time() - 1)
        return all(len(rows) >= 2 and all(what == "good" for _, what in rows)
                   for rows in recent.values())

    @contextlib.contextmanager
    def watching(self, what, lost=ANY):
        """Nothing wrong may be seen meanwhile.  How many got no answer is
        printed; of datagrams it is no larger share than lost.  A connection is
        closed now and then when NSD reloads.  An answer that is on its way
        when its flow is led to another pod goes astray."""
        start = time.time()
        yield
        end = time.time() + SETTLE
        while time.time() < end:
            time.sleep(0.1)
        print(f"\n{what} ({end - start:.1f} s):")
        for who, rows in self.answers(start).items():
            counts = collections.Counter(found for _, found in rows)
            good = [start] + [when for when, found in rows
                              if found == "good"]
            gap = max(b - a for a, b in zip(good, good[1:] + [end]))
            print(f"  {who:20} {len(rows):4} asked, {counts['lost']:3} lost, "
                  f"{counts['REFUSED']:3} refused, {counts['astray']:2} "
                  f"astray, longest without an answer {gap * 1000:.0f} ms")
            assert set(counts) <= ALLOWED, f"{what}: {who}: {counts}"
            assert counts["good"], f"{what}: {who}: {counts}"
            assert counts["astray"] <= len(rows) * FEW, \
                f"{what}: {who}: {counts}"
            if "TCP" not in who:
                assert counts["lost"] + counts["REFUSED"] \
                    <= len(rows) * lost, f"{what}: {who}: {counts}"
