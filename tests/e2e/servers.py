# SPDX-License-Identifier: Apache-2.0
"""Programs that the tests start, and a plain NSD among them."""

import ctypes
import signal
import socket
import subprocess
import time

from ask import POLL, Server
from checkers import program
from eventually import eventually
from ports import free_port


LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


def prepare():
    """In a child: it dies with the tests, however they end."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Program:
    """A child process with its output in a file.

    It dies with the tests: nothing outlives a run, however that ended.
    """

    def __init__(self, command, log, env=None, limits=None, cwd=None):
        self.command = [str(word) for word in command]
        self.log = log

        def before():
            prepare()
            if limits:
                limits()

        self.before = log.stat().st_size if log.exists() else 0
        with open(log, "ab") as out:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=out,
                stderr=out, env=env, cwd=cwd, preexec_fn=before)
        self.pid = self.process.pid

    def running(self):
        return self.process.poll() is None

    def status(self):
        return self.process.poll()

    def signal(self, number):
        if self.running():
            self.process.send_signal(number)

    def wait(self, timeout=60):
        return self.process.wait(timeout)

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, timeout=60):
        """SIGTERM, and SIGKILL when that does not help; its status."""
        self.signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(
                f"{self.command[0]} did not stop in {timeout} s")

    def output(self):
        """What this run of it wrote, so far."""
        with open(self.log, "rb") as log:
            log.seek(self.before)
            return log.read().decode(errors="replace")

    def memory_peak(self):
        """VmHWM in octets."""
        with open(f"/proc/{self.pid}/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        raise AssertionError("no VmHWM")


CONFIG = """\
server:
  ip-address: {address}@{port}
  server-count: 1
  username: ""
  chroot: ""
  pidfile: ""
  database: ""
  zonesdir: "{directory}"
  zonelistfile: "{directory}/zone.list"
  xfrdfile: ""
  xfrdir: "{directory}"
  cookie-secret-file: ""
  verbosity: 1
  rrl-ratelimit: 0
  rrl-size: 1000
  zonefiles-write: 0
remote-control:
  control-enable: yes
  control-interface: "{socket}"
"""
ZONE = """\
zone:
  name: "{zone}"
  zonefile: "{file}"
  provide-xfr: 127.0.0.1 NOKEY
"""


def control(path, line):
    """One command to NSD on its control socket; the reply."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as channel:
        channel.settimeout(30)
        channel.connect(str(path))
        channel.sendall(f"NSDCT1 {line}\n".encode())
        reply = b""
        while True:
            piece = channel.recv(65536)
            if not piece:
                return reply.decode()
            reply += piece


class Nsd:
    """An NSD of our own: {zone: file}, no controller anywhere near."""

    def __init__(self, directory, zones):
        self.directory = directory
        self.zones = zones
        self.socket = directory / "nsd.sock"
        self.log = directory / "nsd.log"
        directory.mkdir(parents=True, exist_ok=True)
        self.start()

    def start(self):
        for _ in range(5):
            self.port = free_port()
            text = CONFIG.format(port=self.port, directory=self.directory,
                                 socket=self.socket, address="127.0.0.1")
            for zone, file in self.zones.items():
                text += ZONE.format(zone=zone, file=file)
            (self.directory / "nsd.conf").write_text(text)
            self.program = Program(
                [program("nsd"), "-d", "-c", self.directory / "nsd.conf"],
                self.log)
            self.server = Server(self.port, directory=self.directory)
            eventually(lambda: not self.program.running() or self.answering(),
                       "NSD answers")
            if self.program.running():
                return
        raise AssertionError(f"NSD does not start:\n{self.log.read_text()}")

    def answering(self):
        return all(self.server.rcode(zone, "SOA", timeout=POLL) != "TIMEOUT"
                   for zone in self.zones)

    def control(self, line):
        return control(self.socket, line)

    def reload(self, zone, serial, deadline=60.0):
        """Reloads the zone; seconds until the serial was answered."""
        start = time.perf_counter()
        reply = self.control(f"reload {zone}")
        assert reply == "ok\n", reply
        eventually(lambda: self.server.serial(zone, POLL) == serial,
                   f"NSD serves serial {serial}", deadline, pause=0.0003)
        return time.perf_counter() - start

    def stop(self):
        self.program.stop()
