# SPDX-License-Identifier: Apache-2.0
"""The client of the API server on a network that fails without a word.

As in test_client_list.py: the client's times are a fiftieth of the real ones,
those of the kernel as short as it has them; after each case client and server
must agree.
"""

import ctypes
import os
import socket
import time

import pytest

from conftest import cannot
from eventually import eventually
from fakeapi import FakeApi, status
from netpair import SERVER, Impossible, NetPair
from objects import ingress
from servers import LIBC

pytestmark = pytest.mark.sanitized

PIDFD_GETFD = 438
# 30 s, 10 s and 45 s, as the kernel counts: whole seconds.
KERNEL = {"keep_idle": 1, "keep_interval": 1, "keep_count": 3,
          "user_timeout": 1500}
# What a busy machine needs to connect or to answer is less, follow.py has more.
SOON = 2000  # ms
# The client's own silence limits cannot be what notices.
DEAF = {"idle": 600000, "watch_least": 600000, "watch_spread": 1}
SOCKET = {
    "SO_KEEPALIVE": (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    "TCP_KEEPIDLE": (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 30),
    "TCP_KEEPINTVL": (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 10),
    "TCP_KEEPCNT": (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
    "TCP_USER_TIMEOUT": (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 45000),
    "TCP_NODELAY": (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
}


@pytest.fixture
def net():
    try:
        pair = NetPair()
    except Impossible as error:
        cannot(f"NO NETWORK OF OUR OWN: {error}")
    yield pair
    pair.close()


@pytest.fixture
def far(fake, net):
    """The fake API server at the other end of a wire."""
    def kubeconfig(path, token="readtoken"):
        FakeApi.kubeconfig(fake, path, token)
        lines = path.read_text().replace("127.0.0.1", SERVER).split("\n")
        path.write_text("\n".join(
            "    insecure-skip-tls-verify: true" if "authority" in line
            else line for line in lines))
        return path

    fake.refuse()
    fake.kubeconfig = kubeconfig
    fake.server.address = SERVER
    with net.server.inside():
        fake.accept()
    for name in "abc":
        fake.create(ingress(name, f"{name}.example.com"))
    return fake


@pytest.fixture
def watching(far, net, follow):
    def start(**options):
        with net.client.inside():
            one = follow(far, **options)
        one.live()
        eventually(lambda: far.watches("ingresses"), "it watches")
        return one
    return start


def mended(one, far, net):
    """What happened meanwhile is seen, and all is as it should be."""
    net.mend()
    one.says("put", key="web/meanwhile")
    one.says("gone", key="web/b")
    assert one.source()["state"] == "live"
    far.create(ingress("proof", "proof.example.com"))
    one.says("put", key="web/proof")
    one.agrees(far)


def meanwhile(far):
    far.create(ingress("meanwhile", "meanwhile.example.com"))
    far.delete(ingress("b"))


def test_b24_the_path_is_cut_under_a_watch(far, net, watching):
    """Nobody says anything: the kernel's own questions find it out."""
    one = watching(**KERNEL, **DEAF, connect=SOON)
    start = time.monotonic()
    net.cut()
    meanwhile(far)
    why = eventually(one.failures, "it notices")
    assert "timed out" in why[0].lower(), why
    assert time.monotonic() - start >= 1
    # It tries, and is believed less; nothing is lost.
    one.says("state", state="lost")
    eventually(lambda: len(one.failures()) >= 4, "it tries again")
    assert not one.said("gone")
    mended(one, far, net)
    assert len(far.asked("list")) <= 2  # the first, and where the server is


def test_b24_the_path_is_cut_within_a_list(far, net, watching):
    """The rest of a page never comes: that list sweeps nothing."""
    one = watching(response=SOON, silence=SOON, connect=SOON)
    held = far.fault("list", split=200, pause=0.5)
    far.say("ingresses", b'{"type":"ERROR","object":' + status(
        410, "Expired", "too old").rstrip() + b"}\n")
    eventually(lambda: held.hits, "it lists")
    net.cut()
    meanwhile(far)
    eventually(lambda: len(one.failures()) >= 3, "it notices")
    assert not one.said("gone")
    mended(one, far, net)


def test_b24_the_path_is_cut_for_a_moment(far, net, watching):
    """Shorter than anybody waits: the same watch goes on."""
    one = watching()
    net.cut()
    meanwhile(far)
    mended(one, far, net)
    assert one.failures() == [] and len(far.asked()) == 2


def duplicate(pid, number):
    """Another process's socket."""
    process = os.pidfd_open(pid)
    try:
        own = LIBC.syscall(ctypes.c_long(PIDFD_GETFD), process, number, 0)
        if own < 0:
            cannot("NO SOCKET OF ANOTHER PROCESS: pidfd_getfd(2) is refused")
        return socket.socket(fileno=own)
    finally:
        os.close(process)


def sockets(pid):
    """All its TCP sockets that are connected."""
    folder = f"/proc/{pid}/fd"
    for name in os.listdir(folder):
        if not os.readlink(f"{folder}/{name}").startswith("socket:"):
            continue
        with duplicate(pid, int(name)) as one:
            if one.family == socket.AF_INET:
                yield one


def test_every_socket_asks_whether_its_peer_is_there(fake, follow):
    """With the real times (A.1.3): its options, as the kernel has them."""
    fake.create(ingress("a", "a.example.com"))
    one = follow(fake, kinds=["Ingress", "Service"]).live()
    eventually(lambda: fake.watches("ingresses") and fake.watches("services"),
               "it watches")
    count = 0
    for connection in sockets(one.process.pid):
        count += 1
        assert connection.getpeername()[1] == fake.server.port
        for name, (level, option, value) in SOCKET.items():
            assert connection.getsockopt(level, option) == value, name
    assert count >= 2
    one.agrees(fake)
