# SPDX-License-Identifier: Apache-2.0
"""After a lost volume a secondary has the last version, for the guard."""

import shutil

import pytest

from conftest import cannot
from controller import ZONE, zone_settings
from eventually import eventually
from netpair import End, Impossible
from objects import endpoint, ingress
from primaries import KEY, SERVERS, Primary
from test_axfr import (Hostile, drips, hangs_up, never_ends, new_secret,
                       says_nothing, sends_noise)

pytestmark = pytest.mark.sanitized

OTHER = "other.example"
MANY = [ingress(f"i{n}", f"i{n}.{ZONE}", f"192.0.2.{n + 1}")
        for n in range(20)]
GONE = "no zone file, compared with what a secondary has"
NOBODY = "no zone file, and no secondary has the last version"


@pytest.fixture
def one(controller):
    made = controller()
    made.secret = new_secret()
    (made.directory / "secret").write_text(made.secret)
    (made.directory / "other").write_text(new_secret())
    made.config["tsig"] = [{"name": KEY, "secretFile": "secret"},
                           {"name": "unknown.example",
                            "secretFile": "other"}]
    return made


def follow(one, port, keys=KEY):
    """The configuration has one secondary, which listens there."""
    one.config["secondaries"] = [{
        "name": "east", "tsig": keys, "notify": [f"127.0.0.1@{port}"],
        "transfer": ["127.0.0.1"]}]
    one.config["zones"][0]["secondaries"] = ["east"]
    one.write_config()


def lose(one, kind, head=None, **place):
    """A life of the controller; its volume is lost, a secondary has the zone.

    head: makes another text of the zone file, perhaps of the other zone.
    """
    one.put("all.yaml", *MANY)
    one.write_config()
    one.start().serving()
    one.server.answers(f"i19.{ZONE}", "192.0.2.20")
    serial = one.serial()
    one.stop()
    file = one.directory / "db"
    text = (one.state / "zones" / f"{ZONE}.zone").read_text()
    file.write_text(head(text) if head else text)
    shutil.rmtree(one.state)
    zone = OTHER if OTHER in file.read_text() else ZONE
    return serial, Primary(kind, one.directory / kind, zone, file, one.secret,
                           **place)


def is_held(one, deletions):
    """Of the zone; those of what is gone."""
    def held():
        zone, = one.status()["zones"]
        return zone.get("held", {}).get("deletions") == deletions

    eventually(held, lambda: f"not held: {one.status()['zones']}")


@pytest.mark.parametrize("kind", SERVERS)
def test_a_flood_is_held(one, kind):
    serial, secondary = lose(one, kind)
    follow(one, secondary.port)
    one.put("all.yaml", *MANY[:8])
    one.start().serving()
    assert one.said(GONE, str(serial))
    one.server.answers(f"i0.{ZONE}", "192.0.2.1")
    one.server.answers(f"i19.{ZONE}", "192.0.2.20")
    assert one.serial() > serial
    is_held(one, 12)
    one.says("deletions are held until approved")
    assert not one.said(one.secret)
    # The objects come back: nothing is held, and nothing was lost.
    one.put("all.yaml", *MANY)
    one.says("nothing is held any more")
    one.server.answers(f"i19.{ZONE}", "192.0.2.20")
    one.stop()
    # From here on the disk has it.
    one.start().serving()
    assert not one.said(GONE)
    one.stop()
    secondary.stop()


def test_the_same_objects(one):
    serial, secondary = lose(one, "nsd")
    follow(one, secondary.port)
    one.start().serving()
    assert one.serial() > serial
    one.server.answers(f"i19.{ZONE}", "192.0.2.20")
    zone, = one.status()["zones"]
    assert "held" not in zone
    one.stop()
    secondary.stop()


def test_the_second_key_is_tried(one):
    _, secondary = lose(one, "bind")
    follow(one, secondary.port, ["unknown.example", KEY])
    one.put("all.yaml", *MANY[:8])
    one.start().serving()
    assert one.said("a secondary does not give the last version", "BADKEY")
    is_held(one, 12)
    one.stop()
    secondary.stop()


@pytest.mark.parametrize("change", ["contact", "primary"])
def test_an_old_servers_zone_is_none_of_ours(one, change):
    def old(text):
        if change == "contact":
            return text.replace("hostmaster.", "dns.", 1)
        return text.replace("SOA\tns1.", "SOA\tns9.", 1)

    _, secondary = lose(one, "nsd", old)
    follow(one, secondary.port)
    one.put("all.yaml", *MANY[:8])
    one.start().serving()
    assert one.said("another primary or contact")
    assert one.said(NOBODY)
    one.server.gone(f"i19.{ZONE}")
    one.stop()
    secondary.stop()


def test_content_without_a_signature_is_nobodys(one):
    _, secondary = lose(one, "nsd")
    follow(one, secondary.port, [])
    one.config["secondaries"][0] |= {"insecureTransfer": True,
                                     "transfer": ["198.51.100.7"]}
    one.write_config()
    one.put("all.yaml", *MANY[:8])
    one.start().serving()
    assert not one.said(GONE)
    one.server.gone(f"i19.{ZONE}")
    one.stop()
    secondary.stop()


@pytest.mark.parametrize("behave", [
    says_nothing, hangs_up, sends_noise, drips, never_ends])
def test_a_bad_secondary_delays_only(one, behave):
    hostile = Hostile(behave)
    follow(one, hostile.port)
    one.binary += "-quick"
    one.put("all.yaml", *MANY)
    one.start().serving()
    assert one.said(NOBODY)
    one.server.answers(f"i19.{ZONE}", "192.0.2.20")
    one.stop()
    hostile.stop()


def test_a_silent_secondary_is_not_asked_for_each_zone(one):
    hostile = Hostile(says_nothing)
    one.config["zones"] = [zone_settings(f"z{n}.example") for n in range(60)]
    follow(one, hostile.port)
    for zone in one.config["zones"]:
        zone["secondaries"] = ["east"]
    one.write_config()
    one.binary += "-quick"
    one.start().serving()
    assert 0 < hostile.transfers <= 8
    one.stop()
    hostile.stop()


def add_zone(one, port):
    """One more zone in the configuration, whose secondary has it."""
    one.config["secondaries"] = [{
        "name": "east", "tsig": KEY, "notify": [f"127.0.0.1@{port}"],
        "transfer": ["127.0.0.1"]}]
    one.config["zones"].append(zone_settings(OTHER, secondaries=["east"]))
    one.write_config()


def test_a_zone_that_is_added_is_recovered(one):
    """As at a start; the zones that were there go on meanwhile."""
    serial, secondary = lose(one, "nsd", lambda text: text.replace(
        ZONE, OTHER))
    one.put("all.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"), *[
        ingress(f"o{n}", f"i{n}.{OTHER}", f"192.0.2.{n + 1}")
        for n in range(8)])
    one.start().serving()
    add_zone(one, secondary.port)
    one.server.serves(OTHER)
    assert one.said(GONE, OTHER, str(serial))
    assert not one.said(GONE, ZONE + '"')
    one.server.answers(f"i19.{OTHER}", "192.0.2.20")
    assert one.serial(OTHER) > serial
    eventually(lambda: [zone for zone in one.status()["zones"]
                        if zone.get("held", {}).get("deletions") == 12],
               lambda: one.status()["zones"])
    # Here it is on the disk: another edit asks nobody.
    one.config["zones"][0]["ttl"] = 61
    one.write_config()
    one.server.ttls(f"www.{ZONE}", 61)
    assert sum(GONE in line["message"] for line in one.messages()) == 1
    one.stop()
    secondary.stop()


def test_a_silent_secondary_of_an_added_zone_delays_no_other(one):
    hostile = Hostile(says_nothing)
    one.put("all.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
    one.start().serving()
    add_zone(one, hostile.port)
    eventually(lambda: hostile.transfers, "the secondary is asked")
    # It says nothing for ten seconds; the configuration waits, nobody else.
    one.put("all.yaml", ingress("www", f"www.{ZONE}", "192.0.2.2"))
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    # Another edit before that: the search begins again.
    one.config["zones"][0]["ttl"] = 62
    one.write_config()
    one.server.serves(OTHER, deadline=60)
    assert one.said(NOBODY, OTHER)
    one.server.ttls(f"www.{ZONE}", 62)
    texts = [line["message"] for line in one.messages()
             if line.get("zone") == ZONE or NOBODY in line["message"]]
    assert NOBODY not in "".join(texts[:texts.index("zone published") + 1])
    one.stop()
    hostile.stop()


def endpoints(*addresses):
    return {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": {"name": "replicas-1", "namespace": "dns",
                         "labels": {"kubernetes.io/service-name":
                                    "replicas"}},
            "addressType": "IPv4",
            "endpoints": [{"addresses": [address],
                           "conditions": {"ready": True}}
                          for address in addresses]}


@pytest.fixture
def alone():
    """A network of its own: port 53 is free in it."""
    try:
        end = End()
        end.ip("link", "set", "lo", "up")
    except Impossible as error:
        cannot(f"NO NETWORK OF OUR OWN: {error}")
    yield end
    end.close()


def test_the_endpoints_of_a_service_have_it(one, alone):
    """They are known only when the cluster was read."""
    with alone.inside():
        serial, secondary = lose(one, "knot", port=53, address="127.0.0.9")
        one.config["secondaries"] = [{
            "name": "east", "tsig": KEY, "service": "dns/replicas"}]
        one.config["zones"][0]["secondaries"] = ["east"]
        one.write_config()
        # Nobody is at the first of them; the second is another server.
        one.put("slice.yaml", endpoints("127.0.0.7", "127.0.0.9"))
        one.put("all.yaml", *MANY[:8])
        one.start().serving()
        assert one.said(GONE, str(serial))
        is_held(one, 12)
        one.server.answers(f"i19.{ZONE}", "192.0.2.20")
        # The volume is lost again, and the Service has no endpoints now.
        one.stop()
        shutil.rmtree(one.state)
        one.put("slice.yaml", endpoints())
        one.start().serving()
        assert one.said(NOBODY)
        one.server.gone(f"i19.{ZONE}")
        one.stop()
        secondary.stop()


def test_what_is_held_stays_whose_it_is(one):
    """Only the zone file is lost: what is held comes back from a secondary,
    and the hold says whose it is.  So does what administrators alone may
    have."""
    one.config["zones"][0]["administrators"] = ["mail"]
    one.put("mail.yaml", endpoint(
        "mail", (f"_dmarc.{ZONE}", "TXT", ["v=DMARC1; p=none"]),
        (ZONE, "MX", [f"10 mx.{ZONE}"]), namespace="mail"))
    one.put("all.yaml", *MANY)
    one.write_config()
    one.start().serving().confirmed()
    one.put("all.yaml", *MANY[:8])
    one.put("mail.yaml")
    is_held(one, 14)
    one.put("evil.yaml", ingress("evil", f"i19.{ZONE}", "192.0.2.99", "evil",
                                 created="2020-01-01T00:00:00Z"))
    one.stop()
    file = one.directory / "db"
    zones = one.state / "zones"
    (zones / f"{ZONE}.zone").rename(file)
    for rest in zones.glob(f"{ZONE}.*"):
        rest.unlink()
    secondary = Primary("nsd", one.directory / "nsd", ZONE, file, one.secret)
    follow(one, secondary.port)
    one.start().serving()
    assert one.said(GONE)
    one.says("zone published", ZONE)
    is_held(one, 14)
    one.server.answers(f"i19.{ZONE}", "192.0.2.20")
    assert one.server.answer(f"_dmarc.{ZONE}", "TXT")
    assert one.server.answer(f"i18.{ZONE}") == ["192.0.2.19"]
    one.stop()
    secondary.stop()
