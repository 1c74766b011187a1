# SPDX-License-Identifier: Apache-2.0
"""What the controller is measured beside: a bare question, a bare NSD."""

import random
import socket
import time

from controller import ZONE, serial_of
from eventually import eventually
from servers import Nsd


class Asker:
    """A question and nothing else: dnspython takes longer than NSD."""

    def __init__(self, port):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(("127.0.0.1", port))
        self.socket.settimeout(0.2)

    def addresses(self, name):
        """The octets of the answer; empty without one."""
        head = random.randrange(65536).to_bytes(2, "big")
        question = (head + b"\1\0\0\1\0\0\0\0\0\0" + b"".join(
            bytes([len(label)]) + label.encode()
            for label in name.split(".")) + b"\0\0\1\0\1")
        try:
            self.socket.send(question)
            while True:
                reply = self.socket.recv(4096)
                if reply[:2] == head:
                    return reply[len(question):]
        except OSError:
            return b""

    def has(self, name, address):
        return socket.inet_aton(address) in self.addresses(name)

    def until(self, name, address, deadline=120.0):
        """Waits for the address; seconds waited."""
        start = time.perf_counter()
        while not self.has(name, address):
            if time.perf_counter() - start > deadline:
                raise AssertionError(f"{name} is not {address}")
            time.sleep(0.0003)
        return time.perf_counter() - start


class Bare:
    """NSD and one zone file, and nobody else."""

    def __init__(self, folder, text):
        self.text = text
        self.serial = serial_of(text)
        self.folder = folder
        folder.mkdir()
        self.file = folder / "zone"
        self.file.write_text(text)
        self.nsd = Nsd(folder / "nsd", {ZONE: self.file})
        eventually(lambda: self.nsd.server.serial(ZONE) == self.serial,
                   "the bare NSD serves", 60)

    def reload(self):
        """Seconds for the same records under the next serial."""
        self.text = self.text.replace(str(self.serial),
                                      str(self.serial + 1), 1)
        self.serial += 1
        new = self.folder / "new"
        new.write_text(self.text)
        new.rename(self.file)
        return self.nsd.reload(ZONE, self.serial)
