# SPDX-License-Identifier: Apache-2.0
"""What is there on the API, and then is not: a mistake until approved.

40 % and 100 % of what a real cluster had vanish, or all of its load balancers
lose their addresses.  Everything is answered all the time.
"""

import signal

import pytest

from controller import ZONE
from eventually import eventually
from objects import ingress, load_balancer, service
from vigil import Vigil

APPS = [ingress(f"app{n}", f"app{n}.{ZONE}", [f"192.0.2.{n + 1}"],
                "left" if n < 12 else "right") for n in range(20)]
for app in APPS:
    app["metadata"]["labels"] = {"dns": "yes"}
NAMES = {f"app{n}.{ZONE}": f"192.0.2.{n + 1}" for n in range(20)}


def held(one):
    return one.status()["zones"][0].get("held")


@pytest.fixture
def watching(controller, empty_cluster):
    """Reads objects with a label; all of them are answered, all is well."""
    one = controller(cluster=empty_cluster,
                     filters={"labels": {"Ingress": ["dns=yes"]}})
    for app in APPS:
        empty_cluster.create(app)
    one.start().serving()
    for name, address in NAMES.items():
        one.server.answers(name, address)
    eventually(lambda: one.status()["well"], one.status)
    return one


def goes_on(one, api, turn):
    """Others come and change meanwhile, as if nothing were the matter."""
    api.create(service(f"new{turn}", ["198.51.100.1"], "prod"))
    one.server.answers(f"new{turn}.prod.{ZONE}", "198.51.100.1")
    api.set_status(service(f"new{turn}", (), "prod"),
                   load_balancer([f"198.51.100.{turn + 2}"]))
    one.server.answers(f"new{turn}.prod.{ZONE}", f"198.51.100.{turn + 2}")


def at_once(one, api, apps, how):
    """All of them at one time, as the controller sees it: a busy API server
    may pause between two of them for longer than a flood does."""
    one.program.signal(signal.SIGSTOP)
    try:
        for app in apps:
            how(api, app)
    finally:
        one.program.signal(signal.SIGCONT)


def create(api, app):
    api.create(app)


def delete(api, app):
    api.delete(app)


def unlabel(api, app):
    api.patch(app, {"metadata": {"labels": {"dns": None}}})


def clear(api, app):
    api.set_status(app, {"loadBalancer": {"ingress": None}})


@pytest.mark.parametrize("how", [delete, unlabel])
@pytest.mark.parametrize("left", [12, 0], ids=["40 %", "100 %"])
def test_held_and_approved(watching, empty_cluster, how, left):
    """A namespace is deleted, a label is changed by a template."""
    with Vigil(watching.server, NAMES):
        at_once(watching, empty_cluster, APPS[left:], how)
        eventually(lambda: (held(watching) or {}).get("deletions")
                   == 20 - left, watching.status)
        goes_on(watching, empty_cluster, 0)
        plan = held(watching)
        assert plan["of"] == 20 and len(plan["names"]) == min(10, 20 - left)
    watching.says("deletions are held until approved", plan["plan"][:12])
    with Vigil(watching.server, dict(list(NAMES.items())[:left])
               or {f"new0.prod.{ZONE}": "198.51.100.2"}):
        done = watching.command("approve", ZONE, "--plan", plan["plan"],
                                "--config", watching.config_file)
        assert done.returncode == 0, done.stderr
        for name in list(NAMES)[left:]:
            watching.server.gone(name)
    eventually(lambda: watching.status()["well"], watching.status)
    watching.stop()


@pytest.mark.parametrize("left", [12, 0], ids=["40 %", "100 %"])
def test_held_until_they_return(watching, empty_cluster, left):
    """Made again, with other uids; what was held is released by that."""
    with Vigil(watching.server, NAMES):
        at_once(watching, empty_cluster, APPS[left:], delete)
        watching.says("deletions are held until approved",
                      f'"deletions":"{20 - left}"')
        goes_on(watching, empty_cluster, 0)
        at_once(watching, empty_cluster, APPS[left:], create)
        eventually(lambda: watching.status()["well"],
                   watching.status)
        goes_on(watching, empty_cluster, 1)
    watching.says("nothing is held any more")
    # They are what their objects say again, and go as ever.
    delete(empty_cluster, APPS[-1])
    watching.server.gone(f"app19.{ZONE}")
    watching.stop()


def test_all_load_balancers_lose_their_addresses(watching, empty_cluster):
    """The controller that fills in status was removed, or is new."""
    with Vigil(watching.server, NAMES):
        at_once(watching, empty_cluster, APPS, clear)
        eventually(lambda: watching.status()["zones"][0].get("retained")
                   == {"grace": 20}, watching.status)
        goes_on(watching, empty_cluster, 0)
        assert not held(watching)
        # A restart is no reason to forget when they were lost.
        watching.kill()
        watching.start().serving()
        goes_on(watching, empty_cluster, 1)
        for app in APPS:
            empty_cluster.set_status(app, app["status"])
        eventually(lambda: watching.status()["well"],
                   watching.status)
    watching.stop()
