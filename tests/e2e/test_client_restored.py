# SPDX-License-Identifier: Apache-2.0
"""The client of an API server whose etcd was restored from a backup.

As in test_client_list.py: the client's times are a fiftieth of the real ones,
and after each case it must agree with the server: have what was in the
backup, with the versions of then.  A real server is restored in
test_outages.py.
"""

import pytest

from eventually import eventually
from fakeapi import line, status
from objects import ingress

pytestmark = pytest.mark.sanitized

FUTURE = status(504, "Timeout", "Too large resource version: 2000, current: "
                "1003", {"retryAfterSeconds": 1})
EXPIRED = status(410, "Expired", "too old resource version: 2000 (1003)")
# What differs between the backup and the client.
HELD = {"web/stays", "web/back", "web/changed"}


class Backup:
    """The Ingresses and the version of now."""

    def __init__(self, api):
        self.api = api
        self.objects = dict(api.of_kind("Ingress").objects)
        self.revision = api.revision

    def restore(self):
        """What came after it never was; nobody is told."""
        with self.api.lock:
            resource = self.api.of_kind("Ingress")
            for key in resource.objects:
                if key not in self.objects:
                    death = ("Ingress", key)
                    self.api.deaths[death] = self.api.deaths.get(death, 0) + 1
            resource.objects = dict(self.objects)
            self.api.revision = self.revision
            self.api.compact()


@pytest.fixture
def restored(fake, follow):
    """(a client that is 100 versions ahead of it, a backup)"""
    def start(**options):
        for name in ("stays", "back", "changed"):
            fake.create(ingress(name, f"{name}.example.com"))
        backup = Backup(fake)
        one = follow(fake, **options).live()
        fake.delete(ingress("back"))
        fake.create(ingress("never", "never.example.com"))
        for number in range(100):
            fake.patch(ingress("changed"), {"spec": {"rules": [
                {"host": f"c{number}.example.com"}]}})
        one.says("gone", key="web/back")
        one.says("put", names=["c99.example.com"])
        eventually(lambda: fake.watches("ingresses"), "it watches")
        return one, backup
    return start


def follows(one, api):
    """It has what was in the backup, and what happens from now on."""
    one.says("gone", key="web/never")
    eventually(lambda: len(one.said("put", key="web/back")) == 2, one.tail)
    assert {key for _, key in one.contents()} >= HELD
    api.delete(ingress("stays"))
    one.says("gone", key="web/stays")
    api.create(ingress("new", "new.example.com"))
    one.says("put", key="web/new")
    one.agrees(api)
    assert len(one.said("gone")) == 3


def test_b32_the_server_comes_back_older(fake, restored):
    """Behind an outage it is asked where it is; it would take the watch, and
    say nothing of what it lacks."""
    one, backup = restored()
    fake.refuse()
    backup.restore()
    fake.accept()
    follows(one, fake)
    assert one.source()["relists"] == {"first": 1, "rewound": 1}


@pytest.mark.parametrize("answer,cause", [
    ({"status": 410, "body": EXPIRED}, "expired"),
    ({"status": 200, "body": line("ERROR", EXPIRED)}, "expired"),
    ({"status": 504, "body": FUTURE}, "invalid"),
    ({"status": 200, "body": line("ERROR", FUTURE)}, "invalid"),
], ids=["410", "ERROR 410", "504", "ERROR 504"])
def test_b32_the_server_says_that_it_is_older(fake, restored, answer, cause):
    """To a watch from a version that it never had."""
    one, backup = restored()
    fault = fake.fault("watch", **answer)
    with fake.lock:
        backup.restore()
        fake.end("ingresses")
    follows(one, fake)
    assert fault.hits == 1
    assert one.source()["relists"] == {"first": 1, cause: 1}


def test_b32_an_older_server_goes_on(fake, restored):
    """The watch is taken, and what happens then has versions of before."""
    one, backup = restored()
    with fake.lock:
        backup.restore()
        fake.end("ingresses")
    eventually(lambda: len(fake.asked("watch")) == 2
               and fake.watches("ingresses"), "it watches again")
    fake.create(ingress("first", "first.example.com"))
    follows(one, fake)
    assert one.source()["relists"] == {"first": 1, "rewound": 1}


def test_b32_an_older_server_says_nothing(fake, restored):
    """The watch is taken, and ends well without a word, twice."""
    one, backup = restored(watch_least=300, watch_spread=1)
    mute = fake.fault("watch", status=200, body=b" ", times=2,
                      pause=0.1)
    with fake.lock:
        backup.restore()
        fake.end("ingresses")
    eventually(lambda: mute.hits == 2, "it watches")
    follows(one, fake)
    assert one.source()["relists"] == {"first": 1, "silent": 1}


def test_b32_an_older_server_is_frozen(fake, restored):
    """The watch is taken, and there is not even an end of it."""
    one, backup = restored(watch_least=300, watch_spread=1, response=1500)
    fake.fault("watch", freeze=0)
    with fake.lock:
        backup.restore()
        fake.create(ingress("first", "first.example.com"))
        fake.end("ingresses")
    follows(one, fake)
    assert one.source()["relists"] == {"first": 1, "rewound": 1}


def test_b32_restored_while_a_list_is_read(fake, restored):
    """A page of after follows one of before: it counts as a list of its own
    time, or not at all, and never as half of each."""
    one, backup = restored(page=1)
    turn = fake.fault("list", when=lambda r: "continue" in r.query and (
        backup.restore() or False))
    fake.say("ingresses", line("ERROR", EXPIRED))
    eventually(lambda: len(fake.asked("list")) > 3 + 2, one.tail)
    turn.times = 0
    follows(one, fake)
