# SPDX-License-Identifier: Apache-2.0
"""Versions that NSD transfers are in a journal first; the file follows."""

import os
import signal

import dns.query
import dns.tsig
import dns.tsigkeyring
import dns.zone
import pytest

from checkers import program
from controller import ZONE, zone_settings
from eventually import eventually
from feeding import (  # noqa: F401
    KEY, address, fed, feed, pod, put, ready, served, transfers)
from objects import endpoint, ingress
from probing import measured
from processes import pids_in
from secondaries import follow, is_incremental  # noqa: F401
from servers import control
from test_freeze import CHECKER, do
from vigil import Vigil

# The file cannot follow.
STUCK = f"open ENOSPC zones/.{ZONE}.zone.tmp"


def journal(one, zone=ZONE):
    return one.state / "zones" / f"{zone}.journal"


def is_behind(one, zone=ZONE):
    return journal(one, zone).exists()


def lags(one, number, name="www"):
    """Served, and the file has it not."""
    served(one, number, name)
    assert is_behind(one)
    assert address(number) not in one.zone_text()
    assert one.serial() < one.server.serial(ZONE)


def follows(one, *numbers):
    eventually(lambda: not is_behind(one), "the file follows")
    for number in numbers:
        assert address(number) in one.zone_text()
    # NSD may be loading it.
    eventually(lambda: one.serial() == one.server.serial(ZONE), "it is served")


def stuck(one):
    """Ready, and from here on no file follows."""
    one.faults()
    ready(one)
    one.faults(STUCK)
    return one


def reads(one):
    """How often NSD read the file."""
    log = next(place / "nsd.log" for place in (one.state, one.directory)
               if (place / "nsd.log").exists())
    return log.read_text().count("read with success")


def test_the_file_follows(fed):
    """Of a large zone, and NSD does not read it."""
    one = fed(mode="auto")
    one.put("many.yaml", *[
        ingress(f"n{i}", f"n{i}.example.com", f"10.0.{i // 250}.{i % 250}")
        for i in range(6000)])
    stuck(one)
    one.server.answers("n5999.example.com", "10.0.23.249", deadline=120)
    one.says("zone published", f'"{one.server.serial(ZONE)}"')
    # Once more with its file, so that all of it was checked.
    one.faults()
    put(one, 2)
    served(one, 2)
    eventually(lambda: not is_behind(one), "it follows")
    one.faults(STUCK)
    before = reads(one), transfers(one)["transfers"], one.serial()
    for number in (3, 4):
        put(one, number)
        lags(one, number)
    assert transfers(one)["transfers"] == before[1] + 2
    one.faults()
    follows(one, 4)
    assert reads(one) == before[0]
    # It is not younger than what NSD transferred: not for another zone either.
    control(one.state / "nsd.sock", "reload")
    put(one, 5)
    served(one, 5)
    assert reads(one) == before[0]
    assert transfers(one)["failed"] == 0
    one.stop()
    assert address(5) in one.zone_text() and not is_behind(one)


def test_secondaries_get_what_differs(follow):
    """After the file followed, too."""
    one, key, some = follow(kinds=("nsd",), guard="off",
                            nsd={"handover": "transfer"})
    number = 1

    def transferred():
        nonlocal number
        number += 1
        put(one, number)
        served(one, number)
        return is_behind(one)

    eventually(transferred, lambda: one.program.output()[-3000:], 60)
    serial = one.server.serial(ZONE)
    follows(one, number)
    put(one, number + 1)
    served(one, number + 1)
    assert is_incremental(one, key, serial)
    follows(one, number + 1)
    assert is_incremental(one, key, serial)
    some[0].has(ZONE, one.serial())
    one.stop()


def test_terminated(pod):
    """The file has all of it."""
    one, start_nsd = pod
    start_nsd()
    stuck(one)
    put(one, 2)
    lags(one, 2)
    one.faults()
    one.stop()
    assert address(2) in one.zone_text()
    assert not is_behind(one)
    one.server.answers("www.example.com", address(2))


def test_killed_at_any_moment(pod):
    """Nothing goes back that was served."""
    one, start_nsd = pod
    nsd = start_nsd()
    stuck(one)
    number = 1
    for victims in ("controller", "nsd", "both") * 2:
        for _ in range(3):
            number += 1
            put(one, number)
            served(one, number)
        serial = one.server.serial(ZONE)
        one.faults()
        if victims != "nsd":
            one.kill()
        if victims != "controller":
            nsd.kill()
            nsd = start_nsd()
        if victims != "nsd":
            one.start()
        one.server.answers("www.example.com", address(number))
        eventually(lambda: one.server.serial(ZONE) >= serial, "serial")
        eventually(lambda: not is_behind(one), "the file has it")
        assert address(number) in one.zone_text()
        number += 1
        put(one, number)
        served(one, number)
        assert one.server.serial(ZONE) > serial
        one.faults(STUCK)
    one.faults()
    one.stop()


def test_the_journal_alone(pod):
    """NSD is gone too, and starts with what the controller wrote before."""
    one, start_nsd = pod
    nsd = start_nsd()
    stuck(one)
    put(one, 2)
    lags(one, 2)
    serial = one.server.serial(ZONE)
    one.kill()
    nsd.kill()
    one.faults()
    one.start()
    eventually(lambda: not is_behind(one), "written at the start")
    assert address(2) in one.zone_text() and one.serial() == serial
    start_nsd()
    one.server.answers("www.example.com", address(2))
    assert one.server.serial(ZONE) == serial
    one.stop()


def test_the_whole_zone_is_asked_for(fed):
    """While the file is behind: it is written, and NSD loads it."""
    one = stuck(fed())
    put(one, 2)
    lags(one, 2)
    one.faults()
    port, secret = feed(one)
    ring = dns.tsigkeyring.from_text({KEY: secret})

    def whole():
        try:
            return dns.zone.from_xfr(dns.query.xfr(
                "127.0.0.1", ZONE, port=port, keyring=ring, keyname=KEY,
                keyalgorithm=dns.tsig.HMAC_SHA256, relativize=False,
                lifetime=30), relativize=False)
        except (EOFError, OSError):
            return None

    zone = eventually(whole, "the zone")
    found = zone.find_rdataset("www.example.com.", "A")
    assert address(2) in str(found)
    follows(one, 2)
    put(one, 3)
    served(one, 3)
    one.stop()


def test_no_room_for_the_journal(fed):
    """The version goes with its file."""
    one = fed()
    one.faults()
    ready(one)
    one.faults(f"open ENOSPC {ZONE}.journal")
    for number in (2, 3):
        put(one, number)
        served(one, number)
        assert address(number) in one.zone_text()
        assert not is_behind(one)
    one.faults(f"write ENOSPC {ZONE}.journal")
    put(one, 4)
    served(one, 4)
    assert address(4) in one.zone_text()
    one.faults()
    put(one, 5)
    served(one, 5)
    assert transfers(one)["failed"] == 0
    one.stop()


def test_no_room_for_anything(fed):
    one = stuck(fed())
    put(one, 2)
    lags(one, 2)
    one.says("zone file is behind its journal")
    measured(one, "k8s_nsd_zone_journal_bytes",
             lambda octets: octets == journal(one).stat().st_size, zone=ZONE)
    one.faults(STUCK, f"write ENOSPC {ZONE}.journal")
    put(one, 3)
    one.says("zone not written")
    one.server.answers("www.example.com", address(2))
    one.faults()
    served(one, 3)
    one.says("zone written again")
    one.says("zone file is no longer behind its journal")
    measured(one, "k8s_nsd_zone_journal_bytes", lambda octets: octets == 0,
             zone=ZONE)
    one.stop()
    assert address(3) in one.zone_text() and not is_behind(one)


def test_owners_follow_with_any_file(fed):
    """Those of versions in the journal, where the next one has the same."""
    one = fed()
    one.faults()
    ready(one)
    origins = f"open ENOSPC zones/.{ZONE}.origins.tmp"
    one.faults(origins)
    put(one, 2, "new")
    lags(one, 2, "new")
    one.faults(origins, f"write ENOSPC {ZONE}.journal")
    put(one, 3, "new")
    one.says("zone not written")
    one.faults(f"write ENOSPC {ZONE}.journal")
    served(one, 3, "new")
    one.stop()
    assert not is_behind(one)
    assert "Ingress" in next(
        line for line in (one.state / "zones" / f"{ZONE}.origins")
        .read_text().splitlines() if line.startswith("new\t"))


def test_others_edit_it(fed):
    """What they wrote is not served for long, and what was served returns."""
    one = stuck(fed())
    put(one, 2)
    lags(one, 2)
    text = one.zone_text().replace(address(1), address(99))
    one.zone_file().write_text(text)
    control(one.state / "nsd.sock", f"reload {ZONE}")
    one.faults()
    one.server.answers("www.example.com", address(2))
    follows(one, 2)
    assert address(99) not in one.zone_text()
    one.stop()


def test_frozen_behind(fed):
    """What is served gets to the file."""
    one = stuck(fed())
    put(one, 2)
    lags(one, 2)
    do(one, "freeze", ZONE, "--reason", "why")
    put(one, 3)
    one.faults()
    follows(one, 2)
    assert address(3) not in one.zone_text()
    do(one, "thaw", ZONE, "--reason", "why")
    served(one, 3)
    one.stop()


def test_it_follows_late(fed):
    """NSD does not read it, whatever was made and not published meanwhile."""
    one = stuck(fed())
    put(one, 2)
    lags(one, 2)
    one.faults(STUCK, f"write ENOSPC {ZONE}.journal")
    put(one, 3)
    # Tries, seconds apart.
    measured(one, "k8s_nsd_publish_total", lambda failed: failed >= 3,
             zone=ZONE, result="failed")
    do(one, "freeze", ZONE, "--reason", "why")
    before = reads(one)
    one.faults()
    follows(one, 2)
    control(one.state / "nsd.sock", "reload")
    do(one, "thaw", ZONE, "--reason", "why")
    served(one, 3)
    assert reads(one) == before
    one.stop()


def test_another_configuration(fed):
    """The files are current before they are read again."""
    one = stuck(fed())
    put(one, 2)
    lags(one, 2)
    serial = one.server.serial(ZONE)
    one.config["zones"].append(zone_settings("other.example"))
    one.write_config()
    one.says("configuration waits")
    one.faults()
    one.server.answers("www.example.com", address(2))
    eventually(lambda: one.server.serial("other.example") is not None, "it")
    follows(one, 2)
    assert one.server.serial(ZONE) == serial
    one.config["nsd"]["handover"] = "reload"
    put(one, 3)
    served(one, 3)
    one.write_config()
    eventually(lambda: "request-xfr" not in
               (one.state / "nsd.conf").read_text(), "nsd.conf has it not")
    one.server.answers("www.example.com", address(3))
    follows(one, 3)
    one.stop()


def test_another_zone_is_reloaded(fed):
    """NSD reads no file that is behind with it."""
    other = "other.example"
    one = fed(mode="auto", zones=[zone_settings(), zone_settings(other)])
    one.config["nsd"]["handover"] = "transfer"
    one.write_config()
    one.put("o.yaml", ingress("o", f"www.{other}", address(1)))
    stuck(one)
    put(one, 2)
    lags(one, 2)
    serial = one.server.serial(ZONE)
    for number in range(2, 6):
        one.put("o.yaml", ingress("o", f"www.{other}", address(number)))
        control(one.state / "nsd.sock", "reload")
        one.server.answers(f"www.{other}", address(number))
        assert one.server.serial(ZONE) == serial
        assert one.server.answer("www.example.com") == [address(2)]
    one.faults()
    follows(one, 2)
    one.stop()


def test_two_ways_out(pod):
    """NSD does not reach the feed: the file is loaded, with all of it."""
    one, start_nsd = pod
    start_nsd()
    ready(one)
    put(one, 2)
    served(one, 2)
    conf = one.state / "nsd.conf"
    port, _ = feed(one)
    conf.write_text(conf.read_text().replace(f"@{port} ", "@9 "))
    reply = control(one.state / "nsd.sock", "reconfig")
    assert reply.endswith("ok\n"), reply
    for number in (3, 4, 5):
        put(one, number)
        served(one, number)
        assert address(number) in one.zone_text()
        assert not is_behind(one)
    assert transfers(one)["reloadFor"] > 0
    one.stop()


def test_nsd_restarts_alone(pod):
    """It starts from the older file, and is given the rest."""
    one, start_nsd = pod
    nsd = start_nsd()
    stuck(one)
    for number in (2, 3):
        put(one, number)
        lags(one, number)
    serial = one.server.serial(ZONE)
    one.program.signal(signal.SIGSTOP)
    nsd.kill()
    start_nsd()
    one.program.signal(signal.SIGCONT)
    one.server.answers("www.example.com", address(3))
    assert one.server.serial(ZONE) == serial
    one.faults()
    follows(one, 3)
    one.stop()


def test_nsd_ends_while_a_version_is_checked(fed):
    """It is started with all that was served, and reads that once."""
    one = fed()
    one.instead_of("nsd-checkzone", CHECKER.format(
        folder=one.directory, real=program("nsd-checkzone")))
    ready(one)
    put(one, 2)
    served(one, 2)
    assert is_behind(one)
    (one.directory / "wait").touch()
    one.put("text.yaml", endpoint(
        "text", ("text.example.com", "TXT", ["a text is checked"])))
    eventually((one.directory / "waits").exists,
               lambda: one.program.output()[-2500:])
    assert is_behind(one)
    before, seen = reads(one), set()
    for pid in pids_in(one.state):
        if pid != one.program.pid:
            os.kill(pid, signal.SIGKILL)
    one.says("nsd is away")

    def answers():
        seen.update(one.server.answer("www.example.com") or ())
        return seen

    eventually(answers, lambda: one.program.output()[-2500:])
    assert seen == {address(2)} and not is_behind(one)
    assert reads(one) == before + 1
    (one.directory / "wait").unlink()
    eventually(lambda: one.server.answer("text.example.com", "TXT"), "text")
    one.stop()


@pytest.mark.parametrize("inside", [False, True], ids=["comes", "goes"])
def test_names_that_pass_to_another_zone(fed, inside):
    """The zone is behind when one inside it comes or goes, and killed then."""
    other = zone_settings(f"sub.{ZONE}")
    one = fed(zones=[zone_settings(), *[other] * inside])
    names = {f"w{number}.sub.{ZONE}": address(3) for number in range(5)}
    one.put("sub.yaml", *[ingress(name.split(".")[0], name, where)
                          for name, where in names.items()])
    stuck(one)
    for name, where in names.items():
        one.server.answers(name, where)
    put(one, 2)
    lags(one, 2)
    with Vigil(one.server, names):
        one.config["zones"] = [zone_settings(), *[other] * (not inside)]
        one.write_config()
        one.says("configuration waits")
        one.kill()
        one.faults()
        one.start()
        eventually(lambda: inside == ("\nw0.sub\t" in one.zone_text()),
                   one.zone_text)
        eventually(lambda: one.status()["well"], one.status)
        put(one, 4)
        served(one, 4)
    one.stop()
