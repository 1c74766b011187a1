# SPDX-License-Identifier: Apache-2.0
"""An empty cluster that writes down who asked, over which connection.

Lists are empty, a watch is a bookmark and ends: the next one comes soon, and
over the same connection if the client sees no reason for another.  Proxy writes down
where clients wanted to go, and brings them there.
"""

import collections
import http.server
import itertools
import json
import select
import socket
import ssl
import struct
import threading

VERSION = {"resourceVersion": "5"}
# As their plurals begin.
KINDS = ("Namespace", "Node", "EndpointSlice", "Gateway", "ListenerSet",
         "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute",
         "Ingress", "Service", "DNSEndpoint")
BOOKMARK = json.dumps({"type": "BOOKMARK", "object": {
    "metadata": VERSION}}).encode() + b"\n"
Asked = collections.namedtuple("Asked", "connection path headers status")


def empty(path):
    """The list of no objects that was asked for."""
    parts = path.split("?")[0].strip("/").split("/")
    kind = next(kind for kind in KINDS if parts[-1].startswith(kind.lower()))
    return json.dumps({"kind": f"{kind}List", "items": [],
                       "apiVersion": "/".join(parts[1:-1]),
                       "metadata": VERSION}).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.number = next(self.server.api.numbers)

    def do_GET(self):
        api = self.server.api
        status = 401 if api.deny(self.headers) else 200
        api.asked.append(Asked(self.number, self.path, self.headers, status))
        body = b""
        if status == 200:
            body = BOOKMARK if "watch=" in self.path else empty(self.path)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        pass  # a client that does not believe us, for instance


class TlsApi:
    def __init__(self, certificate, key):
        self.asked = []
        self.numbers = itertools.count()
        self.deny = lambda headers: False
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.api = self
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server.socket = context.wrap_socket(
            self.server.socket, server_side=True,
            do_handshake_on_connect=False)
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Proxy:
    """Speaks HTTP CONNECT, or SOCKS 5; .asked: (host, port, credentials)."""

    def __init__(self, socks=False):
        self.asked = []
        self.greet = self.greet_socks if socks else self.greet_http
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def stop(self):
        self.listener.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,),
                             daemon=True).start()

    def serve(self, client):
        with client:
            try:
                port = self.greet(client)
                with socket.create_connection(("127.0.0.1", port)) as server:
                    self.carry(client, server)
            except OSError:
                pass

    def greet_http(self, client):
        text = b""
        while b"\r\n\r\n" not in text:
            text += client.recv(4096)
        first, *lines = text.decode().split("\r\n")
        host, port = first.split()[1].rsplit(":", 1)
        credentials = [line.split(": ", 1)[1] for line in lines
                       if line.lower().startswith("proxy-authorization:")]
        self.asked.append((host, int(port), "".join(credentials)))
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        return int(port)

    def greet_socks(self, client):
        """A name, RFC 1928; an address would be another type."""
        methods = client.recv(2)[1]
        client.recv(methods)
        client.sendall(b"\5\0")
        version, command, _, kind = client.recv(4)
        assert (version, command) == (5, 1)
        size = client.recv(1)[0] if kind == 3 else 4
        host = client.recv(size)
        host = host.decode() if kind == 3 else socket.inet_ntoa(host)
        port, = struct.unpack(">H", client.recv(2))
        self.asked.append((host, port, ""))
        client.sendall(b"\5\0\0\1\0\0\0\0\0\0")
        return port

    @staticmethod
    def carry(one, other):
        while True:
            for ready in select.select([one, other], [], [])[0]:
                text = ready.recv(65536)
                if not text:
                    return
                (other if ready is one else one).sendall(text)
