# SPDX-License-Identifier: Apache-2.0
"""A certificate authority made by openssl, for as long as a test lasts."""

import subprocess


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True,
                   capture_output=True)


class Authority:
    """folder/NAME.crt and .key, and what issue() makes beside them."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.certificate = folder / f"{name}.crt"
        self.key = folder / f"{name}.key"
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 2,
                "-subj", f"/CN={name}", "-keyout", self.key, "-out",
                self.certificate)

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
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", subject,
                "-keyout", key, "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", self.certificate,
                "-CAkey", self.key, "-CAcreateserial", "-days", 2,
                "-extfile", more, "-out", certificate)
        return certificate, key
