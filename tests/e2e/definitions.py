# SPDX-License-Identifier: Apache-2.0
"""Custom resources for the tests: any fields, and a status of their own."""

from apiserver import Refused, path_of
from eventually import eventually

GATEWAY = "gateway.networking.k8s.io"
PLURALS = {
    "Gateway": (GATEWAY, "gateways"),
    "ListenerSet": (GATEWAY, "listenersets"),
    "HTTPRoute": (GATEWAY, "httproutes"),
    "GRPCRoute": (GATEWAY, "grpcroutes"),
    "TLSRoute": (GATEWAY, "tlsroutes"),
    "DNSEndpoint": ("externaldns.k8s.io", "dnsendpoints"),
}


def definition(kind, versions):
    """Serves these versions; the last one is stored."""
    group, plural = PLURALS[kind]
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}", "annotations": {
            "api-approved.kubernetes.io": "unapproved, for tests"}},
        "spec": {
            "group": group, "scope": "Namespaced",
            "names": {"kind": kind, "plural": plural,
                      "singular": kind.lower()},
            "versions": [{
                "name": version, "served": True,
                "storage": version == versions[-1],
                "subresources": {"status": {}},
                "schema": {"openAPIV3Schema": {
                    "type": "object",
                    "x-kubernetes-preserve-unknown-fields": True}},
            } for version in versions],
        },
    }


def served(api, kind, version):
    group, plural = PLURALS[kind]
    try:
        api.request("GET", f"/apis/{group}/{version}/{plural}")
    except Refused:
        return False
    return True


def install(api, kind, versions):
    """Installs it, or changes which versions are served."""
    document = definition(kind, versions)
    name = document["metadata"]["name"]
    path = path_of("CustomResourceDefinition", None, name)
    try:
        api.create(document)
    except Refused as refused:
        assert refused.status == 409, refused
        api.patch(document, {"spec": document["spec"]})
    eventually(lambda: any(
        c["type"] == "Established" and c["status"] == "True"
        for c in (api.request("GET", path).get("status") or {}).get(
            "conditions") or []), f"{kind} is established")
    eventually(lambda: all(served(api, kind, v) for v in versions),
               f"{kind} is served")


def serve_only(api, kind, *versions):
    """None: the objects stay, and nobody can see them."""
    path = path_of("CustomResourceDefinition", None,
                   definition(kind, ["v1"])["metadata"]["name"])
    found = api.request("GET", path)
    for version in found["spec"]["versions"]:
        version["served"] = version["name"] in versions
    api.request("PUT", path, found)
    for version in found["spec"]["versions"]:
        eventually(lambda: served(api, kind, version["name"])
                   == version["served"], f"{version} is served, or not")


def uninstall(api, kind):
    """Removes it and all its objects."""
    try:
        api.delete(definition(kind, ["v1"]))
    except Refused as refused:
        assert refused.status == 404, refused
        return
    path = path_of("CustomResourceDefinition", None,
                   definition(kind, ["v1"])["metadata"]["name"])

    def gone():
        try:
            api.request("GET", path)
        except Refused:
            return True
        return False

    eventually(gone, f"{kind} is gone", 60)
