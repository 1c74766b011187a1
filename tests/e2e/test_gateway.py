# SPDX-License-Identifier: Apache-2.0
"""Kinds that come, change and go while the controller runs: Gateway API and
DNSEndpoint on a real kube-apiserver."""

import pytest

from definitions import GATEWAY, install, serve_only, uninstall
from eventually import steadily
from objects import ingress, service

KINDS = ["HTTPRoute", "Gateway", "DNSEndpoint"]
# A kind that is absent is looked for each 30 s, a twentieth where quick.
DISCOVERED = 90


def gateway(addresses, version="v1", name="gw", listeners=None):
    return {
        "apiVersion": f"{GATEWAY}/{version}", "kind": "Gateway",
        "metadata": {"namespace": "infra", "name": name},
        "spec": {"gatewayClassName": "any", "listeners": listeners or [
            {"name": "web", "port": 80, "protocol": "HTTP",
             "allowedRoutes": {"namespaces": {"from": "All"}}}]},
        "status": {"addresses": [{"value": a} for a in addresses]},
    }


def route(name, host, version="v1", parent="gw"):
    return {
        "apiVersion": f"{GATEWAY}/{version}", "kind": "HTTPRoute",
        "metadata": {"namespace": "web", "name": name},
        "spec": {"parentRefs": [{"name": parent, "namespace": "infra"}],
                 "hostnames": [host]},
    }


def endpoint(name, *entries):
    return {
        "apiVersion": "externaldns.k8s.io/v1alpha1", "kind": "DNSEndpoint",
        "metadata": {"namespace": "web", "name": name},
        "spec": {"endpoints": [
            {"dnsName": host, "recordType": rdtype, "targets": targets}
            for host, rdtype, targets in entries]},
    }


@pytest.fixture
def bare_cluster(empty_cluster):
    """No kind of these is there, before and after."""
    for kind in KINDS:
        uninstall(empty_cluster, kind)
    yield empty_cluster
    for kind in KINDS:
        uninstall(empty_cluster, kind)


@pytest.fixture
def watching(controller, bare_cluster):
    bare_cluster.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    one = controller(cluster=bare_cluster, quick=True).start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    return one


def test_kinds_are_installed_later(watching, bare_cluster):
    api, server = bare_cluster, watching.server
    for kind in KINDS:
        install(api, kind, ["v1alpha1" if kind == "DNSEndpoint" else "v1"])
    api.create(gateway(["192.0.2.20", "2001:db8::20"]))
    api.create(route("shop", "shop.example.com"))
    api.create(endpoint(
        "mail", ("mail.example.com", "A", ["192.0.2.30"]),
        ("mail.example.com", "MX", ["10 mx.example.net"]),
        ("mail.example.com", "TXT", ["v=spf1 -all"]),
        ("_x._tcp.mail.example.com", "SRV", ["0 5 25 mail.example.com"]),
        ("alias.example.com", "CNAME", ["mail.example.com"])))
    server.answers("shop.example.com", "192.0.2.20", deadline=DISCOVERED)
    server.answers("shop.example.com", "2001:db8::20", "AAAA")
    server.answers("mail.example.com", "192.0.2.30", deadline=DISCOVERED)
    server.answers("mail.example.com", "10 mx.example.net.", "MX")
    server.answers("mail.example.com", '"v=spf1 -all"', "TXT")
    server.answers("_x._tcp.mail.example.com", "0 5 25 mail.example.com.",
                   "SRV")
    server.answers("alias.example.com", "mail.example.com.", "CNAME")
    api.set_status(gateway([]), {"addresses": [{"value": "192.0.2.21"}]})
    server.answers("shop.example.com", "192.0.2.21")
    api.patch(route("shop", ""), {"spec": {"hostnames": ["b.example.com"]}})
    server.answers("b.example.com", "192.0.2.21")
    server.gone("shop.example.com")
    api.delete(gateway([]))
    server.gone("b.example.com")
    api.create(gateway(["192.0.2.22"]))
    server.answers("b.example.com", "192.0.2.22")
    api.delete(endpoint("mail"))
    server.gone("mail.example.com")
    assert server.answer("www.example.com") == ["192.0.2.1"]
    watching.stop()


def test_a_version_goes_and_a_better_one_comes(controller, bare_cluster):
    api = bare_cluster
    for kind in ("Gateway", "HTTPRoute"):
        install(api, kind, ["v1beta1"])
    group = f"/apis/{GATEWAY}/v1beta1/namespaces"
    api.namespace("infra")
    api.namespace("web")
    document = gateway(["192.0.2.20"], "v1beta1")
    api.request("POST", f"{group}/infra/gateways", document)
    api.request("PATCH", f"{group}/infra/gateways/gw/status",
                {"status": document["status"]},
                "application/merge-patch+json")
    api.request("POST", f"{group}/web/httproutes",
                route("shop", "shop.example.com", "v1beta1"))
    watching = controller(cluster=api).start().serving()
    server = watching.server
    server.answers("shop.example.com", "192.0.2.20")
    for kind in ("Gateway", "HTTPRoute"):
        install(api, kind, ["v1beta1", "v1"])
    steadily(lambda: server.answer("shop.example.com") == ["192.0.2.20"],
             "the name stays", 3)
    # v1beta1 is still in the list of stored versions, but not served.
    for kind in ("Gateway", "HTTPRoute"):
        serve_only(api, kind, "v1")
    api.create(route("new", "new.example.com"))
    server.answers("new.example.com", "192.0.2.20", deadline=DISCOVERED)
    assert server.answer("shop.example.com") == ["192.0.2.20"]
    api.set_status(gateway([]), {"addresses": [{"value": "192.0.2.23"}]})
    server.answers("shop.example.com", "192.0.2.23", deadline=DISCOVERED)
    watching.stop()


def test_kinds_are_deleted(watching, bare_cluster):
    """The objects go, and say so; nothing else suffers."""
    api, server = bare_cluster, watching.server
    install(api, "DNSEndpoint", ["v1alpha1"])
    api.create(endpoint("a", ("a.example.com", "A", ["192.0.2.40"])))
    server.answers("a.example.com", "192.0.2.40", deadline=DISCOVERED)
    uninstall(api, "DNSEndpoint")
    server.gone("a.example.com")
    document = service("db", ["192.0.2.9"], "prod")
    api.create(document)
    server.answers("db.prod.example.com", "192.0.2.9")
    assert server.answer("www.example.com") == ["192.0.2.1"]
    install(api, "DNSEndpoint", ["v1alpha1"])
    api.create(endpoint("b", ("b.example.com", "A", ["192.0.2.41"])))
    server.answers("b.example.com", "192.0.2.41", deadline=DISCOVERED)
    assert watching.program.running()
    watching.stop()


def test_endpoints_of_a_headless_service(watching, bare_cluster):
    api, server = bare_cluster, watching.server
    headless = {
        "apiVersion": "v1", "kind": "Service",
        "metadata": {"namespace": "db", "name": "c", "annotations": {
            "k8s-gateway.dns/resolve-endpoints": "true"}},
        "spec": {"clusterIP": "None", "ports": [{"port": 1}]},
    }
    slice_ = {
        "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
        "metadata": {"namespace": "db", "name": "c-1", "labels": {
            "kubernetes.io/service-name": "c"}},
        "addressType": "IPv4",
        "endpoints": [{"addresses": ["10.1.0.1"]},
                      {"addresses": ["10.1.0.2"],
                       "conditions": {"ready": False}}],
    }
    api.create(headless)
    api.create(slice_)
    server.answers("c.db.example.com", "10.1.0.1")
    api.patch(slice_, {"endpoints": [{"addresses": ["10.1.0.1"]},
                                     {"addresses": ["10.1.0.2"]}]})
    server.answers("c.db.example.com", ["10.1.0.1", "10.1.0.2"])
    api.delete(slice_)
    server.gone("c.db.example.com")
    watching.stop()


def test_a_namespace_label_opens_a_listener(watching, bare_cluster):
    api, server = bare_cluster, watching.server
    for kind in ("Gateway", "HTTPRoute"):
        install(api, kind, ["v1"])
    api.create(gateway(["192.0.2.20"], listeners=[
        {"name": "web", "port": 80, "protocol": "HTTP", "allowedRoutes": {
            "namespaces": {"from": "Selector", "selector": {
                "matchLabels": {"open": "yes"}}}}}]))
    api.create(route("shop", "shop.example.com"))
    namespace = {"kind": "Namespace", "metadata": {"name": "web"}}
    api.patch(namespace, {"metadata": {"labels": {"open": "yes"}}})
    server.answers("shop.example.com", "192.0.2.20", deadline=DISCOVERED)
    api.patch(namespace, {"metadata": {"labels": {"open": None}}})
    server.gone("shop.example.com")
    watching.stop()
