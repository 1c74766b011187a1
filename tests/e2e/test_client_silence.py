# SPDX-License-Identifier: Apache-2.0
"""The client of the API server against one that says nothing, or too little.

As in test_client_list.py: the client's times are a fiftieth of the real ones,
and after each case it must agree with the server.  Times are held to be no
shorter than they should be; a busy machine adds what it will.
"""

import time

import pytest

from eventually import eventually
from fakeapi import status
from follow import TICK, TIMES
from objects import ingress

# ms, of 30 s: what a busy machine needs is less, and follow.py has more.
ANSWER = SILENCE = 2000


@pytest.fixture
def watching(fake, follow):
    """A client with three objects, a, b and c, of a server that is known to
    send bookmarks."""
    def start(**options):
        for name in "abc":
            fake.create(ingress(name, f"{name}.example.com"))
        one = follow(fake, **options).live()
        watches(fake, 1)
        fake.bookmark("ingresses")
        eventually(lambda: one.source()["bookmarks"], one.tail)
        fake.end("ingresses")
        watches(fake, 2)
        return one
    return start


def watches(api, count):
    """The last one, when there are so many and it is open."""
    eventually(lambda: len(api.asked("watch", "ingresses")) >= count
               and api.watches("ingresses"), f"there are {count} watches")
    return api.asked("watch", "ingresses")[-1]


def proves(one, api, name="proof"):
    api.create(ingress(name, f"{name}.example.com"))
    one.says("put", key=f"web/{name}")
    return one.agrees(api)


def lists(api):
    return len(api.asked("list", "ingresses"))


def test_b23_a_watch_that_is_frozen(fake, watching):
    """Its peer's kernel goes on, and nothing is ever said: given up behind
    150 s and watched again, from where it was."""
    one = watching(response=150000 // TIMES)  # silence is looked at then
    start = time.monotonic()
    fake.create(ingress("last", "last.example.com"))
    one.says("put", key="web/last")
    last = str(fake.revision)
    fake.end("ingresses", "freeze")
    fake.delete(ingress("b"))
    one.says("gone", key="web/b")
    again = watches(fake, 3)
    assert again.time - start + TICK >= 150 / TIMES
    assert again.query["resourceVersion"] == last
    assert one.source()["failures"] == {"silent": 1}
    # It asked where the server is now, and listed nothing.
    assert [r.query for r in fake.asked("list")[1:]] == [{"limit": "1"}]
    proves(one, fake)


def test_b23_a_server_that_is_frozen(fake, watching):
    """All of it, as by SIGSTOP: connections are taken and never answered.
    What it had stays, it is lost after 30 s of that, and live again."""
    one = watching(response=ANSWER)
    frozen = fake.fault(freeze=-1, times=1000)
    fake.end("ingresses", "freeze")
    fake.delete(ingress("b"))
    fake.create(ingress("d", "d.example.com"))
    one.says("state", state="lost")
    assert not one.said("gone") and not one.said("put", key="web/d")
    eventually(lambda: frozen.hits >= 3, "it tries again")
    frozen.times = 0
    one.says("put", key="web/d")
    one.says("gone", key="web/b")
    watches(fake, 3)
    assert one.says("state", state="live")
    proves(one, fake)


@pytest.mark.parametrize("octets", [-1, 0, 1, 700])
def test_b23_a_list_that_is_frozen(fake, watching, octets):
    """Before its head, and anywhere in its body: given up after 30 s without
    an octet, and asked for again; nothing is swept by half of it."""
    one = watching(response=ANSWER, silence=SILENCE)
    fake.delete(ingress("b"), event=False)
    frozen = fake.fault("list", freeze=octets)
    fake.say("ingresses", b'{"type":"ERROR","object":' + status(
        410, "Expired", "too old").rstrip() + b"}\n")
    eventually(lambda: frozen.hits, "it lists")
    assert not one.said("gone")
    one.says("gone", key="web/b")
    first, second = fake.asked("list")[1:3]
    assert second.time - first.time + TICK >= 30 / TIMES
    proves(one, fake)
    failures = one.source()["failures"]
    assert failures == {"expired": 1, "busy" if octets < 0 else "broken": 1}


def test_b23_a_list_that_is_slow(fake, watching):
    """As long as octets come it may take its time (amendment 1)."""
    one = watching(response=ANSWER, silence=SILENCE)
    fake.delete(ingress("b"), event=False)
    fake.fault("list", split=150, pause=SILENCE / 1000 / 6)
    fake.say("ingresses", b'{"type":"ERROR","object":' + status(
        410, "Expired", "too old").rstrip() + b"}\n")
    one.says("gone", key="web/b")
    slow = fake.asked("list")[1]
    assert slow.ended - slow.time > SILENCE / 1000
    proves(one, fake)
    assert one.source()["failures"] == {"expired": 1}


def test_b23_a_discovery_that_is_frozen(fake, follow):
    """Is the kind there?  No answer is no "no", and is asked again."""
    fake.create({"kind": "DNSEndpoint", "metadata": {
        "namespace": "web", "name": "a"}, "spec": {}})
    one = follow(fake, kinds=["DNSEndpoint"], response=ANSWER).live()
    fake.unserve("externaldns.k8s.io", "v1alpha1", "dnsendpoints")
    frozen = fake.fault("discovery", freeze=-1, times=3)
    fake.end("dnsendpoints")
    eventually(lambda: frozen.hits == 3, "it is asked")
    fake.serve("externaldns.k8s.io", "v1alpha1", "dnsendpoints",
               "DNSEndpoint")
    one.says("state", state="lost")
    lost = one.read().index(one.said("state", state="lost")[0])
    eventually(lambda: [e for e in one.read()[lost:]
                        if e.get("state") == "live"], one.tail)
    assert not one.said("gone")
    one.agrees(fake)


def test_b25_ended_at_once_for_five_minutes(fake, watching):
    """The rate falls to the cap: a watch each 30 to 60 s, which is less than
    two in a minute over any while; no list comes of it."""
    one = watching()
    # 0.8 to 25.6 s, doubled by chance, are over after six of them.
    steps, capped = 6, 3
    fault = fake.fault("watch", status=200, body=b"", times=1000)
    fake.end("ingresses")
    eventually(lambda: fault.hits >= 1 + steps + capped, one.tail)
    asked = [r.time for r in fake.asked("watch")[2:]]
    gaps = [b - a for a, b in zip(asked, asked[1:])]
    for step, gap in enumerate(gaps):
        assert gap + TICK >= min(30, 0.8 * 2 ** step) / TIMES, gaps
    assert asked[-1] - asked[-1 - capped] >= capped * (30 / TIMES - TICK)
    assert lists(fake) == 1 and one.source()["failures"] == {}
    fault.times = 0
    proves(one, fake)
    assert one.source()["state"] == "live"
