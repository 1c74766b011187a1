# SPDX-License-Identifier: Apache-2.0
"""A Kubernetes of one node, in the namespaces that ../cluster.sh made.

	node 10.88.0.1     API server, and the bridge of the pods
	10.96.0.0/16       cluster addresses
	203.0.113.53       the external address of the Service, routed to the node
	198.51.100.2       somebody outside, in the network namespace "outside"
"""

import base64
import json
import os
import pathlib
import signal
import ssl
import subprocess
import sys
import urllib.error
import urllib.request

from eventually import eventually

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "manifests/image"))
import pack  # noqa: E402

HERE = pathlib.Path(__file__).parent
HOME = pathlib.Path("/run/cluster")
LOGS = HOME / "logs"
MINUTE = 240.0  # s; of a slow machine, and only spent on a failure
NODE, PORT = "10.88.0.1", 6443
EXTERNAL, OUTSIDE = "203.0.113.53", "198.51.100.2"
API = f"https://{NODE}:{PORT}"
USERS = (("admin", "admin", "system:masters"),
         ("kcm", "system:kube-controller-manager", "system:masters"),
         ("sch", "system:kube-scheduler", "system:masters"),
         ("node", "system:node:node1", "system:nodes"))
NAMES = ("DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,"
         f"DNS:localhost,IP:127.0.0.1,IP:10.96.0.1,IP:{NODE}")

CONTAINERD = '''\
version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
[grpc]
 address = "/run/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
 sandbox_image = "localhost/pause:1"
 restrict_oom_score_adj = true
 [plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "/usr/lib/cni"
  conf_dir = "/run/cluster/cni"
 [plugins."io.containerd.grpc.v1.cri".containerd]
  snapshotter = "overlayfs"
  default_runtime_name = "crun"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.crun]
   runtime_type = "io.containerd.runc.v2"
   [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.crun.options]
    BinaryName = "/usr/bin/crun"
'''

CNI = {"cniVersion": "0.4.0", "name": "pods", "plugins": [
    {"type": "bridge", "bridge": "br0", "isGateway": True,
     "hairpinMode": True,
     "ipam": {"type": "host-local", "dataDir": "/run/cluster/ipam",
              "ranges": [[{"subnet": "10.88.0.0/16",
                           "rangeStart": "10.88.1.1"}]],
              "routes": [{"dst": "0.0.0.0/0"}]}},
    {"type": "portmap", "capabilities": {"portMappings": True}}]}

KUBELET = {
    "apiVersion": "kubelet.config.k8s.io/v1beta1",
    "kind": "KubeletConfiguration",
    "authentication": {"anonymous": {"enabled": True},
                       "webhook": {"enabled": False}},
    "authorization": {"mode": "AlwaysAllow"},
    "cgroupDriver": "cgroupfs", "failSwapOn": False, "failCgroupV1": False,
    "containerRuntimeEndpoint": "unix:///run/containerd.sock",
    "readOnlyPort": 0, "healthzPort": 0, "enforceNodeAllocatable": [],
    "evictionHard": {"nodefs.available": "0%", "memory.available": "1Mi",
                     "imagefs.available": "0%", "nodefs.inodesFree": "0%"},
    "imageGCHighThresholdPercent": 100,
    "syncFrequency": "2s", "podLogsDir": "/var/lib/podlogs",
    "configMapAndSecretChangeDetectionStrategy": "Watch"}

PROXY = {
    "apiVersion": "kubeproxy.config.k8s.io/v1alpha1",
    "kind": "KubeProxyConfiguration", "mode": "iptables",
    "clientConnection": {"kubeconfig": str(HOME / "admin.kubeconfig")},
    "hostnameOverride": "node1", "clusterCIDR": "10.88.0.0/16",
    "conntrack": {"maxPerCore": 0}, "healthzBindAddress": "127.0.0.1:10256",
    "metricsBindAddress": "127.0.0.1:10249"}

# The process that holds a pod's namespaces.
PAUSE = r'''
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
static void stop(int number) { (void)number; _exit(0); }
static void reap(int number)
{
	(void)number;
	while (waitpid(-1, 0, WNOHANG) > 0)
		;
}
int main(void)
{
	signal(SIGTERM, stop);
	signal(SIGINT, stop);
	signal(SIGCHLD, reap);
	for (;;)
		pause();
}
'''

STATE = """
$KUBECTL get pod,service,endpointslice -A -o wide
iptables-save -t nat | grep k8s-nsd/
conntrack -L -p udp | grep -w dport=53 | tail -n 20
tail -n 15 api.log kcm.log proxy.log kubelet.log
"""


def run(*words, **more):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, **more).stdout


class Cluster:
    def __init__(self, assets):
        self.assets = pathlib.Path(assets)
        self.programs = {}

    # --- What it consists of ---

    def start(self):
        for folder in ("pki", "cni", "pause", "logs"):
            (HOME / folder).mkdir(parents=True)
        self.certify()
        self.connect()
        self.write()
        self.begin("etcd", *self.etcd())
        self.start_api()
        self.start_elected()
        self.begin("containerd", "containerd", "-c", HOME / "containerd.toml")
        eventually(lambda: self.ctr("version", check=False) == 0,
                   "containerd answers", MINUTE)
        self.load_pause()
        self.begin("kubelet", self.assets / "kubelet", "--config",
                   HOME / "kubelet.json", "--kubeconfig",
                   HOME / "node.kubeconfig", "--hostname-override=node1",
                   f"--node-ip={NODE}", "--root-dir=/var/lib/kubelet",
                   "--cert-dir", HOME / "kubelet-pki")
        self.begin("proxy", self.assets / "kube-proxy", "--config",
                   HOME / "proxy.json")
        eventually(self.is_ready, "the node is ready", MINUTE, pause=0.2)
        eventually(lambda: self.get("serviceaccount", "default", "default"),
                   "namespaces get their service account", MINUTE,
                   pause=0.2)

    def certify(self):
        pki = HOME / "pki"
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
            "-days", "30", "-subj", "/CN=test", "-keyout", pki / "ca.key",
            "-out", pki / "ca.crt")
        for name, subject, names in (
                ("api", "/CN=kube-apiserver", NAMES),
                ("client", "/O=system:masters/CN=kubelet-client", "DNS:x")):
            run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj",
                subject, "-keyout", pki / f"{name}.key", "-out",
                pki / f"{name}.csr")
            (pki / "more").write_text(
                f"subjectAltName={names}\n"
                "extendedKeyUsage=serverAuth,clientAuth\n")
            run("openssl", "x509", "-req", "-in", pki / f"{name}.csr", "-CA",
                pki / "ca.crt", "-CAkey", pki / "ca.key", "-CAcreateserial",
                "-days", "30", "-extfile", pki / "more", "-out",
                pki / f"{name}.crt")
        run("openssl", "genrsa", "-out", pki / "sa.key", "2048")
        run("openssl", "rsa", "-in", pki / "sa.key", "-pubout", "-out",
            pki / "sa.pub")
        (pki / "tokens.csv").write_text("".join(
            f'{name}tok,{user},{name},"{group}"\n'
            for name, user, group in USERS))

    def connect(self):
        """The node's bridge, and somebody outside behind a router: it."""
        for words in (
                "ip link add br0 type bridge",
                f"ip addr add {NODE}/16 dev br0",
                "ip link set br0 up",
                # A bridge without a port has no carrier.
                "ip link add p0 type veth peer name p1",
                "ip link set p0 master br0 up",
                "ip link set p1 up",
                "ip netns add outside",
                "ip link add o0 type veth peer name o1",
                "ip link set o1 netns outside",
                "ip addr add 198.51.100.1/24 dev o0",
                "ip link set o0 up",
                f"ip -n outside addr add {OUTSIDE}/24 dev o1",
                "ip -n outside link set o1 up",
                "ip -n outside link set lo up",
                "ip -n outside route add default via 198.51.100.1",
                f"ip route add default via {NODE} dev br0",
                "sysctl -qw net.ipv4.ip_forward=1"):
            run(*words.split())

    def write(self):
        authority = base64.b64encode(
            (HOME / "pki/ca.crt").read_bytes()).decode()
        for name, _, _ in USERS:
            (HOME / f"{name}.kubeconfig").write_text(json.dumps({
                "apiVersion": "v1", "kind": "Config", "current-context": "x",
                "clusters": [{"name": "c", "cluster": {
                    "server": API, "certificate-authority-data": authority}}],
                "users": [{"name": "u", "user": {"token": f"{name}tok"}}],
                "contexts": [{"name": "x", "context": {
                    "cluster": "c", "user": "u"}}]}))
        (HOME / "containerd.toml").write_text(CONTAINERD)
        (HOME / "cni/10-pods.conflist").write_text(json.dumps(CNI))
        (HOME / "kubelet.json").write_text(json.dumps(KUBELET))
        (HOME / "proxy.json").write_text(json.dumps(PROXY))

    def etcd(self):
        client, peer = "http://127.0.0.1:2379", "http://127.0.0.1:2380"
        return (self.assets / "etcd", "--data-dir", HOME / "etcd",
                "--listen-client-urls", client, "--advertise-client-urls",
                client, "--listen-peer-urls", peer,
                "--initial-advertise-peer-urls", peer, "--initial-cluster",
                f"default={peer}", "--unsafe-no-fsync")

    def start_api(self):
        pki = HOME / "pki"
        self.begin(
            "api", self.assets / "kube-apiserver",
            "--etcd-servers=http://127.0.0.1:2379",
            f"--tls-cert-file={pki}/api.crt",
            f"--tls-private-key-file={pki}/api.key",
            f"--client-ca-file={pki}/ca.crt", "--bind-address=0.0.0.0",
            f"--advertise-address={NODE}", f"--secure-port={PORT}",
            "--service-cluster-ip-range=10.96.0.0/16",
            "--service-account-issuer=https://kubernetes.default.svc",
            f"--service-account-key-file={pki}/sa.pub",
            f"--service-account-signing-key-file={pki}/sa.key",
            f"--token-auth-file={pki}/tokens.csv",
            "--authorization-mode=Node,RBAC",
            f"--kubelet-client-certificate={pki}/client.crt",
            f"--kubelet-client-key={pki}/client.key",
            "--kubelet-preferred-address-types=InternalIP")
        eventually(lambda: self.ask("/readyz")[0] == 200,
                   "the API server is ready", MINUTE, pause=0.1)

    def start_elected(self):
        pki = HOME / "pki"
        for name, program, *more in (
                ("kcm", "kube-controller-manager",
                 "--service-account-private-key-file", pki / "sa.key",
                 "--root-ca-file", pki / "ca.crt"),
                ("sch", "kube-scheduler")):
            self.begin(name, self.assets / program, "--kubeconfig",
                       HOME / f"{name}.kubeconfig", "--leader-elect=false",
                       "--bind-address=127.0.0.1", *more)

    def lose_api(self):
        """Those who are elected end with it, as each does that cannot renew
        its lease for ten seconds.  One that lives on is in no order for many
        minutes: its watches come back one by one, and EndpointSlices that it
        wrote itself and does not see yet put off the next ones, twice as long
        with each change of a pod."""
        for name in ("api", "kcm", "sch"):
            self.end(name, signal.SIGKILL)

    def load_pause(self):
        (HOME / "pause.c").write_text(PAUSE)
        run("gcc", "-static", "-O2", "-o", HOME / "pause/pause",
            HOME / "pause.c")
        archive = HOME / "pause.oci.tar"
        pack.main(HOME / "pause", "localhost/pause:1", "1", archive,
                  entry="/pause")
        self.load(archive)

    def is_ready(self):
        node = self.get("node", "node1")
        return node and any(
            c["type"] == "Ready" and c["status"] == "True"
            for c in node["status"].get("conditions", ()))

    # --- Its programs ---

    def begin(self, name, *words):
        with open(LOGS / f"{name}.log", "ab") as log:
            self.programs[name] = subprocess.Popen(
                [str(word) for word in words], stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, cwd=HOME)

    def end(self, name, how=signal.SIGTERM):
        program = self.programs.pop(name)
        program.send_signal(how)
        try:
            program.wait(60)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()

    def stop(self):
        for name in ("kubelet", "proxy", "sch", "kcm", "api", "containerd",
                     "etcd"):
            if name in self.programs:
                self.end(name, signal.SIGKILL)

    def ctr(self, *words, check=True):
        done = subprocess.run(
            ["ctr", "-a", "/run/containerd.sock", "-n", "k8s.io", *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert not check or done.returncode == 0, done.stdout
        return done.returncode

    def load(self, archive):
        self.ctr("images", "import", str(archive))

    # --- Asked and told ---

    def ask(self, path, token="admintok", method="GET", body=None,
            kind="application/json"):
        """(status, body) of a request; status None: no answer."""
        request = urllib.request.Request(
            API + path, method=method, headers={
                "Authorization": f"Bearer {token}", "Content-Type": kind},
            data=None if body is None else json.dumps(body).encode())
        context = ssl.create_default_context(cafile=HOME / "pki/ca.crt")
        try:
            with urllib.request.urlopen(request, context=context,
                                        timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return None, str(error)

    def kubectl(self, *words, text=None, check=True):
        done = subprocess.run(
            [self.assets / "kubectl", "--kubeconfig",
             HOME / "admin.kubeconfig", *words], input=text,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            timeout=300)
        assert not check or done.returncode == 0, \
            f"{words}: {done.stdout}{done.stderr}"
        return done.stdout if check else done

    def apply(self, *objects):
        self.kubectl("apply", "-f", "-", text=json.dumps(
            {"apiVersion": "v1", "kind": "List", "items": list(objects)}))

    def get(self, kind, name, namespace=None):
        """The object, or None."""
        words = ["get", kind, name, "-o", "json"]
        if namespace:
            words += ["-n", namespace]
        done = self.kubectl(*words, check=False)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def state(self):
        """What datagrams on their way to a pod depend on; for a failure."""
        return subprocess.run(
            STATE, shell=True, cwd=LOGS, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env={
                **os.environ, "KUBECONFIG": str(HOME / "admin.kubeconfig"),
                "KUBECTL": str(self.assets / "kubectl")}).stdout

    def patch_status(self, path, status):
        def patch():
            return self.ask(f"{path}/status", method="PATCH",
                            body={"status": status},
                            kind="application/merge-patch+json")

        eventually(lambda: patch()[0] == 200, lambda: str(patch()), MINUTE,
                   pause=0.2)


def assets():
    folder = os.environ.get("CLUSTER_ASSETS")
    assert folder, "run tests/cluster.sh"
    return folder
