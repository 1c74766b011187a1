# SPDX-License-Identifier: Apache-2.0
"""Commits reach a remote, in order and never forced (H4: the remote)."""

import os
import shutil
import socket
import subprocess

import pytest

from controller import ZONE
from eventually import eventually
from githttps import GitHttps
from objects import ingress
from repository import Repository, run_git
from sshd import Sshd

pytestmark = pytest.mark.sanitized


def bare(path):
    subprocess.run(["git", "init", "--bare", "-q", "--initial-branch=main",
                    str(path)], check=True)
    return Repository(path)


@pytest.fixture
def remote(folder):
    return bare(folder / "remote.git")


@pytest.fixture
def pushing(controller, remote):
    """A controller that pushes to the remote, with www at 192.0.2.1."""
    def make(start=True, **git):
        one = controller(git={"directory": "git",
                              "remote": str(remote.directory), **git})
        one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
        if start:
            one.start().serving()
            one.server.answers(f"www.{ZONE}", "192.0.2.1")
        return one
    return make


def ours(one):
    return Repository(one.directory / "git")


def change(one, address):
    one.put("www.yaml", ingress("www", f"www.{ZONE}", address))
    one.server.answers(f"www.{ZONE}", address)
    return one.serial()


def foreign(remote, folder, name="README", text="hello\n", parent=None):
    """Somebody else's commit on the remote's branch."""
    work = folder / f"work-{name.replace('/', '-')}"
    run_git(folder, "clone", "-q", remote.directory, work)
    if parent:
        run_git(work, "reset", "-q", "--hard", parent)
    (work / name).write_text(text)
    run_git(work, "add", name)
    run_git(work, "-c", "user.name=Jo", "-c", "user.email=jo@example.com",
            "commit", "-q", "-m", f"add {name}")
    run_git(work, "push", "-q", "-f" if parent else "-q", "origin", "main")
    return run_git(work, "rev-parse", "HEAD").strip()


def accept(one, reason, by="jo"):
    return one.command("git-accept", "--by", by, "--reason", reason,
                       "--config", one.config_file)


def test_commits_are_pushed(pushing, remote):
    one = pushing()
    remote.has(ZONE, one.serial())
    remote.has(ZONE, change(one, "192.0.2.2"))
    assert remote.audit(ZONE) == one.serial()
    assert [c.id for c in remote.commits()] == [c.id
                                               for c in ours(one).commits()]
    eventually(lambda: one.status()["git"]["unpushed"] == 0,
               lambda: str(one.status()["git"]))
    zone = one.status()["zones"][0]["git"]
    assert zone["committed"] == zone["pushed"] == one.serial()


def test_a_remote_that_is_away(pushing, remote):
    away = remote.directory.with_name("away.git")
    remote.directory.rename(away)
    one = pushing()
    one.says("commits are not pushed", "does not appear to be a git")
    for last in range(2, 6):
        ours(one).has(ZONE, change(one, f"192.0.2.{last}"))
    eventually(lambda: one.status()["git"]["unpushed"] == 5,
               "the last commit, too, waits to be pushed")
    state = one.status()
    assert not state["well"]
    assert state["git"]["push"] == "failing"
    one.stop()
    one.start().serving()
    away.rename(remote.directory)
    remote.has(ZONE, one.serial())
    assert remote.audit(ZONE) == one.serial()
    assert len(remote.of_zone(ZONE)) == len(ours(one).of_zone(ZONE))


def test_a_hook_that_rejects(pushing, remote):
    hook = remote.directory / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)
    one = pushing()
    one.says("commits are not pushed", "the remote refuses",
             "pre-receive hook declined")
    last = change(one, "192.0.2.2")
    hook.unlink()
    remote.has(ZONE, last)
    one.says("commits are pushed again")


def test_a_foreign_commit_is_built_upon(pushing, remote, folder):
    one = pushing()
    first = remote.has(ZONE, one.serial())
    theirs = foreign(remote, folder)
    last = change(one, "192.0.2.2")
    remote.has(ZONE, last)
    log = [c.id for c in remote.commits()]
    assert log[:2] == [first.id, theirs]
    assert remote.show("README") == "hello\n"
    assert remote.audit(ZONE) == last
    remote.has(ZONE, change(one, "192.0.2.3"))
    assert remote.audit(ZONE) == one.serial()


def test_a_remote_that_is_not_empty(pushing, remote, folder):
    """Its history has nothing to do with ours."""
    seed = folder / "seed"
    run_git(folder, "init", "-q", "--initial-branch=main", seed)
    (seed / "README").write_text("dns\n")
    run_git(seed, "add", ".")
    run_git(seed, "-c", "user.name=Jo", "-c", "user.email=jo@example.com",
            "commit", "-q", "-m", "begin")
    run_git(seed, "push", "-q", remote.directory, "main")
    one = pushing()
    remote.has(ZONE, one.serial())
    remote.has(ZONE, change(one, "192.0.2.2"))
    assert remote.commits()[0].subject == "begin"
    assert remote.show("README") == "dns\n"
    assert remote.audit(ZONE) == one.serial()


def test_a_lost_repository_goes_on_from_the_remote(pushing, remote):
    one = pushing()
    first = remote.has(ZONE, one.serial())
    one.stop()
    (one.directory / "git").rename(one.directory / "lost")
    one.start().serving()
    remote.has(ZONE, change(one, "192.0.2.2"))
    assert remote.commits()[0].id == first.id


@pytest.mark.parametrize("how", ["emptied", "rewound", "rewritten"])
def test_history_that_was_rewritten_stops_it(pushing, remote, folder, how):
    one = pushing()
    first = remote.has(ZONE, one.serial())
    remote.has(ZONE, change(one, "192.0.2.2"))
    lost = remote.commits()[-1].id
    if how == "emptied":
        remote.git("update-ref", "-d", "refs/heads/main")
    elif how == "rewound":
        remote.git("update-ref", "refs/heads/main", first.id)
    else:
        foreign(remote, folder, parent=first.id)
    before = remote.git("for-each-ref")
    change(one, "192.0.2.3")
    one.says("the remote lacks commits that were pushed")
    last = change(one, "192.0.2.5")
    ours(one).has(ZONE, last)
    assert remote.git("for-each-ref") == before
    kept = ours(one).git("log", "--format=%H", "refs/k8s-nsd/lost/1").split()
    assert lost in kept
    # A restart forgets nothing of it, and an answer is an answer.
    one.stop()
    one.start().serving()
    eventually(lambda: one.status()["git"]["push"] == "stopped",
               lambda: str(one.status()["git"]))
    one.server.answers(f"www.{ZONE}", "192.0.2.5")
    assert remote.git("for-each-ref") == before
    eventually(lambda: accept(one, "it is so").returncode == 0,
               lambda: accept(one, "it is so").stderr)
    remote.has(ZONE, last)
    accepted = next(c for c in remote.commits() if c.one("Accepted-By"))
    assert accepted.one("Accepted-By") == "jo"
    assert accepted.one("Accepted-Reason") == "it is so"
    assert "refs/k8s-nsd/lost/1" in accepted.body
    assert remote.show(f"{ZONE}.zone") == one.zone_text()
    remote.has(ZONE, change(one, "192.0.2.4"))


def test_nothing_is_to_be_accepted(pushing, remote):
    one = pushing()
    remote.has(ZONE, one.serial())
    done = accept(one, "why not")
    assert done.returncode == 1
    assert "lacks nothing" in done.stderr
    for by in ("", "a\nZone: x", "x" * 201):
        assert accept(one, "why not", by).returncode == 2, by


# Signed.

@pytest.fixture
def signed(pushing, folder):
    """What pushing makes, with a key, and who may sign."""
    key = folder / "sign"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key],
                   check=True)
    public = key.with_suffix(".pub").read_text().split()[:2]
    (folder / "signers").write_text(
        f"k8s-nsd@localhost {' '.join(public)}\n")
    key.with_suffix(".pub").unlink()
    return lambda **git: pushing(signingKey=str(secret(key)), **git)


def verify(repository, folder, revision="main"):
    """Fails unless git itself knows the signature."""
    repository.git("-c", f"gpg.ssh.allowedSignersFile={folder}/signers",
                   "verify-commit", revision)


def test_commits_are_signed(signed, remote, folder):
    one = signed()
    remote.has(ZONE, one.serial())
    for last in range(2, 6):
        change(one, f"192.0.2.{last}")
    remote.has(ZONE, one.serial())
    assert remote.audit(ZONE) == one.serial()
    for commit in remote.commits():
        verify(remote, folder, commit.id)
        assert commit.author == "k8s-nsd <k8s-nsd@localhost>"
    unsigned = subprocess.run(
        ["git", "-C", remote.directory, "verify-commit", "main"],
        capture_output=True)
    assert unsigned.returncode != 0  # nobody may sign without that file


def test_what_is_rebuilt_is_signed(signed, remote, folder):
    one = signed()
    remote.has(ZONE, one.serial())
    theirs = foreign(remote, folder)
    remote.has(ZONE, change(one, "192.0.2.2"))
    for commit in remote.commits():
        if commit.id != theirs:
            verify(remote, folder, commit.id)


def test_a_signing_key_that_is_missing(signed, remote, folder):
    (folder / "sign").rename(folder / "sign.away")
    (folder / "sign").touch()
    one = signed()
    one.says("versions are not recorded")
    last = change(one, "192.0.2.2")
    (folder / "secret/..data/key").chmod(0o600)
    (folder / "secret/..data/key").write_bytes(
        (folder / "sign.away").read_bytes())
    remote.has(ZONE, last)
    verify(remote, folder)


# By ssh.

@pytest.fixture
def sshd(folder):
    daemon = Sshd(folder / "ssh")
    yield daemon
    daemon.stop()


@pytest.fixture
def by_ssh(pushing, remote, sshd):
    def make(**git):
        return pushing(**{"remote": sshd.url(remote.directory),
                          "sshKey": str(sshd.key),
                          "knownHosts": str(sshd.known_hosts), **git})
    return make


def secret(path):
    """As a mounted Secret: behind two links, and its group may read it."""
    folder = path.with_name("secret")
    (folder / "..data").mkdir(parents=True)
    (folder / "..data/key").write_bytes(path.read_bytes().rstrip(b"\n"))
    (folder / "..data/key").chmod(0o440)
    (folder / "key").symlink_to("..data/key")
    return folder / "key"


def test_by_ssh(by_ssh, remote, sshd):
    one = by_ssh(sshKey=str(secret(sshd.key)))
    remote.has(ZONE, one.serial())
    remote.has(ZONE, change(one, "192.0.2.2"))
    text = sshd.key.read_text().split("\n")[2]
    assert text not in one.program.output()


def test_a_host_key_that_changed(by_ssh, remote, sshd):
    one = by_ssh()
    remote.has(ZONE, one.serial())
    sshd.stop()
    sshd.make_host_key()
    sshd.start()
    last = change(one, "192.0.2.2")
    one.says("commits are not pushed", "Host key verification failed")
    sshd.trust()
    remote.has(ZONE, last)


def test_a_key_that_is_wrong(by_ssh, remote, sshd):
    other = sshd.make_key("other")
    one = by_ssh(sshKey=str(other))
    one.says("commits are not pushed", "Permission denied")
    other.write_bytes(sshd.key.read_bytes())
    remote.has(ZONE, one.serial())


def test_a_key_that_is_missing(by_ssh, remote, sshd):
    one = by_ssh(sshKey=str(sshd.folder / "none"))
    one.says("commits are not pushed", "cannot open")
    (sshd.folder / "none").write_bytes(sshd.key.read_bytes())
    remote.has(ZONE, one.serial())


def test_a_server_that_says_nothing(by_ssh, remote, sshd):
    """ssh is given up, and not waited for by anybody."""
    sshd.stop()
    with socket.create_server(("127.0.0.1", sshd.port)) as silent:
        one = by_ssh()
        silent.accept()
        ours(one).has(ZONE, change(one, "192.0.2.2"))
        one.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_ssh_has_no_name_for_the_uid(by_ssh, sshd):
    one = by_ssh(start=False)
    one.directory.parent.chmod(0o755)
    one.directory.chmod(0o777)
    sshd.key.chmod(0o444)
    one.log.touch()
    subprocess.run(["chmod", "-R", "a+rwX", one.directory], check=True)
    one.start(wrapper=("setpriv", "--reuid=54321", "--regid=54321",
                       "--clear-groups")).serving()
    one.says("commits are not pushed", "No user exists for uid 54321")
    ours(one).has(ZONE, one.serial())
    one.stop()


# By https.

TOKEN = "glpat-0123456789abcdefghij"

# Runs git, and notes what anybody on the machine could see of it.
SEEN = """#!/bin/sh
{ tr '\\0' '\\n' < /proc/$$/cmdline; env; } >> %s
exec %s "$@"
"""


@pytest.fixture
def by_https(pushing, remote, folder):
    remote.git("config", "http.receivepack", "true")
    server = GitHttps(folder, folder / "tls", TOKEN)
    token = folder / "token"
    token.write_text(TOKEN + "\n")

    def make(**git):
        one = pushing(start=False, remote=f"{server.url}/remote.git",
                      tokenFile=str(token), **git)
        one.env["GIT_SSL_CAINFO"] = str(server.authority)
        one.instead_of("git", SEEN % (folder / "seen", shutil.which("git")))
        one.start().serving()
        one.server.answers(f"www.{ZONE}", "192.0.2.1")
        return one
    yield make
    server.stop()


def test_by_https(by_https, remote, folder):
    one = by_https()
    remote.has(ZONE, one.serial())
    remote.has(ZONE, change(one, "192.0.2.2"))
    one.stop()  # no git comes and goes
    for file in (folder / "seen", one.log):
        assert TOKEN not in file.read_text(errors="replace")
    for path in (one.directory / "git").rglob("*"):
        if path.is_file():
            assert TOKEN.encode() not in path.read_bytes(), path


def test_a_token_that_is_wrong(by_https, remote, folder):
    (folder / "token").write_text("wrong")
    one = by_https()
    one.says("commits are not pushed", "Authentication failed")
    (folder / "token").write_text(TOKEN)
    remote.has(ZONE, one.serial())
    assert "wrong@" not in one.program.output()
