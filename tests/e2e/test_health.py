# SPDX-License-Identifier: Apache-2.0
"""Health and metrics of the running controller, as the network sees them."""

import json
import re
import socket
import threading

import pytest

from conftest import ROOT
from controller import ZONE
from eventually import eventually
from objects import ingress
from ports import free_port
from probing import ask, at_once, code, measured, metrics

pytestmark = pytest.mark.sanitized

A = ingress("a", "a.example.com", ["192.0.2.1"])
B = ingress("b", "b.example.com", ["192.0.2.2"])


@pytest.fixture
def one(controller):
    made = controller(resources=["Ingress", "Service"])
    made.put("a.yaml", A)
    return made


def test_ready(one):
    one.start()
    eventually(lambda: one.alive() and one.said("nsd started"), "NSD starts")
    eventually(lambda: code(one, "/livez") == 200, "it is live")
    one.serving()
    eventually(lambda: code(one, "/readyz") == 200, "it is ready")
    assert ask(one, "/readyz")[2] == "ok\n"
    assert ask(one, "/readyz?verbose")[2] == (
        "[+]configuration ok\n[+]versions ok\n[+]answers ok\nreadyz ok\n")
    assert ask(one, "/livez?verbose")[2] == "[+]loop ok\nlivez ok\n"
    status, headers, text = ask(one, "/readyz", method="HEAD")
    assert (status, text) == (200, "") and headers["Content-Length"] == "3"
    assert code(one, "/") == 404
    # Nothing of the local API.
    assert code(one, "/v1/status") == 404
    assert ask(one, "/v1/approve", method="POST")[0] == 405
    one.stop()


def test_not_ready_without_nsd(controller):
    one = controller(run_nsd=False, resources=["Ingress"])
    one.put("a.yaml", A)
    nsd = one.start_nsd()
    one.start().serving()
    eventually(lambda: code(one, "/readyz") == 200, "it is ready")
    nsd.kill()
    eventually(lambda: code(one, "/readyz") == 503, "it is not")
    text = ask(one, "/readyz")[2]
    assert "[-]answers NSD was not seen answering 'example.com'\n" in text
    assert text.endswith("readyz failed\n")
    assert code(one, "/livez") == 200
    measured(one, "k8s_nsd_nsd_up", 0)
    nsd = one.start_nsd()
    eventually(lambda: code(one, "/readyz") == 200, "it is ready again")
    one.stop()
    nsd.kill()


def test_ready_without_an_api_server(controller, fake):
    """What is on the disk is enough."""
    fake.create(A)
    one = controller(cluster=fake, resources=["Ingress"])
    one.start().serving()
    eventually(lambda: code(one, "/readyz") == 200, "it is ready")
    one.stop()
    fake.refuse()
    one.start().serving()
    eventually(lambda: code(one, "/readyz") == 200, "it is ready")
    measured(one, "k8s_nsd_api_requests_total", lambda n: n > 0, code="none")
    one.stop()
    fake.accept()


def test_metrics(one):
    one.start().serving()
    serial = measured(one, "k8s_nsd_zone_serial", one.serial(), zone=ZONE)
    measured(one, "k8s_nsd_zone_served", 1, zone=ZONE)
    measured(one, "k8s_nsd_publish_total", 1, zone=ZONE, result="served")
    one.put("b.yaml", B)
    one.server.answers("b.example.com", "192.0.2.2")
    measured(one, "k8s_nsd_publish_total", 2, zone=ZONE, result="served")
    measured(one, "k8s_nsd_zone_serial", lambda n: n > serial, zone=ZONE)
    measured(one, "k8s_nsd_plan_changes", 1, zone=ZONE, op="add")
    measured(one, "k8s_nsd_change_to_served_seconds_count", 2)
    for step in ("render", "reload", "confirm"):
        # The first version may be loaded with the zone, and seen so.
        measured(one, "k8s_nsd_publish_duration_seconds_count",
                 lambda n: n >= 1, step=step)
    measured(one, "k8s_nsd_source_objects", 2, resource="Ingress")
    measured(one, "k8s_nsd_source_state", 1, resource="Service", state="live")
    measured(one, "k8s_nsd_findings", lambda n: n >= 0, check="BadObject")
    # NSD's own, of the time of the reading before.
    measured(one, "nsd_queries_by_type_total", lambda n: n > 0, type="A")
    measured(one, "nsd_queries_total", lambda n: n > 0, server="0")
    # Of zones that it may transfer NSD says that they are secondary.
    measured(one, "nsd_zones_secondary", 1)
    one.stop()


def test_metrics_of_a_cluster(controller, fake):
    fake.create(A)
    one = controller(cluster=fake, resources=["Ingress"])
    one.start().serving()
    eventually(lambda: fake.watches("ingresses"), "it watches")
    measured(one, "k8s_nsd_api_requests_total", lambda n: n > 0, code="200")
    measured(one, "k8s_nsd_list_total", 1, resource="Ingress")
    measured(one, "k8s_nsd_api_bytes_total", lambda n: n > 100)
    fake.create(B)
    measured(one, "k8s_nsd_source_last_event_timestamp_seconds",
             lambda n: n > 1.7e9, resource="Ingress")
    fake.end("ingresses")
    measured(one, "k8s_nsd_watch_restarts_total", lambda n: n > 0,
             resource="Ingress", reason="ended")
    one.stop()


def test_too_often(one):
    one.start().serving()
    assert set(at_once(one.http, "/metrics")) == {200, 429}
    assert code(one, "/livez") == 200
    one.stop()


def test_the_port_is_taken(one):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", one.http))
        other.listen()
        one.start().serving()
        one.says("the port for health and metrics is not available")
    one.says("the port for health and metrics is available")
    eventually(lambda: code(one, "/readyz") == 200, "it is ready")
    one.stop()


def test_another_port(one):
    """And another socket; both while it runs."""
    one.start().serving()
    assert code(one, "/livez") == 200
    before, one.http = one.http, free_port()
    one.config["http"]["listen"] = [f"127.0.0.1:{one.http}"]
    one.config["control"] = {"socket": str(one.directory / "other.sock")}
    one.write_config()
    one.says("configuration read again")

    eventually(lambda: code(one, "/livez") == 200, "it listens there")
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", before), timeout=10)
    eventually(lambda: one.command(
        "status", "--config", one.config_file).returncode == 0, "all is well")
    assert not (one.state / "control.sock").exists()
    one.stop()


def test_idle_clients_keep_no_probe_out(one):
    one.start().serving()
    idle = [socket.create_connection(("127.0.0.1", one.http))
            for _ in range(200)]
    assert code(one, "/livez") == 200
    for client in idle:
        client.close()
    one.stop()


def test_many_at_once(one):
    one.start().serving()
    seen, lock = [], threading.Lock()

    def client():
        status = code(one, "/livez")
        with lock:
            seen.append(status)

    threads = [threading.Thread(target=client) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [200] * 40
    one.stop()


# What is shipped uses names that exist.

COMPONENTS = ROOT / "manifests/components"
WORD = re.compile(r"\b(?:k8s_nsd|nsd|process)_[a-z0-9_]+\b")


def names(families):
    found = set()
    for family in families.values():
        found.add(family.name)
        if family.type == "histogram":
            found |= {family.name + end for end in
                      ("_bucket", "_sum", "_count")}
    return found


def expressions(file):
    if file.suffix == ".json":
        dashboard = json.loads(file.read_text())
        assert dashboard["uid"] and dashboard["title"]
        return [target["expr"] for panel in dashboard["panels"]
                for target in panel.get("targets", ())]
    return re.findall(r"^ +expr: (.*(?:\n {12,}.*)*)", file.read_text(), re.M)


@pytest.mark.parametrize("file", ["prometheusrule/rules.yaml",
                                  "dashboard/k8s-nsd.json"])
def test_names_exist(controller, fake, file):
    fake.create(A)
    one = controller(cluster=fake)
    one.start().serving()
    eventually(lambda: fake.watches("ingresses"), "it watches")
    fake.create(B)
    fake.end("ingresses")
    measured(one, "k8s_nsd_watch_restarts_total", lambda n: n > 0,
             resource="Ingress", reason="ended")
    measured(one, "nsd_queries_total", lambda n: n > 0, server="0")
    # Some are there only where it is configured what they are of.
    there = names(metrics(one)) | set(re.findall(
        r'"(k8s_nsd_(?:git|secondary|notify|lease)_\w+)"',
        (ROOT / "controller/serve/answer/metrics.c").read_text()))
    used = expressions(COMPONENTS / file)
    assert len(used) > 5
    for expression in used:
        words = set(WORD.findall(expression))
        assert words, expression
        assert words <= there, expression
    one.stop()
