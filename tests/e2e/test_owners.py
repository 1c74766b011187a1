# SPDX-License-Identifier: Apache-2.0
"""Names that another namespace wants, as NSD answers them (C0: whose a name
is; C2: one owner namespace; U1: a flood is held)."""

import json

import pytest

from controller import ZONE, zone_settings
from eventually import eventually
from objects import endpoint, ingress

NAMES = [f"w{n}" for n in range(12)]
OURS, THEIRS = "192.0.2.1", "192.0.2.66"


def host(name):
    return f"{name}.{ZONE}"


def ours(names=NAMES):
    return [ingress(name, host(name), OURS, "shop",
                    created="2024-01-01T00:00:00Z") for name in names]


def theirs(names=NAMES):
    """Of older objects, so that age alone would give them the names."""
    return [ingress(name, host(name), THEIRS, "evil",
                    created="2020-01-01T00:00:00Z") for name in names]


def start(one, names=NAMES):
    one.put("shop.yaml", *ours(names))
    one.start().serving()
    for name in names:
        one.server.answers(host(name), OURS)
    return one


def explained(one, name):
    done = one.command("explain", host(name), "--socket",
                       one.state / "control.sock", "-o", "json")
    return json.loads(done.stdout)


def owner(one, name):
    return explained(one, name)["owner"].get("namespace")


def taken(one, name):
    """Are the claims of evil seen, and refused?"""
    return any(finding["id"] == "NameTaken"
               for claim in explained(one, name)["claims"]
               for finding in claim["findings"])


def all_ours(one):
    return all(one.server.answer(host(name)) == [OURS] for name in NAMES)


def plan(one):
    one.says("deletions are held until approved")
    return next(line["plan"] for line in reversed(one.messages())
                if line["message"] == "deletions are held until approved")


def restart(one):
    one.kill()
    one.start()
    one.says("zone served")


@pytest.mark.sanitized
def test_a_flood_that_another_waits_for(controller):
    one = start(controller())
    one.put("evil.yaml", *theirs())
    eventually(lambda: taken(one, "w0"), "evil's claims")
    one.remove("shop.yaml")
    digits = plan(one)
    assert all_ours(one) and owner(one, "w0") == "shop"
    restart(one)
    plan(one)
    assert all_ours(one) and owner(one, "w0") == "shop"
    done = one.command("approve", ZONE, "--plan", digits, "--socket",
                       one.state / "control.sock")
    assert done.returncode == 0, done.stderr
    for name in NAMES:
        one.server.answers(host(name), THEIRS)
    assert owner(one, "w0") == "evil"


@pytest.mark.sanitized
def test_who_comes_in_a_hold_does_not_get_the_names(controller):
    one = start(controller())
    one.remove("shop.yaml")
    plan(one)
    one.put("evil.yaml", *theirs())
    eventually(lambda: taken(one, "w0"), "evil's claims")
    assert all_ours(one)
    restart(one)
    plan(one)
    eventually(lambda: taken(one, "w0"), "evil's claims")
    assert all_ours(one)
    one.put("shop.yaml", *ours())
    one.says("nothing is held any more", "everything is there again")
    assert all_ours(one) and owner(one, "w0") == "shop"


@pytest.mark.sanitized
def test_an_object_that_is_replaced(controller):
    one = start(controller())
    one.put("evil.yaml", *theirs())
    eventually(lambda: taken(one, "w0"), "evil's claims")
    one.put("shop.yaml", *ours(NAMES[1:]))
    eventually(lambda: not any(
        claim["origin"].startswith("Ingress shop/") and
        claim["outcome"] == "published"
        for claim in explained(one, "w0")["claims"]), "the deletion")
    assert one.server.answer(host("w0")) == [OURS]
    one.put("shop.yaml", *ours())
    one.put("last.yaml", ingress("last", host("last"), OURS))
    one.server.answers(host("last"), OURS)
    assert all_ours(one) and owner(one, "w0") == "shop"


@pytest.mark.sanitized
def test_a_name_moves_without_a_gap(controller):
    one = start(controller(zones=[zone_settings(guard="off", ttl=1)]))
    one.put("evil.yaml", *theirs(["w0"]))
    eventually(lambda: taken(one, "w0"), "evil's claim")
    one.put("shop.yaml", *ours(NAMES[1:]))
    seen = []

    def moved():
        seen.append(tuple(one.server.answer(host("w0"))))
        return seen[-1] == (THEIRS,)

    eventually(moved, lambda: f"answers: {seen[-1]}")
    assert set(seen) <= {(OURS,), (THEIRS,)}
    assert owner(one, "w0") == "evil"


@pytest.mark.sanitized
def test_the_names_of_a_unit(controller):
    one = start(controller())
    one.put("evil.yaml",
            ingress("wild", f"*.{host('w0')}", THEIRS, "evil"),
            endpoint("tls", (f"*._tcp.{host('w0')}", "TLSA",
                             [f"3 1 1 {'ab' * 32}"]), namespace="evil"))
    eventually(lambda: explained(one, "*.w0")["claims"], "the wildcard")
    for name, kind in (("_acme-challenge.w0", "TXT"), ("x.w0", "A"),
                       ("_443._tcp.w0", "TLSA")):
        assert one.server.rcode(host(name), kind) == "NXDOMAIN"


@pytest.mark.sanitized
def test_a_name_without_records_keeps_its_owner(controller):
    one = controller()
    one.put("shop.yaml", ingress("w0", host("w0"), (), "shop"))
    one.start().serving()
    one.put("evil.yaml", *theirs(["w0"]))
    eventually(lambda: taken(one, "w0"), "evil's claim")
    one.put("last.yaml", ingress("last", host("last"), OURS))
    one.server.answers(host("last"), OURS)
    before = explained(one, "w0")["owner"]
    restart(one)
    eventually(lambda: taken(one, "w0"), "evil's claim")
    assert explained(one, "w0")["owner"] == before
    assert before["namespace"] == "shop" and before["why"] == "oldest"
    assert one.server.rcode(host("w0")) == "NXDOMAIN"


@pytest.mark.sanitized
def test_owners_alone_are_saved(controller):
    """No record differs, so there is no version that would have them."""
    one = start(controller())
    serial = one.server.serial(ZONE)
    one.put("wait.yaml", ingress("wait", host("wait"), (), "shop"))
    origins = one.state / "zones" / f"{ZONE}.origins"
    eventually(lambda: "owner\twait\tshop\t" in origins.read_text(),
               origins.read_text)
    assert one.server.serial(ZONE) == serial


def test_owners_on_a_full_disk(controller):
    """They are owed until there is room; it is said once, and what is served
    stays."""
    one = controller()
    one.faults()
    start(one).confirmed()
    serial = one.server.serial(ZONE)
    one.faults(f"write ENOSPC zones/.{ZONE}.origins.tmp")
    one.put("wait.yaml", ingress("wait", host("wait"), (), "shop"))
    one.says("zone not written", ZONE, "No space left on device")
    assert all_ours(one)
    one.faults()
    one.says("zone written again", ZONE)
    said = [line["message"] for line in one.messages()]
    assert said.count("zone not written") == 1
    restart(one)
    one.put("evil.yaml", *theirs(["wait"]))
    eventually(lambda: taken(one, "wait"), "evil's claim")
    assert owner(one, "wait") == "shop"
    assert one.server.serial(ZONE) == serial
