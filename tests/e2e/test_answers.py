# SPDX-License-Identifier: Apache-2.0
"""What resolvers are told: golden cases, served and asked by UDP and TCP.

The objects are those of tests/cases, the rows those of its ROWS.md.  NSD runs
with minimal-responses: an answer carries nothing but the answer, save that
the nameservers of a zone or of a delegation come with their addresses.
"""

import json
import pathlib
import re
import shutil
import tempfile

import dns.flags
import dns.name
import dns.rcode
import dns.rdatatype
import pytest

from controller import Controller, zone_settings
from eventually import eventually
from objects import ingress

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases"
NODATA, NXDOMAIN = "NODATA", "NXDOMAIN"


def same_serial(text):
    return re.sub(r"^\t\d+\t; serial$", "\t0\t; serial", text, flags=re.M)


class Case(Controller):
    """A controller with the configuration and the objects of a case."""

    def __init__(self, program, directory, name):
        super().__init__(program, directory)
        path = CASES / name
        text = (path / "config.yaml").read_text()
        self.expected = {p.stem: p.read_text() for p in path.glob("*.zone")}
        self.config["zones"] = [{"name": zone} for zone in self.expected]
        own = {key: self.config[key] for key in ("nsd", "log")}
        self.write_config(text + "".join(
            f"\n{key}: {json.dumps(value)}" for key, value in own.items()))
        source = next(path.glob("objects.*"))
        self.put_text(source.name, source.read_text())

    def published(self):
        """Waits until NSD answers the zones that the case expects."""
        self.start().serving()
        for zone, text in self.expected.items():
            eventually(lambda: same_serial(self.zone_text(zone))
                       == same_serial(text),
                       lambda: f"{zone} is\n{self.zone_text(zone)}")
            self.server.serves(zone, self.serial(zone))
        return self


@pytest.fixture(scope="module")
def serve(program):
    """serve(case) is a Case; the one before ends, so rows go by case."""
    running = {}

    def end():
        for one, folder in running.values():
            try:
                one.clean()
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        running.clear()

    def make(name):
        if name not in running:
            end()
            folder = pathlib.Path(tempfile.mkdtemp(prefix="k8s-nsd-"))
            one = Case(program, folder / "c", name)
            running[name] = one, folder
            one.published()
        return running[name][0]

    yield make
    end()


# Row of the acceptance table, case, name, types, what is answered: rdata,
# NODATA or NXDOMAIN, both of these with the SOA in AUTHORITY (RFC 2308).
ROWS = [
    ("5", "z1-empty", "svcX.ns1", "A", NXDOMAIN),
    ("5", "z1-empty", "d0main", "A", NXDOMAIN),
    ("5", "z1-empty", "endpointX.ns1", "TXT", NXDOMAIN),
    ("9", "z1-empty", "@", "A SRV", NODATA),
    ("c", "z1-empty", "nothing", "A NS CNAME MX SRV HTTPS PTR SOA",
     NXDOMAIN),
    ("6", "a-service-types", "pending.web", "A", NXDOMAIN),
    ("7", "a-service-types", "pending.web", "CNAME", NXDOMAIN),
    ("1", "a-service-types", "balanced.web", "A", ["192.0.2.1"]),
    ("b", "a-service-types", "web", "A AAAA TXT", NODATA),
    ("8", "d5-apex-address", "@", "A", ["192.0.0.3"]),
    ("8", "d5-apex-address", "@", "AAAA", ["2001:db8::3"]),
    ("8", "d5-apex-address", "@", "MX", NODATA),
    ("10", "n1-case-and-dots", "wWw.eXamPLe.cOm.", "A", ["192.0.2.1"]),
    ("10", "n1-case-and-dots", "www", "A", ["192.0.2.1"]),
    ("11", "n1-case-and-dots", "www", "AAAA", NODATA),
    ("16", "n1-case-and-dots", "www", "SOA", NODATA),
    ("19", "n1-case-and-dots", "ns1", "A", ["192.0.2.53"]),
    ("19", "n1-case-and-dots", "ns1", "AAAA SRV NS SOA", NODATA),
    ("20", "n1-case-and-dots", "foo.ns1", "A", NXDOMAIN),
    ("17, 18", "z1-nameservers", "ns1", "A", ["192.0.2.53"]),
    ("m", "z1-nameservers", "ns1", "AAAA", ["2001:db8::53"]),
    ("17, 18", "z1-nameservers", "ns2", "A", ["192.0.2.54"]),
    ("17, 18", "z1-nameservers", "ns2", "AAAA", NODATA),
    ("54", "d6-static-records", "www", "A", ["192.0.2.1"]),
    ("54", "d6-static-records", "www", "AAAA", ["2001:db8::1"]),
    ("54", "d6-static-records", "mail", "MX",
     ["10 mx.example.net.", "20 www.example.com."]),
    ("54", "d6-static-records", "@", "TXT", ['"v=spf1 -all" "second"']),
    ("54", "d6-static-records", "alias", "CNAME", ["www.example.com."]),
    ("54", "d6-static-records", "any.wild", "A", ["192.0.2.9"]),
    ("54", "d6-static-records", "wild", "A", NODATA),
    ("54", "d6-static-records", "abs", "A", ["192.0.2.10"]),
    ("54", "d6-static-records", "_443._tcp", "TLSA",
     ["3 1 1 " + "0123456789abcdef" * 4]),
    ("54", "d6-static-records", "nothing", "A", NXDOMAIN),
    ("a", "row-f-text-beside-ingress", "www", "MX", NODATA),
    ("f", "row-f-text-beside-ingress", "www", "A", ["192.0.2.1"]),
    ("f", "row-f-text-beside-ingress", "www", "TXT", ['"v=spf1 -all"']),
    ("a", "d3-text", "plain", "A", NODATA),
    ("D3", "d3-text", "plain", "TXT", ['"v=spf1 -all"']),
    ("D3", "d3-text", "empty", "TXT", ['""']),
    ("D3", "d3-text", "two", "TXT", ['"one" "two three"']),
    ("D3", "d3-text", "utf8", "TXT", [r'"\195\188"']),
    ("D3", "d3-text", "backslash", "TXT", [r'"a\\b"']),
    ("12", "row-48-dual-stack", "dual", "AAAA", ["2001:db8::1"]),
    ("48", "row-48-dual-stack", "dual", "A", ["192.0.2.200"]),
    ("b", "c7-wildcard-and-empty-names", "w", "A AAAA TXT", NODATA),
    ("b", "c7-wildcard-and-empty-names", "ent.w", "A AAAA TXT", NODATA),
    ("d", "c7-wildcard-and-empty-names", "any.w", "A", ["192.0.2.1"]),
    ("d", "c7-wildcard-and-empty-names", "a.b.w", "A", ["192.0.2.1"]),
    ("d", "c7-wildcard-and-empty-names", "any.w", "TXT", NODATA),
    ("d", "c7-wildcard-and-empty-names", "*.w", "A", ["192.0.2.1"]),
    ("d", "c7-wildcard-and-empty-names", "deep.ent.w", "A", ["192.0.2.2"]),
    ("d", "c7-wildcard-and-empty-names", "x.ent.w", "TXT", ['"x"']),
    ("d", "c7-wildcard-and-empty-names", "x.ent.w", "A", NODATA),
    ("d", "c7-wildcard-and-empty-names", "x.deep.ent.w", "A TXT", NXDOMAIN),
    ("d", "c7-wildcard-and-empty-names", "txt.w", "A", NODATA),
    ("d", "c7-wildcard-and-empty-names", "x.txt.w", "A", NXDOMAIN),
    ("13", "row-13-wildcard-ingress", "not-defined-label.wildcard", "A",
     ["192.0.0.6"]),
    ("14", "row-13-wildcard-ingress", "specific-subdomain.wildcard", "A",
     ["192.0.0.7"]),
    ("d", "row-13-wildcard-ingress", "a.b.wildcard", "A", ["192.0.0.6"]),
    ("d", "row-13-wildcard-ingress", "x.specific-subdomain.wildcard", "A",
     NXDOMAIN),
    ("e", "c7-wildcard-over-tenants", "@", "A MX TXT", NODATA),
    ("e", "c7-wildcard-over-tenants", "shop", "A", ["192.0.2.1"]),
    ("e", "c7-wildcard-over-tenants", "shop", "MX TXT AAAA", NODATA),
    ("e", "c7-wildcard-over-tenants", "www.shop", "A", ["192.0.2.1"]),
    ("e", "c7-wildcard-over-tenants", "www.shop", "MX TXT", NODATA),
    ("e", "c7-wildcard-over-tenants", "ns1", "MX TXT", NODATA),
    ("e", "c7-wildcard-over-tenants", "x.ns1", "A MX", NXDOMAIN),
    ("e", "c7-wildcard-over-tenants", "x.shop", "A", ["192.0.2.66"]),
    ("e", "c7-wildcard-over-tenants", "x.shop", "TXT", NODATA),
    ("e", "c7-wildcard-over-tenants", "x.www.shop", "A", ["192.0.2.66"]),
    ("e", "c7-wildcard-over-tenants", "free", "A", ["192.0.2.66"]),
    ("e", "c7-wildcard-over-tenants", "free", "MX TXT", NODATA),
    ("e", "c7-wildcard-beside-name", "specific-subdomain.wildcard", "A",
     ["192.0.0.7"]),
    ("e", "c7-wildcard-beside-name", "pending.wildcard", "A",
     ["192.0.0.6"]),
    ("d", "c7-wildcard-beside-name", "deep.ent.wildcard", "A",
     ["192.0.0.8"]),
    ("b", "c7-wildcard-beside-name", "ent.wildcard", "A AAAA TXT", NODATA),
    ("d", "c7-wildcard-beside-name", "y.ent.wildcard", "A", NXDOMAIN),
    ("e", "c7-wildcard-beside-name", "@", "A", NODATA),
    ("21", "n5-child-zones", "www.dev", "A", ["192.0.2.1"]),
    ("21", "n5-child-zones", "www.eu.dev", "A", ["192.0.2.1"]),
]


def full(name, zone="example.com."):
    if name.endswith("."):
        return dns.name.from_text(name)
    return dns.name.from_text("" if name == "@" else name,
                              dns.name.from_text(zone))


def texts(rrset):
    return sorted(rdata.to_text() for rdata in rrset)


def sections(reply):
    """(answer, authority, additional) as {(owner, type): rdata texts}."""
    return tuple({(rrset.name.to_text().lower(),
                   dns.rdatatype.to_text(rrset.rdtype)): texts(rrset)
                  for rrset in section}
                 for section in (reply.answer, reply.authority,
                                 reply.additional))


def check_denial(reply, expected, soa="example.com."):
    wanted = "NOERROR" if expected == NODATA else expected
    assert dns.rcode.to_text(reply.rcode()) == wanted, reply
    assert reply.flags & dns.flags.AA, reply
    assert not reply.answer, reply
    assert [(r.name.to_text(), r.rdtype, len(r)) for r in reply.authority
            ] == [(soa, dns.rdatatype.SOA, 1)], reply
    (denial,) = reply.authority
    # RFC 2308, where the SOA's own TTL is not the lower one.
    assert denial.ttl == denial[0].minimum, reply


@pytest.mark.parametrize(
    "row, case, name, rdtype, expected",
    [pytest.param(row, case, name, rdtype, expected,
                  id=f"row-{row}-{case}-{name}-{rdtype}".replace(", ", "-"))
     for row, case, name, rdtypes, expected in ROWS
     for rdtype in rdtypes.split()])
def test_row(serve, row, case, name, rdtype, expected):
    server = serve(case).server
    for tcp in (False, True):
        reply = server.query(full(name), rdtype, tcp=tcp)
        if expected in (NODATA, NXDOMAIN):
            check_denial(reply, expected)
            continue
        assert reply.rcode() == dns.rcode.NOERROR, reply
        assert reply.flags & dns.flags.AA, reply
        (rrset,) = reply.answer
        assert rrset.name == full(name), reply
        assert rrset.rdtype == dns.rdatatype.from_text(rdtype), reply
        assert texts(rrset) == sorted(expected), reply
        # minimal-responses: nothing that was not asked for.
        assert not reply.authority and not reply.additional, reply


@pytest.mark.parametrize("name, rdtype, ttl", [
    ("@", "SOA", 7200), ("@", "NS", 7200), ("ns1", "A", 7200),
    ("ns1", "AAAA", 7200), ("www", "A", 300)])
def test_row_55_ttl(serve, name, rdtype, ttl):
    server = serve("z1-nameservers").server
    for tcp in (False, True):
        reply = server.query(full(name), rdtype, tcp=tcp)
        assert reply.answer[0].ttl == ttl, reply


@pytest.mark.parametrize("name, expected", [
    ("www", NODATA), ("nothing", NXDOMAIN)])
def test_row_55_negative_ttl(serve, name, expected):
    """RFC 2308: the lower of the SOA's minimum and its TTL."""
    server = serve("z1-nameservers").server
    for tcp in (False, True):
        reply = server.query(full(name), "MX", tcp=tcp)
        check_denial(reply, expected)
        assert reply.authority[0].ttl == 30, reply


def test_rows_17_18_nameservers(serve):
    server = serve("z1-nameservers").server
    for tcp in (False, True):
        reply = server.query(full("@"), "NS", tcp=tcp)
        assert reply.flags & dns.flags.AA, reply
        assert sections(reply) == (
            {("example.com.", "NS"): ["ns.example.net.", "ns1.example.com.",
                                      "ns2.example.com."]}, {},
            {("ns1.example.com.", "A"): ["192.0.2.53"],
             ("ns1.example.com.", "AAAA"): ["2001:db8::53"],
             ("ns2.example.com.", "A"): ["192.0.2.54"]}), reply


def test_row_60_soa(serve):
    server = serve("z1-nameservers").server
    (found,) = server.answer("example.com", "SOA")
    words = found.split()
    assert words[:2] == ["ns1.example.com.", r"john\.doe.example.com."]
    assert words[3:] == ["7200", "1800", "864000", "30"]


def test_row_57_zone_that_is_not_there(serve):
    server = serve("z1-empty").server
    for tcp in (False, True):
        assert server.rcode("www.example.org", tcp=tcp) == "REFUSED"


# Referrals.  Case, delegated name, names below it that are asked,
# nameservers, glue.
SUB = "sub.example.com."
REFERRALS = [
    ("d4-delegation", "sub", "sub ns1.sub x.sub a.b.sub",
     ["ns.example.net.", "ns1.sub.example.com."],
     {("ns1.sub.example.com.", "A"): ["192.0.2.61"],
      ("ns1.sub.example.com.", "AAAA"): ["2001:db8::61"]}),
    ("d4-glue-by-service", "sub", "sub www.sub ns1.sub",
     ["ns1.sub.example.com."],
     {("ns1.sub.example.com.", "A"): ["192.0.2.61"]}),
    ("d4-own-name", "sub", "sub www.sub", [SUB],
     {(SUB, "A"): ["192.0.2.61"], (SUB, "AAAA"): ["2001:db8::61"]}),
    ("d4-sibling-glue", "a", "a www.a",
     ["ns.a.example.com.", "ns.b.example.com."],
     {("ns.a.example.com.", "A"): ["192.0.2.61"],
      ("ns.b.example.com.", "A"): ["192.0.2.62"],
      ("ns.b.example.com.", "AAAA"): ["2001:db8::62"]}),
    ("d4-sibling-glue", "b", "b www.b ns.b", ["ns.b.example.com."],
     {("ns.b.example.com.", "A"): ["192.0.2.62"],
      ("ns.b.example.com.", "AAAA"): ["2001:db8::62"]}),
    ("d4-glue-of-another-namespace", "sub", "sub www.sub ns1.sub",
     ["ns.example.net."], {}),
    ("d4-no-glue-below-dname", "sub", "www.sub", ["ns.example.net."], {}),
    ("d6-static-records", "dept", "dept www.dept ns.dept",
     ["ns.dept.example.com."],
     {("ns.dept.example.com.", "A"): ["192.0.2.70"]}),
]


@pytest.mark.parametrize("case, cut, name, nameservers, glue", [
    pytest.param(case, cut, name, nameservers, glue, id=f"{case}-{name}")
    for case, cut, names, nameservers, glue in REFERRALS
    for name in names.split()])
def test_referral(serve, case, cut, name, nameservers, glue):
    server = serve(case).server
    cut = full(cut).to_text()
    for rdtype in ("A", "MX"):
        for tcp in (False, True):
            reply = server.query(full(name), rdtype, tcp=tcp)
            assert reply.rcode() == dns.rcode.NOERROR, reply
            assert not reply.flags & dns.flags.AA, reply
            answer, authority, additional = sections(reply)
            assert answer == {}, reply
            assert authority.pop((cut, "NS")) == nameservers, reply
            assert all(rdtype == "DS" for _, rdtype in authority), reply
            assert additional == glue, reply


def test_ds_is_the_parents(serve):
    """The DS of a delegation is answered here, with authority."""
    server = serve("d4-delegation").server
    for tcp in (False, True):
        reply = server.query(full("sub"), "DS", tcp=tcp)
        assert reply.flags & dns.flags.AA, reply
        assert len(reply.answer) == 1, reply
        assert texts(reply.answer[0])[0].startswith("60485 8 2 "), reply
    server.answers("xsub.example.com", "192.0.2.66")


@pytest.mark.parametrize("name, alias", [
    ("www.old", "www.new.example.net."),
    ("a.b.old", "a.b.new.example.net."),
    ("WWW.OLD", "www.new.example.net.")])
def test_dname_below(serve, name, alias):
    """RFC 6672: what is below is synthesised, with the DNAME."""
    server = serve("d4-dname").server
    for tcp in (False, True):
        reply = server.query(full(name), "A", tcp=tcp)
        assert reply.rcode() == dns.rcode.NOERROR, reply
        answer = sections(reply)[0]
        assert answer.pop(("old.example.com.", "DNAME")) == [
            "new.example.net."], reply
        ((owner, rdtype), target), = answer.items()
        assert (owner, rdtype) == (full(name).to_text().lower(), "CNAME")
        assert [text.lower() for text in target] == [alias], reply


@pytest.mark.parametrize("name, rdtype, expected", [
    ("old", "A", ["192.0.2.1"]), ("old", "TXT", ['"stays"']),
    ("old", "DNAME", ["new.example.net."]), ("bold", "A", ["192.0.2.3"]),
    ("old", "MX", NODATA)])
def test_dname_itself(serve, name, rdtype, expected):
    server = serve("d4-dname").server
    for tcp in (False, True):
        reply = server.query(full(name), rdtype, tcp=tcp)
        if expected == NODATA:
            check_denial(reply, NODATA)
        else:
            assert sections(reply)[0] == {
                (full(name).to_text(), rdtype): expected}, reply


# Octets of text, and of the strings that hold it.
@pytest.mark.parametrize("case, name, text, strings", [
    ("row-p-text-lengths", "one", 1, [1]),
    ("row-p-text-lengths", "t255", 255, [255]),
    ("row-p-text-lengths", "t256", 256, [255, 1]),
    ("row-p-text-lengths", "t4000", 4000, [255] * 15 + [175]),
    # With an octet of length before each, 16 000 of rdata (A8: sizes).
    ("a8-text-sizes", "fits", 15937, [255] * 62 + [127]),
])
def test_text_length(serve, case, name, text, strings):
    server = serve(case).server
    reply = server.query(full(name), "TXT", tcp=True)
    (rrset,) = reply.answer
    assert [len(s) for s in rrset[0].strings] == strings, reply
    assert sum(strings) == text
    # By UDP the same, or that it has to be asked for by TCP.
    udp = server.query(full(name), "TXT")
    assert bool(udp.flags & dns.flags.TC) == (text > 1200), udp
    assert udp.answer == ([] if text > 1200 else reply.answer), udp


def test_row_n_serial(controller):
    """It rises with the content of its own zone, and with nothing else."""
    one = controller(zones=[zone_settings(), zone_settings("example.org")])

    # One file, hence one look at it: both zones are of the same moment.
    def put(label, other):
        www = ingress("www", "www.example.com", "192.0.2.1")
        www["metadata"]["labels"] = {"touched": label}
        www["metadata"]["resourceVersion"] = label
        one.put("all.yaml", www,
                ingress("other", "www.example.org", other))

    put("1", "192.0.2.1")
    one.start().serving()
    one.server.answers("www.example.org", "192.0.2.1")
    one.server.answers("www.example.com", "192.0.2.1")
    com, org = map(one.server.serial, ("example.com", "example.org"))
    for turn in range(2, 5):
        put(str(turn), f"192.0.2.{turn}")
        one.server.answers("www.example.org", f"192.0.2.{turn}")
        assert one.server.serial("example.com") == com
        risen = one.server.serial("example.org")
        assert risen > org
        org = risen
    one.put("new.yaml", ingress("new", "new.example.com", "192.0.2.9"))
    one.server.answers("new.example.com", "192.0.2.9")
    assert one.server.serial("example.com") > com
    assert one.server.serial("example.org") == org
    one.stop()
