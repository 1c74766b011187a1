# SPDX-License-Identifier: Apache-2.0
"""One thing after another happens to the program and its NSD, by chance.

A step is a function of Steps and says in a few words what it did; None: it
could not.
"""

import errno
import os
import signal
import socket

from objects import HOSTNAME, endpoint, ingress, service
from publishing import (CHANGING, DATED, ERRORS, GUARDED, OPEN, REFUSED,
                        ZONES, settings)
from servers import control

TEXTS = ['a "quoted" one', "; no comment", "( open", "$INCLUDE /etc/passwd",
         "line\nbreak", "back\\slash \\065", "x" * 300, "ümläut \u2028", "",
         '"v=1" "two"', "\t", "\\", '"', "@", "a" * 255 + "b"]
CALLS = ["open", "write", "sync", "rename", "link", "unlink"]
PATHS = ["zones/.{zone}.zone.tmp", "zones/{zone}.zone$",
         "zones/.{zone}.origins.tmp", "zones/{zone}.origins$",
         "zones/.{zone}.", "zones/{zone}.", "state/zones$",
         "state/.overlay.json.tmp", "state/overlay.json$", "/state/",
         "/state/zones"]
BROKEN = ["", "; mine\n", "www 60 IN A 192.0.2\n", "\0" * 4096]
GUARD_NAMES = 24  # with the nameserver and the static one: 26
FLOOD = 9         # are more than 30 % of them
NAMES = 9         # of each sort in each zone


class Steps:
    def __init__(self, world, random):
        self.world, self.one, self.random = world, world.one, random
        self.number = 0  # of an address
        self.guarded = set()
        self.counts = {}
        self.choices = [step for step, weight in WEIGHTS
                        for _ in range(weight)]

    def step(self):
        """One more; what it was."""
        world = self.world
        if not world.running():
            world.deaths += 1
            if self.random.random() < 0.6:
                world.start()
                return "start"
        step = self.random.choice(self.choices)
        said = step(self)
        if said is None:
            return "nothing"
        self.counts[step.__name__] = self.counts.get(step.__name__, 0) + 1
        self.ask()
        return f"{step.__name__} {said}"

    def address(self):
        self.number += 1
        return (f"10.{self.number >> 16 & 255}.{self.number >> 8 & 255}."
                f"{self.number & 255}")

    def ask(self):
        """What the witness asks: what is there at all, and a few names."""
        found = []
        for zone in ZONES:
            found += [(zone, zone, "SOA"), (zone, f"zzz.{zone}", "A")]
            for name, kind in self.random.sample(QUESTIONS, 3):
                found.append((zone, f"{name}.{zone}", kind))
        found += [(GUARDED, f"w{self.random.randrange(GUARD_NAMES)}."
                   f"{GUARDED}", "A") for _ in range(3)]
        self.world.witness.questions = found

    # Objects.

    def zone(self):
        return self.random.choice([OPEN, OPEN, DATED, CHANGING])

    def put(self):
        zone = self.zone()
        said = []
        for _ in range(self.random.choice([1, 1, 2, 5])):
            sort = self.random.choice(list(SORTS))
            name = f"{sort}{self.random.randrange(NAMES)}"
            self.one.put(f"{zone}/{name}.json", *SORTS[sort](
                self, f"{name}-{zone[0]}", f"{name}.{zone}"))
            said.append(f"{name}.{zone}")
        return ", ".join(said)

    def confirm(self):
        """What is put is answered, soon."""
        if not self.world.sound():
            return None
        address = self.address()
        zone = self.random.choice([OPEN, DATED])
        self.one.put(f"{zone}/now.json", ingress(
            f"now-{zone[0]}", f"now.{zone}", address))
        self.one.server.answers(f"now.{zone}", address)
        return f"now.{zone} {address}"

    def remove(self):
        files = sorted(path for path in self.one.manifests.glob("*/*.json")
                       if path.parent.name != GUARDED)
        if not files:
            return None
        chosen = self.random.sample(files, min(
            len(files), self.random.choice([1, 1, 1, 3, 20])))
        for file in chosen:
            file.unlink()
        return ", ".join(f"{f.stem}.{f.parent.name}" for f in chosen)

    def put_guarded(self):
        name = f"w{self.random.randrange(GUARD_NAMES)}"
        if name not in self.guarded and f"{name}.{GUARDED}" in self.world.held:
            return None
        self.put_one_guarded(name)
        return name

    def put_one_guarded(self, name):
        self.guarded.add(name)
        self.one.put(f"{GUARDED}/{name}.json", ingress(
            f"{name}-g", f"{name}.{GUARDED}", self.address()))

    def flood(self):
        """So many at once that they are held; later they go, or return."""
        if self.world.held or len(self.guarded) < FLOOD + 1:
            return None
        self.world.settle()
        now = self.world.histories[GUARDED].last.rrsets
        gone = self.random.sample(sorted(self.guarded), self.random.randrange(
            FLOOD, len(self.guarded) + 1))
        for name in gone:
            self.guarded.discard(name)
            _, (address,) = now[f"{name}.{GUARDED}", "A"]
            self.world.held[f"{name}.{GUARDED}"] = address
            self.one.remove(f"{GUARDED}/{name}.json")
        self.world.flooded()
        return ", ".join(gone)

    def decide(self):
        """What is held is approved, or returns."""
        if not self.world.held:
            return None
        self.world.settle()
        names = [name.split(".")[0] for name in self.world.held]
        if self.random.random() < 0.5:
            self.world.approve()
            self.world.settle()
            self.world.later(3601)  # and counts no more
            return "approved"
        self.world.held.clear()
        for name in names:
            self.put_one_guarded(name)
        return "returned"

    # The configuration.

    def reconfigure(self):
        zones = self.one.config["zones"]
        what = self.random.choice(["zone", "zone", "ttl", "same"])
        if what == "zone" and len(zones) == len(ZONES):
            zones[:] = [z for z in zones if z["name"] != CHANGING]
        elif what == "zone":
            zones.append(settings(CHANGING, self.world.large))
        elif what == "ttl":
            next(z for z in zones if z["name"] == DATED)["ttl"] = (
                self.random.choice([60, 120, 300]))
        self.one.write_config()
        return f"{what}: {[z['name'][0] for z in zones]}"

    def hangup(self):
        self.one.hangup()
        return ""

    # The program.

    def kill(self):
        self.world.deadly = True
        self.one.kill()
        return ""

    def stop(self):
        """With an NSD that is stopped by a signal it takes long."""
        if self.world.stopped or not self.world.running():
            return None
        self.world.excused |= self.world.run_nsd
        self.one.program.signal(signal.SIGTERM)
        return f"{self.one.program.wait()}"

    # Time.

    def jump(self):
        seconds = self.random.choice([3600, -3600, 2 * 86400, -2 * 86400])
        self.world.jump(seconds)
        return f"{seconds}"

    def later(self):
        seconds = self.random.choice([1, 1, 6, 6, 31, 61, 700, 4000])
        self.world.later(seconds)
        return f"{seconds}"

    # The disk.

    def fault(self):
        rules = [f"{self.random.choice(CALLS)} "
                 f"{errno.errorcode[self.random.choice(ERRORS)]} "
                 f"{self.path()}" for _ in range(self.random.choice([1, 2]))]
        self.set_faults(rules)
        return ", ".join(rules)

    def path(self):
        return self.random.choice(PATHS).format(
            zone=self.random.choice(list(ZONES)))

    def set_faults(self, rules):
        self.world.excused = True  # NSD has them too, when it starts
        self.world.disk_fails()
        self.one.faults(*rules)

    def kill_at(self):
        """It is killed just before some call."""
        rule = (f"kill{self.random.choice(['', '', 2, 3])} "
                f"{self.random.choice(CALLS)} {self.path()}")
        self.world.deadly = True
        self.set_faults([rule])
        return rule

    def no_fault(self):
        self.one.faults()
        return ""

    # NSD.

    def kill_nsd(self):
        self.world.excused = True
        pids = self.world.nsd_pids()
        if not pids:
            return None
        if self.random.random() < 0.3:
            pids = [self.random.choice(pids)]
        self.world.signal_nsd(signal.SIGKILL, pids)
        return f"{len(pids)}"

    def stop_nsd(self):
        self.world.excused = self.world.stopped = True
        self.world.signal_nsd(signal.SIGSTOP)
        return ""

    def go_on(self):
        self.world.signal_nsd(signal.SIGCONT)
        self.world.stopped = False
        return ""

    def end_nsd(self):
        if self.world.stopped or self.world.idle:
            return None  # it would not answer
        self.world.excused = True
        try:
            return control(self.one.state / "nsd.sock", "stop").strip()
        except OSError as why:
            return errno.errorcode.get(why.errno, str(why))

    def start_nsd(self):
        if self.world.run_nsd:
            return None
        self.world.start_nsd()
        return ""

    def idle(self):
        """A client of NSD's that says nothing stops its control."""
        channel = socket.socket(socket.AF_UNIX)
        channel.settimeout(1)
        try:
            channel.connect(str(self.one.state / "nsd.sock"))
        except OSError:
            channel.close()
            return None
        self.world.idle.append(channel)
        return ""

    def no_idle(self):
        if not self.world.idle:
            return None
        self.world.idle.pop().close()
        return ""

    def no_socket(self):
        try:
            os.unlink(self.one.state / "nsd.sock")
        except OSError:
            return None
        self.world.deaf = self.world.excused = True
        return ""

    # Other hands.

    def break_zone(self):
        """Of a zone that is served; it is whole again, soon."""
        if not self.world.running():
            return None
        zone = self.random.choice([OPEN, DATED])
        self.world.settle()
        self.world.excused = True
        self.world.tampered.add(zone)
        if self.random.random() < 0.3:
            self.one.zone_file(zone).unlink()
        else:
            self.replace(self.one.zone_file(zone), self.random.choice(BROKEN))
        if self.random.random() < 0.5:
            self.world.histories[zone].lost = True
            self.kill()
            self.world.start()
            self.world.published_anew(zone)
        else:
            self.world.later(61)
        self.world.settle()
        return zone

    def empty_list(self):
        self.world.excused = True
        self.replace(self.one.state / "zone.list", self.random.choice(
            ["", "add a.example\n", "\0\0"]))
        return ""

    def replace(self, path, text):
        """Its links are other people's."""
        new = self.one.directory / ".other"
        new.write_text(text)
        new.rename(path)

    def settle(self):
        self.world.settle()
        return ""


def one_ingress(self, name, host):
    hosts = [host] + [f"more.{host}"] * (self.random.random() < 0.3)
    return [ingress(name, hosts, [self.address() for _ in range(
        self.random.choice([1, 1, 2]))])]


def one_service(self, name, host):
    return [service(name, [self.address()], annotations={HOSTNAME: host})]


def one_text(self, name, host):
    return [endpoint(name, (host, "TXT", [
        f"{self.random.choice(TEXTS)}", f"{self.random.randrange(3)}"]))]


def one_refused(self, name, host):
    text = self.random.choice(["fine", f"{REFUSED} {self.address()}"])
    return [endpoint(name, (host, "TXT", [text]))]


def one_mixed(self, name, host):
    """A name that moves, and something that points to it."""
    return [endpoint(
        name, (host, "MX", [f"10 x.{host}"]), (f"x.{host}", "A",
                                               [self.address()]),
        (f"y.{host}", "CNAME", [f"x{self.random.randrange(3)}.{host}"]),
        (f"_s._tcp.{host}", "SRV", [f"0 5 443 x.{host}"]))]


SORTS = {"i": one_ingress, "s": one_service, "t": one_text,
         "r": one_refused, "m": one_mixed}
QUESTIONS = [(f"{prefix}{sort}{number}", kind) for number in range(NAMES)
             for sort, prefix, kind in (
                 ("i", "", "A"), ("i", "more.", "A"), ("s", "", "A"),
                 ("t", "", "TXT"), ("r", "", "TXT"), ("m", "", "MX"),
                 ("m", "x.", "A"), ("m", "y.", "CNAME"), ("m", "_tcp.", "A"))]
WEIGHTS = [
    (Steps.put, 50), (Steps.confirm, 20), (Steps.remove, 12),
    (Steps.put_guarded, 14), (Steps.flood, 2), (Steps.decide, 2),
    (Steps.reconfigure, 4),
    (Steps.hangup, 1), (Steps.kill, 4), (Steps.stop, 1), (Steps.jump, 3),
    (Steps.later, 6), (Steps.fault, 7), (Steps.kill_at, 5),
    (Steps.no_fault, 6), (Steps.kill_nsd, 3), (Steps.stop_nsd, 2),
    (Steps.go_on, 3), (Steps.end_nsd, 2), (Steps.start_nsd, 3),
    (Steps.idle, 2), (Steps.no_idle, 2), (Steps.no_socket, 1),
    (Steps.break_zone, 1), (Steps.empty_list, 1), (Steps.settle, 10),
]
