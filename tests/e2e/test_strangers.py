# SPDX-License-Identifier: Apache-2.0
"""Nobody gets a zone but those who are listed, with their key."""

import base64
import re
import socket
import struct
import time

import dns.exception
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.tsig
import pytest

from controller import ZONE
from eventually import eventually
from nameservers import KINDS, LOOPBACK, Key
from objects import ingress
from secondaries import (  # noqa: F401
    Secondary, change, follow, transfer, transferable)
pytestmark = pytest.mark.sanitized


def refused(ask):
    """Is it, and with which words?"""
    try:
        ask()
    except (dns.exception.DNSException, OSError, EOFError) as error:
        return f"{type(error).__name__} {error}"
    raise AssertionError("a stranger got the zone")




def test_strangers_get_nothing(follow):
    one, key, _ = follow(kinds=["nsd"])
    wanted = transfer(one.port, ZONE, key)
    assert wanted
    same_name = Key(key.name)
    cut = Key(key.name, secret=base64.b64decode(key.secret)[:16])
    for stranger in (
            None, Key("k2.example"), same_name, cut,
            Key(key.name, "hmac-sha512", base64.b64decode(key.secret)),
            Key(key.name, "hmac-sha1", base64.b64decode(key.secret))):
        refused(lambda: transfer(one.port, ZONE, stranger))
    # The right key from another address.
    refused(lambda: transfer(one.port, ZONE, key, source="127.0.0.2"))
    # Over UDP an IXFR has the same answer.
    for stranger in (None, same_name, Key("k2.example")):
        question = dns.message.make_query(ZONE, "IXFR")
        if stranger:
            words = stranger.tsig()
            question.use_tsig(words["keyring"], words["keyname"],
                              algorithm=words["keyalgorithm"])
        refused_by_udp(one.port, question)
    assert transfer(one.port, ZONE, key) == wanted


REFUSED = re.compile("notauth|badkey|badsig|bad key|bad sig|refused|tsig", re.I)


@pytest.mark.parametrize("kind", KINDS)
def test_no_server_gets_it_as_a_stranger(follow, folder, kind):
    """Whatever it asks with; with the key it gets the zone."""
    one, key, _ = follow(kinds=[])
    secret = base64.b64decode(key.secret)
    some = Secondary(kind, folder, (LOOPBACK, one.port), key, [ZONE])
    one.config["secondaries"] = [some.row()]
    one.config["zones"][0]["secondaries"] = [kind]
    one.write_config()
    eventually(lambda: transferable(one, key), "the key is known")
    for number, stranger in enumerate([
            Key(key.name), Key("k2.example"),
            Key(key.name, "hmac-sha512", secret)]):
        other = Secondary(kind, folder / f"stranger{number}",
                          (LOOPBACK, one.port), stranger, [ZONE]).start()
        eventually(lambda: REFUSED.search(other.log()), other.log, 60)
        assert other.server.serial(ZONE) is None
        other.stop()
    some.start()
    some.has(ZONE, one.serial())
    some.stop()


def refused_by_udp(port, question):
    try:
        reply = dns.query.udp(question, "127.0.0.1", port=port, timeout=30)
    except dns.tsig.PeerError:
        return
    assert reply.rcode() != dns.rcode.NOERROR
    assert not reply.answer


def test_nothing_is_transferable_by_itself(controller):
    one = controller()
    one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
    one.start().serving()
    refused(lambda: transfer(one.port, ZONE))


def request(key, kind="AXFR", now=None):
    """A signed request as octets."""
    question = dns.message.make_query(ZONE, kind)
    words = key.tsig()
    question.use_tsig(words["keyring"], words["keyname"],
                      algorithm=words["keyalgorithm"])
    if now is None:
        return question.to_wire()
    real = time.time
    time.time = lambda: now
    try:
        return question.to_wire()
    finally:
        time.time = real


def answer_to(port, wire):
    """What comes over TCP within a moment, as octets; b"" if it is closed."""
    with socket.create_connection(("127.0.0.1", port), 10) as channel:
        channel.sendall(struct.pack("!H", len(wire)) + wire)
        channel.settimeout(10)
        try:
            return channel.recv(65536)
        except (ConnectionResetError, TimeoutError):
            return b""


def gives_nothing(port, wire):
    """Whatever comes has no records in its answer."""
    got = answer_to(port, wire)
    if len(got) < 14:
        return
    assert got[5] & 0x0f or got[8:10] == b"\0\0", got
    assert struct.unpack("!H", got[8:10])[0] == 0, got


def test_damaged_and_late_requests(follow):
    one, key, _ = follow(kinds=["nsd"])
    wire = request(key)
    # A reload closes what is open.
    eventually(lambda: len(answer_to(one.port, wire)) > 100, "an answer")
    # An hour late, an hour early: a replayed one.
    gives_nothing(one.port, request(key, now=time.time() - 3600))
    gives_nothing(one.port, request(key, now=time.time() + 3600))
    # Any octet of it is another.
    for at in range(12, len(wire)):
        if at in range(12, 12 + len(ZONE) + 6):
            continue  # another zone, which is refused in its own way
        damaged = bytearray(wire)
        damaged[at] ^= 0x55
        gives_nothing(one.port, bytes(damaged))
    # Cut anywhere.
    for length in range(len(wire) - 1, 11, -7):
        gives_nothing(one.port, wire[:length])
    assert transferable(one, key)


def test_a_bad_file_of_a_secret(follow, folder):
    """It is gone, or no secret: the old one stays, and nobody comes in
    without."""
    one, key, some = follow(kinds=["nsd"])
    path = folder / f"{key.name}.key"
    path.unlink()
    one.says("tsig key is not as its file says", "No such file")
    path.write_text("not base64!\n")
    one.says("tsig key is not as its file says", "must be base64")
    change(one, 1)
    assert transferable(one, key)
    refused(lambda: transfer(one.port, ZONE))
    one.stop()
    path.unlink()
    one.start().serving()
    assert transferable(one, key)
    # Without the state nobody has it: the zone is served all the same.
    one.stop()
    (one.state / "nsd.conf").unlink()
    one.start().serving()
    assert not transferable(one, key)
    refused(lambda: transfer(one.port, ZONE))
    key.write(folder)
    eventually(lambda: transferable(one, key), "the secret is read again")
