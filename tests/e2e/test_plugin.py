# SPDX-License-Identifier: Apache-2.0
"""kubectl nsd: the program as a plugin of kubectl.  A kubectl that prints the
words it is given stands in for kubectl, which would need a cluster."""

import json
import os
import shutil
import subprocess

import pytest

FAKE = """#!/usr/bin/python3
import json, sys
print(json.dumps(sys.argv[1:]))
sys.exit(7)
"""
POD = ["exec", "--namespace=k8s-nsd", "--container=controller", "k8s-nsd-0",
       "--", "/usr/bin/k8s-nsd"]


@pytest.fixture
def plugin(program, folder):
    """Runs the plugin with these words."""
    (folder / "kubectl").write_text(FAKE)
    (folder / "kubectl").chmod(0o755)
    (folder / "kubectl-nsd").symlink_to(program)

    def run(*words, path=f"{folder}:{os.environ['PATH']}", **env):
        return subprocess.run(
            [folder / "kubectl-nsd", *words], capture_output=True, text=True,
            timeout=60, env={**os.environ, "PATH": path, **env})

    run.folder = folder
    return run


@pytest.mark.parametrize("words, argv", [
    (["status"], [*POD, "status"]),
    (["status", "-o", "json"], [*POD, "status", "-o", "json"]),
    (["explain", "www.example.com", "--namespace", "x"],
     [*POD, "explain", "www.example.com", "--namespace", "x"]),
    (["approve", "example.com", "--plan", "5f7c2c0f41d6"],
     [*POD, "approve", "example.com", "--plan", "5f7c2c0f41d6"]),
    (["freeze", "--all", "--reason", "a move; rm -rf /"],
     [*POD, "freeze", "--all", "--reason", "a move; rm -rf /"]),
    (["explain", "$(reboot)", "`reboot`", "a b", "", "'", '"', "*", "\n",
      "--", "--help"],
     [*POD, "explain", "$(reboot)", "`reboot`", "a b", "", "'", '"', "*",
      "\n", "--", "--help"]),
    (["--namespace", "dns", "--pod=b-1", "history", "www.example.com"],
     ["exec", "--namespace=dns", "--container=controller", "b-1", "--",
      "/usr/bin/k8s-nsd", "history", "www.example.com"]),
    (["-n", "dns", "--context", "a b", "--kubeconfig=/x y", "--container",
      "c", "version"],
     ["exec", "--kubeconfig=/x y", "--context=a b", "--namespace=dns",
      "--container=c", "k8s-nsd-0", "--", "/usr/bin/k8s-nsd", "version"]),
])
def test_words(plugin, words, argv):
    done = plugin(*words)
    assert json.loads(done.stdout) == argv
    # The status of the command is the plugin's.
    assert (done.returncode, done.stderr) == (7, "")


@pytest.mark.parametrize("words, word", [
    ([], "kubectl nsd status"),
    (["run", "--config", "x"], "'run' is no command"),
    (["render"], "'render' is no command"),
    (["sh"], "'sh' is no command"),
    (["--pod", "--privileged", "status"], "'--privileged' is no pod"),
    (["--pod=a b", "status"], "'a b' is no pod"),
    (["--namespace", "a/b", "status"], "'a/b' is no namespace"),
    (["--container=-it", "status"], "'-it' is no container"),
    (["--pod"], "a value is missing"),
    (["--colour", "blue", "status"], "unknown option '--colour'"),
    (["-it", "status", "status"], "unknown option"),
])
def test_usage(plugin, words, word):
    done = plugin(*words)
    assert done.returncode == 2
    assert done.stdout == "" and word in done.stderr


def test_help(plugin):
    done = plugin("--help")
    assert done.returncode == 0 and "kubectl nsd status" in done.stdout


def test_the_environment_names_no_pod(plugin):
    """These are variables of the program in the pod."""
    done = plugin("status", K8S_NSD_NAMESPACE="x", K8S_NSD_POD="y")
    assert json.loads(done.stdout) == [*POD, "status"]


def test_no_kubectl(plugin):
    (plugin.folder / "kubectl").unlink()
    done = plugin("status", path=str(plugin.folder))
    assert done.returncode == 1
    assert "kubectl" in done.stderr


def test_the_real_kubectl(plugin):
    """It takes the plugin for its own word, and the words that it is given."""
    real = os.environ.get("KUBECTL") or shutil.which("kubectl")
    if not real:
        pytest.skip("no kubectl: set KUBECTL")
    (plugin.folder / "kubectl").unlink()
    (plugin.folder / "kubectl").symlink_to(real)
    env = {"KUBECONFIG": str(plugin.folder / "none")}
    done = subprocess.run(
        [plugin.folder / "kubectl", "nsd", "--help"], capture_output=True,
        text=True, timeout=60, env={**os.environ, "PATH": str(plugin.folder),
                                    **env})
    assert "kubectl nsd status" in done.stdout, done.stderr
    done = plugin("status", **env)
    assert done.returncode == 1
    assert "connection" in done.stderr or "refused" in done.stderr
    assert "unknown" not in done.stderr
