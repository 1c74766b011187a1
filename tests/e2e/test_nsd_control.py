# SPDX-License-Identifier: Apache-2.0
"""NSD's control: nsd-control over the socket and over TLS, many zones at once,
and what changes in nsd.conf."""

import os
import pathlib
import shutil
import subprocess

import dns.query
import pytest

from checkers import program
from controller import ZONE, zone_settings
from eventually import eventually
from objects import ingress
from ports import free_port
from servers import control

TEMPLATE = (pathlib.Path(__file__).resolve().parents[2]
            / "templates/nsd.conf.tmpl").read_text()
SOCKET = 'control-interface: "{{socket}}"'
WWW = "www.example.com"


def template(one, text):
    """An nsd.conf template of its own."""
    folder = one.directory / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "nsd.conf.tmpl").write_text(text)
    one.config["templates"] = str(folder)
    one.write_config()


def over_tls(one):
    """Keys of nsd-control-setup; no socket at all."""
    if not shutil.which("openssl"):
        pytest.fail("there is no openssl")
    keys = one.directory / "keys"
    keys.mkdir()
    done = subprocess.run(
        [program("nsd-control-setup"), "-d", keys], capture_output=True,
        cwd=keys, env={**os.environ, "PATH": one.env["PATH"]}, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    port = free_port()
    template(one, TEMPLATE.replace(SOCKET, "\n".join([
        "control-interface: 127.0.0.1", f"  control-port: {port}",
        *[f'  {which}-{what}-file: "{keys}/nsd_{which}.{end}"'
          for which in ("server", "control")
          for what, end in (("key", "key"), ("cert", "pem"))]])))


def test_what_no_template_has_otherwise(controller):
    """NSD never writes files that are the controller's."""
    one = controller()
    template(one, TEMPLATE + "server:\n  zonefiles-write: 1\n"
             "  xfrd-reload-timeout: 60")
    one.state.mkdir()
    done = one.command("nsd-conf", "--config", one.config_file, "--out",
                       one.state)
    assert done.returncode == 0, done.stderr
    for option in ("zonefiles-write", "xfrd-reload-timeout"):
        done = subprocess.run(
            [program("nsd-checkconf"), "-o", option, one.state / "nsd.conf"],
            capture_output=True, text=True, timeout=60)
        assert done.stdout == "0\n", done.stderr


@pytest.mark.sanitized
@pytest.mark.parametrize("tls", [False, True], ids=["unix", "tls"])
def test_by_nsd_control(controller, tls):
    one = controller(zones=[zone_settings(), zone_settings("b.example")])
    one.config["nsd"]["controlMode"] = "exec"
    one.write_config()
    if tls:
        over_tls(one)
    one.put("www.yaml", ingress("www", WWW, "192.0.2.1"))
    one.start().serving()
    assert (one.state / "nsd.sock").exists() != tls
    one.server.answers(WWW, "192.0.2.1")
    one.put("www.yaml", ingress("www", WWW, "192.0.2.2"),
            ingress("b", "www.b.example", "192.0.2.3"))
    one.server.answers(WWW, "192.0.2.2")
    one.server.answers("www.b.example", "192.0.2.3")
    # Several come and go: their names are lines on its stdin.
    one.config["zones"] = [zone_settings()] + [
        zone_settings(f"z{n}.example") for n in range(5)]
    one.write_config()
    one.serving()
    one.server.rcodes("b.example", "REFUSED", "SOA")
    one.config["zones"] = [zone_settings()]
    one.write_config()
    for n in range(5):
        one.server.rcodes(f"z{n}.example", "REFUSED", "SOA")
    # Nobody told of it going: the next command does.
    subprocess.run([program("nsd-control"), "-c", one.state / "nsd.conf",
                    "stop"], check=True, capture_output=True, timeout=30)
    one.put("www.yaml", ingress("www", WWW, "192.0.2.4"))
    one.server.answers(WWW, "192.0.2.4", deadline=60)
    one.stop()
    one.server.away(ZONE)


def served(one, names):
    for name in names:
        one.server.serves(name)


def gone(one, names):
    for name in names:
        one.server.rcodes(name, "REFUSED", "SOA")


def test_a_thousand_zones(controller):
    """Added 999 at once, removed 500: one command each; files stay."""
    many = [f"zone-{n}.example" for n in range(999)]
    one = controller()
    one.put("www.yaml", ingress("www", WWW, "192.0.2.1"),
            ingress("m", "www.zone-7.example", "192.0.2.7"))
    one.start().serving()
    one.config["zones"] += [zone_settings(name) for name in many]
    one.write_config()
    served(one, many)
    one.server.answers("www.zone-7.example", "192.0.2.7")
    one.server.answers(WWW, "192.0.2.1")
    serials = {name: one.serial(name) for name in many[:499]}
    one.config["zones"] = [zone_settings()] + [
        zone_settings(name) for name in many[:499]]
    one.write_config()
    gone(one, many[499:])
    served(one, many[:499])
    assert serials == {name: one.serial(name) for name in many[:499]}
    for name in many[499:]:
        assert one.zone_file(name).exists()
    # A change in all of them at once.
    one.put("all.yaml", *[ingress(f"i{n}", f"api.{name}", "192.0.2.9")
                          for n, name in enumerate(many[:499])])
    for name in many[:499]:
        one.server.answers(f"api.{name}", "192.0.2.9")
    # And they are all there after a restart of both, whatever was removed.
    one.stop()
    one.start().serving()
    gone(one, many[499:])
    one.stop()


def transfer_allowed(one):
    try:
        return bool(one.server.transfer(ZONE))
    except dns.query.TransferError:
        return False


PROVIDE = TEMPLATE + "  provide-xfr: 127.0.0.1 NOKEY\n"


@pytest.mark.sanitized
def test_a_pattern_changes(controller):
    """nsd.conf anew, checked, reconfig: no restart."""
    one = controller()
    one.put("www.yaml", ingress("www", WWW, "192.0.2.1"))
    template(one, TEMPLATE)
    one.start().serving()
    assert not transfer_allowed(one)
    template(one, PROVIDE)
    one.hangup()
    one.says("nsd loaded nsd.conf")
    eventually(lambda: transfer_allowed(one), "the transfer is allowed")
    # A mistake in the template: the file that is there stays.
    conf = (one.state / "nsd.conf").read_text()
    template(one, PROVIDE + "  nonsense: yes\n")
    one.hangup()
    one.says("cannot change nsd.conf", "nsd-checkconf")
    assert (one.state / "nsd.conf").read_text() == conf
    eventually(lambda: not list(one.state.glob(".*.tmp")), "nothing is left")
    # And that was no harm.
    template(one, TEMPLATE)
    one.hangup()
    eventually(lambda: not transfer_allowed(one), "it is not any more")
    one.put("www.yaml", ingress("www", WWW, "192.0.2.2"))
    one.server.answers(WWW, "192.0.2.2")
    one.stop()


def test_the_server_section_changes(controller):
    """Said clearly; it counts when NSD is started again."""
    one = controller()
    one.put("www.yaml", ingress("www", WWW, "192.0.2.1"))
    one.start().serving()
    template(one, TEMPLATE.replace("hide-version: yes", "hide-version: no"))
    one.hangup()
    one.says("nsd.conf changed, nsd reads it at its next start",
             "server")
    assert "hide-version: no" in (one.state / "nsd.conf").read_text()
    one.put("www.yaml", ingress("www", WWW, "192.0.2.2"))
    one.server.answers(WWW, "192.0.2.2")
    assert control(one.state / "nsd.sock", "stop") == "ok\n"
    one.put("www.yaml", ingress("www", WWW, "192.0.2.3"))
    one.server.answers(WWW, "192.0.2.3", deadline=60)
    one.stop()


def test_without_the_checker(controller):
    """No nsd-checkconf, no reconfig: NSD's next start it is."""
    one = controller()
    template(one, TEMPLATE)
    one.start().serving()
    one.stop()
    one.instead_of("nsd-checkconf", "#!/bin/sh\nexit 3\n")
    one.start().serving()
    template(one, PROVIDE)
    one.hangup()
    one.says("cannot change nsd.conf", "nsd-checkconf")
    assert not transfer_allowed(one)
    one.stop()


def www(one, number):
    one.put("www.yaml", ingress("www", WWW, f"192.0.2.{number}"))


REFUSES = """#!/bin/sh
case "$*" in
*"addzone b.example "*) echo "error no"; exit 1 ;;
esac
exec {} "$@"
"""


def test_a_zone_that_nsd_never_takes(controller):
    """Versions of the others are seen served, as ever."""
    one = controller()
    one.config["nsd"]["controlMode"] = "exec"
    one.write_config()
    one.instead_of("nsd-control", REFUSES.format(program("nsd-control")))
    www(one, 1)
    one.start().serving().confirmed()
    one.config["zones"].append(zone_settings("b.example"))
    one.write_config()
    one.says("nsd rejected a command", "no")
    for number in range(2, 6):
        www(one, number)
        one.server.answers(WWW, f"192.0.2.{number}")
        one.says("zone published", f'"{one.serial()}"')
    one.stop()
