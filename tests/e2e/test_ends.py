# SPDX-License-Identifier: Apache-2.0
"""SIGTERM, whatever is going on: over within 10 s, and nothing leaks (which
the sanitizers' program says)."""

import os
import signal
import socket

import pytest

from eventually import eventually
from objects import ingress, load_balancer
from test_pushing import pushing, remote  # noqa: F401

pytestmark = pytest.mark.sanitized

SOON = 10 + 20  # s; the latter is what a busy machine may add
KIND = ("externaldns.k8s.io", "v1alpha1", "dnsendpoints")


def asked(api, verb, count=1, **query):
    """There were so many such requests, and the last one is not over."""
    def those():
        found = [r for r in api.asked(verb) if all(
            (name in r.query) == there for name, there in query.items())]
        return len(found) >= count and not found[-1].ended
    eventually(those, f"{count} {verb}, {query}")


def no_handshake(api, one):
    """A port that takes connections and says nothing."""
    api.refuse()
    api.mute = socket.create_server(("127.0.0.1", api.server.port))
    one()
    connection, _ = api.mute.accept()
    eventually(lambda: connection.recv(1, socket.MSG_PEEK), "it says hello")
    api.mute.close()
    api.accept()  # for what comes behind it


def no_answer(api, one):
    api.fault(freeze=-1, times=1000)
    one()
    asked(api, "list")


def in_a_list(api, one):
    api.fault("list", freeze=700, times=1000)
    one()
    asked(api, "list")


def in_a_later_page(api, one):
    api.fault("list", freeze=30, times=1000,
              when=lambda r: "continue" in r.query)
    one(page=2)
    asked(api, "list", **{"continue": True})


def in_a_watch(api, one):
    one()
    asked(api, "watch")


def in_a_line(api, one):
    one().live()
    asked(api, "watch")
    api.say("ingresses", b'{"type":"ADDED","object":{"metadata":{"name":"x')


def with_changes_held(api, one):
    running = one().live()
    asked(api, "watch")
    running.order("hold")
    for number in range(100):
        api.create(ingress(f"n{number}"))
    eventually(lambda: running.source()["events"] == 100, "they come")


def in_a_backoff(api, one):
    running = one(backoff_first=600000).live()
    asked(api, "watch")
    api.refuse()
    eventually(running.failures, "it fails")
    api.accept()


def forbidden(api, one):
    api.tokens = set()
    one(backoff_first=600000).says("state", state="forbidden")


def in_a_discovery(api, one):
    api.unserve(*KIND)
    api.fault("discovery", freeze=-1, times=1000)
    one(kinds=["DNSEndpoint"])
    asked(api, "discovery")


def absent(api, one):
    api.unserve(*KIND)
    one(kinds=["DNSEndpoint"], absent_poll=600000).says(
        "state", state="absent")


def in_a_probe(api, one):
    one().live()
    asked(api, "watch")
    api.fault("list", freeze=-1, times=1000)
    api.end("ingresses", "rst")
    asked(api, "list", limit=True)


def waiting_for_a_turn(api, one):
    api.fault("list", freeze=-1, times=1000)
    one(kinds=["Ingress", "Service", "Namespace", "DNSEndpoint"])
    asked(api, "list", 2)


@pytest.mark.parametrize("state", [
    no_handshake, no_answer, in_a_list, in_a_later_page, in_a_watch,
    in_a_line, with_changes_held, in_a_backoff, forbidden, in_a_discovery,
    absent, in_a_probe, waiting_for_a_turn],
    ids=lambda state: state.__name__)
def test_b38_the_client_ends(fake, follow, state):
    for number in range(6):
        fake.create(ingress(f"i{number}", f"i{number}.example.com"))
    made = []

    def one(**options):
        made.append(follow(fake, **options))
        return made[-1]

    state(fake, one)
    made[0].alive()
    made[0].process.send_signal(signal.SIGTERM)
    assert made[0].process.wait(SOON) == 0


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as found:
        return [int(word) for word in found.read().split()]


def ends(one):
    """It, its NSD and all that it started."""
    started = children(one.program.pid)
    assert one.program.stop(SOON) == 0, one.program.output()
    eventually(lambda: not any(os.path.exists(f"/proc/{pid}")
                               for pid in started), "all of it ends")
    one.server.away("example.com")


@pytest.fixture
def running(fake, controller):
    fake.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    one = controller(cluster=fake, quick=True).start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    return one


def test_b38_the_program_ends(running):
    ends(running)


def test_b38_the_program_ends_at_its_start(fake, controller):
    """No kind was listed yet."""
    fake.fault(freeze=-1, times=1000)
    one = controller(cluster=fake, quick=True).start()
    asked(fake, "list")
    assert one.program.stop(SOON) == 0, one.program.output()


def test_b38_the_program_ends_without_a_server(fake, running):
    fake.refuse()
    running.says('"kind":"Ingress","state":"lost"')
    fake.accept()
    fake.fault(freeze=-1, times=1000)
    ends(running)


def test_b38_the_program_ends_in_a_change(fake, running):
    """NSD was told of it and has not answered: what is written stays, whole,
    and is served by the next one."""
    nsd = children(running.program.pid)[0]
    os.kill(nsd, signal.SIGSTOP)
    before = running.serial()
    fake.set_status(ingress("www"), load_balancer(["192.0.2.2"]))
    eventually(lambda: running.serial() > before, "it is written")
    assert running.program.stop(SOON) == 0, running.program.output()
    running.start().serving()
    running.server.answers("www.example.com", "192.0.2.2")
    ends(running)


HANGS = """#!/bin/sh
echo $$ >%s
exec sleep 1000
"""


def test_b38_the_program_ends_in_a_push(pushing, remote, folder):  # noqa: F811
    """The remote has it all and does not say so; the next one pushes anew."""
    hangs = folder / "hangs"
    hook = remote.directory / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(HANGS % hangs)
    hook.chmod(0o755)
    one = pushing()
    eventually(lambda: hangs.exists() and hangs.read_text().endswith("\n"),
               "it is pushed")
    ends(one)
    pid = hangs.read_text().strip()
    eventually(lambda: not os.path.exists(f"/proc/{pid}"), "the push ends")
    hook.unlink()
    one.start().serving()
    remote.has("example.com", one.serial())
    ends(one)
