# SPDX-License-Identifier: Apache-2.0
"""diff: manifests and clusters against last versions."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from controller import ZONE, environment, zone_settings
from objects import endpoint, ingress, stream

pytestmark = pytest.mark.sanitized

BEFORE = [ingress("www", "www.example.com", "192.0.2.1"),
          ingress("old", "old.example.com", "192.0.2.7"),
          ingress("same", "same.example.com", "192.0.2.8")]
AFTER = [ingress("www", "www.example.com", ["192.0.2.1", "192.0.2.2"]),
         ingress("new", "new.example.com", "192.0.2.3"), BEFORE[2]]
LINES = """\
+ new.example.com A 60: 192.0.2.3 (Ingress web/new)
- old.example.com A 60: 192.0.2.7 (Ingress web/old)
~ www.example.com A 60: 192.0.2.1 -> 192.0.2.1, 192.0.2.2 (Ingress web/www)
example.com: 1 added, 1 changed, 1 removed
"""


@pytest.fixture
def one(controller):
    made = controller()
    made.put("all.yaml", *BEFORE)
    return made


def diff(one, *words):
    return one.command("diff", "--config", one.config_file, "--from",
                       one.manifests, *words)


def render(one):
    out = one.directory / "out"
    out.mkdir()
    done = one.command("render", "--config", one.config_file, "--from",
                       one.manifests, "--out", out, "--serial", 7)
    assert done.returncode == 0, done.stderr
    return out


def test_against_the_state_of_the_controller(one):
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.stop()
    files = {p.name: p.read_bytes() for p in one.state.iterdir()
             if p.is_file()}
    same = diff(one)
    assert (same.returncode, same.stdout, same.stderr) == (0, "", "")
    one.put("all.yaml", *AFTER)
    done = diff(one)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == f"zone {ZONE}, serial {one.serial()}\n{LINES}"
    # It only looked.
    assert files == {p.name: p.read_bytes() for p in one.state.iterdir()
                     if p.is_file()}
    # What it said is what is published.
    one.start()
    one.server.answers("new.example.com", "192.0.2.3")
    one.server.gone("old.example.com")
    one.stop()
    assert diff(one).returncode == 0


def test_while_the_controller_runs(one):
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    other = one.directory / "other.yaml"
    other.write_text(stream(AFTER))
    done = diff(one, "--from", other)
    assert (done.returncode, done.stdout) == (
        1, f"zone {ZONE}, serial {one.serial()}\n{LINES}")
    assert one.alive()
    one.stop()


def test_against_zone_files(one):
    out = render(one)
    one.put("all.yaml", *AFTER)
    done = diff(one, "--against", out)
    # Whose the records were is not in a zone file.
    assert done.returncode == 1
    assert done.stdout == (
        f"zone {ZONE}, serial 7\n"
        + LINES.replace("192.0.2.7 (Ingress web/old)", "192.0.2.7"))


BIND = """\
$TTL 1h
@   IN SOA ns1 hostmaster 4711 900 300 1209600 60
    IN NS ns1
ns1 IN A 127.0.0.1
WWW 60 IN A 192.0.2.1
same 60 IN A 192.0.2.8
left 5m IN TXT "v=spf1 -all"
host IN HINFO "PDP-11" "UNIX"
"""


def test_against_any_zone_file(one):
    file = one.directory / "db.example.com"
    file.write_text(BIND)
    done = diff(one, "--against", file)
    assert done.returncode == 1 and done.stderr == ""
    lines = done.stdout.split("\n")
    assert lines[0] == f"zone {ZONE}, serial 4711"
    # A first version has nothing to lose: nothing would be held.
    assert "- left.example.com TXT 300: \"v=spf1 -all\"" in lines
    assert "+ old.example.com A 60: 192.0.2.7 (Ingress web/old)" in lines
    assert not [l for l in lines if "www" in l or "same" in l]
    assert lines[-3:] == [
        "? host.example.com HINFO: a type that is not published (line 8)",
        "example.com: 1 record is not compared", ""]
    answer = json.loads(diff(one, "--against", file, "-o", "json").stdout)
    assert answer["zones"][0]["notCompared"] == {"records": 1, "left": [
        {"name": "host.example.com", "type": "HINFO", "line": 8,
         "records": 1, "reason": "a type that is not published"}]}


def test_against_our_own_zone_file(one):
    out = render(one)
    done = diff(one, "--against", out / "example.com.zone")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("text, says", [
    ("", "no SOA"),
    ("@ IN SOA a b 1 2 3 4\n", "SOA"),
    ("$ORIGIN example.org.\n@ 60 IN SOA a b 1 2 3 4 5\n@ 60 IN NS a\n",
     "no SOA"),
    ("\x7fELF", "no SOA"),
])
def test_against_what_is_no_zone(one, text, says):
    file = one.directory / "db"
    file.write_text(text)
    done = diff(one, "--against", file)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr and str(file) in done.stderr


def test_a_zone_that_is_not_configured(one):
    done = diff(one, "--against", render(one), "--zone", "example.org")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'example.org' is not one of the configuration" in done.stderr


def test_json(one):
    out = render(one)
    same = diff(one, "--against", out, "-o", "json")
    assert same.returncode == 0
    assert json.loads(same.stdout)["different"] is False
    one.put("all.yaml", *AFTER)
    done = diff(one, "--against", out, "--output=json")
    answer = json.loads(done.stdout)
    assert answer["schemaVersion"] == 1 and answer["different"] is True
    zone, = answer["zones"]
    assert (zone["zone"], zone["serial"]) == (ZONE, 7)
    assert (zone["added"], zone["changed"], zone["removed"]) == (1, 1, 1)
    assert zone["changes"][2] == {
        "op": "change", "name": "www.example.com", "type": "A",
        "old": {"ttl": 60, "data": ["192.0.2.1"]},
        "new": {"ttl": 60, "data": ["192.0.2.1", "192.0.2.2"]},
        "origins": ["Ingress web/www"]}


def test_markdown_that_nobody_breaks_out_of(one):
    out = render(one)
    one.put("all.yaml", *BEFORE, endpoint(
        "evil", ("t.example.com", "TXT",
                 ["```\n# headline\n| a | b |", "<script>", "`x` @you"])))
    done = diff(one, "--against", out, "-o", "markdown")
    assert done.returncode == 1
    lines = done.stdout.split("\n")
    assert lines[0] == f"### Zone `{ZONE}`"
    assert lines[2] == "1 added, 0 changed, 0 removed."
    assert [i for i, line in enumerate(lines) if line.startswith("```")] == [
        4, 6]
    assert lines[4] == "```diff" and lines[5].startswith("+ t.example.com TXT")
    assert re.fullmatch(r"[ -~\n]*", done.stdout)


def test_soa_and_nameservers(one):
    out = render(one)
    one.config["zones"] = [zone_settings(soa={
        "contact": "hostmaster@example.com", "refresh": 901})]
    one.config["zones"][0]["nameservers"].append({"name": "ns.example.net"})
    one.write_config()
    done = diff(one, "--against", out)
    assert done.returncode == 1
    assert ("~ example.com SOA 3600: ns1.example.com. hostmaster.example.com. "
            "900 300 1209600 60 -> ns1.example.com. hostmaster.example.com. "
            "901 300 1209600 60 (Zone example.com)\n") in done.stdout
    assert ("~ example.com NS 3600: ns1.example.com. -> ns.example.net., "
            "ns1.example.com. (Zone example.com)\n") in done.stdout


def test_a_zone_that_is_new(one):
    out = render(one)
    one.config["zones"].append(zone_settings("example.net"))
    one.write_config()
    done = diff(one, "--against", out)
    assert done.returncode == 1
    assert done.stdout.startswith("zone example.net, not published yet\n"
                                  "+ example.net SOA ")
    assert "zone example.com" not in done.stdout


def test_who_had_a_name_has_it(one):
    """As in the running controller: the last version tells the owner."""
    young = ingress("mine", "shop.example.com", "192.0.2.1", "web",
                    created="2026-02-01T00:00:00Z")
    older = ingress("theirs", "shop.example.com", "192.0.2.2", "play",
                    created="2026-01-01T00:00:00Z")
    one.put("all.yaml", young)
    one.start().serving()
    one.server.answers("shop.example.com", "192.0.2.1")
    one.stop()
    one.put("all.yaml", young, older)
    assert diff(one).returncode == 0
    one.put("all.yaml", older)
    assert "~ shop.example.com A 60: 192.0.2.1 -> 192.0.2.2" in diff(
        one).stdout


MANY = [ingress(f"app{i}", f"app{i}.example.com", f"192.0.2.{i + 1}")
        for i in range(12)]


def test_the_guard(one):
    one.put("all.yaml", *MANY)
    out = render(one)
    one.put("all.yaml", *MANY[:8])  # a third is more than 30 %
    done = diff(one, "--against", out)
    assert done.returncode == 1
    assert done.stdout.count(" [held]\n") == 4
    assert done.stdout.endswith(
        "example.com: 0 added, 0 changed, 4 removed\n"
        "example.com: the guard would hold 4 deletions and 0 changes\n")
    zone, = json.loads(diff(one, "--against", out, "-o", "json").stdout)[
        "zones"]
    # Whose ns1 is these files do not say: it counts.
    assert zone["held"]["deletions"] == 4 and zone["held"]["of"] == 13
    assert {change["kept"] for change in zone["changes"]} == {"held"}
    one.put("all.yaml", *MANY[:9])
    assert "held" not in diff(one, "--against", out).stdout
    one.config["zones"] = [zone_settings(guard="off")]
    one.write_config()
    one.put("all.yaml")
    done = diff(one, "--against", out)
    assert "12 removed" in done.stdout and "held" not in done.stdout


def test_what_the_guard_holds_in_the_controller(one):
    one.put("all.yaml", *MANY)
    one.start().serving()
    one.server.answers("app1.example.com", "192.0.2.2")
    one.put("all.yaml", *MANY[:2])
    one.says("deletions are held")
    done = diff(one)
    assert done.returncode == 1
    assert "the guard would hold 10 deletions" in done.stdout
    one.stop()
    plan = json.loads(diff(one, "-o", "json").stdout)["zones"][0]["held"][
        "plan"]
    assert one.said("deletions are held", plan[:12])


def test_lost_addresses_are_kept_for_a_while(one):
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.stop()
    one.put("all.yaml", ingress("www", "www.example.com"), *BEFORE[1:])
    done = diff(one)
    assert done.returncode == 1
    assert ("- www.example.com A 60: 192.0.2.1 (Ingress web/www) [grace]\n"
            in done.stdout), done.stdout


def test_trouble_is_more_than_1(one):
    nowhere = diff(one)  # there is no state directory yet
    assert nowhere.returncode > 1 and str(one.state) in nowhere.stderr
    out = render(one)
    file = out / f"{ZONE}.zone"
    file.write_text(file.read_text() + "; edited\n")
    edited = diff(one, "--against", out)
    assert edited.returncode > 1 and edited.stdout == ""
    assert f"'{ZONE}.zone'" in edited.stderr and "line" in edited.stderr
    empty = one.directory / "empty"
    empty.mkdir()
    for words in (["--against", "axfr:127.0.0.1@1"], ["--against", "ftp:HEAD"],
                  ["-o", "yaml"], ["--config", one.directory / "none"],
                  ["--from", one.directory / "none", "--against", empty]):
        done = diff(one, *words)
        assert done.returncode > 1 and done.stdout == "", words
        assert str(words[1]) in done.stderr, (words, done.stderr)


def test_stdin(one):
    out = render(one)
    done = subprocess.run(
        [one.binary, "diff", "--config", one.config_file, "--from", "-",
         "--against", out], input=stream(AFTER), text=True,
        capture_output=True, env=environment())
    assert done.returncode == 1 and "1 added, 1 changed" in done.stdout


def test_a_cluster(controller, empty_cluster):
    one = controller(cluster=empty_cluster, resources=["Ingress"])
    one.state.mkdir()
    words = ["diff", "--config", one.config_file]
    first = one.command(*words)
    assert first.returncode == 1 and first.stderr == "", first.stderr
    assert "not published yet" in first.stdout
    one.start().serving()
    one.stop()
    assert one.command(*words).returncode == 0
    # Part of a cluster is no basis: nothing is said to go.
    empty_cluster.kill_api()
    away = one.command(*words)
    assert away.returncode > 1 and away.stdout == "", away.stdout
    empty_cluster.restart_api()


def test_what_cannot_be_read_does_not_look_gone(one):
    out = render(one)
    one.put("all.yaml", *BEFORE[:2])
    one.put_text("bad.yaml", "kind: [")
    done = diff(one, "--against", out)
    assert done.returncode > 1 and done.stdout == ""
    assert "bad.yaml" in done.stderr


# A merge request.

@pytest.fixture
def merging(controller, empty_cluster):
    """A cluster with objects, as it is without any state directory."""
    for document in BEFORE:
        empty_cluster.create(document)
    one = controller(cluster=empty_cluster,
                     resources=["Ingress", "DNSEndpoint"])
    return one


def onto(one, *words):
    return one.command("diff", "--config", one.config_file, "--from",
                       one.manifests, "--onto", "cluster", *words)


def applied(document):
    """As people write it: without a status."""
    return {key: value for key, value in document.items() if key != "status"}


def test_manifests_over_a_cluster(merging):
    one = merging
    one.put("www.yaml", applied(
        ingress("www", ["www.example.com", "shop.example.com"])))
    one.put("old.yaml", applied(ingress("old", "older.example.com")))
    one.put("new.yaml", applied(ingress("new", "new.example.com")))
    done = onto(one)
    assert done.returncode == 1, done.stderr
    assert done.stdout == (
        "zone example.com, as the cluster makes it now\n"
        "- old.example.com A 60: 192.0.2.7 (Ingress web/old)\n"
        "+ older.example.com A 60: 192.0.2.7 (Ingress web/old)\n"
        "+ shop.example.com A 60: 192.0.2.1 (Ingress web/www)\n"
        "example.com: 2 added, 0 changed, 1 removed\n"), done.stdout
    assert "1 manifests are new to the cluster" in done.stderr
    found = json.loads(onto(one, "-o", "json").stdout)
    assert found["zones"][0]["onto"] == "cluster"
    assert "```diff" in onto(one, "-o", "markdown").stdout
    # Nothing was written, and nothing is left to do when it is as it is.
    assert not one.state.exists()
    for file in ("old.yaml", "new.yaml"):
        one.remove(file)
    one.put("www.yaml", applied(ingress("www", "www.example.com")))
    assert onto(one).returncode == 0


def script_of(job):
    """What the job has a shell do."""
    if "dns" in job:
        return "".join(job["dns"]["script"]), 1
    steps = job["jobs"]["diff"]["steps"]
    return next(s["run"] for s in steps if s.get("name") == "compare"), 0


@pytest.mark.parametrize("file", ["github.yaml", "gitlab.yaml"])
def test_the_jobs_of_a_merge_request(merging, file, empty_cluster):
    """The examples, as a runner has a shell run them."""
    one = merging
    path = Path(__file__).parents[2] / "manifests/examples/ci" / file
    # "on" is a word of YAML 1.1, for true.
    script, changed = script_of(yaml.safe_load(path.read_text()))
    folder = one.directory / "bin"
    folder.mkdir()
    (folder / "k8s-nsd").symlink_to(one.binary)
    summary = one.directory / "summary.md"

    def run():
        summary.write_text("")
        done = subprocess.run(
            ["sh", "-e", "-c", script], cwd=one.directory,
            capture_output=True, text=True,
            env={**environment(), "GITHUB_STEP_SUMMARY": str(summary),
                 "PATH": f"{folder}:{environment()['PATH']}"})
        return done.returncode, done.stdout + summary.read_text()

    one.put("www.yaml", applied(ingress("www", "shop.example.com")))
    code, text = run()
    assert code == changed
    assert "+ shop.example.com A 60: 192.0.2.1" in text
    assert "- www.example.com A 60: 192.0.2.1" in text
    one.put("www.yaml", applied(ingress("www", "www.example.com")))
    assert run() == (0, "DNS does not change.\n")
    empty_cluster.kill_api()
    code, text = run()
    assert code > changed and "```" not in text
    empty_cluster.restart_api()


@pytest.mark.parametrize("words, told", [
    (("--onto", "moon"), "--onto is cluster"),
    (("--onto", "cluster"), "--onto needs --from")])
def test_bad_words_about_a_cluster(one, words, told):
    done = one.command("diff", "--config", one.config_file, *words)
    assert done.returncode == 2 and told in done.stderr


def test_a_bad_manifest_or_no_cluster(merging, empty_cluster):
    one = merging
    one.put_text("bad.yaml", "kind: [")
    done = onto(one)
    assert done.returncode > 1 and done.stdout == ""
    one.put("bad.yaml", applied(ingress("www", "x.example.com")))
    empty_cluster.kill_api()
    done = onto(one)
    assert done.returncode > 1 and done.stdout == "", done.stdout
    empty_cluster.restart_api()
