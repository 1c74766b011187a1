# SPDX-License-Identifier: Apache-2.0
"""The lines of a watch, in any shape and spoilt in any way.

As in test_client_watch.py.
"""

import json

import pytest

from eventually import eventually
from fakeapi import line, status
from watches import (change, document, lists, proves, since, version_of,
                     watched)

pytestmark = pytest.mark.sanitized

EXPIRED = status(410, "Expired", "too old resource version: 1 (2)")


@pytest.mark.parametrize("end", [{"cut": 100}, {"cut": 100, "reset": True},
                                 {"end": 100}], ids=["FIN", "RST", "well"])
def test_b15_half_a_line(fake, watching, end):
    """It ends in the middle of an event, which comes again and counts
    once."""
    one = watching()
    fake.fault("watch", **end)
    fake.end("ingresses")
    watched(fake, 2)
    fake.create(document("d"))
    one.says("put", key="web/d")
    asked = watched(fake, 3)
    assert since(asked[1]) == since(asked[2])
    proves(one, fake)
    assert len(one.said("put", key="web/d")) == 1
    assert one.source()["events"] == 2  # that, and the proof
    assert "garbled" not in one.source()["failures"]
    assert lists(fake) == 1


SHAPES = {
    "as it comes": {},
    "octet by octet": {"split": 1, "end": 4000},
    "in pieces": {"split": 97},
    "CRLF": {"body": lambda data: data.replace(b"\n", b"\r\n")},
    "blank lines": {"body": lambda data: b"\n \r\n" + data.replace(
        b"\n", b"\n\n\t\n")},
    "blanks": {"body": lambda data: data.replace(b'{"type":', b'{ "type" : ')},
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_b16_lines_in_any_shape(fake, watching, shape):
    """A hundred events in one piece, or in many."""
    one = watching()
    fake.fault("watch", **shape)
    with fake.lock:  # the watch begins behind all of them
        fake.end("ingresses")
        for number in range(49):
            fake.create(document(f"n{number}"))
            change(fake, f"n{number}", f"x{number}.example.com")
        fake.delete(document("a"))
        change(fake, "b", "y.example.com")
    one.says("put", names=["y.example.com"])
    proves(one, fake)
    assert one.source()["events"] == 2 * 49 + 3
    assert one.failures() == []
    assert lists(fake) == 1


def test_b17_a_long_line(fake, watching):
    """2 MiB are an event."""
    one = watching()
    fake.create(document("d", annotations={"x": "y" * (2 << 20)}))
    one.says("put", key="web/d")
    proves(one, fake)
    assert lists(fake) == 1 and one.failures() == []


@pytest.mark.parametrize("tail", [b"", b'"}}}\n'], ids=["endless", "whole"])
def test_b17_a_line_that_is_too_long(fake, watching, tail):
    """17 MiB are none: a list, and the memory is bounded."""
    one = watching()
    start = line("ADDED", document("d"))[:-3]
    fake.say("ingresses", start + b',"x":"' + b"y" * (17 << 20) + tail)
    watched(fake, 2)
    proves(one, fake)
    assert one.source()["relists"] == {"first": 1, "invalid": 1}
    assert "a line of more than" in one.failures()[0]
    if not one.sanitized:
        assert one.memory_peak() < 64 << 20


NO_LINES = {
    "no JSON": b"Hello, world\n",
    "half an object": b'{"type":"ADDED","object":{"metadata":{"name":"x"\n',
    "behind the object": line("ADDED", document("x"))[:-1] + b" x\n",
    "no type": b'{"object":{}}\n',
    "no object": b'{"type":"ADDED"}\n',
    "type is a number": b'{"type":5,"object":{}}\n',
    "object is null": b'{"type":"BOOKMARK","object":null}\n',
    "brackets cross": b'{"type":"ADDED","object":{"a":[}]}\n',
    "two thousand deep": line("ADDED", b'{"a":' + b"[" * 2000 + b"]" * 2000
                              + b"}"),
    "a page": b"<html><body>Sorry</body></html>\n",
}


@pytest.mark.parametrize("bad", NO_LINES.values(), ids=NO_LINES)
def test_b18_a_line_that_is_none(fake, watching, bad):
    """Once: the same watch again.  Twice at one version: a list."""
    one = watching()
    fake.say("ingresses", bad)
    asked = watched(fake, 2)
    assert since(asked[0]) == since(asked[1])
    assert lists(fake) == 1
    fake.say("ingresses", bad)
    watched(fake, 3)
    assert lists(fake) == 2
    # Something good between them: it is once again.
    fake.say("ingresses", bad)
    watched(fake, 4)
    proves(one, fake)
    fake.say("ingresses", bad)
    watched(fake, 5)
    proves(one, fake, "last")
    assert one.source()["relists"] == {"first": 1, "garbled": 1}
    assert not one.said("put", key="web/x")


def spoiled(change_text):
    """A MODIFIED for b that a function of its text has spoiled."""
    def make(api):
        with api.lock:
            meta = {**api.contents_of("Ingress")["web/b"]["metadata"],
                    "resourceVersion": str(api.bump())}
        text = json.dumps({**document("b", "HOST"), "metadata": meta})
        return line("MODIFIED", change_text(text).encode("latin-1"))
    return make


def with_host(text):
    return spoiled(lambda t: t.replace('"HOST"', text))


BAD_OBJECTS = {
    "NUL in a host": with_host('"a\\u0000.example.com"'),
    "no UTF-8": with_host('"a\xff.example.com"'),
    "half a surrogate": with_host('"\\ud800"'),
    "host is a number": with_host("5"),
    "host is a list": with_host('["a.example.com"]'),
    "a bad escape": with_host('"\\x"'),
    "a raw line feed is none": with_host('"a\tb"'),
    "rules is an object": spoiled(lambda t: t.replace(
        '"rules": [', '"rules": {"x": [').replace("]}}]}", "]}}]}}")),
    "spec is null": spoiled(lambda t: t.replace('"spec":', '"spec": 5, "y":')),
    "another kind": spoiled(lambda t: t.replace('"Ingress"', '"Service"')),
    "a hundred and ninety deep": spoiled(lambda t: t.replace(
        '"spec":', '"x":' + "[" * 196 + "]" * 196 + ', "spec": 7, "y":')),
}


@pytest.mark.parametrize("bad", BAD_OBJECTS.values(), ids=BAD_OBJECTS)
def test_b18_an_object_that_cannot_be_read(fake, watching, bad):
    """It costs only itself: what it was before stays, the stream goes on."""
    one = watching()
    fake.say("ingresses", bad(fake))
    proves(one, fake)
    source = one.source()
    assert source["refused"] == 1, one.tail()
    assert source["state"] == "live"
    assert len(one.said("put", key="web/b")) == 1
    assert len(watched(fake, 1)) == 1 and lists(fake) == 1
    # Its version counts: nothing is asked for again.
    fake.end("ingresses")
    assert int(since(watched(fake, 2)[1])) == fake.revision
    change(fake, "b", "good.example.com")
    one.says("put", key="web/b", names=["good.example.com"])
    one.agrees(fake)
    assert one.source()["refused"] == 0


def test_b18_an_object_of_a_list_that_cannot_be_read(fake, watching):
    """The same in a list: what was there before is not swept."""
    one = watching()
    fake.patch(document("b"), {"spec": {"rules": 5}}, event=False)
    fake.say("ingresses", line("ERROR", EXPIRED))
    watched(fake, 2)
    eventually(lambda: one.source()["refused"] == 1, one.tail)
    fake.create(document("d"))
    one.says("put", key="web/d")
    assert one.said("gone") == [] and ("Ingress", "web/b") in one.contents()
    change(fake, "b", "good.example.com")
    one.says("put", names=["good.example.com"])
    one.agrees(fake)


def test_b18_duplicate_keys(fake, watching):
    """The first counts, everywhere."""
    one = watching()
    made = fake.create(document("d"), event=False)
    text = json.dumps({"kind": "Ingress",
                       "apiVersion": "networking.k8s.io/v1", **made})
    text = text.replace('"host":', '"host": "d.example.com", "host":', 1)
    text = text.replace('"d.example.com"}', '"evil.example.com"}')
    said = line("ADDED", text.encode())
    said = said[:-2] + b',"type":"DELETED","object":{}}\n'
    fake.say("ingresses", said)
    assert one.says("put", key="web/d")["names"] == ["d.example.com"]
    proves(one, fake)
    assert lists(fake) == 1


def test_unknown_events_change_nothing(fake, watching):
    """Not even the version (A.3.3)."""
    one = watching()
    news = document("x", resourceVersion=str(fake.revision + 500), uid="u")
    fake.say("ingresses", line("NEWS", news))
    fake.say("ingresses", line("added", news))
    change(fake, "a", "new.example.com")
    one.says("put", names=["new.example.com"])
    fake.end("ingresses")
    assert int(since(watched(fake, 2)[1])) == fake.revision
    proves(one, fake)
    assert one.failures() == [] and not one.said("put", key="web/x")


def test_bookmarks_that_say_nothing(fake, watching):
    """Without a version, at 0, of a wrong shape: our place stays."""
    one = watching()
    last = version_of(change(fake, "a", "new.example.com"))
    for bad in (b"{}", b'{"metadata":{}}',
                b'{"metadata":{"resourceVersion":"0"}}',
                b'{"metadata":{"resourceVersion":""}}',
                b'{"metadata":{"resourceVersion":99}}',
                b'{"metadata":5}'):
        fake.say("ingresses", line("BOOKMARK", bad))
    eventually(lambda: one.source()["bookmarks"] == 6, one.tail)
    fake.end("ingresses")
    assert since(watched(fake, 2)[-1]) == last
    proves(one, fake)
