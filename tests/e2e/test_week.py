# SPDX-License-Identifier: Apache-2.0
"""A week of changes, whose `git log` reads as a change log (H3: nothing of the
machine counts).

WEEK=FILE writes that log there, for people.
"""

import json
import os
import random
import re
import subprocess
import time

from checkers import program
from controller import ZONE, zone_settings
from eventually import eventually
from objects import TTL, endpoint, ingress, service
from repository import Repository

BEGIN = 1772409600  # a Monday
STEP = 6000         # s from one change to the next
TEAMS = ["shop", "blog", "mail", "data"]
APPS = ["web", "api", "admin", "docs", "status", "img"]


class Week:
    """Objects by file; each change is answered before the next."""

    def __init__(self, one):
        self.one = one
        self.dice = random.Random(7)
        self.there = {}  # file: (team, app, address, ttl)
        self.count = self.number = 0
        self.wall, self.base = BEGIN, 0

    def repository(self):
        return Repository(self.one.directory / "git")

    def pass_time(self):
        self.wall += STEP
        self.one.clocks(wall=self.wall - self.base)

    def start(self):
        self.base = int(time.time())
        self.one.faults()
        self.one.clocks(wall=self.wall - self.base)
        self.one.start().serving()
        self.one.says("zone published")

    def change(self, act, *words):
        """It is served before the next one, and so it is a commit."""
        before = self.one.serial()
        self.pass_time()
        act(*words)
        eventually(lambda: self.one.server.serial(ZONE)
                   == self.one.serial() != before,
                   lambda: self.one.program.output()[-3000:], 90, 0.05)
        self.count += 1

    # What people do.

    def put(self, team, app, address, ttl=None):
        name = f"{app}.{team}.{ZONE}"
        document = ingress(app, name, address, namespace=team,
                           annotations={TTL: str(ttl)} if ttl else None)
        document["metadata"]["managedFields"] = [
            {"manager": "argocd" if team == "shop" else "kubectl",
             "time": "2026-03-02T10:00:00Z"}]
        self.number += 1
        document["metadata"].update(uid=f"{team}-{app}",
                                    resourceVersion=str(self.number))
        self.there[team, app] = address, ttl
        self.one.put(f"{team}-{app}.yaml", document)

    def remove(self, team, app):
        del self.there[team, app]
        self.one.remove(f"{team}-{app}.yaml")

    def address(self):
        return f"192.0.2.{self.dice.randrange(1, 250)}"

    def somebody(self):
        return self.dice.choice(sorted(self.there))

    def any(self):
        kind = self.dice.randrange(10)
        free = [(t, a) for t in TEAMS for a in APPS
                if (t, a) not in self.there]
        if (kind < 4 or len(self.there) < 12) and free:
            self.change(self.put, *self.dice.choice(free), self.address())
        elif kind < 7:
            at = self.somebody()
            self.change(self.put, *at, f"198.51.100.{self.number % 250}",
                        self.there[at][1])
        elif kind < 8:
            at = self.somebody()
            self.change(self.put, *at, self.there[at][0],
                        300 + self.number)
        else:
            self.change(self.remove, *self.somebody())

    def records(self, *entries):
        self.one.put("records.yaml", endpoint("records", *entries,
                                              namespace="mail"))

    def flood(self):
        """Someone deletes most of what there is; it is looked at first."""
        for at in sorted(self.there):
            self.one.remove(f"{at[0]}-{at[1]}.yaml")
        self.one.says("deletions are held until approved")
        plan = eventually(
            lambda: (self.one.status()["zones"][0]["held"] or {}).get("plan"),
            "what is held has a plan")
        done = self.one.command("approve", ZONE, "--plan", plan, "--config",
                                self.one.config_file)
        assert done.returncode == 0, done.stderr
        self.there.clear()

    def order(self, command, *words):
        done = self.one.command(command, ZONE, *words, "--config",
                                self.one.config_file)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def restore(self, commit):
        """A bad deploy: the zone of before it, once it was looked at."""
        shown = json.loads(self.order("restore", commit, "--plan", "-o",
                                      "json"))
        self.order("restore", commit, "--approve", shown["plan"], "--by",
                   "jo", "--reason", "bad deploy")

    def release(self):
        self.order("release", "--by", "jo", "--reason", "it is mended")

    def statics(self, *records):
        self.one.config["zones"][0]["records"] = list(records)
        self.one.write_config()


def run_week(one):
    week = Week(one)
    week.one.put("start.yaml", service("ns", "192.0.2.250",
                                       namespace="infra"))
    week.start()
    for app in APPS:
        week.change(week.put, "shop", app, week.address())
    week.change(week.records, (f"text.mail.{ZONE}", "TXT", ["v=spf1 -all"]))
    week.change(week.statics, "office 300 A 192.0.2.251")
    while week.count < 60:
        week.any()
    week.change(week.records,
                (f"text.mail.{ZONE}", "TXT", ["v=spf1 mx -all"]),
                (f"in.mail.{ZONE}", "MX", ["10 mx.example.net"]))
    week.change(week.flood)
    week.change(week.statics, "office 300 A 192.0.2.252")
    good = week.repository().of_zone(ZONE)[-1].id
    for _ in range(3):
        week.any()
    week.change(week.restore, good)
    week.change(week.release)
    while week.count < 100:
        week.any()
    return week


def lines_of(text):
    return [line for line in text.split("\n")
            if line and not line.startswith((";", "\t", "$", "@"))]


def audit_patches(repository):
    """Each patch is what its message says: nothing else, in no other order."""
    before = []
    for commit in repository.of_zone(ZONE):
        now = lines_of(repository.show(f"{ZONE}.zone", commit.id))
        told = [re.match(r"[-+~] (\S+) (\S+) ", line).groups()
                for line in commit.body.split("\n")
                if line.startswith(("+ ", "- ", "~ "))]
        changed = set()
        for line in set(before) ^ set(now):
            owner, _, _, kind = line.split("\t")[:4]
            changed.add((f"{owner}.{ZONE}", kind))
        assert changed == {(name, kind) for name, kind in told
                           if name != ZONE}, commit.body
        # What stays stands in the same order.
        assert [line for line in before if line in now] == [
            line for line in now if line in before]
        before = now


def test_a_week(controller):
    one = controller(zones=[zone_settings()],
                     git={"directory": "git", "required": True})
    week = run_week(one)
    one.stop()
    repository = week.repository()
    assert repository.audit(ZONE) == one.serial()
    commits = repository.of_zone(ZONE)
    assert len(commits) >= 100
    for commit in commits:
        assert re.fullmatch(
            rf"zone\({ZONE}\): .*(added|changed|removed) \(serial \d+\)",
            commit.subject), commit.subject
        assert "not known by whom" not in commit.body
        path = one.directory / "shown.zone"
        path.write_text(repository.show(f"{ZONE}.zone", commit.id))
        done = subprocess.run([program("nsd-checkzone"), ZONE, path],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    audit_patches(repository)
    flood = max(commits, key=lambda c: c.body.count(": approved)"))
    assert flood.body.count(": approved)") > 8
    back, again = [commit for commit in commits
                   if re.search("^(Restore|Release): ", commit.body, re.M)]
    assert "bad deploy" in back.body and "it is mended" in again.body
    # Each line has a commit to ask.
    known = {commit.id for commit in commits}
    blamed = repository.git("blame", "--porcelain", "-s", "main", "--",
                            f"{ZONE}.zone")
    assert set(re.findall(r"^([0-9a-f]{40}) ", blamed, re.M)) <= known
    if os.environ.get("WEEK"):
        with open(os.environ["WEEK"], "w", encoding="utf-8") as out:
            out.write(repository.git("log", "--stat=80", "main"))
