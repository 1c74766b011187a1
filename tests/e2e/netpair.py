# SPDX-License-Identifier: Apache-2.0
"""Two network namespaces with a wire between them, away from the machine's.

What a firewall, a dead switch or a power cut does to a path: with the wire
cut nothing comes and nothing is refused.  Needs CAP_SYS_ADMIN and ip(8).
"""

import contextlib
import os
import subprocess

from servers import LIBC, prepare

CLONE_NEWNET = 0x40000000
CLIENT, SERVER = "192.0.2.1", "192.0.2.2"


class Impossible(Exception):
    """Not with these rights, or not on this machine."""


def unshare():
    prepare()
    if LIBC.unshare(CLONE_NEWNET) < 0:
        os._exit(1)


class End:
    """A network; a process that does nothing else holds it."""

    def __init__(self):
        self.process = subprocess.Popen(
            ["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            preexec_fn=unshare)
        try:
            self.process.stdin.write(b"x")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        if self.process.stdout.read(1) != b"x":
            raise Impossible("no network namespace can be made")
        self.path = f"/proc/{self.process.pid}/ns/net"

    @contextlib.contextmanager
    def inside(self):
        """This thread is in that network, with what it makes and starts."""
        with (open("/proc/thread-self/ns/net") as home,
              open(self.path) as there):
            enter(there)
            try:
                yield
            finally:
                enter(home)

    def ip(self, *words):
        with self.inside():
            done = subprocess.run(["ip", *map(str, words)],
                                  capture_output=True, text=True)
        if done.returncode:
            raise Impossible(f"ip {words}: {done.stderr}")

    def close(self):
        self.process.kill()
        self.process.communicate()


def enter(namespace):
    if LIBC.setns(namespace.fileno(), CLONE_NEWNET) < 0:
        raise Impossible("a network namespace cannot be entered")


class NetPair:
    def __init__(self):
        self.ends = []
        try:
            self.client, self.server = self.end(), self.end()
            self.client.ip("link", "add", "wire", "type", "veth", "peer",
                           "name", "wire", "netns", self.server.process.pid)
            for end, address in ((self.client, CLIENT), (self.server, SERVER)):
                end.ip("address", "add", f"{address}/24", "dev", "wire")
                end.ip("link", "set", "wire", "up")
                end.ip("link", "set", "lo", "up")
        except (Impossible, FileNotFoundError) as error:
            self.close()
            raise Impossible(str(error)) from error

    def end(self):
        self.ends.append(End())
        return self.ends[-1]

    def cut(self):
        self.server.ip("link", "set", "wire", "down")

    def mend(self):
        self.server.ip("link", "set", "wire", "up")

    def close(self):
        for end in self.ends:
            end.close()
