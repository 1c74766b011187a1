# SPDX-License-Identifier: Apache-2.0
"""An HTTP/1.1 server over TLS that breaks what it sends, when told to.

Each connection is a thread.  What to answer is for the handler to say (see
fakeapi.py); here are requests, answers, and the faults between them.
"""

import dataclasses
import gzip
import select
import socket
import ssl
import struct
import subprocess
import threading
import time
import urllib.parse
import zlib

from ports import free_port

PHRASES = {200: "OK", 400: "Bad Request", 401: "Unauthorized",
           403: "Forbidden", 404: "Not Found", 410: "Gone",
           422: "Unprocessable Entity", 429: "Too Many Requests",
           500: "Internal Server Error", 503: "Service Unavailable",
           504: "Gateway Timeout"}
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close() sends RST


@dataclasses.dataclass
class Request:
    method: str
    target: str    # as it came
    headers: dict  # names in lower case
    time: float    # time.monotonic()
    verb: str = ""       # "list", "watch", "discovery"; the handler's
    plural: str = ""     # "ingresses"
    status: int = 0      # that was answered
    ended: float = 0.0   # when the answer was over; 0: it is not

    @property
    def path(self):
        return self.target.split("?")[0]

    @property
    def query(self):
        return dict(urllib.parse.parse_qsl(
            self.target.partition("?")[2], keep_blank_values=True,
            strict_parsing=bool(self.target.partition("?")[2])))


@dataclasses.dataclass
class Fault:
    """What happens to the next `times` requests that match.

    Instead of the answer: status, with headers and body.  Else to it, each
    where set: how it looks and how its bytes come; K counts octets of the
    body, before chunks are made of it.
    """
    verb: str = None      # None: any
    plural: str = None
    when: object = None   # a function of the Request
    times: int = 1
    status: int = None
    headers: dict = dataclasses.field(default_factory=dict)
    body: object = None   # bytes, or a function of the right body
    delay: float = 0      # s, before the head
    split: int = None     # K octets at a time,
    pause: float = 0      # s apart
    cut: int = None       # the connection ends after K octets:
    reset: bool = False   # by RST; else by FIN
    end: int = None       # the body ends well after K octets, too soon
    freeze: int = None    # nothing comes after K octets; -1: no head either
    packed: object = None  # Content-Encoding gzip: a function of bytes
    hits: int = 0

    def matches(self, request):
        return (self.times > self.hits
                and self.verb in (None, request.verb)
                and self.plural in (None, request.plural)
                and (not self.when or self.when(request)))


# Ways to pack.

def packed(body):
    return gzip.compress(body, 1)


def packed_badly(body):
    """Its checksum is wrong."""
    data = bytearray(gzip.compress(body, 1))
    data[-8] ^= 1
    return bytes(data)


def bomb(size):
    """That many blanks, whatever should have been there."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * (1 << 20)
    data = b"".join(packer.compress(block) for _ in range(size >> 20))
    data += packer.flush()
    return lambda body: data


class Gone(Exception):
    """The connection is over."""


class Connection(threading.Thread):
    def __init__(self, server, raw):
        super().__init__(daemon=True)
        self.server = server
        raw.settimeout(30)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # The same one before the handshake and behind it: for abort().
        self.sock = server.context.wrap_socket(
            raw, server_side=True, do_handshake_on_connect=False)
        self.input = b""

    def run(self):
        try:
            self.sock.do_handshake()
            while True:
                self.answer(self.read_request())
        except (Gone, OSError):
            pass
        finally:
            self.server.connections.discard(self)
            self.sock.close()

    def read_request(self):
        while b"\r\n\r\n" not in self.input:
            self.more(None)
        head, _, self.input = self.input.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        return Request(method, target, headers, time.monotonic())

    def more(self, timeout):
        """Waits for bytes of the client; Gone when there will be none."""
        if not self.sock.pending():
            if not select.select([self.sock], [], [], timeout)[0]:
                return
        piece = self.sock.recv(65536)
        if not piece:
            raise Gone
        self.input += piece

    def answer(self, request):
        handler = self.server.handler
        handler.receive(request)
        reply = Reply(self, request, handler.fault_for(request))
        try:
            reply.fail() or handler.reply(request, reply)
        finally:
            request.ended = request.ended or time.monotonic()

    def freeze(self):
        """Says nothing more, until the client goes."""
        while True:
            self.more(0.02)

    def close(self, reset):
        if reset:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        else:
            # FIN without TLS's own goodbye.
            socket.socket.shutdown(self.sock, socket.SHUT_WR)
        self.sock.close()
        raise Gone

    def abort(self):
        """From another thread: RST."""
        try:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
        except OSError:
            pass


class Reply:
    """One answer, through a fault."""

    def __init__(self, connection, request, fault):
        self.connection = connection
        self.request = request
        self.fault = fault or Fault()
        self.sent = 0

    def fail(self):
        """The answer that the fault is, if it is one."""
        fault = self.fault
        if fault.delay:
            end = time.monotonic() + fault.delay
            while time.monotonic() < end:
                self.connection.more(min(0.02, fault.delay))
        if fault.freeze == -1:
            self.connection.freeze()
        if fault.status is None:
            return False
        body = fault.body if isinstance(fault.body, bytes) else b""
        self.head(fault.status, fault.headers)
        self.write(body)
        self.finish()
        return True

    def head(self, status, headers):
        self.request.status = status
        fields = {"Content-Type": "application/json",
                  "Transfer-Encoding": "chunked",
                  **headers, **self.fault.headers}
        if self.fault.packed:
            fields["Content-Encoding"] = "gzip"
        lines = [f"HTTP/1.1 {status} {PHRASES.get(status, 'Other')}"]
        lines += [f"{name}: {value}" for name, value in fields.items()]
        self.connection.sock.sendall(
            ("\r\n".join(lines) + "\r\n\r\n").encode())

    def whole(self, status, body, headers=None):
        """An answer that is complete."""
        if callable(self.fault.body):
            body = self.fault.body(body)
        if self.fault.packed:
            body = self.fault.packed(body)
        self.head(status, headers or {})
        self.write(body)
        self.finish()

    def line(self, data):
        """Whole lines of a stream."""
        if callable(self.fault.body):
            data = self.fault.body(data)
        self.write(self.fault.packed(data) if self.fault.packed else data)

    def write(self, data):
        fault = self.fault
        for limit in (fault.cut, fault.end, fault.freeze):
            if limit is not None:
                data = data[:max(0, limit - self.sent)]
        size = fault.split or len(data) or 1
        for at in range(0, len(data), size):
            self.chunk(data[at:at + size])
            time.sleep(fault.pause)
        if self.sent == fault.cut:
            self.connection.close(fault.reset)
        if self.sent == fault.freeze:
            self.connection.freeze()
        if self.sent == fault.end:
            self.finish()
            raise Gone

    def chunk(self, data):
        self.connection.sock.sendall(b"%x\r\n%b\r\n" % (len(data), data))
        self.sent += len(data)

    def finish(self):
        # Before the client can know it, and ask for something else.
        self.request.ended = time.monotonic()
        self.connection.sock.sendall(b"0\r\n\r\n")


class Server:
    """handler: .receive(Request), .fault_for(Request), .reply(Request,
    Reply); all from the connections' threads."""

    def __init__(self, directory, handler):
        self.handler = handler
        self.connections = set()
        self.certificate = make_certificate(directory)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate, directory / "fake.key")
        self.listener = self.thread = None
        # One that no client is given while nobody listens.
        self.address, self.port = "127.0.0.1", free_port()
        self.accept()

    def accept(self):
        """Listens; on the port it had before."""
        self.listener = socket.create_server(
            (self.address, self.port), backlog=64, reuse_port=False)
        self.thread = threading.Thread(
            target=self.listen, args=[self.listener], daemon=True)
        self.thread.start()

    def listen(self, listener):
        while True:
            try:
                raw, _ = listener.accept()
            except OSError:
                return
            try:
                connection = Connection(self, raw)
            except OSError:  # it went again
                raw.close()
                continue
            self.connections.add(connection)
            connection.start()

    def refuse(self):
        """Connections are reset, new ones refused, until accept()."""
        # A thread in accept() keeps a closed listener alive.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()
        for connection in list(self.connections):
            connection.abort()
            connection.join()


def make_certificate(directory):
    """A key and a certificate for 127.0.0.1, its own authority."""
    certificate = directory / "fake.crt"
    if not certificate.exists():
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", "/CN=fake", "-addext", "subjectAltName=IP:127.0.0.1",
             "-keyout", directory / "fake.key", "-out", certificate],
            check=True, capture_output=True)
    return certificate
