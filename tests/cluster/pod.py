# SPDX-License-Identifier: Apache-2.0
"""manifests/base in the cluster: installed, asked, disturbed."""

import json
import os
import pathlib
import signal
import subprocess
import time
import urllib.request

import dns.message
import dns.query
import dns.rcode

from cluster import EXTERNAL, HOME, MINUTE
from definitions import definition
from eventually import eventually
from exposition import parse
from objects import endpoint, ingress

ROOT = pathlib.Path(__file__).resolve().parents[2]
BASE = ROOT / "manifests/base"
SPACE, NAME, ZONE = "k8s-nsd", "k8s-nsd-0", "example.com"
NETWORK = "/apis/networking.k8s.io/v1/namespaces/web/ingresses"
GATEWAYS = "/apis/gateway.networking.k8s.io/v1/namespaces/web"


def volume(number):
    path = HOME / f"volume{number}"
    path.mkdir(exist_ok=True)
    return {
        "apiVersion": "v1", "kind": "PersistentVolume",
        "metadata": {"name": f"volume{number}"},
        "spec": {
            "capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
            "persistentVolumeReclaimPolicy": "Retain",
            "storageClassName": "", "local": {"path": str(path)},
            "nodeAffinity": {"required": {"nodeSelectorTerms": [
                {"matchExpressions": [
                    {"key": "kubernetes.io/hostname", "operator": "In",
                     "values": ["node1"]}]}]}}}}


def gateway():
    return {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
            "metadata": {"name": "gate", "namespace": "web"},
            "spec": {"gatewayClassName": "some", "listeners": [
                {"name": "http", "port": 80, "protocol": "HTTP"}]}}


def route():
    return {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
            "metadata": {"name": "shop", "namespace": "web"},
            "spec": {"parentRefs": [{"name": "gate"}],
                     "hostnames": ["shop.example.com"]}}


class Pod:
    def __init__(self, cluster):
        self.cluster = cluster
        self.address = None
        self.moved = set()   # counters that were seen above 0
        self.counters = set()

    def install(self):
        self.definitions()
        self.cluster.apply(volume(1), {
            "apiVersion": "v1", "kind": "Namespace",
            "metadata": {"name": "web"}}, gateway(), route(),
            ingress("www", "www.example.com"),
            endpoint("mail", ("mail.example.com", "A", ["192.0.2.25"])))
        self.give("www", "192.0.2.7")
        self.cluster.patch_status(f"{GATEWAYS}/gateways/gate", {
            "addresses": [{"type": "IPAddress", "value": "192.0.2.80"}]})
        start = time.monotonic()
        self.cluster.kubectl("apply", "-k", str(BASE))
        self.address = self.cluster.get("service", "dns", SPACE)["spec"][
            "clusterIP"]
        self.cluster.patch_status(f"/api/v1/namespaces/{SPACE}/services/dns", {
            "loadBalancer": {"ingress": [{"ip": EXTERNAL}]}})
        self.answers("www", "192.0.2.7")
        print(f"\nfrom kubectl apply to an answered name: "
              f"{time.monotonic() - start:.1f} s")

    def definitions(self):
        for kind in ("Gateway", "HTTPRoute"):
            self.cluster.apply(definition(kind, ["v1"]))
        self.cluster.apply(definition("DNSEndpoint", ["v1alpha1"]))
        for path in (f"{GATEWAYS}/gateways", f"{GATEWAYS}/httproutes",
                     "/apis/externaldns.k8s.io/v1alpha1/dnsendpoints"):
            eventually(lambda: self.cluster.ask(path)[0] == 200,
                       f"{path} is served", MINUTE, pause=0.1)

    def give(self, name, address):
        """The load balancer of an Ingress."""
        self.cluster.patch_status(f"{NETWORK}/{name}", {
            "loadBalancer": {"ingress": [{"ip": address}]}})

    # --- Asked ---

    def ask(self, name, server=None, tcp=False):
        """(rcode, {rdata}); None: no answer."""
        question = dns.message.make_query(f"{name}.{ZONE}", "A")
        how = dns.query.tcp if tcp else dns.query.udp
        try:
            found = how(question, server or self.address, timeout=1)
        except (OSError, EOFError, dns.exception.DNSException):
            return None
        return dns.rcode.to_text(found.rcode()), {
            rdata.to_text() for rrset in found.answer for rdata in rrset}

    def answers(self, name, address, deadline=MINUTE, **more):
        eventually(lambda: self.ask(name, **more) == ("NOERROR", {address}),
                   lambda: f"{name} is {address}, not "
                   f"{self.ask(name, **more)}: {self.log()}"
                   f"{self.cluster.state()}", deadline)

    def answers_outside(self, name, address):
        words = ["nsenter", "--net=/run/netns/outside", "/usr/bin/python3",
                 "-c", "import dns.resolver as r, sys\n"
                 "one = r.Resolver(configure=False)\n"
                 "one.nameservers = [sys.argv[1]]\n"
                 "print(one.resolve(sys.argv[2], 'A')[0])", EXTERNAL,
                 f"{name}.{ZONE}"]
        eventually(lambda: subprocess.run(
            words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True).stdout.strip() == address, "an answer outside", MINUTE)

    def object(self):
        return self.cluster.get("pod", NAME, SPACE)

    def container(self, name):
        found = (self.object() or {}).get("status", {})
        return next((one for one in found.get("containerStatuses", ())
                     if one["name"] == name), {})

    def is_ready(self):
        found = self.object()
        return found and not found["metadata"].get("deletionTimestamp") \
            and any(one["type"] == "Ready" and one["status"] == "True"
                    for one in found["status"].get("conditions", ()))

    def ready(self, not_uid=None):
        eventually(lambda: self.is_ready() and self.uid() != not_uid,
                   lambda: f"the pod is ready: {self.log()}", MINUTE,
                   pause=0.2)

    def uid(self):
        return (self.object() or {}).get("metadata", {}).get("uid")

    def log(self, container="controller"):
        done = self.cluster.kubectl("logs", "-n", SPACE, NAME, "-c",
                                    container, "--tail=40", check=False)
        return done.stdout + done.stderr

    def command(self, *words):
        return self.cluster.kubectl(
            "exec", "-n", SPACE, NAME, "-c", "controller", "--", "k8s-nsd",
            *words, check=False)

    def metrics(self):
        """The families, if it tells them now; and it is noted which counters
        moved."""
        address = self.object()["status"]["podIP"]
        try:
            with urllib.request.urlopen(f"http://{address}:8080/metrics",
                                        timeout=30) as answer:
                families = parse(answer.read().decode())
        except OSError:
            return None
        for family in families.values():
            if family.type == "counter" and family.name.startswith("k8s_nsd"):
                self.counters.add(family.name)
                if any(family.samples.values()):
                    self.moved.add(family.name)
        return families

    def in_order(self):
        """After an outage of the API server: a Service that is made now leads
        to the pod, and the kubelet sees a change of the pod."""
        self.cluster.apply({
            "apiVersion": "v1", "kind": "Service",
            "metadata": {"name": "beacon", "namespace": SPACE},
            "spec": {"selector": {"app.kubernetes.io/component": "primary"},
                     "ports": [{"port": 53, "protocol": "UDP",
                                "targetPort": "dns-udp"}]}})
        self.cluster.kubectl("annotate", "pod", "-n", SPACE, NAME, "beacon=1")
        self.answers("www", "192.0.2.7", server=self.cluster.get(
            "service", "beacon", SPACE)["spec"]["clusterIP"])
        eventually(lambda: '"beacon":"1"' in self.cluster.ask(
            "/api/v1/nodes/node1/proxy/pods")[1],
            lambda: "the kubelet sees it: " + self.cluster.state(), MINUTE,
            pause=0.2)

    # --- Disturbed ---

    def process(self, *words):
        """The process whose command line begins with these, and that is the
        first of its container."""
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                line = (folder / "cmdline").read_text().split("\0")
                numbers = (folder / "status").read_text().split(
                    "NSpid:")[1].split("\n")[0].split()
            except (OSError, IndexError):
                continue
            if line[:len(words)] == list(words) and len(numbers) > 1 \
                    and numbers[-1] == "1":
                return int(folder.name)
        return None

    def controller(self):
        return eventually(lambda: self.process("/usr/bin/k8s-nsd", "run"),
                          "the controller runs", MINUTE)

    def nsd(self):
        return eventually(lambda: self.process("/usr/sbin/nsd"), "NSD runs",
                          MINUTE)

    def kill(self, container, number, how=signal.SIGKILL):
        """Ends the first process of a container; its next status."""
        before = self.restarts(container)
        os.kill(number, how)
        return self.ended(container, before)

    def restarts(self, container):
        return self.container(container).get("restartCount", 0)

    def ended(self, container, before):
        """How it ended, once it is started again: more often than before.  A
        status may tell of the restart first, and of an older end."""
        def end():
            now = self.container(container)
            return now.get("restartCount", 0) > before and now.get(
                "lastState", {}).get("terminated")

        return eventually(end, f"{container} is started again", MINUTE,
                          pause=0.1)

    def delete(self):
        """Deletes it and waits for the next one."""
        before = self.uid()
        self.cluster.kubectl("delete", "pod", "-n", SPACE, NAME)
        self.ready(not_uid=before)

    def scale(self, replicas):
        self.cluster.kubectl("scale", "-n", SPACE, "statefulset/k8s-nsd",
                             f"--replicas={replicas}")

    def configure(self, text):
        self.cluster.kubectl(
            "patch", "configmap", "k8s-nsd", "-n", SPACE, "--type=merge",
            "-p", json.dumps({"data": {"k8s-nsd.yaml": text}}))

    def configuration(self):
        return (BASE / "k8s-nsd.yaml").read_text()
