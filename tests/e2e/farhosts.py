# SPDX-License-Identifier: Apache-2.0
"""Hosts in networks of their own, and a path between them that is no good.

Each host is a network namespace with one address, on a tun device whose other
end is here.  A thread carries the packets from one to the other, and does to
them what it is told: some are lost, connections are cut, a host gets only so
many octets a second, or none at all.  Nothing of it is seen from the machine's
own network, and it is gone with its descriptors.
"""

import collections
import fcntl
import heapq
import os
import random
import select
import struct
import threading
import time

from ask import Server
from netpair import End, Impossible

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
TCP, UDP = 6, 17
SYN, RST, ACK = 0x02, 0x04, 0x10
NOTIFY = 4
WAITING = 0.5  # s that a packet waits for its turn at most, then it is lost


class Inside(Server):
    """A server that is asked from within its own host."""

    def __init__(self, host, port=53, directory=None):
        super().__init__(port, host.address, directory)
        self.host = host

    def query(self, *words, **more):
        with self.host.inside():
            return super().query(*words, **more)

    def transfer(self, zone):
        with self.host.inside():
            return super().transfer(zone)


class Host(End):
    def __init__(self, address):
        super().__init__()
        self.address = address
        try:
            with self.inside():
                self.tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
                fcntl.ioctl(self.tun, TUNSETIFF, struct.pack(
                    "16sH22x", b"path", IFF_TUN | IFF_NO_PI))
        except OSError as error:
            self.close()
            raise Impossible(f"no tun device: {error}") from error
        self.ip("link", "set", "lo", "up")
        self.ip("address", "add", f"{address}/24", "dev", "path")
        self.ip("link", "set", "path", "up")


    def sends_at_most(self, octets):
        """A connection from here has so many on their way: what NSD wrote
        before a reload arrives all the same."""
        with self.inside(), open("/proc/sys/net/ipv4/tcp_wmem", "w") as limit:
            limit.write(f"4096 {octets} {octets}")


class Packet:
    """IPv4, as a tun device has it."""

    def __init__(self, octets):
        self.octets = octets
        self.head = (octets[0] & 15) * 4
        self.protocol = octets[9]
        self.source, self.target = octets[12:16], octets[16:20]

    def known(self):
        return self.octets[0] >> 4 == 4 and self.protocol in (TCP, UDP)

    def is_notify(self):
        opcode = self.octets[self.head + 10] >> 3 & 15
        return (self.protocol == UDP and opcode == NOTIFY
                and len(self.octets) > self.head + 12)

    def connection(self):
        return self.source, self.target, self.octets[self.head:self.head + 4]

    def flags(self):
        return self.octets[self.head + 13]

    def payload(self):
        return len(self.octets) - self.head - (
            self.octets[self.head + 12] >> 4) * 4

    def resets(self):
        """What ends its connection: one for its target, one for its source."""
        ports = self.octets[self.head:self.head + 4]
        sequence, answer = struct.unpack(
            "!II", self.octets[self.head + 4:self.head + 12])
        return (reset(self.source, self.target, ports, sequence),
                reset(self.target, self.source, ports[2:] + ports[:2],
                      answer))


def checksum(octets):
    octets += b"\0" * (len(octets) % 2)
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def reset(source, target, ports, sequence):
    segment = ports + struct.pack("!IIBBHHH", sequence, 0, 5 << 4, RST, 0, 0,
                                  0)
    pseudo = source + target + struct.pack("!BBH", 0, TCP, len(segment))
    segment = segment[:16] + struct.pack(
        "!H", checksum(pseudo + segment)) + segment[18:]
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(segment), 0, 0, 64, TCP,
                       0) + source + target
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + segment


class Path:
    """The hosts, and what happens between them.

    lost: share of the packets of UDP; notifies: do they arrive?  cut: share of
    the TCP connections that end after their first cut_after octets of one
    direction.  rate: octets a second to each host but the first; None: any.
    down: addresses that nothing comes to or from.
    """

    def __init__(self, count, seed=1):
        self.lost, self.cut, self.cut_after = 0.0, 0.0, 150
        self.notifies, self.rate, self.down = True, None, set()
        self.chance = random.Random(seed)
        self.happened = collections.Counter()
        self.doomed, self.sent = {}, collections.Counter()
        self.free, self.waiting = {}, []
        self.hosts = []
        self.over = threading.Event()
        try:
            for number in range(count):
                self.hosts.append(Host(f"10.53.0.{number + 1}"))
        except (Impossible, FileNotFoundError) as error:
            self.close()
            raise Impossible(str(error)) from error
        self.tuns = {bytes(map(int, host.address.split("."))): host.tun
                     for host in self.hosts}
        self.first = next(iter(self.tuns))
        self.thread = threading.Thread(target=self.carry, daemon=True)
        self.thread.start()

    def heal(self):
        self.lost, self.cut, self.notifies = 0.0, 0.0, True
        self.rate, self.down = None, set()
        self.doomed.clear()

    def close(self):
        self.over.set()
        if hasattr(self, "thread"):
            self.thread.join()
        for host in self.hosts:
            os.close(host.tun)
            host.close()

    # In the thread.

    def carry(self):
        poll = select.poll()
        for tun in self.tuns.values():
            poll.register(tun, select.POLLIN)
        while not self.over.is_set():
            for tun, _ in poll.poll(self.pause()):
                self.take(tun)
            self.deliver()

    def pause(self):
        """ms until the next packet has waited."""
        if not self.waiting:
            return 50
        return max(0, min(50, (self.waiting[0][0] - time.monotonic()) * 1000))

    def take(self, tun):
        for _ in range(64):
            try:
                packet = Packet(os.read(tun, 65536))
            except BlockingIOError:
                return
            if (packet.known() and packet.target in self.tuns
                    and not self.lose(packet)):
                self.send(packet)

    def lose(self, packet):
        if self.down & {".".join(map(str, end)) for end in
                        (packet.source, packet.target)}:
            why = "down"
        elif not self.notifies and packet.is_notify():
            why = "notify"
        elif packet.protocol == UDP and self.chance.random() < self.lost:
            why = "lost"
        elif packet.protocol == TCP and self.is_cut(packet):
            for octets in packet.resets():
                self.write(octets)
            why = "cut"
        else:
            return False
        self.happened[why] += 1
        return True

    def is_cut(self, packet):
        key = packet.connection()
        if packet.flags() & SYN:
            self.doomed[key] = self.chance.random() < self.cut
            self.sent[key] = 0
        self.sent[key] += packet.payload()
        return self.doomed.get(key) and self.sent[key] > self.cut_after

    def send(self, packet):
        now = time.monotonic()
        if not self.rate or packet.target == self.first:
            self.write(packet.octets)
            return
        start = max(now, self.free.get(packet.target, 0))
        if start - now > WAITING:
            self.happened["late"] += 1
            return
        self.free[packet.target] = start + len(packet.octets) / self.rate
        self.happened["carried"] += len(packet.octets)
        heapq.heappush(self.waiting, (start, self.happened["carried"],
                                      packet.octets))

    def deliver(self):
        while self.waiting and self.waiting[0][0] <= time.monotonic():
            self.write(heapq.heappop(self.waiting)[2])

    def write(self, octets):
        try:
            os.write(self.tuns[octets[16:20]], octets)
        except OSError:
            pass  # the host is about to go, or its queue is full
