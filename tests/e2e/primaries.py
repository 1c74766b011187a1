# SPDX-License-Identifier: Apache-2.0
"""Other people's primaries: NSD, BIND and Knot with one zone and one key."""

from ask import POLL, Server
from checkers import program
from eventually import eventually
from ports import free_port
from servers import Program

KEY = "mover.example"

NSD = """\
server:
  ip-address: 127.0.0.1@{port}
  server-count: 1
  username: ""
  chroot: ""
  pidfile: ""
  database: ""
  zonesdir: "{folder}"
  zonelistfile: "{folder}/zone.list"
  xfrdfile: ""
  xfrdir: "{folder}"
  cookie-secret-file: ""
  rrl-size: 1000
remote-control:
  control-enable: no
key:
  name: {key}
  algorithm: {algorithm}
  secret: "{secret}"
zone:
  name: {zone}
  zonefile: "{file}"
  provide-xfr: 127.0.0.1 {key}
"""
BIND = """\
options {{
  directory "{folder}"; pid-file none; session-keyfile "{folder}/key";
  listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
  recursion no; notify no; dnssec-validation no; empty-zones-enable no;
  allow-transfer {{ none; }};
}};
controls {{ }};
key "{key}" {{ algorithm {algorithm}; secret "{secret}"; }};
zone "{zone}" {{
  type primary; file "{file}"; check-names ignore;
  allow-transfer {{ key "{key}"; }};
}};
"""
KNOT = """\
server:
    listen: 127.0.0.1@{port}
    rundir: "{folder}"
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: "{folder}"
key:
  - id: {key}
    algorithm: {algorithm}
    secret: "{secret}"
acl:
  - id: mover
    key: {key}
    action: transfer
zone:
  - domain: {zone}
    file: "{file}"
    acl: mover
    zonefile-sync: -1
"""
SERVERS = {
    "nsd": (NSD, "nsd.conf", ["nsd", "-d", "-c"]),
    "bind": (BIND, "named.conf", ["named", "-g", "-n", "1", "-c"]),
    "knot": (KNOT, "knot.conf", ["knotd", "-c"]),
}


class Primary:
    """A server of that kind, with a zone file, answering."""

    def __init__(self, kind, folder, zone, file, secret,
                 algorithm="hmac-sha256", key=KEY):
        text, name, words = SERVERS[kind]
        folder.mkdir(parents=True, exist_ok=True)
        for _ in range(5):
            self.port = free_port()
            (folder / name).write_text(text.format(
                port=self.port, folder=folder, zone=zone, file=file,
                key=key, algorithm=algorithm, secret=secret))
            self.program = Program(
                [program(words[0]), *words[1:], folder / name],
                folder / "log")
            self.server = Server(self.port)
            eventually(lambda: not self.program.running() or
                       self.server.serial(zone, POLL) is not None,
                       lambda: f"{kind} answers: {self.program.output()}")
            if self.program.running():
                return
        raise AssertionError(f"{kind} does not start:\n"
                             + self.program.output())

    def place(self):
        return f"axfr:127.0.0.1@{self.port}"

    def stop(self):
        self.program.stop()
