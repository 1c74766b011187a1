# SPDX-License-Identifier: Apache-2.0
"""Replicas as the component "secondaries" runs them: an NSD each, told by
nsd-conf, fed by NOTIFY and transfers under a key."""

import signal
import subprocess

import dns.exception
import dns.query
import dns.zone
import pytest
import yaml

from ask import POLL, Server
from checkers import program as installed
from conftest import ROOT
from controller import ZONE, zone_settings
from eventually import eventually
from nameservers import LOOPBACK, Key
from objects import ingress
from ports import free_port
from servers import Program

OTHER = "other.example"
NAME = "replicas"


class Replica:
    def __init__(self, one, folder):
        self.one = one
        self.directory = folder
        self.port = free_port()
        self.nsd = None
        folder.mkdir()
        self.server = Server(self.port)

    def conf(self, *words):
        return self.one.command(
            "nsd-conf", "--config", self.one.config_file, "--secondary", NAME,
            "--primary", f"{LOOPBACK}@{self.one.port}", "--listen",
            f"{LOOPBACK}@{self.port}", "--out", self.directory, *words)

    def start(self, *words):
        done = self.conf(*words)
        assert done.returncode == 0, done.stderr
        conf = self.directory / "nsd.conf"
        checked = subprocess.run([installed("nsd-checkconf"), conf],
                                 capture_output=True, text=True, timeout=60)
        assert checked.returncode == 0, checked.stderr
        self.nsd = Program([installed("nsd"), "-d", "-c", conf],
                           self.directory / "nsd.log")
        return self

    def probe(self):
        return self.one.command("probe", "--config", self.one.config_file,
                                "--secondary", NAME, "--server",
                                f"{LOOPBACK}@{self.port}")

    def leave(self):
        """Somebody says that it leaves; a program to end."""
        program = Program([self.one.binary, "leave", "--for", "1h",
                           "--server", f"{LOOPBACK}@{self.port}"],
                          self.directory / "leave.log")
        self.leaves()
        return program

    def leaves(self):
        eventually(lambda: "it is leaving" in self.probe().stderr,
                   lambda: f"it leaves: {self.probe().stderr}")
        assert self.probe().returncode == 1

    def ready(self):
        eventually(lambda: self.probe().returncode == 0,
                   lambda: f"{self.probe().stderr}\n{self.nsd.output()}", 150)
        return self

    def end(self):
        if self.nsd:
            self.nsd.stop()
        self.nsd = None


@pytest.fixture
def replicas(controller, folder):
    """(a primary with two zones, two replicas of it); it does not run yet."""
    key = Key("replicas.example")
    one = controller(zones=[zone_settings(ZONE, secondaries=[NAME]),
                            zone_settings(OTHER, secondaries=[NAME]),
                            zone_settings("alone.example")],
                     publish={"minInterval": "20ms"},
                     tsig=[key.write(folder)])
    both = [Replica(one, folder / f"replica-{i}") for i in range(2)]
    one.config["secondaries"] = [{
        "name": NAME, "notify": [f"{LOOPBACK}@{each.port}" for each in both],
        "transfer": ["0.0.0.0/0", "::/0"], "tsig": key.name}]
    one.write_config()
    one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
    yield one, both
    for each in both:
        each.end()


def test_they_follow(replicas):
    one, both = replicas
    # Before the primary is there: it does not answer, and is not ready.
    both[0].start()
    eventually(lambda: both[0].server.rcode(ZONE, "SOA", timeout=POLL)
               != "TIMEOUT", "NSD answers")
    assert both[0].probe().returncode == 1
    one.start().serving()
    both[1].start()
    for each in both:
        each.ready()
        each.server.answers(f"www.{ZONE}", "192.0.2.1")
        # No zone but those that have it.
        assert each.server.rcode("alone.example", "SOA") == "REFUSED"
    one.says("zone published", ZONE)
    one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.2"))
    for each in both:
        each.server.answers(f"www.{ZONE}", "192.0.2.2")
    # One is lost: the other answers.  The primary is lost: both do.
    both[1].end()
    assert both[0].server.answer(f"www.{ZONE}") == ["192.0.2.2"]
    both[1].start().ready()
    one.stop()
    for each in both:
        assert each.server.answer(f"www.{ZONE}") == ["192.0.2.2"]
        assert each.probe().returncode == 0


def test_a_container_that_is_started_again(replicas):
    """It has its zones on its disk, also while the primary is away."""
    one, (each, _) = replicas
    one.start().serving()
    each.start().ready()
    eventually(lambda: all((each.directory / f"{zone}.zone").exists()
                           for zone in (ZONE, OTHER)),
               "the zones are written", 150)
    one.stop()
    each.end()
    each.start("--keep").ready()
    each.server.answers(f"www.{ZONE}", "192.0.2.1")


def test_the_times_that_are_shipped():
    """Ready for ten seconds, for load balancers; not ready five seconds before
    NSD ends, for kube-proxy; and five more to end."""
    folder = ROOT / "manifests/components/secondaries"
    pod = next(yaml.safe_load_all((folder / "deployment.yaml").read_text()))[
        "spec"]["template"]["spec"]
    container = pod["containers"][0]
    probe = container["readinessProbe"]
    words = container["lifecycle"]["preStop"]["exec"]["command"]
    assert words[:3] == ["/usr/bin/k8s-nsd", "leave", "--for"]
    leaves = int(words[3].removesuffix("s"))
    period, failures = probe["periodSeconds"], probe["failureThreshold"]
    assert (failures - 1) * period >= 10
    assert failures * period + 5 <= leaves
    assert leaves + 5 <= pod["terminationGracePeriodSeconds"]


def test_only_under_the_key(replicas):
    one, (each, _) = replicas
    one.start().serving()
    each.start().ready()
    for key in ({}, Key("replicas.example").tsig()):
        with pytest.raises((dns.exception.DNSException, OSError, EOFError)):
            dns.zone.from_xfr(dns.query.xfr(
                LOOPBACK, ZONE, port=one.port, timeout=10, lifetime=20,
                **key))


def test_it_leaves(replicas):
    """Not ready, it answers whoever asks; so it does for as long as anybody
    says that it leaves."""
    one, (each, other) = replicas
    one.start().serving()
    each.start().ready()
    other.start().ready()
    first = each.leave()
    one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.2"))
    each.server.answers(f"www.{ZONE}", "192.0.2.2")
    second = each.leave()
    first.signal(signal.SIGTERM)
    assert first.wait() == -signal.SIGTERM
    each.leaves()
    for _ in range(100):
        assert each.server.answer(f"www.{ZONE}") == ["192.0.2.2"]
    assert other.probe().returncode == 0
    second.kill()
    each.ready()


def test_it_has_left(replicas):
    """What is damaged keeps nobody from leaving; a container that is started
    again is ready."""
    one, (each, _) = replicas
    one.start().serving()
    each.start().ready()
    text = one.config_file.read_text()
    one.config_file.write_text("zones: [")
    leaving = each.leave()
    each.end()
    each.leaves()
    one.config_file.write_text(text)
    leaving.kill()
    done = each.probe()
    assert done.returncode == 1 and "is not answered" in done.stderr
    each.start("--keep").ready()
    assert one.command("leave", "--for", "1s", "--server",
                       f"{LOOPBACK}@{each.port}").returncode == 0
    assert each.probe().returncode == 0


@pytest.mark.parametrize("words, said", [
    ([], "missing option '--for TIME'"),
    *((["--for", time], f"'{time}' is no time from 1s to 1h") for time in (
        "", "20", "20 s", "-20s", "0s", "999ms", "61m", "3601s", "forever")),
    (["--for", "20s", "--server", "dns.example"],
     "bad address 'dns.example'"),
])
def test_nobody_leaves_like_that(controller, words, said):
    done = controller().command("leave", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("change, word", [
    ({"tsig": None}, "has no tsig"),
    ({"name": "others"}, "there is no 'replicas' in secondaries"),
])
def test_what_is_no_replica(replicas, change, word):
    one, (each, _) = replicas
    row = {**one.config["secondaries"][0], **change}
    row = {name: value for name, value in row.items() if value is not None}
    if "tsig" not in row:
        row.update(transfer=["127.0.0.1"], insecureTransfer=True)
    one.config["secondaries"] = [row]
    for zone in one.config["zones"][:2]:
        zone["secondaries"] = [row["name"]]
    one.write_config()
    for done in (each.conf(), each.probe()):
        assert done.returncode == 2, done.stderr
        assert word in done.stderr
    assert not (each.directory / "nsd.conf").exists()


def test_no_secret(replicas, folder):
    """Without its secret no zone would ever come: it says so, and the last
    nsd.conf stays."""
    one, (each, _) = replicas
    secret = folder / "replicas.example.key"
    text = secret.read_text()
    secret.unlink()
    done = each.conf("--keep")
    assert done.returncode == 1
    assert "no key of secondary 'replicas' has a secret" in done.stderr
    secret.write_text(text)
    assert each.conf("--keep").returncode == 0
    for words in (["--primary", "primary.example"], ["--listen", "x"],
                  ["--out", "relative"]):
        done = each.conf(*words)
        assert done.returncode == 2, words
    # On stdout no secret is shown; a replica has to know where it lives.
    assert one.command("nsd-conf", "--config", one.config_file, "--secondary",
                       NAME).returncode == 2
