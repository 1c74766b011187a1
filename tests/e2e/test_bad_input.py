# SPDX-License-Identifier: Apache-2.0
"""Bad input: each costs only itself, and says so."""

import errno
import json
import os
import re
import resource
import shutil
import signal

import pytest

from ask import read_zone, records
from checkers import check
from controller import ZONE, zone_settings
from eventually import eventually, steadily
from objects import HOSTNAME, TARGET, TTL, ingress, service

pytestmark = pytest.mark.sanitized

GOOD = ingress("good", "good.example.com", "192.0.2.1", "aaa")
WHOLE = {"good.example.com. 60 A 192.0.2.1"}
HEAD = {"ns1.example.com. 3600 A 192.0.2.53",
        "example.com. 3600 NS ns1.example.com."}


def host(name):
    return ingress("bad", name, "192.0.2.66")


def changed(document, path, value):
    """A copy of document with the value at path (None: not there)."""
    copy = json.loads(json.dumps(document))
    at = copy
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return copy


NAMES = {
    "a blank": "bad name.example.com",
    "a tab": "bad\tname.example.com",
    "a newline": "bad\n@ 60 IN A 6.6.6.6\nx.example.com",
    "a carriage return": "bad\r.example.com",
    "a quote": 'bad".example.com',
    "an apostrophe": "bad'.example.com",
    "a semicolon": "bad;.example.com",
    "a parenthesis": "bad(.example.com",
    "a backslash": "bad\\046.example.com",
    "a dollar": "$INCLUDE.example.com",
    "a directive": "$INCLUDE /etc/passwd",
    "a record in a name": "x 60 IN A 6.6.6.6 ;.example.com",
    "an at": "@.example.com",
    "64 octets": "a" * 64 + ".example.com",
    "255 octets": ".".join(["a" * 60] * 4) + ".example.com",
    "64 KiB": "a." * 32768 + "example.com",
    "an empty label": "bad..example.com",
    "a leading dot": ".example.com",
    "a star inside": "a.*.example.com",
    "half a star": "a*.example.com",
    "8-bit octets": "b\u0080d.example.com",
    "an escape sequence": "\x1b[31mbad.example.com",
}
# name: (document, finding that must be told; FILE: the file is named, because
# nobody can say whose object that would be)
FILE = "bad.yaml"
OBJECTS = {
    **{f"host with {name}": (host(value), "BadName")
       for name, value in NAMES.items()},
    **{f"annotation with {name}": (
        service("bad", "192.0.2.66", annotations={HOSTNAME: value}), "BadName")
       for name, value in NAMES.items()},
    # What JSON could say and a name in C could not hold.
    "host with a NUL": (host("bad\0.example.com"), FILE),
    "annotation with a NUL": (service(
        "bad", "192.0.2.66", annotations={HOSTNAME: "bad\0"}), FILE),
    "host is a number": (changed(
        host("x.example.com"), ("spec", "rules", 0, "host"), 5), "BadObject"),
    "host is a list": (changed(
        host("x.example.com"), ("spec", "rules", 0, "host"), ["x"]),
        "BadObject"),
    "rules is a text": (changed(
        host("x.example.com"), ("spec", "rules"), "x"), "BadObject"),
    "spec is a list": (changed(
        host("x.example.com"), ("spec",), [1]), "BadObject"),
    "status is a number": (changed(
        host("x.example.com"), ("status",), 5), "BadObject"),
    "ip is a number": (changed(
        host("x.example.com"), ("status", "loadBalancer", "ingress", 0, "ip"),
        3221225985), "BadObject"),
    "annotations is a list": (changed(
        host("x.example.com"), ("metadata", "annotations"), ["a"]),
        "BadObject"),
    "an annotation is a number": (service(
        "bad", "192.0.2.66", annotations={TTL: 60}), "BadObject"),
    "no metadata": (changed(host("x.example.com"), ("metadata",), None), FILE),
    "no name": (changed(host("x.example.com"), ("metadata", "name"), None),
                FILE),
    "a name of blanks": (ingress("bad name", "x.example.com", "192.0.2.66"),
                         "BadObject"),
    "a name with a newline": (ingress("bad\nerror x", "x.example.com",
                                      "192.0.2.66"), "BadObject"),
    "a namespace of dots": (ingress("x", "x.example.com", "192.0.2.66",
                                    "../../etc"), "BadObject"),
    "address of five parts": (
        ingress("bad", "x.example.com", "1.2.3.4.5"), "BadTarget"),
    "address with leading zeros": (
        ingress("bad", "x.example.com", "010.2.3.4"), "BadTarget"),
    "address with a zone id": (
        ingress("bad", "x.example.com", "fe80::1%eth0"), "BadTarget"),
    "address and a comment": (service(
        "bad", annotations={TARGET: "192.0.2.66 ; x",
                            HOSTNAME: "x.example.com"}), "BadTarget"),
    "target with a newline": (service(
        "bad", annotations={TARGET: "a.example.net\n$INCLUDE /etc/passwd",
                            HOSTNAME: "x.example.com"}), "BadTarget"),
    "target of one label": (service(
        "bad", annotations={TARGET: "localhost", HOSTNAME: "x.example.com"}),
        "BadTarget"),
    "target of digits": (service(
        "bad", annotations={TARGET: "999.1.1.1", HOSTNAME: "x.example.com"}),
        "BadTarget"),
    "an address that is a name": (changed(
        host("x.example.com"), ("status", "loadBalancer", "ingress", 0, "ip"),
        "lb.example.net"), "BadTarget"),
    "the name of a nameserver": (host("ns1.example.com"), "NameserverName"),
    "an alias at the apex": (
        ingress("bad", ZONE, "lb.example.net"), "ApexCNAME"),
    "an alias to itself": (
        ingress("bad", "x.example.com", "x.example.com"), "CNAMELoop"),
    "a name of another namespace": (
        ingress("bad", "good.example.com", "192.0.2.66", "zzz",
                created="2026-01-01T00:00:00Z"), None),
}


def rendered(one, *sources):
    """(records without the head, findings) of render; files at *sources."""
    words = ["render", "--config", one.config_file, "--from", *sources,
             "--out", one.directory]
    done = one.command(*words)
    # A file that could not be read makes it fail, and does no harm.
    unread = "not every manifest could be read" in done.stderr
    assert done.returncode == (1 if unread else 0), done.stderr
    file = one.directory / f"{ZONE}.zone"
    check(ZONE, file)
    found = {line for line in records(read_zone(file.read_text(), ZONE))
             if " SOA " not in line}
    assert found >= HEAD
    return found - HEAD, done.stderr


@pytest.mark.parametrize("name", OBJECTS)
def test_object(controller, name):
    document, finding = OBJECTS[name]
    one = controller()
    one.put("good.yaml", changed(
        GOOD, ("metadata", "creationTimestamp"), "2025-01-01T00:00:00Z"))
    one.put("bad.yaml", document)
    found, said = rendered(one, one.manifests)
    assert found == WHOLE
    assert not re.search(r"[^\n -~]", said), "raw octets in a message"
    if finding == FILE:
        assert f"manifests/{FILE}:" in said
    elif finding:
        assert re.search(rf"^(error|warning) {finding} ", said, re.M), said
    else:
        assert "NameTaken" in said and "'aaa'" in said
    assert all(len(line) < 2000 for line in said.split("\n"))


@pytest.mark.parametrize("value,ttl", [
    ("0", 60), ("-5", 60), ("1e9", 60), ("99999999999999999999", 60),
    ("5m\n", 60), ("$TTL 5", 60), ("2147483648", 60), ("", 60),
    ("0.5s", 60), ("1.5m", 90), ("2147483647", 604800)])
def test_ttl(controller, value, ttl):
    one = controller()
    one.put("a.yaml", ingress("a", "a.example.com", "192.0.2.1",
                              annotations={TTL: value}))
    found, said = rendered(one, one.manifests)
    assert found == {f"a.example.com. {ttl} A 192.0.2.1"}
    assert ("BadTTL" in said) == (ttl == 60)


def test_other_names_of_an_object_stay(controller):
    one = controller()
    one.put("a.yaml", ingress(
        "a", ["a b.example.com", "a.example.com", "x" * 64 + ".example.com"],
        ["192.0.2.1", "192.0.2.300"]))
    found, said = rendered(one, one.manifests)
    assert found == {"a.example.com. 60 A 192.0.2.1"}
    assert said.count("BadName") == 2 and "BadTarget" in said


@pytest.mark.parametrize("value", [
    "a." * (8 << 20), "a," * (8 << 20), "x" * (16 << 20),
    "a.example.com," * (1 << 20)], ids=["labels", "items", "label", "twice"])
def test_annotation_of_16_megabytes(controller, value):
    one = controller()
    one.put("good.yaml", GOOD)
    one.put("bad.yaml", service("bad", "192.0.2.66",
                                annotations={HOSTNAME: value}))
    found, said = rendered(one, one.manifests)
    assert found >= WHOLE
    assert all(len(line) < 2000 for line in said.split("\n"))
    assert len(said) < 1 << 20


def test_hundred_thousand_labels_and_hosts(controller):
    """Wide objects: many hosts, many rules, deep nesting."""
    one = controller()
    one.put("good.yaml", GOOD)
    one.put("wide.yaml", ingress(
        "wide", [f"h{n}.example.com" for n in range(20000)], "192.0.2.2"))
    one.put_text("deep.json", '{"kind": "Ingress", "apiVersion": '
                 '"networking.k8s.io/v1", "spec": ' + "[" * 100000)
    done = one.command("render", "--config", one.config_file, "--from",
                       one.manifests, "--out", one.directory)
    assert done.returncode in (0, 1), done.stderr[-500:]
    assert "deep.json" in done.stderr
    assert all(len(line) < 2000 for line in done.stderr.split("\n"))


NO_MANIFEST = {
    "no YAML": b"{{{ not: [yaml\n",
    "a tab": b"a:\n\t- b\n",
    "binary": bytes(range(256)) * 16,
    "NULs": b"\0" * 1000,
    "half a file": b"apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
                   b"metadata:\n  name: web\n  namespace: 'w",
    "half of JSON": b'{"apiVersion": "v1", "kind": "Service", "metadata": {',
    "duplicate keys": b"kind: Ingress\nkind: Service\n",
    "an alias bomb": b"a: &a [x, x, x, x, x, x, x, x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (98 + n, 98 + n, b", ".join(
            [b"*%c" % (97 + n)] * 8)) for n in range(12)),
    "a merge of a list": b"x: &x [a]\ny:\n  <<: *x\n",
    "bad UTF-8": b"kind: \xff\xfe\xc0\x80\n",
}


@pytest.mark.parametrize("name", NO_MANIFEST)
def test_file(controller, name):
    """While it runs: what other files say stays, and goes on changing."""
    one = controller()
    one.put("good.yaml", GOOD)
    one.start().serving()
    one.server.answers("good.example.com", "192.0.2.1")
    one.put_text("bad.yaml", NO_MANIFEST[name])
    one.says("bad.yaml")
    one.put("good.yaml", ingress("good", "good.example.com", "192.0.2.2",
                                 "aaa"))
    one.server.answers("good.example.com", "192.0.2.2")
    # What becomes good is read.
    one.put("bad.yaml", ingress("new", "new.example.com", "192.0.2.3"))
    one.server.answers("new.example.com", "192.0.2.3")
    one.stop()


def test_a_file_goes_bad_and_keeps_its_objects(controller):
    """Half a file being written is no deletion."""
    one = controller()
    one.put("good.yaml", GOOD)
    text = "---\n" + json.dumps(ingress("a", "a.example.com", "192.0.2.1"),
                                indent=1) + "\n"
    one.put_text("a.yaml", text)
    one.start().serving()
    one.server.answers("a.example.com", "192.0.2.1")
    serial = one.serial()
    # In place, piece by piece, as a slow editor would; each piece is seen.
    with open(one.manifests / "a.yaml", "w") as out:
        for at in range(0, len(text), 150):
            out.write(text[at:at + 150])
            out.flush()
            os.fsync(out.fileno())
            assert one.server.answer("a.example.com") == ["192.0.2.1"]
    one.put_text("a.yaml", text[:len(text) - 40])
    one.says("a.yaml")
    one.put("other.yaml", ingress("o", "o.example.com", "192.0.2.2"))
    one.server.answers("o.example.com", "192.0.2.2")
    assert one.server.answer("a.example.com") == ["192.0.2.1"]
    one.put_text("a.yaml", text)
    one.remove("other.yaml")
    one.server.gone("o.example.com")
    assert one.server.answer("a.example.com") == ["192.0.2.1"]
    assert one.serial() > serial
    one.stop()


def test_one_bad_document_of_a_file(controller):
    one = controller()
    one.put_text("all.yaml", "---\n" + json.dumps(GOOD) + "\n---\n{{{\n---\n"
                 + json.dumps(ingress("b", "b.example.com", "192.0.2.2")))
    done = one.command("render", "--config", one.config_file, "--from",
                       one.manifests / "all.yaml")
    assert "good\t60\tIN\tA\t192.0.2.1\n" in done.stdout
    assert "b\t60\tIN\tA\t192.0.2.2\n" in done.stdout
    assert "all.yaml" in done.stderr


def test_what_is_no_file(controller):
    """Named like manifests: a directory, a pipe, a link to nowhere."""
    one = controller()
    one.put("good.yaml", GOOD)
    one.start().serving()
    (one.manifests / "folder.yaml").mkdir()
    os.mkfifo(one.manifests / "pipe.yaml")
    (one.manifests / "link.yaml").symlink_to("nowhere")
    (one.manifests / "loop").symlink_to(".")
    one.put("more.yaml", ingress("m", "m.example.com", "192.0.2.2"))
    one.server.answers("m.example.com", "192.0.2.2")
    one.server.answers("good.example.com", "192.0.2.1")
    one.stop()


def test_a_directory_vanishes_and_returns(controller):
    one = controller()
    one.put("good.yaml", GOOD)
    one.put("below/b.yaml", ingress("b", "b.example.com", "192.0.2.2"))
    one.start().serving()
    one.server.answers("b.example.com", "192.0.2.2")
    # A directory below: its files are gone, that is said plainly.
    shutil.rmtree(one.manifests / "below")
    one.server.gone("b.example.com")
    # All of it: nobody meant to delete every name there is.
    away = one.directory / "away"
    one.manifests.rename(away)
    one.says(str(one.manifests))
    steadily(lambda: one.alive() and one.server.answer("good.example.com")
             == ["192.0.2.1"], "lost with the directory", 1)
    away.rename(one.manifests)
    one.put("new.yaml", ingress("n", "n.example.com", "192.0.2.3"))
    one.server.answers("n.example.com", "192.0.2.3")
    one.server.answers("good.example.com", "192.0.2.1")
    one.stop()


def test_no_directory_at_the_start(controller):
    one = controller()
    one.manifests.rmdir()
    done = one.command(*one.run_words()[1:])
    assert done.returncode == 1
    assert str(one.manifests) in done.stderr
    # And leaves nothing running behind.
    one.server.away(ZONE)


def limited():
    """1 MiB is more than the log needs; the signal would be the end."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def wide(number):
    """100 names of 240 octets: 27 kB of zone file."""
    tail = ".".join(["x" * 60] * 3) + ".example.com"
    return ingress(f"wide-{number}",
                   [f"h{number}-{n}.{tail}" for n in range(100)], "192.0.2.2")


def limit(one, octets):
    """No file of the controller may grow beyond this: EFBIG, as ENOSPC."""
    _, hard = resource.prlimit(one.program.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(one.program.pid, resource.RLIMIT_FSIZE, (octets, hard))


def test_the_disk_is_full(controller):
    """The old file stays, whole; when there is room again it goes on."""
    one = controller()
    one.put("good.yaml", GOOD)
    one.start(limits=limited).serving()
    one.server.answers("good.example.com", "192.0.2.1")
    serial = one.serial()
    limit(one, 1 << 20)
    for number in range(50):
        one.put(f"wide-{number}.yaml", wide(number))
    one.says(f"{ZONE}.", os.strerror(errno.EFBIG))
    check(ZONE, one.zone_file())
    assert one.server.answer("good.example.com") == ["192.0.2.1"]
    assert one.serial() >= serial
    assert one.alive()
    limit(one, resource.RLIM_INFINITY)
    one.put("good.yaml", ingress("good", "good.example.com", "192.0.2.9",
                                 "aaa"))
    one.server.answers("good.example.com", "192.0.2.9", deadline=90)
    eventually(lambda: len(one.records()) == 5003,
               lambda: f"{len(one.records())} records")
    left = {f.name for f in one.zone_file().parent.iterdir() if "tmp" in f.name}
    assert not left
    one.stop()


NOBODY = 65534


def test_the_zone_directory_is_read_only(controller):
    """A directory of somebody else's: the controller runs as nobody."""
    one = controller()
    one.put("good.yaml", GOOD)
    as_root = os.geteuid() == 0
    one.state.mkdir()
    for path in (one.directory.parent, one.directory, one.manifests,
                 one.state):
        path.chmod(0o755)
    if as_root:
        os.chown(one.state, NOBODY, NOBODY)
        # Where this was cloned, nobody may not even look: in /root, say.
        one.binary = shutil.copy(one.binary, one.directory)

    def drop():
        if as_root:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)

    one.start(limits=drop).serving()
    one.server.answers("good.example.com", "192.0.2.1")
    zones = one.zone_file().parent
    if as_root:
        os.chown(zones, 0, 0)
    zones.chmod(0o555)
    one.put("good.yaml", ingress("good", "good.example.com", "192.0.2.9",
                                 "aaa"))
    one.says(f"{ZONE}.", os.strerror(errno.EACCES))
    assert one.server.answer("good.example.com") == ["192.0.2.1"]
    check(ZONE, one.zone_file())
    zones.chmod(0o755)
    if as_root:
        os.chown(zones, NOBODY, NOBODY)
    one.server.answers("good.example.com", "192.0.2.9", deadline=90)
    one.stop()


def test_a_state_directory_that_cannot_be(controller):
    one = controller()
    one.state.write_text("a file")
    done = one.command(*one.run_words()[1:])
    assert done.returncode == 1
    assert str(one.state) in done.stderr


def test_a_socket_path_that_is_too_long(controller):
    one = controller()
    one.config["nsd"]["directory"] = str(one.directory / ("d" * 120))
    one.write_config()
    done = one.command(*one.run_words()[1:])
    assert done.returncode in (1, 2)
    assert "nsd.sock" in done.stderr


def test_a_port_that_is_taken(controller):
    first = controller().start().serving()
    second = controller()
    second.config["nsd"]["listen"] = [f"127.0.0.1@{first.port}"]
    second.config["zones"] = [zone_settings("example.net")]
    second.write_config()
    second.start()
    second.says("Address already in use")
    assert first.server.serial(ZONE)
