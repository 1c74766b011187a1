# SPDX-License-Identifier: Apache-2.0
"""The tools of the tests, tested: a ruler that bends measures nothing."""

import http.client
import threading

import pytest

from apiserver import Refused, path_of
from ask import read_zone, records
from checkers import complaints
from eventually import eventually, steadily
from objects import bulk_ingress, bulk_namespaces, ingress, service
from servers import Nsd

ZONE = """\
$ORIGIN example.com.
@	3600	IN	SOA	ns1.example.com. hostmaster.example.com. (
	{serial}	; serial
	900 300 1209600 60 )
@	3600	IN	NS	ns1.example.com.
ns1	3600	IN	A	192.0.2.53
www	60	IN	A	{address}
"""


@pytest.fixture
def nsd(folder):
    file = folder / "example.com.zone"
    file.write_text(ZONE.format(serial=1, address="192.0.2.1"))
    server = Nsd(folder / "nsd", {"example.com": file})
    yield server
    server.stop()


def test_eventually_waits_and_gives_up():
    calls = []
    assert eventually(lambda: calls.append(1) or len(calls) == 3, "") is True
    with pytest.raises(AssertionError, match="pigs fly"):
        eventually(lambda: False, "pigs fly", deadline=0.05)
    with pytest.raises(AssertionError, match="it moved"):
        steadily(lambda: False, "it moved", 0.05)


def test_nsd_answers_and_reloads(nsd, folder):
    assert nsd.server.answer("www.example.com") == ["192.0.2.1"]
    assert nsd.server.answer("www.example.com", tcp=True) == ["192.0.2.1"]
    assert nsd.server.rcode("no.example.com") == "NXDOMAIN"
    assert nsd.server.rcode("example.net", "SOA") == "REFUSED"
    assert nsd.server.answer("www.example.com", "TXT") == []
    new = folder / "new"
    new.write_text(ZONE.format(serial=2, address="192.0.2.2"))
    new.rename(folder / "example.com.zone")
    assert nsd.reload("example.com", 2) > 0
    nsd.server.answers("www.example.com", "192.0.2.2")
    assert "www.example.com. 60 A 192.0.2.2" in nsd.server.transfer(
        "example.com")


def test_nsd_away_is_a_timeout(nsd):
    nsd.stop()
    nsd.server.away("example.com")
    assert nsd.server.rcode("www.example.com") == "TIMEOUT"
    assert nsd.server.answer("www.example.com") is None


def test_checkers_see_what_is_wrong(folder):
    file = folder / "zone"
    good = ZONE.format(serial=1, address="192.0.2.1")
    file.write_text(good)
    assert complaints("example.com", file) == []
    assert len(records(read_zone(good, "example.com"))) == 4
    for bad in (good + "x 60 IN A 192.0.2\n", good.replace("@\t3600\tIN\tSOA",
                ";"), good + "www 60 IN CNAME x\n", good[:-20]):
        file.write_text(bad)
        assert complaints("example.com", file), bad


def test_apiserver_creates_patches_deletes(empty_cluster):
    api = empty_cluster
    document = ingress("www", "www.example.com", ["192.0.2.1"])
    made = api.create(document)
    assert made["status"]["loadBalancer"]["ingress"][0]["ip"] == "192.0.2.1"
    made = api.patch(document, {"metadata": {"annotations": {"a": "b"}}})
    assert made["metadata"]["annotations"] == {"a": "b"}
    made = api.create(service("web", ["192.0.2.2"]))
    assert made["spec"]["type"] == "LoadBalancer"
    assert len(api.list("Service", "web")["items"]) == 1
    api.delete(document)
    assert api.list("Ingress")["items"] == []
    with pytest.raises(Refused) as refused:
        api.delete(document)
    assert refused.value.status == 404


def test_apiserver_takes_objects_from_etcd(empty_cluster):
    api = empty_cluster
    api.fill(bulk_namespaces())
    api.fill(bulk_ingress(i, "example.com") for i in range(250))
    items = eventually(
        lambda: (lambda i: len(i) == 250 and i)(api.list("Ingress")["items"]),
        "250 objects")
    assert any(i["spec"]["rules"][0]["host"] == "app-249.example.com"
               for i in items)


def test_apiserver_survives_and_forgets(empty_cluster):
    """Killed, its data stay; compacted, an old watch gets 410."""
    api = empty_cluster
    document = ingress("www", "www.example.com", ["192.0.2.1"])
    old = api.create(document)["metadata"]["resourceVersion"]
    api.patch(document, {"metadata": {"labels": {"a": "b"}}})
    api.kill_api()
    with pytest.raises((OSError, http.client.HTTPException)):
        api.list("Ingress")
    api.compact()
    api.start_api()
    assert len(api.list("Ingress")["items"]) == 1
    text = api.request(
        "GET", f"{path_of('Ingress')}?watch=1&timeoutSeconds=5"
               f"&resourceVersion={old}")
    assert text["type"] == "ERROR" and text["object"]["code"] == 410


def test_apiserver_keeps_the_controller_in_its_place(cluster, folder):
    threads = threading.active_count()
    path = cluster.kubeconfig(folder / "kubeconfig")
    assert f"https://127.0.0.1:{cluster.port}" in path.read_text()
    connection = cluster.connect()

    def status(kind):
        connection.request("GET", path_of(kind), headers={
            "Authorization": "Bearer readtoken"})
        reply = connection.getresponse()
        reply.read()
        return reply.status

    assert eventually(lambda: status("Ingress") == 200, "it may list")
    assert status("ClusterRole") == 403
    assert threading.active_count() <= threads
