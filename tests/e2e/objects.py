# SPDX-License-Identifier: Apache-2.0
"""Cluster objects, as short as a test wants to write them."""

import json
import uuid

HOSTNAME = "external-dns.kubernetes.io/hostname"
TARGET = "external-dns.kubernetes.io/target"
TTL = "external-dns.kubernetes.io/ttl"


def load_balancer(addresses):
    """Status of addresses and host names."""
    return {"loadBalancer": {"ingress": [
        {"ip": a} if a.replace(".", "").isdigit() or ":" in a
        else {"hostname": a} for a in addresses]}}


def metadata(name, namespace, annotations, created):
    meta = {"name": name, "namespace": namespace}
    if annotations:
        meta["annotations"] = annotations
    if created:
        meta["creationTimestamp"] = created
    return meta


def ingress(name, hosts=(), addresses=(), namespace="web", annotations=None,
            created=None):
    return {
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
        "metadata": metadata(name, namespace, annotations, created),
        "spec": {"rules": [{"host": host, "http": {"paths": [{
            "path": "/", "pathType": "Prefix",
            "backend": {"service": {"name": name, "port": {"number": 80}}},
        }]}} for host in ([hosts] if isinstance(hosts, str) else hosts)]},
        "status": load_balancer(
            [addresses] if isinstance(addresses, str) else addresses),
    }


def service(name, addresses=(), namespace="web", annotations=None,
            kind="LoadBalancer", created=None, **spec):
    return {
        "apiVersion": "v1", "kind": "Service",
        "metadata": metadata(name, namespace, annotations, created),
        "spec": {"type": kind, "ports": [{"port": 80}], **spec},
        "status": load_balancer(
            [addresses] if isinstance(addresses, str) else addresses),
    }


def endpoint(name, *entries, namespace="web"):
    """A DNSEndpoint; an entry is (dnsName, recordType, targets)."""
    return {
        "apiVersion": "externaldns.k8s.io/v1alpha1", "kind": "DNSEndpoint",
        "metadata": metadata(name, namespace, None, None),
        "spec": {"endpoints": [
            {"dnsName": owner, "recordType": kind, "targets": list(targets)}
            for owner, kind, targets in entries]},
    }


def stream(documents):
    """Documents as one YAML stream (JSON is YAML)."""
    return "".join(f"---\n{json.dumps(d, indent=1)}\n" for d in documents)


def bulk_ingress(number, zone, address=None):
    """One of many, of the size that real ones have."""
    namespace = f"team-{number % 50}"
    name = f"app-{number}"
    document = ingress(
        name, f"{name}.{zone}",
        address or f"203.{number >> 16 & 255}.{number >> 8 & 255}."
                   f"{number & 255}",
        namespace, {
            "cert-manager.io/cluster-issuer": "letsencrypt",
            "nginx.ingress.kubernetes.io/proxy-body-size": "8m",
            "meta.helm.sh/release-name": name,
            "meta.helm.sh/release-namespace": namespace,
        }, "2026-01-01T00:00:00Z")
    document["metadata"].update({
        "uid": str(uuid.UUID(int=number + 1)),
        "generation": 1,
        "labels": {
            "app.kubernetes.io/name": name,
            "app.kubernetes.io/managed-by": "Helm",
            "helm.sh/chart": "app-1.2.3",
        },
        "managedFields": [
            managed("helm", {"f:metadata": {
                "f:annotations": {
                    ".": {}, "f:cert-manager.io/cluster-issuer": {},
                    "f:meta.helm.sh/release-name": {},
                    "f:meta.helm.sh/release-namespace": {},
                    "f:nginx.ingress.kubernetes.io/proxy-body-size": {}},
                "f:labels": {
                    ".": {}, "f:app.kubernetes.io/managed-by": {},
                    "f:app.kubernetes.io/name": {}, "f:helm.sh/chart": {}}},
                "f:spec": {"f:ingressClassName": {}, "f:rules": {},
                           "f:tls": {}}}),
            {**managed("nginx-ingress-controller", {"f:status": {
                "f:loadBalancer": {"f:ingress": {}}}}),
             "subresource": "status"},
        ],
    })
    document["spec"]["ingressClassName"] = "nginx"
    document["spec"]["tls"] = [{"hosts": [f"{name}.{zone}"],
                                "secretName": f"{name}-tls"}]
    return document


def managed(manager, fields):
    return {"manager": manager, "operation": "Update",
            "apiVersion": "networking.k8s.io/v1",
            "time": "2026-01-01T00:00:00Z", "fieldsType": "FieldsV1",
            "fieldsV1": fields}


def bulk_namespaces():
    return [{
        "apiVersion": "v1", "kind": "Namespace",
        "metadata": {"name": f"team-{i}",
                     "uid": str(uuid.UUID(int=10 ** 9 + i)),
                     "creationTimestamp": "2026-01-01T00:00:00Z"},
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    } for i in range(50)]
