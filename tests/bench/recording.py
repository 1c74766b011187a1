# SPDX-License-Identifier: Apache-2.0
"""What a version costs in git: from served to committed, in a zone of N
records, and the repository when it is packed; beside plain `git commit` of the
same files.  RECORDED=1000 has so many versions instead of 30: one a second."""

import datetime
import os
import statistics
import subprocess
import time

from controller import ZONE, Controller
from eventually import eventually
from objects import bulk_ingress, ingress
from repository import Repository, run_git

FILES = [f"{ZONE}.zone", f"{ZONE}.origins"]


def moments(one, message):
    """When that was said of each serial, in seconds."""
    return {line["serial"]: datetime.datetime.fromisoformat(
                line["time"].replace("Z", "+00:00")).timestamp()
            for line in one.messages() if line["message"] == message}


def record(one, versions):
    """So many versions, a second apart, are committed."""
    repository = Repository(one.directory / "git")
    for number in range(versions):
        one.put("www.yaml", ingress("www", f"www.{ZONE}",
                                    f"198.18.{number >> 8}.{number & 255}"))
        one.server.answers(f"www.{ZONE}",
                           f"198.18.{number >> 8}.{number & 255}")
        serial = str(one.serial())
        eventually(lambda: serial in moments(one, "version committed"),
                   lambda: one.program.output()[-2000:], pause=0.1)
        time.sleep(1)
    return repository


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
                     git={"directory": "git"})
    one.put("all.yaml", *(bulk_ingress(n, ZONE) for n in range(number)))
    try:
        one.start().serving(280)
        repository = record(one, versions)
        served = moments(one, "zone published")
        took = [(at - served[serial]) * 1000 for serial, at in
                moments(one, "version committed").items() if serial in served]
        one.stop()
        own = size(one.directory / "git")
        ms, octets = plain(folder, repository)
        bench.row(f"a commit, {number} records", statistics.median(took),
                  "ms", ms, "git commit")
        bench.row(f"{len(took)} versions of it, packed", own / 1024, "KiB",
                  octets / 1024, "git commit")
    finally:
        one.clean()
