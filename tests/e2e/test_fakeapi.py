# SPDX-License-Identifier: Apache-2.0
"""The fake API server held to a real one: the same questions to both."""

import json
import urllib.parse

import pytest

from apiserver import path_of
from definitions import install, uninstall
from eventually import eventually
from objects import ingress, service

INGRESSES = path_of("Ingress")
ENDPOINTS = path_of("DNSEndpoint")


@pytest.fixture(params=["fake", "real"])
def api(request):
    if request.param == "fake":
        return request.getfixturevalue("fake")
    return request.getfixturevalue("empty_cluster")


@pytest.fixture
def endpoints(api):
    """The kind DNSEndpoint is served."""
    if not hasattr(api, "serve"):
        install(api, "DNSEndpoint", ["v1alpha1"])
        yield
        uninstall(api, "DNSEndpoint")
    else:
        yield


def get(api, path, token="admintoken", **query):
    """(status, media type, the body: as JSON where it is that)."""
    if query:
        path += "?" + urllib.parse.urlencode(query)
    connection = api.connect()
    try:
        connection.request("GET", path, headers={
            "Authorization": f"Bearer {token}", "Accept": "application/json"})
        reply = connection.getresponse()
        media = reply.getheader("Content-Type")
        text = reply.read()
    finally:
        connection.close()
    if media != "application/json":
        return reply.status, media, text.decode()
    lines = [json.loads(line) for line in text.splitlines()]
    return reply.status, media, lines[0] if len(lines) == 1 else lines


def watch(api, path, since, seconds=1):
    """The lines of a watch that ends by itself."""
    code, media, lines = get(api, path, watch=1, resourceVersion=since,
                             allowWatchBookmarks="true",
                             timeoutSeconds=seconds)
    assert (code, media) == (200, "application/json")
    return lines if isinstance(lines, list) else [lines]


def events(api, path, since, count):
    """So many, or none: a busy server may not send all within its time."""
    found = [line for line in watch(api, path, since)
             if line["type"] != "BOOKMARK"]
    return found if len(found) >= count else None


def bare(name, host=None):
    document = ingress(name, host or f"{name}.example.com")
    del document["status"]
    return document


def endpoint(name):
    return {"apiVersion": "externaldns.k8s.io/v1alpha1",
            "kind": "DNSEndpoint",
            "metadata": {"name": name, "namespace": "web"},
            "spec": {"endpoints": [{"dnsName": f"{name}.example.com",
                                    "recordType": "A",
                                    "targets": ["192.0.2.1"]}]}}


def version(document):
    return document["metadata"]["resourceVersion"]


def forget(api):
    """History is gone, and so are the connections."""
    if hasattr(api, "restart"):
        api.restart()
    else:
        api.compact()
        api.restart_api()


def test_changes_are_followed(api, follow):
    one = follow(api).live()
    api.create(bare("a"))
    first = one.says("put", key="web/a", names=["a.example.com"])
    api.create(bare("b"))
    one.says("put", key="web/b")
    api.patch(bare("a"), {"spec": {"rules": [{"host": "c.example.com"}]}})
    second = one.says("put", key="web/a", names=["c.example.com"])
    api.delete(bare("a"))
    one.says("gone", key="web/a")
    api.create(bare("a"))
    third = eventually(lambda: one.said("put", key="web/a")[2:],
                       lambda: one.tail())[0]
    assert first["uid"] == second["uid"] != third["uid"]
    assert int(first["version"]) < int(second["version"])
    assert [(e["what"], e["key"]) for e in one.read()
            if e["what"] != "state"] == [
        ("put", "web/a"), ("put", "web/b"), ("put", "web/a"),
        ("gone", "web/a"), ("put", "web/a")]


def test_a_list_comes_in_pages(api, follow):
    made = [api.create(bare(f"i{n}")) for n in range(5)]
    code, media, page = get(api, INGRESSES, limit=2)
    assert (code, media) == (200, "application/json")
    assert list(page) == ["kind", "apiVersion", "metadata", "items"]
    assert (page["kind"], page["apiVersion"]) == ("IngressList",
                                                  "networking.k8s.io/v1")
    assert not {"kind", "apiVersion"} & set(page["items"][0])
    assert {"name", "namespace", "uid", "resourceVersion",
            "creationTimestamp"} <= set(page["items"][0]["metadata"])
    # What happens now is not in the pages that follow.
    api.delete(bare("i3"))
    api.create(bare("i9"))
    sizes, names, rv = [], [], version(page)
    while True:
        meta = page["metadata"]
        names += [item["metadata"]["name"] for item in page["items"]]
        sizes.append((len(page["items"]), meta.get("remainingItemCount")))
        assert version(page) == rv
        if not meta.get("continue"):
            break
        page = get(api, INGRESSES, limit=2,
                   **{"continue": meta["continue"]})[2]
    assert sizes == [(2, 3), (2, 1), (1, None)]
    assert names == [m["metadata"]["name"] for m in made]
    assert get(api, INGRESSES, **{"continue": "nonsense"})[0] == 400
    # And as the client takes them.
    one = follow(api, page=2).live()
    assert sorted(key for _, key in one.contents()) == [
        "web/i0", "web/i1", "web/i2", "web/i4", "web/i9"]


def test_a_list_of_custom_resources(api, endpoints, follow):
    code, _, page = get(api, ENDPOINTS)
    assert (code, page["items"]) == (200, [])
    for number in range(3):
        api.create(endpoint(f"e{number}"))
    for query in ({}, {"limit": 2}):
        page = get(api, ENDPOINTS, **query)[2]
        assert list(page) == ["apiVersion", "items", "kind", "metadata"]
        assert page["kind"] == "DNSEndpointList"
        assert list(page["items"][0]) == ["apiVersion", "kind", "metadata",
                                          "spec"]
        assert list(page["metadata"])[0] == "continue"
        assert bool(page["metadata"]["continue"]) == bool(query)
    one = follow(api, kinds=["DNSEndpoint"], page=2).live()
    assert one.says("put", key="web/e2")["names"] == ["e2.example.com"]
    since = version(get(api, ENDPOINTS)[2])
    api.delete(endpoint("e2"))
    one.says("gone", key="web/e2")
    line = eventually(lambda: events(api, ENDPOINTS, since, 1), "an end")[0]
    assert (line["type"], list(line["object"])) == (
        "DELETED", ["apiVersion", "kind", "metadata", "spec"])


def test_a_watch_begins_behind_a_version(api):
    first = api.create(bare("a"))
    api.patch(bare("a"), {"metadata": {"labels": {"x": "y"}}})
    api.create(bare("b"))
    api.delete(bare("a"))
    lines = eventually(lambda: events(api, INGRESSES, version(first), 3),
                       "three events")
    assert [line["type"] for line in lines] == ["MODIFIED", "ADDED",
                                                "DELETED"]
    for line in lines:
        assert list(line) == ["type", "object"]
        assert list(line["object"])[:3] == ["kind", "apiVersion", "metadata"]
        assert line["object"]["kind"] == "Ingress"
    versions = [int(version(line["object"])) for line in lines]
    assert versions == sorted(set(versions)) and versions[0] > int(
        version(first))
    # The last state, but the version of the end.
    assert lines[2]["object"]["metadata"]["labels"] == {"x": "y"}
    # One from the future waits, without a word.
    assert watch(api, INGRESSES, versions[-1] + 1000) == []


def test_a_bookmark(api):
    """It says a version and nothing else; a real one comes two seconds
    before the end, and once a minute."""
    seconds = 3
    if hasattr(api, "bookmark_period"):
        api.bookmark_period, seconds = 0.1, 1
    first = api.create(bare("a"))
    # Something else moves the version on; a list makes the real one see it.
    last = api.create(service("b"))
    get(api, INGRESSES)

    def marks():
        return [line for line in watch(api, INGRESSES, version(first),
                                       seconds)
                if line["type"] == "BOOKMARK"
                and int(version(line["object"])) >= int(version(last))]

    mark = eventually(marks, "a bookmark")[0]
    assert mark["object"]["kind"] == "Ingress"
    assert mark["object"]["apiVersion"] == "networking.k8s.io/v1"
    assert not mark["object"]["metadata"].get("name")


def test_history_ends(api, follow):
    """410: in a watch as a line, for a page as the status."""
    made = [api.create(bare(f"i{n}")) for n in range(3)]
    token = get(api, INGRESSES, limit=2)[2]["metadata"]["continue"]
    one = follow(api).live()
    api.delete(bare("i1"))
    one.says("gone", key="web/i1")
    forget(api)
    line, = eventually(lambda: watch(api, INGRESSES, version(made[0])),
                       "an error")
    code, media, status = get(api, INGRESSES, limit=2,
                              **{"continue": token})
    assert (code, media) == (410, "application/json")
    assert line["type"] == "ERROR"
    for error in (line["object"], status):
        assert {"kind", "apiVersion", "metadata", "status", "message",
                "reason", "code"} == set(error)
        assert (error["kind"], error["status"], error["reason"],
                error["code"]) == ("Status", "Failure", "Expired", 410)
    assert line["object"]["message"].startswith("too old resource version: ")
    api.create(bare("new"))
    one.says("put", key="web/new")
    assert [e["key"] for e in one.said("gone")] == ["web/i1"]


@pytest.mark.parametrize("path", [
    "/apis/networking.k8s.io/v1/nonsense", "/api/v1/nonsense",
    "/apis/networking.k8s.io/v7", "/apis/networking.k8s.io/v7/ingresses"])
def test_what_is_not_there_in_its_own_groups(api, path):
    code, media, status = get(api, path)
    assert (code, media) == (404, "application/json")
    assert status == {
        "kind": "Status", "apiVersion": "v1", "metadata": {},
        "status": "Failure", "reason": "NotFound", "details": {},
        "message": "the server could not find the requested resource",
        "code": 404}


@pytest.mark.parametrize("path", [
    "/apis/nonsense.example/v1/nonsense", "/apis/nonsense.example/v1",
    "/apis/nonsense.example", "/apis/externaldns.k8s.io/v9/dnsendpoints",
    "/apis/externaldns.k8s.io/v1alpha1/nonsense"])
def test_what_is_not_there_elsewhere(api, path):
    assert get(api, path) == (404, "text/plain; charset=utf-8",
                              "404 page not found\n")


def test_who_may_not(api):
    assert get(api, INGRESSES, "wrongtoken") == (401, "application/json", {
        "kind": "Status", "apiVersion": "v1", "metadata": {},
        "status": "Failure", "message": "Unauthorized",
        "reason": "Unauthorized", "code": 401})
    if hasattr(api, "forbidden"):
        api.forbidden.add("services")
    else:
        api.allow("ingresses")
    for query in ({}, {"watch": 1, "resourceVersion": 1}):
        code, media, status = get(api, path_of("Service"), "readtoken",
                                  **query)
        assert (code, media) == (403, "application/json")
        assert (status["reason"], status["code"], status["details"]) == (
            "Forbidden", 403, {"kind": "services"})
        assert status["message"].startswith("services is forbidden: User ")


def test_what_is_served(api, endpoints):
    code, media, groups = get(api, "/apis")
    assert (code, media, groups["kind"]) == (200, "application/json",
                                             "APIGroupList")
    name = "externaldns.k8s.io"
    listed = {"groupVersion": f"{name}/v1alpha1", "version": "v1alpha1"}
    entry = next(g for g in groups["groups"] if g["name"] == name)
    assert entry == {"name": name, "versions": [listed],
                     "preferredVersion": listed}
    group = get(api, f"/apis/{name}")[2]
    assert group == {"kind": "APIGroup", "apiVersion": "v1", **entry}
    for path, plural, kind in (
            (f"/apis/{name}/v1alpha1", "dnsendpoints", "DNSEndpoint"),
            ("/apis/networking.k8s.io/v1", "ingresses", "Ingress"),
            ("/api/v1", "services", "Service")):
        code, media, resources = get(api, path)
        assert (code, media, resources["kind"]) == (
            200, "application/json", "APIResourceList")
        assert path.endswith(resources["groupVersion"])
        for entry in (plural, f"{plural}/status"):
            found = next(r for r in resources["resources"]
                         if r["name"] == entry)
            assert (found["kind"], found["namespaced"]) == (kind, True)
        found = next(r for r in resources["resources"] if r["name"] == plural)
        assert {"list", "watch"} <= set(found["verbs"])
