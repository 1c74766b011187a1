# SPDX-License-Identifier: Apache-2.0
"""An OpenSSH server on loopback, for whoever runs the tests."""

import getpass
import os
import pathlib
import shutil
import subprocess

from eventually import eventually
from ports import free_port
from servers import Program


class Sshd:
    def __init__(self, folder):
        self.folder = folder
        self.folder.mkdir()
        self.port = free_port()
        self.program = None
        self.key = self.make_key("key")
        self.known_hosts = folder / "known_hosts"
        self.make_host_key()
        shutil.copy(f"{self.key}.pub", folder / "authorized_keys")
        (folder / "sshd_config").write_text(
            f"ListenAddress 127.0.0.1:{self.port}\n"
            f"HostKey {folder}/host\n"
            f"AuthorizedKeysFile {folder}/authorized_keys\n"
            "PidFile none\nStrictModes no\nUsePAM no\n"
            "PermitRootLogin yes\nPasswordAuthentication no\n")
        self.trust()
        self.start()

    def make_key(self, name):
        path = self.folder / name
        path.unlink(missing_ok=True)
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "",
                        "-C", name, "-f", path], check=True)
        return path

    def make_host_key(self):
        self.make_key("host")

    def trust(self):
        """Its host key is known from now on."""
        key = (self.folder / "host.pub").read_text().split()[:2]
        new = self.folder / "known_hosts.new"
        new.write_text(f"[127.0.0.1]:{self.port} {' '.join(key)}\n")
        new.rename(self.known_hosts)

    def start(self):
        if os.geteuid() == 0:
            pathlib.Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        self.program = Program(
            [shutil.which("sshd", path="/usr/sbin:/usr/local/sbin"), "-D",
             "-e", "-f", self.folder / "sshd_config"],
            self.folder / "sshd.log")
        eventually(lambda: "listening on" in self.program.output(),
                   self.program.output)

    def stop(self):
        if self.program:
            self.program.kill()
        self.program = None

    def url(self, path):
        return f"ssh://{getpass.getuser()}@127.0.0.1:{self.port}{path}"
