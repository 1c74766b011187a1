# SPDX-License-Identifier: Apache-2.0
"""NSD, BIND and Knot as the tests run them: what their files say.

A server has an address and a port, keys, and zones.  A zone is read from its
file, or transferred from a primary, under a key or without one.  Whoever asks
from the server's own address may transfer it: without a key where the zone has
no readers.
"""

import base64
import dataclasses
import os
import pathlib

import dns.name
import dns.tsig

from ask import POLL, Server
from checkers import program
from eventually import eventually
from ports import free_port
from servers import CONFIG, Program

LOOPBACK = "127.0.0.1"


class Key:
    """secret: octets, or as base64 text; without one: by chance."""

    def __init__(self, name, algorithm="hmac-sha256", secret=None):
        self.name = name
        self.algorithm = algorithm
        if not isinstance(secret, str):
            secret = base64.b64encode(secret or os.urandom(32)).decode()
        self.secret = secret

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


@dataclasses.dataclass
class Zone:
    name: str
    file: object = None    # a path; of a secondary: where it is kept
    primary: tuple = None  # (address, port)
    key: object = None     # signs its transfers, and NOTIFY; of a primary:
    #                        transfers are signed with it
    axfr: bool = False     # it asks for whole transfers only
    catalog: bool = False  # its members are served too


class Kind:
    """name: of the kind; words: the command in front of the file."""

    def write(self, folder, port, zones, address=LOOPBACK):
        path = folder / self.file
        path.write_text(self.text(folder, port, zones, address))
        path.chmod(0o600)
        return [program(self.words[0]), *self.words[1:], path]


def keys_of(zones):
    """Each once."""
    return {zone.key.name: zone.key for zone in zones if zone.key}.values()


class Nsd(Kind):
    name, file, words = "nsd", "nsd.conf", ["nsd", "-d", "-c"]

    def text(self, folder, port, zones, address):
        text = CONFIG.format(port=port, directory=folder, address=address,
                             socket=folder / "nsd.sock")
        # A transfer is loaded at once, not after a second.
        text = text.replace("server:\n",
                            "server:\n  xfrd-reload-timeout: 0\n")
        for key in keys_of(zones):
            text += (f'key:\n  name: "{key.name}"\n'
                     f"  algorithm: {key.algorithm}\n"
                     f'  secret: "{key.secret}"\n')
        return text + "".join(self.zone(folder, zone, address)
                              for zone in zones)

    def zone(self, folder, zone, address):
        key = zone.key.name if zone.key else "NOKEY"
        text = (f'zone:\n  name: "{zone.name}"\n'
                f'  zonefile: "{zone.file or folder / zone.name}"\n')
        if not zone.primary:
            return text + f"  provide-xfr: {address} {key}\n"
        place = "{}@{}".format(*zone.primary)
        return text + (f"  allow-notify: {zone.primary[0]} {key}\n"
                       f"  request-xfr: {'AXFR ' * zone.axfr}{place} {key}\n"
                       f"  provide-xfr: {address} NOKEY\n")


BIND = """\
options {{
  directory "{folder}"; pid-file none; session-keyfile "{folder}/session";
  listen-on port {port} {{ {address}; }}; listen-on-v6 {{ none; }};
  recursion no; notify no; dnssec-validation no; empty-zones-enable no;
  allow-transfer {{ {address}; }}; masterfile-format text;
  transfers-in 40; transfers-per-ns 40;
  min-refresh-time 1; min-retry-time 1;
  {options}
}};
controls {{ }};
"""
BIND_SECONDARY = """\
zone "{zone}" {{
  type secondary; file "{file}"; request-ixfr {ixfr};
  allow-notify {allow} primaries {{ {primary}{key}; }};
}};
"""
BIND_CATALOG = """\
catalog-zones {{
    zone "{zone}" default-primaries {{ {primary}{key} }}
      in-memory no min-update-interval 1;
  }};
  allow-new-zones yes; {notify}"""


class Bind(Kind):
    name, file, words = "bind", "named.conf", ["named", "-g", "-n", "1", "-c"]

    def text(self, folder, port, zones, address):
        options = "".join(self.catalog(zone) for zone in zones
                          if zone.catalog)
        text = BIND.format(folder=folder, port=port, address=address,
                           options=options)
        text += "".join(f'key "{key.name}" {{ algorithm {key.algorithm}; '
                        f'secret "{key.secret}"; }};\n'
                        for key in keys_of(zones))
        return text + "".join(self.zone(zone) for zone in zones)

    def catalog(self, zone):
        key = f' key "{zone.key.name}";' if zone.key else ";"
        notify = (f'allow-notify {{ key "{zone.key.name}"; }};'
                  if zone.key else "")
        return BIND_CATALOG.format(
            zone=zone.name, primary="{} port {}".format(*zone.primary),
            key=key, notify=notify)

    def zone(self, zone):
        key = f' key "{zone.key.name}"' if zone.key else ""
        allow = f'{{{key or " any"}; }};'
        if not zone.primary:
            some = f"  allow-transfer {allow}\n" if zone.key else ""
            return (f'zone "{zone.name}" {{\n  type primary; '
                    f'file "{zone.file}"; check-names ignore;\n{some}}};\n')
        return BIND_SECONDARY.format(
            zone=zone.name, file=zone.file or f"{zone.name}.db",
            ixfr="no" if zone.axfr else "yes", allow=allow,
            primary="{} port {}".format(*zone.primary), key=key)


KNOT = """\
server:
    listen: {address}@{port}
    rundir: "{folder}"
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: info
database:
    storage: "{folder}"
{keys}{remotes}
acl:
  - id: all
    address: {address}
    action: transfer
{acls}
template:
  - id: default
    storage: "{folder}"
    zonefile-sync: -1
{templates}
zone:
"""


class Knot(Kind):
    name, file, words = "knot", "knot.conf", ["knotd", "-c"]

    def text(self, folder, port, zones, address):
        keys = "".join(f"  - id: {key.name}\n"
                       f"    algorithm: {key.algorithm}\n"
                       f"    secret: {key.secret}\n"
                       for key in keys_of(zones))
        acls = "".join(f"  - id: by-{key.name}\n    key: {key.name}\n"
                       "    action: [transfer, notify]\n"
                       for key in keys_of(zones))
        remotes = {self.remote(zone): zone for zone in zones
                   if zone.primary}
        return KNOT.format(
            folder=folder, port=port, address=address, acls=acls,
            keys=f"key:\n{keys}" if keys else "",
            remotes="remote:\n" + "".join(
                f"  - id: {name}\n"
                "    address: {}@{}\n".format(*zone.primary)
                + (f"    key: {zone.key.name}\n" if zone.key else "")
                for name, zone in remotes.items()) if remotes else "",
            templates="".join(
                f'  - id: member\n    storage: "{folder}"\n'
                + self.follows(zone) for zone in zones if zone.catalog),
        ) + "".join(self.zone(zone) for zone in zones)

    def remote(self, zone):
        key = zone.key.name if zone.key else "nokey"
        return f"primary-{zone.primary[0]}-{zone.primary[1]}-{key}"

    def follows(self, zone):
        acls = ["all"] + ([f"by-{zone.key.name}"] if zone.key else [])
        return (f"    master: {self.remote(zone)}\n"
                f"    acl: [{', '.join(acls)}]\n")

    def zone(self, zone):
        text = f"  - domain: {zone.name}\n"
        if not zone.primary:
            acl = f"by-{zone.key.name}" if zone.key else "all"
            return text + f'    file: "{zone.file}"\n    acl: {acl}\n'
        text += self.follows(zone)
        if zone.catalog:
            text += ("    catalog-role: interpret\n"
                     "    catalog-template: member\n")
        return text


KINDS = {kind.name: kind for kind in (Nsd(), Bind(), Knot())}


class NameServer:
    """A server of that kind.  Without a port: one that is free.

    wrapper: words in front of its command.
    """

    def __init__(self, kind, folder, zones, port=None, address=LOOPBACK,
                 env=None):
        self.kind = KINDS[kind]
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.zones = zones
        self.address = address
        self.fixed = port
        self.env = env
        self.move(port or free_port())
        self.program = None

    def move(self, port):
        self.port = port
        self.server = Server(port, self.address)

    def start(self):
        command = self.kind.write(self.folder, self.port, self.zones,
                                  self.address)
        self.program = Program(command, self.folder / "log", env=self.env)
        return self

    def answering(self):
        """Starts it, and waits for its zones; on another port if it must."""
        for _ in range(5):
            self.start()
            eventually(lambda: not self.program.running() or all(
                self.server.serial(zone.name, POLL) is not None
                for zone in self.zones),
                lambda: f"{self.kind.name} answers: {self.program.output()}")
            if self.program.running():
                return self
            if not self.fixed:
                self.move(free_port())
        raise AssertionError(f"{self.kind.name} does not start:\n"
                             + self.program.output())

    def stop(self):
        self.program.stop()

    def log(self):
        return (self.folder / "log").read_text(errors="replace")
