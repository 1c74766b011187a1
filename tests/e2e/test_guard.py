# SPDX-License-Identifier: Apache-2.0
"""Floods of deletions are held (U1: a flood is held); lost addresses have a
grace (Q4: grace for lost addresses)."""

import json

import pytest

from checkers import check
from controller import ZONE, zone_settings
from eventually import eventually, steadily
from objects import endpoint, ingress

pytestmark = pytest.mark.sanitized

NAMES = [f"w{n}" for n in range(20)]


def host(name):
    return f"{name}.{ZONE}"


def objects(names, address="192.0.2.1"):
    return [ingress(name, host(name), address) for name in names]


def start(one, names=NAMES):
    one.put("many.yaml", *objects(names))
    one.start().serving()
    for name in names:
        one.server.answers(host(name), "192.0.2.1")
    return one


def overlay(one):
    return json.loads((one.state / "overlay.json").read_text())


def held(one):
    return sorted(row["name"] for row in overlay(one)["rows"]
                  if row["reason"] == "held")


def holds(one, names):
    """Waits until these are held, and no others: the log tells it before the
    overlay is saved."""
    eventually(lambda: held(one) == sorted(map(host, names)),
               lambda: f"held are {held(one)}")


def all_answered(one, names=NAMES):
    return all(one.server.answer(host(name)) == ["192.0.2.1"]
               for name in names)


def explained(one, name):
    done = one.command("explain", host(name), "--socket",
                       one.state / "control.sock")
    assert done.returncode == 0, done.stderr
    return done.stdout


def rereads(one):
    return sum(line["message"] == "configuration read again"
               for line in one.messages())


def test_an_edit_of_the_configuration_releases_nothing(controller):
    """The objects are there and ask for less.  A comment, a key that claims
    nothing, a filter; over a restart too."""
    one = controller()
    one.put("all.yaml", ingress("all", [host(name) for name in NAMES],
                                "192.0.2.1"))
    one.start().serving()
    one.server.answers(host(NAMES[-1]), "192.0.2.1")
    one.put("all.yaml", ingress("all", [host(name) for name in NAMES[:3]],
                                "192.0.2.1"))
    one.says("deletions are held until approved")
    for edit in ({}, {"grace": "11m"}, {"filters": {"namespaces": ["web"]}}):
        before = rereads(one)
        one.config.update(edit)
        one.write_config(json.dumps(one.config) + "\n# a comment\n")
        eventually(lambda: rereads(one) > before, "it is read again")
        one.put("other.yaml", ingress("other", host("other"),
                                      f"192.0.2.{10 + before}"))
        one.server.answers(host("other"), f"192.0.2.{10 + before}")
        assert all_answered(one)
        holds(one, NAMES[3:])
    one.kill()
    one.config["filters"] = {"namespaces": ["web", "play"]}
    one.write_config()
    one.start()
    one.says("zone served")
    one.put("other.yaml", ingress("other", host("other"), "192.0.2.20"))
    one.server.answers(host("other"), "192.0.2.20")
    assert all_answered(one)
    holds(one, NAMES[3:])
    one.stop()


def test_held_records_say_so_in_the_zone_file(controller):
    one = start(controller(zones=[zone_settings(comments=True)]))
    assert "\nw7\t60\tIN\tA\t192.0.2.1\t; Ingress web/w7\n" in (
        one.zone_file().read_text())
    one.put("many.yaml", *objects(NAMES[:3]))
    one.says("deletions are held until approved")
    one.put("other.yaml", ingress("other", host("other"), "192.0.2.2"))
    one.server.answers(host("other"), "192.0.2.2")
    text = one.zone_file().read_text()
    for line in ["other\t60\tIN\tA\t192.0.2.2\t; Ingress web/other",
                 "w2\t60\tIN\tA\t192.0.2.1\t; Ingress web/w2",
                 "w7\t60\tIN\tA\t192.0.2.1\t; Ingress web/w7 (held)"]:
        assert f"\n{line}\n" in text
    check(ZONE, one.zone_file())
    # The next controller reads it as the same version.
    one.kill()
    one.start()
    one.says("zone served")
    assert one.zone_file().read_text() == text


@pytest.mark.parametrize("left", [12, 0], ids=["two fifths", "all"])
def test_a_flood_of_deletions_is_held(controller, left):
    one = start(controller())
    # Others come and change with it, in the same moment.
    one.put("other.yaml", ingress("other", host("other"), "192.0.2.2"))
    one.server.answers(host("other"), "192.0.2.2")
    one.put("many.yaml", *objects(NAMES[:left]),
            ingress("new", host("new"), "192.0.2.3"))
    one.put("other.yaml", ingress("other", host("other"), "192.0.2.4"))
    one.server.answers(host("new"), "192.0.2.3")
    one.server.answers(host("other"), "192.0.2.4")
    one.says("deletions are held until approved")
    holds(one, NAMES[left:])
    assert all_answered(one)
    check(ZONE, one.zone_file())
    assert ("retained (Held): A: kept from the last version, the guard holds "
            "its deletion") in explained(one, NAMES[-1])
    # It is the same to another controller.
    one.kill()
    one.start()
    one.says("deletions are held until approved")
    one.put("later.yaml", ingress("later", host("later"), "192.0.2.5"))
    one.server.answers(host("later"), "192.0.2.5")
    assert all_answered(one)
    # They return, and may go one by one again.
    one.put("new.yaml", ingress("new", host("new"), "192.0.2.3"))
    one.put("many.yaml", *objects(NAMES))
    one.says("nothing is held any more", "everything is there again")
    one.put("many.yaml", *objects(NAMES[1:]))
    one.server.gone(host(NAMES[0]))
    assert all_answered(one, NAMES[1:])
    holds(one, [])
    lines = [m for m in one.messages()
             if m["message"].startswith("deletions are held")]
    assert len(lines) == 1, lines
    assert lines[0]["deletions"] == str(len(NAMES) - left)
    assert len(lines[0]["plan"]) == 12
    assert lines[0]["names"].split(",") == sorted(
        map(host, NAMES[left:]))[:10]


def test_one_by_one_is_a_flood_too(controller):
    one = start(controller())
    for number, name in enumerate(NAMES):
        one.put("many.yaml", *objects(NAMES[number + 1:]))
        if number < 6:
            one.server.gone(host(name))
    one.says("deletions are held until approved")
    one.put("new.yaml", ingress("new", host("new"), "192.0.2.3"))
    one.server.answers(host("new"), "192.0.2.3")
    holds(one, NAMES[6:])
    assert all_answered(one, NAMES[6:])


def test_no_guard(controller):
    one = start(controller(zones=[zone_settings(guard="off")]))
    one.remove("many.yaml")
    for name in NAMES:
        one.server.gone(host(name))
    assert not one.said("held")


def test_what_the_configuration_does_is_not_held(controller):
    one = start(controller())
    one.config["filters"] = {"namespaces": ["elsewhere"]}
    one.write_config()
    for name in NAMES:
        one.server.gone(host(name))
    assert not one.said("deletions are held")


def test_what_a_new_configuration_does_at_a_start_is_not_held(controller):
    """Of objects that are as they were, also when they had been edited."""
    one = start(controller())
    one.put("many.yaml", *objects(NAMES, "192.0.2.9"))
    one.server.answers(host(NAMES[-1]), "192.0.2.9")
    one.stop()
    one.config["filters"] = {"namespaces": ["elsewhere"]}
    one.write_config()
    one.start()
    for name in NAMES:
        one.server.gone(host(name))
    assert not one.said("deletions are held")
    one.stop()


def test_what_was_edited_with_the_configuration_is_held(controller):
    one = start(controller())
    one.stop()
    one.config["filters"] = {"namespaces": ["web"]}
    one.write_config()
    one.put("many.yaml", *[ingress(name, host(f"new-{name}"), "192.0.2.1")
                           for name in NAMES])
    one.start()
    one.says("deletions are held until approved")
    one.server.answers(host("new-w0"), "192.0.2.1")
    assert all_answered(one)
    one.put("many.yaml", *objects(NAMES))
    one.says("nothing is held any more", "everything is there again")
    one.stop()


def test_what_the_zone_itself_had_is_not_held(controller):
    """Other nameservers, and no static records any more.  Neither counts with
    later deletions, nor is it a part of the measure (U1: a flood is held)."""
    one = controller(zones=[zone_settings(records=[
        f"s{n} A 192.0.2.9" for n in range(30)])])
    start(one, NAMES[:10])
    one.server.answers(host("s29"), "192.0.2.9")
    one.config["zones"] = [zone_settings(nameservers=[
        {"name": f"ns2.{ZONE}", "addresses": ["192.0.2.54"]}])]
    one.write_config()
    one.server.answers(ZONE, f"ns2.{ZONE}.", "NS")
    for name in ["ns1", *(f"s{n}" for n in range(30))]:
        one.server.gone(host(name))
    one.put("many.yaml", *objects(NAMES[3:10]))
    for name in NAMES[:3]:
        one.server.gone(host(name))
    assert all_answered(one, NAMES[3:10])
    holds(one, [])
    assert not one.said("deletions are held")
    one.put("many.yaml", *objects(NAMES[4:10]))
    one.says("deletions are held until approved", '"gone":"4"', '"of":"10"')
    assert all_answered(one, NAMES[3:10])
    one.stop()


def test_a_lost_address_is_kept_for_a_while(controller):
    one = start(controller(), NAMES[:3])
    one.put("many.yaml", ingress("w0", host("w0"), ()),
            *objects(NAMES[1:3]))
    one.says("addresses that load balancers lost are kept for a while")
    one.put("new.yaml", ingress("new", host("new"), "192.0.2.3"))
    one.server.answers(host("new"), "192.0.2.3")
    assert all_answered(one, NAMES[:3])
    assert "retained (AddressLost)" in explained(one, "w0")
    until = [row["until"] for row in overlay(one)["graces"]]
    one.kill()
    one.start()
    one.put("new.yaml", ingress("new", host("new"), "192.0.2.4"))
    one.server.answers(host("new"), "192.0.2.4")
    assert all_answered(one, NAMES[:3])
    again = [row["until"] for row in overlay(one)["graces"]]
    assert len(until) == len(again) == 1
    assert abs(until[0] - again[0]) <= 1
    # An address comes.
    one.put("many.yaml", ingress("w0", host("w0"), "192.0.2.9"),
            *objects(NAMES[1:3]))
    one.server.answers(host("w0"), "192.0.2.9")
    eventually(lambda: "graces" not in overlay(one), "grace is over")
    # A deleted object has no grace.
    one.put("many.yaml", *objects(NAMES[1:3]))
    one.server.gone(host("w0"))


def test_the_time_of_grace_ends(controller):
    one = start(controller(grace="1s"), NAMES[:3])
    one.put("many.yaml", ingress("w0", host("w0"), ()),
            *objects(NAMES[1:3]))
    one.server.gone(host("w0"))
    assert one.said("addresses that load balancers lost are kept for a while")
    steadily(lambda: all_answered(one, NAMES[1:3]), "the others stay", 0.2)


SHOP = [f"n{n}" for n in range(12)]
OTHERS = [f"e{n}" for n in range(24)]


def shop(one, names):
    one.put("shop.yaml", *[ingress(name, host(name), "192.0.2.1", "shop")
                           for name in names])


def others(one, names):
    """One object of another namespace that has all of them."""
    one.put("play.yaml", endpoint("e", *[(host(name), "A", ["192.0.2.1"])
                                         for name in names],
                                  namespace="play"))


def two(one):
    shop(one, SHOP)
    others(one, OTHERS)
    one.start().serving()
    for name in SHOP[-1], OTHERS[-1]:
        one.server.answers(host(name), "192.0.2.1")
    return one


def state(one):
    return one.status()["zones"][0]


def approve(one, plan):
    done = one.command("approve", ZONE, "--plan", plan, "--socket",
                       one.state / "control.sock")
    assert done.returncode == 0, done.stderr


def test_a_flood_holds_no_other_namespaces_deletion(controller):
    one = two(controller())
    one.remove("play.yaml")
    one.says("deletions are held until approved", '"namespaces":"play"',
             '"deletions":"24"', '"of":"36"')
    shop(one, SHOP[1:])
    one.server.gone(host(SHOP[0]))
    assert all_answered(one, OTHERS + SHOP[1:])
    holds(one, OTHERS)
    before = state(one)["held"]
    assert before["namespaces"] == ["play"] and before["deletions"] == 24
    text = one.command("status", "--socket", one.state / "control.sock").stdout
    assert "\n    namespaces: play\n" in text
    # It is the same to another controller.
    one.kill()
    one.start().serving()
    eventually(lambda: state(one).get("held") == before, "the same is held")
    shop(one, SHOP[2:])
    one.server.gone(host(SHOP[1]))
    assert all_answered(one, OTHERS + SHOP[2:])
    # A flood of its own is another matter, and is reported.
    shop(one, SHOP[8:])
    one.says("deletions are held until approved", '"namespaces":"play,shop"')
    assert all_answered(one, OTHERS + SHOP[2:])
    # What was shown may be approved, although more is held since.
    approve(one, before["plan"])
    for name in OTHERS:
        one.server.gone(host(name))
    assert all_answered(one, SHOP[2:])
    holds(one, SHOP[2:8])
    shop(one, SHOP[2:])
    one.says("nothing is held any more", "everything is there again")
    assert all_answered(one, SHOP[2:])
    one.stop()


def test_names_that_change_all_the_time_do_not_gather(controller):
    one = two(controller())
    for turn in range(6):
        names = [f"{name}-{turn}" for name in OTHERS]
        others(one, names)
        one.server.answers(host(names[0]), "192.0.2.1")
        if turn == 3:
            one.kill()
            one.start().serving()
    # The first are held, those of now are there, those between are not.
    assert all_answered(one, OTHERS + SHOP + names)
    holds(one, OTHERS)
    eventually(lambda: state(one)["rrsets"] == 2 + 1 + 12 + 24 + 24,
               "nothing else is there")
    one.says("deletions are held until approved")
    approve(one, state(one)["held"]["plan"])
    for name in OTHERS:
        one.server.gone(host(name))
    assert all_answered(one, SHOP + names)
    one.says("nothing is held any more", "approved")
    check(ZONE, one.zone_file())
    one.stop()


def test_a_namespace_by_itself(controller):
    one = two(controller(zones=[zone_settings(guard={"namespaces": "50%"})]))
    shop(one, SHOP[:5])
    one.says("deletions are held until approved", '"namespaces":"shop"')
    holds(one, SHOP[5:])
    # A raised limit ends nothing; what is off does, and the log says why.
    one.config["zones"] = [zone_settings(guard={"namespaces": "60%"})]
    one.write_config()
    one.says("configuration read again")
    shop(one, SHOP[:4])
    holds(one, SHOP[4:])  # one more
    shop(one, SHOP[:5])
    holds(one, SHOP[5:])  # one less
    one.config["zones"] = [zone_settings(guard={"namespaces": "off"})]
    one.write_config()
    one.says("nothing is held any more",
             "the guard does not look at these any more")
    for name in SHOP[5:]:
        one.server.gone(host(name))
    assert all_answered(one, SHOP[:5] + OTHERS)
    one.stop()


@pytest.mark.sanitized
def test_a_limit_that_is_lowered(controller):
    """What an object has too much of goes at once, for that is the
    configuration's doing; what the cluster deletes then is guarded as ever."""
    one = controller()
    names = [f"h{n:02}.{ZONE}" for n in range(20)]
    one.put("many.yaml", endpoint("many", *(
        (name, "A", ["192.0.2.1"]) for name in names)))
    one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.2"))
    one.start().serving().confirmed()
    one.server.answers(names[-1], "192.0.2.1")
    one.config["limits"] = {"namesPerObject": 5}
    one.write_config()
    one.server.gone(names[-1])
    here = [name for name in names if one.server.answer(name)]
    assert len(here) == 5 and not one.said("deletions are held")
    one.server.answers(f"www.{ZONE}", "192.0.2.2")
    # So it is over a restart, and back where it was with the limit.
    one.stop()
    one.start().serving()
    one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.3"))
    one.server.answers(f"www.{ZONE}", "192.0.2.3")
    assert [name for name in names if one.server.answer(name)] == here
    del one.config["limits"]
    one.write_config()
    for name in names:
        one.server.answers(name, "192.0.2.1")
    # The cluster's own.
    one.remove("many.yaml")
    one.says("deletions are held until approved")
    assert one.server.answer(names[-1]) == ["192.0.2.1"]


def test_what_is_held_waits_for_its_zone(controller):
    """The zone is not configured for a while, over a restart too, and many
    names have come since the deletions: these would be no flood now."""
    one = start(controller(zones=[zone_settings("b.example"),
                                  zone_settings()]))
    one.put("many.yaml", *objects(NAMES[:12]))
    holds(one, NAMES[12:])
    more = [f"m{number}" for number in range(30)]
    one.put("more.yaml", *objects(more))
    one.server.answers(host("m29"), "192.0.2.1")
    for restarts in (False, True):
        zone = one.config["zones"].pop()
        one.write_config()
        one.server.rcodes(ZONE, "REFUSED", "SOA")
        if restarts:
            one.stop()
            one.start().serving()
        one.config["zones"].append(zone)
        one.write_config()
        one.server.serves(ZONE)
        last = f"last{restarts}".lower()
        one.put(f"{last}.yaml", *objects([last]))
        one.server.answers(host(last), "192.0.2.1")
        assert all_answered(one)
        holds(one, NAMES[12:])
    one.stop()


def test_what_is_held_is_not_hidden(controller):
    """A zone inside comes that has not the names which are held."""
    one = start(controller())
    one.put("many.yaml", *objects(NAMES[:12]))
    holds(one, NAMES[12:])
    gone = host(NAMES[-1])
    one.config["zones"].append(zone_settings(gone))
    one.write_config()
    one.says("zone waits until the zone around it retains no names", gone)
    assert one.server.answer(gone) == ["192.0.2.1"]
    assert all_answered(one)
    approve(one, state(one)["held"]["plan"])
    one.server.serves(gone)
    one.server.answers(gone, [])
    one.stop()
