# SPDX-License-Identifier: Apache-2.0
"""The Lease of controllers on a real API server, and who may use it."""

import datetime

from apiserver import Refused, path_of
from eventually import eventually

NAMESPACE, NAME = "dns", "k8s-nsd"
API = "rbac.authorization.k8s.io"


class Lease:
    def __init__(self, api):
        self.api = api
        self.document = {"apiVersion": "coordination.k8s.io/v1",
                         "kind": "Lease", "metadata": {
                             "name": NAME, "namespace": NAMESPACE}}
        api.namespace(NAMESPACE)

    def allow(self):
        """What k8s-nsd rbac says, and no more."""
        self.forbid()
        meta = {"name": NAME, "namespace": NAMESPACE}
        group = {"apiGroups": ["coordination.k8s.io"],
                 "resources": ["leases"]}
        self.api.create({
            "apiVersion": f"{API}/v1", "kind": "Role", "metadata": meta,
            "rules": [{**group, "verbs": ["create"]},
                      {**group, "resourceNames": [NAME],
                       "verbs": ["get", "patch"]}]})
        self.api.create({
            "apiVersion": f"{API}/v1", "kind": "RoleBinding",
            "metadata": meta,
            "roleRef": {"apiGroup": API, "kind": "Role", "name": NAME},
            "subjects": [{"kind": "ServiceAccount", "name": "k8s-nsd",
                          "namespace": NAMESPACE}]})
        eventually(self.may, "the role is in force")

    def may(self):
        return self.api.may("create", "leases", "coordination.k8s.io",
                            NAMESPACE)

    def absent(self, kind):
        try:
            self.api.request("DELETE", path_of(kind, NAMESPACE, NAME))
        except Refused as refused:
            if refused.status != 404:
                raise

    def forbid(self):
        for kind in ("RoleBinding", "Role"):
            self.absent(kind)
        eventually(lambda: not self.may(), "the role is gone")

    def delete(self):
        self.absent("Lease")

    def read(self):
        """Its spec; None when there is none."""
        try:
            return self.api.request(
                "GET", path_of("Lease", NAMESPACE, NAME))["spec"]
        except Refused as refused:
            if refused.status != 404:
                raise
            return None

    def holder(self):
        spec = self.read()
        return spec and spec.get("holderIdentity")

    def write(self, holder, seconds=15, when=None, **more):
        """As somebody else writes it."""
        when = when or datetime.datetime.now(datetime.timezone.utc).strftime(
            "%Y-%m-%dT%H:%M:%S.%fZ")
        spec = {"holderIdentity": holder, "leaseDurationSeconds": seconds,
                "renewTime": when, **more}
        if self.read() is None:
            self.api.create({**self.document, "spec": spec})
        else:
            self.api.patch(self.document, {"spec": spec})
