# SPDX-License-Identifier: Apache-2.0
"""A refusal by checker or NSD costs the records to blame (W2: quarantine)."""

import json
import os
import threading
import time

import pytest

from checkers import check, program
from controller import ZONE, zone_settings
from eventually import eventually
from objects import endpoint, ingress
from servers import control
from vigil import Vigil

# Refuses what has one of these words in it, then asks the real one.
CHECKER = """\
#!/bin/sh
file=$2
[ "$2" = - ] && file=$(mktemp) && trap 'rm -f "$file"' EXIT && cat >"$file"
{test}
{real} "$1" "$file"
"""
# As NSD says it, with the line; and without any word of where.
NAMING = """\
if found=$(grep -n '{pattern}' "$file"); then
	printf '%s\\n' "$found" | while IFS=: read -r line rest; do
		echo "nsd-checkzone: error: $file:$line: I do not like it" >&2
	done
	exit 1
fi
"""
SILENT = """\
if grep -q '{pattern}' "$file"; then
	echo 'no, thanks' >&2
	exit 1
fi
"""

# The first time not before somebody writes to the gate; then as that says it.
WAITS = """\
if [ ! -e {folder}/runs ] && grep -q '{pattern}' "$file"; then
	: >{folder}/runs
	read -r line <{folder}/gate
fi
"""
GATED = WAITS + NAMING


def checker(one, test, pattern):
    one.instead_of("nsd-checkzone", CHECKER.format(
        test=test.format(pattern=pattern, folder=one.directory,
                         real=program("nsd-checkzone")),
        real=program("nsd-checkzone")))


def texts(name, **names):
    """A DNSEndpoint with a TXT for each name."""
    return endpoint(name, *(
        (f"{owner}.{ZONE}", "TXT", [text]) for owner, text in names.items()))


def overlay(one):
    path = one.state / "overlay.json"
    return json.loads(path.read_text()) if path.exists() else {}


@pytest.mark.sanitized
@pytest.mark.parametrize("test", [NAMING, SILENT], ids=["naming", "silent"])
def test_a_record_is_refused(controller, test):
    """The zone goes on at once; the record returns when it is another one."""
    one = controller()
    checker(one, test, "bad")
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.1"),
            texts("good", t1="fine"))
    one.start().serving()
    one.server.answers("t1.example.com", '"fine"', "TXT")
    one.put("b.yaml", texts("mixed", t2="bad one", t3="fine too"),
            ingress("api", "api.example.com", "192.0.2.2"))
    one.server.answers("t3.example.com", '"fine too"', "TXT")
    one.server.answers("api.example.com", "192.0.2.2")
    assert one.server.rcode("t2.example.com", "TXT") == "NXDOMAIN"
    assert one.server.answer("www.example.com") == ["192.0.2.1"]
    one.says("record quarantined", "t2.example.com",
             "DNSEndpoint web/mixed")
    [row] = overlay(one)["excluded"]
    assert (row["name"], row["type"], row["record"], row["all"]) == (
        "t2.example.com", "TXT", '"bad one"', False)
    # It survives a restart; what others do goes on.
    one.stop()
    one.start().serving()
    one.put("c.yaml", texts("more", t4="fine as well"))
    one.server.answers("t4.example.com", '"fine as well"', "TXT")
    assert one.server.rcode("t2.example.com", "TXT") == "NXDOMAIN"
    said = one.command("explain", "t2.example.com", "--config",
                       one.config_file)
    assert "Quarantined" in said.stdout, said.stdout + said.stderr
    assert "bad one" in said.stdout
    one.put("b.yaml", texts("mixed", t2="good now", t3="fine too"))
    one.server.answers("t2.example.com", '"good now"', "TXT")
    eventually(lambda: "excluded" not in overlay(one), "no rows are left")
    check(ZONE, one.zone_file())
    one.stop()


@pytest.mark.sanitized
def test_many_are_refused_at_the_first_start(controller):
    """Each record by itself, whatever else its object asks for."""
    one = controller()
    checker(one, NAMING, "bad")
    one.put("a.yaml", *[
        texts(f"o{n}", **{f"t{n}": "bad" if n % 3 == 0 else "fine"})
        for n in range(30)])
    one.start().serving()
    for n in range(30):
        if n % 3:
            one.server.answers(f"t{n}.example.com", '"fine"', "TXT")
        else:
            assert one.server.rcode(f"t{n}.example.com",
                                    "TXT") == "NXDOMAIN"
    assert len(overlay(one)["excluded"]) == 10
    one.stop()


def test_a_zone_that_comes_again(controller):
    """NSD has its file while the version after it is refused, and comes to
    nothing: it is asked for the file all the same."""
    second = zone_settings("b.example")
    one = controller(zones=[zone_settings(), second])
    checker(one, NAMING, "bad")
    one.put("a.yaml", endpoint("mixed", ("t1.b.example", "TXT", ["bad"]),
                               ("t2.b.example", "TXT", ["fine"])))
    one.start().serving()
    one.server.answers("t2.b.example", '"fine"', "TXT")
    for _ in range(5):
        one.config["zones"] = one.config["zones"][:1]
        one.write_config()
        one.server.rcodes("b.example", "REFUSED", "SOA")
        one.config["zones"].append(second)
        one.write_config()
        eventually(lambda: "b.example" in served(one), one.program.output)
    one.stop()


def served(one):
    """The zones that the program saw served, however it did: the log has no
    line when the question for the serial was what told it."""
    return [row["zone"] for row in one.status()["zones"]
            if row["state"] == "served"]


@pytest.mark.sanitized
def test_an_object_again_and_again(controller):
    """When one record was not all of it, the object is out; then it is not."""
    one = controller()
    checker(one, SILENT, "bad")
    one.put("a.yaml", texts("mixed", t1="bad 1", t2="fine"),
            texts("other", t3="fine"))
    one.start().serving()
    one.server.answers("t2.example.com", '"fine"', "TXT")
    one.put("a.yaml", texts("mixed", t1="bad 1", t2="bad 2", t4="fine"),
            texts("other", t3="fine"))
    one.server.gone("t2.example.com", "TXT")
    eventually(lambda: all(row["all"] for row in overlay(one)["excluded"]),
               "all of it is excluded")
    assert one.server.rcode("t4.example.com", "TXT") == "NXDOMAIN"
    assert one.server.answer("t3.example.com", "TXT") == ['"fine"']
    one.put("a.yaml", texts("mixed", t1="better", t4="fine"),
            texts("other", t3="fine"))
    one.server.answers("t4.example.com", '"fine"', "TXT")
    one.server.answers("t1.example.com", '"better"', "TXT")
    one.stop()


@pytest.mark.sanitized
def test_a_checker_that_refuses_everything(controller):
    """Nothing is touched, and it goes on when the checker does."""
    one = controller()
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.config["nsd"]["checkzone"] = "always"
    one.write_config()
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.stop()
    checker(one, SILENT, "SOA")
    one.start()
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.2"))
    one.says("zone not published", "no, thanks")
    one.serving()
    assert one.server.answer("www.example.com") == ["192.0.2.1"]
    checker(one, SILENT, "nothing like it")
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.3"))
    one.server.answers("www.example.com", "192.0.2.3")
    assert "excluded" not in overlay(one)
    one.stop()


def test_a_checker_that_changes_its_mind(controller):
    """Who was there when it passed is not to blame, nor who is new."""
    one = controller()
    one.config["nsd"]["checkzone"] = "always"
    one.write_config()
    checker(one, SILENT, "nothing like it")
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    checker(one, SILENT, "192.0.2.1")
    one.put("b.yaml", texts("new", t1="fine"))
    one.says("refuses and passes the same lines")
    assert "excluded" not in overlay(one)
    checker(one, SILENT, "nothing like it")
    one.server.answers("t1.example.com", '"fine"', "TXT")
    assert one.server.answer("www.example.com") == ["192.0.2.1"]
    assert "excluded" not in overlay(one)
    one.stop()


def unseen(controller):
    """An address is published without a check; then a checker comes that
    would not have had it."""
    one = controller()
    checker(one, SILENT, "nothing like it")
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving()
    one.put("x.yaml", ingress("x", "x.example.com", "198.51.100.66"))
    one.server.answers("x.example.com", "198.51.100.66")
    checker(one, SILENT, "198.51.100.66")
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.2"))
    one.server.answers("www.example.com", "192.0.2.2")
    assert one.server.answer("x.example.com") == ["198.51.100.66"]
    return one


def test_now_and_then_the_whole_zone_is_looked_at(controller):
    """In the background: the names that did not change as well."""
    one = unseen(controller)
    for n in range(110):
        address = f"203.0.113.{n}"
        one.put("www.yaml", ingress("www", "www.example.com", address))
        eventually(lambda: address in one.zone_text(), address)
    one.says("a zone that is served is refused", "no, thanks")
    one.says("record quarantined", "x.example.com")
    one.server.gone("x.example.com")
    one.server.answers("www.example.com", "203.0.113.109")
    one.stop()


def test_another_nsd_may_think_otherwise(controller):
    """After its restart the next version is looked at whole."""
    one = unseen(controller)
    assert control(one.state / "nsd.sock", "stop") == "ok\n"
    one.says("nsd is away")
    one.server.answers("www.example.com", "192.0.2.2")
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.3"))
    one.server.answers("www.example.com", "192.0.2.3")
    one.server.gone("x.example.com")
    one.says("record quarantined", "x.example.com")
    one.stop()


def test_after_a_change_of_a_template(controller):
    """The next version is checked whole (W1: check, write, confirm)."""
    one = unseen(controller)
    folder = one.directory / "templates"
    folder.mkdir()
    (folder / "zone-header.tmpl").write_text("; another head\n")
    one.config["templates"] = str(folder)
    one.write_config()
    one.says("configuration read again")
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.3"))
    one.server.answers("www.example.com", "192.0.2.3")
    one.server.gone("x.example.com")
    one.says("record quarantined", "x.example.com")
    assert one.zone_text().startswith("; another head\n")
    one.stop()


def test_the_checker_of_another_nsd(controller):
    """Its version is not NSD's: that is said, once."""
    one = controller()
    one.instead_of("nsd-checkzone", f"""#!/bin/sh
[ "$1" = -h ] && echo 'Version 4.15.0. Report bugs' && exit 0
exec {program("nsd-checkzone")} "$@"
""")
    one.start().serving()
    one.says("nsd-checkzone and nsd have different versions", "4.15.0")
    assert control(one.state / "nsd.sock", "stop") == "ok\n"
    one.says("nsd is away")
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.server.answers("www.example.com", "192.0.2.1")
    lines = one.program.output().split("\n")
    assert sum("different versions" in line for line in lines) == 1
    one.stop()


@pytest.mark.parametrize("mode,gone", [("always", True), ("never", False)])
def test_how_much_is_looked_at(controller, mode, gone):
    one = controller()
    one.config["nsd"]["checkzone"] = mode
    one.write_config()
    checker(one, SILENT, "198.51.100.66")
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving()
    one.put("x.yaml", ingress("x", "x.example.com", "198.51.100.66"),
            ingress("y", "y.example.com", "198.51.100.67"))
    one.server.answers("y.example.com", "198.51.100.67")
    if gone:
        assert one.server.rcode("x.example.com") == "NXDOMAIN"
    else:
        one.server.answers("x.example.com", "198.51.100.66")
    assert one.said("record quarantined") == gone
    one.stop()


TOGETHER = """\
grep -q '192.0.2.1$' "$file" || exec {real} "$1" "$file"
""" + NAMING


PAIR = """\
if grep -q '^n010' "$file" && grep -q '{pattern}' "$file"; then
	echo 'bad together' >&2
	exit 1
fi
"""


def tenants(names, year):
    """An Ingress for each name, in a namespace of its own; the first name is
    the youngest."""
    return [ingress(name, f"{name}.example.com", "192.0.2.1", namespace=name,
                    created=f"{year - n}-01-01T00:00:00Z")
            for n, name in enumerate(names)]


def quarantined(one):
    return [row["name"] for row in overlay(one).get("excluded", [])]


@pytest.mark.sanitized
def test_two_that_are_wrong_only_together(controller):
    """In a first version the younger one is out, whatever their names; all
    others are served."""
    one = controller()
    checker(one, PAIR, "^n470")
    names = [f"n{n:03}" for n in range(500)]
    one.put("a.yaml", *tenants(names, 2026))
    one.start().serving()
    eventually(lambda: quarantined(one) == ["n010.example.com"],
               one.program.output)
    for name in names:
        if name != "n010":
            one.server.answers(f"{name}.example.com", "192.0.2.1")
    one.says("record quarantined", "bad together")
    one.stop()


def test_a_new_one_that_is_wrong_beside_an_old_one(controller):
    """The new one is out, with nobody who came at the same moment."""
    one = controller()
    checker(one, PAIR, "with an old one")
    one.put("a.yaml", *tenants(["n010", "n020"], 2026))
    one.start().serving()
    one.put("b.yaml", endpoint("n010", ("n010.example.com", "TXT", ["new"]),
                               namespace="n010"),
            texts("new", t1="with an old one", t2="fine"),
            texts("more", t3="fine"))
    one.server.answers("t3.example.com", '"fine"', "TXT")
    one.server.answers("t2.example.com", '"fine"', "TXT")
    assert quarantined(one) == ["t1.example.com"]
    one.stop()


BAD = 16  # more than three searches find


def many_bad_ones(controller):
    """Records, then objects, then the namespace are out; others are served,
    while it is searched on."""
    one = controller()
    checker(one, SILENT, "bad")
    one.put("a.yaml",
            *[texts(f"o{n}", **{f"t{n}": "bad", f"f{n}": "fine"})
              for n in range(BAD)],
            ingress("www", "www.example.com", "192.0.2.1",
                    namespace="other"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    return one


def in_doubt(one):
    """Rows that are out although nobody knows whether they are bad."""
    return [row for row in overlay(one).get("excluded", [])
            if row.get("open")]


def the_bad_ones_are_known(one):
    """And nothing else is out."""
    for n in range(BAD):
        one.server.answers(f"f{n}.example.com", '"fine"', "TXT",
                           deadline=120)
        assert one.server.rcode(f"t{n}.example.com", "TXT") == "NXDOMAIN"
    eventually(lambda: not in_doubt(one), "the search has ended")
    rows = overlay(one)["excluded"]
    assert len(rows) == BAD and not [row for row in rows if row["all"]]


def test_more_bad_ones_than_runs(controller):
    one = many_bad_ones(controller)
    the_bad_ones_are_known(one)
    one.says("search for refused records ended", f"{BAD}")
    # What changes is tried at once.
    one.put("b.yaml", texts("more", t99="fine"))
    one.server.answers("t99.example.com", '"fine"', "TXT")
    one.stop()


@pytest.mark.sanitized
def test_killed_while_it_is_searched(controller):
    """It begins anew, and nobody who was served is out meanwhile."""
    one = many_bad_ones(controller)
    eventually(lambda: in_doubt(one), "some are out in doubt")
    with Vigil(one.server, {"www.example.com": "192.0.2.1"}):
        one.kill()
        one.start()
        the_bad_ones_are_known(one)
    one.stop()


def test_another_configuration_while_it_is_searched(controller):
    one = many_bad_ones(controller)
    eventually(lambda: in_doubt(one), "some are out in doubt")
    one.config["zones"][0]["soa"]["refresh"] = 901
    one.write_config()
    one.says("configuration read again")
    the_bad_ones_are_known(one)
    one.stop()


def later(one, seconds):
    """A jump cuts what is being asked; afterwards what was due has been."""
    one.clocks(seconds, seconds)
    eventually(lambda: one.command(
        "status", "--config", one.config_file).stdout, "an answer")


def test_a_whole_file_after_an_hour(controller):
    """What only shows in all of it, here two lines that go together, is found
    an hour after the first version that was looked at in part."""
    one = controller()
    one.clocks()
    checker(one, TOGETHER, "192.0.2.9$")
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1",
                                created="2026-01-01T00:00:00Z"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.put("api.yaml", ingress("api", "api.example.com", "192.0.2.9",
                                created="2026-01-02T00:00:00Z"))
    one.server.answers("api.example.com", "192.0.2.9")
    one.says("zone published", "+1")
    later(one, 3500)
    assert not one.said("is refused")
    later(one, 3700)
    one.says("a zone that is served is refused")
    one.says("record quarantined", "api.example.com")
    one.server.gone("api.example.com")
    one.stop()


def rejecting(controller, text):
    """An NSD that cannot load a zone with that text in it."""
    one = controller()
    one.faults(f"reject {text} zones/{ZONE}.zone")
    return one


@pytest.mark.parametrize("handover", ["reload", "auto"])
def test_nsd_rejects_a_version(controller, handover):
    """The files of before are put back, and the rest is published."""
    one = rejecting(controller, "192.0.2.66")
    one.config["nsd"]["handover"] = handover
    one.write_config()
    one.clocks()
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving().confirmed()
    one.server.answers("www.example.com", "192.0.2.1")
    before = one.serial()
    one.put("b.yaml", ingress("bad", "bad.example.com", "192.0.2.66"),
            ingress("also", "also.example.com", "192.0.2.4"))
    one.says("nsd rejects the zone", "extended error 14", str(before))
    one.says("record quarantined", "bad.example.com", "Ingress web/bad")
    one.server.answers("www.example.com", "192.0.2.1")
    # Later changes are not its business.
    one.put("c.yaml", ingress("api", "api.example.com", "192.0.2.3"))
    one.server.answers("api.example.com", "192.0.2.3")
    assert one.server.rcode("bad.example.com") == "NXDOMAIN"
    eventually(lambda: not list(one.zone_file().parent.glob("*.good")),
               "the version is confirmed")
    # Under another name NSD loads it: all that was new is out for a while.
    assert one.server.rcode("also.example.com") == "NXDOMAIN"
    one.put("b.yaml", ingress("bad", "bad.example.com", "192.0.2.67"))
    later(one, 610)
    one.server.answers("bad.example.com", "192.0.2.67")
    eventually(lambda: "excluded" not in overlay(one), "no rows are left")
    one.stop()


def spoil(path, before):
    """Appends a line to a file as soon as it is another one."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if path.stat().st_ino != before:
            with path.open("a") as file:
                file.write("no record at all\n")
            return


def test_a_line_of_others(controller):
    """Written between our rename and NSD's reading: nobody is blamed."""
    one = controller()
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    for number in range(2, 40):
        other = threading.Thread(target=spoil, args=(
            one.zone_file(), one.zone_file().stat().st_ino))
        other.start()
        one.put("a.yaml", ingress("www", "www.example.com",
                                  f"192.0.2.{number}"))
        other.join()
        one.server.answers("www.example.com", f"192.0.2.{number}")
        if one.said("given once more"):
            break
    else:
        pytest.fail("NSD was always quicker")
    assert not one.said("quarantined") and not one.said("restored")
    one.stop()


REJECT = f"reject 192.0.2.66 zones/{ZONE}.zone"


@pytest.mark.parametrize("call", [
    " sync state/zones$",  # in place, and nobody is told
    f"2 open zones/.{ZONE}.zone.tmp", f"2 sync zones/.{ZONE}.zone.tmp",
    f"2 rename zones/{ZONE}.zone$", "2 sync state/zones$",  # put back
    f" unlink zones/{ZONE}.zone.good$", f" unlink zones/{ZONE}.origins.good$",
    " open state/.overlay.json.tmp", " rename state/overlay.json$"])
def test_killed_while_a_version_is_rejected(controller, call):
    """The version on disk is no good: the one before it is still there."""
    one = rejecting(controller, "192.0.2.66")
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.1"),
            ingress("api", "api.example.com", "192.0.2.2"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.says("zone published")
    good = one.zone_file().with_name(f"{ZONE}.zone.good")
    eventually(lambda: not good.exists(), "the version is confirmed")
    text = one.zone_text()
    one.faults(REJECT, f"kill{call}")
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.66"),
            ingress("api", "api.example.com", "192.0.2.2"))
    eventually(lambda: not one.program.running(), "it is killed")
    if "192.0.2.66" in one.zone_text():
        assert good.read_text() == text
    else:
        assert one.zone_text() == text
    one.faults(REJECT)
    one.start()
    one.says("record quarantined", "www.example.com")
    one.server.answers("api.example.com", "192.0.2.2")
    one.server.gone("www.example.com")
    eventually(lambda: not good.exists(), "all is confirmed")
    one.stop()


def test_what_it_takes_away_is_a_loss(controller):
    """All names get a value that is refused: the guard keeps the old ones."""
    one = controller()
    checker(one, NAMING, "bad")
    names = [f"t{number}" for number in range(10)]
    one.put("a.yaml", texts("all", **{name: "fine" for name in names}))
    one.start().serving()
    one.server.answers("t9.example.com", '"fine"', "TXT")
    one.put("a.yaml", texts("all", **{name: "bad" for name in names}))
    one.says("record quarantined", "t9.example.com")
    one.says("deletions are held until approved")
    # Others' changes go out beside it.
    one.put("b.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.server.answers("www.example.com", "192.0.2.1")
    assert [one.server.answer(f"{name}.example.com", "TXT")
            for name in names] == [['"fine"']] * len(names)
    one.stop()


def test_refused_after_the_one_that_is_owed(controller):
    """The last version is in place but not for good: what comes then waits for
    it, and does not hold it up at the checker."""
    one = controller()
    one.clocks()
    one.faults()
    checker(one, GATED, "bad")
    os.mkfifo(one.directory / "gate")
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.faults("sync EIO state/zones$")
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.2"))
    one.says("zone not written", "cannot sync the directory")
    one.put("b.yaml", texts("mixed", t2="bad one"))
    later(one, 30)
    assert not (one.directory / "runs").exists()
    one.faults()
    later(one, 60)
    one.server.answers("www.example.com", "192.0.2.2")
    one.says("zone written again")
    eventually((one.directory / "runs").exists, "the checker runs")
    (one.directory / "gate").write_text("on\n")
    one.says("record quarantined", "t2.example.com")
    one.stop()


ANYWHERE = "reject 192.0.2.66 .zone$"


def refused_by_nsd(controller):
    """NSD rejected a version for the address of bad, which it would not load
    from any file."""
    one = controller()
    one.clocks()
    one.faults(ANYWHERE)
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.put("b.yaml", ingress("bad", "bad.example.com", "192.0.2.66",
                              namespace="evil"),
            *[ingress(f"n{n}", f"n{n}.example.com", "192.0.2.4")
              for n in range(20)])
    for n in range(20):
        one.server.answers(f"n{n}.example.com", "192.0.2.4")
    return one


def waits(one):
    """What the namespaces wait, in seconds."""
    return {row["namespace"]: row["wait"]
            for row in overlay(one).get("refusals", [])}


def probes(one):
    return list(one.zone_file().parent.glob("_?.zone"))


def test_nsd_says_whose_record_it_is(controller):
    """NSD is asked under another name while it serves the version before: one
    record is out, and who came with it is served."""
    one = refused_by_nsd(controller)
    assert one.server.answer("www.example.com") == ["192.0.2.1"]
    assert one.server.rcode("bad.example.com") == "NXDOMAIN"
    assert quarantined(one) == ["bad.example.com"]
    assert waits(one) == {"evil": 600}
    said = one.command("explain", "bad.example.com", "--config",
                       one.config_file).stdout
    assert "nsd could not load" in said and "tried again at 20" in said, said
    said = one.command("status", "--config", one.config_file).stdout
    assert "excluded: 1 record" in said and "tried again in" in said, said
    for number in range(10):
        one.server.rcodes(f"_{number}", "REFUSED", "SOA")
    eventually(lambda: not probes(one), "no file is left")
    one.stop()


def test_what_nsd_refused_is_tried_again(controller):
    """After ten minutes, then twenty: under another name again, so nobody
    notices.  Nor when another object has such a record."""
    one = refused_by_nsd(controller)
    names = {"www.example.com": "192.0.2.1", "n0.example.com": "192.0.2.4"}
    with Vigil(one.server, names):
        later(one, 590)
        assert waits(one) == {"evil": 600}
        later(one, 610)
        eventually(lambda: waits(one) == {"evil": 1200}, one.program.output)
        one.put("c.yaml", ingress("worse", "worse.example.com", "192.0.2.66",
                                  namespace="evil"),
                ingress("good", "good.example.com", "192.0.2.5"))
        one.server.answers("good.example.com", "192.0.2.5")
        assert quarantined(one) == ["bad.example.com", "worse.example.com"]
        assert waits(one) == {"evil": 2400}
    one.faults()
    later(one, 610 + 1210)
    one.server.answers("bad.example.com", "192.0.2.66")
    assert one.server.rcode("worse.example.com") == "NXDOMAIN"
    later(one, 610 + 2410)
    one.server.answers("worse.example.com", "192.0.2.66")
    eventually(lambda: "excluded" not in overlay(one), "no rows are left")
    later(one, 610 + 2410 + 86400)
    eventually(lambda: "refusals" not in overlay(one), "all is forgotten")
    one.stop()


def test_an_object_that_nsd_refused_waits(controller):
    """Whatever else it asks for, over a restart too; what is served of it
    stays, and so does what others do."""
    one = refused_by_nsd(controller)
    one.put("b.yaml", ingress("bad", "other.example.com", "192.0.2.7",
                              namespace="evil"))
    one.put("c.yaml", ingress("good", "good.example.com", "192.0.2.5",
                              namespace="evil"))
    one.server.answers("good.example.com", "192.0.2.5")
    assert one.server.rcode("other.example.com") == "NXDOMAIN"
    assert quarantined(one) == ["bad.example.com", "other.example.com"]
    one.stop()
    one.start().serving()
    one.put("d.yaml", ingress("more", "more.example.com", "192.0.2.6"))
    one.server.answers("more.example.com", "192.0.2.6")
    assert one.server.rcode("other.example.com") == "NXDOMAIN"
    assert waits(one) == {"evil": 600}
    later(one, 610)
    one.server.answers("other.example.com", "192.0.2.7")
    eventually(lambda: "excluded" not in overlay(one), "no rows are left")
    one.stop()


def test_a_first_version_that_nsd_rejects(controller):
    """There is nothing to put back; the others are served all the same."""
    one = controller()
    one.faults(ANYWHERE)
    one.put("a.yaml", ingress("bad", "bad.example.com", "192.0.2.66"),
            *[ingress(f"n{n}", f"n{n}.example.com", "192.0.2.4")
              for n in range(20)])
    one.start()
    for n in range(20):
        one.server.answers(f"n{n}.example.com", "192.0.2.4")
    assert quarantined(one) == ["bad.example.com"]
    one.stop()


def test_nsd_takes_nothing_under_another_name(controller):
    """It serves what it would refuse then: that says nothing, and what was
    new waits, with nobody's head or old records to blame."""
    one = controller()
    one.clocks()
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.faults(*[f"reject SOA zones/_{n}.zone" for n in range(10)])
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.faults(REJECT, *[f"reject SOA zones/_{n}.zone" for n in range(10)])
    one.put("b.yaml", ingress("bad", "bad.example.com", "192.0.2.66"))
    one.says("record quarantined", "bad.example.com")
    one.server.answers("www.example.com", "192.0.2.1")
    # Nothing can be tried: the zone waits, and goes on when NSD does.
    one.put("c.yaml", ingress("new", "new.example.com", "192.0.2.3"))
    one.says("zone not written", "nsd does not load it")
    assert one.server.answer("www.example.com") == ["192.0.2.1"]
    one.faults(REJECT)
    one.server.answers("new.example.com", "192.0.2.3")
    assert quarantined(one) == ["bad.example.com"]
    one.stop()


def test_nsd_goes_while_it_is_asked(controller):
    """Whose it is, or whether it loads a version: that waits for NSD, and
    nobody is blamed for it."""
    one = refused_by_nsd(controller)
    for number in range(3):
        one.put("c.yaml", ingress("good", "good.example.com",
                                  f"192.0.2.{number + 5}"))
        assert control(one.state / "nsd.sock", "stop") == "ok\n"
        one.server.answers("good.example.com", f"192.0.2.{number + 5}")
    assert quarantined(one) == ["bad.example.com"]
    assert waits(one) == {"evil": 600}
    eventually(lambda: not probes(one), "no file is left")
    one.stop()


@pytest.mark.parametrize("call", [
    "rename zones/_0.zone$", "rename zones/_1.zone$", "unlink zones/_2.zone$",
    "open state/.overlay.json.tmp"])
def test_killed_while_nsd_is_asked(controller, call):
    """It finds the same record, and NSD has none of the parts any more."""
    one = controller()
    one.faults(ANYWHERE)
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.says("zone published")
    one.faults(ANYWHERE, f"kill {call}")
    one.put("b.yaml", ingress("bad", "bad.example.com", "192.0.2.66"),
            ingress("good", "good.example.com", "192.0.2.5"))
    eventually(lambda: not one.program.running(), "it is killed")
    assert one.server.answer("www.example.com") == ["192.0.2.1"]
    one.faults(ANYWHERE)
    one.start()
    one.server.answers("good.example.com", "192.0.2.5")
    eventually(lambda: quarantined(one) == ["bad.example.com"],
               one.program.output)
    for number in range(10):
        one.server.rcodes(f"_{number}", "REFUSED", "SOA")
    eventually(lambda: not probes(one), "no file is left")
    one.stop()


def test_killed_while_the_checker_searches(controller):
    """Nothing of what it found is needed: it is found again."""
    one = controller()
    checker(one, GATED, "bad")
    os.mkfifo(one.directory / "gate")
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.put("b.yaml", texts("mixed", t2="bad one", t3="fine"))
    eventually((one.directory / "runs").exists, "the checker runs")
    one.kill()
    (one.directory / "gate").write_text("on\n")
    one.start().serving()
    one.server.answers("t3.example.com", '"fine"', "TXT")
    assert quarantined(one) == ["t2.example.com"]
    one.stop()


def spoil_each(path, over):
    """Like spoil(), each new file, until that is over."""
    before = path.stat().st_ino
    while not over.is_set():
        now = path.stat().st_ino
        if now != before:
            before = now
            with path.open("a") as file:
                file.write("no record at all\n")


def test_lines_of_others_again_and_again(controller):
    """The version, the same once more, the one before it: each is spoiled.
    Nobody is blamed, and all is well soon after that ends."""
    one = controller()
    one.put("a.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    over = threading.Event()
    other = threading.Thread(target=spoil_each, args=(one.zone_file(), over))
    other.start()
    try:
        for number in range(2, 40):
            one.put("a.yaml", ingress("www", "www.example.com",
                                      f"192.0.2.{number}"))
            eventually(lambda: f"192.0.2.{number}" in one.zone_text() or
                       one.said("restored"), one.program.output)
            if one.said("nsd does not serve the zone"):
                break
    finally:
        over.set()
        other.join()
    one.server.answers("www.example.com", f"192.0.2.{number}")
    assert not one.said("quarantined")
    assert "excluded" not in overlay(one) and "refusals" not in overlay(one)
    one.stop()
