# SPDX-License-Identifier: Apache-2.0
"""What a version costs in git: from its files to a commit, in a zone of N
records, and the repository when it is packed; beside plain `git commit` of the
same files.  RECORDED=1000 has so many versions instead of 30."""

import os
import statistics
import subprocess
import time

from controller import ZONE, Controller
from objects import bulk_ingress, ingress
from repository import Repository, run_git

FILES = [f"{ZONE}.zone", f"{ZONE}.origins"]


def record(one, versions):
    """So many versions, each of them a commit before it is published."""
    for number in range(versions):
        address = f"198.18.{number >> 8}.{number & 255}"
        one.put("www.yaml", ingress("www", f"www.{ZONE}", address))
        one.server.answers(f"www.{ZONE}", address, deadline=120)
    return Repository(one.directory / "git")


def milliseconds(one):
    """Of each commit, from its files to the branch."""
    return [int(line["ms"]) for line in one.messages()
            if line["message"] == "version committed"]


def size(directory):
    """Octets of a repository, packed."""
    run_git(directory, "gc", "--quiet", "--prune=now")
    return sum(path.stat().st_size for path in (directory / "objects").rglob(
        "*") if path.is_file())


def plain(folder, repository):
    """The same files in a work tree, each version by git commit; ms each."""
    run_git(folder, "init", "-q", "work")
    work, took = folder / "work", []
    for commit in repository.commits():
        for file in FILES:
            (work / file).write_text(repository.show(file, commit.id))
        begin = time.monotonic()
        run_git(work, "add", *FILES)
        run_git(work, "-c", "user.name=k8s-nsd", "-c",
                "user.email=k8s-nsd@localhost", "commit", "-q", "-m",
                commit.subject)
        took.append((time.monotonic() - begin) * 1000)
    return statistics.median(took), size(work / ".git")


def run(bench, less):
    number = 10000 // less
    versions = int(os.environ.get("RECORDED", 30))
    folder = bench.place("recording")
    one = Controller(bench.program, folder / "controller",
                     git={"directory": "git", "required": True})
    one.put("all.yaml", *(bulk_ingress(n, ZONE) for n in range(number)))
    try:
        one.start().serving(280)
        repository = record(one, versions)
        one.stop()
        took = milliseconds(one)
        own = size(one.directory / "git")
        ms, octets = plain(folder, repository)
        bench.row(f"a commit, {number} records", statistics.median(took),
                  "ms", ms, "git commit")
        bench.row(f"{len(took)} versions of it, packed", own / 1024, "KiB",
                  octets / 1024, "git commit")
    finally:
        one.clean()
