# SPDX-License-Identifier: Apache-2.0
"""Against a real kube-apiserver on a real etcd."""

import pytest

from apiserver import READ, encode, storage_key
from checkers import check
from controller import ZONE, zone_records, zone_settings
from eventually import eventually, steadily
from objects import (HOSTNAME, bulk_ingress, bulk_namespaces, ingress,
                     load_balancer, service)


@pytest.fixture
def watching(controller, empty_cluster):
    """A controller on the empty cluster, serving.

    In zones as small as these the guard would have its say now and then.
    """
    return controller(cluster=empty_cluster, zones=[
        zone_settings(guard="off")]).start().serving()


def expired(one):
    """The kinds whose watch was told 410."""
    return {message["kind"] for message in one.messages()
            if message["message"] == "request failed"
            and message["reason"].startswith("watch: error 410")}


def test_ingress_is_created_changed_deleted(watching, empty_cluster):
    api, server = empty_cluster, watching.server
    document = ingress("www", "www.example.com", ["192.0.2.1"])
    api.create(document)
    server.answers("www.example.com", "192.0.2.1")
    api.set_status(document, load_balancer(["192.0.2.2", "2001:db8::2"]))
    server.answers("www.example.com", "192.0.2.2")
    server.answers("www.example.com", "2001:db8::2", "AAAA")
    api.set_status(document, load_balancer(["lb.example.net"]))
    server.answers("www.example.com", "lb.example.net.", "CNAME")
    api.patch(document, {"spec": {"rules": [{"host": "web.example.com"}]}})
    server.answers("web.example.com", "lb.example.net.", "CNAME")
    server.gone("www.example.com")
    api.delete(document)
    server.gone("web.example.com")
    check(ZONE, watching.zone_file())
    watching.stop()


def test_service_is_created_changed_deleted(watching, empty_cluster):
    api, server = empty_cluster, watching.server
    document = service("db", ["192.0.2.1"], "prod")
    api.create(document)
    server.answers("db.prod.example.com", "192.0.2.1")
    api.patch(document, {"metadata": {"annotations": {
        HOSTNAME: "db.example.com,sql"}}})
    server.answers("db.example.com", "192.0.2.1")
    server.answers("sql.example.com", "192.0.2.1")
    server.gone("db.prod.example.com")
    api.patch(document, {"spec": {"externalIPs": ["192.0.2.9"]}})
    server.answers("db.example.com", "192.0.2.9")
    api.delete(document)
    server.gone("sql.example.com")
    watching.stop()


def test_pages(controller, empty_cluster):
    """A list of many pages is one list."""
    api = empty_cluster
    api.fill(bulk_namespaces())
    api.fill(bulk_ingress(i, ZONE) for i in range(107))
    one = controller(cluster=api)
    one.config["cluster"]["pageSize"] = 10
    one.write_config()
    one.start().serving()
    eventually(lambda: len(one.records()) == 107 + 2,
               lambda: f"{len(one.records())} records")
    for number in (0, 57, 106):
        one.server.answers(f"app-{number}.example.com",
                           f"203.0.0.{number}")
    # It is confirmed a moment after it is answered.
    one.says("zone published", ZONE)
    one.stop()
    # One version: nothing partial was ever published.
    published = [m for m in one.messages() if m.get("zone") == ZONE
                 and "serial" in m and m["level"] == "info"]
    assert len(published) == 1, published


def test_the_api_server_dies_and_returns(watching, empty_cluster):
    api, server = empty_cluster, watching.server
    first = ingress("one", "one.example.com", ["192.0.2.1"])
    second = ingress("two", "two.example.com", ["192.0.2.2"])
    api.create(first)
    api.create(second)
    server.answers("one.example.com", "192.0.2.1")
    server.answers("two.example.com", "192.0.2.2")
    text = watching.zone_text()
    api.kill_api()
    steadily(lambda: server.answer("one.example.com") == ["192.0.2.1"]
             and watching.alive(), "lost while the API server is away", 2)
    api.start_api()
    api.create(ingress("three", "three.example.com", ["192.0.2.3"]))
    server.answers("three.example.com", "192.0.2.3", deadline=90)
    api.delete(second)
    server.gone("two.example.com")
    server.answers("one.example.com", "192.0.2.1")
    # Nothing but those two changes made a version: two more at the most.
    api.delete(ingress("three"))
    server.gone("three.example.com")
    api.create(second)
    server.answers("two.example.com", "192.0.2.2")
    assert zone_records(watching.zone_text()) == zone_records(text)
    watching.stop()


def test_a_restart_makes_no_version(watching, empty_cluster):
    api, server = empty_cluster, watching.server
    api.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    server.answers("www.example.com", "192.0.2.1")
    text = watching.zone_text()
    api.restart_api()
    # An object of no zone shows in no version; that it was read does, once
    # the next change that does show is there.
    api.create(ingress("net", "www.example.net", ["192.0.2.1"]))
    steadily(lambda: watching.zone_text() == text, "a version for nothing", 5)
    watching.stop()
    watching.start().serving()
    server.answers("www.example.com", "192.0.2.1")
    steadily(lambda: watching.zone_text() == text, "a version for nothing", 2)
    api.create(ingress("ftp", "ftp.example.com", ["192.0.2.2"]))
    server.answers("ftp.example.com", "192.0.2.2")
    watching.stop()


def test_history_is_compacted_while_away(watching, empty_cluster):
    """The watch gets 410: what happened meanwhile is found by listing."""
    api, server = empty_cluster, watching.server
    stays = ingress("stays", "stays.example.com", ["192.0.2.1"])
    goes = ingress("goes", "goes.example.com", ["192.0.2.2"])
    moves = ingress("moves", "moves.example.com", ["192.0.2.3"])
    for document in (stays, goes, moves):
        api.create(document)
    server.answers("moves.example.com", "192.0.2.3")
    server.answers("goes.example.com", "192.0.2.2")
    stored = api.list("Ingress", "web")["items"]
    api.kill_api()
    api.etcd_call("/v3/kv/deleterange", {"key": encode(storage_key(goes))})
    for item in stored:
        if item["metadata"]["name"] == "moves":
            item.update(apiVersion="networking.k8s.io/v1", kind="Ingress",
                        status=load_balancer(["192.0.2.33"]))
            item["metadata"].pop("resourceVersion")
            api.fill([item])
    api.compact()
    api.start_api()
    server.gone("goes.example.com", deadline=90)
    server.answers("moves.example.com", "192.0.2.33")
    assert server.answer("stays.example.com") == ["192.0.2.1"]
    assert "Ingress" in expired(watching)
    # And it watches again.
    api.create(ingress("new", "new.example.com", ["192.0.2.4"]))
    server.answers("new.example.com", "192.0.2.4")
    watching.stop()


def test_compaction_makes_no_version(watching, empty_cluster):
    """410, a list, and nothing in it is new."""
    api, server = empty_cluster, watching.server
    api.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    server.answers("www.example.com", "192.0.2.1")
    text = watching.zone_text()
    api.kill_api()
    # History that nobody saw, and that no name comes from.
    api.fill(bulk_namespaces())
    api.compact()
    api.start_api()
    eventually(lambda: expired(watching) >= {"Ingress", "Service"},
               watching.program.output, 90)
    steadily(lambda: watching.zone_text() == text, "a version for nothing", 3)
    api.create(ingress("new", "new.example.com", ["192.0.2.2"]))
    server.answers("new.example.com", "192.0.2.2")
    watching.stop()


def test_killed_controller_finds_what_happened(watching, empty_cluster):
    api, server = empty_cluster, watching.server
    document = ingress("www", "www.example.com", ["192.0.2.1"])
    api.create(document)
    api.create(ingress("old", "old.example.com", ["192.0.2.2"]))
    server.answers("old.example.com", "192.0.2.2")
    server.answers("www.example.com", "192.0.2.1")
    watching.kill()
    api.delete(ingress("old"))
    api.set_status(document, load_balancer(["192.0.2.11"]))
    assert server.answer("old.example.com") == ["192.0.2.2"]
    watching.start()
    server.gone("old.example.com")
    server.answers("www.example.com", "192.0.2.11")
    watching.stop()


def test_no_api_server_no_harm(watching, empty_cluster):
    """Started while the cluster is away: the last version is served."""
    api, server = empty_cluster, watching.server
    api.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    server.answers("www.example.com", "192.0.2.1")
    text = watching.zone_text()
    watching.stop()
    api.kill_api()
    try:
        watching.start().serving()
        server.answers("www.example.com", "192.0.2.1")
        # Longer than a source is waited for at the start (Q1: an untrusted
        # source changes nothing).
        steadily(lambda: watching.zone_text() == text and watching.alive(),
                 "it forgot", 35, pause=0.5)
    finally:
        api.start_api()
    api.create(ingress("ftp", "ftp.example.com", ["192.0.2.2"]))
    server.answers("ftp.example.com", "192.0.2.2", deadline=90)
    server.answers("www.example.com", "192.0.2.1")
    watching.stop()


def test_a_forbidden_source_loses_nothing(controller, empty_cluster):
    api = empty_cluster
    one = controller(cluster=api).start().serving()
    server = one.server
    api.create(service("db", ["192.0.2.5"], "prod"))
    document = ingress("www", "www.example.com", ["192.0.2.1"])
    api.create(document)
    server.answers("db.prod.example.com", "192.0.2.5")
    server.answers("www.example.com", "192.0.2.1")
    api.allow(*(resource for resource in READ if resource != "services"))
    # A running watch is not asked again: a new one is.
    api.restart_api()
    api.set_status(document, load_balancer(["192.0.2.2"]))
    server.answers("www.example.com", "192.0.2.2", deadline=90)
    assert server.answer("db.prod.example.com") == ["192.0.2.5"]
    one.says("services", deadline=60)
    # Not even when it starts without ever having seen one.
    one.stop()
    one.start().serving()
    api.set_status(document, load_balancer(["192.0.2.3"]))
    server.answers("www.example.com", "192.0.2.3", deadline=90)
    assert server.answer("db.prod.example.com") == ["192.0.2.5"]
    # Allowed again, it is believed again.
    api.delete(service("db", namespace="prod"))
    assert server.answer("db.prod.example.com") == ["192.0.2.5"]
    api.allow()
    server.gone("db.prod.example.com", deadline=120)
    one.stop()


def test_render_from_the_cluster(controller, empty_cluster):
    api = empty_cluster
    api.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    one = controller(cluster=api)
    done = one.command("render", "--config", one.config_file, "--serial", "7")
    assert done.returncode == 0, done.stderr
    assert "www\t60\tIN\tA\t192.0.2.1\n" in done.stdout
    # It ends, also when there is nobody: with a failure and no zone.
    api.kill_api()
    try:
        done = one.command("render", "--config", one.config_file)
        assert done.returncode == 1
        assert "IN" not in done.stdout
        assert str(api.port) in done.stderr
    finally:
        api.start_api()


@pytest.mark.parametrize("change,word", [
    (lambda text: text.replace("readtoken", "wrongtoken"), "401"),
    (lambda text: text.replace("current-context: test",
                               "current-context: gone"), "gone"),
    (lambda text: text.replace("https://", "http//"), "server"),
    (lambda text: text[:len(text) // 2], "kubeconfig"),
], ids=["a token nobody knows", "no such context", "no such server",
        "half a file"])
def test_a_bad_kubeconfig_says_so(controller, empty_cluster, change, word):
    one = controller(cluster=empty_cluster)
    path = one.directory / "kubeconfig"
    path.write_text(change(path.read_text()))
    done = one.command("render", "--config", one.config_file)
    assert done.returncode in (1, 2)
    assert word in done.stderr and "IN\t" not in done.stdout
    assert "wrongtoken" not in done.stderr


def test_thousand_changes(watching, empty_cluster):
    """A flood, in the order it came: the last word stands."""
    api, server = empty_cluster, watching.server
    documents = [ingress(f"i{n}", f"i{n}.example.com", ["192.0.2.1"])
                 for n in range(20)]
    for document in documents:
        api.create(document)
    for turn in range(1000 // 20):
        for number, document in enumerate(documents):
            api.set_status(document, load_balancer(
                [f"198.51.{turn}.{number}"]))
    for number in range(20):
        server.answers(f"i{number}.example.com", f"198.51.49.{number}")
    check(ZONE, watching.zone_file())
    watching.stop()
