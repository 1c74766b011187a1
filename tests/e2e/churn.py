# SPDX-License-Identifier: Apache-2.0
"""Objects that come, change and go by chance, and what is to become of them.

A fixed set of places; most of them are taken at any time.  Each place has
names of its own, so what DNS must hold of it needs no rule to be known.
"""

from fakeapi import Refused
from objects import HOSTNAME, ingress, load_balancer, service

ZONE = "example.com"
GATEWAY = "gateway.networking.k8s.io"
ADDRESS = "192.0.2.20"  # of the Gateway
KEPT = 0.12  # of the choices of an object that is there are its end
SERVED = (
    ("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", True,
     False),
    (GATEWAY, "v1", "gateways", "Gateway", True, True),
    (GATEWAY, "v1", "listenersets", "ListenerSet", True, True),
    (GATEWAY, "v1", "httproutes", "HTTPRoute", True, True),
    (GATEWAY, "v1", "grpcroutes", "GRPCRoute", True, True),
    (GATEWAY, "v1", "tlsroutes", "TLSRoute", True, True),
)


def custom(kind, group, name, **fields):
    return {"apiVersion": group, "kind": kind, "metadata": {
        "namespace": "web", "name": name}, **fields}


class Place:
    """One object, in one of its forms."""

    kind = None

    def __init__(self, name):
        self.name = name

    def host(self):
        return f"{self.name}.{ZONE}"

    def make(self, address):
        """The object with this address."""
        raise NotImplementedError

    def expected(self, document):
        """{(name, address)} of the object as it is."""
        raise NotImplementedError


class IngressPlace(Place):
    kind = "Ingress"

    def make(self, address):
        hosts = [self.host()]
        if int(address.rsplit(".", 1)[1]) % 3 == 0:
            hosts.append(f"more.{self.host()}")
        return ingress(self.name, hosts, [address])

    def expected(self, document):
        return {(rule["host"], entry["ip"])
                for rule in document["spec"]["rules"]
                for entry in document["status"]["loadBalancer"]["ingress"]}


class ServicePlace(Place):
    kind = "Service"

    def make(self, address):
        return service(self.name, [address],
                       annotations={HOSTNAME: self.host()})

    def expected(self, document):
        return {(self.host(), entry["ip"])
                for entry in document["status"]["loadBalancer"]["ingress"]}


class EndpointPlace(Place):
    kind = "DNSEndpoint"

    def make(self, address):
        return custom("DNSEndpoint", "externaldns.k8s.io/v1alpha1", self.name,
                      spec={"endpoints": [{
                          "dnsName": self.host(), "recordType": "A",
                          "targets": [address]}]})

    def expected(self, document):
        return {(entry["dnsName"], target)
                for entry in document["spec"]["endpoints"]
                for target in entry["targets"]}


class RoutePlace(Place):
    """Its address is the Gateway's; the name has the number."""

    kind = "HTTPRoute"

    def make(self, address):
        label = address.replace(".", "-")
        return custom("HTTPRoute", f"{GATEWAY}/v1", self.name, spec={
            "parentRefs": [{"namespace": "web", "name": "gw"}],
            "hostnames": [f"{label}.{self.host()}"]})

    def expected(self, document):
        return {(host, ADDRESS) for host in document["spec"]["hostnames"]}


PLACES = ((IngressPlace, 80), (ServicePlace, 40), (EndpointPlace, 40),
          (RoutePlace, 20))
STAY = {"stays-ingress": IngressPlace, "stays-service": ServicePlace,
        "stays-endpoint": EndpointPlace}


class Churn:
    def __init__(self, api, random):
        self.api, self.random = api, random
        self.places = [make(f"{make.kind.lower()}-{n}")
                       for make, count in PLACES for n in range(count)]
        self.counts = {"created": 0, "changed": 0, "deleted": 0}
        for row in SERVED:
            api.serve(*row)
        api.create(custom("Gateway", f"{GATEWAY}/v1", "gw", spec={
            "gatewayClassName": "any", "listeners": [
                {"name": "web", "port": 80, "protocol": "HTTP"}]},
            status={"addresses": [{"value": ADDRESS}]}))
        for name, make in STAY.items():
            api.create(make(name).make("192.0.2.1"))
        for place in self.places:
            if random.random() > KEPT:
                api.create(place.make(self.address()))

    def address(self):
        return (f"198.51.{self.random.randrange(100, 200)}."
                f"{self.random.randrange(1, 255)}")

    @staticmethod
    def stay():
        """What is to be answered all the time."""
        return {f"{name}.{ZONE}": "192.0.2.1" for name in STAY}

    def step(self):
        """One change of one object."""
        place = self.random.choice(self.places)
        document = place.make(self.address())
        objects = self.api.of_kind(place.kind).objects
        if f"web/{place.name}" not in objects:
            self.api.create(document)
            self.count("created")
        elif self.random.random() < KEPT:
            self.api.delete(document)
            self.count("deleted")
            if self.random.random() < 0.2:  # at once, with another uid
                self.api.create(document)
                self.count("created")
        else:
            self.change(document)
            self.count("changed")
        if self.random.random() < 0.1:  # of no name, but in the same stream
            self.label()

    def change(self, document):
        if self.random.random() < 0.5 and "status" in document:
            address = document["status"]["loadBalancer"]["ingress"][0]["ip"]
            self.api.set_status(document, load_balancer([address]))
        else:
            self.api.patch(document, {
                "spec": document["spec"],
                "status": document.get("status")})

    def label(self):
        kind = self.random.choice(["Ingress", "Service", "Namespace"])
        name = f"unseen-{self.random.randrange(10)}"
        document = {"kind": kind, "metadata": {
            "name": name, "labels": {"x": str(self.random.random())}}}
        if kind != "Namespace":
            document["metadata"]["namespace"] = "none"
        try:
            self.api.create({**document, "spec": {}})
        except Refused:
            self.api.patch(document, document)

    def count(self, what):
        self.counts[what] += 1

    def expected(self):
        """{(name, address)} of all objects there are."""
        found = {(name, address) for name, address in self.stay().items()}
        with self.api.lock:
            for place in self.places:
                document = self.api.of_kind(place.kind).objects.get(
                    f"web/{place.name}")
                if document:
                    found |= place.expected(document)
        return found
