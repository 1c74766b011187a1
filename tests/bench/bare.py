# SPDX-License-Identifier: Apache-2.0
"""What the controller is measured beside: a bare question, a bare NSD with
its file, and one with a primary in a few lines of Python."""

import random
import re
import socket
import threading
import time

import dns.message
import dns.rrset
import dns.zone

from checkers import program
from controller import ZONE, serial_of
from eventually import eventually
from nameservers import LOOPBACK
from ports import free_port
from servers import CONFIG, Nsd, Program, control


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

    what = "reload"

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

    def change(self):
        """Seconds for the same records under the next serial."""
        self.text = self.text.replace(str(self.serial),
                                      str(self.serial + 1), 1)
        self.serial += 1
        new = self.folder / "new"
        new.write_text(self.text)
        new.rename(self.file)
        return self.nsd.reload(ZONE, self.serial)

    def stop(self):
        self.nsd.stop()


class Primary(threading.Thread):
    """Answers IXFR from the serial before, or from the one that it has.

    soa: an RRset, as the records are.
    """

    def __init__(self, soa):
        super().__init__(daemon=True)
        self.soas, self.changed = [soa], []
        self.listener = socket.create_server((LOOPBACK, 0))
        self.port = self.listener.getsockname()[1]
        self.start()

    def bump(self, gone, come):
        """The next serial: one record in place of another."""
        old = self.soas[-1]
        self.soas = [old, dns.rrset.from_rdata(
            old.name, old.ttl, old[0].replace(serial=old[0].serial + 1))]
        self.changed = [gone, come]

    def answer(self, wire):
        question = dns.message.from_wire(wire)
        reply = dns.message.make_response(question)
        new = self.soas[-1]
        reply.answer = [new]
        if question.authority[0][0].serial != new[0].serial:
            old, (gone, come) = self.soas[0], self.changed
            assert question.authority[0][0].serial == old[0].serial
            reply.answer += [old, gone, new, come, new]
        return reply.to_wire()

    def run(self):
        while True:
            try:
                connection = self.listener.accept()[0]
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                while size := stream.read(2):
                    wire = self.answer(
                        stream.read(int.from_bytes(size, "big")))
                    stream.write(len(wire).to_bytes(2, "big") + wire)
                    stream.flush()

    def stop(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


class BareFeed:
    """An NSD that asks a bare primary for the zone when it is told to."""

    what = "feed"

    def __init__(self, folder, text):
        folder.mkdir()
        (folder / "zone").write_text(text)
        head = text[:text.index(" )\n") + 3]
        zone = dns.zone.from_text(head, ZONE, relativize=False,
                                  check_origin=False)
        self.primary = Primary(zone.get_rrset(f"{ZONE}.", "SOA"))
        self.place, self.socket = folder, folder / "nsd.sock"
        self.turn, self.last = 0, self.record(
            re.search(r"^moves\t.*\t(\S+)$", text, re.MULTILINE)[1])
        port = free_port()
        self.asker = Asker(port)
        self.nsd = self.start(port)
        eventually(lambda: self.asker.addresses(f"moves.{ZONE}"),
                   "the bare NSD serves", 60)

    @staticmethod
    def record(address):
        return dns.rrset.from_text(f"moves.{ZONE}.", 60, "IN", "A", address)

    def start(self, port):
        conf = CONFIG.format(port=port, directory=self.place,
                             socket=self.socket, address=LOOPBACK)
        conf = conf.replace("server:\n", "server:\n  xfrd-reload-timeout: 0\n")
        conf += (f'zone:\n  name: "{ZONE}"\n  zonefile: "zone"\n'
                 f"  request-xfr: {LOOPBACK}@{self.primary.port} NOKEY\n")
        (self.place / "nsd.conf").write_text(conf)
        return Program([program("nsd"), "-d", "-c", self.place / "nsd.conf"],
                       self.place / "log")

    def change(self):
        """Seconds until the next serial's record is answered."""
        self.turn += 1
        address = f"198.19.{self.turn >> 8}.{self.turn & 255}"
        gone, self.last = self.last, self.record(address)
        self.primary.bump(gone, self.last)
        start = time.perf_counter()
        assert control(self.socket, f"transfer {ZONE}") == "ok\n"
        self.asker.until(f"moves.{ZONE}", address)
        return time.perf_counter() - start

    def stop(self):
        self.nsd.stop()
        self.primary.stop()
