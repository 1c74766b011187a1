# SPDX-License-Identifier: Apache-2.0
"""The client of the API server and its watches, against faults of the server.

As in test_client_list.py: the client's times are a fiftieth of the real ones,
and after each case it must agree with the server.
"""

import copy
import time

import pytest

from eventually import eventually
from fakeapi import line, status
from fakehttp import packed
from follow import TICK, TIMES
from watches import (change, document, lists, proves, since, version_of,
                     watched)

sanitized = pytest.mark.sanitized

GONE = status(410, "Gone", "too old resource version: 1 (2)")
EXPIRED = status(410, "Expired", "too old resource version: 1 (2)")


@pytest.mark.parametrize("code,headers", [
    (429, {"Retry-After": "1", "Content-Type": "text/plain"}), (429, {}),
    (500, {}), (503, {}), (504, {})])
def test_b01_b03_a_watch_that_is_refused(fake, watching, code, headers):
    """429 and 5xx: the same watch again, later; nothing is listed."""
    one = watching(patience=60000)
    fake.fault("watch", status=code, headers=headers, body=b"<html>",
               times=2)
    fake.end("ingresses")
    asked = watched(fake, 4)
    assert [r.status for r in asked] == [200, code, code, 200]
    assert len({since(r) for r in asked}) == 1
    for first, second in zip(asked[1:], asked[2:]):
        assert second.time - first.time + TICK >= max(
            0.8 / TIMES, int(headers.get("Retry-After", 0)))
    proves(one, fake)
    assert lists(fake) == 1


def test_b04_connections_are_refused(fake, watching):
    """For a minute: eight attempts at most, and no list behind it."""
    one = watching()
    last = version_of(change(fake, "a", "new.example.com"))
    one.says("put", names=["new.example.com"])
    fake.refuse()
    # The backoff alone makes the seventh come after 50 s, the ninth after 80.
    eventually(lambda: len(one.failures()) >= 8, one.tail)
    started = fake.asked("watch")[-1].ended
    fake.create(document("d"))
    fake.accept()
    one.says("put", key="web/d")
    again = fake.asked("watch")[-1]
    assert again.time - started + TICK >= 60 / TIMES
    assert since(again) == last
    assert lists(fake) == 1
    # It was in doubt, and is so no more.
    assert [e["state"] for e in one.said("state")][-2:] == ["lost", "live"]
    one.agrees(fake)


@pytest.mark.parametrize("how", ["well", "fin", "rst"])
def test_a_watch_that_ends(fake, watching, how):
    """Well or not: it goes on from the last version (A.3.7)."""
    one = watching()
    last = version_of(change(fake, "a", "new.example.com"))
    one.says("put", names=["new.example.com"])
    fake.end("ingresses", how)
    assert since(watched(fake, 2)[1]) == last
    fake.delete(document("b"))
    one.says("gone", key="web/b")
    proves(one, fake)
    assert lists(fake) == 1


def test_b12_deleted_while_nobody_watches(fake, watching):
    """The watch comes back too late: 410, a list, and one end."""
    one = watching()
    fake.refuse()
    fake.delete(document("b"))
    change(fake, "c", "new.example.com")
    fake.compact()
    fake.accept()
    one.says("gone", key="web/b")
    one.says("put", names=["new.example.com"])
    proves(one, fake)
    assert [e["key"] for e in one.said("gone")] == ["web/b"]
    assert one.source()["relists"] == {"first": 1, "expired": 1}
    # What did not change is not told again.
    assert len(one.said("put", key="web/a")) == 1


@pytest.mark.parametrize("fault", [
    {"status": 410, "body": EXPIRED}, {"status": 410, "body": GONE},
    {"status": 410, "body": b"gone"},
], ids=["Expired", "Gone", "text"])
def test_b13_expired_as_a_status(fake, watching, fault):
    """One list each, and it goes on."""
    one = watching()
    fake.fault("watch", **fault)
    fake.end("ingresses")
    watched(fake, 3)
    proves(one, fake)
    assert one.source()["relists"] == {"first": 1, "expired": 1}
    assert {e["state"] for e in one.said("state")} <= {"syncing", "live"}


@pytest.mark.parametrize("error", [
    EXPIRED, GONE, status(410, None, "too old"), status(0, "Expired", "old"),
    status(0, "Gone", "old")],
    ids=["Expired", "Gone", "410 alone", "Expired alone", "Gone alone"])
def test_b13_expired_in_the_stream(fake, watching, error):
    """The same as a line of a watch that is open."""
    one = watching()
    fake.say("ingresses", line("ERROR", error))
    watched(fake, 2)
    proves(one, fake)
    assert one.source()["relists"] == {"first": 1, "expired": 1}


def test_b13_expired_for_ever(fake, watching):
    """A server that expires what it has just listed is asked ever less."""
    one = watching()
    fault = fake.fault("watch", status=410, body=EXPIRED, times=1000)
    fake.end("ingresses")
    eventually(lambda: fault.hits >= 5, "it is asked")
    gaps = [r.time - q.time for q, r in zip(
        fake.asked("list")[2:], fake.asked("list")[3:])]
    for step, gap in enumerate(gaps):
        assert gap + TICK >= 0.8 * 2 ** step / TIMES
    fault.times = 0
    proves(one, fake)


def test_b14_busy_in_the_stream(fake, watching):
    """ERROR 429: the same watch again, when it was said."""
    one = watching(patience=60000)
    said = status(429, "TooManyRequests", "later", {"retryAfterSeconds": 1})
    now = time.monotonic()
    fake.say("ingresses", line("ERROR", said))
    asked = watched(fake, 2)
    assert since(asked[0]) == since(asked[1])
    assert asked[1].time - now + TICK >= 1
    proves(one, fake)
    assert lists(fake) == 1


@sanitized
@pytest.mark.parametrize("error", [
    status(500, "InternalError", "StorageReadError: corrupt object deleted"),
    status(418, "Teapot", "short and stout"), b'{"kind":"Status"}', b"{}",
    b'{"code":"410","reason":5}',
    status(504, "Timeout", "Too large resource version: 9, current: 5"),
], ids=["500", "unknown", "bare", "empty", "wrong types", "future"])
def test_b14_other_errors_in_the_stream(fake, watching, error):
    """Any other ERROR: a list, after a backoff."""
    one = watching()
    fake.delete(document("b"), event=False)
    now = time.monotonic()
    fake.say("ingresses", line("ERROR", error))
    watched(fake, 2)
    assert fake.asked("list")[1].time - now + TICK >= 0.8 / TIMES
    one.says("gone", key="web/b")
    proves(one, fake)
    assert one.source()["relists"] == {"first": 1, "invalid": 1}


@sanitized
def test_b19_events_again(fake, watching):
    """Duplicates and replays, of what is there and of what is not."""
    one = watching()
    resource = fake.of_kind("Ingress")
    change(fake, "a", "one.example.com")
    fake.delete(document("b"))
    fake.create(document("b", "two.example.com"))
    one.says("put", names=["two.example.com"])
    newest = copy.deepcopy(resource.objects["web/b"])

    def say(kind, which):
        fake.say("ingresses", line(kind, resource.text(which, "v1")))

    before = len(one.read())
    for kind in ("ADDED", "MODIFIED", "ADDED"):  # the same once more
        say(kind, newest)
    unknown = {**newest, "metadata": {
        **newest["metadata"], "name": "nobody", "uid": "u-n"}}
    say("DELETED", unknown)
    say("DELETED", unknown)
    fake.create(document("d"), event=False)  # MODIFIED of what is not known
    say("MODIFIED", resource.objects["web/d"])
    one.says("put", key="web/d")
    assert [(e["what"], e["key"]) for e in one.read()[before:]] == [
        ("put", "web/d")]
    # ADDED of one that is there, with something new.
    fake.patch(document("a"), {"spec": {"rules": []}}, event=False)
    say("ADDED", resource.objects["web/a"])
    one.says("put", key="web/a", names=[])
    # The whole story again, as a watch from an older version tells it: the
    # ends in it are not believed, it is listed.
    assert lists(fake) == 1 and one.failures() == []
    gone = len(one.said("gone"))
    with fake.lock:
        for _, kind, which in resource.history:
            say(kind, which)
    watched(fake, 2)
    proves(one, fake)
    assert len(one.said("gone")) == gone
    assert one.source()["relists"] == {"first": 1, "rewound": 1}


def test_b20_recreated_in_one_stream(fake, watching):
    """The same name with another uid: the old one goes, the new one is
    there."""
    one = watching()
    old = one.says("put", key="web/b")
    with fake.lock:
        fake.end("ingresses")
        fake.delete(document("b"))
        fake.create(document("b", "new.example.com"))
    new = one.says("put", key="web/b", names=["new.example.com"])
    assert new["uid"] != old["uid"]
    proves(one, fake)
    fake.delete(document("b"))
    one.says("gone", key="web/b")
    fake.create(document("b", "third.example.com"))
    one.says("put", key="web/b", names=["third.example.com"])
    one.agrees(fake)
    assert lists(fake) == 1


def test_b21_bookmarks_alone(fake, watching):
    """They move the version on: a restart forgets what was before, and
    nothing is listed."""
    one = watching()
    for number in range(20):
        fake.create({"kind": "Service", "metadata": {
            "namespace": "web", "name": f"s{number}"}, "spec": {}})
        fake.bookmark("ingresses")
    eventually(lambda: one.source()["bookmarks"] == 20, one.tail)
    marked = fake.revision
    fake.restart()
    assert since(watched(fake, 2)[-1]) == str(marked)
    proves(one, fake)
    assert lists(fake) == 1
    assert one.source()["relists"] == {"first": 1}


def test_b22_no_bookmarks(fake, watching):
    """Silence is no fault until the time asked for is long over, and there is
    no storm; watches that never say a word end in a list, now and then."""
    one = watching(watch_least=1000, watch_spread=1, idle=100)
    asked = watched(fake, 2)
    assert asked[0].ended - asked[0].time >= 1
    assert since(asked[0]) == since(asked[1])
    assert one.failures() == [] and lists(fake) == 1
    asked = watched(fake, 3)
    assert asked[1].ended - asked[1].time >= 1
    assert lists(fake) == 2 and one.failures() == []
    proves(one, fake)


def test_b22_no_bookmarks_and_no_end(fake, watching):
    """The server forgets the time it was told: then we end the watch, and
    behind the second silence it is listed."""
    one = watching(watch_least=1000, watch_spread=1, idle=1,
                   response=1500, watch_grace=20000)
    fake.end("ingresses", "freeze")
    asked = watched(fake, 2)
    assert asked[0].ended - asked[0].time >= 1
    assert since(asked[0]) == since(asked[1]) and lists(fake) == 1
    fake.delete(document("b"), event=False)
    fake.end("ingresses", "freeze")
    one.says("gone", key="web/b")
    proves(one, fake)
    assert one.source()["relists"] == {"first": 1, "silent": 1}
    assert all("silent" in why for why in one.failures())


def test_bookmarks_make_silence_suspicious(fake, watching):
    """Once there was one, a watch is given up that says nothing (A.1.4)."""
    one = watching(idle=1000, response=1000)
    fake.bookmark("ingresses")
    eventually(lambda: one.source()["bookmarks"] == 1, one.tail)
    fake.end("ingresses")
    watched(fake, 2)
    fake.end("ingresses", "freeze")
    watched(fake, 3)
    assert "silent" in one.failures()[0]
    fake.bookmark_period = 0.05
    proves(one, fake)
    assert lists(fake) == 1


def test_b25_ended_at_once(fake, watching):
    """A server that closes each watch without a word is asked ever less,
    and believed no more; a watch that lives is believed again."""
    one = watching()
    fault = fake.fault("watch", status=200, times=1000)
    fake.end("ingresses")
    eventually(lambda: fault.hits >= 5, "it is asked")
    one.says("state", state="lost")
    fault.times = 0
    proves(one, fake)
    assert lists(fake) == 1
    assert one.source()["state"] == "live"


@sanitized
def test_b26_a_flood(fake, watching):
    """Twenty thousand events for a consumer that is busy: it gets the last
    state of each object, memory stays small, and the stream never waits."""
    one = watching()
    names = [f"n{number}" for number in range(20)]
    for name in names:
        fake.create(document(name))
    one.says("put", key="web/n19")
    one.order("hold")
    before = len(one.read())
    for turn in range(1000):
        for name in names:
            change(fake, name, f"x{turn}.example.com")
    fake.delete(document("n0"))
    eventually(lambda: one.source()["events"] >= 20021, one.tail, pause=0.1)
    assert not [e for e in one.read()[before:] if e["what"] != "dump"]
    one.order("take")
    one.says("gone", key="web/n0")
    one.agrees(fake)
    puts = [e for e in one.read()[before:] if e["what"] == "put"]
    assert sorted(e["key"] for e in puts) == sorted(
        f"web/{name}" for name in names[1:])
    assert {e["names"][0] for e in puts} == {"x999.example.com"}
    assert len(watched(fake, 1)) == 1 and lists(fake) == 1
    if not one.sanitized:
        assert one.memory_peak() < 32 << 20


@sanitized
def test_b27_a_watch_that_is_packed(fake, watching):
    """gzip, member by member, though identity was asked: the change comes by
    a list, and there is no loop of them."""
    one = watching()
    fault = fake.fault("watch", packed=packed, times=1000)
    fake.end("ingresses")
    change(fake, "a", "new.example.com")
    one.says("put", names=["new.example.com"])
    watched(fake, 3)
    assert one.source()["relists"] == {"first": 1, "invalid": 1}
    change(fake, "b", "other.example.com")
    one.says("put", names=["other.example.com"])
    assert one.source()["relists"] == {"first": 1, "invalid": 2}
    fault.times = 0
    proves(one, fake)
