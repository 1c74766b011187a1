# SPDX-License-Identifier: Apache-2.0
"""Two controllers, one Lease: one publishes.  On a real API server."""

import os
import shutil
import urllib.request

import pytest

from checkers import program
from eventually import eventually
from leases import NAMESPACE, NAME, Lease
from objects import ingress
from primaries import KEY, Primary
from test_axfr import new_secret
from test_freeze import CHECKER
from test_pushing import bare

WAITS = "another controller holds the lease, this one waits"
HELD = "the lease is held, this controller publishes"
WITH_LEASE = {"resources": ["Ingress"],
              "lease": {"name": NAME, "namespace": NAMESPACE}}


@pytest.fixture
def lease(empty_cluster):
    """Nobody's, and the controller may use it."""
    one = Lease(empty_cluster)
    one.allow()
    one.delete()
    yield one
    if not empty_cluster.ready():
        empty_cluster.restart_api()
    one.delete()
    one.forbid()


def holder(controller, lease, **options):
    one = controller(cluster=lease.api, **WITH_LEASE, **options)
    one.start().serving()
    one.says(HELD)
    one.says("zone published")
    return one


def standby(controller, lease, **options):
    one = controller(cluster=lease.api, **WITH_LEASE, **options)
    one.start()
    one.says(WAITS)
    return one


def put(lease, address):
    """www has this address."""
    lease.api.create(ingress("www", "www.example.com", [address]))


def move(lease, address):
    lease.api.set_status(ingress("www"), {
        "loadBalancer": {"ingress": [{"ip": address}]}})


def fetch(one, path):
    url = f"http://127.0.0.1:{one.http}{path}"
    return urllib.request.urlopen(url, timeout=30).read().decode()


def test_the_second_waits_and_says_so(controller, lease):
    put(lease, "192.0.2.1")
    first = holder(controller, lease)
    first.server.answers("www.example.com", "192.0.2.1")
    assert lease.holder() == first.status()["lease"]["holder"]
    second = standby(controller, lease)
    state = second.status()["lease"]
    assert state["state"] == "waiting" and state["holder"] == lease.holder()
    assert 'k8s_nsd_lease_state{state="waiting"} 1' in fetch(
        second, "/metrics")
    assert 'k8s_nsd_lease_state{state="held"} 1' in fetch(first, "/metrics")
    assert "[+]lease held\n" in fetch(first, "/readyz?verbose")
    done = second.command("status", "--config", second.config_file)
    assert "lease: waiting" in done.stdout and lease.holder() in done.stdout
    # It has no version, and publishes none; nobody hears of it but here.
    move(lease, "192.0.2.2")
    first.server.answers("www.example.com", "192.0.2.2")
    assert not second.zone_file().exists()
    # It is not given up for that, and its end is a good one.
    second.stop()
    assert lease.holder() == first.status()["lease"]["holder"]


def test_the_second_takes_over(controller, lease):
    """A killed one is waited for; its NSD goes on, and when it is back it
    waits."""
    put(lease, "192.0.2.1")
    first = holder(controller, lease)
    # Its wall clock is a month ahead: nothing is made of that.
    second = controller(cluster=lease.api, **WITH_LEASE)
    second.clocks(wall=30 * 86400)
    second.start()
    second.says(WAITS)
    first.kill()
    move(lease, "192.0.2.2")
    second.says(HELD, deadline=60)
    second.serving()
    second.server.answers("www.example.com", "192.0.2.2")
    assert first.server.answer("www.example.com") == ["192.0.2.1"]
    assert lease.read()["leaseTransitions"] == 1
    first.start()
    first.says(WAITS)
    assert first.server.answer("www.example.com") == ["192.0.2.1"]
    # Given back, it need not be waited for.
    second.stop()
    first.says(HELD)
    first.server.answers("www.example.com", "192.0.2.2")


def test_one_that_was_killed_is_the_same_holder(controller, lease):
    put(lease, "192.0.2.1")
    one = holder(controller, lease)
    before = lease.read()
    one.kill()
    move(lease, "192.0.2.2")
    one.start()
    one.server.answers("www.example.com", "192.0.2.2")
    assert lease.read()["leaseTransitions"] == before["leaseTransitions"]
    assert not one.said(WAITS)


def test_the_holder_goes_on_without_the_api(controller, lease):
    put(lease, "192.0.2.1")
    first = holder(controller, lease)
    first.server.answers("www.example.com", "192.0.2.1")
    second = standby(controller, lease)
    lease.api.kill_api()
    first.says("the lease cannot be renewed")
    for text in ("192.0.2.7", "192.0.2.8"):
        first.config["zones"][0]["records"] = [f"static A {text}"]
        first.write_config()
        first.server.answers("static.example.com", text, deadline=90)
        # After a restart too: it was the holder.
        first.kill()
        first.start()
    second.config["zones"][0]["records"] = ["static A 192.0.2.9"]
    second.write_config()
    second.says("configuration read again")
    assert not second.said(HELD) and not second.zone_file().exists()
    lease.api.restart_api()
    eventually(lambda: first.status()["lease"] == {
        **first.status()["lease"], "state": "held"}, "it is held again")
    eventually(lambda: lease.holder() in str(second.status()["lease"]),
               "the second knows")


def test_a_version_under_way_is_dropped(controller, lease):
    """Who loses the lease puts no version in place any more; it is owed."""
    put(lease, "192.0.2.1")
    one = controller(cluster=lease.api, **WITH_LEASE)
    one.config["nsd"]["checkzone"] = "always"
    one.write_config()
    one.instead_of("nsd-checkzone", CHECKER.format(
        folder=one.directory, real=program("nsd-checkzone")))
    one.start().serving().confirmed()
    one.server.answers("www.example.com", "192.0.2.1")
    serial = one.serial()
    (one.directory / "wait").touch()
    move(lease, "192.0.2.2")
    eventually((one.directory / "waits").exists, "it is being checked")
    lease.write("them", seconds=10)
    one.says(WAITS)
    (one.directory / "wait").unlink()
    eventually(lambda: one.status()["lease"]["state"] == "held",
               "they do not renew it", 60)
    one.server.answers("www.example.com", "192.0.2.2")
    assert one.serial() > serial
    texts = [line["message"] for line in one.messages()]
    waited = texts[next(n for n, text in enumerate(texts) if WAITS in text):]
    assert "zone published" not in waited[:waited.index(HELD)]


HOOK = """#!/bin/sh
# Whoever pushes waits for this.
echo $$ >>{folder}/pushes
while [ -e {folder}/wait ]; do sleep 0.05; done
"""


def test_a_push_under_way_is_cut(controller, lease):
    """Who loses the lease pushes nothing any more; it is owed."""
    put(lease, "192.0.2.1")
    one = controller(cluster=lease.api, **WITH_LEASE)
    remote = bare(one.directory / "remote.git")
    one.config["git"] = {"directory": "git", "remote": str(remote.directory)}
    one.write_config()
    one.start().serving().confirmed()
    remote.has("example.com", one.serial())
    (one.directory / "wait").touch()
    hook = remote.directory / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(HOOK.format(folder=one.directory))
    hook.chmod(0o755)
    pushes = one.directory / "pushes"
    move(lease, "192.0.2.2")
    eventually(pushes.exists, "it pushes")
    lease.write("them", seconds=10)
    one.says(WAITS)
    # It waits for ever unless it is ended.
    eventually(lambda: not os.path.exists(f"/proc/{pushes.read_text()}"
                                          .rstrip()), "the push is cut")
    assert one.status()["git"]["unpushed"] == 1
    eventually(lambda: one.status()["lease"]["state"] == "held",
               "they do not renew it", 60)
    eventually(lambda: len(pushes.read_text().split()) == 2,
               "the next push comes when it is held again", 60)
    (one.directory / "wait").unlink()
    remote.has("example.com", one.serial())
    assert remote.audit("example.com") == one.serial()
    eventually(lambda: one.status()["git"]["unpushed"] == 0,
               lambda: str(one.status()["git"]))


def test_another_lease_was_not_held(controller, lease):
    """Who held one does not hold the next one while nobody can be asked."""
    put(lease, "192.0.2.1")
    one = holder(controller, lease)
    lease.api.kill_api()
    one.config["lease"] = {**one.config["lease"], "name": "other"}
    one.write_config()
    one.says("the lease cannot be read, nothing is published before it can")
    # Nor does the next process.
    one.kill()
    one.start()
    one.says("the lease cannot be read")
    assert one.status()["lease"]["state"] == "unknown"
    assert not one.said(HELD)
    lease.api.restart_api()


@pytest.mark.parametrize("change", ["deleted", "emptied", "labelled"])
def test_the_holder_mends_it(controller, lease, change):
    one = holder(controller, lease)
    mine = lease.holder()
    if change == "deleted":
        lease.delete()
    elif change == "emptied":
        lease.write("")
    else:
        lease.api.patch(lease.document, {"metadata": {"labels": {"a": "b"}}})
        before = lease.read()["renewTime"]
        eventually(lambda: lease.read()["renewTime"] != before, "renewed")
        assert lease.api.list("Lease", NAMESPACE)["items"][0]["metadata"][
            "labels"] == {"a": "b"}
    eventually(lambda: lease.holder() == mine, "it is ours again")
    assert not one.said(WAITS)


def test_a_lease_of_hostile_hands(controller, lease):
    """Times out of the world, a huge holder, a duration of 68 years: it is
    waited for, for a minute, and nothing breaks."""
    put(lease, "192.0.2.1")
    one = controller(cluster=lease.api, **WITH_LEASE)
    one.clocks()
    one.start().serving()
    one.says(HELD)
    one.says("zone published")
    name = "\u202e\n\x1b[31m" + "x" * 500000
    lease.write(name, seconds=2**31 - 1, when="0001-01-01T00:00:00.000000Z",
                acquireTime="9999-12-31T23:59:59.999999Z",
                leaseTransitions=2**31 - 1)
    one.says(WAITS)
    shown = one.status()["lease"]["holder"]
    assert len(shown) < 200 and shown.isprintable()
    move(lease, "192.0.2.2")
    one.clocks(passed=61)
    eventually(lambda: one.status()["lease"]["state"] == "held",
               "nobody is waited for longer", 60)
    one.server.answers("www.example.com", "192.0.2.2")
    assert lease.read()["leaseTransitions"] == 0


def test_another_configuration_before_the_first_version(controller, lease):
    """The volume is lost, so the last version comes from a secondary and is in
    no file; nothing may be written yet, and the configuration is another one:
    it waits for the file, and the file for the lease."""
    put(lease, "192.0.2.1")
    secret = new_secret()
    one = controller(cluster=lease.api, **WITH_LEASE,
                     tsig=[{"name": KEY, "secretFile": "secret"}])
    (one.directory / "secret").write_text(secret)
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.stop()
    file = one.directory / "db"
    shutil.copy(one.zone_file(), file)
    shutil.rmtree(one.state)
    secondary = Primary("nsd", one.directory / "nsd", "example.com", file,
                        secret)
    one.config["secondaries"] = [{
        "name": "east", "tsig": KEY, "transfer": ["127.0.0.1"],
        "notify": [f"127.0.0.1@{secondary.port}"]}]
    one.config["zones"][0]["secondaries"] = ["east"]
    one.write_config()
    lease.write("them", seconds=60)
    one.start()
    one.says(WAITS)
    one.says("no zone file, compared with what a secondary has")
    one.config["zones"][0]["ttl"] = 61
    one.write_config()
    one.says("configuration waits")
    lease.delete()
    one.says(HELD)
    one.says("zone published", deadline=60)
    one.server.ttls("www.example.com", 61)
    one.stop()
    secondary.stop()


def test_the_end_while_another_cluster_is_tried(controller, lease):
    """The next try of it, ten seconds after the first, succeeds while the
    lease is given back: it is the end all the same."""
    one = holder(controller, lease)
    config = one.config["cluster"]
    before, config["kubeconfig"] = (config["kubeconfig"],
                                    str(one.directory / "later"))
    one.write_config()
    one.says("cannot watch the cluster by the new configuration")
    # It is renewed every five seconds.
    for _ in range(2):
        renewed = lease.read()["renewTime"]
        eventually(lambda: lease.read()["renewTime"] != renewed, "renewed")
    shutil.copy(before, config["kubeconfig"])
    with lease.api.frozen():
        one.stop()


def test_forbidden(controller, lease):
    """Nothing is published, and it says which Role is missing."""
    lease.forbid()
    put(lease, "192.0.2.1")
    one = controller(cluster=lease.api, **WITH_LEASE)
    one.start()
    one.says("a Role must give get, create and patch of leases")
    done = one.command("status", "--config", one.config_file)
    assert done.returncode == 1
    assert "lease: refused" in done.stdout and "forbidden" in done.stdout
    assert not one.zone_file().exists()
    lease.allow()
    one.says(HELD, deadline=60)
    one.serving()
    one.server.answers("www.example.com", "192.0.2.1")
    # The holder that may not any more goes on.
    lease.forbid()
    one.says("the lease cannot be renewed")
    move(lease, "192.0.2.2")
    one.server.answers("www.example.com", "192.0.2.2")


def test_no_lease_is_no_request(controller, empty_cluster):
    """As ever: a controller that may only read."""
    empty_cluster.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    one = controller(cluster=empty_cluster, resources=["Ingress"])
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    assert "lease" not in one.status()
    # The key comes and goes while it runs.
    lease = Lease(empty_cluster)
    lease.allow()
    lease.write("them", seconds=10)
    one.config.update(WITH_LEASE)
    one.write_config()
    one.says(WAITS)
    del one.config["lease"]
    one.write_config()
    eventually(lambda: "lease" not in one.status(), "it is gone")
    empty_cluster.set_status(ingress("www"), {
        "loadBalancer": {"ingress": [{"ip": "192.0.2.2"}]}})
    one.server.answers("www.example.com", "192.0.2.2")
    lease.delete()
    lease.forbid()
