# SPDX-License-Identifier: Apache-2.0
"""git http-backend behind TLS, for whoever has the token."""

import base64
import http.server
import os
import ssl
import subprocess
import threading

from ports import free_port


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def do_GET(self):
        self.serve(b"")

    def do_POST(self):
        self.serve(self.rfile.read(int(self.headers["Content-Length"])))

    def serve(self, body):
        server = self.server
        given = self.headers.get("Authorization", "")
        wanted = base64.b64encode(f"git:{server.token}".encode()).decode()
        if given != f"Basic {wanted}":
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path, _, query = self.path.partition("?")
        done = subprocess.run(
            ["git", "-c", "safe.directory=*", "http-backend"], input=body,
            capture_output=True, check=True, env={
                "PATH": os.environ["PATH"], "GIT_HTTP_EXPORT_ALL": "1",
                "GIT_PROJECT_ROOT": str(server.root), "PATH_INFO": path,
                "QUERY_STRING": query, "REQUEST_METHOD": self.command,
                "REMOTE_USER": "git", "REMOTE_ADDR": "127.0.0.1",
                "HTTP_CONTENT_ENCODING":
                    self.headers.get("Content-Encoding", ""),
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "CONTENT_LENGTH": str(len(body)),
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_CONFIG_GLOBAL": "/dev/null"})
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        status = 200
        fields = []
        for line in head.decode().split("\r\n"):
            key, _, value = line.partition(": ")
            if key == "Status":
                status = int(value.split()[0])
            else:
                fields.append((key, value))
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        for field in fields:
            self.send_header(*field)
        self.end_headers()
        self.wfile.write(content)


class GitHttps:
    """What is below root, at .url; .authority is who vouches for it."""

    def __init__(self, root, folder, token):
        folder.mkdir()
        self.authority = folder / "cert.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
             "-keyout", folder / "key.pem", "-out", self.authority,
             "-days", "30", "-subj", "/CN=127.0.0.1",
             "-addext", "subjectAltName=IP:127.0.0.1"],
            check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.authority, folder / "key.pem")
        port = free_port()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port),
                                                      Handler)
        self.server.root, self.server.token = root, token
        self.server.socket = context.wrap_socket(self.server.socket,
                                                 server_side=True)
        self.url = f"https://127.0.0.1:{port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
