# SPDX-License-Identifier: Apache-2.0
"""What a running controller reads after the world around it changed."""

import json

import pytest

from eventually import eventually
from objects import ingress, service

pytestmark = pytest.mark.sanitized

A = ingress("a", "a.example.com", "192.0.2.1")
HTTP = {"apiVersion": "v1", "metadata": {"resourceVersion": "999999"},
        "items": []}


@pytest.fixture
def one(controller, fake):
    made = controller(quick=True, cluster=fake,
                      resources=["Ingress", "Service"])
    fake.create(A)
    fake.create(service("s", "192.0.2.2"))
    made.start().serving()
    made.server.answers("a.example.com", "192.0.2.1")
    return made


def source(one, kind):
    return next((s for s in one.status()["sources"] if s["kind"] == kind),
                {"state": "not read"})


def test_a_kind_that_comes_back_brings_no_old_objects(one, fake):
    one.config["resources"] = ["Service"]
    one.write_config()
    one.server.gone("a.example.com")
    fake.delete(A)
    fake.fault("list", "ingresses", times=1000, status=403, body=b"{}")
    one.config["resources"] = ["Ingress", "Service"]
    one.write_config()
    eventually(lambda: source(one, "Ingress")["state"] == "forbidden",
               "the kind is read again")
    assert source(one, "Ingress")["objects"] == 0
    fake.create(ingress("b", "b.example.com", "192.0.2.3"))
    fake.create(service("t", "192.0.2.4"))
    one.server.answers("t.web.example.com", "192.0.2.4")
    assert one.server.answer("a.example.com") is None
    one.stop()


def test_another_server_in_the_kubeconfig(one, fake, folder):
    """Its objects are others; until they are listed the records stay."""
    from fakeapi import FakeApi
    (folder / "other").mkdir()
    other = FakeApi(folder / "other")
    try:
        other.create(ingress("b", "b.example.com", "192.0.2.3"))
        fault = other.fault("list", "ingresses", times=1000, status=403,
                            body=b"{}")
        new = other.kubeconfig(one.directory / ".kubeconfig.new")
        new.rename(one.directory / "kubeconfig")
        eventually(lambda: source(one, "Ingress")["state"] == "forbidden",
                   "the other server is asked", 120)
        assert source(one, "Ingress")["objects"] == 0
        assert one.server.answer("a.example.com") == ["192.0.2.1"]
        fault.times = 0
        one.server.answers("b.example.com", "192.0.2.3", deadline=120)
        one.server.gone("a.example.com")
        one.stop()
    finally:
        other.stop()


@pytest.mark.parametrize("kind", ["PodList", "List", "IngressClassList"])
def test_the_list_of_another_kind_removes_nothing(one, fake, kind):
    body = json.dumps({**HTTP, "kind": kind}).encode()
    fault = fake.fault("list", "ingresses", times=3, status=200, body=body)
    fake.fault("watch", "ingresses", status=410, body=b"{}")
    fake.compact()
    fake.end("ingresses")
    eventually(lambda: fault.hits == 3, "it is listed again", 120)
    fake.create(ingress("b", "b.example.com", "192.0.2.3"))
    one.server.answers("b.example.com", "192.0.2.3", deadline=120)
    assert one.server.answer("a.example.com") == ["192.0.2.1"]
    assert not one.said("removed\":\"-1")
    one.stop()


def test_nobody_there_is_known_at_once(one, fake):
    fake.refuse()
    eventually(lambda: source(one, "Ingress")["state"] == "lost",
               "it is known that nobody is there")
    done = one.command("status", "--config", one.config_file)
    assert done.returncode == 1 and "lost" in done.stdout
    fake.accept()
    eventually(lambda: source(one, "Ingress")["state"] == "live",
               "it is there again", 120)
    one.stop()


def test_a_bad_kubeconfig_keeps_the_last(one, fake):
    path = one.directory / "kubeconfig"
    text = path.read_text()
    path.write_text(text.replace(
        "server:", 'tls-server-name: "*.example.com"\n    server:'))
    one.says("credentials cannot be read again", "tls-server-name",
             deadline=120)
    fake.create(ingress("b", "b.example.com", "192.0.2.3"))
    one.server.answers("b.example.com", "192.0.2.3")
    one.stop()


def test_a_cluster_that_cannot_be_watched_yet(one, fake):
    one.config["cluster"]["kubeconfig"] = str(one.directory / "later")
    one.write_config()
    one.says("cannot watch the cluster by the new configuration")
    fake.create(ingress("b", "b.example.com", "192.0.2.3"))
    one.server.answers("b.example.com", "192.0.2.3")
    (one.directory / "kubeconfig").rename(one.directory / "later")
    one.says("the cluster of the new configuration is watched")
    one.stop()


@pytest.mark.parametrize("change,words", [
    (lambda text: text.replace("readtoken", "oldtoken"),
     ["HTTP 401", "log in again", "context 'test'", "server 'https://127"]),
    (lambda text: text.replace("https://127.0.0.1", "https://localhost"),
     ["certificate", "server 'https://localhost"]),
], ids=["expired token", "another name"])
def test_trouble_with_access_is_told_once(controller, fake, change, words):
    # Not the quick one: it gives each handshake half a second.
    one = controller(cluster=fake)
    path = one.directory / "kubeconfig"
    path.write_text(change(path.read_text()))
    done = one.command("render", "--config", one.config_file)
    lines = done.stderr.splitlines()
    assert done.returncode == 1 and len(lines) == 2, done.stderr
    assert lines[0].startswith("k8s-nsd render: cannot read Namespace, ")
    for word in [*words, str(path)]:
        assert word in done.stderr, done.stderr
    one.start()
    one.says("source changed", str(path), words[0])
    one.stop()
    assert sum(words[0] in m.get("reason", "") and m["level"] == "warning"
               for m in one.messages()) == 1


def test_rights_that_are_missing(controller, fake):
    fake.forbidden = {"services", "ingresses"}
    one = controller(cluster=fake, resources=["Ingress", "Service"])
    done = one.command("render", "--config", one.config_file)
    assert done.returncode == 1
    assert "cannot read Ingress, Service: forbidden: HTTP 403" in done.stderr
    assert "ClusterRole" in done.stderr and "resources" in done.stderr


def test_a_context_that_is_not_there(controller, fake):
    one = controller(cluster=fake)
    one.config["cluster"]["context"] = "tset"
    one.write_config()
    done = one.command("render", "--config", one.config_file)
    assert done.returncode == 1 and "there are: test" in done.stderr


def test_a_socket_of_somebody_else(controller, folder):
    one = controller()
    place = folder / "closed"
    place.mkdir(mode=0o700)
    done = one.command("status", "--socket", place / "control.sock")
    assert "is it running?" in done.stderr
    kinds = one.command("explain", "Ingres/a/b", "--socket", "x")
    assert kinds.returncode == 2 and "HTTPRoute" in kinds.stderr


def test_what_is_no_zone(controller):
    one = controller()
    done = one.command("lint", one.config_file)
    assert done.returncode == 2 and "this is no zone file" in done.stderr
