# SPDX-License-Identifier: Apache-2.0
"""After a lost volume a secondary has the last version, for the guard."""

import shutil

import pytest

from controller import ZONE, zone_settings
from eventually import eventually
from objects import ingress
from primaries import KEY, SERVERS, Primary
from test_axfr import (Hostile, hangs_up, new_secret, says_nothing,
                       sends_noise)

pytestmark = pytest.mark.sanitized

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


def lose(one, kind, head=None):
    """A life of the controller; its volume is lost, a secondary has the zone."""
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
    return serial, Primary(kind, one.directory / kind, ZONE, file, one.secret)


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


@pytest.mark.parametrize("behave", [says_nothing, hangs_up, sends_noise])
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
