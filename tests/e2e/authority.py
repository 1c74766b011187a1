# SPDX-License-Identifier: Apache-2.0
"""Certificate authorities, and what they sign for 127.0.0.1."""

import ssl
import subprocess


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True,
                   capture_output=True)


class Authority:
    """A key and a certificate of its own; .certificate is its file."""

    def __init__(self, directory, name):
        self.directory, self.name = directory, name
        self.key = directory / f"{name}.key"
        self.certificate = directory / f"{name}.crt"
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", f"/CN={name}", "-keyout", self.key, "-out",
                self.certificate)

    def pem(self):
        return self.certificate.read_bytes()

    def context(self):
        """For a server: with a new key, signed by this authority."""
        made = self.directory / f"{self.name}-server"
        names = self.directory / f"{self.name}-server.ext"
        names.write_text("subjectAltName=IP:127.0.0.1\n")
        openssl("req", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                "/CN=server", "-keyout", f"{made}.key", "-out", f"{made}.csr")
        openssl("x509", "-req", "-in", f"{made}.csr", "-CA", self.certificate,
                "-CAkey", self.key, "-days", "2", "-extfile", names, "-out",
                f"{made}.crt")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{made}.crt", f"{made}.key")
        return context
