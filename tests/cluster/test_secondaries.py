# SPDX-License-Identifier: Apache-2.0
"""The component "secondaries": names are answered without the pod of the
controller.  After test_pod.py, in the same cluster."""

import base64
import re
import subprocess

import pytest

from asker import FIXED
from cluster import EXTERNAL, MINUTE, NODE, OUTSIDE
from eventually import eventually
from pod import ROOT, SPACE
from test_pod import change
from witnesses import FEW, HARDLY

SELECTOR = ("-l", "app.kubernetes.io/component=secondary")


def replicas(cluster):
    return sorted(cluster.kubectl(
        "get", "pod", "-n", SPACE, *SELECTOR, "-o", "name").split())


def available(cluster):
    found = (cluster.get("deployment", "secondary", SPACE) or {}).get(
        "status", {})
    return all(found.get(count) == 2 for count in (
        "availableReplicas", "updatedReplicas", "replicas"))


def test_replicas_get_the_zones(pod, cluster, witnesses):
    cluster.apply({
        "apiVersion": "v1", "kind": "Secret",
        "metadata": {"name": "k8s-nsd", "namespace": SPACE},
        "data": {"replicas": base64.b64encode(
            base64.b64encode(bytes(32))).decode()}})
    cluster.kubectl("apply", "-k",
                    str(ROOT / "manifests/examples/secondaries"))
    eventually(lambda: available(cluster), lambda: "two replicas are ready: "
               + cluster.kubectl("describe", "pod", "-n", SPACE, *SELECTOR),
               MINUTE, pause=0.5)
    pod.ready()
    eventually(witnesses.are_content, "all get answers", MINUTE)
    change(pod, 11)


def test_the_primary_is_deleted(pod, cluster, witnesses):
    with witnesses.watching("the pod is deleted, with secondaries", lost=FEW):
        pod.delete()
        change(pod, 12)


def asked_by(cluster, source, server):
    """The replica that the client with one port has its answers from."""
    flows = subprocess.run(
        ["conntrack", "-L", "-p", "udp", "--orig-port-src", str(FIXED),
         "--orig-src", source, "--orig-dst", server], check=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    address = re.findall(r"\bsrc=(\S+)", flows)[1]
    for name in replicas(cluster):
        if cluster.get(*name.split("/"), SPACE)["status"]["podIP"] == address:
            return name
    raise AssertionError(flows)


@pytest.mark.parametrize("who", ["inside", "outside"])
def test_a_replica_is_deleted(pod, cluster, witnesses, who):
    """One that a client with one port asks all the time.  Its flow is led to
    the other replica before NSD ends."""
    found = asked_by(cluster, *{"inside": (NODE, pod.address),
                                "outside": (OUTSIDE, EXTERNAL)}[who])
    with witnesses.watching(f"the replica that {who} asks is deleted",
                            lost=HARDLY):
        cluster.kubectl("delete", "-n", SPACE, found)
        eventually(lambda: available(cluster), "there are two again",
                   MINUTE, pause=0.5)
    change(pod, {"inside": 13, "outside": 14}[who])


def test_replicas_are_replaced(pod, cluster, witnesses):
    with witnesses.watching("each replica is replaced", lost=HARDLY):
        cluster.kubectl("rollout", "restart", "-n", SPACE,
                        "deployment/secondary")
        cluster.kubectl("rollout", "status", "-n", SPACE,
                        "deployment/secondary", "--timeout=240s")
        eventually(lambda: len(replicas(cluster)) == 2,
                   "the former ones are gone", MINUTE, pause=0.5)
    change(pod, 15)
