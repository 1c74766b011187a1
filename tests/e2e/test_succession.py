# SPDX-License-Identifier: Apache-2.0
"""Names that pass between a zone and one inside it, because the configuration
has that zone now, or has it not any more (N2: the longest zone): somebody asks
all the time, and they are always there."""

import pytest

from controller import ZONE, zone_settings
from eventually import eventually
from objects import ingress, service
from test_freeze import do, zone_status
from test_nsd_faults import kill_nsd
from vigil import Vigil

CHILD = f"sub.{ZONE}"
NAMES = {f"w{number}.{CHILD}": "192.0.2.3" for number in range(5)}

pytestmark = pytest.mark.sanitized


@pytest.fixture
def family(controller):
    """Names below sub: in the zone, or with child in one of their own."""
    def start(child, **more):
        one = controller(zones=[zone_settings(ZONE)])
        if child:
            one.config["zones"].append(zone_settings(CHILD, **more))
            one.write_config()
        one.put("sub.yaml", *[ingress(name.split(".")[0], name, address)
                              for name, address in NAMES.items()])
        top(one, 1)
        one.start().serving().confirmed()
        for name, address in NAMES.items():
            one.server.answers(name, address)
        return one
    return start


def top(one, number):
    one.put("top.yaml", ingress("top", f"top.{ZONE}", f"192.0.2.{number}"))


def vigil(one):
    return Vigil(one.server, NAMES, pause=0.0005)


def add(one, **more):
    one.config["zones"].append(zone_settings(CHILD, **more))
    one.write_config()


def remove(one):
    one.config["zones"].pop()
    one.write_config()


def is_delegated(one):
    """The zone itself has no names of it, but its NS."""
    eventually(lambda: "\nsub\t" in one.zone_text()
               and "\nw0.sub\t" not in one.zone_text(), "a delegation")
    one.says("zone published", f'"{one.serial()}"')


def is_gone(one):
    """NSD has one zone only, with all of it."""
    top(one, 9)
    one.server.answers(f"top.{ZONE}", "192.0.2.9")
    one.server.answers(CHILD, [], "SOA")
    assert "\nw0.sub\t" in one.zone_text()


def test_it_comes_and_goes(family):
    one = family(False)
    with vigil(one):
        for _ in range(3):
            add(one)
            is_delegated(one)
            remove(one)
            is_gone(one)
            top(one, 1)
            one.server.answers(f"top.{ZONE}", "192.0.2.1")
    one.stop()


def test_it_comes_and_waits(family):
    """Nothing of it is served before its nameserver has an address."""
    one = family(False)
    with vigil(one):
        add(one, nameservers=[{"name": f"ns1.{CHILD}", "service": "dns/ns"}])
        one.says("zone keeps its names until", CHILD)
        top(one, 2)
        eventually(lambda: zone_status(one).get("keepsNames") == CHILD, "it")
        text = one.command("status", "--config", one.config_file)
        assert text.returncode == 1
        assert f"not published until it is served: {CHILD}" in text.stdout
        # Nor after a restart.
        one.program.kill()
        one.start().says("zone keeps its names until", CHILD)
        one.server.serves(ZONE)
        assert one.server.answer(f"top.{ZONE}") == ["192.0.2.1"]
        one.put("ns.yaml", service("ns", "192.0.2.53", "dns"))
        is_delegated(one)
        one.server.answers(f"top.{ZONE}", "192.0.2.2")
    assert "keepsNames" not in zone_status(one)
    one.stop()


def test_it_waits_and_a_file_is_written_anew(family):
    """What is put back owes no version that loses the names."""
    one = family(False)
    add(one, nameservers=[{"name": f"ns1.{CHILD}", "service": "dns/ns"}])
    top(one, 2)
    eventually(lambda: zone_status(one).get("keepsNames") == CHILD, "it")
    serial = one.serial()
    one.zone_file().touch()
    kill_nsd(one)
    one.says("zone file was changed by others, written anew")
    one.says("zone served", f'"{serial}"')
    top(one, 3)
    eventually(lambda: zone_status(one).get("keepsNames") == CHILD, "it")
    assert one.serial() == serial
    for name, address in NAMES.items():
        one.server.answers(name, address)
    one.put("ns.yaml", service("ns", "192.0.2.53", "dns"))
    is_delegated(one)
    one.server.answers(f"top.{ZONE}", "192.0.2.3")
    one.stop()


def test_it_comes_frozen(family):
    one = family(False)
    do(one, "freeze", "--all", "--reason", "why")
    with vigil(one):
        add(one)
        eventually(lambda: len(one.status()["zones"]) == 2, "it")
        do(one, "thaw", "--all")
        is_delegated(one)
    one.stop()


def test_it_goes_while_the_other_is_frozen(family):
    one = family(True)
    do(one, "freeze", ZONE, "--reason", "why")
    with vigil(one):
        remove(one)
        one.says("served until the zone around it has its names", CHILD)
        eventually(lambda: zone_status(one)["frozen"]["names"] >= 5, "waits")
        one.program.kill()
        one.start()
        eventually(lambda: zone_status(one)["frozen"]["names"] >= 5, "waits")
        do(one, "thaw", ZONE)
        is_gone(one)
    one.stop()


def test_it_goes_while_nothing_runs(family):
    """NSD is another's, and goes on."""
    one = family(True)
    with vigil(one):
        one.program.kill()
        one.config["zones"].pop()
        one.write_config()
        one.start()
        is_gone(one)
    one.stop()


EVIL = "192.0.2.66"


def wanted_by_two(controller, child):
    """Names of one namespace, and older objects of another that ask for the
    same."""
    hosts = [CHILD, f"*.{CHILD}", *NAMES]
    one = controller(zones=[zone_settings(ZONE)])
    if child:
        one.config["zones"].append(zone_settings(CHILD))
        one.write_config()
    one.put("shop.yaml", ingress("s", hosts, "192.0.2.3", "shop",
                                 created="2024-01-01T00:00:00Z"))
    top(one, 1)
    one.start().serving().confirmed()
    for host in hosts:
        one.server.answers(host, "192.0.2.3")
    one.put("evil.yaml", ingress("e", hosts, EVIL, "evil",
                                 created="2020-01-01T00:00:00Z"))
    eventually(lambda: "NameTaken" in one.command(
        "explain", "Ingress/evil/e", "--config", one.config_file).stdout,
        "they are taken")
    return one


@pytest.mark.parametrize("child", [False, True], ids=["comes", "goes"])
def test_whose_a_name_is(controller, child):
    one = wanted_by_two(controller, child)
    names = {**NAMES, CHILD: "192.0.2.3", f"any.{CHILD}": "192.0.2.3"}
    with Vigil(one.server, names, pause=0.0005):
        if child:
            remove(one)
            is_gone(one)
        else:
            add(one)
            is_delegated(one)
    one.stop()


def test_it_returns(family):
    """Its file is of before: what became of its names meanwhile counts."""
    one = family(True, serial="counter")
    serial = one.server.serial(CHILD)
    remove(one)
    is_gone(one)
    now = {f"w0.{CHILD}": "192.0.2.4", f"new.{CHILD}": "192.0.2.5",
           f"w2.{CHILD}": "192.0.2.3"}
    one.put("sub.yaml", *[ingress(name.split(".")[0], name, where)
                          for name, where in now.items()])
    for name, where in now.items():
        one.server.answers(name, where)
    one.server.gone(f"w1.{CHILD}")
    with Vigil(one.server, now, pause=0.0005):
        add(one, serial="counter")
        is_delegated(one)
    assert one.server.rcode(f"w1.{CHILD}") == "NXDOMAIN"
    assert one.server.serial(CHILD) == serial + 1
    one.stop()
