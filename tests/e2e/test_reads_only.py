# SPDX-License-Identifier: Apache-2.0
"""Cases 36 and 37 of the fault cases are about what a controller writes: the
status of objects, and Events (test_events.py).  With "events: false" this one
writes neither: each request of each state is a GET without a body.
"""

import pytest

from eventually import eventually
from objects import ingress, load_balancer, service

pytestmark = pytest.mark.sanitized


def test_b36_b37_nothing_is_written(fake, controller):
    """Objects that are good, bad, in conflict and gone; kinds that are absent
    and forbidden; a server that fails, expires and restarts."""
    one = controller(cluster=fake, quick=True)
    fake.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    for name, address in (("x", "192.0.2.9"), ("y", "lb.example.net")):
        fake.create(ingress(name, "x.example.com", [address]))
    fake.create(ingress("bad", "a..b.example.com", ["192.0.2.1"]))
    fake.create({"kind": "DNSEndpoint", "metadata": {
        "namespace": "web", "name": "e"}, "spec": {"endpoints": [
            {"dnsName": "e.example.com", "recordType": "A",
             "targets": ["no address"]}]}})
    one.start().serving().server.answers("www.example.com", "192.0.2.1")
    fake.fault("list", status=500)
    fake.restart()
    fake.set_status(ingress("www"), load_balancer(["192.0.2.2"]))
    one.server.answers("www.example.com", "192.0.2.2")
    fake.forbidden.add("services")
    fake.create(service("s", ["192.0.2.3"]))
    fake.end("services")
    one.says('"kind":"Service","state":"forbidden"')
    fake.unserve("externaldns.k8s.io", "v1alpha1", "dnsendpoints")
    fake.end("dnsendpoints")
    one.says('"kind":"DNSEndpoint","state":"lost"')
    eventually(lambda: {r.verb for r in fake.asked()} == {
        "list", "watch", "discovery"}, "all is asked for")
    one.stop()
    for request in fake.asked():
        assert request.method == "GET"
        assert "content-length" not in request.headers
        assert "transfer-encoding" not in request.headers
