# SPDX-License-Identifier: Apache-2.0
"""A real kube-apiserver on a real etcd, made to be broken.

The binaries come from TEST_ASSET_KUBE_APISERVER and TEST_ASSET_ETCD, else
KUBEBUILDER_ASSETS, else what tests/e2e.sh had built (APISERVER_ASSETS).
"""

import base64
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import urllib.parse

from eventually import eventually
from ports import free_port
from servers import Program

# token, user, uid, groups: one who may all, one for the controller.
TOKENS = '''\
admintoken,admin,1,"system:masters"
readtoken,system:serviceaccount:dns:k8s-nsd,2,"system:serviceaccounts"
'''
CONTROLLER = "system:serviceaccount:dns:k8s-nsd"
GROUPS = {
    "Ingress": ("/apis/networking.k8s.io/v1", "ingresses"),
    "IngressClass": ("/apis/networking.k8s.io/v1", "ingressclasses"),
    "Service": ("/api/v1", "services"),
    "Namespace": ("/api/v1", "namespaces"),
    "Event": ("/apis/events.k8s.io/v1", "events"),
    "EndpointSlice": ("/apis/discovery.k8s.io/v1", "endpointslices"),
    "CustomResourceDefinition": ("/apis/apiextensions.k8s.io/v1",
                                 "customresourcedefinitions"),
    "Gateway": ("/apis/gateway.networking.k8s.io/v1", "gateways"),
    "ListenerSet": ("/apis/gateway.networking.k8s.io/v1", "listenersets"),
    "HTTPRoute": ("/apis/gateway.networking.k8s.io/v1", "httproutes"),
    "GRPCRoute": ("/apis/gateway.networking.k8s.io/v1", "grpcroutes"),
    "TLSRoute": ("/apis/gateway.networking.k8s.io/v1", "tlsroutes"),
    "DNSEndpoint": ("/apis/externaldns.k8s.io/v1alpha1", "dnsendpoints"),
    "ClusterRole": ("/apis/rbac.authorization.k8s.io/v1", "clusterroles"),
    "ClusterRoleBinding": ("/apis/rbac.authorization.k8s.io/v1",
                           "clusterrolebindings"),
    "Role": ("/apis/rbac.authorization.k8s.io/v1", "roles"),
    "RoleBinding": ("/apis/rbac.authorization.k8s.io/v1", "rolebindings"),
    "Lease": ("/apis/coordination.k8s.io/v1", "leases"),
}

# All that the controller reads unless it is configured otherwise.
READ = ("namespaces", "endpointslices", "gateways", "listenersets",
        "httproutes", "grpcroutes", "tlsroutes", "ingresses", "services",
        "dnsendpoints")


def assets():
    """The paths of (kube-apiserver, etcd); None when there are none."""
    found = []
    for variable, name in (("TEST_ASSET_KUBE_APISERVER", "kube-apiserver"),
                           ("TEST_ASSET_ETCD", "etcd")):
        candidates = [os.environ.get(variable)]
        for folder in ("KUBEBUILDER_ASSETS", "APISERVER_ASSETS"):
            if os.environ.get(folder):
                candidates.append(os.path.join(os.environ[folder], name))
        candidates.append(f"/usr/local/kubebuilder/bin/{name}")
        path = next((c for c in candidates if c and os.access(c, os.X_OK)),
                    None)
        if not path:
            return None
        found.append(path)
    return tuple(found)


class Refused(Exception):
    """The API server's answer was no 2xx."""

    def __init__(self, status, body):
        super().__init__(f"{status}: {body[:500]!r}")
        self.status = status


def path_of(kind, namespace=None, name=None, sub=None):
    prefix, plural = GROUPS[kind]
    parts = [prefix]
    if namespace:
        parts.append(f"namespaces/{namespace}")
    parts.append(plural)
    parts += [part for part in (name, sub) if part]
    return "/".join(parts)


def path_to(document, sub=None):
    meta = document["metadata"]
    return path_of(document["kind"], meta.get("namespace"), meta["name"], sub)


class ApiServer:
    """options: more of them, ca: who signed for it, unless it does so."""

    def __init__(self, directory, options=(), ca=None):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.options = list(options)
        self.ca = ca or self.directory / "certs/apiserver.crt"
        self.api = self.etcd = None
        self.roles = 0  # how often allow() wrote it
        (self.directory / "tokens.csv").write_text(TOKENS)
        self.key("sa")
        self.start()

    def key(self, name):
        file = self.directory / name
        subprocess.run(["openssl", "genrsa", "-out", f"{file}.key", "2048"],
                       check=True, capture_output=True)
        subprocess.run(["openssl", "rsa", "-in", f"{file}.key", "-pubout",
                        "-out", f"{file}.pub"], check=True,
                       capture_output=True)

    # A life: start, kill, start again on the same ports.

    def start(self):
        for _ in range(5):
            self.port, self.etcd_port, self.peer_port = (
                free_port(), free_port(), free_port())
            try:
                self.start_etcd()
                self.start_api()
                return
            except AssertionError:
                self.stop()
        logs = "".join(log.read_text()[-2000:]
                       for log in self.directory.glob("*.log"))
        raise AssertionError(f"no API server:\n{logs}")

    def start_etcd(self):
        client = f"http://127.0.0.1:{self.etcd_port}"
        peer = f"http://127.0.0.1:{self.peer_port}"
        self.etcd = Program(
            [assets()[1], "--data-dir", self.directory / "etcd",
             "--listen-client-urls", client, "--advertise-client-urls", client,
             "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
             "--initial-cluster", f"default={peer}", "--unsafe-no-fsync",
             "--log-level", "warn", "--quota-backend-bytes", "8589934592"],
            self.directory / "etcd.log")
        eventually(lambda: self.alive(self.etcd) and self.etcd_healthy(),
                   "etcd is healthy", 120)

    def start_api(self):
        self.api = Program(
            [assets()[0],
             f"--etcd-servers=http://127.0.0.1:{self.etcd_port}",
             f"--cert-dir={self.directory}/certs",
             "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1",
             "--endpoint-reconciler-type=none", f"--secure-port={self.port}",
             "--service-cluster-ip-range=10.0.0.0/16",
             f"--service-account-issuer=https://127.0.0.1:{self.port}",
             f"--service-account-key-file={self.directory}/sa.pub",
             f"--service-account-signing-key-file={self.directory}/sa.key",
             f"--token-auth-file={self.directory}/tokens.csv",
             "--authorization-mode=RBAC", "--anonymous-auth=false",
             "--disable-admission-plugins=ServiceAccount",
             "--etcd-compaction-interval=0",
             "--shutdown-delay-duration=0s", *self.options],
            self.directory / "api.log")
        eventually(lambda: self.alive(self.api) and self.ready(),
                   "the API server is ready", 300, pause=0.05)

    @staticmethod
    def alive(server):
        assert server.running(), f"{server.command[0]}: {server.status()}"
        return True

    def kill_api(self):
        self.api.kill()

    def restart_api(self):
        self.kill_api()
        self.start_api()

    def move_api(self):
        """Another port: whoever knew the old one is refused there."""
        self.kill_api()
        self.port = free_port()
        self.start_api()

    @contextlib.contextmanager
    def frozen(self):
        """Its kernel goes on accepting; nothing is ever said."""
        self.api.signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.api.signal(signal.SIGCONT)

    def backup(self):
        """A copy of what etcd has now, for restore()."""
        copy = self.directory / "etcd.backup"
        shutil.rmtree(copy, ignore_errors=True)
        self.etcd.signal(signal.SIGSTOP)
        try:
            shutil.copytree(self.directory / "etcd", copy)
        finally:
            self.etcd.signal(signal.SIGCONT)

    def restore(self):
        """Back in time: versions count on from where the copy was."""
        self.stop()
        shutil.rmtree(self.directory / "etcd")
        shutil.copytree(self.directory / "etcd.backup",
                        self.directory / "etcd")
        self.start_etcd()
        self.start_api()

    def stop(self):
        for server in (self.api, self.etcd):
            if server:
                server.kill()

    # etcd by its JSON gateway.

    def etcd_call(self, path, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.etcd_port,
                                                timeout=60)
        try:
            connection.request("POST", path, json.dumps(body))
            reply = connection.getresponse()
            text = reply.read()
            if reply.status != 200:
                raise Refused(reply.status, text)
            return json.loads(text)
        finally:
            connection.close()

    def etcd_healthy(self):
        try:
            self.etcd_call("/v3/maintenance/status", {})
            return True
        except (OSError, http.client.HTTPException, Refused):
            return False

    def compact(self):
        """Forgets all history: a watch from an old version gets 410."""
        head = self.etcd_call("/v3/kv/range", {"key": encode("\0")})
        self.etcd_call("/v3/kv/compaction", {
            "revision": head["header"]["revision"], "physical": True})

    def fill(self, documents):
        """Writes objects past the API server: 100 in one transaction."""
        batch = []
        for document in documents:
            batch.append({"requestPut": {
                "key": encode(storage_key(document)),
                "value": encode(json.dumps(document))}})
            if len(batch) == 100:
                self.etcd_call("/v3/kv/txn", {"success": batch})
                batch = []
        if batch:
            self.etcd_call("/v3/kv/txn", {"success": batch})

    # The API.

    def connect(self):
        context = ssl.create_default_context(cafile=self.ca)
        context.check_hostname = False
        return http.client.HTTPSConnection("127.0.0.1", self.port,
                                           context=context, timeout=60)

    def request(self, method, path, body=None, kind="application/json",
                connection=None):
        """The answer's JSON; Refused when it is no 2xx."""
        own = connection is None
        if own:
            connection = self.connect()
        try:
            connection.request(
                method, path, None if body is None else json.dumps(body),
                {"Authorization": "Bearer admintoken", "Content-Type": kind,
                 "Accept": "application/json"})
            reply = connection.getresponse()
            text = reply.read()
        finally:
            if own:
                connection.close()
        if reply.status // 100 != 2:
            raise Refused(reply.status, text)
        return json.loads(text) if text.startswith(b"{") else text.decode()

    def ready(self):
        try:
            return self.request("GET", "/readyz") == "ok"
        except (OSError, http.client.HTTPException, Refused):
            return False

    def create(self, document):
        """Creates it, with its namespace, and then writes its status."""
        meta = document["metadata"]
        if meta.get("namespace"):
            self.namespace(meta["namespace"])
        made = self.request(
            "POST", path_of(document["kind"], meta.get("namespace")), document)
        if document.get("status"):
            made = self.set_status(document, document["status"])
        return made

    def namespace(self, name):
        try:
            self.request("POST", path_of("Namespace"), {
                "apiVersion": "v1", "kind": "Namespace",
                "metadata": {"name": name}})
        except Refused as refused:
            if refused.status != 409:
                raise

    def patch(self, document, change, sub=None):
        """A JSON merge patch of the object (RFC 7386)."""
        return self.request("PATCH", path_to(document, sub), change,
                            "application/merge-patch+json")

    def set_status(self, document, status):
        return self.patch(document, {"status": status}, "status")

    def delete(self, document):
        return self.request("DELETE", path_to(document))

    def list(self, kind, namespace=None):
        query = urllib.parse.urlencode({"limit": 0})
        return self.request("GET", f"{path_of(kind, namespace)}?{query}")

    def delete_all(self, *kinds):
        for kind in kinds:
            for item in self.list(kind)["items"]:
                meta = item["metadata"]
                if (kind, meta.get("namespace")) != ("Service", "default"):
                    self.request("DELETE", path_of(
                        kind, meta.get("namespace"), meta["name"]))

    def may(self, verb, resource, group="", namespace=None):
        """May readtoken do that?  The API server hears of another role a
        moment after it has it."""
        return self.request(
            "POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", {
                "apiVersion": "authorization.k8s.io/v1",
                "kind": "SubjectAccessReview", "spec": {
                    "user": CONTROLLER, "resourceAttributes": {
                        "verb": verb, "resource": resource, "group": group,
                        "namespace": namespace}}})["status"]["allowed"]

    def allow(self, *resources):
        """What readtoken may list and watch (READ), and nothing else."""
        self.roles += 1
        last = f"role-{self.roles}"
        role = {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRole", "metadata": {"name": "k8s-nsd"},
            "rules": [{"apiGroups": ["", "discovery.k8s.io",
                                     "networking.k8s.io",
                                     "gateway.networking.k8s.io",
                                     "externaldns.k8s.io"],
                       "resources": [*(resources or READ), last],
                       "verbs": ["get", "list", "watch"]}],
        }
        binding = {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRoleBinding", "metadata": {"name": "k8s-nsd"},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io",
                        "kind": "ClusterRole", "name": "k8s-nsd"},
            "subjects": [{"kind": "ServiceAccount", "name": "k8s-nsd",
                          "namespace": "dns"}],
        }
        for document in (role, binding):
            try:
                self.create(document)
            except Refused as refused:
                if refused.status != 409:
                    raise
                self.patch(document, document)
        eventually(lambda: self.may("list", last), "the role is in force")

    def allow_writing(self):
        """And what readtoken may write, beside it."""
        role = {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRole", "metadata": {"name": "k8s-nsd-writes"},
            "rules": [
                {"apiGroups": ["events.k8s.io"], "resources": ["events"],
                 "verbs": ["create"]},
                {"apiGroups": ["externaldns.k8s.io"],
                 "resources": ["dnsendpoints/status"], "verbs": ["patch"]}]}
        binding = {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRoleBinding",
            "metadata": {"name": "k8s-nsd-writes"},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io",
                        "kind": "ClusterRole", "name": "k8s-nsd-writes"},
            "subjects": [{"kind": "ServiceAccount", "name": "k8s-nsd",
                          "namespace": "dns"}]}
        for document in (role, binding):
            try:
                self.create(document)
            except Refused as refused:
                if refused.status != 409:
                    raise
        eventually(self.may_write, "the role is in force")

    def may_write(self):
        return self.may("create", "events", "events.k8s.io")

    def forbid_writing(self):
        for kind in ("ClusterRoleBinding", "ClusterRole"):
            try:
                self.request("DELETE", path_of(kind, None, "k8s-nsd-writes"))
            except Refused as refused:
                if refused.status != 404:
                    raise
        eventually(lambda: not self.may_write(), "the role is gone")

    def kubeconfig(self, path, token="readtoken"):
        """Writes a kubeconfig for that token; its path."""
        certificate = self.ca.read_bytes()
        return write_kubeconfig(path, self.port, certificate, token)


def write_kubeconfig(path, port, certificate, token):
    path.write_text(f"""\
apiVersion: v1
kind: Config
current-context: test
clusters:
- name: test
  cluster:
    server: https://127.0.0.1:{port}
    certificate-authority-data: {base64.b64encode(certificate).decode()}
users:
- name: test
  user:
    token: {token}
contexts:
- name: test
  context:
    cluster: test
    user: test
""")
    path.chmod(0o600)
    return path


def encode(text):
    return base64.b64encode(text.encode()).decode()


def storage_key(document):
    """Where the API server keeps it in etcd."""
    folder = {"Ingress": "ingress", "Service": "services/specs",
              "Namespace": "namespaces"}[document["kind"]]
    meta = document["metadata"]
    parts = ["/registry", folder, meta.get("namespace"), meta["name"]]
    return "/".join(part for part in parts if part)
