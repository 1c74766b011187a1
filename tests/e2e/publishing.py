# SPDX-License-Identifier: Apache-2.0
"""The whole program with an NSD, and what must be true of both at any time.

look() is for after each step, settle() for when all faults are over.  What the
steps are stands in publishsteps.py.
"""

import errno
import http.client
import json
import os
import signal
import socket
import time

import dns.exception

from checkers import program as installed
from controller import Controller, environment, zone_settings
from eventually import eventually
from history import History, Version, demand
from processes import pids_in, reloading
from servers import Program, control
from soak import Soak
from witness import Witness

OPEN, DATED, GUARDED, CHANGING = (
    "a.example", "b.example", "g.example", "c.example")
ZONES = {OPEN: {"guard": "off"}, GUARDED: {},
         DATED: {"guard": "off", "serial": "date", "comments": True},
         CHANGING: {"guard": "off", "serial": "counter"}}
REFUSED = "not-for-the-checker"
ERRORS = [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT]
SETTLED = 60.0  # s; long, because it is only spent on a failure

CHECKER = f"""#!/bin/sh
file=$2
[ "$2" = - ] && file=$(mktemp) && trap 'rm -f "$file"' EXIT && cat >"$file"
if found=$(grep -n '{REFUSED}' "$file"); then
	printf '%s\\n' "$found" | while IFS=: read -r line rest; do
		echo "nsd-checkzone: error: $file:$line: I do not like it" >&2
	done
	exit 1
fi
{installed("nsd-checkzone")} "$1" "$file"
"""


# More octets than 5000 records have, which "auto" transfers; few records, so
# that comparing zones stays quick.
QUOTED = f'"{"k" * 250}"'
LARGE = [f"big{number} TXT {' '.join([QUOTED] * 15)}"
         for number in range(30)]


def settings(zone, large=False):
    many = LARGE if large and zone != GUARDED else []
    return zone_settings(zone, records=["zzz A 192.0.2.1", *many],
                         **ZONES[zone])


class Publishing:
    def __init__(self, program, directory, run_nsd, handover):
        self.run_nsd, self.large = run_nsd, handover == "auto"
        self.handover = handover
        self.one = Controller(
            program, directory / "one", run_nsd=run_nsd,
            zones=[settings(zone, self.large) for zone in ZONES
                   if zone != CHANGING],
            templates=str(Soak.templates(directory / "templates")))
        self.one.config["nsd"]["handover"] = handover
        self.one.write_config()
        self.one.faults()
        self.one.instead_of("nsd-checkzone", CHECKER)
        self.wall = self.passed = 0
        self.one.clocks()
        self.one.env["HISTORY"] = str(directory / "history")
        self.past = directory / "history"
        self.past.mkdir()
        self.histories = {zone: History(zone) for zone in ZONES}
        self.witness = Witness(self.one.port, self.floor, lambda: self.excused)
        self.nsd = None         # that we started
        self.excused = True     # there may be no answers
        self.faulty = False     # see disk_fails()
        self.deadly = False     # some fault kills it
        self.stopped = False    # NSD is, by a signal
        self.deaf = False       # NSD's control socket is gone
        self.idle = []          # connections that say nothing
        self.read_to = 0        # of the log
        self.confirmed = []     # what it says, until nothing older is answered
        self.tampered = set()   # zones whose file is not ours
        self.held = {}          # {name: address}: gone, and kept by the guard
        self.deaths = 0

    def disk_fails(self):
        """Files may not follow: NSD may start from the ones that are there,
        and is then told what they lack."""
        if self.faulty or self.handover == "reload":
            return
        self.faulty = True
        for history in self.histories.values():
            history.least = history.filed

    def floor(self, zone):
        return self.histories[zone].floor

    # A life.

    def start(self):
        if not self.run_nsd:
            self.start_nsd()
        self.take_stock()
        self.deadly = "kill" in (self.one.directory / "faults").read_text()
        self.one.start()
        self.read_to = self.one.program.before

    def begin(self):
        self.start()
        self.witness.start()
        self.settle()

    def start_nsd(self):
        """As another container's: whatever becomes of it."""
        one = self.one
        if self.run_nsd or (self.nsd and self.nsd.running()):
            return
        if not (one.state / "nsd.conf").exists():
            one.state.mkdir(exist_ok=True)
            done = one.command("nsd-conf", "--config", one.config_file,
                               "--out", one.state)
            assert done.returncode == 0, done.stderr
        self.nsd = Program([installed("nsd"), "-d", "-c",
                            one.state / "nsd.conf"],
                           one.directory / "nsd.log", env=environment())

    def nsd_pids(self):
        """Of all NSDs there: their directory is the state directory."""
        return pids_in(self.one.state)

    def signal_nsd(self, number, some=None):
        for pid in some or self.nsd_pids():
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass

    def running(self):
        """Is the program?  It ends as we wanted, or it is wrong."""
        program = self.one.program
        if program.running():
            return True
        status = program.status()
        # Signals may come before they are heard.
        demand(status in (0, -signal.SIGTERM, -signal.SIGHUP)
               or status == -signal.SIGKILL and self.deadly
               or status == 1 and self.cannot_start(),
               f"ended with {status}")
        return False

    def cannot_start(self):
        """For a fault that the disk has, and it says which."""
        last = json.loads(self.one.log.read_text().splitlines()[-1])
        return last["message"] == "cannot start" and any(
            os.strerror(error) in last["error"] for error in ERRORS)

    # Clocks.

    def jump(self, seconds):
        self.wall += seconds
        self.one.clocks(self.wall, self.passed)

    def later(self, seconds):
        """Time passes, on both clocks."""
        self.wall += seconds
        self.passed += seconds
        self.one.clocks(self.wall, self.passed)
        self.wake()

    def wake(self):
        (self.one.manifests / "wake").write_text("")

    # What it says.

    def request(self, method, path, body=None):
        """The answer on its socket; None without one."""
        connection = http.client.HTTPConnection("localhost", timeout=20)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(20)
        try:
            connection.sock.connect(str(self.one.state / "control.sock"))
            connection.request(method, path, body)
            answer = connection.getresponse()
            return json.loads(answer.read()) if answer.status == 200 else None
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def status(self):
        return self.request("GET", "/v1/status")

    def answered(self):
        """The same; a jump of the clocks may cut an answer."""
        return eventually(self.status, "an answer")

    def read_log(self):
        """What was confirmed since the last time."""
        with open(self.one.log, "rb") as log:
            log.seek(self.read_to)
            text = log.read()
        end = text.rfind(b"\n") + 1
        self.read_to += end
        found = []
        for line in text[:end].split(b"\n"):
            demand(b"runtime error:" not in line, line)
            if b'"zone published"' in line or b'"zone served"' in line:
                row = json.loads(line)
                found.append((row["zone"], int(row["serial"])))
        return found

    # What must be true.

    def breathe(self):
        """The program has had a moment: a few questions were answered."""
        count, end = self.witness.count + 2, time.monotonic() + 0.02
        while self.witness.count < count and time.monotonic() < end:
            time.sleep(0.001)

    def sound(self):
        """Is nothing in the way of a confirmation?"""
        return (self.running() and not self.excused and not self.idle
                and not (self.one.directory / "faults").read_text())

    def look(self):
        answers = self.witness.drain()
        self.confirmed += self.read_log()
        self.read_past()
        # The program saw the new version, and for a moment the old one may
        # still be answered.
        if self.confirmed and not reloading(self.one.state):
            for zone, serial in self.confirmed:
                self.histories[zone].confirm(serial)
            self.confirmed.clear()
        for asked, answer in answers:
            self.judge(asked, answer)
        self.look_at_files()
        return self.running()

    def read_past(self):
        for name in sorted(os.listdir(self.past)):
            path = self.past / name
            zone, kind = name.split(".", 2)[2].rsplit(".", 1)
            history = self.histories[zone]
            (history.take if kind == "zone" else history.enter)(
                path.read_text())
            path.unlink()

    def take_stock(self):
        """It does not run.  Killed between a name and its link, it may have
        left a version in place, also an older one, that has no link."""
        self.read_past()
        for zone, history in self.histories.items():
            path = self.one.zone_file(zone)
            if not path.exists() or zone in self.tampered:
                continue
            # One that is behind a journal is older than what it had last.
            text = path.read_text()
            if not (path.with_suffix(".journal").exists()
                    and history.knows(text)):
                history.take(text)

    def judge(self, asked, answer):
        history = self.histories[asked.zone]
        rcode = answer[0]
        if rcode in ("TIMEOUT", "SERVFAIL", "REFUSED"):
            fine = (asked.excused or self.excused or asked.zone == CHANGING
                    or not history.versions)
            demand(fine, rcode, "for", asked)
            return
        floor = min(asked.floor, history.least) if self.faulty else asked.floor
        demand(history.explains(answer, asked.name, asked.kind, floor),
               "wrong answer", answer, "for", asked[:5], "the versions have",
               [v.answer(asked.name, asked.kind)
                for v in history.versions[asked.floor:]])

    def look_at_files(self):
        zones = self.one.state / "zones"
        if not zones.exists():
            return
        for name in os.listdir(zones):
            if name.startswith(".") or ".bad-" in name:
                continue
            zone, _, rest = name.partition(".example.")
            zone = f"{zone}.example"
            try:
                text = (zones / name).read_text()
            except FileNotFoundError:
                continue
            if rest in ("zone", "zone.good"):
                self.look_at_zone(zone, text)
            elif rest.startswith("origins"):
                demand(all(line.count("\t") >= 3 for line in
                           text.splitlines()), "origins:", text)
        self.overlay()

    def look_at_zone(self, zone, text):
        history = self.histories[zone]
        if zone in self.tampered or history.knows(text):
            return
        if self.named(history, text):
            return
        if self.deadly:
            # It was killed between the name and the link.
            history.take(text)
            return
        eventually(lambda: self.named(history, text),
                   f"its name for this file, which is there:\n{text[:300]}")

    def named(self, history, text):
        self.read_past()
        return history.knows(text)

    def overlay(self):
        path = self.one.state / "overlay.json"
        return json.loads(path.read_text()) if path.exists() else {}

    # When all is well.

    def heal(self):
        """No fault is left, and who is to run runs."""
        self.one.faults()
        for channel in self.idle:
            channel.close()
        self.idle.clear()
        if self.stopped:
            self.signal_nsd(signal.SIGCONT)
        self.stopped = False
        if self.deaf:
            self.signal_nsd(signal.SIGKILL)
        self.deaf = False

    def keep_running(self):
        if not self.running():
            self.deaths += 1
            self.start()
        if not self.run_nsd:
            self.start_nsd()

    def zones(self):
        return [zone["name"] for zone in self.one.config["zones"]]

    def render(self):
        """{zone: {(name, type, ttl, rdata)}} as the objects are now."""
        out = self.one.directory / "out"
        out.mkdir(exist_ok=True)
        done = self.one.command(
            "render", "--config", self.one.config_file, "--from",
            self.one.manifests, "--out", out)
        assert done.returncode == 0, done.stderr
        wanted = {}
        for zone in self.zones():
            made = Version(zone, (out / f"{zone}.zone").read_text())
            wanted[zone] = {row for row in made.records()
                            if REFUSED not in row[3]}
        wanted[GUARDED] |= {(name, "A", 60, address)
                            for name, address in self.held.items()}
        return wanted

    def differences(self, wanted):
        """What is not yet as it is to be; empty: nothing."""
        state = self.status()
        if state is None:
            return ["no status"]
        found = [f"status: {state['nsd']}"] * (
            state["nsd"]["state"] != "answering")
        found += ["NSD reloads"] * reloading(self.one.state)
        served = {zone["zone"]: zone for zone in state["zones"]}
        for zone, records in wanted.items():
            row = served.get(zone, {})
            history = self.histories[zone]
            if row.get("state") != "served":
                found.append(f"{zone}: {row}")
            elif (not history.versions or history.last.records() != records
                  or history.last.serial != row["serial"]):
                there = history.last.records() if history.last else set()
                found.append(f"{zone}: {sorted(there ^ records)[:6]} {row}")
        if set(served) != set(wanted):
            found.append(f"zones: {sorted(served)}")
        found += [f"behind: {zone}" for zone in wanted if
                  self.one.zone_file(zone).with_suffix(".journal").exists()]
        found += [f"not repaired: {zone}" for zone in self.tampered
                  if not self.repaired(zone)]
        return found + [
            f"left behind: {name}"
            for name in os.listdir(self.one.state / "zones")
            if name.endswith((".tmp", ".good"))
            and name.lstrip(".")[:len(CHANGING)] in wanted]

    def repaired(self, zone):
        try:
            text = self.one.zone_file(zone).read_text()
        except FileNotFoundError:
            return False
        return self.named(self.histories[zone], text)

    def settle(self):
        """Waits until what is served is what the objects say."""
        self.heal()
        wanted = self.render()
        begun = jumped = time.monotonic()
        patience = 0.1
        while True:
            self.keep_running()
            self.look()
            found = self.differences(wanted)
            if not found:
                break
            now = time.monotonic()
            demand(now - begun < SETTLED, "does not settle:", found)
            if now - jumped > patience:
                # Time for what waits, but real time for what works.
                self.later(7 if patience < 2 else 31)
                jumped, patience = now, patience * 1.5
            time.sleep(0.005)
        self.check_settled(wanted)
        self.tampered.clear()
        self.excused = self.faulty = False

    def check_settled(self, wanted):
        one = self.one
        for zone, records in wanted.items():
            self.check_transfer(zone, records)
            self.check_origins(zone)
        state = self.answered()
        held = [zone["held"] for zone in state["zones"] if "held" in zone]
        barred = any("reloadFor" in zone["handover"]
                     for zone in state["zones"] if "handover" in zone)
        demand(state["well"] == (not self.held and not barred), "well:",
               state)
        demand(len(held) == bool(self.held), "held:", state)
        if self.held:
            demand(held[0]["deletions"] == len(self.held), "held:", held)

    def check_transfer(self, zone, records):
        def transfer():
            try:
                return self.one.server.transfer(zone)
            except (dns.exception.DNSException, OSError):
                # NSD was about to end.
                self.keep_running()
                return None

        found = set()
        for row in eventually(transfer, f"AXFR of {zone}"):
            name, ttl, kind, rdata = row.split(" ", 3)
            if kind != "SOA":
                found.add((name.rstrip("."), kind, int(ttl), rdata))
        demand(found == records, "AXFR of", zone, "differs in",
               sorted(found ^ records)[:10])

    def check_origins(self, zone):
        text = (self.one.state / "zones" / f"{zone}.origins").read_text()
        rows = {tuple(line.split("\t")[:2]) for line in text.splitlines()
                if line.count("\t") > 4}
        there = {key for key in self.histories[zone].last.rrsets
                 if key != (zone, "NS")}
        demand(len(rows) == len(there), "origins of", zone, rows, there)

    def published_anew(self, zone):
        """Its file is a version again, without any jump of the clocks: a
        program that lost its file asks NSD for the serial, and would go on
        without an answer."""
        def whole():
            self.keep_running()
            self.look()
            return self.repaired(zone)

        eventually(whole, f"{zone} is written anew")

    def flooded(self):
        """All that is held is seen gone: a clock may jump now."""
        def seen():
            rows = [zone.get("retained", {}) for zone in
                    (self.status() or {"zones": []})["zones"]]
            return sum(row.get("held", 0) + row.get("settling", 0)
                       for row in rows) == len(self.held)

        eventually(seen, lambda: f"the flood is seen: {self.status()}")

    def approve(self):
        """What is held goes."""
        zone, = (zone for zone in self.answered()["zones"] if "held" in zone)
        demand(self.request("POST", "/v1/approve", json.dumps(
            {"zone": zone["zone"], "plan": zone["held"]["plan"]}))
            is not None, "not approved")
        self.held.clear()

    # The end.

    def clean(self):
        self.witness.stop()
        self.heal()
        if self.one.program and self.one.program.running():
            self.one.program.kill()
        try:
            control(self.one.state / "nsd.sock", "stop")
        except OSError:
            pass
        self.signal_nsd(signal.SIGKILL)
