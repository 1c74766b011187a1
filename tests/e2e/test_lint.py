# SPDX-License-Identifier: Apache-2.0
"""lint: anybody's zone files, and the findings of our own zones."""

import json
import re
import subprocess

import pytest

from checkers import program as installed
from controller import ZONE, environment, zone_settings
from objects import endpoint, ingress

pytestmark = pytest.mark.sanitized

CLEAN = """\
$ORIGIN example.com.
$TTL 1h
@\tIN SOA ns1 hostmaster (
\t2026010101 ; serial
\t15m 5m 2w 60 )
\tNS ns1
\tNS ns.example.net.
ns1\tA 192.0.2.53
www\tA 192.0.2.1
\tTXT "v=1; a\\"b" ; not in here
"""

# What is added to the clean file, the line that is told, id, severity.
MISTAKES = [
    ("www CNAME ns1", 11, "CNAMEConflict", "error"),
    ("mail MX 70000 ns1", 11, "BadTarget", "error"),
    ("www.example.org. A 192.0.2.1", 11, "OutOfZone", "error"),
    ("\n\nt TXT \"unclosed", 13, "BadSyntax", "error"),
    ("sub NS ns.sub\nsub NS ns.example.net.", 11, "NoGlue", "warning"),
    ("@ NS ns2", 11, "NoGlue", "error"),
    ("sub NS ns.example.net.\nsub NS ns.example.org.\nsub DS 1 13 255 00",
     13, "BadTarget", "warning"),
    ("$TTL\nx A 192.0.2.1", 11, "BadSyntax", "error"),
    ("alias CNAME nowhere", 11, "DanglingTarget", "warning"),
    ("www 60 A 192.0.2.2", 9, "MixedTTL", "warning"),
    ("inside A 10.0.0.1", 11, "PrivateAddress", "warning"),
]


@pytest.fixture
def one(controller):
    return controller()


def lint(one, text, *words):
    file = one.directory / "db.example"
    file.write_text(text)
    return one.command("lint", file, *words)


def test_clean(one):
    done = lint(one, CLEAN)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    checked = subprocess.run(
        [installed("nsd-checkzone"), ZONE, one.directory / "db.example"],
        capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("more, line, check, severity", MISTAKES,
                         ids=[row[2] for row in MISTAKES])
def test_mistakes(one, more, line, check, severity):
    done = lint(one, CLEAN + more + "\n")
    assert (done.returncode, done.stderr) == (1, "")
    told = re.findall(r"^(.*):(\d+): (\w+) (\w+) \S+: .+$", done.stdout, re.M)
    file = str(one.directory / "db.example")
    assert told == [(file, str(line), severity, check)], done.stdout
    answer = json.loads(lint(one, CLEAN + more + "\n", "-o", "json").stdout)
    assert answer["schemaVersion"] == 1 and answer["zone"] == ZONE
    assert (answer["errors"], answer["warnings"]) == (
        (1, 0) if severity == "error" else (0, 1))
    found, = answer["findings"]
    assert (found["line"], found["id"], found["severity"]) == (
        line, check, severity)


def test_info_alone_is_clean(one):
    done = lint(one, CLEAN + "@ DNSKEY 257 3 13 AAAA\n")
    assert done.returncode == 0 and "info UnreadType" in done.stdout


def test_stdin_and_zone(one):
    words = [one.binary, "lint", "-", "--zone=example.net."]
    done = subprocess.run(words, input="www A 192.0.2.1\n", text=True,
                          capture_output=True, env=environment())
    assert done.returncode == 1 and done.stderr == ""
    assert "(stdin): error BadSOA example.net" in done.stdout
    assert "(stdin):1: warning BadTTL www.example.net" in done.stdout


@pytest.mark.parametrize("words, told", [
    ([], "FILE"), (["nowhere.zone"], "nowhere.zone"), (["/"], "'/'"),
    (["FILE", "--zone", "a..b"], "a..b"), (["FILE", "-o", "yaml"], "yaml"),
    (["FILE", "FILE"], "unexpected")], ids=str)
def test_usage(one, words, told):
    (one.directory / "db.example").write_text(CLEAN)
    file = one.directory / "db.example"
    done = one.command("lint", *[file if w == "FILE" else w for w in words])
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_nothing_says_which_zone(one):
    done = lint(one, "\nwww A 192.0.2.1\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "line 2" in done.stderr and "--zone" in done.stderr


def test_any_bytes(one):
    file = one.directory / "db.example"
    file.write_bytes(bytes(range(256)) * 40 + b"\x1b[31m\n")
    done = one.command("lint", file, "--zone", ZONE)
    assert done.returncode == 1
    assert not re.search(r"[^\n -~]", done.stdout + done.stderr)


def test_what_we_render_is_clean(one):
    one.put("all.yaml", ingress("www", "www.example.com", "192.0.2.1"),
            endpoint("more", ("t.example.com", "TXT", ["a;b", '"q" "r"']),
                     ("m.example.com", "MX", ["10 www.example.com"])))
    done = one.command("render", "--config", one.config_file, "--from",
                       one.manifests)
    again = lint(one, done.stdout)
    assert again.stdout.count("\n") == 1 and "FewNameservers" in again.stdout


def test_our_own_zones(one):
    one.put("all.yaml", endpoint(
        "odd", ("a.example.com", "CNAME", ["gone.example.com"]),
        ("m.example.com", "MX", ["0 .", "10 ns1.example.com"])))
    words = ["render", "--config", one.config_file, "--from", one.manifests]
    done = one.command(*words)
    assert done.returncode == 0
    assert ("warning DanglingTarget a.example.com DNSEndpoint web/odd: CNAME"
            in done.stderr)
    # How many nameservers ours has is the operator's choice.
    assert "FewNameservers" not in done.stderr
    # An error has cost its record, and nothing else.
    assert ("error NullTarget m.example.com DNSEndpoint web/odd: MX"
            in done.stderr)
    assert "m\t60\tIN\tMX\t10 ns1.example.com.\n" in done.stdout
    assert "\tMX\t0 .\n" not in done.stdout
    assert "a\t60\tIN\tCNAME\tgone.example.com.\n" in done.stdout
    one.config["zones"] = [zone_settings(
        lint={"off": ["DanglingTarget"]})]
    one.write_config()
    again = one.command(*words)
    assert again.stdout.count("\n") == done.stdout.count("\n")
    assert "DanglingTarget" not in again.stderr
    assert "NullTarget" in again.stderr
