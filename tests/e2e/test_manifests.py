# SPDX-License-Identifier: Apache-2.0
"""Directories of manifests as they lie in git and on volumes."""

import json
import shutil

import pytest

from controller import zone_records, zone_settings
from objects import endpoint, ingress, service

pytestmark = pytest.mark.sanitized

GOOD = ingress("good", "good.example.com", "192.0.2.1")
BETA = dict(ingress("beta", "beta.example.com", "192.0.2.2"),
            apiVersion="networking.k8s.io/v1beta1")


def words(one, *more):
    return ["render", "--config", one.config_file, "--from", one.manifests,
            *more]


def test_a_bad_file_from_the_start_costs_itself(controller):
    one = controller()
    one.put("good.yaml", GOOD)
    one.put_text("bad.yaml", "kind: [\n---\nkind: {\n")
    one.put_text("patch.yaml", "- op: replace\n")
    one.start().serving()
    one.server.answers("good.example.com", "192.0.2.1")
    one.says("bad.yaml:2:", "bad.yaml:4:")
    one.put("new.yaml", ingress("new", "new.example.com", "192.0.2.3"))
    one.server.answers("new.example.com", "192.0.2.3")
    one.stop()


def test_what_a_bad_file_had_is_retained(controller):
    one = controller()
    one.put("a.yaml", GOOD)
    one.put("b.yaml", ingress("b", "b.example.com", "192.0.2.2"),
            service("c", "192.0.2.4"))
    one.start().serving()
    one.server.answers("b.example.com", "192.0.2.2")
    one.stop()
    text = (one.manifests / "b.yaml").read_text()
    one.put_text("b.yaml", text[:len(text) // 3])
    one.put("a.yaml", ingress("good", "good.example.com", "192.0.2.5"))
    one.start().serving()
    one.server.answers("good.example.com", "192.0.2.5")
    assert one.server.answer("b.example.com") == ["192.0.2.2"]
    assert one.server.answer("c.web.example.com") == ["192.0.2.4"]
    one.put("b.yaml", ingress("b", "b.example.com", "192.0.2.6"))
    one.server.answers("b.example.com", "192.0.2.6")
    one.server.gone("c.web.example.com")
    one.stop()


def test_every_bad_document_is_told(controller):
    one = controller()
    one.put_text("all.yaml", "kind: [\n---\n" + json.dumps(GOOD)
                 + "\n---\n- a list\n---\nkind: {\n---\n" + json.dumps(BETA))
    done = one.command(*words(one))
    assert done.returncode == 1
    assert zone_records(done.stdout)[0].startswith("@")
    assert "good\t60\tIN\tA\t192.0.2.1\n" in done.stdout
    for line in ("error BadManifest - -: ", "info NoObject - -: ",
                 "warning OtherVersion - Ingress web/beta: "):
        assert line in done.stderr, done.stderr
    assert done.stderr.count("error BadManifest") == 2
    why = one.command("explain", "Ingress/web/beta", *words(one)[1:])
    assert "'networking.k8s.io/v1' is" in why.stdout


def test_what_is_nearly_an_object_is_told(controller):
    one = controller()
    without = {k: v for k, v in GOOD.items() if k != "apiVersion"}
    one.put_text("all.yaml", json.dumps(without) + "\n---\n" + json.dumps(
        {"apiVersion": "v1", "kind": "List", "items": [
            {"apiVersion": "v1", "kind": "List", "items": [GOOD]}]}))
    done = one.command(*words(one))
    assert done.returncode == 0 and "good" not in done.stdout
    assert "it has no apiVersion" in done.stderr, done.stderr
    assert "a list in a list" in done.stderr, done.stderr


def test_a_kind_that_is_not_read_stops_no_diff(controller):
    one = controller()
    one.put("good.yaml", GOOD)
    one.put_text("helm.yaml", "apiVersion: helm.toolkit.fluxcd.io/v2\n"
                 "kind: HelmRelease\nmetadata: {name: &app plex}\nspec:\n"
                 "  values: {name: *app, more: !vault x}\n")
    (one.directory / "empty").mkdir()
    done = one.command("diff", *words(one)[1:], "--against",
                       one.directory / "empty")
    assert done.returncode == 1, done.stderr
    assert "+ good.example.com A 60: 192.0.2.1" in done.stdout


def test_the_namespace_of_manifests_without_one(controller):
    one = controller()
    document = ingress("good", "good.example.com", "192.0.2.1")
    del document["metadata"]["namespace"]
    one.put("good.yaml", document)
    one.put("other.yaml", endpoint("e", ("e.example.com", "A", ["192.0.2.2"])))
    done = one.command(*words(one))
    assert "good" not in done.stdout and "BadObject" in done.stderr
    done = one.command(*words(one, "--namespace", "apps"))
    assert "good\t60\tIN\tA\t192.0.2.1\n" in done.stdout, done.stderr
    why = one.command("explain", "good.example.com", *words(one)[1:],
                      "--namespace=apps")
    assert "Ingress apps/good" in why.stdout
    assert "DNSEndpoint web/e" in one.command(
        "explain", "e.example.com", *words(one)[1:],
        "--namespace=apps").stdout
    done = one.command(*words(one, "--namespace", "no name"))
    assert done.returncode == 2 and "'no name'" in done.stderr


def test_links_that_multiply(controller):
    """24 directories, two links each: 2 ** 23 ways, one file."""
    one = controller()
    for number in range(24):
        (one.manifests / f"d{number}").mkdir()
    for number in range(23):
        for name in "ab":
            (one.manifests / f"d{number}" / name).symlink_to(
                f"../d{number + 1}")
    (one.manifests / "all").symlink_to("/")
    one.put("d23/good.yaml", GOOD)
    done = one.command(*words(one))
    assert "good\t60\tIN\tA\t192.0.2.1\n" in done.stdout
    assert "is a link out of" in done.stderr and done.returncode == 1
    (one.manifests / "all").unlink()
    assert one.command(*words(one)).returncode == 0
    one.start().serving()
    one.server.answers("good.example.com", "192.0.2.1")
    shutil.rmtree(one.manifests / "d0")
    one.stop()


def test_an_object_that_moves_to_another_file(controller):
    """It is there all the time: no version is without it."""
    one = controller(zones=[zone_settings(guard="off")])
    moving = [ingress(f"m{n}", f"m{n}.example.com", "192.0.2.9")
              for n in range(20)]
    one.put("a.yaml", GOOD, *moving)
    one.start().serving()
    one.server.answers("m19.example.com", "192.0.2.9")
    for turn in range(3):
        there, next = ("a.yaml", "z.yaml") if turn % 2 == 0 else (
            "z.yaml", "a.yaml")
        one.put(next, GOOD, *moving)
        for n in range(20):  # between the two, each of them a turn
            one.put(f"b{n}.yaml", ingress(f"b{n}", f"b{n}.example.com",
                                          f"192.0.2.{turn + 1}"))
        one.put(there, GOOD)
        one.put(f"turn{turn}.yaml", ingress(
            f"turn{turn}", f"turn{turn}.example.com", "192.0.2.1"))
        one.server.answers(f"turn{turn}.example.com", "192.0.2.1")
    removed = [line["removed"] for line in one.messages()
               if line["message"] == "zone published"]
    assert set(removed) == {"-0"}
