# SPDX-License-Identifier: Apache-2.0
"""Aliases that a wildcard or a DNAME would lead back: asked of a real NSD."""

import dns.exception
import dns.rcode

from controller import ZONE, zone_settings
from eventually import eventually
from objects import endpoint


def entry(name, kind, *targets):
    return f"{name}.{ZONE}", kind, targets


def answers(one, name):
    """The code and the records that NSD answers for an address."""
    try:
        answer = one.server.query(f"{name}.{ZONE}", "A")
    except (dns.exception.Timeout, OSError):
        return "TIMEOUT", []
    return dns.rcode.to_text(answer.rcode()), sorted(
        str(record) for rrset in answer.answer for record in rrset)


def become(one, name, expected):
    eventually(lambda: answers(one, name) == expected,
               lambda: f"{name}: {answers(one, name)}\n{one.messages()}")


def test_a_wildcard_while_its_target_comes_and_goes(controller):
    one = controller(zones=[zone_settings(ttl=3)])
    load_balancer = endpoint("lb", entry("lb.apps", "A", "192.0.2.9"))
    one.put("apps.yaml", endpoint(
        "apps", entry("*.apps", "CNAME", f"lb.apps.{ZONE}")))
    one.put("lb.yaml", load_balancer)
    one.start().serving()
    good = ("NOERROR", ["192.0.2.9", f"lb.apps.{ZONE}."])
    become(one, "foo.apps", good)
    one.confirmed()
    # The wildcard would answer for its own target now.
    one.remove("lb.yaml")
    become(one, "foo.apps", ("NXDOMAIN", []))
    said = one.command("explain", f"*.apps.{ZONE}", "--config",
                       one.config_file).stdout
    assert "refused (CNAMELoop)" in said, said
    one.confirmed()
    one.put("lb.yaml", load_balancer)
    become(one, "foo.apps", good)


def test_dnames_that_lead_to_each_other(controller):
    one = controller(zones=[zone_settings(administrators=["web"])])
    one.put("a.yaml", endpoint(
        "a", entry("aa", "DNAME", f"bb.{ZONE}"),
        entry("bb", "DNAME", f"aa.{ZONE}"),
        entry("www", "A", "192.0.2.1")))
    one.start().serving()
    become(one, "www", ("NOERROR", ["192.0.2.1"]))
    # One of the two stands, and leads to a name that does not exist.
    text = one.zone_text()
    assert text.count("\tDNAME\t") == 1, text
