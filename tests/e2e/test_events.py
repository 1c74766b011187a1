# SPDX-License-Identifier: Apache-2.0
"""What is written to the cluster: Events about objects, and the status of
DNSEndpoints.  On a real API server, which checks each of them."""

import pytest

from definitions import install, uninstall
from eventually import eventually, steadily
from objects import endpoint, ingress

LONG = ".".join(["n" * 60] * 4)


@pytest.fixture
def api(empty_cluster):
    """It may be written to, and has no objects."""
    install(empty_cluster, "DNSEndpoint", ["v1alpha1"])
    empty_cluster.delete_all("DNSEndpoint", "Event")
    empty_cluster.allow_writing()
    yield empty_cluster
    empty_cluster.forbid_writing()
    uninstall(empty_cluster, "DNSEndpoint")


def start(controller, api, quick=False, **options):
    one = controller(quick=quick, cluster=api,
                     resources=["Ingress", "DNSEndpoint"],
                     **{"events": True, **options})
    return one.start().serving()


def events(api, name, reason=None):
    return [event for event in api.list("Event")["items"]
            if event["regarding"]["name"] == name
            and reason in (event["reason"], None)]


def told(api, name, reason, note):
    """Waits for an event of an object; gives it."""
    def look():
        return [event for event in events(api, name, reason)
                if note in event.get("note", "")]

    return eventually(look, lambda: f"no {reason} of {name}: "
                                    f"{events(api, name)}")[0]


def test_ready_and_deleted(controller, api):
    made = api.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    one = start(controller, api)
    event = told(api, "www", "RecordReady", "served: www.example.com")
    assert event["type"] == "Normal"
    assert event["reportingController"] == "k8s-nsd"
    assert event["regarding"] == {
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
        "name": "www", "namespace": "web", "uid": made["metadata"]["uid"]}
    api.patch(ingress("www"), {"spec": {"rules": [
        {"host": f"{host}.example.com"} for host in ("ftp", "mail")]}})
    told(api, "www", "RecordReady", "served: ftp.example.com, mail.")
    told(api, "www", "RecordDeleted", "no longer served: www.example.com")
    one.stop()


def test_findings(controller, api):
    api.create(ingress("first", "www.example.com", ["192.0.2.1"]))
    one = start(controller, api)
    told(api, "first", "RecordReady", "www")
    api.create(ingress("second", "www.example.com", ["192.0.2.2"], "play"))
    event = told(api, "second", "NameTaken", "'web'")
    assert event["type"] == "Warning"
    api.create(endpoint("bad", ("x.example.com", "A", ["no address"])))
    told(api, "bad", "BadTarget", "x.example.com: ")
    # Nothing of it twice.
    steadily(lambda: len(events(api, "bad")) == 1 and
             len(events(api, "second")) == 1, lambda: events(api, "bad"), 11)
    assert events(api, "first", "NameTaken") == []
    one.stop()


def test_odd_objects(controller, api):
    """The longest name; more names than a note has room for."""
    rules = [{"host": f"{'a' * 40}{i}.example.com"} for i in range(100)]
    long = ingress(LONG, (), ["192.0.2.1"])
    long["spec"]["rules"] = rules
    api.create(long)
    one = start(controller, api)
    event = told(api, LONG, "RecordReady", "more")
    assert len(event["note"]) <= 1024
    one.stop()


def test_generation_is_observed(controller, api):
    document = endpoint("e", ("e.example.com", "A", ["192.0.2.1"]))
    api.create(document)
    one = start(controller, api)

    def observed():
        item, = api.list("DNSEndpoint")["items"]
        return (item.get("status", {}).get("observedGeneration"),
                item["metadata"]["generation"])

    eventually(lambda: observed() == (1, 1), observed)
    api.patch(document, {"spec": {"endpoints": [
        {"dnsName": "f.example.com", "recordType": "A",
         "targets": ["192.0.2.2"]}]}})
    one.server.answers("f.example.com", "192.0.2.2")
    eventually(lambda: observed() == (2, 2), observed)

    def version():
        item, = api.list("DNSEndpoint")["items"]
        return item["metadata"]["resourceVersion"]

    before = version()
    steadily(lambda: version() == before, "it is not written again", 11)
    one.stop()


def test_not_allowed(controller, api):
    """It is said once, and nothing waits for it; later it is tried again."""
    api.forbid_writing()
    api.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    api.create(endpoint("e", ("e.example.com", "A", ["192.0.2.1"])))
    one = start(controller, api, quick=True)
    one.server.answers("www.example.com", "192.0.2.1")
    one.says("events cannot be written", '"status":"403"')
    one.says("the status of DNSEndpoints cannot be written")
    api.create(ingress("ftp", "ftp.example.com", ["192.0.2.2"]))
    one.server.answers("ftp.example.com", "192.0.2.2")
    api.create(endpoint("bad", ("x.example.com", "A", ["no address"])))
    lines = [m for m in one.messages() if "cannot be written" in m["message"]]
    assert len(lines) == 2
    api.allow_writing()
    told(api, "bad", "BadTarget", "x.example.com: ")
    one.says("events can be written again")
    one.stop()


def test_off_and_on(controller, api):
    api.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    api.create(endpoint("bad", ("x.example.com", "A", ["no address"])))
    one = start(controller, api, events=False)
    steadily(lambda: not events(api, "bad"), "nothing is written", 8)
    one.config["events"] = True
    one.write_config()
    told(api, "bad", "BadTarget", "x.example.com: ")
    one.stop()


def test_a_namespace_that_ends(controller, api):
    api.create(ingress("a", "a.example.com", ["192.0.2.1"], "ending"))
    one = start(controller, api)
    told(api, "a", "RecordReady", "a.example.com")
    api.request("DELETE", "/api/v1/namespaces/ending")
    api.delete(ingress("a", namespace="ending"))
    one.server.gone("a.example.com")
    api.create(ingress("b", "b.example.com", ["192.0.2.2"]))
    told(api, "b", "RecordReady", "b.example.com")
    assert not one.said("cannot be written")
    one.stop()
