# SPDX-License-Identifier: Apache-2.0
"""A certificate authority made by openssl, for as long as a test lasts."""

import ssl
import subprocess


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True,
                   capture_output=True)


NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
           "-nodes")


class Authority:
    """folder/NAME.crt and .key, and what issue() makes beside them."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.certificate = folder / f"{name}.crt"
        self.key = folder / f"{name}.key"
        openssl("req", "-x509", *NEW_KEY, "-days", 2, "-subj", f"/CN={name}",
                "-keyout", self.key, "-out", self.certificate)

    def pem(self):
        return self.certificate.read_bytes()

    def issue(self, name, subject, server=False):
        """The paths of (certificate, key) for a server here, or a client."""
        base = self.folder / f"{self.name}-{name}"
        certificate, key, request, more = (
            base.with_suffix(suffix)
            for suffix in (".crt", ".key", ".csr", ".ext"))
        more.write_text(
            "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:api.test\n"
            "extendedKeyUsage=serverAuth\n" if server
            else "extendedKeyUsage=clientAuth\n")
        openssl("req", *NEW_KEY, "-subj", subject, "-keyout", key, "-out",
                request)
        openssl("x509", "-req", "-in", request, "-CA", self.certificate,
                "-CAkey", self.key, "-CAcreateserial", "-days", 2,
                "-extfile", more, "-out", certificate)
        return certificate, key

    def context(self):
        """For a server here: with a new key, signed by this authority."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.issue("server", "/CN=server", True))
        return context
