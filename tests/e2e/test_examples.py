# SPDX-License-Identifier: Apache-2.0
"""manifests/examples: what `make run` shows to somebody new."""

import os
import pathlib
import random
import re
import shutil
import signal
import sys

import pytest

from ask import Server
from checkers import check
from controller import ZONE, environment
from eventually import eventually
from objects import service
from ports import free_port
from servers import Program, control

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "manifests/examples"
sys.path.insert(0, str(ROOT / "tests/cases"))

import run as golden  # noqa: E402

pytestmark = pytest.mark.sanitized
SHUFFLES = int(os.environ.get("SHUFFLES", "100"))


class Examples(golden.Case):
    """The examples as a golden case whose zone is what render makes."""

    def __init__(self, program, folder):
        self.path = folder
        self.name = "examples"
        self.program = program
        text = (EXAMPLES / "k8s-nsd.yaml").read_text()
        (folder / "config.yaml").write_text(
            re.sub(r"^nsd:\n(  .*\n)+", "", text, flags=re.M))
        self.objects = folder / "objects.yaml"
        self.objects.write_text("".join(
            f"---\n{file.read_text()}"
            for file in sorted((EXAMPLES / "objects").glob("*.yaml"))))
        self.zones, self.findings, _ = self.render(folder, self.objects)


@pytest.fixture
def examples(program, folder):
    return Examples(program, folder)


def test_three_checkers_accept_them(examples, folder):
    for zone, text in examples.zones.items():
        file = folder / f"{zone}.zone"
        file.write_text(text)
        check(zone, file)
    assert list(examples.zones) == [ZONE]
    assert examples.zones[ZONE].count("\tIN\t") > 10
    # Nothing in an example is refused; what a careful person would say of
    # them is lint's.
    assert set(re.findall(r"^(?:error|warning) (\w+)", examples.findings,
                          re.M)) <= {"FewNameservers", "PrivateAddress"}


def test_any_order_makes_the_same_bytes(examples, folder):
    examples.shuffled(folder, random.Random(1), SHUFFLES, examples.findings)


def test_any_history_makes_the_same_bytes(examples, folder):
    seed = random.randrange(10 ** 9)
    print(f"seed {seed}")
    examples.step_by_step(folder, random.Random(seed))


@pytest.fixture
def copy(program, folder):
    """(directory, port): a copy of the examples on a port of its own."""
    shutil.copytree(EXAMPLES, folder / "manifests/examples")
    port = free_port()
    config = folder / "manifests/examples/k8s-nsd.yaml"
    text = config.read_text()
    assert "127.0.0.1@5300" in text
    config.write_text(text.replace("@5300", f"@{port}"))
    (folder / "out").mkdir()
    (folder / "out/k8s-nsd").symlink_to(program)
    yield folder, port
    try:
        control(folder / "build/run/nsd.sock", "stop")
    except OSError:
        pass


def test_the_script_of_make_run(copy):
    folder, port = copy
    log = folder / "log"
    running = Program([folder / "manifests/examples/run.sh", folder / "out"],
                      log, env=environment())
    server = Server(port, directory=folder / "build/run")
    server.answers("www.example.com", "192.0.2.10")
    # Each line that it prints to try gives an answer.
    lines = re.findall(r"^  dig .*-p 5300 (\S+) ?(\S*)$", running.output(),
                       re.M)
    assert len(lines) >= 4
    for name, rdtype in lines:
        assert server.answer(name, rdtype or "A"), (name, rdtype)
    # It follows an edit, and says so in a line.
    shop = folder / "manifests/examples/objects/shop.yaml"
    shop.write_text(shop.read_text().replace("192.0.2.10", "192.0.2.99"))
    server.answers("www.example.com", "192.0.2.99")
    serial = server.serial(ZONE)
    eventually(lambda: re.search(rf"info .*{ZONE}.*{serial}",
                                 running.output()), running.output)
    running.signal(signal.SIGINT)
    assert running.wait() == 0
    server.away(ZONE)


def test_the_script_with_a_kubeconfig(copy, empty_cluster):
    folder, port = copy
    empty_cluster.create(service("db", "192.0.2.7", "prod"))
    path = empty_cluster.kubeconfig(folder / "kubeconfig", "admintoken")
    running = Program([folder / "manifests/examples/run.sh", folder / "out",
                       path], folder / "log", env=environment())
    Server(port).answers("db.prod.example.com", "192.0.2.7")
    assert Server(port).rcode("www.example.com") == "NXDOMAIN"
    running.signal(signal.SIGINT)
    assert running.wait() == 0
