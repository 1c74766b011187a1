# SPDX-License-Identifier: Apache-2.0
"""The client of the API server and kinds that come, change and go (A.12).

As in test_client_list.py: the client's times are a fiftieth of the real ones,
and after each case it must agree with the server.  What a real server does
meanwhile is in test_gateway.py.
"""

import time

import pytest

from eventually import eventually
from fakeapi import status
from follow import TICK, TIMES
from objects import ingress

pytestmark = pytest.mark.sanitized

GROUP = "gateway.networking.k8s.io"
# Served again, asked again: what is to be seen is that nothing else happens.
ROUTES = (GROUP, "tlsroutes")
SPAN = 1000  # ms, of 300 s


def serve(api, *versions):
    """These versions of TLSRoute, and no others."""
    with api.lock:
        have = api.resources.get(ROUTES)
        for version in list(have.versions) if have else ():
            api.unserve(GROUP, version, "tlsroutes")
        for version in versions:
            api.serve(GROUP, version, "tlsroutes", "TLSRoute")


def route(name, host=None):
    return {"kind": "TLSRoute", "metadata": {
        "namespace": "web", "name": name}, "spec": {
            "hostnames": [host or f"{name}.example.com"]}}


def states(one):
    return [e["state"] for e in one.said("state", kind="TLSRoute")]


def reaches(one, state, times=1):
    eventually(lambda: states(one).count(state) >= times,
               lambda: f"{states(one)}\n{one.tail()}")


def asked(api, verb, version):
    return [r for r in api.asked(verb, "tlsroutes")
            if f"/{version}/" in r.path]


def discoveries(api):
    """Of the group's versions and of all groups, not of others."""
    return [r for r in api.asked("discovery")
            if r.path == "/apis" or GROUP in r.path]


def watched(api, version):
    eventually(lambda: [r for r in asked(api, "watch", version)
                        if r.status == 200 and not r.ended],
               f"{version} is watched")


def end(api):
    """As an API server ends what it has no kind for any more."""
    api.end("tlsroutes")


def looks(api, seen):
    """Ends watches until the client looks for a better version: not behind
    one that was over at once."""
    eventually(lambda: seen() or end(api), "it looks")


def proves(one, api, name="proof"):
    api.create(route(name))
    one.says("put", key=f"web/{name}")
    return one.agrees(api)


@pytest.fixture
def routes(fake, follow):
    """A client that watches three TLSRoutes, in that version."""
    def start(*versions, **options):
        serve(fake, *versions)
        for name in "abc":
            fake.create(route(name))
        fake.create(ingress("i", "i.example.com"))
        one = follow(fake, **{"kinds": ["Ingress", "TLSRoute"],
                              "absent_span": SPAN, "backoff_cap": 100,
                              **options}).live()
        watched(fake, versions[0])
        return one
    return start


def test_b31_absent_and_installed_later(fake, follow):
    """Empty and trusted meanwhile, looked for each 30 s (+- a fifth)."""
    fake.create(ingress("i", "i.example.com"))
    one = follow(fake, kinds=["Ingress", "TLSRoute"]).live("Ingress")
    reaches(one, "absent")
    assert states(one)[-1] == "absent" and "lost" not in states(one)
    eventually(lambda: len([r for r in discoveries(fake)
                            if r.path == "/apis"]) >= 4, "it is looked for")
    times = [r.time for r in discoveries(fake) if r.path == "/apis"]
    for first, second in zip(times, times[1:]):
        assert second - first + TICK >= 30 * 0.8 / TIMES
    # One list was tried, and none since.
    assert len(asked(fake, "list", "v1")) == 1
    serve(fake, "v1")
    fake.create(route("a"))
    looks = len([r for r in discoveries(fake) if r.path == "/apis"])
    one.says("put", key="web/a")
    # By the next look, or one that was under way.
    assert len([r for r in discoveries(fake)
                if r.path == "/apis"]) <= looks + 2
    reaches(one, "live")
    assert one.source("TLSRoute")["relists"] == {"first": 1, "served": 1}
    proves(one, fake)


@pytest.mark.parametrize("old", ["v1beta1", "v1alpha3", "v1alpha2"])
def test_b31_a_better_version_comes(fake, routes, old):
    """It is found when a watch ends, and listed under its name; the objects
    are the same ones, and nobody hears of them again."""
    one = routes(old, recheck=1, brief=1)
    before = one.contents()
    serve(fake, old, "v1")
    looks(fake, lambda: asked(fake, "list", "v1")[1:])
    watched(fake, "v1")
    assert one.contents() == before
    assert len(one.said("put", kind="TLSRoute")) == 3
    # The old one goes: nothing happens.
    serve(fake, "v1")
    proves(one, fake)
    assert set(states(one)) == {"syncing", "live"}
    assert one.failures() == ["HTTP 404"]  # of the very first list


@pytest.mark.parametrize("answer", [
    {"status": 503}, {"status": 500, "body": b"<html>"}, {"status": 429},
    {"status": 200, "body": b"{}"}, {"freeze": -1}, {"cut": 0}],
    ids=["503", "500", "429", "no discovery", "frozen", "broken"])
def test_b31_no_word_of_a_better_version(fake, routes, answer):
    """The one there is will do; it is watched on, not listed."""
    waits = {"wall": 2000, "response": 2000} if "freeze" in answer else {}
    one = routes("v1beta1", recheck=1, brief=1, **waits)
    # The client looks again, and gets no usable answer.
    lists = len(asked(fake, "list", "v1beta1"))
    fault = fake.fault("discovery", **answer)
    looks(fake, lambda: fault.hits)
    fake.create(route("d"))
    one.says("put", key="web/d")
    assert len(asked(fake, "list", "v1beta1")) == lists
    one.agrees(fake)
    assert not {"lost", "absent"} & set(states(one))


def test_b31_a_version_is_not_served_any_more(fake, routes):
    """404, and another one is: listed there, nothing is lost."""
    one = routes("v1alpha2")
    serve(fake, "v1")
    end(fake)
    watched(fake, "v1")
    fake.delete(route("b"))
    one.says("gone", key="web/b")
    proves(one, fake)
    assert set(states(one)) == {"syncing", "live"}


def test_b31_the_kind_is_deleted_with_its_objects(fake, routes):
    """As a CRD is: all objects end, the watch too, and then it is 404."""
    one = routes("v1")
    for name in "abc":
        fake.delete(route(name))
    serve(fake)
    end(fake)
    for name in "abc":
        one.says("gone", key=f"web/{name}")
    reaches(one, "lost")
    reaches(one, "absent")
    assert one.source("Ingress")["state"] == "live"
    serve(fake, "v1")
    proves(one, fake)
    assert states(one)[-1] == "live"


def test_b31_the_api_vanishes_without_its_objects(fake, routes):
    """Nobody said that they ended: they stay for 300 s and three checks."""
    one = routes("v1")
    serve(fake)
    end(fake)
    reaches(one, "lost")
    start = discoveries(fake)
    assert len(one.contents()) == 4
    one.says("gone", key="web/a")
    checks = [r for r in discoveries(fake) if r.path == "/apis"]
    assert len(checks) >= 3
    assert checks[-1].time - start[0].time + TICK >= SPAN / 1000
    reaches(one, "absent")
    # Objects that the server hides ended, as far as one can know.
    assert {e["key"] for e in one.said("gone")} == {"web/a", "web/b", "web/c"}
    assert one.source("Ingress")["objects"] == 1
    serve(fake, "v1")
    for name in "abc":
        eventually(lambda: len(one.said("put", key=f"web/{name}")) == 2,
                   one.tail)


def test_b31_404_flaps(fake, routes):
    """For 20 s one of several API servers does not know the kind yet; its
    discovery says what each of them thinks.  Nothing is lost by it."""
    one = routes("v1")
    end_of_it = time.monotonic() + 20 / TIMES
    turn = 0

    def sometimes(request):
        nonlocal turn
        turn += 1
        return time.monotonic() < end_of_it and turn % 3 > 0

    fake.fault(None, "tlsroutes", when=sometimes, times=1000, status=404,
               body=b"404 page not found\n")
    fake.fault("discovery", when=lambda r: GROUP in r.path and sometimes(r),
               times=1000, status=404, body=b"404 page not found\n")
    end(fake)
    eventually(lambda: turn >= 2 and time.monotonic() > end_of_it, "it is 404")
    fake.delete(route("b"))
    proves(one, fake)
    assert [e["key"] for e in one.said("gone")] == ["web/b"]
    assert "absent" not in states(one)
    assert one.source("TLSRoute")["state"] == "live"


@pytest.mark.parametrize("answer", [
    {"status": 503}, {"status": 200, "body": b"<html>"},
    {"status": 403, "body": status(403, "Forbidden", "no")}],
    ids=["503", "HTML", "403"])
def test_b31_no_word_of_a_kind(fake, routes, answer):
    """404 for the kind, and nobody can say whether it is there: for longer
    than an absence would take, and nothing is lost."""
    one = routes("v1", absent_span=1, absent_checks=1)
    serve(fake)
    fault = fake.fault("discovery", times=1000, **answer)
    end(fake)
    eventually(lambda: fault.hits >= 5, one.tail)
    assert not one.said("gone") and len(one.contents()) == 4
    eventually(lambda: states(one)[-1] in ("lost", "forbidden"), one.tail)
    serve(fake, "v1")
    fault.times = 0
    proves(one, fake)
    assert "absent" not in states(one)


def test_b31_discovery_fails_in_between(fake, routes):
    """Absent, absent, 503, absent ...: the count begins again."""
    one = routes("v1", absent_span=1)
    checks = 0

    def third(request):
        nonlocal checks
        checks += request.path == "/apis"
        return request.path == "/apis" and checks % 3 == 0

    fault = fake.fault("discovery", when=third, times=1000, status=503)
    serve(fake)
    end(fake)
    eventually(lambda: checks >= 7, one.tail)
    assert not one.said("gone") and "absent" not in states(one)
    fault.times = 0
    one.says("gone", key="web/a")
    reaches(one, "absent")


def test_b31_announced_and_not_served(fake, routes):
    """/apis names the version, which is 404: no word of absence."""
    one = routes("v1", absent_span=1, absent_checks=1)
    fault = fake.fault(None, when=lambda r: GROUP in r.path, times=1000,
                       status=404, body=b"404 page not found\n")
    end(fake)
    eventually(lambda: fault.hits >= 6, one.tail)
    assert not one.said("gone") and "absent" not in states(one)
    fault.times = 0
    proves(one, fake)


def test_b31_upgraded_under_a_client_that_starts(fake, follow):
    """Between the first list and the watch."""
    serve(fake, "v1beta1")
    fake.create(route("a"))
    fake.fault("watch", "tlsroutes", status=404, when=lambda r: serve(
        fake, "v1") or "/v1beta1/" in r.path)
    one = follow(fake, kinds=["TLSRoute"]).live()
    watched(fake, "v1")
    proves(one, fake)
    assert not one.said("gone")
