# SPDX-License-Identifier: Apache-2.0
"""A zone at every limit is taken by NSD, BIND and Knot as they come.

For each limit the zone has something just inside, and the objects ask for
something just outside, which never reaches the file (A8: sizes; D1, D2: types).
The zone is served by NSD, and the three of them transfer it.
"""

import pytest

from ask import POLL
from checkers import complaints
from controller import ZONE, zone_settings
from eventually import eventually
from nameservers import KINDS, LOOPBACK, NameServer, Zone
from objects import endpoint
from servers import Nsd

RECORD_MAX = 16000   # octets of rdata
RRSET_MAX = 60000    # octets, owners and headers included
FIXED = 10           # octets of type, class, TTL and length


def text(octets, letter="x"):
    """A raw TXT value whose rdata has so many octets."""
    strings, rest = divmod(octets, 256)
    length = 255 * strings + max(rest - 1, 0)
    assert rest != 1
    return letter * length


def wire(name):
    return sum(1 + len(label) for label in name.split(".")) + 1


LABEL = "l" * 63
LONG = ".".join([LABEL, LABEL, LABEL, "l" * (255 - 3 * 64 - 13 - 1)])
DEEP = ".".join(["d"] * 120)
HEX = "0123456789abcdef"


def biggest_of_each_type():
    """(name, type, values): what D1 and D2 let pass, at its largest."""
    digest = {20: HEX * 2 + HEX[:8], 32: HEX * 4, 48: HEX * 6, 64: HEX * 8}
    host = f"{LONG}.{ZONE}"
    most = ",".join(f"192.0.2.{n}" for n in range(100))
    most6 = ",".join(f"2001:db8::{n:x}" for n in range(1, 101))
    keys = " ".join(f"key{n}=x" for n in range(100, 100 + 58))
    return [
        ("t-a", "A", ["255.255.255.255", "0.0.0.1"]),
        ("t-aaaa", "AAAA", ["ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]),
        ("t-cname", "CNAME", [host]),
        ("t-mx", "MX", [f"65535 {host}", "0 mail.example.net"]),
        ("t-mx-none", "MX", ["0 ."]),
        ("_t._srv", "SRV", [f"65535 65535 65535 {host}"]),
        ("_t._none", "SRV", ["0 0 0 ."]),
        ("t-ns", "NS", [host, "ns.example.net"]),
        ("t-ptr", "PTR", [host]),
        ("t-naptr", "NAPTR", [
            f'65535 65535 "" "" "" {host}',
            '0 0 "u" "E2U+sip" "!^.*$!' + "y" * 248 + '!" .']),
        ("t-caa", "CAA", ['255 abcdefghij01234 "' + "v" * 1000 + '"',
                          '0 issue ";"', '0 iodef "mailto:x@example.com"']),
        ("_1._tlsa", "TLSA", [f"255 255 1 {digest[32]}",
                              f"0 0 2 {digest[64]}", "3 1 0 " + HEX * 400]),
        ("t-sshfp", "SSHFP", [f"255 1 {digest[20]}", f"4 2 {digest[32]}",
                              f"1 255 {HEX}"]),
        ("t-ns", "DS", [f"65535 255 1 {digest[20]}",
                        f"1 13 2 {digest[32]}", f"2 14 4 {digest[48]}"]),
        ("t-https", "HTTPS", [f"65535 {host} alpn=h2,h3 port=65535 "
                              f"ipv4hint={most} ipv6hint={most6} {keys}"]),
        ("t-alias", "HTTPS", ["0 www.example.net"]),
        ("t-svcb", "SVCB", ["1 . mandatory=alpn,port alpn=" + "a" * 255
                            + " port=1", "2 x.example.net"]),
        ("t-dname", "DNAME", [host]),
        ("t-uri", "URI", ['65535 65535 "https://' + "u" * 8000 + '"']),
        ("t-priv", "TYPE65280", ["\\# 0", "\\# 2 ffff"]),
        ("t-last", "TYPE65534", [f"\\# 255 {'ab' * 255}"]),
        ("t-txt", "TXT", ["", '"" ""', "\x01\x1f\x7f", "ä€", '"a" "b"']),
    ]


def entry(name, rdtype, values):
    return f"{name}.{ZONE}", rdtype, values


def inside():
    """{endpoint: entries}, each exactly at a limit."""
    rrset = [text(RECORD_MAX, letter) for letter in "abc"]
    left = RRSET_MAX - sum(wire(f"rrset.{ZONE}") + FIXED + RECORD_MAX
                           for _ in rrset)
    rrset.append(text(left - wire(f"rrset.{ZONE}") - FIXED, "d"))
    return {
        "records": [entry("records", "A",
                          [f"198.51.100.{n}" for n in range(100)])],
        "types": [entry("types", f"TYPE{65280 + n}", ["\\# 1 00"])
                  for n in range(100)],
        "record": [entry("record", "TXT", [text(RECORD_MAX)]),
                   entry("record", "TYPE65300",
                         [f"\\# {RECORD_MAX} " + "00" * RECORD_MAX])],
        "rrset": [entry("rrset", "TXT", rrset)],
        "names": [entry(LONG, "A", ["192.0.2.1"]),
                  entry(f"*.{DEEP}", "A", ["192.0.2.1"])],
        "each": [entry(*each) for each in biggest_of_each_type()],
        "object": [entry(f"n{n}", "A", [f"10.0.{n // 250}.{n % 250}",
                                        f"10.1.{n // 250}.{n % 250}"])
                   for n in range(10000)],
    }


def outside():
    """The same, each with one too many."""
    rrset = inside()["rrset"][0][2]
    return {
        "over-records": [entry("over-records", "A",
                               [f"198.51.100.{n}" for n in range(101)])],
        "over-types": [entry("over-types", f"TYPE{65280 + n}", ["\\# 1 00"])
                       for n in range(101)],
        "over-record": [
            entry("over-record", "TXT", [text(RECORD_MAX + 1)]),
            entry("over-record", "TYPE65300",
                  [f"\\# {RECORD_MAX + 1} " + "00" * (RECORD_MAX + 1)])],
        # A longer owner makes the same records too large.
        "over-rrset": [entry("over-rrset", "TXT", rrset)],
        "over-names": [entry(f"{LONG}l", "A", ["192.0.2.1"]),
                       entry(f"*.d.{DEEP}", "A", ["192.0.2.1"]),
                       entry(f"{LABEL}l", "A", ["192.0.2.1"])],
        "over-object": [entry(f"m{n}", "A", ["10.2.0.1"])
                        for n in range(10001)],
        "over-each": [
            entry("o", "MX", ["65536 mail.example.net", "1 ."]),
            entry("_o._srv", "SRV", ["0 0 65536 host.example.net"]),
            entry("o", "NAPTR", ['0 0 "u" "E2U+sip" "!^.*$!' + "y" * 249
                                 + '!" .', '0 0 "u" "x" "!(!y!" .']),
            entry("o", "CAA", ['256 issue ";"', '0 abcdefghij012345 "v"']),
            entry("_o._tlsa", "TLSA", [f"0 0 1 {HEX}", "256 0 0 00"]),
            entry("o", "SSHFP", [f"1 1 {HEX}", "0 1 " + HEX * 2]),
            entry("t-ns", "DS", [f"1 13 2 {HEX}", f"1 13 3 {HEX * 4}"]),
            entry("o", "HTTPS", [
                "1 . " + " ".join(f"key{n}=x" for n in range(100, 163)),
                "1 . ipv4hint=" + ",".join(["192.0.2.1"] * 101),
                "1 . no-default-alpn", "0 x.example.net alpn=h2",
                "1 . mandatory=port"]),
            entry("o", "SVCB", ["1 . alpn=" + "a" * 256, "1 . alpn=a"]),
            entry("o", "URI", ['1 1 ""']),
            entry("o", "SOA", ["a. b. 1 2 3 4 5"]),
            entry("o", "TYPE65535", ["\\# 1 00"]),
            entry("o", "TYPE65279", ["\\# 1 00"]),
            entry("o", "TYPE65280", ["\\# 2 00", "\\# 1 0"]),
            entry("o", "HINFO", ["a b"]),
            entry("*.o", "NS", ["ns.example.net"]),
            entry("*.o", "DNAME", ["example.net"])],
    }


def render(one, objects):
    one.put("all.yaml", *[endpoint(name, *entries)
                          for name, entries in objects.items()])
    done = one.command("render", "--config", one.config_file, "--from",
                       one.manifests, "--serial", 1)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture
def one(controller):
    return controller(
        zones=[zone_settings(administrators=["*"])], unknownTypes=True)


def test_what_is_inside_is_in_the_file(one):
    done = render(one, inside())
    errors = [line for line in done.stderr.split("\n")
              if line.startswith("error")]
    assert not errors, [line[:200] for line in errors]
    lines = done.stdout.split("\n")

    def count(name, rdtype=""):
        return sum(line.startswith(name + "\t")
                   and f"\tIN\t{rdtype}" in line for line in lines)

    assert count("records", "A") == 100 and count("types") == 100
    assert count("record") == 2 and count("rrset", "TXT") == 4
    assert count(LONG) == 1 and count("*." + DEEP) == 1
    assert sum(line.startswith("n") and "\tA\t10." in line
               for line in lines) == 20000
    for name, rdtype, values in biggest_of_each_type():
        assert count(name, rdtype) == len(values), (name, rdtype)


def test_what_is_outside_is_not(one):
    with_both = render(one, inside() | outside())
    without = render(one, inside())
    kept = set(with_both.stdout.split("\n")) - set(without.stdout.split("\n"))

    def count(name, rdtype=""):
        return sum(line.startswith(name + "\t")
                   and f"\tIN\t{rdtype}" in line for line in kept)

    # The first ones stay, up to the limit.
    assert count("over-records", "A") == 100
    assert count("over-types") == 100
    assert count("over-rrset", "TXT") == 3
    assert sum(line.startswith("m") for line in kept) == 10000
    assert len(kept) == 100 + 100 + 3 + 10000, sorted(
        line[:100] for line in kept)[:20]
    assert set(without.stdout.split("\n")) <= set(
        with_both.stdout.split("\n"))
    for says in ["error TooManyRecords over-records.",
                 "error TooManyRecords over-types.",
                 "error TooManyRecords over-rrset.",
                 "error TooLong over-record.", "error BadName ",
                 "error TooManyNames ", "error BadTarget ",
                 "error BadType "]:
        assert says in with_both.stderr, says


@pytest.mark.parametrize("kind", KINDS)
def test_every_server_takes_it(one, kind):
    folder = one.directory
    file = folder / f"{ZONE}.zone"
    file.write_text(render(one, inside() | outside()).stdout)
    assert complaints(ZONE, file) == []
    primary = Nsd(folder / "primary", {ZONE: file})
    secondary = NameServer(kind, folder / "secondary", [Zone(
        ZONE, primary=(LOOPBACK, primary.port), axfr=True)]).start()
    server = secondary.server
    eventually(lambda: server.serial(ZONE, POLL) == 1,
               lambda: f"{ZONE} did not arrive:\n" + secondary.log()[-3000:],
               120)
    # Knot hangs up on who reads as slowly as dnspython does.
    same = one.command("diff", "--config", one.config_file, "--from",
                       one.manifests, "--against", f"axfr:127.0.0.1@{secondary.port}")
    assert (same.returncode, same.stdout, same.stderr) == (0, "", "")
    # What fits into a message is answered, too.
    assert len(server.answer(f"rrset.{ZONE}", "TXT", tcp=True)) == 4
    assert len(server.answer(f"record.{ZONE}", "TXT", tcp=True)) == 1
    assert len(server.answer(f"records.{ZONE}", "A", tcp=True)) == 100
    secondary.stop()
    primary.stop()
