# SPDX-License-Identifier: Apache-2.0
"""The program under test, with a configuration and a place of its own."""

import json
import os
import pathlib
import signal
import struct
import subprocess

from ask import POLL, Server
from checkers import program as installed
from eventually import DEADLINE, eventually
from objects import stream
from ports import free_port
from processes import pids_in
from servers import Program, control

ZONE = "example.com"


def zone_settings(name=ZONE, **more):
    return {
        "name": name,
        "nameservers": [{"name": f"ns1.{name}",
                         "addresses": ["192.0.2.53"]}],
        "soa": {"contact": f"hostmaster@{name}"},
        **more,
    }


def environment():
    """Ours, without what would lead the program to some cluster."""
    env = {k: v for k, v in os.environ.items()
           if not k.startswith(("KUBE", "K8S_NSD"))}
    env["HOME"] = "/nonexistent"
    env["PATH"] = env.get("PATH", "") + ":/usr/sbin:/sbin"
    return env


class Controller:
    """A directory with k8s-nsd.yaml, manifests/ and state/.

    cluster: an ApiServer to watch instead of the manifests.
    """

    def __init__(self, program, directory, zones=None, cluster=None,
                 run_nsd=True, **options):
        self.binary = program
        self.directory = pathlib.Path(directory)
        self.manifests = self.directory / "manifests"
        self.state = self.directory / "state"
        self.config_file = self.directory / "k8s-nsd.yaml"
        self.log = self.directory / "k8s-nsd.log"
        self.manifests.mkdir(parents=True)
        self.cluster = cluster
        self.program = None
        self.env = environment()
        self.port, self.http = free_port(), free_port()
        self.server = Server(self.port, directory=self.state)
        self.config = {
            "zones": zones or [zone_settings()],
            "nsd": {"directory": str(self.state), "run": run_nsd,
                    "listen": [f"127.0.0.1@{self.port}"]},
            "http": {"listen": [f"127.0.0.1:{self.http}"]},
            "events": False,
            "log": {"level": "debug", "format": "json"},
            **options,
        }
        if cluster:
            path = cluster.kubeconfig(self.directory / "kubeconfig")
            self.config.setdefault("cluster", {})["kubeconfig"] = str(path)
        self.write_config()

    def write_config(self, text=None):
        new = self.directory / ".k8s-nsd.yaml.new"
        new.write_text(text or json.dumps(self.config, indent=1))
        new.rename(self.config_file)

    def move_cluster(self):
        """The kubeconfig of where the API server is now."""
        new = self.cluster.kubeconfig(self.directory / ".kubeconfig.new")
        new.rename(self.directory / "kubeconfig")

    # Manifests.

    def put(self, file, *documents):
        """Puts a file of these objects in place, whole."""
        self.put_text(file, stream(documents))

    def put_text(self, file, text):
        path = self.manifests / file
        path.parent.mkdir(parents=True, exist_ok=True)
        new = self.directory / ".new"
        new.write_bytes(text if isinstance(text, bytes) else text.encode())
        new.rename(path)

    def remove(self, file):
        (self.manifests / file).unlink()

    def status(self):
        """What status says, as JSON."""
        def ask():
            done.append(self.command("status", "--config", self.config_file,
                                     "-o", "json"))
            return done[-1].stdout

        done = []
        return json.loads(eventually(ask, lambda: done[-1].stderr))

    def source(self, kind):
        """Of that, one kind."""
        return next(source for source in self.status()["sources"]
                    if source["kind"] == kind)

    # A life.

    def start_nsd(self):
        """An NSD from what nsd-conf says: another container's, not ours."""
        self.state.mkdir(exist_ok=True)
        done = self.command("nsd-conf", "--config", self.config_file, "--out",
                            self.state)
        assert done.returncode == 0, done.stderr
        # Those of one that was killed end by themselves, and have the port.
        eventually(lambda: not pids_in(self.state), "the last one has ended")
        nsd = Program([installed("nsd"), "-d", "-c", self.state / "nsd.conf"],
                      self.directory / "nsd.log")
        eventually(lambda: self.server.rcode(ZONE, "SOA", timeout=POLL)
                   != "TIMEOUT", nsd.output)
        return nsd

    def command(self, *words):
        """The program with these words; the finished process."""
        return subprocess.run(
            [self.binary, *map(str, words)], capture_output=True, text=True,
            errors="replace", timeout=300, env=environment())

    def run_words(self):
        words = [self.binary, "run", "--config", self.config_file]
        if not self.cluster:
            words += ["--from", self.manifests]
        return words

    def start(self, limits=None, wrapper=()):
        self.program = Program([*wrapper, *self.run_words()], self.log,
                               env=self.env, limits=limits)
        return self

    def instead_of(self, name, script):
        """From its next start on it finds this program under that name."""
        folder = self.directory / "bin"
        folder.mkdir(exist_ok=True)
        new = folder / f".{name}.new"
        new.write_text(script)
        new.chmod(0o755)
        new.rename(folder / name)
        if not self.env["PATH"].startswith(f"{folder}:"):
            self.env["PATH"] = f"{folder}:{self.env['PATH']}"

    def preload(self, name):
        """From its next start on it has this library of ours before others."""
        library = pathlib.Path(self.binary).parent / name
        assert library.exists(), f"there is no '{library}'"
        there = self.env.get("LD_PRELOAD", "").split(":")
        if str(library) not in there:
            self.env["LD_PRELOAD"] = ":".join(
                filter(None, [*there, str(library)]))

    def faults(self, *rules):
        """From now on these (preload/faults.c), for those started after one
        call of this: NSD and its programs too."""
        self.preload("faults.so")
        self.env["FAULTS"] = str(self.directory / "faults")
        new = self.directory / ".faults.new"
        new.write_text("".join(f"{rule}\n" for rule in rules))
        new.rename(self.directory / "faults")

    def clocks(self, wall=0, passed=0):
        """From now on its clocks are so many seconds ahead
        (preload/clock.c), for those started after one call of this."""
        self.preload("clock.so")
        shift = self.directory / "clocks"
        self.env["CLOCK_SHIFT"] = str(shift)
        # Whole at any time: it is read in between.
        file = os.open(shift, os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(file, struct.pack("qq", wall, passed))
        os.close(file)

    def serving(self, deadline=60.0):
        """Waits until every zone is answered."""
        for zone in self.config["zones"]:
            eventually(lambda: self.alive()
                       and self.server.serial(zone["name"], POLL) is not None,
                       lambda: f"{zone['name']} is not served:\n"
                               f"{self.program.output()}", deadline)
        self.server.reloaded()
        return self

    def confirmed(self):
        """Waits until the controller, too, knows that every zone is answered:
        NSD answers a moment before it is asked, and whatever is damaged in
        that moment is damage to a version that nobody has confirmed."""
        for zone in self.config["zones"]:
            self.says("zone published", f'"{zone["name"]}"')
        return self

    def alive(self):
        assert self.program.running(), (
            f"the controller ended with {self.program.status()}:\n"
            f"{self.program.output()}")
        return True

    def kill(self):
        self.program.kill()

    def stop(self):
        """Stops it with SIGTERM; it must end well, and soon."""
        status = self.program.stop()
        assert status == 0, f"ended with {status}:\n{self.program.output()}"

    def hangup(self):
        self.program.signal(signal.SIGHUP)

    def clean(self):
        """Ends what a test left running: it must end as well as ever."""
        try:
            if self.program and self.program.running():
                self.stop()
        finally:
            try:
                control(self.state / "nsd.sock", "stop")
            except OSError:
                pass
        log = self.log.read_text(errors="replace") if self.program else ""
        for word in ("runtime error:", "Sanitizer"):
            assert word not in log, log[-4000:]

    # What it made.

    def zone_file(self, zone=ZONE):
        return self.state / "zones" / f"{zone}.zone"

    def serial(self, zone=ZONE):
        """Of the file: NSD's last process may answer once more after the new
        one did, with the serial before."""
        return serial_of(self.zone_text(zone))

    def zone_text(self, zone=ZONE):
        return self.zone_file(zone).read_text()

    def records(self, zone=ZONE):
        """The record lines of the file behind the SOA."""
        return zone_records(self.zone_text(zone))

    def messages(self):
        """Its log, as objects."""
        return [json.loads(line) for line in self.program.output().split("\n")
                if line.startswith("{") and line.endswith("}")]

    def said(self, *words):
        """Has one line of its log all of these words?"""
        return any(all(word in line for word in words)
                   for line in self.program.output().split("\n"))

    def says(self, *words, deadline=DEADLINE):
        eventually(lambda: self.said(*words),
                   lambda: f"no line with {words} in\n"
                           f"{self.program.output()[-8000:]}", deadline)


def zone_records(text):
    """A zone file without its head and its SOA: what objects asked for."""
    lines = text.split("\n")
    end = next(i for i, line in enumerate(lines) if line.endswith(" )"))
    return [line for line in lines[end + 1:] if line]


def serial_of(text):
    for line in text.split("\n"):
        if line.endswith("; serial"):
            return int(line.split()[0])
    raise AssertionError(f"no serial in\n{text}")
