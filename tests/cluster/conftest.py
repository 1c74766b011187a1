# SPDX-License-Identifier: Apache-2.0
"""One cluster for all tests, and the pod that runs in it."""

import os
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(pathlib.Path(__file__).parent), str(ROOT / "tests/e2e")]

from cluster import Cluster, assets  # noqa: E402
from pod import Pod  # noqa: E402
from witnesses import Witnesses  # noqa: E402


@pytest.fixture(scope="session")
def cluster():
    one = Cluster(assets())
    try:
        one.start()
        yield one
    finally:
        one.stop()


@pytest.fixture(scope="session")
def pod(cluster):
    cluster.load(pathlib.Path(os.environ["OUT"]) / "k8s-nsd.oci.tar")
    one = Pod(cluster)
    one.install()
    return one


@pytest.fixture(scope="session")
def witnesses(pod):
    some = Witnesses(pod.address, "www.example.com", "192.0.2.7")
    yield some
    some.stop()
