# SPDX-License-Identifier: Apache-2.0
"""Who may ask the controller, and what it never says to anybody."""

import os
import shutil
import socket
import subprocess
import tempfile

import pytest

from controller import environment
from eventually import eventually
from ports import free_port

NOBODY = 65534
SECRETS = ("not-to-be-seen", "nor-is-this")

KUBECONFIG = """apiVersion: v1
kind: Config
clusters: [{{name: c, cluster: {{server: "{server}", proxy-url: "{proxy}"}}}}]
users: [{{name: u, user: {{token: nor-is-this}}}}]
contexts: [{{name: here, context: {{cluster: c, user: u}}}}]
current-context: here
"""


def as_user(user):
    program = shutil.which("setpriv")
    assert program, "setpriv is not installed"
    return [program, "--reuid", str(user), "--regid", str(user),
            "--clear-groups"]


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")
@pytest.mark.parametrize("command", [["status"], ["explain", "www.x"]],
                         ids=" ".join)
@pytest.mark.parametrize("closed", ["socket", "folder"])
def test_who_may_ask(controller, command, closed):
    one = controller()
    # Not below pytest's folder, which is closed to others anyway.
    with tempfile.TemporaryDirectory() as folder:
        binary = shutil.copy(one.binary, folder)
        os.chmod(folder, 0o755)
        os.mkdir(os.path.join(folder, "in"))
        path = os.path.join(folder, "in", "control.sock")
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(path)
            door.listen()
            os.chmod(path, 0o600 if closed == "socket" else 0o666)
            os.chmod(os.path.dirname(path),
                     0o755 if closed == "socket" else 0o700)
            done = subprocess.run(
                as_user(NOBODY) + [binary, *command, "--socket", path],
                env=environment(), text=True, capture_output=True)
    assert done.returncode == 1
    assert "permission denied" in done.stderr and path in done.stderr
    assert "user and the group of the controller" in done.stderr
    assert "running" not in done.stderr


def kubeconfig(one, server, proxy):
    file = one.directory / "kubeconfig"
    file.write_text(KUBECONFIG.format(server=server, proxy=proxy))
    return file


def config_with(one, kubeconfig_file):
    """The configuration of `one`, but for the cluster, at debug level."""
    file = one.directory / "secrets.yaml"
    file.write_text(f"""
zones:
- name: example.com
  nameservers: [{{name: ns1.example.org}}]
  soa: {{contact: hostmaster@example.com}}
cluster: {{kubeconfig: "{kubeconfig_file}"}}
nsd: {{directory: "{one.directory / 'other'}", listen: [127.0.0.1@{free_port()}]}}
control: {{socket: "{one.directory / 'c.sock'}"}}
http: {{listen: ["127.0.0.1:{free_port()}"]}}
log: {{level: debug}}
""")
    (one.directory / "other").mkdir(exist_ok=True)
    return file


@pytest.mark.parametrize("proxy", [
    "http://user:not-to-be-seen@127.0.0.1:1",
    "http://user:not-to-be-seen@no.such.invalid:1"])
def test_the_password_of_a_proxy_is_not_shown(controller, proxy):
    one = controller()
    file = config_with(one, kubeconfig(one, "https://127.0.0.1:1", proxy))
    done = one.command("render", "--config", file)
    assert done.returncode == 1
    said = done.stdout + done.stderr
    log = one.directory / "secrets.log"
    with open(log, "w") as out:
        running = subprocess.Popen(
            [one.binary, "run", "--config", file], env=environment(),
            stdout=out, stderr=subprocess.STDOUT)
    try:
        eventually(lambda: "debug request failed" in log.read_text(),
                   log.read_text)
        for words in (["status"], ["status", "-o", "json"],
                      ["explain", "www.example.com"],
                      ["explain", "-o", "json", "Ingress/web/www"]):
            done = one.command(*words, "--config", file)
            assert "proxy" in done.stdout or "connect" in done.stdout, (
                done.stdout + done.stderr)
            said += done.stdout + done.stderr
    finally:
        running.terminate()
        running.wait(timeout=60)
    said += log.read_text()
    assert "127.0.0.1:1" in said
    assert not [secret for secret in SECRETS if secret in said], said


def test_the_password_of_a_server_is_not_shown(controller):
    one = controller()
    file = config_with(one, kubeconfig(
        one, "https://user:not-to-be-seen@127.0.0.1:1", ""))
    for words in (["render"], ["run"]):
        done = one.command(*words, "--config", file)
        said = done.stdout + done.stderr
        assert done.returncode == 1 and "'c'" in said
        assert not [secret for secret in SECRETS if secret in said], said
