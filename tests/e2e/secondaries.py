# SPDX-License-Identifier: Apache-2.0
"""Real secondaries: an NSD, a BIND and a Knot that take zones by TSIG."""

import base64
import os

import dns.exception
import dns.name
import dns.query
import dns.tsig
import dns.zone
import pytest

from ask import POLL, Server, records, uncut
from checkers import program
from controller import ZONE, zone_settings
from eventually import eventually
from objects import ingress
from ports import free_port
from servers import CONFIG, Program

OTHER = "other.example"

NSD_ZONE = """\
zone:
  name: "{zone}"
  zonefile: "{directory}/{zone}"
  allow-notify: 127.0.0.1 {key}
  request-xfr: 127.0.0.1@{primary} {key}
  provide-xfr: 127.0.0.1 NOKEY
"""
BIND = """\
options {{
  directory "{directory}"; pid-file none;
  session-keyfile "{directory}/session";
  listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
  recursion no; notify no; dnssec-validation no; empty-zones-enable no;
  allow-transfer {{ 127.0.0.1; }}; masterfile-format text;
  min-refresh-time 1; min-retry-time 1;
}};
controls {{ }};
"""
BIND_ZONE = """\
zone "{zone}" {{
  type secondary; file "{zone}.db"; allow-notify {{ key {key}; }};
  primaries port {primary} {{ 127.0.0.1 key {key}; }};
}};
"""
KNOT = """\
server:
    listen: 127.0.0.1@{port}
    rundir: "{directory}"
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: info
database:
    storage: "{directory}"
key:
{keys}
remote:
  - id: primary
    address: 127.0.0.1@{primary}
    key: {key}
acl:
  - id: all
    address: 127.0.0.1
    action: transfer
  - id: notify
    key: {key}
    action: notify
template:
  - id: default
    storage: "{directory}"
    master: primary
    acl: [all, notify]
    zonefile-sync: -1
zone:
"""


class Key:
    def __init__(self, name, algorithm="hmac-sha256", secret=None):
        self.name = name
        self.algorithm = algorithm
        self.secret = base64.b64encode(secret or os.urandom(32)).decode()

    def tsig(self):
        """For dnspython: keyring, keyname, keyalgorithm."""
        return {
            "keyring": {dns.name.from_text(self.name): dns.tsig.Key(
                self.name, self.secret, self.algorithm)},
            "keyname": dns.name.from_text(self.name),
            "keyalgorithm": dns.name.from_text(self.algorithm),
        }

    def write(self, folder):
        """Its row in the configuration, its secret in a file there."""
        path = folder / f"{self.name}.key"
        new = folder / f".{self.name}.new"
        new.write_text(self.secret + "\n")
        new.rename(path)
        return {"name": self.name, "algorithm": self.algorithm,
                "secretFile": str(path)}


class Secondary:
    """zones: names.  It follows the primary by the key."""

    def __init__(self, folder, primary, key, zones, port=None):
        self.folder = folder / self.name
        self.folder.mkdir(exist_ok=True)
        self.primary = primary
        self.key = key
        self.zones = zones
        self.port = port or free_port()
        self.server = Server(self.port)
        self.program = None

    def start(self):
        self.configure()
        self.program = Program(self.command(), self.folder / "log")
        return self

    def stop(self):
        self.program.stop()

    def restart(self, key=None):
        self.stop()
        self.key = key or self.key
        return self.start()

    def row(self, **more):
        """In the primary's configuration."""
        return {"name": self.name, "notify": [f"127.0.0.1@{self.port}"],
                "transfer": ["127.0.0.1"], "tsig": self.key.name, **more}

    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def has(self, zone, serial, deadline=60.0):
        """That serial, or a later one."""
        eventually(lambda: (self.server.serial(zone, POLL) or 0) >= serial,
                   lambda: f"{self.name}: {zone} is "
                           f"{self.server.serial(zone, POLL)}, not {serial}:\n"
                           f"{self.log()[-3000:]}", deadline)


class NsdSecondary(Secondary):
    name = "nsd"

    def configure(self):
        text = CONFIG.format(port=self.port, directory=self.folder,
                             socket=self.folder / "nsd.sock")
        text = text.replace("server:\n",
                            "server:\n  xfrd-reload-timeout: 0\n")
        text += (f'key:\n  name: "{self.key.name}"\n'
                 f"  algorithm: {self.key.algorithm}\n"
                 f'  secret: "{self.key.secret}"\n')
        for zone in self.zones:
            text += NSD_ZONE.format(zone=zone, directory=self.folder,
                                    key=self.key.name, primary=self.primary)
        (self.folder / "nsd.conf").write_text(text)

    def command(self):
        return [program("nsd"), "-d", "-c", self.folder / "nsd.conf"]


class BindSecondary(Secondary):
    name = "bind"

    def configure(self):
        text = BIND.format(directory=self.folder, port=self.port)
        text += (f'key "{self.key.name}" {{ algorithm {self.key.algorithm}; '
                 f'secret "{self.key.secret}"; }};\n')
        for zone in self.zones:
            text += BIND_ZONE.format(zone=zone, key=self.key.name,
                                     primary=self.primary)
        (self.folder / "named.conf").write_text(text)

    def command(self):
        return [program("named"), "-g", "-c", self.folder / "named.conf",
                "-n", "1"]


class KnotSecondary(Secondary):
    name = "knot"

    def configure(self):
        key = (f"  - id: {self.key.name}\n"
               f"    algorithm: {self.key.algorithm}\n"
               f"    secret: {self.key.secret}")
        text = KNOT.format(directory=self.folder, port=self.port, keys=key,
                           key=self.key.name, primary=self.primary)
        text += "".join(f"  - domain: {zone}\n" for zone in self.zones)
        (self.folder / "knot.conf").write_text(text)

    def command(self):
        return [program("knotd"), "-c", self.folder / "knot.conf"]


KINDS = [NsdSecondary, BindSecondary, KnotSecondary]


def transfer(port, zone, key=None, source=None):
    """A zone by AXFR, signed: a sorted list of 'name ttl type rdata'."""
    signed = key.tsig() if key else {}
    return records(uncut(lambda: dns.zone.from_xfr(dns.query.xfr(
        "127.0.0.1", zone, port=port, timeout=30, lifetime=60, source=source,
        **signed))))


@pytest.fixture
def follow(controller, folder):
    """follow(zones): a controller, its key, and three that follow it."""
    running = []

    def make(zones=(ZONE,), kinds=KINDS, **settings):
        one = controller(zones=[zone_settings(zone) for zone in zones])
        key = Key("k1.example")
        some = [kind(folder, one.port, key, zones) for kind in kinds]
        # Without it a zone with secondaries changes once a second.
        one.config["publish"] = {"minInterval": "20ms"}
        one.config["tsig"] = [key.write(folder)]
        one.config["secondaries"] = [each.row() for each in some]
        for zone in one.config["zones"]:
            zone["secondaries"] = [each.name for each in some]
            zone["soa"].update({"refresh": 2, "retry": 1})
            zone.update(settings)
        one.write_config()
        one.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
        one.start().serving()
        # A secondary that finds nobody at its start waits for a minute.
        running.extend(each.start() for each in some)
        return one, key, some

    yield make
    for each in running:
        if each.program.running():
            each.stop()


def change(one, number):
    """The zone gets another address, and is served with it."""
    address = f"192.0.2.{number % 250 + 1}"
    one.put("www.yaml", ingress("www", f"www.{ZONE}", address))
    one.server.answers(f"www.{ZONE}", address)


def all_have(one, some, zone=ZONE):
    while True:
        serial = one.serial(zone)
        for each in some:
            each.has(zone, serial)
        # What is settled may be published meanwhile.
        if serial == one.serial(zone):
            return serial


def alike(one, key, some, zone=ZONE):
    """Record by record."""
    all_have(one, some, zone)
    wanted = transfer(one.port, zone, key)
    for each in some:
        assert each.server.transfer(zone) == wanted, each.name


def transferable(one, key):
    try:
        return transfer(one.port, ZONE, key)
    except (dns.exception.DNSException, OSError, EOFError):
        return None
