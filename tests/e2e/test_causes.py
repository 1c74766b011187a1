# SPDX-License-Identifier: Apache-2.0
"""The cause of each change stands in its commit (H2: a message that cannot be
forged)."""

import pytest

from controller import ZONE, zone_settings
from objects import endpoint, ingress
from repository import Repository
from test_quarantine import NAMING, checker

pytestmark = pytest.mark.sanitized

NAMES = [f"w{n}" for n in range(20)]


def named(document, uid, version, *managers):
    """As an API server has it; managers: (name, time)."""
    document["metadata"].update(
        uid=uid, resourceVersion=version,
        managedFields=[{"manager": name, "operation": "Update",
                        "time": time, "fieldsV1": {"f:spec": {}}}
                       for name, time in managers])
    return document


def change(one, *documents, file="www.yaml", name="www", address="192.0.2.1"):
    """Puts them in place; the commit of the version that has the name."""
    one.put(file, *documents)
    one.server.answers(f"{name}.{ZONE}", address)
    return Repository(one.directory / "git").has(ZONE, one.serial())


def www(address):
    return ingress("www", f"www.{ZONE}", address)


def lines(commit, name):
    return [line for line in commit.body.split("\n")
            if line[2:].startswith(f"{name}.{ZONE} ")]


def test_the_object_and_who_wrote_to_it_last(controller):
    one = controller(git={"directory": "git"})
    one.config.setdefault("cluster", {})["name"] = "prod-1"
    one.write_config()
    one.put("www.yaml", www("192.0.2.1"))
    one.start().serving()
    commit = change(one, named(
        www("192.0.2.2"), "8d1b", "4711",
        ("kubectl-edit", "2026-03-01T10:00:00Z"),
        ("helm\n\nSigned-off-by: x <x@y>", "2026-02-01T10:00:00Z")),
        address="192.0.2.2")
    assert commit.one("Cluster") == "prod-1"
    assert commit.all("Source") == [
        "Ingress web/www uid=8d1b resourceVersion=4711 manager=kubectl-edit"]
    assert commit.all("Manager") == ["kubectl-edit"]
    evil = "helm\n\nSigned-off-by: x <x@y>\nZone: other"
    commit = change(one, named(www("192.0.2.3"), "8d1b", "4712",
                               (evil, "2026-04-01T10:00:00Z")),
                    address="192.0.2.3")
    assert commit.one("Signed-off-by") is None
    assert commit.one("Zone") == ZONE
    assert commit.one("Manager").startswith("helm??Signed-off-by: x")


def test_deletions_that_were_approved(controller):
    one = controller(git={"directory": "git"})
    one.put("many.yaml", *(ingress(n, f"{n}.{ZONE}", "192.0.2.1")
                           for n in NAMES))
    one.put("www.yaml", www("192.0.2.1"))
    one.start().serving()
    one.server.answers(f"w19.{ZONE}", "192.0.2.1")
    one.says("zone published")
    one.put("many.yaml", *(ingress(n, f"{n}.{ZONE}", "192.0.2.1")
                           for n in NAMES[:3]))
    one.says("deletions are held until approved")
    commit = change(one, www("192.0.2.2"), address="192.0.2.2")
    assert not lines(commit, "w7")  # it stays: there is nothing to tell
    plan = one.status()["zones"][0]["held"]["plan"]
    done = one.command("approve", ZONE, "--plan", plan, "--config",
                       one.config_file)
    assert done.returncode == 0, done.stderr
    one.server.rcodes(f"w7.{ZONE}", "NXDOMAIN")
    commit = Repository(one.directory / "git").has(ZONE, one.serial())
    assert lines(commit, "w7") == [
        f"- w7.{ZONE} A 192.0.2.1 ttl 60 (Ingress web/w7: approved)"]


def test_addresses_whose_grace_is_over(controller):
    one = controller(git={"directory": "git"}, grace="1s")
    one.put("www.yaml", www("192.0.2.1"))
    one.put("other.yaml", ingress("other", f"other.{ZONE}", "192.0.2.9"))
    one.start().serving()
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    one.says("zone published")
    one.put("www.yaml", www([]))
    one.server.rcodes(f"www.{ZONE}", "NXDOMAIN")
    commit = Repository(one.directory / "git").has(ZONE, one.serial())
    assert lines(commit, "www") == [
        f"- www.{ZONE} A 192.0.2.1 ttl 60 (Ingress web/www: lost)"]


def test_records_that_the_checker_refused(controller):
    one = controller(zones=[zone_settings(guard="off")],
                     git={"directory": "git"})
    one.config["nsd"]["checkzone"] = "always"
    one.write_config()
    checker(one, NAMING, "poison")
    one.put("text.yaml", endpoint("text", (f"t.{ZONE}", "TXT", ["fine"])))
    one.put("www.yaml", www("192.0.2.1"))
    one.start().serving()
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    one.says("zone published")
    one.put("text.yaml", endpoint("text", (f"t.{ZONE}", "TXT", ["poison"])))
    commit = change(one, www("192.0.2.2"), address="192.0.2.2")
    found = [line for one_ in Repository(one.directory / "git").commits()
             for line in lines(one_, "t")]
    assert found[-1] == (f'- t.{ZONE} TXT "fine" ttl 60 '
                         "(DNSEndpoint web/text: quarantine)"), commit.body


def test_a_static_record(controller):
    one = controller(zones=[zone_settings(records=["fix 300 A 192.0.2.7"])],
                     git={"directory": "git"})
    one.put("www.yaml", www("192.0.2.1"))
    one.start().serving()
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    one.says("zone published")
    one.config["zones"][0]["records"] = ["fix 300 A 192.0.2.8"]
    one.write_config()
    one.server.answers(f"fix.{ZONE}", "192.0.2.8")
    commit = Repository(one.directory / "git").has(ZONE, one.serial())
    assert lines(commit, "fix") == [
        f"~ fix.{ZONE} A 192.0.2.7 -> 192.0.2.8 ttl 300 "
        f"(Zone {ZONE}: configuration)"]
    assert commit.all("Source") == [f"Zone {ZONE}"]
