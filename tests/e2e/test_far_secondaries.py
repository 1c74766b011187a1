# SPDX-License-Identifier: Apache-2.0
"""Secondaries on other hosts, behind a path that loses, cuts and is slow."""

import contextlib
import threading

import pytest

from conftest import cannot
from controller import ZONE
from eventually import eventually
from farhosts import Inside, Path
from nameservers import KINDS, Key
from netpair import Impossible
from objects import endpoint, ingress
from secondaries import Secondary, all_have, change
from test_transfers import secondaries


@pytest.fixture
def far(controller, folder):
    """far(): a controller, those that follow, and the path."""
    made = []

    def make(kinds=tuple(KINDS), objects=(), env=None, **settings):
        try:
            path = Path(1 + len(kinds))
        except Impossible as error:
            cannot(f"NO NETWORKS OF OUR OWN: {error}")
        home, *hosts = path.hosts
        one = controller()
        one.port = 53
        one.config["nsd"]["listen"] = [f"{home.address}@53"]
        one.server = Inside(home, directory=one.state)
        key = Key("k1.example")
        some = [Secondary(kind, folder, (home.address, 53), key, [ZONE],
                          port=53, address=host.address, env=env)
                for kind, host in zip(kinds, hosts)]
        for each, host in zip(some, hosts):
            each.host, each.server = host, Inside(host)
        one.config["tsig"] = [key.write(folder)]
        one.config["secondaries"] = [each.row() for each in some]
        zone, = one.config["zones"]
        zone["secondaries"] = [each.name for each in some]
        zone["soa"].update({"refresh": 2, "retry": 1})
        zone.update(settings)
        one.write_config()
        one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
        one.put("many.yaml", *objects)
        made.append((path, one, some))
        return one, some, path

    yield make
    for path, one, some in made:
        for each in some:
            if each.program and each.program.running():
                each.stop()
        one.clean()
        path.close()


def start(one, some, path):
    with path.hosts[0].inside():
        one.start().serving(deadline=120)
    for each in some:
        with each.host.inside():
            each.start()


def findings(one):
    return [server.get("finding") for row in secondaries(one).values()
            for server in row["servers"]]


def same_everywhere(one, some, path):
    """Record by record, once the path is good again; the serial."""
    path.heal()
    serial = all_have(one, some)
    for each in some:
        with each.host.inside():
            same = one.command("diff", "--config", one.config_file, "--from",
                               one.manifests, "--against",
                               f"axfr:{each.address}")
        assert (same.returncode, same.stdout, same.stderr) == (0, "", "")
    return serial


def test_a_path_that_loses_and_cuts(far):
    """No NOTIFY arrives, of other questions a fourth is lost, and of
    the connections every fourth is cut in the middle of a transfer."""
    one, some, path = far(objects=[endpoint("many", *[
        (f"m{n}.{ZONE}", "A", ["198.51.100.1"]) for n in range(500)])])
    start(one, some, path)
    # A secondary that gets nothing at its start waits for a minute.
    all_have(one, some)
    path.lost, path.notifies, path.cut = 0.25, False, 0.25
    number, wanted = 0, ("notify", "lost", "cut")
    while number < 4 or not all(path.happened[what] for what in wanted):
        number += 1
        change(one, number)
        serial = one.serial()
        for each in some:
            each.has(ZONE, serial, deadline=120)
    print(number, path.happened)
    same_everywhere(one, some, path)


def test_an_hour_away(far):
    """Nothing goes to them or comes from them for an hour, by all clocks, and
    for more versions than NSD keeps."""
    one, some, path = far(kinds=["nsd", "bind"])
    one.config["publish"] = {"minInterval": "20ms"}
    one.write_config()
    one.clocks()
    for each in some:
        each.env = one.env
    start(one, some, path)
    all_have(one, some)
    path.down = {each.address for each in some}
    change(one, 100)
    one.clocks(wall=3600, passed=3600)
    for number in range(101, 125):
        change(one, number)

    eventually(lambda: findings(one) == ["SecondarySilent"] * 2,
               lambda: secondaries(one), 60)
    path.heal()
    same_everywhere(one, some, path)
    eventually(lambda: not any(findings(one)), lambda: secondaries(one), 120)


@contextlib.contextmanager
def changing(one):
    """Several times a second, all the time."""
    over = threading.Event()

    def changes():
        number = 0
        while not over.wait(0.3):
            number += 1
            one.put("www.yaml", ingress("www", f"www.{ZONE}",
                                        f"192.0.2.{number % 250 + 1}"))

    thread = threading.Thread(target=changes)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def many(number, each):
    """So many objects with so many names."""
    return [endpoint(f"many{n}", *[
        (f"a-name-of-{n}-{m}.{ZONE}", "A", [f"198.18.{n}.{m % 250}"])
        for m in range(each)]) for n in range(number)]


def follow_meanwhile(one, some):
    """They have a version that was made after they had one at all."""
    for each in some:
        each.has(ZONE, 1, deadline=240)
    last = one.serial()
    for each in some:
        each.has(ZONE, last + 1, deadline=240)


def end_well(one, some, path):
    # A version may be due only in a minute.
    one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.251"))
    one.server.answers(f"www.{ZONE}", "192.0.2.251", deadline=120)
    serial = same_everywhere(one, some, path)
    print({each.name: each.sizes(serial) for each in some}, path.happened)
    eventually(lambda: not any(findings(one)), lambda: secondaries(one), 120)


def test_a_large_zone_over_a_slow_path(far):
    """100 000 records, a megabyte a second, and the zone changes all the
    time."""
    one, some, path = far(guard="off", objects=many(10, 10000))
    path.rate = 1000000
    start(one, some, path)
    with changing(one):
        follow_meanwhile(one, some)
    end_well(one, some, path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_starved_secondary(far, kind):
    """A transfer takes several seconds, and a version each second closes it:
    the pauses grow until it gets one whole."""
    one, some, path = far(kinds=[kind], objects=many(1, 8000))
    path.rate = 60000
    path.hosts[0].sends_at_most(32768)
    start(one, some, path)
    with changing(one):
        eventually(lambda: "SecondaryStarved" in findings(one),
                   lambda: secondaries(one), 120)
        follow_meanwhile(one, some)
    end_well(one, some, path)
