# SPDX-License-Identifier: Apache-2.0
"""The component "secondaries": names are answered without the pod of the
controller.  After test_pod.py, in the same cluster."""

import base64

from cluster import MINUTE
from eventually import eventually
from pod import ROOT, SPACE
from test_pod import change

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
    with witnesses.watching("the pod is deleted, with secondaries",
                            outage=False):
        pod.delete()
        change(pod, 12)


def test_a_replica_is_deleted(pod, cluster, witnesses):
    with witnesses.watching("a replica is deleted"):
        cluster.kubectl("delete", "-n", SPACE, replicas(cluster)[0])
        eventually(lambda: available(cluster), "there are two again",
                   MINUTE, pause=0.5)
        change(pod, 13)
