# SPDX-License-Identifier: Apache-2.0
"""Zones out of other servers: diff against what they serve."""

import base64
import os
import socket
import struct
import threading

import pytest

from controller import ZONE, zone_settings
from objects import ingress
from nameservers import LOOPBACK, Key
from primaries import KEY, SERVERS, Primary
from secondaries import Secondary

pytestmark = pytest.mark.sanitized

HEAD = f"""\
$ORIGIN {ZONE}.
$TTL 300
@ 3600 IN SOA ns1 john\\.doe 4711 900 300 1209600 60
@ 3600 IN NS ns1
ns1 3600 IN A 192.0.2.53
WWW 60 IN A 192.0.2.1
"""
TYPES = """\
v6 AAAA 2001:db8::1
alias CNAME Www
@ MX 10 mail
mail A 192.0.2.25
txt TXT "a;b" "\\000\\255\\"\\\\"
_sip._tcp SRV 0 5 5060 www
n NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:x@example.com!" .
@ CAA 0 issue "ca.example"
_443._tcp TLSA 3 1 1 {digest}
h SSHFP 4 2 {digest}
sub NS ns.sub
sub DS 4711 13 2 {digest}
ns.sub A 192.0.2.9
d DNAME example.org.
s HTTPS 1 . alpn=h2,h3 port=443 ipv4hint=192.0.2.1
u URI 10 1 "https://www.example.com/"
p PTR www
*.w A 192.0.2.7
priv TYPE65280 \\# 2 0102
""".format(digest="ab" * 32)
MANY = "".join(f"h{i} A 192.0.2.{i % 250}\n" for i in range(4000))
LEFT = "host HINFO PDP-11 UNIX\n"


def new_secret():
    return base64.b64encode(os.urandom(32)).decode()


@pytest.fixture
def one(controller):
    made = controller(unknownTypes=True)
    made.put("all.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    made.secret = new_secret()
    (made.directory / "secret").write_text(made.secret + "\n")
    (made.directory / "other").write_text(new_secret())
    made.config["tsig"] = [
        {"name": KEY, "secretFile": "secret"},
        {"name": "unknown.example", "secretFile": "secret"}]
    made.write_config()
    return made


def diff(one, *words):
    done = one.command("diff", "--config", one.config_file, "--from",
                       one.manifests, *words)
    assert one.secret not in done.stdout + done.stderr
    return done


def serve(one, kind, text, **more):
    file = one.directory / "db"
    file.write_text(text)
    return Primary(kind, one.directory / kind, ZONE, file, one.secret, **more)


@pytest.mark.parametrize("kind", SERVERS)
def test_every_type_and_many_messages(one, kind):
    primary = serve(one, kind, HEAD + TYPES + MANY + LEFT)
    done = diff(one, "--against", primary.place(), "--tsig", KEY)
    assert (done.returncode, done.stderr) == (1, "")
    file = diff(one, "--against", one.directory / "db")
    same = file.stdout.replace(" (line 4026)", "")
    assert same != file.stdout
    assert done.stdout == same
    assert "- n.example.com NAPTR 300: " in done.stdout
    assert "john\\.doe.example.com." in done.stdout
    assert "www.example.com A" not in done.stdout
    primary.stop()


@pytest.mark.parametrize("algorithm", ["sha1", "sha384", "sha512"])
@pytest.mark.parametrize("kind", SERVERS)
def test_algorithms(one, kind, algorithm):
    algorithm = f"hmac-{algorithm}"
    primary = serve(one, kind, HEAD, algorithm=algorithm)
    one.config["tsig"][0]["algorithm"] = algorithm
    one.write_config()
    done = diff(one, "--against", primary.place(), "--tsig", KEY)
    assert (done.returncode, done.stderr) == (1, "")
    primary.stop()


@pytest.mark.parametrize("kind", SERVERS)
def test_refusals_are_told_in_words(one, kind):
    primary = serve(one, kind, HEAD)
    place = primary.place()
    done = diff(one, "--against", place)
    assert (done.returncode, done.stdout) == (2, "")
    assert "not let" in done.stderr
    done = diff(one, "--against", place, "--tsig", "unknown.example")
    assert (done.returncode, done.stdout) == (2, "")
    assert "does not know the key 'unknown.example'" in done.stderr
    one.config["tsig"][0]["secretFile"] = "other"
    one.write_config()
    done = diff(one, "--against", place, "--tsig", KEY)
    assert (done.returncode, done.stdout) == (2, "")
    assert "another secret for the key 'mover.example'" in done.stderr
    one.config["tsig"][0]["secretFile"] = "secret"
    one.config["zones"] = [zone_settings("example.org")]
    one.write_config()
    done = diff(one, "--against", place, "--tsig", KEY)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"zone 'example.org' of '{place}'" in done.stderr
    primary.stop()


def test_words_that_make_no_sense(one):
    for words, says in [
            (["--against", "axfr:127.0.0.1", "--tsig", "nobody"],
             "no TSIG key 'nobody'"),
            (["--against", one.directory, "--tsig", KEY],
             "--against axfr:HOST only"),
            (["--against", "axfr:"], "is not axfr:HOST"),
            (["--against", "axfr:127.0.0.1@0"], "is not axfr:HOST"),
            (["--against", "axfr:127.0.0.1@x"], "is not axfr:HOST"),
            (["--against", "axfr:nobody.invalid"], "host 'nobody.invalid'"),
            (["--against", "ixfr:127.0.0.1"], "a path, axfr:HOST or git:REV")]:
        done = diff(one, *words)
        assert (done.returncode, done.stdout) == (2, ""), words
        assert says in done.stderr


def test_what_our_own_secondary_serves(one):
    key = Key("follow.example")
    secondary = Secondary("bind", one.directory, (LOOPBACK, one.port), key,
                          [ZONE])
    one.config["tsig"] = [key.write(one.directory)]
    one.config["secondaries"] = [secondary.row()]
    one.config["zones"][0]["secondaries"] = [secondary.name]
    one.write_config()
    one.start().serving()
    secondary.start()
    secondary.has(ZONE, one.serial())
    place = f"axfr:127.0.0.1@{secondary.port}"
    same = diff(one, "--against", place)
    assert (same.returncode, same.stdout, same.stderr) == (0, "", "")
    one.put("more.yaml", ingress("new", "new.example.com", "192.0.2.2"))
    one.server.answers("new.example.com", "192.0.2.2")
    secondary.has(ZONE, one.serial())
    assert diff(one, "--against", place).returncode == 0
    one.stop()
    secondary.stop()


# --- Servers that no one should meet ---

class Hostile:
    """One TCP connection at a time; what it does with each is a function."""

    def __init__(self, behave):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.behave = behave
        self.transfers = 0  # that were asked for
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                try:
                    request = connection.recv(4096)
                    self.transfers += b"\x00\xfc\x00\x01" in request
                    self.behave(connection, request[2:4])
                except OSError:
                    pass

    def place(self):
        return f"axfr:127.0.0.1@{self.port}"

    def stop(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


NAME = b"\x07example\x03com\x00"
SOA = (b"\xc0\x0c\x00\x06\x00\x01\x00\x00\x00\x3c\x00\x1e\x02ns\xc0\x0c\x02mx"
       b"\xc0\x0c" + struct.pack(">5I", 7, 1, 2, 3, 4))


def message(number, answers, flags=0x8400):
    text = number + struct.pack(">HHHHH", flags, 1, len(answers), 0, 0)
    text += NAME + b"\x00\xfc\x00\x01" + b"".join(answers)
    return struct.pack(">H", len(text)) + text


def says_nothing(connection, _):
    connection.recv(1)


def hangs_up(_, __):
    pass


def drips(connection, number):
    for octet in message(number, [SOA]):
        connection.sendall(bytes([octet]))
    connection.recv(1)


def never_ends(connection, number):
    connection.sendall(message(number, [SOA]))
    record = NAME + b"\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x02\x01a"
    while True:
        connection.sendall(message(number, [record] * 2000))


def sends_noise(connection, number):
    connection.sendall(struct.pack(">H", 600) + number + os.urandom(598))
    connection.recv(1)


def answers_another(connection, number):
    connection.sendall(message(bytes(reversed(number)), [SOA, SOA]))
    connection.recv(1)


@pytest.mark.parametrize("behave, says", [
    (says_nothing, "it stopped sending"),
    (hangs_up, "it ended the connection before the zone's end"),
    (drips, "it stopped sending"),
    (never_ends, "over 134217728 octets"),
    (sends_noise, ""),
    (answers_another, "none to the request"),
])
def test_hostile_servers(one, behave, says):
    hostile = Hostile(behave)
    # The quick one has half a minute for a transfer: too little for so much.
    if behave is not never_ends:
        one.binary += "-quick"
    done = diff(one, "--against", hostile.place())
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr and hostile.place() in done.stderr
    hostile.stop()
