# SPDX-License-Identifier: Apache-2.0
"""The other kinds of Gateway API on a real kube-apiserver: ListenerSets,
GRPCRoutes and TLSRoutes, what may attach to what, and a kind that vanishes.

The program waits a twentieth of its real times here (limits.c).
"""

import pytest

from controller import zone_settings
from definitions import GATEWAY, install, serve_only, uninstall
from eventually import eventually
from follow import TICK
from objects import endpoint, ingress, load_balancer
from vigil import Vigil

KINDS = ["TLSRoute", "GRPCRoute", "HTTPRoute", "ListenerSet", "Gateway"]
ADDRESS = "192.0.2.20"
QUICK = 0.05  # s, of a second of the client's


def made(kind, namespace, name, version="v1", **fields):
    return {"apiVersion": f"{GATEWAY}/{version}", "kind": kind,
            "metadata": {"namespace": namespace, "name": name}, **fields}


def listener(name, protocol, port, allowed="All", **more):
    return {"name": name, "protocol": protocol, "port": port,
            "allowedRoutes": {"namespaces": {"from": allowed}}, **more}


def gateway():
    """One listener for all namespaces, and listeners of others."""
    return made("Gateway", "infra", "gw", spec={
        "gatewayClassName": "any",
        "allowedListeners": {"namespaces": {"from": "All"}},
        "listeners": [listener("web", "HTTP", 80),
                      listener("own", "HTTP", 81, "Same",
                               hostname="*.own.example.com")],
    }, status={"addresses": [{"value": ADDRESS}]})


def listener_set():
    return made("ListenerSet", "team", "set", spec={
        "parentRef": {"namespace": "infra", "name": "gw"},
        "listeners": [
            listener("rpc", "HTTPS", 443, "Same",
                     hostname="*.rpc.example.com"),
            listener("tls", "TLS", 8443, hostname="*.tls.example.com")]})


def route(kind, namespace, name, host, parent="ListenerSet", version="v1",
          **more):
    ref = {"group": GATEWAY, "kind": parent, **more}
    ref["namespace"], ref["name"] = (
        ("team", "set") if parent == "ListenerSet" else ("infra", "gw"))
    return made(kind, namespace, name, version, spec={
        "parentRefs": [ref], "hostnames": [host]})


# Route, is it let in?
ROUTES = [
    (route("GRPCRoute", "team", "a", "a.rpc.example.com"), True),
    (route("GRPCRoute", "web", "stranger", "b.rpc.example.com"), False),
    (route("GRPCRoute", "web", "gw", "grpc.example.com", "Gateway"), True),
    (route("GRPCRoute", "team", "proto", "c.tls.example.com"), False),
    (route("TLSRoute", "web", "a", "a.tls.example.com"), True),
    (route("TLSRoute", "web", "proto", "no.example.com", "Gateway"), False),
    (route("TLSRoute", "web", "host", "other.example.com"), False),
    (route("TLSRoute", "web", "port", "p.tls.example.com", port=443), False),
    (route("TLSRoute", "web", "section", "s.tls.example.com",
           sectionName="tls"), True),
    (route("HTTPRoute", "team", "a", "h.rpc.example.com"), True),
    (route("HTTPRoute", "web", "own", "x.own.example.com", "Gateway",
           sectionName="own"), False),
    (route("HTTPRoute", "infra", "own", "y.own.example.com", "Gateway",
           sectionName="own"), True),
]


def host(document):
    return document["spec"]["hostnames"][0]


@pytest.fixture
def bare_cluster(empty_cluster):
    for kind in KINDS:
        uninstall(empty_cluster, kind)
    yield empty_cluster
    for kind in KINDS:
        uninstall(empty_cluster, kind)


@pytest.fixture
def watching(controller, bare_cluster):
    def start():
        one = controller(cluster=bare_cluster, quick=True)
        return one.start().serving()
    return start


def reaches(one, kind, state):
    one.says(f'"kind":"{kind}","state":"{state}"')


def test_routes_of_each_kind_where_they_may(watching, bare_cluster):
    """Installed under a running controller; then the Gateway lets nobody's
    listeners in any more, and does again, and its address moves."""
    api, one = bare_cluster, watching()
    for kind in KINDS:
        reaches(one, kind, "absent")
        install(api, kind, ["v1"])
    for document in (gateway(), listener_set(), *(r for r, _ in ROUTES)):
        api.create(document)
    granted = [host(r) for r, allowed in ROUTES if allowed]
    refused = [host(r) for r, allowed in ROUTES if not allowed]
    by_set = [host(r) for r, allowed in ROUTES if allowed
              and r["spec"]["parentRefs"][0]["kind"] == "ListenerSet"]
    server = one.server
    for name in granted:
        server.answers(name, ADDRESS)
    api.create(ingress("end", "end.example.com", ["192.0.2.1"]))
    server.answers("end.example.com", "192.0.2.1")
    for name in refused:
        assert server.rcode(name) == "NXDOMAIN", name

    def allow(word):
        api.patch(gateway(), {"spec": {"allowedListeners": {
            "namespaces": {"from": word}}}})

    with Vigil(server, {"grpc.example.com": ADDRESS}):
        allow("None")
        for name in by_set:
            server.gone(name)
        allow("All")
        for name in by_set:
            server.answers(name, ADDRESS)
        # The set goes, and its routes have no parent.
        api.delete(listener_set())
        for name in by_set:
            server.gone(name)
        api.create(listener_set())
        for name in by_set:
            server.answers(name, ADDRESS)
    # A route's own namespace is let in, and out again.
    stranger = listener_set()
    stranger["spec"]["listeners"][0]["allowedRoutes"] = {
        "namespaces": {"from": "All"}}
    api.patch(listener_set(), {"spec": stranger["spec"]})
    server.answers("b.rpc.example.com", ADDRESS)
    api.patch(listener_set(), {"spec": listener_set()["spec"]})
    server.gone("b.rpc.example.com")
    one.stop()


def test_a_kind_vanishes_and_its_objects_do_not(watching, bare_cluster):
    """No version is served any more, nobody said that anything ended: it is
    lost, and keeps its names; the others go on.  Served again it is live."""
    api = bare_cluster
    for kind in ("Gateway", "ListenerSet", "TLSRoute"):
        install(api, kind, ["v1"])
    for document in (gateway(), listener_set()):
        api.create(document)
    stays = route("TLSRoute", "web", "stays", "stays.tls.example.com")
    goes = route("TLSRoute", "web", "goes", "goes.tls.example.com")
    api.create(stays)
    api.create(goes)
    one = watching()
    one.server.answers(host(stays), ADDRESS)
    one.server.answers(host(goes), ADDRESS)
    with Vigil(one.server, {host(stays): ADDRESS}):
        serve_only(api, "TLSRoute")
        reaches(one, "TLSRoute", "lost")
        api.create(ingress("new", "new.example.com", ["192.0.2.2"]))
        one.server.answers("new.example.com", "192.0.2.2")
        assert one.server.answer(host(goes)) == [ADDRESS]
        serve_only(api, "TLSRoute", "v1")
        api.delete(goes)
        one.server.gone(host(goes))
        moved = [m["state"] for m in one.messages()
                 if m["message"] == "source changed"
                 and m["kind"] == "TLSRoute"]
        assert moved[-1] == "live" and "absent" not in moved[1:]
    one.stop()


def asked_apis(fake):
    return [r for r in fake.asked("discovery") if r.path == "/apis"]


def test_a_kind_that_is_absent_at_the_start(fake, controller):
    """This controller never listed it, the one before it published it: its
    names stay until the API said three times, over 300 s, that it is absent,
    and no word of it in between begins that anew."""
    one = controller(cluster=fake, quick=True,
                     resources=["Ingress", "DNSEndpoint"],
                     zones=[zone_settings(guard="off")])
    fake.create(endpoint("old", ("old.example.com", "A", ["192.0.2.7"])))
    fake.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    one.start().serving().server.answers("old.example.com", "192.0.2.7")
    one.stop()
    fake.unserve("externaldns.k8s.io", "v1alpha1", "dnsendpoints")
    one.start()
    one.says("records of sources that cannot be trusted are retained")
    fake.set_status(ingress("www"), load_balancer(["192.0.2.2"]))
    one.server.answers("www.example.com", "192.0.2.2")
    before = len(asked_apis(fake))
    eventually(lambda: len(asked_apis(fake)) > before + 1, "it is looked for")
    fault = fake.fault("discovery", status=503, times=3)
    eventually(lambda: fault.hits == 3, "no word of it")
    assert one.server.answer("old.example.com") == ["192.0.2.7"]
    one.server.gone("old.example.com", deadline=120)
    checks = asked_apis(fake)
    while any(request.status == 503 for request in checks):
        checks.pop(0)
    assert len(checks) >= 3
    assert checks[-1].time - checks[0].time + TICK >= 300 * QUICK
    one.says("no records are retained any more")
    assert one.server.answer("www.example.com") == ["192.0.2.2"]


def test_a_version_that_is_not_served_any_more(watching, bare_cluster):
    """TLSRoute as it was: v1alpha2, then v1 as well, then v1 alone."""
    api = bare_cluster
    for kind, version in (("Gateway", "v1"), ("ListenerSet", "v1"),
                          ("TLSRoute", "v1alpha2")):
        install(api, kind, [version])
    for document in (gateway(), listener_set()):
        api.create(document)
    api.namespace("web")
    api.request("POST", f"/apis/{GATEWAY}/v1alpha2/namespaces/web/tlsroutes",
                route("TLSRoute", "web", "old", "old.tls.example.com",
                      version="v1alpha2"))
    one = watching()
    one.server.answers("old.tls.example.com", ADDRESS)
    with Vigil(one.server, {"old.tls.example.com": ADDRESS}):
        install(api, "TLSRoute", ["v1alpha2", "v1"])
        serve_only(api, "TLSRoute", "v1")
        new = route("TLSRoute", "web", "new", "new.tls.example.com")
        api.create(new)
        one.server.answers(host(new), ADDRESS)
        api.patch(new, {"spec": {"hostnames": ["moved.tls.example.com"]}})
        one.server.answers("moved.tls.example.com", ADDRESS)
        one.server.gone(host(new))
    one.stop()
