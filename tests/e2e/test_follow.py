# SPDX-License-Identifier: Apache-2.0
"""From manifests to answers, with the controller's own NSD."""

import json
import os
import signal

import dns.exception
import dns.query
import dns.rcode
import pytest

from ask import read_zone, records
from checkers import check
from controller import ZONE, serial_of, zone_settings
from eventually import eventually, steadily
from objects import HOSTNAME, TTL, ingress, service

pytestmark = pytest.mark.sanitized


def test_each_sort_of_answer(controller):
    one = controller()
    one.put("a.yaml",
            ingress("www", "www.example.com", ["192.0.2.1", "2001:db8::1"]),
            ingress("wild", "*.apps.example.com", "192.0.2.2"),
            ingress("cdn", "cdn.example.com", "edge.example.net"),
            ingress("deep", "a.b.example.com", "192.0.2.3"),
            ingress("ttl", "ttl.example.com", "192.0.2.4",
                    annotations={TTL: "5m"}))
    one.put("b.yaml",
            service("db", "192.0.2.5", "prod"),
            service("mail", (), annotations={HOSTNAME: "mail.example.com"},
                    externalIPs=["192.0.2.6"]))
    one.start().serving()
    server = one.server
    server.answers("www.example.com", "192.0.2.1")
    for tcp in (False, True):
        assert server.answer("www.example.com", "AAAA", tcp) == [
            "2001:db8::1"]
        assert server.answer("x.y.apps.example.com", "A", tcp) == [
            "192.0.2.2"]
        assert server.answer("cdn.example.com", "CNAME", tcp) == [
            "edge.example.net."]
    assert server.ttl("www.example.com") == 60
    assert server.ttl("ttl.example.com") == 300
    assert server.answer("db.prod.example.com") == ["192.0.2.5"]
    assert server.answer("mail.example.com") == ["192.0.2.6"]
    assert server.answer("WWW.eXample.COM") == ["192.0.2.1"]
    # No such type, no such name, nothing between two labels (RFC 8020).
    assert server.answer("www.example.com", "TXT") == []
    assert server.answer("b.example.com") == []
    assert server.rcode("no.example.com") == "NXDOMAIN"
    assert server.rcode("www.example.net") == "REFUSED"
    assert server.answer(ZONE, "NS") == ["ns1.example.com."]
    assert server.answer("ns1.example.com") == ["192.0.2.53"]
    reply = server.query("www.example.com")
    assert reply.flags & dns.flags.AA
    # The file holds what is served.
    check(ZONE, one.zone_file())
    assert any(line.startswith("www.example.com. 60 A ")
               for line in records(read_zone(one.zone_text(), ZONE)))


def test_nobody_may_transfer_unasked(controller):
    one = controller().start().serving()
    with pytest.raises(dns.query.TransferError) as error:
        one.server.transfer(ZONE)
    assert error.value.rcode == dns.rcode.REFUSED


def test_create_change_delete(controller):
    one = controller().start().serving()
    first = one.serial()
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.server.answers("www.example.com", "192.0.2.1")
    second = one.serial()
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.2"))
    one.server.answers("www.example.com", "192.0.2.2")
    third = one.serial()
    one.put("www.yaml", ingress("www", "web.example.com", "192.0.2.2"))
    one.server.answers("web.example.com", "192.0.2.2")
    one.server.gone("www.example.com")
    one.remove("www.yaml")
    one.server.gone("web.example.com")
    assert first < second < third < one.serial()
    one.server.serves(ZONE, one.serial())
    one.stop()


def test_one_file_may_hold_a_list_and_json(controller):
    one = controller().start().serving()
    one.put_text("list.json", '{"apiVersion": "v1", "kind": "List", "items": ['
                 + ", ".join(json.dumps(ingress(
                     f"i{n}", f"i{n}.example.com", f"192.0.2.{n}"))
                     for n in (1, 2)) + "]}")
    one.server.answers("i2.example.com", "192.0.2.2")
    one.put("below/deeper/x.yml", ingress("x", "x.example.com", "192.0.2.9"))
    one.server.answers("x.example.com", "192.0.2.9")
    one.server.answers("i1.example.com", "192.0.2.1")


def test_no_change_no_serial(controller):
    one = controller()
    document = ingress("www", "www.example.com", "192.0.2.1")
    one.put("www.yaml", document)
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    serial = one.serial()
    before = os.stat(one.zone_file())
    # The same object again; another label; another order; elsewhere.
    one.put("www.yaml", document)
    document["metadata"]["labels"] = {"unseen": "yes"}
    one.put("www.yaml", document)
    one.put("other.yaml", document)
    one.remove("www.yaml")
    one.put("new.yaml", ingress("elsewhere", "www.example.net", "192.0.2.7"))
    # Something that does show, to know that all of that was seen.
    one.put("end.yaml", ingress("end", "end.example.com", "192.0.2.2"))
    one.server.answers("end.example.com", "192.0.2.2")
    one.server.answers("www.example.com", "192.0.2.1")
    one.remove("end.yaml")
    one.server.gone("end.example.com")
    text = one.zone_text()
    one.stop()
    # Without a controller, NSD is not there; a restart changes nothing.
    one.server.away(ZONE)
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.put("new.yaml", ingress("elsewhere", "ftp.example.net", "192.0.2.7"))
    steadily(lambda: one.zone_text() == text, "the file changed", 1)
    one.server.serves(ZONE, serial_of(text))
    assert serial < serial_of(text)
    assert before.st_mtime_ns < os.stat(one.zone_file()).st_mtime_ns


def test_a_version_is_one_line_of_the_log(controller):
    one = controller().start().serving()
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.server.answers("www.example.com", "192.0.2.1")
    serial = one.serial()

    def published():
        return [line for line in one.messages()
                if line.get("zone") == ZONE
                and str(line.get("serial")) == str(serial)
                and line.get("level") == "info"]

    eventually(published, lambda: one.program.output())
    one.stop()
    assert len(published()) == 1


def test_zones_by_the_longest_name(controller):
    one = controller(zones=[
        zone_settings(), zone_settings("dev.example.com"),
        zone_settings("example.net", ttl=120)])
    one.put("a.yaml",
            ingress("a", ["www.example.com", "www.dev.example.com",
                          "www.example.net", "www.example.org"],
                    "192.0.2.1"),
            service("db", "192.0.2.5", "dev"))
    one.start().serving()
    for name in ("www.example.com", "www.dev.example.com", "www.example.net"):
        one.server.answers(name, "192.0.2.1")
    assert one.server.ttl("www.example.net") == 120
    assert one.server.rcode("www.example.org") == "REFUSED"
    one.server.answers("db.dev.example.com", "192.0.2.5")
    one.server.answers("db.dev.example.net", "192.0.2.5")
    one.server.answers("db.dev.dev.example.com", "192.0.2.5")
    assert "www\t" not in "".join(
        line for line in one.records() if "dev" in line)
    for zone in one.config["zones"]:
        check(zone["name"], one.zone_file(zone["name"]))


def test_a_storm_of_changes_ends_right(controller):
    one = controller().start().serving()
    for turn in range(300):
        one.put(f"i{turn % 10}.yaml", ingress(
            f"i{turn % 10}", f"i{turn % 10}.example.com",
            f"198.51.100.{turn % 250}"))
    for turn in range(290, 300):
        one.server.answers(f"i{turn % 10}.example.com",
                           f"198.51.100.{turn % 250}")
    check(ZONE, one.zone_file())
    one.stop()


def test_names_outlive_the_controller(controller):
    """Killed, NSD goes on; the next controller takes that NSD over."""
    one = controller()
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    serial = one.serial()
    one.kill()
    assert one.server.answer("www.example.com") == ["192.0.2.1"]
    one.put("ftp.yaml", ingress("ftp", "ftp.example.com", "192.0.2.2"))
    one.start()

    def still():
        assert one.server.answer("www.example.com") == ["192.0.2.1"]
        return one.server.answer("ftp.example.com") == ["192.0.2.2"]

    eventually(still, "the new controller publishes")
    assert one.serial() > serial
    one.stop()
    one.server.away(ZONE)


def test_one_controller_in_a_directory(controller):
    one = controller().start().serving()
    second = one.command(*one.run_words()[1:])
    assert second.returncode == 1
    assert str(one.state) in second.stderr
    assert one.server.serial(ZONE)


def test_hangup_reads_the_configuration_again(controller):
    one = controller()
    one.put("www.yaml", ingress("www", ["www.example.com", "www.example.net"],
                                "192.0.2.1"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.config["zones"][0]["ttl"] = 77
    one.write_config()
    one.hangup()
    one.server.ttls("www.example.com", 77)
    # A zone comes and goes.
    one.config["zones"].append(zone_settings("example.net"))
    one.write_config()
    one.hangup()
    one.server.answers("www.example.net", "192.0.2.1")
    one.config["zones"].pop()
    one.write_config()
    one.hangup()
    one.server.rcodes("www.example.net", "REFUSED")
    # A bad file changes nothing and is reported.
    one.write_config("zones: 5\n")
    one.hangup()
    one.says("k8s-nsd.yaml:1:")
    one.put("ftp.yaml", ingress("ftp", "ftp.example.com", "192.0.2.2"))
    one.server.answers("ftp.example.com", "192.0.2.2")
    assert one.server.ttl("ftp.example.com") == 77
    one.stop()


def test_a_changed_configuration_needs_no_signal(controller):
    """Replaced by rename, and as a ConfigMap's symbolic links are swapped."""
    one = controller()
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")
    one.config["zones"][0]["ttl"] = 78
    one.write_config()
    one.server.ttls("www.example.com", 78)
    one.stop()

    text = one.config_file.read_text()
    one.config_file.unlink()
    mount = one.directory / "mount"
    for version, ttl in ((1, 78), (2, 79)):
        folder = mount / f"..{version}"
        folder.mkdir(parents=True)
        (folder / "k8s-nsd.yaml").write_text(
            text.replace('"ttl": 78', f'"ttl": {ttl}'))
    (mount / "..data").symlink_to("..1")
    (mount / "k8s-nsd.yaml").symlink_to("..data/k8s-nsd.yaml")
    one.config_file = mount / "k8s-nsd.yaml"
    one.start().serving()
    (mount / "..data_tmp").symlink_to("..2")
    (mount / "..data_tmp").rename(mount / "..data")
    one.server.ttls("www.example.com", 79)
    one.stop()


def test_terminate_at_once(controller):
    """SIGTERM while it starts, and SIGINT."""
    for number in (signal.SIGTERM, signal.SIGINT):
        one = controller().start()
        eventually(lambda: one.program.output() or not one.program.running(),
                   "it says something")
        one.program.signal(number)
        assert one.program.wait() == 0, one.program.output()


def test_nameservers_of_a_service(controller):
    """The zone waits for the first addresses and is never without them."""
    zone = zone_settings()
    zone["nameservers"] = [{"name": f"ns1.{ZONE}", "service": "dns/nsd"}]
    one = controller(zones=[zone])
    one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
    one.start()
    eventually(lambda: "zone waits for the address" in one.program.output(),
               one.program.output)
    assert not one.zone_file().exists()
    one.put("nsd.yaml", service("nsd", ["192.0.2.53"], "dns"))
    one.server.answers(f"ns1.{ZONE}", "192.0.2.53")
    one.server.answers(f"www.{ZONE}", "192.0.2.1")
    one.put("nsd.yaml", service("nsd", ["192.0.2.54", "2001:db8::54"], "dns"))
    one.server.answers(f"ns1.{ZONE}", "192.0.2.54")
    one.server.answers(f"ns1.{ZONE}", "2001:db8::54", "AAAA")
    one.remove("nsd.yaml")
    one.put("new.yaml", ingress("new", f"new.{ZONE}", "192.0.2.2"))
    one.server.answers(f"new.{ZONE}", "192.0.2.2")
    assert one.server.answer(f"ns1.{ZONE}") == ["192.0.2.54"]
    one.stop()
    # The Service is still away: those of the last version count.
    one.put("more.yaml", ingress("more", f"more.{ZONE}", "192.0.2.3"))
    one.start()
    one.server.answers(f"more.{ZONE}", "192.0.2.3")
    assert one.server.answer(f"ns1.{ZONE}") == ["192.0.2.54"]
    one.stop()
