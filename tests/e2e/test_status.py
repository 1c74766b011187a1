# SPDX-License-Identifier: Apache-2.0
"""status and approve: the running controller, asked over its socket."""

import http.client
import json
import re
import socket

import pytest

from controller import ZONE, zone_settings
from eventually import eventually
from objects import endpoint, ingress

pytestmark = pytest.mark.sanitized

MANY = [ingress(f"app{i}", f"app{i}.example.com", f"192.0.2.{i + 1}")
        for i in range(12)]


@pytest.fixture
def one(controller):
    made = controller(resources=["Ingress", "DNSEndpoint"])
    made.put("all.yaml", *MANY)
    return made


def status(one, *words):
    return one.command("status", "--config", one.config_file, *words)


def status_json(one):
    done = status(one, "-o", "json")
    assert done.stderr == "", done.stderr
    answer = json.loads(done.stdout)
    assert answer["schemaVersion"] == 1
    assert done.returncode == (0 if answer["well"] else 1)
    return answer


def becomes(one, check, what):
    """Waits until the status answers to check; gives it."""
    seen = []

    def ask():
        seen.append(status_json(one))
        return check(seen[-1])

    eventually(ask, lambda: f"{what}:\n{json.dumps(seen[-1], indent=1)}")
    return seen[-1]


def well(one):
    return becomes(one, lambda answer: answer["well"], "all is well")


def request(one, method, path, body=None):
    connection = http.client.HTTPConnection("localhost", timeout=10)
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(one.state / "control.sock"))
    connection.request(method, path, body)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read() or "{}")


def test_all_is_well(one):
    one.put("odd.yaml", endpoint(
        "odd", ("a.example.com", "CNAME", ["gone.example.com"])),
        ingress("bad", "b b.example.com", "192.0.2.1"),
        ingress("thief", "app1.example.com", "192.0.2.9", "play",
                created="2026-01-01T00:00:00Z"))
    one.start().serving()
    answer = well(one)
    assert answer["nsd"] == {"state": "answering"}
    sources = {source["kind"]: source for source in answer["sources"]}
    assert set(sources) == {"Ingress", "DNSEndpoint"}
    assert sources["Ingress"]["state"] == "live"
    assert sources["Ingress"]["whole"] is True
    assert sources["Ingress"]["objects"] == 14
    zone, = answer["zones"]
    assert zone["zone"] == ZONE and zone["state"] == "served"
    assert zone["serial"] == one.serial()
    assert zone["records"] == len(one.records()) + 1  # and the SOA
    assert zone["findings"]["warning"] >= 1
    text = status(one)
    assert text.returncode == 0
    assert re.search(rf"^  example\.com: serial {one.serial()} served, "
                     rf"{zone['records']} records; ", text.stdout, re.M)
    by_socket = one.command("status", "--socket", one.state / "control.sock")
    assert by_socket.returncode == 0
    one.stop()


def test_nobody_answers(one):
    done = status(one)
    assert (done.returncode, done.stdout) == (1, "")
    assert "is it running?" in done.stderr
    for words in (["status"], ["approve", ZONE, "--plan", "0123456789ab"],
                  ["approve", ZONE], ["approve", "--plan", "0123456789ab"],
                  ["status", "-o", "yaml", "--socket", "x"],
                  ["approve", "a b", "--plan", "1", "--socket", "x"]):
        assert one.command(*words).returncode == 2, words


def test_nsd_is_away(controller):
    one = controller(run_nsd=False, resources=["Ingress"])
    one.put("all.yaml", *MANY)
    nsd = one.start_nsd()
    one.start().serving()
    well(one)
    nsd.kill()
    one.put("new.yaml", ingress("new", "new.example.com", "192.0.2.99"))
    answer = becomes(
        one, lambda answer: answer["nsd"]["state"] == "away"
        and answer["zones"][0]["state"] == "unserved"
        and answer["zones"][0]["serial"] == one.serial(), "NSD is away")
    assert not answer["well"]
    text = status(one)
    assert text.returncode == 1 and text.stdout.startswith("NSD: away\n")
    nsd = one.start_nsd()
    well(one)
    one.stop()
    nsd.kill()


def test_a_manifest_that_cannot_be_read(one):
    one.start().serving()
    well(one)
    one.put_text("bad.yaml", "kind: [")
    one.says("bad.yaml")
    answer = becomes(one, lambda answer: not answer["well"], "it is not well")
    assert all("bad.yaml" in source["reason"] for source in answer["sources"])
    one.put_text("bad.yaml", "- a list\n")
    well(one)
    one.stop()


def test_a_zone_that_waits(controller):
    one = controller(zones=[zone_settings(nameservers=[
        {"name": "ns1.example.com", "service": "dns/nsd"}])])
    one.put("all.yaml", *MANY)
    one.start()
    one.says("zone waits for the address")
    zone, = status_json(one)["zones"]
    assert (zone["state"], zone["waits"]) == ("waiting", "ns1.example.com")
    assert "serial" not in zone
    text = status(one)
    assert text.returncode == 1
    assert "  example.com: waiting for an address of ns1.example.com, " in (
        text.stdout)
    one.stop()


def test_held_and_approved(one):
    one.start().serving()
    well(one)
    one.put("all.yaml", *MANY[:4])
    answer = becomes(one, lambda answer: "held" in answer["zones"][0],
                     "deletions are held")
    held = answer["zones"][0]["held"]
    assert held["deletions"] == 8 and held["of"] == 12
    assert answer["zones"][0]["retained"] == {"held": 8}
    assert len(held["names"]) == 8 and "app4.example.com" in held["names"]
    text = status(one)
    assert text.returncode == 1
    line, = re.findall(r"^    approve: (k8s-nsd approve \S+ --plan (\S+))$",
                       text.stdout, re.M)
    assert held["plan"].startswith(line[1])
    one.server.answers("app11.example.com", "192.0.2.12")

    def approve(*words):
        return one.command("approve", *words, "--config", one.config_file)

    wrong = approve(ZONE, "--plan", "0" * 12)
    assert wrong.returncode == 1 and line[1] in wrong.stderr, wrong.stderr
    assert approve("example.net", "--plan", line[1]).returncode == 1
    assert approve(ZONE, "--plan", "short").returncode == 1
    assert "held" in status_json(one)["zones"][0]
    done = approve(ZONE, "--plan", line[1])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"zone {ZONE}: plan {line[1]} is approved for an hour\n")
    one.server.gone("app11.example.com")
    well(one)
    one.stop()


def test_the_socket(one):
    one.start().serving()
    well(one)
    code, answer = request(one, "GET", "/v1/status")
    assert code == 200 and answer["well"] is True
    assert request(one, "GET", "/v1/approve")[0] == 405
    assert request(one, "POST", "/v1/status", "{}")[0] == 405
    code, answer = request(one, "POST", "/v1/approve",
                           json.dumps({"zone": ZONE, "plan": "0" * 12}))
    assert code == 404 and "nothing is held" in answer["message"]
    for body in ("", "{", "[]", '{"zone":"example.com"}', "x" * 4000):
        assert request(one, "POST", "/v1/approve", body)[0] == 400, body
    assert one.alive()
    one.stop()
