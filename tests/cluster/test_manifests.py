# SPDX-License-Identifier: Apache-2.0
"""What is in manifests/ is current, is accepted, and asks for no more than it
needs."""

import json
import os
import pathlib
import subprocess

import pytest
import yaml

from pod import BASE, ROOT, SPACE

MANIFESTS = ROOT / "manifests"
COMPONENTS = sorted(path.name for path in (MANIFESTS / "components").iterdir()
                    if (path / "kustomization.yaml").exists())
EXAMPLES = sorted(path.parent for path in (MANIFESTS / "examples").glob(
    "*/kustomization.yaml"))


def kustomize(cluster, folder):
    return cluster.kubectl("kustomize", str(folder))


def documents(text):
    return [one for one in yaml.safe_load_all(text) if one]


def program(*words):
    return subprocess.run(
        [pathlib.Path(os.environ["OUT"]) / "k8s-nsd", *words], check=True,
        stdout=subprocess.PIPE, text=True).stdout


def test_install_is_the_built_base(cluster):
    built = kustomize(cluster, BASE)
    there = (MANIFESTS / "install.yaml").read_text()
    assert there.split("\n", 2)[2] == built, \
        "kubectl kustomize manifests/base makes another install.yaml"


def test_the_role_is_what_the_configuration_needs(cluster):
    there = {one["kind"]: one for one in documents(kustomize(cluster, BASE))}
    needed = documents(program("rbac", "--config",
                               str(BASE / "k8s-nsd.yaml")))
    assert {one["kind"] for one in needed} == {"ClusterRole", "Role"}
    for one in needed:
        assert there[one["kind"]]["rules"] == one["rules"]


@pytest.mark.parametrize("component", COMPONENTS)
def test_components_are_accepted(cluster, tmp_path_factory, component):
    """By the API server, where it knows their kinds."""
    folder = tmp_path_factory.mktemp(component)
    (folder / "kustomization.yaml").write_text(json.dumps({
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": [os.path.relpath(BASE, folder)],
        "components": [os.path.relpath(
            MANIFESTS / "components" / component, folder)]}))
    found = documents(kustomize(cluster, folder))
    assert found != documents(kustomize(cluster, BASE))
    known = [one for one in found
             if not one["apiVersion"].startswith("monitoring.")]
    check(cluster, known)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_examples_are_accepted(cluster, folder, tmp_path):
    found = documents(kustomize(cluster, folder))
    check(cluster, found)
    for one in found:
        text = one.get("data", {}).get("k8s-nsd.yaml")
        if one["kind"] == "ConfigMap" and text:
            (tmp_path / "k8s-nsd.yaml").write_text(text)
            program("check", "--config", str(tmp_path / "k8s-nsd.yaml"))


def check(cluster, objects):
    """A dry run; the namespace has to be there for it."""
    spaces = {one["metadata"]["name"] for one in objects
              if one["kind"] == "Namespace"}
    assert spaces <= {SPACE}
    cluster.kubectl("create", "namespace", SPACE, check=False)
    cluster.kubectl("apply", "--dry-run=server", "-f", "-", text=json.dumps(
        {"apiVersion": "v1", "kind": "List", "items": objects}))
