# SPDX-License-Identifier: Apache-2.0
"""What happens to a real API server, and no name is lost by it.

The program waits a twentieth of its real times here (limits.c).
"""

import os

import pytest

from apiserver import READ
from controller import zone_settings
from eventually import eventually
from objects import ingress, service
from vigil import Vigil

STAYS = ingress("stays", "stays.example.com", ["192.0.2.1"])
GOES = ingress("goes", "goes.example.com", ["192.0.2.2"])
NAMES = {"stays.example.com": "192.0.2.1"}


@pytest.fixture
def watching(controller, empty_cluster):
    one = controller(cluster=empty_cluster, quick=True,
                     zones=[zone_settings(guard="off")]).start().serving()
    for document in (STAYS, GOES):
        empty_cluster.create(document)
        one.server.answers(document["spec"]["rules"][0]["host"],
                           document["status"]["loadBalancer"]["ingress"][0]
                           ["ip"])
    return one


def states(one, kind="Ingress"):
    """The states a kind went through, in order."""
    return [message["state"] for message in one.messages()
            if message["message"] == "source changed"
            and message["kind"] == kind]


def reaches(one, state, kind="Ingress", after=0):
    eventually(lambda: state in states(one, kind)[after:],
               lambda: f"{kind}: {states(one, kind)}", 60)
    return len(states(one, kind))


def forbidden(one):
    source = one.source("Ingress")
    return (source["state"] == "forbidden" and "403" in source["reason"]
            and source)


def test_rights_taken_and_given_back(watching, empty_cluster):
    """403 for one kind: what it had stays, the other kinds go on."""
    api, server = empty_cluster, watching.server
    with Vigil(server, NAMES):
        api.allow(*(r for r in READ if r != "ingresses"))
        api.restart_api()
        before = reaches(watching, "forbidden")
        # A connection that came too late may be the reason for a moment.
        source = eventually(lambda: forbidden(watching), watching.status)
        assert source["objects"] == 2 and source["failures"]["denied"]
        api.delete(GOES)
        api.create(service("db", ["192.0.2.3"], "prod"))
        server.answers("db.prod.example.com", "192.0.2.3")
        assert server.answer("goes.example.com") == ["192.0.2.2"]
        api.allow()
        reaches(watching, "live", after=before)
        server.gone("goes.example.com")
    watching.stop()


def test_a_frozen_server(watching, empty_cluster):
    """Connections stand and nothing comes: found out by the silence."""
    api, server = empty_cluster, watching.server
    with Vigil(server, NAMES):
        with api.frozen():
            reaches(watching, "lost")
            eventually(lambda: watching.source("Ingress")["state"] == "lost",
                       watching.status)
            assert not watching.status()["well"]
            # Of Ingress only if it was just being watched.
            eventually(lambda: any(source["failures"].get("silent")
                                   for source in watching.status()["sources"]),
                       watching.status, 60)
        reaches(watching, "live", after=states(watching).index("lost"))
        api.delete(GOES)
        server.gone("goes.example.com", deadline=60)
    watching.stop()


@pytest.mark.skipif("FREEZE" not in os.environ,
                    reason="set FREEZE to the seconds it is to last")
def test_frozen_for_long(controller, empty_cluster):
    """The same with the times that are real."""
    from eventually import steadily
    api = empty_cluster
    one = controller(cluster=api).start().serving()
    api.create(STAYS)
    one.server.answers("stays.example.com", "192.0.2.1")
    with Vigil(one.server, NAMES):
        with api.frozen():
            steadily(one.alive, "ended", int(os.environ["FREEZE"]), 1)
        api.create(GOES)
        one.server.answers("goes.example.com", "192.0.2.2", deadline=120)
    print(states(one))
    one.stop()


def test_another_port(watching, empty_cluster):
    """The kubeconfig says where the server is now, and is looked at again."""
    api, server = empty_cluster, watching.server
    with Vigil(server, NAMES):
        api.move_api()
        before = reaches(watching, "lost")
        assert watching.source("Ingress")["failures"]["busy"]
        api.delete(GOES)
        watching.move_cluster()
        reaches(watching, "live", after=before)
        server.gone("goes.example.com")
    assert watching.said("kubeconfig changed", f":{api.port}")
    watching.stop()


def test_a_kubeconfig_that_breaks(watching, empty_cluster):
    """What cannot be used keeps its last value."""
    api, server = empty_cluster, watching.server
    with Vigil(server, NAMES):
        (watching.directory / "kubeconfig").write_text("[")
        api.restart_api()
        api.delete(GOES)
        server.gone("goes.example.com", deadline=60)
    watching.says("credentials cannot be read again")
    assert not watching.said("kubeconfig changed")
    watching.stop()


def test_an_older_etcd(watching, empty_cluster):
    """Versions begin again in the past; what is there then is what counts."""
    api, server = empty_cluster, watching.server
    api.backup()
    api.delete(GOES)
    server.gone("goes.example.com")
    for number in range(20):
        api.create(ingress(f"late-{number}", f"late-{number}.example.com",
                           ["192.0.2.4"]))
    server.answers("late-19.example.com", "192.0.2.4")
    with Vigil(server, NAMES):
        api.restore()
        server.answers("goes.example.com", "192.0.2.2", deadline=90)
        assert watching.said("source listed again", '"after":"rewound"')
        assert watching.source("Ingress")["relists"]["rewound"] == 1
        server.gone("late-19.example.com", deadline=90)
        api.create(ingress("new", "new.example.com", ["192.0.2.5"]))
        server.answers("new.example.com", "192.0.2.5", deadline=90)
    watching.stop()


def test_a_zone_inside_comes_meanwhile(controller, empty_cluster):
    """What nobody knows of now has its name in the zone around it."""
    api, names = empty_cluster, {"w.sub.example.com": "192.0.2.1"}
    one = controller(cluster=api, quick=True)
    api.create(ingress("w", "w.sub.example.com", ["192.0.2.1"]))
    one.start().serving()
    one.server.answers("w.sub.example.com", "192.0.2.1")
    api.allow(*(r for r in READ if r != "ingresses"))
    api.restart_api()
    one.kill()
    one.config["zones"].append(zone_settings("sub.example.com"))
    one.write_config()
    one.start().says("zone waits until the zone around it retains no names",
                     "sub.example.com")
    with Vigil(one.server, names):
        api.create(service("db", ["192.0.2.3"], "prod"))
        eventually(lambda: one.source("Service")["objects"] > 1, one.status)
        api.allow()
        one.server.serves("sub.example.com")
        one.server.answers("db.prod.example.com", "192.0.2.3")
    one.stop()
