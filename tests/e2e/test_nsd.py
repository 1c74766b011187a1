# SPDX-License-Identifier: Apache-2.0
"""An NSD that is not the controller's child: another container's."""

import os
import signal
import socket
import threading
import time

import dns.flags
import dns.message
import dns.rrset
import pytest

from controller import ZONE, zone_settings
from eventually import eventually
from objects import ingress
from servers import control

pytestmark = pytest.mark.sanitized


@pytest.fixture
def pod(controller):
    """(controller, start_nsd): NSD runs from what nsd-conf wrote."""
    one = controller(run_nsd=False)
    started = []

    def start_nsd():
        started.append(one.start_nsd())
        return started[-1]

    yield one, start_nsd
    for nsd in started:
        nsd.kill()


def test_controller_after_nsd(pod):
    one, start_nsd = pod
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    nsd = start_nsd()
    one.start()
    one.server.answers("www.example.com", "192.0.2.1")
    one.stop()
    # It is not ours: it stays.
    assert nsd.running()
    assert one.server.answer("www.example.com") == ["192.0.2.1"]


def test_nsd_after_controller(pod):
    """Published to disk, confirmed when NSD is there (W7: NSD away)."""
    one, start_nsd = pod
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start()
    eventually(lambda: one.alive() and one.zone_file().exists()
               and "192.0.2.1" in one.zone_text(), "the file is written")
    start_nsd()
    one.server.answers("www.example.com", "192.0.2.1")
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.2"))
    one.server.answers("www.example.com", "192.0.2.2")
    one.stop()


def test_nsd_away_for_a_while(pod):
    one, start_nsd = pod
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    nsd = start_nsd()
    one.start()
    one.server.answers("www.example.com", "192.0.2.1")
    nsd.kill()
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.2"))
    eventually(lambda: "192.0.2.2" in one.zone_text(), "on disk")
    start_nsd()
    one.server.answers("www.example.com", "192.0.2.2")
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.3"))
    one.server.answers("www.example.com", "192.0.2.3")
    assert one.alive()
    one.stop()


def test_nsd_hangs(pod):
    """Frozen, it costs the changes meanwhile their time and no more."""
    one, start_nsd = pod
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    nsd = start_nsd()
    one.start()
    one.server.answers("www.example.com", "192.0.2.1")
    children = [int(pid) for pid in open(
        f"/proc/{nsd.pid}/task/{nsd.pid}/children").read().split()]
    frozen = [nsd.pid, *children]
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.2"))
    eventually(lambda: "192.0.2.2" in one.zone_text(), "on disk")
    for pid in frozen:
        os.kill(pid, signal.SIGCONT)
    one.server.answers("www.example.com", "192.0.2.2", deadline=60)
    one.stop()


def test_own_nsd_dies_and_comes_back(controller):
    one = controller()
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    assert control(one.state / "nsd.sock", "stop") == "ok\n"
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.2"))
    one.server.answers("www.example.com", "192.0.2.2", deadline=60)
    one.stop()


def test_somebody_takes_the_zone_away(pod):
    """A zone removed by hand comes back within a minute, so does one whose
    file was damaged (W6: NSD as wanted)."""
    one, start_nsd = pod
    start_nsd()
    one.config["zones"].append(zone_settings("b.example"))
    one.write_config()
    one.start().serving().confirmed()
    text = one.zone_text("b.example")
    one.zone_file("b.example").write_text("www 60 IN A 192.0.2\n")
    reply = control(one.state / "nsd.sock", "reload b.example")
    assert reply.startswith("ok"), reply
    one.server.rcodes("b.example", "SERVFAIL", "SOA")
    reply = control(one.state / "nsd.sock", f"delzone {ZONE}")
    assert reply.startswith("ok"), reply
    one.serving(deadline=90)
    assert one.zone_text("b.example") == text
    one.says("zone file was changed by others", "b.example")
    one.stop()


def serial_lines(one):
    return [m["message"] for m in one.messages()
            if m["message"].startswith("serial")]


def on_disk(one, address):
    """That version's serial."""
    one.put("www.yaml", ingress("www", "www.example.com", address))
    eventually(lambda: one.alive() and one.zone_file().exists()
               and address in one.zone_text(), f"{address} is on disk")
    return one.serial()


def tells(port, serial):
    """Answers each question on that port with an SOA, as some NSD may."""
    def run():
        while True:
            packet, client = server.recvfrom(4096)
            if not packet:
                return
            reply = dns.message.make_response(dns.message.from_wire(packet))
            reply.flags |= dns.flags.AA
            reply.answer.append(dns.rrset.from_text(
                f"{ZONE}.", 60, "IN", "SOA", f"ns1.{ZONE}. h.{ZONE}. {serial} "
                "900 300 1209600 60"))
            server.sendto(reply.to_wire(), client)

    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", port))
    thread = threading.Thread(target=run)
    thread.start()

    def end():
        server.sendto(b"", server.getsockname())
        thread.join()
        server.close()

    return end


@pytest.mark.parametrize("days", [399, 401])
def test_nsd_has_a_serial_far_ahead(controller, days):
    """A jump of more than 400 days is ignored; from a smaller one counting
    goes on, ahead of the clock (W4: serials rise).  Both are reported once."""
    one = controller(run_nsd=False, publish={"minInterval": "1ms"})
    one.start()
    before = on_disk(one, "192.0.2.1")
    assert serial_lines(one) == []
    one.stop()
    told = before + days * 86400
    end = tells(one.port, told)
    try:
        one.start()
        serials = [on_disk(one, f"192.0.2.{n}") for n in range(2, 5)]
    finally:
        end()
    if days > 400:
        assert before < serials[0] < serials[1] < serials[2] < told
        assert serial_lines(one) == ["serial more than 400 days ahead ignored"]
        assert one.said("400 days ahead ignored", ZONE, f'"{told}"')
    else:
        assert serials == [told + 1, told + 2, told + 3]
        assert serial_lines(one) == ["serial is ahead of the clock"]
        assert one.said("ahead of the clock", ZONE, f'"{told}"')
    one.stop()


def versions(one, *serials):
    """As many, served with those serials."""
    for number, serial in enumerate(serials):
        address = f"198.51.100.{number}"
        one.put("www.yaml", ingress("www", "www.example.com", address))
        one.server.answers("www.example.com", address)
        one.server.serves(ZONE, serial)


def test_a_serial_over_the_top(controller):
    """NSD goes with it over 2^32, without 0 (W4: serials rise)."""
    one = controller(zones=[zone_settings(serial="counter",
                                          serialFloor=2**32 - 3)])
    one.put("www.yaml", ingress("www", "www.example.com", "198.51.100.0"))
    one.start().serving()
    versions(one, 2**32 - 2, 2**32 - 1, 1, 2)
    one.stop()
    one.start().serving()
    versions(one, 3, 4)
    one.stop()


def test_a_floor_ahead_of_the_clock(controller):
    """The operator wants it so, however far ahead (W4: serials rise); reported
    once in the life of a process."""
    floor = int(time.time()) + 500 * 86400
    one = controller(zones=[zone_settings(serialFloor=floor)])
    one.put("www.yaml", ingress("www", "www.example.com", "198.51.100.0"))
    one.start().serving()
    versions(one, floor + 1, floor + 2, floor + 3)
    assert serial_lines(one) == ["serial is ahead of the clock"]
    one.stop()
