# SPDX-License-Identifier: Apache-2.0
"""What a real NSD answers from the zones of the golden cases.

The rows are those of the acceptance table that are about answers (row-*), and
the RFCs' own: NODATA, NXDOMAIN, empty names, wildcards, cuts, DNAME, TXT.
"""

import subprocess

import dns.flags
import dns.rcode
import dns.rdatatype
import pytest

from conftest import ROOT
from controller import environment
from servers import Nsd

CASES = ROOT / "tests/cases"
NXDOMAIN, NODATA = "NXDOMAIN", "NODATA"

ROWS = [
    # row, case, name below example.com, type, what is answered
    ("5", "z1-empty", "svcX.ns1", "A", NXDOMAIN),
    ("5", "z1-empty", "d0main", "A", NXDOMAIN),
    ("5", "z1-empty", "endpointX.ns1", "TXT", NXDOMAIN),
    ("6", "a-service-types", "pending.web", "A", NXDOMAIN),
    ("7", "a-service-types", "pending.web", "CNAME", NXDOMAIN),
    ("9", "z1-empty", "", "A", NODATA),
    ("9", "z1-empty", "", "SRV", NODATA),
    ("10", "n1-case-and-dots", "wWw", "A", ["192.0.2.1"]),
    ("11", "n1-case-and-dots", "www", "AAAA", NODATA),
    ("16", "n1-case-and-dots", "www", "SOA", NODATA),
    ("17", "z1-nameservers", "", "NS",
     ["ns.example.net.", "ns1.example.com.", "ns2.example.com."]),
    ("18", "z1-nameservers", "ns1", "AAAA", ["2001:db8::53"]),
    ("18", "z1-nameservers", "ns2", "A", ["192.0.2.54"]),
    ("19", "row-13-wildcard-ingress", "ns1", "A", ["192.0.2.53"]),
    ("19", "row-13-wildcard-ingress", "ns1", "AAAA", NODATA),
    ("19", "row-13-wildcard-ingress", "ns1", "SRV", NODATA),
    ("19", "row-13-wildcard-ingress", "ns1", "NS", NODATA),
    ("19", "row-13-wildcard-ingress", "ns1", "SOA", NODATA),
    ("20", "row-13-wildcard-ingress", "foo.ns1", "A", NXDOMAIN),
    ("54", "d6-static-records", "www", "A", ["192.0.2.1"]),
    ("54", "d6-static-records", "alias", "CNAME", ["www.example.com."]),
    ("a", "row-f-text-beside-ingress", "www", "MX", NODATA),
    ("a", "d3-text", "plain", "A", NODATA),
    ("b", "c7-wildcard-and-empty-names", "ent.w", "A", NODATA),
    ("b", "c7-wildcard-and-empty-names", "ent.w", "TXT", NODATA),
    ("b", "c7-wildcard-and-empty-names", "w", "AAAA", NODATA),
    ("c", "z1-empty", "nothing", "A", NXDOMAIN),
    ("c", "z1-empty", "nothing", "NS", NXDOMAIN),
    ("c", "z1-empty", "nothing", "CNAME", NXDOMAIN),
    ("c", "z1-empty", "nothing", "MX", NXDOMAIN),
    ("c", "z1-empty", "nothing", "SRV", NXDOMAIN),
    ("c", "z1-empty", "nothing", "HTTPS", NXDOMAIN),
    ("c", "z1-empty", "nothing", "PTR", NXDOMAIN),
    ("c", "z1-empty", "nothing", "SOA", NXDOMAIN),
    ("13", "row-13-wildcard-ingress", "any.wildcard", "A", ["192.0.0.6"]),
    ("14", "row-13-wildcard-ingress", "specific-subdomain.wildcard", "A",
     ["192.0.0.7"]),
    ("d", "row-13-wildcard-ingress", "a.b.wildcard", "A", ["192.0.0.6"]),
    ("d", "row-13-wildcard-ingress", "x.specific-subdomain.wildcard", "A",
     NXDOMAIN),
    ("d", "c7-wildcard-and-empty-names", "y.ent.w", "A", NODATA),
    ("d", "c7-wildcard-and-empty-names", "y.ent.w", "TXT", ['"x"']),
    ("d", "c7-wildcard-and-empty-names", "y.deep.ent.w", "A", NXDOMAIN),
    ("e", "c7-wildcard-over-tenants", "", "A", NODATA),
    ("e", "c7-wildcard-over-tenants", "nobody", "A", ["192.0.2.66"]),
    ("e", "c7-wildcard-over-tenants", "shop", "A", ["192.0.2.1"]),
    ("e", "c7-wildcard-over-tenants", "shop", "MX", NODATA),
    ("e", "c7-wildcard-over-tenants", "x.shop", "A", ["192.0.2.66"]),
    ("e", "c7-wildcard-over-tenants", "www.shop", "A", ["192.0.2.1"]),
]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """case -> the server of its zones as render makes them."""
    running = {}

    def serve(program, case):
        if case not in running:
            folder = tmp_path_factory.mktemp(case[:20])
            subprocess.run(
                [program, "render", "--config", CASES / case / "config.yaml",
                 "--from", next((CASES / case).glob("objects.*")),
                 "--out", folder, "--serial", "1"],
                check=True, capture_output=True, timeout=60,
                env=environment())
            running[case] = Nsd(folder / "nsd", {
                file.stem: file for file in folder.glob("*.zone")})
        return running[case].server

    yield serve
    for nsd in running.values():
        nsd.stop()


def below(name):
    return f"{name}.example.com" if name else "example.com"


@pytest.mark.parametrize("tcp", [False, True], ids=["udp", "tcp"])
@pytest.mark.parametrize("row,case,name,rdtype,expected", ROWS, ids=[
    f"row-{row}-{case}-{name or 'apex'}-{rdtype}"
    for row, case, name, rdtype, _ in ROWS])
def test_answer(program, served, row, case, name, rdtype, expected, tcp):
    reply = served(program, case).query(below(name), rdtype, tcp)
    assert reply.flags & dns.flags.AA
    if expected in (NXDOMAIN, NODATA):
        wanted = (dns.rcode.NXDOMAIN if expected == NXDOMAIN
                  else dns.rcode.NOERROR)
        assert reply.rcode() == wanted and not reply.answer
        assert [(str(rrset.name), rrset.rdtype) for rrset in reply.authority
                ] == [("example.com.", dns.rdatatype.SOA)]
        return
    assert reply.rcode() == dns.rcode.NOERROR
    assert sorted(rdata.to_text() for rrset in reply.answer
                  if rrset.rdtype == dns.rdatatype.from_text(rdtype)
                  for rdata in rrset) == expected


def test_row_55_ttls(program, served):
    server = served(program, "z1-nameservers")
    assert server.ttl("www.example.com") == 300
    assert server.ttl("example.com", "NS") == 7200
    assert server.ttl("ns1.example.com") == 7200
    reply = server.query("nothing.example.com")
    assert reply.authority[0].ttl == 30, "the time of NXDOMAIN: RFC 2308 5"


def test_an_alias_is_followed(program, served):
    reply = served(program, "d6-static-records").query("alias.example.com")
    assert [rrset.rdtype for rrset in reply.answer] == [
        dns.rdatatype.CNAME, dns.rdatatype.A]


def test_delegation_refers(program, served):
    """RFC 1034 4.3.2: no answer of ours, the nameservers and their glue."""
    reply = served(program, "d6-static-records").query("www.dept.example.com")
    assert not reply.flags & dns.flags.AA and not reply.answer
    assert [rrset.rdtype for rrset in reply.authority] == [
        dns.rdatatype.NS]
    assert {(str(rrset.name), rrset[0].to_text())
            for rrset in reply.additional} == {
                ("ns.dept.example.com.", "192.0.2.70")}


def test_sibling_glue_is_sent(program, served):
    """RFC 9471: the nameserver of a is below b."""
    reply = served(program, "d4-sibling-glue").query("www.a.example.com")
    assert {str(rrset.name) for rrset in reply.additional} == {
        "ns.a.example.com.", "ns.b.example.com."}


def test_dname_makes_aliases(program, served):
    text = (CASES / "d4-dname/example.com.zone").read_text()
    owner, target = next(
        (fields[0], fields[4]) for fields in
        (line.split("\t") for line in text.splitlines())
        if len(fields) == 5 and fields[3] == "DNAME")
    reply = served(program, "d4-dname").query(f"x.{below(owner)}")
    found = {rrset.rdtype: rrset[0].to_text() for rrset in reply.answer}
    assert found[dns.rdatatype.DNAME] == target
    assert found[dns.rdatatype.CNAME] == f"x.{target}"


@pytest.mark.parametrize("octets", [0, 1, 255, 256, 4000, 15900])
def test_text_arrives_whole(program, folder, octets):
    value = ("abcdefghij;\"\\$( " * 1000)[:octets]
    (folder / "config.yaml").write_text((
        CASES / "z1-empty/config.yaml").read_text())
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    (folder / "objects.yaml").write_text(f"""\
apiVersion: externaldns.k8s.io/v1alpha1
kind: DNSEndpoint
metadata: {{namespace: web, name: text}}
spec:
  endpoints:
  - dnsName: text.example.com
    recordType: TXT
    targets: ["{quoted}"]
""")
    subprocess.run([program, "render", "--config", folder / "config.yaml",
                    "--from", folder / "objects.yaml", "--out", folder,
                    "--strict"], check=True, timeout=60, env=environment())
    nsd = Nsd(folder / "nsd", {"example.com": folder / "example.com.zone"})
    reply = nsd.server.query("text.example.com", "TXT", tcp=True)
    nsd.stop()
    strings = reply.answer[0][0].strings
    assert b"".join(strings).decode() == value
    assert all(len(string) == 255 for string in strings[:-1])
