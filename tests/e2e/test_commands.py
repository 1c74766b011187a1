# SPDX-License-Identifier: Apache-2.0
"""The commands: exit codes, streams, what is accepted."""

import re
import subprocess

import pytest
import yaml

from checkers import check, program as installed
from controller import ZONE, environment, serial_of, zone_records
from objects import ingress, service, stream

pytestmark = pytest.mark.sanitized

WWW = ingress("www", "www.example.com", "192.0.2.1")


@pytest.fixture
def one(controller):
    made = controller()
    made.put("www.yaml", WWW)
    return made


@pytest.mark.parametrize("words", [
    [], ["walk"], ["run"], ["render"], ["check"], ["nsd-conf"],
    ["check", "--config"], ["check", "--colour", "blue"],
    ["check", "stray"], ["render", "--serial", "many", "--config", "FILE"],
    ["render", "--serial", "4294967296", "--config", "FILE"],
    ["run", "--config", "FILE", "--from"]], ids=" ".join)
def test_wrong_usage(one, words):
    words = [one.config_file if w == "FILE" else w for w in words]
    done = one.command(*words)
    assert done.returncode == 2, done.stderr
    assert done.stdout == "" and done.stderr
    assert not one.state.exists()


@pytest.mark.parametrize("command", ["run", "render", "explain", "check",
                                     "lint", "diff", "status",
                                     "approve", "nsd-conf", "version"])
def test_help_fits_a_screen(one, command):
    done = one.command(command, "--help")
    assert done.returncode == 0
    lines = done.stdout.split("\n")
    assert 2 <= len(lines) <= 24 and max(map(len, lines)) <= 80
    assert f"k8s-nsd {command}" in done.stdout
    assert one.command("--help").returncode == 0


@pytest.mark.parametrize("words,says", [
    (["rendr"], "did you mean 'render'?"),
    (["help", "rendr"], "did you mean 'render'?"),
    (["explain", "--from", "-", "www.example.com"], "--from needs --config"),
    (["lint", "--zone", "a..b", "-"], "--zone: bad name 'a..b'"),
    (["render", "--form", "x"], "did you mean '--from'? See k8s-nsd render"),
    (["render"], "'--config FILE', or K8S_NSD_CONFIG in the environment"),
    (["approve", "a.example"], "'--plan HASH'"),
    (["check", "stray"], "see k8s-nsd check --help")], ids=str)
def test_wrong_usage_says_what_next(one, words, says):
    done = one.command(*words)
    assert done.returncode == 2 and says in done.stderr, done.stderr


@pytest.mark.parametrize("words", [["-h"], ["render", "-h"], ["help", "render"],
                                   ["--version"], ["render", "--version"]], ids=" ".join)
def test_words_that_every_program_knows(one, words):
    done = one.command(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(("usage: ", "k8s-nsd "))


def test_explain_in_a_pod_that_has_manifests(one):
    env = dict(environment(), K8S_NSD_FROM=str(one.manifests))
    done = subprocess.run([one.binary, "explain", "--socket", "/nowhere",
                           "www.example.com"], env=env, text=True,
                          capture_output=True)
    assert "exclude" not in done.stderr and "/nowhere" in done.stderr


def test_version(one):
    done = one.command("version")
    assert done.returncode == 0
    for word in ("k8s-nsd", "libcurl", "ldns", "NSD"):
        assert word.lower() in done.stdout.lower()
    assert "\n " not in done.stdout


def test_render_to_stdout_and_to_a_directory(one):
    words = ["render", "--config", one.config_file, "--from", one.manifests,
             "--serial", "4294967295"]
    done = one.command(*words)
    assert done.returncode == 0, done.stderr
    assert zone_records(done.stdout) == [
        "@\t3600\tIN\tNS\tns1.example.com.", "ns1\t3600\tIN\tA\t192.0.2.53",
        "www\t60\tIN\tA\t192.0.2.1"]
    assert serial_of(done.stdout) == 4294967295
    out = one.directory / "out"
    out.mkdir()
    again = one.command(*words, "--out", out)
    assert (again.returncode, again.stdout) == (0, "")
    assert (out / f"{ZONE}.zone").read_text() == done.stdout
    check(ZONE, out / f"{ZONE}.zone")
    # The form is fixed to the octet (but for the comments).
    text = re.sub(r"^;.*\n", "", done.stdout, flags=re.M)
    assert text.startswith(
        "$ORIGIN example.com.\n"
        "@\t3600\tIN\tSOA\tns1.example.com. hostmaster.example.com. (\n"
        "\t4294967295\t; serial\n"
        "\t900 300 1209600 60 )\n@\t3600\tIN\tNS\tns1.example.com.\n")
    assert not one.state.exists()


def test_render_from_a_file_and_from_stdin(one):
    words = [one.binary, "render", "--config", one.config_file, "--from"]
    file = one.command(*words[1:], one.manifests / "www.yaml")
    assert "www\t60\tIN\tA\t192.0.2.1\n" in file.stdout
    stdin = subprocess.run([*words, "-"], input=stream([WWW]), text=True,
                           capture_output=True, env=environment())
    assert stdin.returncode == 0
    assert zone_records(stdin.stdout) == zone_records(file.stdout)
    by_equals = one.command("render", f"--config={one.config_file}",
                            f"--from={one.manifests}")
    assert zone_records(by_equals.stdout) == zone_records(file.stdout)


def test_render_without_objects(one):
    one.remove("www.yaml")
    done = one.command("render", "--config", one.config_file, "--from",
                       one.manifests)
    assert done.returncode == 0
    assert len(zone_records(done.stdout)) == 2


def test_render_fails_when_it_cannot_write_or_read(one):
    words = ["render", "--config", one.config_file, "--from"]
    nowhere = one.command(*words, one.directory / "nowhere")
    assert nowhere.returncode == 1 and "nowhere" in nowhere.stderr
    assert nowhere.stdout == ""
    why = one.command("explain", "www.example.com", *words[1:],
                      one.directory / "nowhere")
    assert why.returncode == 1 and "nowhere" in why.stderr
    assert why.stdout == ""
    out = one.command(*words, one.manifests, "--out", one.directory / "no/way")
    assert out.returncode in (1, 2) and "no/way" in out.stderr


def test_strict_is_for_findings_of_error(one):
    words = ["render", "--config", one.config_file, "--from", one.manifests]
    assert one.command(*words, "--strict").returncode == 0
    one.put("info.yaml", ingress("out", "www.example.org", "192.0.2.1"))
    assert one.command(*words, "--strict").returncode == 0
    one.put("bad.yaml", ingress("bad", "b b.example.com", "192.0.2.1"))
    assert one.command(*words).returncode == 0
    assert one.command(*words, "--strict").returncode == 1


def test_findings_are_lines(one):
    one.put("bad.yaml", ingress("bad", "b b.example.com", "192.0.2.1"),
            service("waits"))
    done = one.command("render", "--config", one.config_file, "--from",
                       one.manifests)
    assert re.search(r"^error BadName \S.* Ingress web/bad: .+$", done.stderr,
                     re.M), done.stderr
    assert re.search(r"^\w+ NoAddress \S+ Service web/waits: .+$",
                     done.stderr, re.M), done.stderr


def test_nsd_conf_is_accepted_by_nsd(one):
    done = one.command("nsd-conf", "--config", one.config_file)
    assert done.returncode == 0, done.stderr
    file = one.directory / "nsd.conf"
    file.write_text(done.stdout)
    one.state.mkdir()
    (one.state / "zones").mkdir()
    checked = subprocess.run([installed("nsd-checkconf"), file],
                             capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert f"127.0.0.1@{one.port}" in done.stdout
    for option, value in {"rrl-ratelimit": "0", "rrl-size": "1000",
                          "server-count": "1", "refuse-any": "yes",
                          "hide-version": "yes", "minimal-responses": "yes",
                          "zonelistfile": f"{one.state}/zone.list"}.items():
        read = subprocess.run([installed("nsd-checkconf"), "-o", option, file],
                              capture_output=True, text=True)
        assert read.stdout == f"{value}\n", (option, read.stdout)


def test_flags_from_the_environment(one):
    env = environment()
    env["K8S_NSD_CONFIG"] = str(one.config_file)
    env["K8S_NSD_FROM"] = str(one.manifests)
    done = subprocess.run([one.binary, "render"], capture_output=True,
                          text=True, env=env)
    assert done.returncode == 0, done.stderr
    assert "www\t60\tIN\tA\t192.0.2.1\n" in done.stdout


@pytest.mark.parametrize("command", [
    ["--help"], ["render", "--help"], ["version"], ["nsd-conf"], ["render"],
    ["explain", "www.example.com"], ["diff", "--against", "empty"],
    ["lint", "bad.zone"]], ids=" ".join)
def test_output_that_cannot_be_written_is_told(one, command):
    (one.directory / "empty").mkdir()
    (one.directory / "bad.zone").write_text("a. SOA a b 1 1 1 1 1\nx A 1\n")
    words = [one.binary, *command]
    if command[0] in ("render", "explain", "diff", "nsd-conf"):
        words += ["--config", one.config_file]
    if command[0] in ("render", "explain", "diff"):
        words += ["--from", one.manifests]
    with open("/dev/full", "w") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE,
                              text=True, env=environment(), cwd=one.directory)
    assert "standard output: No space left on device" in done.stderr
    assert done.returncode == (2 if command[0] == "diff" else 1)


def test_renders_into_one_directory_wait_for_each_other(one):
    out = one.directory / "out"
    out.mkdir()
    words = [one.binary, "render", "--config", one.config_file, "--from",
             one.manifests, "--out", out, "--serial"]
    for turn in range(5):
        started = [subprocess.Popen(
            [*words, f"{1 + 10 * turn + n}"], text=True, env=environment(),
            stderr=subprocess.PIPE) for n in range(8)]
        ends = [(p.communicate()[1], p.returncode) for p in started]
        assert ends == [("", 0)] * 8
    assert [f.name for f in out.iterdir()] == [f"{ZONE}.zone"]


def test_a_kind_that_is_not_served_is_named(controller, fake):
    one = controller(cluster=fake, resources=["Ingress", "HTTPRoute"])
    words = ["render", "--config", one.config_file]
    done = one.command(*words)
    assert done.returncode == 0 and zone_records(done.stdout)
    assert re.search("^k8s-nsd render: not served .*: HTTPRoute$",
                     done.stderr, re.M), done.stderr
    assert one.command(*words, "--strict").returncode == 1
    one = controller(cluster=fake, resources=["Ingress"])
    done = one.command("render", "--config", one.config_file, "--strict")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_roles_of_a_configuration(controller):
    """Also of what only secondaries and the lease need; its name may look like
    a number."""
    (keys := controller().directory / "key").write_text("")
    one = controller(
        resources=["DNSEndpoint"], events=False,
        lease={"name": "123", "namespace": "77"},
        tsig=[{"name": "k.", "secretFile": str(keys)}],
        secondaries=[
            {"name": "open", "insecureTransfer": True,
             "notify": ["198.51.100.7"], "transfer": ["198.51.100.7"]},
            {"name": "inside", "service": "dns/replicas", "tsig": "k."}])
    one.config["zones"][0]["secondaries"] = ["open", "inside"]
    one.write_config()
    done = one.command("rbac", "--config", one.config_file)
    assert (done.returncode, done.stderr) == (0, "")
    role, of_lease = yaml.safe_load_all(done.stdout)
    assert {name for rule in role["rules"] for name in rule["resources"]} == {
        "nodes", "endpointslices", "dnsendpoints"}
    assert {verb for rule in role["rules"] for verb in rule["verbs"]} == {
        "list", "watch"}
    assert of_lease["metadata"]["namespace"] == "77"
    assert of_lease["rules"][1] == {
        "apiGroups": ["coordination.k8s.io"], "resources": ["leases"],
        "resourceNames": ["123"], "verbs": ["get", "patch"]}
