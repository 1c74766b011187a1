# SPDX-License-Identifier: Apache-2.0
"""The catalog zone: BIND and Knot follow it without a touch on them."""

import hashlib

import dns.query
import pytest

from ask import POLL
from checkers import check
from controller import ZONE, zone_settings
from eventually import eventually
from journals import Journal
from nameservers import LOOPBACK, Key, NameServer, Zone
from objects import endpoint, ingress
from secondaries import transfer
from vigil import Vigil
from test_nsd_faults import kill_nsd

CATALOG = "catalog.invalid"
KINDS = ["bind", "knot"]


class Consumer(NameServer):
    def __init__(self, kind, one, key):
        super().__init__(kind, one.directory / kind, [Zone(
            CATALOG, primary=(LOOPBACK, one.port), key=key, catalog=True)])

    def has(self, zone):
        eventually(lambda: self.server.serial(zone, POLL) is not None,
                   lambda: f"{self.kind.name} has no {zone}:\n"
                           + self.program.output()[-4000:])

    def has_not(self, zone):
        eventually(lambda: self.server.rcode(zone, "SOA", timeout=POLL)
                   == "REFUSED",
                   lambda: f"{self.kind.name} still has {zone}:\n"
                           + self.program.output()[-4000:])


def configure(one, *zones):
    """These zones, and the catalog, for both consumers."""
    names = [consumer.kind.name for consumer in one.consumers]
    one.config["zones"] = [zone_settings(name, secondaries=names)
                           for name in zones]
    one.config["catalog"] = {"name": CATALOG, "secondaries": names}
    one.config["tsig"] = [one.key.write(one.directory)]
    one.config["secondaries"] = [
        {"name": consumer.kind.name, "notify": [f"127.0.0.1@{consumer.port}"],
         "transfer": ["127.0.0.1"], "tsig": one.key.name, "query": "off"}
        for consumer in one.consumers]
    one.write_config()


@pytest.fixture
def one(controller):
    made = controller()
    made.key = Key("mover.example")
    made.consumers = [Consumer(kind, made, made.key) for kind in KINDS]
    configure(made, "example.com", "example.org")
    made.put("all.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    return made


def label(zone):
    return hashlib.sha256(zone.encode()).hexdigest()[:40]


def lists(one, *zones):
    """The catalog has these members, and nothing besides."""
    wanted = ["version\t60\tIN\tTXT\t\"2\""] + [
        f"{label(zone)}.zones\t60\tIN\tPTR\t{zone}." for zone in zones]

    def listed():
        file = one.zone_file(CATALOG)
        return file.exists() and sorted(
            line for line in file.read_text().split("\n")
            if "\tPTR\t" in line or "\tTXT\t" in line) == sorted(wanted)

    eventually(listed, lambda: f"{wanted} is not the catalog: "
               + (one.zone_text(CATALOG) if one.zone_file(CATALOG).exists()
                  else "no file"))


def held(one):
    zone = next(zone for zone in one.status()["zones"]
                if zone["name" if "name" in zone else "zone"] == CATALOG)
    return zone.get("held")


def approve(one):
    plan = eventually(lambda: (held(one) or {}).get("plan"), "a plan")
    done = one.command("approve", CATALOG, "--plan", plan, "--config",
                       one.config_file)
    assert done.returncode == 0, done.stderr


@pytest.mark.sanitized
def test_members_come_and_go(one):
    one.start()
    lists(one, "example.com", "example.org")
    one.server.serves(CATALOG)
    # BIND does not ask soon again whom it could not reach once.
    for consumer in one.consumers:
        consumer.start()
    text = one.zone_text(CATALOG)
    assert "@\t60\tIN\tNS\tinvalid.\n" in text
    assert "SOA\tinvalid. invalid. (" in text
    for consumer in one.consumers:
        consumer.has("example.com")
        consumer.has("example.org")
        assert consumer.server.answer("www.example.com") == ["192.0.2.1"]

    # A new zone is served by them without a touch on them.
    configure(one, "example.com", "example.org", "example.net")
    lists(one, "example.com", "example.org", "example.net")
    for consumer in one.consumers:
        consumer.has("example.net")

    # One lost line of the configuration deletes nothing.
    configure(one, "example.com", "example.net")
    one.says("served until its removal from the catalog is approved",
             "example.org", label("example.org"))
    one.says("deletions are held until approved", CATALOG)
    lists(one, "example.com", "example.org", "example.net")
    assert one.server.serial("example.org") is not None
    # Nor does a restart.
    one.stop()
    one.start()
    one.server.serves("example.org")
    lists(one, "example.com", "example.org", "example.net")

    approve(one)
    lists(one, "example.com", "example.net")
    for consumer in one.consumers:
        consumer.has_not("example.org")
        consumer.has("example.com")
    # It is served for a day, to those who did not hear of it.
    assert one.server.serial("example.org") is not None
    one.stop()
    one.start()
    one.server.serves("example.org")

    # It returns under the same label.
    configure(one, "example.com", "example.org", "example.net")
    lists(one, "example.com", "example.org", "example.net")
    for consumer in one.consumers:
        consumer.has("example.org")
        consumer.stop()
    one.stop()


@pytest.mark.sanitized
def test_a_removal_that_was_a_mistake(one):
    one.start()
    lists(one, "example.com", "example.org")
    configure(one, "example.com")
    one.says("deletions are held until approved", CATALOG)
    configure(one, "example.com", "example.org")
    one.says("nothing is held any more", CATALOG)
    lists(one, "example.com", "example.org")
    one.put("more.yaml", ingress("late", "late.example.org", "192.0.2.2"))
    one.server.answers("late.example.org", "192.0.2.2")
    one.stop()


@pytest.mark.sanitized
def test_a_removal_is_approved_once(one):
    """The zone returned: that it goes again is another removal, over kills and
    a catalog that is not there for a while."""
    one.start()
    lists(one, "example.com", "example.org")
    configure(one, "example.com")
    approve(one)
    one.kill()
    configure(one, "example.com", "example.net")
    one.start()
    lists(one, "example.com", "example.net")
    configure(one, "example.com", "example.org", "example.net")
    lists(one, "example.com", "example.org", "example.net")
    one.kill()
    one.start()
    lists(one, "example.com", "example.org", "example.net")
    configure(one, "example.com", "example.net")
    one.says("deletions are held until approved", CATALOG)
    eventually(lambda: held(one), "it is held")
    catalog = one.config.pop("catalog")
    one.write_config()
    one.server.rcodes(CATALOG, "REFUSED", "SOA")
    assert one.server.serial("example.org") is not None
    one.config["catalog"] = catalog
    one.write_config()
    one.server.serves(CATALOG)
    eventually(lambda: held(one), "it is held")
    lists(one, "example.com", "example.org", "example.net")
    approve(one)
    lists(one, "example.com", "example.net")
    one.stop()



@pytest.mark.sanitized
def test_a_zone_inside_another_goes(one):
    """Once its removal is approved, nobody asks for its names in vain."""
    child = "sub.example.com"
    configure(one, "example.com", child)
    one.put("sub.yaml", ingress("sub", f"www.{child}", "192.0.2.2"))
    one.start()
    lists(one, "example.com", child)
    one.server.answers(f"www.{child}", "192.0.2.2")
    with Vigil(one.server, {f"www.{child}": "192.0.2.2"}):
        configure(one, "example.com")
        one.says("deletions are held until approved", CATALOG)
        assert transfer(one.port, child, one.key)
        approve(one)
        lists(one, "example.com")
        one.server.answers(child, [], "SOA")
    one.put("sub.yaml", ingress("sub", f"www.{child}", "192.0.2.3"))
    one.server.answers(f"www.{child}", "192.0.2.3")
    assert not (one.state / "retired").read_text()
    one.stop()



def test_after_its_day_a_zone_ends(one):
    one.clocks()
    one.start()
    lists(one, "example.com", "example.org")
    configure(one, "example.com")
    approve(one)
    lists(one, "example.com")
    retired = one.state / "retired"

    def begun():
        words = retired.read_text().split() if retired.exists() else []
        return words[:1] == ["example.org"] and int(words[2]) > 0

    eventually(begun, "its day begins")
    # Most of the day is over, and a process with it.
    one.clocks(wall=23 * 3600, passed=23 * 3600)
    one.stop()
    one.start()
    one.server.serves("example.org")
    one.clocks(wall=25 * 3600, passed=25 * 3600)
    one.put("more.yaml", ingress("late", "late.example.com", "192.0.2.2"))
    one.says("zone that the catalog does not list has ended", "example.org")
    one.server.rcodes("example.org", "REFUSED", "SOA")
    one.server.answers("late.example.com", "192.0.2.2")
    one.stop()


@pytest.mark.sanitized
def test_only_what_was_served_is_listed(one):
    configure(one, "example.com", "example.org")
    one.config["zones"][1]["nameservers"] = [
        {"name": "ns1.example.org", "service": "dns/ns"}]
    one.write_config()
    one.start()
    lists(one, "example.com")
    one.says("zone waits for the address of a nameserver", "example.org")
    configure(one, "example.com", "example.org")
    lists(one, "example.com", "example.org")
    one.stop()


@pytest.mark.sanitized
def test_no_object_has_a_name_in_it(one):
    name = f"{label('evil.example')}.zones.{CATALOG}"
    one.put("evil.yaml", endpoint("evil", (name, "PTR", ["evil.example"]),
                                  (f"version.{CATALOG}", "TXT", ["3"]),
                                  (CATALOG, "A", ["192.0.2.66"])),
            ingress("evil", f"x.{CATALOG}", "192.0.2.66"))
    one.start()
    lists(one, "example.com", "example.org")
    one.put("late.yaml", ingress("late", "late.example.com", "192.0.2.2"))
    one.server.answers("late.example.com", "192.0.2.2")
    lists(one, "example.com", "example.org")
    assert "192.0.2.66" not in one.zone_text(CATALOG)
    done = one.command("render", "--config", one.config_file, "--from",
                       one.manifests)
    assert f"OutsideZones {name} " in done.stderr
    assert CATALOG not in done.stdout
    one.stop()


@pytest.mark.sanitized
def test_other_commands_leave_it_out(one):
    one.start()
    lists(one, "example.com", "example.org")
    one.stop()
    done = one.command("diff", "--config", one.config_file, "--from",
                       one.manifests)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.sanitized
def test_strangers_do_not_get_it(one):
    one.start()
    lists(one, "example.com", "example.org")
    one.server.serves(CATALOG)
    with pytest.raises(dns.query.TransferError):
        one.server.transfer(CATALOG)
    assert transfer(one.port, CATALOG, one.key)
    one.stop()


@pytest.mark.sanitized
def test_a_zone_that_went_while_the_controller_was_down(one):
    one.start()
    lists(one, "example.com", "example.org")
    one.stop()
    configure(one, "example.com")
    one.start()
    one.says("served until its removal from the catalog is approved",
             "example.org")
    one.server.serves("example.org")
    lists(one, "example.com", "example.org")
    # Its secondaries still get it.
    assert transfer(one.port, "example.org", one.key)
    approve(one)
    lists(one, "example.com")
    one.stop()


def went_behind(one):
    """One that NSD has, and of which more is in the journal than in its
    file, when the configuration has it no more."""
    one.start().serving().confirmed()
    lists(one, "example.com", "example.org")
    one.kill()
    kill_nsd(one)
    journal = Journal(one).add("192.0.2.2").write()
    configure(one, "example.org")
    return journal


def is_served(one, journal):
    one.server.answers("www.example.com", "192.0.2.2")
    assert one.server.serial("example.com") == journal.serial
    assert journal.last in one.records() and not journal.path.exists()
    check("example.com", one.zone_file())


def test_a_zone_that_went_while_its_file_was_behind(one):
    """What was served of it is, and when it returns it is no other version."""
    journal = went_behind(one)
    header = one.zone_text().split("$ORIGIN")[0]
    assert header
    one.start()
    one.says("zone file was behind its journal", "example.com")
    is_served(one, journal)
    assert one.zone_text().startswith(header + "$ORIGIN")
    one.put("all.yaml", ingress("www", "www.example.com", "192.0.2.2"))
    configure(one, "example.com", "example.org")
    one.says("zone served", "example.com", str(journal.serial))
    is_served(one, journal)
    one.stop()


def test_nsd_alone_serves_a_zone_that_went(one):
    one.config["nsd"]["run"] = False
    journal = went_behind(one)
    nsd = one.start_nsd()
    try:
        is_served(one, journal)
    finally:
        nsd.kill()


def test_a_damaged_journal_of_a_zone_that_went(one):
    """It stays for its return: its serials are not given again."""
    journal = went_behind(one)
    journal.serial += 100000  # what is between them is lost
    journal.add("192.0.2.3").write()
    one.start()
    one.says("journal is damaged", "example.com", "follows another version")
    one.server.answers("www.example.com", "192.0.2.2")
    assert journal.path.exists()
    one.put("all.yaml", ingress("www", "www.example.com", "192.0.2.4"))
    configure(one, "example.com", "example.org")
    one.server.answers("www.example.com", "192.0.2.4")
    assert one.server.serial("example.com") > journal.serial
    assert not journal.path.exists() and len(journal.aside()) == 1
    one.stop()
