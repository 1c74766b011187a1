# SPDX-License-Identifier: Apache-2.0
"""A zone whose versions NSD transfers from the controller."""

import base64
import os

import pytest

from controller import ZONE
from objects import ingress
from ports import free_port

KEY = "feed.k8s-nsd.invalid"


def address(number):
    return f"192.0.2.{number}"


def put(one, number, name="www"):
    one.put(f"{name}.yaml",
            ingress(name, f"{name}.example.com", address(number)))


def transfers(one, zone=ZONE):
    """How the versions of a zone went."""
    return next(z for z in one.status()["zones"]
                if z["zone"] == zone)["handover"]


def served(one, number, name="www"):
    """The controller, too, has seen that answer."""
    one.server.answers(f"{name}.example.com", address(number))
    one.says("zone published", f'"{one.server.serial(ZONE)}"')


def feed(one):
    """(port, secret)"""
    _, port, secret = (one.state / "feed").read_text().split()
    return int(port), secret


def feed_at(one, where):
    """As if it had been there before, at a port that is given to no client
    while the controller is down."""
    one.state.mkdir()
    secret = base64.b64encode(os.urandom(32)).decode()
    (one.state / "feed").write_text(f"{where} {free_port()} {secret}\n")
    (one.state / "feed").chmod(0o600)


@pytest.fixture
def fed(controller):
    def start(run_nsd=True, mode="transfer", where="127.0.0.1", **more):
        one = controller(run_nsd=run_nsd, **more)
        one.config["nsd"]["handover"] = mode
        one.write_config()
        feed_at(one, where)
        return one
    return start


@pytest.fixture
def pod(fed):
    """(controller, start_nsd): NSD is another container's."""
    one = fed(run_nsd=False)
    started = []

    def start_nsd():
        started.append(one.start_nsd())
        return started[-1]

    yield one, start_nsd
    for nsd in started:
        nsd.kill()


def ready(one):
    """Confirmed, after which versions may be transferred."""
    put(one, 1)
    one.start().serving().confirmed()
    one.says("zone published")
    return one
