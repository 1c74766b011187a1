# SPDX-License-Identifier: Apache-2.0
"""The programs that the controller starts: what they inherit, who waits for
them."""

import contextlib
import json
import os
import pathlib
import signal
import subprocess

import pytest

from checkers import program as installed
from conftest import cannot
from eventually import eventually
from objects import ingress
from processes import RUNNING, pids_in
from servers import control

pytestmark = pytest.mark.sanitized

# Lists its own descriptors.  The shell has its script open, none else has.
LISTS = """\
#!/bin/sh
readlink /proc/$$/fd/* >{folder}/{name}.new
mv {folder}/{name}.new {folder}/{name}.fds
"""
CHECKZONE = LISTS + 'exec {program} "$@"\n'
PLUGIN = LISTS + """\
printf '{{"apiVersion": "client.authentication.k8s.io/v1", \
"kind": "ExecCredential", "status": {{"token": "%s"}}}}\\n' \
"$(cat {folder}/token)"
"""


def inherited(one, name):
    """What the program under that name had open, without its streams."""
    listed = one.directory / f"{name}.fds"
    if not listed.exists():
        return None
    return [link for link in listed.read_text().split("\n") if link
            and link != "/dev/null" and not link.startswith("pipe:")
            and not link.endswith((f"/{name}", f"/{name}.new"))]


def open_in(pid):
    """Nothing of a process that has ended, as NSD's own do at a reload."""
    found = set()
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for entry in os.scandir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                found.add(os.readlink(entry.path))
    return found


def use_plugin(one, fake):
    path = one.directory / "plugin"
    path.write_text(PLUGIN.format(folder=one.directory, name="plugin"))
    path.chmod(0o700)
    (one.directory / "token").write_text("readtoken")
    kubeconfig = one.directory / "kubeconfig"
    text = kubeconfig.read_text()
    user = json.dumps({"apiVersion": "client.authentication.k8s.io/v1",
                       "command": str(path), "interactiveMode": "Never"})
    assert "token: readtoken" in text
    kubeconfig.write_text(text.replace("token: readtoken", f"exec: {user}"))


def test_nothing_is_inherited(controller, fake):
    one = controller(cluster=fake)
    one.config["nsd"]["checkzone"] = "always"
    one.write_config()
    one.instead_of("nsd-checkzone", CHECKZONE.format(
        folder=one.directory, name="nsd-checkzone",
        program=installed("nsd-checkzone")))
    use_plugin(one, fake)
    fake.create(ingress("a", "a.example.com", ["192.0.2.1"]))
    one.start().serving()
    one.server.answers("a.example.com", "192.0.2.1")
    eventually(lambda: fake.watches("ingresses"), "it watches")

    # Each of them once more, while there are streams to the API server.
    (one.directory / "nsd-checkzone.fds").unlink()
    fake.create(ingress("b", "b.example.com", ["192.0.2.2"]))
    eventually(lambda: inherited(one, "nsd-checkzone") is not None,
               "a version is checked")
    assert inherited(one, "nsd-checkzone") == []

    (one.directory / "plugin.fds").unlink()
    (one.directory / "token").write_text("secondtoken")
    fake.tokens = {"secondtoken"}
    fake.end("services", "fin")
    eventually(lambda: inherited(one, "plugin") is not None,
               "the plugin runs again", 60)
    assert inherited(one, "plugin") == []

    control(one.state / "nsd.sock", "stop")
    one.says("nsd is away")
    one.serving()
    eventually(lambda: len(pids_in(one.state)) >= RUNNING, "NSD runs")
    ours = {link for link in open_in(one.program.pid)
            if link.startswith(("socket:", "/"))}
    assert any(link.startswith("socket:") for link in ours)
    for pid in pids_in(one.state):
        both = ours & open_in(pid) - {"/dev/null", str(one.log)}
        assert not both, both
    one.stop()


def children(pid):
    text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(word) for word in text.split()]


def in_a_container():
    """Words before a command that make it process 1; None: not allowed."""
    for user in ([], ["--user", "--map-root-user"]):
        words = ["unshare", *user, "--pid", "--fork", "--mount-proc",
                 "--kill-child"]
        if subprocess.run([*words, "true"], capture_output=True,
                          check=False).returncode == 0:
            return words
    return None


def test_process_1(controller):
    """It waits for orphans, and ends as well as ever."""
    wrapper = in_a_container()
    if not wrapper:
        cannot("no namespace for processes can be made here")
    one = controller(resources=["Ingress"])
    one.put("a.yaml", ingress("a", "a.example.com", ["192.0.2.1"]))
    one.start(wrapper=wrapper).serving()
    first, = children(one.program.pid)
    there = pids_in(one.state)
    main = next(pid for pid in there if len(children(pid)) > 0)
    os.kill(main, signal.SIGKILL)
    eventually(lambda: not any(os.path.exists(f"/proc/{pid}")
                               for pid in there), "all of them are gone")
    one.serving()
    os.kill(first, signal.SIGTERM)
    assert one.program.wait() == 0, one.program.output()
