# SPDX-License-Identifier: Apache-2.0
"""explain: every state of a name, from manifests and from the controller."""

import copy
import json
import os
import re
import socket
import stat
import subprocess

import pytest

from controller import environment, zone_settings
from eventually import eventually
from objects import HOSTNAME, TARGET, ingress, service

pytestmark = pytest.mark.sanitized

OLD, YOUNG = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"
ZONES = [zone_settings(), zone_settings("dev.example.com")]
OBJECTS = [
    ingress("www", "www.example.com", "192.0.2.1", created=OLD),
    ingress("thief", "www.example.com", "192.0.2.9", "play", created=YOUNG),
    service("lower", "192.0.2.2", created=YOUNG,
            annotations={HOSTNAME: "www.example.com"}),
    ingress("waits", "waits.example.com"),
    ingress("other", "other.example.com", "192.0.2.1", "elsewhere"),
    ingress("mute", "mute.example.com", "192.0.2.1", annotations={
        "external-dns.kubernetes.io/controller": "another"}),
    ingress("ns", "ns1.example.com", "192.0.2.1"),
    ingress("wide", "*.apps.example.com", "192.0.2.1"),
    ingress("deep", "a.b.apps.example.com", "192.0.2.1"),
    ingress("far", "www.example.org", "192.0.2.1"),
    ingress("odd", "b b.example.com", "192.0.2.1"),
    ingress("bad", "bad.example.com", "192.0.2.1",
            annotations={TARGET: "999.1.1.1"}),
    ingress("dev", "x.dev.example.com", "192.0.2.1"),
]
OPTIONS = {"filters": {"namespaces": ["web", "play"]}}

# What is asked, the exit code, what the answer says.
STATES = [
    ("www.example.com", 0, ["it exists", "60 A 192.0.2.1 (Ingress web/www)",
                            "Ingress web/www, published",
                            "Ingress play/thief, refused (NameTaken)",
                            "belongs to namespace 'web'",
                            "Service web/lower, refused (Shadowed)"]),
    ("WWW.example.com.", 0, ["www.example.com: it exists"]),
    ("nobody.example.com", 1, ["no object asks for it"]),
    ("nobody.example.net", 1, ["no configured zone contains it",
                               "example.com, dev.example.com"]),
    ("www.example.org", 0, ["no configured zone contains it",
                            "Ingress web/far, unclaimed (OutsideZones)"]),
    ("waits.example.com", 0, ["Ingress web/waits, waiting (NoAddress)"]),
    ("other.example.com", 0, ["Ingress elsewhere/other, unclaimed (Filtered)",
                              "filters.namespaces"]),
    ("mute.example.com", 0, ["Ingress web/mute, unclaimed (Ignored)"]),
    ("ns1.example.com", 0, ["Ingress web/ns, refused (NameserverName)"]),
    ("bad.example.com", 0, ["Ingress web/bad, waiting (NoAddress)",
                            "error BadTarget", "999.1.1.1"]),
    ("b b.example.com", 0, ["Ingress web/odd, unclaimed (BadName)"]),
    ("c.apps.example.com", 0, ["covered by the wildcard *.apps.example.com",
                               "RFC 4592"]),
    ("c.b.apps.example.com", 1, ["*.apps.example.com does not cover it, "
                                 "because b.apps.example.com exists"]),
    ("b.apps.example.com", 0, ["empty non-terminal"]),
    ("example.com", 0, ["the zone itself", "NS ns1.example.com."]),
    ("x.dev.example.com", 0, ["it exists"]),
    ("Ingress/web/www", 0, ["it asks for 1 name",
                            "www.example.com, published"]),
    ("ingress/play/thief", 0, ["www.example.com, refused (NameTaken)"]),
    ("Ingress/elsewhere/other", 0, ["other.example.com, unclaimed"]),
    ("Ingress/web/none", 1, ["there is no such object"]),
]


@pytest.fixture
def one(controller):
    made = controller(zones=ZONES, **copy.deepcopy(OPTIONS))
    made.put("all.yaml", *OBJECTS)
    return made


def offline(one, *words):
    return one.command("explain", *words, "--config", one.config_file,
                       "--from", one.manifests)


def running(one, *words):
    return one.command("explain", *words, "--config", one.config_file)


def check_states(ask):
    for asked, code, words in STATES:
        done = ask(asked)
        assert (done.returncode, done.stderr) == (code, ""), (asked, done)
        for word in words:
            assert word in done.stdout, (asked, word, done.stdout)
        answer = json.loads(ask(asked, "-o", "json").stdout)
        assert answer["schemaVersion"] == 1
        assert answer["question"] == asked
        assert answer["found"] == (code == 0)


def test_from_manifests(one):
    check_states(lambda *words: offline(one, *words))
    assert not one.state.exists()


def test_from_the_controller(one):
    one.start().serving().confirmed()
    one.server.answers("www.example.com", "192.0.2.1")
    check_states(lambda *words: running(one, *words))
    # The same code, hence the same answer, octet by octet, but for the time:
    # only a controller knows since when.
    for asked, _, _ in STATES:
        answer = running(one, asked, "--output=json").stdout
        timeless = re.sub('"since":"[^"]*",| since [0-9T:-]+Z', "", answer)
        assert timeless == offline(one, asked, "--output=json").stdout
    one.stop()


def test_it_follows(one):
    one.start().serving()
    assert running(one, "new.example.com").returncode == 1
    one.put("new.yaml", ingress("new", "new.example.com", "192.0.2.5"))
    one.server.answers("new.example.com", "192.0.2.5")
    done = running(one, "new.example.com")
    assert done.returncode == 0
    assert "60 A 192.0.2.5 (Ingress web/new)" in done.stdout
    one.remove("new.yaml")
    eventually(lambda: running(one, "new.example.com").returncode == 1,
               "the name is not known any more")
    # Other rules: the object is read and may not claim.
    one.config["filters"]["namespaces"] = ["play"]
    one.write_config()
    eventually(lambda: "unclaimed (Filtered)" in running(
        one, "Ingress/web/www").stdout, "the new rules hold")
    one.stop()


def test_while_sources_are_missing(one, folder):
    """No cluster answers: what is not known is said to be unknown."""
    kubeconfig = folder / "kubeconfig"
    kubeconfig.write_text(json.dumps({
        "current-context": "x",
        "clusters": [{"name": "x", "cluster": {
            "server": "http://127.0.0.1:9"}}],
        "users": [{"name": "x", "user": {}}],
        "contexts": [{"name": "x", "context": {"cluster": "x",
                                               "user": "x"}}]}))
    one.config["cluster"] = {"kubeconfig": str(kubeconfig)}
    one.config["nsd"]["run"] = False
    one.write_config()
    one.cluster = object()
    one.start()
    eventually(lambda: (one.state / "control.sock").exists(), "a socket")
    eventually(lambda: "sources that are not known in full:" in running(
        one, "www.example.com").stdout, "sources are told")
    done = running(one, "Ingress/web/www")
    assert done.returncode == 1
    assert "no such object is known, but the source is" in done.stdout
    one.stop()


def test_socket(one):
    path = one.state / "control.sock"
    refused = running(one, "www.example.com")
    assert refused.returncode == 1 and refused.stdout == ""
    assert f"no controller answers at '{path}'" in refused.stderr
    one.start().serving()
    assert stat.S_ISSOCK(path.lstat().st_mode)
    assert stat.S_IMODE(path.lstat().st_mode) == 0o660
    asked = one.command("explain", "www.example.com", "--socket", path)
    assert asked.returncode == 0 and "it exists" in asked.stdout
    environ = {**environment(), "K8S_NSD_SOCKET": str(path),
               "K8S_NSD_OUTPUT": "json"}
    done = subprocess.run([one.binary, "explain", "www.example.com"],
                          capture_output=True, text=True, env=environ)
    assert json.loads(done.stdout)["state"] == "exists"
    # Killed: the file stays, nobody answers, the next one replaces it.
    one.kill()
    assert path.exists()
    refused = running(one, "www.example.com")
    assert refused.returncode == 1
    assert "no controller answers" in refused.stderr
    one.start().serving()
    eventually(lambda: running(one, "www.example.com").returncode == 0,
               "it answers again")
    one.stop()
    assert not path.exists()


@pytest.mark.parametrize("stranger", ["file", "socket", "link"])
def test_what_is_not_ours_is_left_alone(one, stranger):
    one.state.mkdir()
    path = one.state / "control.sock"
    other = socket.socket(socket.AF_UNIX)
    if stranger == "file":
        path.write_text("mine")
    elif stranger == "link":
        path.symlink_to("/nonexistent")
    else:
        other.bind(str(path))
        other.listen()
    before = path.lstat()
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.says("the control socket is not available", "control.sock")
    one.stop()
    assert (path.lstat().st_ino, path.lstat().st_mode) == (
        before.st_ino, before.st_mode)
    other.close()


def test_the_socket_is_free_again(one):
    """A child of a killed controller had it open for another moment."""
    one.state.mkdir()
    other = socket.socket(socket.AF_UNIX)
    other.bind(str(one.state / "control.sock"))
    other.listen()
    one.start().serving()
    one.says("the control socket is not available", "another program")
    other.close()
    one.says("the control socket is available")
    assert running(one, "www.example.com").returncode == 0
    one.stop()


def test_a_crowd_and_bad_manners(one):
    """Slow, silent and rude clients: DNS and the next question are served."""
    one.start().serving()
    path = str(one.state / "control.sock")
    crowd = []
    for number in range(40):
        client = socket.socket(socket.AF_UNIX)
        client.connect(path)
        if number % 2:
            client.sendall(b"GET /v1/explain?na" if number % 3 else b"\0" * 99)
        crowd.append(client)
    assert running(one, "www.example.com").returncode == 0
    one.put("new.yaml", ingress("new", "new.example.com", "192.0.2.5"))
    one.server.answers("new.example.com", "192.0.2.5")
    for client in crowd:
        client.close()
    assert running(one, "new.example.com").returncode == 0
    descriptors = f"/proc/{one.program.process.pid}/fd"
    sockets = len(os.listdir(descriptors))
    for _ in range(20):
        assert running(one, "www.example.com").returncode == 0
    eventually(lambda: len(os.listdir(descriptors)) <= sockets,
               "no descriptor is left behind")
    one.stop()


@pytest.mark.parametrize("words", [
    [], ["www.example.com"], ["Igress/web/www", "--config", "FILE"],
    ["Ingress/www", "--config", "FILE"], ["", "--config", "FILE"],
    ["a", "b", "--config", "FILE"], ["a\nb", "--config", "FILE"],
    ["a", "--config", "FILE", "-o", "xml"],
    ["a", "--socket", "s", "--from", "d"],
    ["a", "--config", "/nonexistent/k8s-nsd.yaml"]], ids=repr)
def test_wrong_usage(one, words):
    words = [one.config_file if w == "FILE" else w for w in words]
    done = one.command("explain", *words)
    assert done.returncode == 2, done
    assert done.stdout == "" and done.stderr


def test_an_answer_of_somebody_else(one, folder):
    """Whatever sits at the socket: a clear end, nothing on stdout."""
    path = folder / "s"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    for reply in (b"", b"hello\n", b"HTTP/1.0 200 OK\r\n\r\n{}",
                  b"HTTP/1.0 500 No\r\n\r\n",
                  b'HTTP/1.0 503 No\r\n\r\n{"message":"later\\u001b"}'):
        asking = subprocess.Popen(
            [one.binary, "explain", "a.example.com", "--socket", path],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment())
        client, _ = listener.accept()
        client.recv(65536)
        client.sendall(reply)
        client.close()
        out, err = asking.communicate(timeout=60)
        assert (asking.returncode, out) == (1, b""), (reply, err)
        assert err.startswith(b"k8s-nsd explain: ") and b"\x1b" not in err
    listener.close()
