# SPDX-License-Identifier: Apache-2.0
"""Fixtures.  The program under test is $K8S_NSD (tests/e2e.sh sets it)."""

import os
import pathlib
import shutil
import signal
import sys
import tempfile

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import apiserver as apiserver_module  # noqa: E402
from controller import Controller  # noqa: E402
from fakeapi import FakeApi  # noqa: E402
from follow import Follow, program_beside  # noqa: E402
from watches import document, watched  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
IN_CI = bool(os.environ.get("CI"))


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "sanitized: run with the sanitizers' program too")
    # Ended from outside, it cleans up as after Ctrl-C: NSD outlives its parent.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def cannot(why):
    """The test cannot run: a failure in CI, else a skip that says so."""
    if IN_CI:
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


@pytest.fixture
def folder():
    """A directory with a short path: a socket's has 107 octets at most."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="k8s-nsd-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def program():
    path = os.environ.get("K8S_NSD", str(ROOT / "build/k8s-nsd"))
    if not os.access(path, os.X_OK):
        cannot(f"there is no program {path}")
    return path


@pytest.fixture
def controller(program, folder):
    """Makes controllers: controller(zones=..., ...), see Controller.

    quick=True: the one that waits a twentieth for the API server.
    """
    made = []

    def make(quick=False, **options):
        directory = folder / f"controller-{len(made)}"
        made.append(Controller(program + "-quick" if quick else program,
                               directory, **options))
        return made[-1]

    yield make
    for one in made:
        one.clean()


@pytest.fixture
def fake(folder):
    """A fake API server, with an empty world."""
    server = FakeApi(folder)
    yield server
    server.stop()


@pytest.fixture
def follow(program, folder):
    """Starts clients: follow(api, page=2, ...), see Follow."""
    path = program_beside(program)
    if not os.access(path, os.X_OK):
        cannot(f"there is no program {path}")
    made = []

    def make(api, token="readtoken", **options):
        directory = folder / f"follow-{len(made)}"
        directory.mkdir()
        kubeconfig = api.kubeconfig(directory / "kubeconfig", token)
        made.append(Follow(path, directory, kubeconfig, **options))
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture
def watching(fake, follow):
    """A client that watches three objects, a, b and c."""
    def start(**options):
        for name in "abc":
            fake.create(document(name))
        one = follow(fake, **options).live()
        watched(fake, 1)
        return one
    return start


@pytest.fixture(scope="session")
def cluster():
    """One API server for the whole run."""
    if not apiserver_module.assets():
        cannot("NO API SERVER: neither KUBEBUILDER_ASSETS nor TEST_ASSET_* "
               "nor Go to build kube-apiserver and etcd with")
    directory = tempfile.mkdtemp(prefix="k8s-nsd-api-")
    server = apiserver_module.ApiServer(directory)
    server.allow()
    yield server
    server.stop()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def empty_cluster(cluster):
    """The API server, running, without objects."""
    if not cluster.ready():
        cluster.restart_api()
    cluster.delete_all("Ingress", "Service")
    cluster.allow()
    yield cluster
