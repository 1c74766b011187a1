# SPDX-License-Identifier: Apache-2.0
"""Each served version is a commit (H1: a commit for each version)."""

import hashlib
import json
import os
import shutil
import subprocess

import pytest

from checkers import check
from controller import ZONE, zone_settings
from eventually import eventually
from objects import endpoint, ingress
from repository import Repository

pytestmark = pytest.mark.sanitized


@pytest.fixture
def recorded(controller):
    """A controller that records in git, with www at 192.0.2.1."""
    def make(**git):
        options = {"directory": "git", **git}
        one = controller(git=options)
        one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
        return one
    return make


def repository(one):
    return Repository(one.directory / "git")


def served(one, name, address):
    one.server.answers(f"{name}.{ZONE}", address)
    return one.serial()


def change(one, address):
    one.put("www.yaml", ingress("www", f"www.{ZONE}", address))
    return served(one, "www", address)


def test_a_version_is_a_commit(recorded):
    one = recorded().start().serving()
    first = served(one, "www", "192.0.2.1")
    repository(one).has(ZONE, first)
    second = change(one, "192.0.2.2")
    commit = repository(one).has(ZONE, second)
    assert commit.subject == f"zone({ZONE}): 1 changed (serial {second})"
    assert commit.body.split("\n")[2] == (
        f"~ www.{ZONE} A 192.0.2.1 -> 192.0.2.2 ttl 60 (Ingress web/www)")
    assert commit.author == "k8s-nsd <k8s-nsd@localhost>"
    text = repository(one).show(f"{ZONE}.zone")
    assert text == one.zone_text()
    assert commit.one("Zone-Digest") == (
        "sha256:" + hashlib.sha256(text.encode()).hexdigest())
    assert commit.all("Source") == ["Ingress web/www"]
    assert repository(one).show(f"{ZONE}.origins") == (
        one.state / f"zones/{ZONE}.origins").read_text()
    repository(one).audit(ZONE)


def test_quick_changes_are_covered(recorded):
    one = recorded().start().serving()
    repository(one).has(ZONE, served(one, "www", "192.0.2.1"))
    for last in range(2, 22):
        change(one, f"192.0.2.{last}")
    repository(one).has(ZONE, one.serial())
    commits = repository(one).of_zone(ZONE)
    assert repository(one).audit(ZONE) == one.serial()
    # The first change is the only one that waited for nothing.
    assert len(commits) < 22
    told = sum(commit.body.count("\n~ www.") for commit in commits)
    assert told == 20
    assert sum(commit.number("Zone-Versions") or 1
               for commit in commits[1:]) == 20


def test_many_zones_at_once(controller):
    names = [f"z{n}.example.com" for n in range(40)]
    one = controller(zones=[zone_settings(name) for name in names],
                     git={"directory": "git", "path": "dns/zones"})
    one.config["cluster"] = {"name": "prod-1"}
    one.write_config()
    one.put("all.yaml", *(ingress(f"w{n}", f"www.{name}", "192.0.2.1")
                          for n, name in enumerate(names)))
    one.start().serving()
    for name in names:
        one.server.answers(f"www.{name}", "192.0.2.1")
    for name in names:
        commit = repository(one).has(name, one.serial(name))
        assert commit.one("Cluster") == "prod-1"
        assert (repository(one).show(f"dns/zones/{name}.zone")
                == one.zone_text(name))


def test_a_restart_commits_nothing_twice(recorded):
    one = recorded().start().serving()
    first = served(one, "www", "192.0.2.1")
    repository(one).has(ZONE, first)
    one.stop()
    one.start().serving()
    second = change(one, "192.0.2.2")
    repository(one).has(ZONE, second)
    assert [commit.number("Zone-Serial")
            for commit in repository(one).commits()] == [first, second]


def test_a_clean_end_commits_what_waits(recorded):
    one = recorded().start().serving()
    repository(one).has(ZONE, served(one, "www", "192.0.2.1"))
    for last in (2, 3, 4):
        change(one, f"192.0.2.{last}")
    one.stop()
    assert repository(one).audit(ZONE) == one.serial()


def test_kills_lose_no_serial(recorded):
    one = recorded().start().serving()
    for last in range(2, 12):
        change(one, f"192.0.2.{last}")
        one.kill()
        one.start().serving()
    repository(one).has(ZONE, change(one, "192.0.2.99"))
    repository(one).audit(ZONE)
    gaps = [commit for commit in repository(one).of_zone(ZONE)
            if commit.one("Zone-Gap")]
    assert all("served without being recorded" in commit.body
               for commit in gaps)


def test_a_zone_that_was_there_before(controller):
    one = controller()
    one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
    one.start().serving()
    served(one, "www", "192.0.2.1")
    one.config["git"] = {"directory": "git"}
    one.write_config()
    commit = repository(one).has(ZONE, one.serial())
    assert commit.subject.endswith(
        f"as it is served (serial {one.serial()})")
    assert "first version that is recorded" in commit.body


# What objects say.

def test_text_of_an_object_forges_nothing(recorded):
    one = recorded().start().serving()
    served(one, "www", "192.0.2.1")
    evil = "x\n\nSigned-off-by: root <root@example.com>\nZone-Serial: 1\r\n"
    one.put("evil.yaml",
            endpoint("evil", (f"evil.{ZONE}", "TXT", [evil]),
                     (f"long.{ZONE}", "TXT", ["y" * 3000])))
    eventually(lambda: one.server.answer(f"evil.{ZONE}", "TXT"),
               lambda: one.program.output())
    commit = repository(one).has(ZONE, one.serial())
    assert commit.one("Signed-off-by") is None
    assert commit.number("Zone-Serial") == one.serial()
    assert all(len(line) < 400 for line in commit.body.split("\n"))
    shown = one.directory / "shown.zone"
    shown.write_text(repository(one).show(f"{ZONE}.zone"))
    check(ZONE, shown)


# What befalls the repository.

def test_its_place_is_taken(recorded):
    """What somebody else keeps there stays as it is."""
    one = recorded()
    place = one.directory / "git"
    place.mkdir()
    (place / "thesis.txt").write_text("years")
    one.start().serving()
    one.says("versions are not recorded", "is not empty")
    served(one, "www", "192.0.2.1")
    assert [path.name for path in place.iterdir()] == ["thesis.txt"]
    (place / "thesis.txt").unlink()
    repository(one).has(ZONE, one.serial())


def test_it_is_removed(recorded):
    one = recorded().start().serving()
    repository(one).has(ZONE, served(one, "www", "192.0.2.1"))
    (one.directory / "git").rename(one.directory / "elsewhere")
    second = change(one, "192.0.2.2")
    commit = repository(one).has(ZONE, second)
    assert commit.number("Zone-Previous-Serial") is None
    one.says("versions are recorded in git again")


def test_it_is_damaged(recorded):
    one = recorded().start().serving()
    first = served(one, "www", "192.0.2.1")
    tip = repository(one).has(ZONE, first).id
    path = one.directory / f"git/objects/{tip[:2]}/{tip[2:]}"
    path.chmod(0o644)
    path.write_bytes(b"no object")
    second = change(one, "192.0.2.2")
    repository(one).has(ZONE, second)
    assert one.said("damaged: put aside")
    aside = one.directory / "git.bad-1"
    assert (aside / f"objects/{tip[:2]}/{tip[2:]}").read_bytes() == (
        b"no object")


def test_its_branch_is_damaged(recorded):
    """That must not look like a repository without commits."""
    one = recorded().start().serving()
    repository(one).has(ZONE, served(one, "www", "192.0.2.1"))
    one.stop()
    (one.directory / "git/refs/heads/main").write_bytes(b"")
    one.start().serving()
    repository(one).has(ZONE, change(one, "192.0.2.2"))
    assert (one.directory / "git.bad-1").exists()


def test_it_is_locked(recorded):
    one = recorded().start().serving()
    first = served(one, "www", "192.0.2.1")
    repository(one).has(ZONE, first)
    lock = one.directory / "git/refs/heads/main.lock"
    lock.touch()
    change(one, "192.0.2.2")
    one.says("versions are not recorded")
    last = change(one, "192.0.2.3")
    assert len(repository(one).commits()) == 1
    lock.unlink()
    commit = repository(one).has(ZONE, last)
    assert commit.number("Zone-Previous-Serial") == first
    assert commit.body.count("\n~ www.") == 2
    assert not (one.directory / "git.bad-1").exists()


def test_a_lock_of_a_killed_git(recorded):
    one = recorded().start().serving()
    repository(one).has(ZONE, served(one, "www", "192.0.2.1"))
    lock = one.directory / "git/refs/heads/main.lock"
    lock.touch()
    os.utime(lock, (1, 1))
    repository(one).has(ZONE, change(one, "192.0.2.2"))
    assert one.said("lock of a git that is gone removed")


def test_ten_thousand_versions_are_packed(recorded):
    one = recorded().start().serving()
    repository(one).has(ZONE, served(one, "www", "192.0.2.1"))
    one.stop()
    repository(one).git(
        "-c", "fastimport.unpackLimit=1000000", "fast-import", "--quiet",
        text="".join(
            "commit refs/heads/main\ncommitter x <x> 1 +0000\ndata 1\nx\n"
            f"{'' if n else 'from refs/heads/main^0' + chr(10)}"
            f"M 100644 inline x\ndata {len(str(n))}\n{n}\n\n"
            for n in range(10000)))

    def loose():
        return int(repository(one).git("count-objects").split()[0])

    assert loose() > 20000
    one.start().serving()
    eventually(lambda: loose() < 100, lambda: f"{loose()} objects", 290)
    repository(one).has(ZONE, change(one, "192.0.2.2"))


# What befalls git.

@pytest.mark.parametrize("script, words", [
    (None, "cannot run 'git'"),
    ("#!/bin/sh\necho git version 2.20.1\n", "git 2.32 is needed"),
    ("#!/bin/sh\nkill -9 $$\n", "status 137"),
], ids=["it is missing", "it is older", "it is killed"])
def test_a_git_that_does_not_work(recorded, script, words):
    one = recorded()
    programs = one.directory / "programs"
    programs.mkdir()
    one.env["PATH"] = str(programs)
    if script:
        one.instead_of("git", script)
    one.start().serving()
    served(one, "www", "192.0.2.1")
    one.says("versions are not recorded", words)
    last = change(one, "192.0.2.2")
    if script:
        (one.directory / "bin/git").unlink()
    (programs / "git").symlink_to(shutil.which("git"))
    repository(one).has(ZONE, last)


def test_settings_of_the_machine_do_not_count(recorded):
    one = recorded()
    home = one.directory / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[core]\n\thooksPath = /nonexistent\n[commit]\n\tgpgSign = true\n"
        "[i18n]\n\tcommitEncoding = utf-16\n[user]\n\tname = Nobody\n")
    one.env.update(HOME=str(home), GIT_DIR="/nonexistent",
                   GIT_AUTHOR_NAME="Nobody", GIT_CONFIG_COUNT="1",
                   GIT_CONFIG_KEY_0="core.bare", GIT_CONFIG_VALUE_0="false",
                   GIT_TRACE=str(home / "trace"))
    one.start().serving()
    commit = repository(one).has(ZONE, served(one, "www", "192.0.2.1"))
    assert commit.author == "k8s-nsd <k8s-nsd@localhost>"
    assert not (home / "trace").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_a_uid_without_a_name(recorded):
    """Nor has it a home, and the repository is another's."""
    one = recorded()
    one.env.pop("HOME")
    subprocess.run(["git", "init", "--bare", "-q", one.directory / "git"],
                   check=True)
    one.directory.parent.chmod(0o755)
    one.directory.chmod(0o777)
    one.log.touch()
    subprocess.run(["chmod", "-R", "a+rwX", one.directory], check=True)
    one.start(wrapper=("setpriv", "--reuid=54321", "--regid=54321",
                       "--clear-groups"))
    one.serving()
    repository(one).has(ZONE, served(one, "www", "192.0.2.1"))
    one.stop()


# Reading it.

def history(one, name, *words):
    return one.command("history", name, "--config", one.config_file, *words)


def test_the_history_of_a_name(recorded):
    one = recorded(path="dns").start().serving()
    first = served(one, "www", "192.0.2.1")
    repository(one).has(ZONE, first)
    one.put("other.yaml", ingress("other", f"www2.{ZONE}", "192.0.2.9"),
            ingress("any", f"*.{ZONE}", "192.0.2.8"))
    one.server.answers(f"www2.{ZONE}", "192.0.2.9")
    repository(one).has(ZONE, one.serial())
    last = change(one, "192.0.2.2")
    commit = repository(one).has(ZONE, last)
    one.stop()
    done = history(one, f"www.{ZONE}")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.split("\n")
    assert lines[0].endswith(f" serial {last} commit {commit.id[:12]}")
    assert lines[1] == (f"    ~ www.{ZONE} A 192.0.2.1 -> 192.0.2.2 ttl 60 "
                        "(Ingress web/www)")
    assert lines[2].split()[2] == str(first)
    assert len(lines) == 5
    found = json.loads(history(one, f"www.{ZONE}", "-o", "json").stdout)
    assert [version["serial"] for version in found["versions"]] == [
        last, first]
    assert found["versions"][0]["commit"] == commit.id
    done = history(one, f"*.{ZONE}")
    assert done.stdout.count("serial") == 1, done.stdout
    assert "(Ingress web/any)" in done.stdout


@pytest.mark.parametrize("name, status", [
    (f"none.{ZONE}", 1), ("www.example.net", 2), ("a..b", 2)])
def test_a_name_without_a_history(recorded, name, status):
    one = recorded().start().serving()
    repository(one).has(ZONE, served(one, "www", "192.0.2.1"))
    assert history(one, name).returncode == status


def test_no_history_at_all(controller):
    one = controller()
    done = history(one, f"www.{ZONE}")
    assert done.returncode == 2
    assert "no section git" in done.stderr


def test_a_difference_from_a_commit(recorded):
    one = recorded(path="dns").start().serving()
    first = repository(one).has(ZONE, served(one, "www", "192.0.2.1"))
    repository(one).has(ZONE, change(one, "192.0.2.2"))
    one.stop()

    def diff(revision):
        return one.command("diff", "--config", one.config_file, "--from",
                           one.manifests, "--against", f"git:{revision}")

    done = diff(first.id)
    assert done.returncode == 1, done.stderr
    assert (f"~ www.{ZONE} A 60: 192.0.2.1 -> 192.0.2.2 (Ingress web/www)"
            in done.stdout)
    assert diff("main").returncode == 0
    for bad in ("main~7", "--all", "", "nothing"):
        done = diff(bad)
        assert done.returncode == 2, (bad, done.stdout)
        assert "git:" in done.stderr
    one.config.pop("git")
    one.write_config()
    assert "no section git" in diff("main").stderr
