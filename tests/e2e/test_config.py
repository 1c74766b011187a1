# SPDX-License-Identifier: Apache-2.0
"""A configuration with every kind of mistake."""

import re

import pytest

from controller import ZONE
from objects import ingress

pytestmark = pytest.mark.sanitized

GOOD = """\
zones:
- name: example.com
  nameservers:
  - name: ns1.example.com
    addresses: [192.0.2.53]
  soa:
    contact: hostmaster@example.com
"""
ZONES = "zones:\n- name: example.com\n"
SERVERS = "  nameservers: [{name: ns1.example.net}]\n"
SOA = "  soa: {contact: hostmaster@example.com}\n"

# name: (text, line of the mistake, word that must be in what is said)
MISTAKES = {
    "empty": ("", None, "zones"),
    "a list": ("- a\n", 1, ""),
    "no YAML": ("zones: [\n", None, ""),
    "a tab": ("zones:\n\t- name: a\n", 2, ""),
    "binary": ("\0\1\2", None, ""),
    "unknown key": (GOOD + "colour: blue\n", 8, "colour"),
    "unknown key in a zone": (GOOD.replace(
        "  soa:", "  colour: blue\n  soa:"), 6, "colour"),
    "key of a later day": (GOOD + "handover: auto\n", 8, "handover"),
    "a key twice": (GOOD + "zones: []\n", 8, "already"),
    "an alias": (GOOD.replace("name: ns1", "name: &x ns1"), 4, ""),
    "zones is a text": ("zones: x\n", 1, "zones"),
    "zones is empty": ("zones: []\n", 1, "zones"),
    "zone without a name": ("zones:\n- soa: {contact: a@b.example}\n"
                            + SERVERS, 2, "name"),
    "zone name of blanks": (GOOD.replace("name: example.com",
                                         "name: exam ple.com"), 2, "exam"),
    "zone twice": (GOOD + GOOD[7:].replace("name: example.com",
                                           "name: Example.COM."), 8,
                   "example.com"),
    "no nameservers": (ZONES + SOA, 2, "nameservers"),
    "nameservers empty": (ZONES + SOA + "  nameservers: []\n", 4,
                          "nameservers"),
    "nameserver without an address": (
        ZONES + SOA + "  nameservers:\n  - name: ns1.example.com\n", 5,
        "ns1.example.com"),
    "nameserver address is none": (
        GOOD.replace("192.0.2.53", "192.0.2.530"), 5, "192.0.2.530"),
    "no contact": (ZONES + SERVERS, 2, "contact"),
    "contact is none": (GOOD.replace("hostmaster@example.com", '"a b"'), 7,
                        "contact"),
    "TTL is a word": (GOOD + "  ttl: soon\n", 8, "ttl"),
    "TTL is negative": (GOOD + "  ttl: -1\n", 8, "ttl"),
    "TTL beyond 31 bits": (GOOD + "  ttl: 2147483648\n", 8, "ttl"),
    "serial of no kind": (GOOD + "  serial: roman\n", 8, "serial"),
    "resource of no kind": (GOOD + "resources: [Ingress, Pod]\n", 8, "Pod"),
    "resource twice": (GOOD + "resources: [Ingress, Ingress]\n", 8,
                       "Ingress"),
    "bad selector": (GOOD + "filters:\n  labels:\n    Ingress: ['a in (']\n",
                     10, "a in ("),
    "tlsHosts is a number": (GOOD + "ingress: {tlsHosts: 1}\n", 8,
                             "tlsHosts"),
    "acrossNamespaces of no kind": (GOOD + "acrossNamespaces: all\n", 8,
                                    "acrossNamespaces"),
    "listen without an address": (GOOD + "nsd: {listen: [':53']}\n", 8,
                                  "listen"),
    "listen on a port too high": (
        GOOD + "nsd: {listen: ['127.0.0.1@65536']}\n", 8, "65536"),
    "checkzone of no kind": (GOOD + "nsd: {checkzone: often}\n", 8,
                             "checkzone"),
    "log level of no kind": (GOOD + "log: {level: loud}\n", 8, "loud"),
    "templates that are not there": (GOOD + "templates: nowhere\n", 8,
                                     "nowhere"),
    "check of no kind": (GOOD + "  lint: {off: [OddNames]}\n", 8,
                         "OddNames"),
    "limit of nothing": (GOOD + "limits: {recordsPerRRset: 0}\n", 8,
                         "recordsPerRRset"),
    "page size is a text": (GOOD + "cluster: {pageSize: many}\n", 8,
                            "pageSize"),
}


def test_the_good_one_is_good(controller):
    one = controller()
    one.write_config(GOOD)
    done = one.command("check", "--config", one.config_file)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake(controller, name):
    text, line, word = MISTAKES[name]
    one = controller()
    one.write_config(text or "\n")
    done = one.command("check", "--config", one.config_file)
    assert done.returncode == 2, done.stderr
    where = rf"^{re.escape(str(one.config_file))}:{line or '[0-9]+'}:[0-9]+: "
    found = re.findall(where + "(.*)", done.stderr, re.M)
    assert found, done.stderr
    assert any(word in text for text in found), done.stderr
    assert not re.search(r"[^\n -~]", done.stderr)
    # Whoever is given that file refuses it alike, before it does anything.
    for words in (one.run_words()[1:], ["render", "--config", one.config_file,
                                        "--from", one.manifests]):
        again = one.command(*words)
        assert again.returncode == 2 and again.stdout == ""
        assert found[0] in again.stderr
    assert not one.state.exists()


def test_all_mistakes_are_told(controller):
    one = controller()
    one.write_config(GOOD + "  ttl: -1\ncolour: blue\nlog: {level: loud}\n")
    done = one.command("check", "--config", one.config_file)
    assert done.returncode == 2
    for word in ("ttl", "colour", "loud"):
        assert word in done.stderr


@pytest.mark.parametrize("path", ["nowhere.yaml", "."])
def test_no_file(controller, path):
    one = controller()
    done = one.command("check", "--config", one.directory / path)
    assert done.returncode == 2
    assert str(one.directory) in done.stderr


def test_a_bad_template(controller):
    one = controller()
    folder = one.directory / "templates"
    folder.mkdir()
    for text in ("www 60 IN A 6.6.6.6\n", "; {{nobody}}\n", "; {{zone\n"):
        (folder / "zone-header.tmpl").write_text(text)
        one.config["templates"] = str(folder)
        one.write_config()
        done = one.command("check", "--config", one.config_file)
        assert done.returncode == 2, text
        assert "zone-header.tmpl" in done.stderr


def test_options_reach_the_zone(controller):
    """Each option once, on objects that show it."""
    one = controller(
        filters={"namespaces": ["web"], "ingressClasses": ["inside"],
                 "labels": {"Ingress": ["team in (a, b),!old"]}},
        resources=["Ingress"], ingress={"tlsHosts": True})
    one.config["zones"][0].update(ttl=120, serial="date", serviceNames=False)

    def labelled(name, labels, cls="inside", namespace="web"):
        document = ingress(name, f"{name}.example.com", "192.0.2.1", namespace)
        document["metadata"]["labels"] = labels
        document["spec"]["ingressClassName"] = cls
        document["spec"]["tls"] = [{"hosts": [f"tls-{name}.example.com"]}]
        return document

    one.put("a.yaml",
            labelled("in", {"team": "a"}),
            labelled("old", {"team": "a", "old": "x"}),
            labelled("team", {"team": "c"}),
            labelled("outside", {"team": "a"}, "outside"),
            labelled("space", {"team": "a"}, namespace="other"))
    one.write_config()
    done = one.command("render", "--config", one.config_file, "--from",
                       one.manifests)
    assert done.returncode == 0, done.stderr
    owners = {line.split("\t")[0] for line in done.stdout.split("\n")
              if "\tA\t" in line}
    assert owners == {"in", "tls-in", "ns1"}
    assert "in\t120\tIN\tA\t192.0.2.1\n" in done.stdout
    assert re.search(r"^\t20\d{8}\t; serial$", done.stdout, re.M)


def test_a_comment_is_no_version(controller):
    """Another zone-header.tmpl: nothing to publish."""
    one = controller()
    one.put("a.yaml", ingress("a", "a.example.com", "192.0.2.1"))
    one.start().serving()
    one.server.answers("a.example.com", "192.0.2.1")
    serial = one.server.serial(ZONE)
    one.stop()
    folder = one.directory / "templates"
    folder.mkdir()
    (folder / "zone-header.tmpl").write_text("; somebody else's\n")
    one.config["templates"] = str(folder)
    one.write_config()
    one.start().serving()
    one.server.answers("a.example.com", "192.0.2.1")
    assert one.server.serial(ZONE) == serial
    one.put("b.yaml", ingress("b", "b.example.com", "192.0.2.2"))
    one.server.answers("b.example.com", "192.0.2.2")
    assert "; somebody else's\n" in one.zone_text()
    one.stop()
