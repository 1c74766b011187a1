# SPDX-License-Identifier: Apache-2.0
"""The client of the API server and its lists, against faults of the server.

The client's times are a fiftieth of the real ones (follow.py).  After each
case it must have what the server has, must never have taken an object for
gone that was there, and must not have asked too often (Follow.agrees).
"""

import itertools
import json

import pytest

from eventually import eventually
from fakeapi import status
from fakehttp import bomb, packed, packed_badly
from follow import TICK, TIMES
from objects import ingress

sanitized = pytest.mark.sanitized


def fill(api, count=6):
    for number in range(count):
        api.create(ingress(f"i{number}", f"i{number}.example.com"))


def expire(api):
    """The next watch is told 410, and lists follow."""
    api.compact()
    api.revision += 1
    for resource in api.resources.values():
        resource.oldest = api.revision
    api.end("ingresses")


def lose(api, name):
    """An object goes, and no watch hears of it."""
    api.delete(ingress(name), event=False)


def pages(api):
    """Of each list request: None, or which "continue" it was with."""
    return [r.query.get("continue") for r in api.asked("list", "ingresses")]


def later_page(request):
    return "continue" in request.query


def listed(one, count):
    """So many lists were completed."""
    return eventually(lambda: one.source()["lists"] >= count,
                      lambda: f"no {count} lists\n{one.tail()}")


def failing(fake, follow, faults, page=2):
    """A client with a full store, whose next lists fail so."""
    fill(fake)
    one = follow(fake, page=page).live()
    lose(fake, "i1")
    for fault in faults:
        fake.fault("list", **fault)
    expire(fake)
    listed(one, 2)
    one.agrees(fake)
    # The object that went is the only one, and was told once.
    assert [e["key"] for e in one.said("gone")] == ["web/i1"]
    return one


def gap(requests, at):
    """From one request to the one behind it, in s, at most.

    Not from the end of its answer, which the client may see before we do.
    """
    return requests[at + 1].time - requests[at].time + TICK


def test_b01_too_many_requests(fake, follow):
    """429 with Retry-After and a plain text, for a page: the same page
    again, not sooner, and nothing is swept."""
    failing(fake, follow, [{
        "status": 429, "when": later_page, "body": b"too many requests\n",
        "headers": {"Retry-After": "1", "Content-Type": "text/plain"}}])
    asked = fake.asked("list", "ingresses")
    at = next(n for n, r in enumerate(asked) if r.status == 429)
    assert asked[at].target == asked[at + 1].target
    assert gap(asked, at) >= 1


def test_b01_too_many_requests_at_the_beginning(fake, follow):
    """The same for the very first list: nobody hears of half a world."""
    fill(fake)
    fake.fault("list", status=429, when=later_page,
               headers={"Retry-After": "1"})
    one = follow(fake, page=2, patience=60000)
    eventually(lambda: one.failures(), "it is refused")
    one.live().agrees(fake)
    assert one.read()[0]["what"] == "state"
    states = [e["state"] for e in one.said("state")]
    assert states == ["syncing"] * (len(states) - 1) + ["live"]
    live = one.read().index(one.said("state", state="live")[0])
    assert not any(e["what"] == "put" for e in one.read()[:live])


def test_b02_too_many_requests_without_a_time(fake, follow):
    """429 without Retry-After, again and again: a backoff that grows."""
    failing(fake, follow, [{"status": 429, "when": later_page, "times": 4}])
    asked = fake.asked("list", "ingresses")
    refused = [n for n, r in enumerate(asked) if r.status == 429]
    assert len(refused) == 4
    for step, at in enumerate(refused):
        assert asked[at].target == asked[at + 1].target
        assert gap(asked, at) >= 0.8 * 2 ** step / TIMES


@pytest.mark.parametrize("code", [500, 503, 504])
@pytest.mark.parametrize("when", [None, later_page], ids=["first", "later"])
def test_b03_a_server_in_trouble(fake, follow, code, when):
    """5xx with a page of HTML: the store stays as it is."""
    one = failing(fake, follow, [{
        "status": code, "body": b"<html><body>Sorry</body></html>",
        "headers": {"Content-Type": "text/html"}, "when": when, "times": 2}])
    assert one.failures().count(f"HTTP {code}") == 2
    assert one.source()["failures"]["busy"] == 2


@sanitized
@pytest.mark.parametrize("reset", [True, False], ids=["RST", "FIN"])
@pytest.mark.parametrize("octets", [0, 700])
def test_b05_a_connection_that_breaks(fake, follow, reset, octets):
    """It ends in the middle of a list: the list begins again."""
    one = failing(fake, follow, [
        {"cut": octets, "reset": reset},
        {"cut": octets, "reset": reset, "when": later_page}])
    assert one.source()["failures"]["broken"] == 2
    assert one.source()["relists"]["broken"] == 2


@sanitized
@pytest.mark.parametrize("octets", [1, 200, 1500])
def test_b06_a_list_that_is_cut(fake, follow, octets):
    """It ends well as HTTP, in the middle as JSON."""
    one = failing(fake, follow, [{"end": octets}, {"end": octets}], page=0)
    assert one.source()["failures"]["invalid"] == 2


@sanitized
@pytest.mark.parametrize("body", [
    b"", b"\n", b"<html><body>Welcome</body></html>", b"[]", b"null",
    status(200, message="all is well"),
    b'{"kind":"Ingress","metadata":{"resourceVersion":"7"}}',
    b'{"kind":"IngressList","items":[]}',
    b'{"kind":"IngressList","items":[],"metadata":{}}',
    b'{"kind":"IngressList","items":[],"metadata":{"resourceVersion":"0"}}',
    b'{"kind":"IngressList","items":{},"metadata":{"resourceVersion":"7"}}',
], ids=["empty", "blank", "HTML", "list", "null", "Status", "object",
        "no metadata", "no version", "version 0", "items no list"])
def test_b07_200_that_is_no_list(fake, follow, body):
    """HTTP 200 is no success yet."""
    one = failing(fake, follow, [{"status": 200, "body": body}])
    assert one.source()["failures"]["invalid"] == 1


def test_b08_a_page_that_expires(fake, follow):
    """410 for the third page: again, again, then all at once."""
    def third(request):
        return len(fake.pages.get(request.query.get("continue"),
                                  (0, ()))[1]) == 2

    fill(fake)
    one = follow(fake, page=2).live()
    lose(fake, "i1")
    fake.create(ingress("i9", "i9.example.com"), event=False)
    fake.fault("list", when=third, times=3, status=410,
               body=status(410, "Expired", "too old"))
    expire(fake)
    listed(one, 2)
    one.agrees(fake)
    assert [e["key"] for e in one.said("gone")] == ["web/i1"]
    asked = fake.asked("list", "ingresses")[3:]
    assert [(r.status, "continue" in r.query) for r in asked] == 3 * [
        (200, False), (200, True), (410, True)] + [(200, False)]
    assert asked[-1].query == {}
    assert one.source()["state"] == "live"


def test_b09_the_token_of_a_page(fake, follow):
    """Whatever is in it comes back as it was."""
    fill(fake)
    one = follow(fake, page=1).live().agrees(fake)
    asked = fake.asked("list", "ingresses")
    assert len(asked) == 6
    assert all(r.target.split("&continue=")[1].startswith("%2B%2F%3D")
               for r in asked[1:])
    assert one.failures() == []


def test_b10_deleted_between_pages(fake, follow):
    """The pages still have it; the watch behind them says that it went."""
    fill(fake)
    one = follow(fake, page=2).live()
    before = one.source()["events"]

    def meddle(request):
        if later_page(request) and "web/i5" in fake.contents_of("Ingress"):
            fake.delete(ingress("i5"))
            fake.create(ingress("i0a", "i0a.example.com"))
        return False

    fake.fault("list", when=meddle)
    expire(fake)
    one.says("gone", key="web/i5")
    one.says("put", key="web/i0a")
    one.agrees(fake)
    assert one.source()["events"] == before + 2
    assert len(one.said("gone")) == 1


def endpoints(items):
    def body(right):
        tree = {**json.loads(right), **items}
        return json.dumps({k: v for k, v in tree.items()
                           if v != "missing"}).encode()
    return body


@sanitized
@pytest.mark.parametrize("items", [{}, {"items": None}, {"items": "missing"}],
                         ids=["items", "null", "missing"])
def test_b11_a_list_of_custom_resources(fake, follow, items):
    """items before metadata, null, or not there: nothing, at a version."""
    if items == {}:
        fake.create({"kind": "DNSEndpoint", "metadata": {
            "namespace": "web", "name": "a"}, "spec": {"endpoints": [
                {"dnsName": "a.example.com", "recordType": "A",
                 "targets": ["192.0.2.1"]}]}})
    fake.fault("list", "dnsendpoints", body=endpoints(items))
    one = follow(fake, kinds=["DNSEndpoint"]).live()
    one.agrees(fake)
    assert one.failures() == []
    watched = eventually(lambda: fake.asked("watch"), "it watches")[0]
    assert watched.query["resourceVersion"] == str(fake.revision)
    fake.create({"kind": "DNSEndpoint", "metadata": {
        "namespace": "web", "name": "b"}, "spec": {}})
    one.says("put", key="web/b")
    one.agrees(fake)


def test_b20_recreated_between_two_lists(fake, follow):
    """The same name with another uid: the new one is there."""
    fill(fake)
    one = follow(fake).live()
    old = one.says("put", key="web/i1")
    lose(fake, "i1")
    fake.create(ingress("i1", "new.example.com"), event=False)
    expire(fake)
    new = one.says("put", key="web/i1", names=["new.example.com"])
    assert new["uid"] != old["uid"]
    one.agrees(fake)


@sanitized
def test_b27_a_list_that_is_packed(fake, follow):
    """gzip is asked for and taken; pages of it as well."""
    fill(fake)
    fake.fault("list", packed=packed, times=100)
    one = follow(fake, page=2).live().agrees(fake)
    assert one.failures() == []
    assert {r.headers["accept-encoding"] for r in fake.asked("list")} == {
        "gzip"}


@sanitized
@pytest.mark.parametrize("fault", [
    {"packed": packed_badly}, {"packed": packed, "end": 150},
    {"packed": packed, "cut": 150}, {"packed": lambda body: body},
    {"packed": lambda body: packed(body[:100]) + packed(body[100:])},
    {"packed": lambda body: packed(body) + b"more"},
    {"headers": {"Content-Encoding": "br"}},
    {"headers": {"Content-Encoding": "gzip, gzip"}},
], ids=["checksum", "ends soon", "cut", "not packed", "two members", "more",
        "another way", "twice"])
def test_b27_a_list_that_is_packed_badly(fake, follow, fault):
    """A failure like any other: nothing is swept, and it is asked again."""
    one = failing(fake, follow, [fault], page=0)
    assert len(one.failures()) == 2  # with the 410 that led to the list


@sanitized
def test_b27_a_bomb(fake, follow):
    """A thousand octets for each that comes: it ends at what a list may be,
    and the memory stays small."""
    fill(fake)
    one = follow(fake, body_size=32 << 20).live()
    fake.fault("list", packed=bomb(128 << 20))
    lose(fake, "i1")
    expire(fake)
    listed(one, 2)
    one.agrees(fake)
    assert "too large" in one.failures()[-1]
    if not one.sanitized:
        assert one.memory_peak() < 32 << 20


def test_redirects_are_not_followed(fake, follow):
    """They would carry the token away (A.1.7)."""
    one = failing(fake, follow, [{
        "status": 302, "headers": {"Location": "/elsewhere"}, "times": 2}])
    assert not [r for r in fake.asked() if "elsewhere" in r.target]
    assert "HTTP 302" in one.failures()


def test_lists_are_made_two_at_a_time(fake, follow):
    """However many kinds there are (A.4)."""
    fake.fault("list", delay=0.1, times=100)
    one = follow(fake, kinds=["Ingress", "Service", "Namespace",
                              "DNSEndpoint"]).live().agrees(fake)
    spans = [(r.time, r.ended) for r in fake.asked("list")]
    for a, b, c in itertools.combinations(spans, 3):
        assert max(s[0] for s in (a, b, c)) >= min(s[1] for s in (a, b, c))
    assert one.failures() == []
