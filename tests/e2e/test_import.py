# SPDX-License-Identifier: Apache-2.0
"""import: another server's zone becomes records of the configuration."""

import textwrap

import pytest

from controller import ZONE, zone_settings
from objects import endpoint, ingress
from primaries import KEY, SERVERS, Primary
from test_axfr import HEAD, MANY, TYPES, new_secret

pytestmark = pytest.mark.sanitized

CONFIG = """\
zones:
  - name: example.com
    nameservers: [{name: ns1.example.com, addresses: [192.0.2.53]}]
    soa: {contact: hostmaster@example.com}
"""
HOSTILE = r"""
quotes TXT "it's \"quoted\"" 'single'
yaml TXT "- '" "#x" ": {}" "\000\010\255"
brackets TXT "%{{x}}" "$INCLUDE /etc/passwd" "$ORIGIN ."
"""


@pytest.fixture
def one(controller):
    made = controller(unknownTypes=True)
    made.db = made.directory / "db"
    made.put("none.yaml")
    return made


def run(one, *words):
    return one.command("import", *words, "--config", one.config_file, "--from",
                       one.manifests)


def adopt(one, printed, more=""):
    """The records that were printed become those of the configuration."""
    one.config_file.write_text(
        CONFIG + textwrap.indent(printed, "    ") + "unknownTypes: true\n"
        + f"nsd: {{directory: {one.state}}}\n" + more)
    done = one.command("check", "--config", one.config_file)
    assert done.returncode == 0, done.stderr


def diff(one, against):
    return one.command("diff", "--config", one.config_file, "--from",
                       one.manifests, "--against", against)


@pytest.mark.parametrize("text", [
    HEAD, HEAD + TYPES, HEAD + MANY, HEAD + TYPES + HOSTILE])
def test_what_was_imported_is_published(one, text):
    one.db.write_text(text)
    done = run(one, one.db)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"# zone {ZONE}, serial 4711\nrecords:\n")
    assert done.stdout.isascii()
    adopt(one, done.stdout)
    # The head is the configuration's, and that contact another one.
    difference = diff(one, one.db).stdout.split("\n")
    assert len(difference) == 4, difference
    assert difference[1].startswith("~ example.com SOA 3600: ")
    # Nothing is left to take over.
    again = run(one, one.db)
    assert (again.returncode, again.stdout) == (
        0, f"# zone {ZONE}, serial 4711\nrecords: []\n")


def test_what_objects_have_stays_theirs(one):
    one.db.write_text(HEAD + """\
same A 192.0.2.8
other A 192.0.2.9
other TXT "mail"
_dmarc.other TXT "v=DMARC1; p=none"
*.other A 192.0.2.10
waits A 192.0.2.11
free A 192.0.2.12
sub NS ns.example.net.
""")
    one.put("all.yaml", ingress("same", "same.example.com", "192.0.2.8"),
            ingress("other", "other.example.com", "192.0.2.99"),
            ingress("waits", "waits.example.com"),
            endpoint("below", ("a.sub.example.com", "A", ["192.0.2.3"])))
    before = one.command("render", "--config", one.config_file, "--from",
                         one.manifests, "--serial", 1).stdout
    done = run(one, one.db)
    assert done.returncode == 1
    records = done.stdout.split("\n")[2:-1]
    assert records == ["  - 'free 300 A 192.0.2.12'",
                       "  - 'www 60 A 192.0.2.1'"]
    for line in [
            "same.example.com A 192.0.2.8: Ingress web/same asks for it",
            "other.example.com A 192.0.2.9: Ingress web/other has the name",
            "other.example.com TXT \"mail\": Ingress web/other has the name",
            "_dmarc.other.example.com TXT",
            "*.other.example.com A 192.0.2.10: Ingress web/other has",
            "waits.example.com A 192.0.2.11: Ingress web/waits has",
            "sub.example.com NS ns.example.net.: DNSEndpoint web/below asks "
            "for a name below it",
            "ns1.example.com A 192.0.2.53: the configuration has it",
            "example.com NS ns1.example.com.: the configuration has its own"]:
        assert f"import: left out {line}" in done.stderr, line
    # No object loses anything to them.
    adopt(one, done.stdout)
    after = one.command("render", "--config", one.config_file, "--from",
                        one.manifests, "--serial", 1).stdout
    assert set(before.split("\n")) <= set(after.split("\n"))


def test_what_could_not_be_published_is_told(one):
    one.config["unknownTypes"] = False
    one.config["zones"].append(zone_settings("child.example.com"))
    one.write_config()
    one.db.write_text(HEAD + """\
host HINFO PDP-11 UNIX
bad A 192.0.2.300
b\\032c A 192.0.2.1
ns1 A 192.0.2.54
x.child A 192.0.2.5
priv TYPE65280 \\# 1 00
a CNAME www
a TXT "beside an alias"
loop CNAME loool
loool CNAME loop
cut NS ns.example.net.
below.cut A 192.0.2.6
good A 192.0.2.7
""")
    done = run(one, one.db, "--zone", ZONE)
    assert done.returncode == 1
    for line in [
            "host.example.com HINFO: a type that is not published (line 7)",
            "bad.example.com A: A: '192.0.2.300' is not an IPv4 address "
            "(line 8)",
            "b\\032c.example.com A: bad name 'b\\032c.example.com': ",
            "ns1.example.com A 192.0.2.54: the name belongs to a nameserver",
            "x.child.example.com A 192.0.2.5: it belongs to another zone",
            "priv.example.com TYPE65280 \\# 1 00: unknownTypes is not set",
            "a.example.com CNAME",
            "below.cut.example.com A 192.0.2.6: "]:
        assert line in done.stderr, (line, done.stderr)
    # Of a loop one record is left out.
    assert done.stderr.count("loop.example.com CNAME") + done.stderr.count(
        "loool.example.com CNAME") == 1
    assert "'good 300 A 192.0.2.7'" in done.stdout
    assert "'cut 300 NS ns.example.net.'" in done.stdout


@pytest.mark.parametrize("kind", SERVERS)
def test_from_a_server(one, kind):
    secret = new_secret()
    (one.directory / "secret").write_text(secret)
    one.config["tsig"] = [{"name": KEY, "secretFile": "secret"}]
    one.write_config()
    one.db.write_text(HEAD + TYPES + MANY)
    primary = Primary(kind, one.directory / kind, ZONE, one.db, secret)
    done = run(one, primary.place(), "--zone", ZONE, "--tsig", KEY)
    assert done.returncode == 0, done.stderr
    assert done.stdout == run(one, one.db).stdout
    assert secret not in done.stdout + done.stderr
    refused = run(one, primary.place(), "--zone", ZONE)
    assert (refused.returncode, refused.stdout) == (2, "")
    primary.stop()


def test_trouble(one):
    one.db.write_text("nothing of a zone\n")
    more = [zone_settings(), zone_settings("example.org")]
    for words, zones, says in [
            ([one.db], None, "no SOA"),
            (["none"], None, "none"),
            ([one.db, "--zone", "example.net"], None, "'example.net' is not"),
            ([one.db], more, "which of the 2 zones"),
            ([one.db, "--tsig", KEY], None, "axfr:HOST only"),
            ([one.db, "--zone", "-.-x.."], None, "bad name"),
            (["axfr:127.0.0.1", "--tsig", "x"], None, "no TSIG key 'x'")]:
        one.config["zones"] = zones or [zone_settings()]
        one.write_config()
        done = run(one, *words)
        assert (done.returncode, done.stdout) == (2, ""), words
        assert says in done.stderr, (words, done.stderr)
    assert one.command("import").returncode == 2
