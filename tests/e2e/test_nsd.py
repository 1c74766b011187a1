# SPDX-License-Identifier: Apache-2.0
"""An NSD that is not the controller's child: another container's."""

import os
import signal

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
    """W7: published to disk, confirmed when NSD is there."""
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
    """W6, drift: a zone removed by hand comes back within a minute, so does
    one whose file was damaged."""
    one, start_nsd = pod
    start_nsd()
    one.config["zones"].append(zone_settings("b.example"))
    one.write_config()
    one.start().serving()
    text = one.zone_text("b.example")
    one.zone_file("b.example").write_text("www 60 IN A 192.0.2\n")
    reply = control(one.state / "nsd.sock", "reload b.example")
    assert reply.startswith("ok"), reply
    eventually(lambda: one.server.rcode("b.example", "SOA") == "SERVFAIL",
               "the file is broken")
    reply = control(one.state / "nsd.sock", f"delzone {ZONE}")
    assert reply.startswith("ok"), reply
    one.serving(deadline=90)
    assert one.zone_text("b.example") == text
    one.says("zone file was changed by others", "b.example")
    one.stop()
