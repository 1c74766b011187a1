# SPDX-License-Identifier: Apache-2.0
"""Other people's primaries: NSD, BIND and Knot with one zone and one key."""

from nameservers import KINDS, Key, NameServer, Zone

KEY = "mover.example"
SERVERS = list(KINDS)


class Primary(NameServer):
    """A server of that kind, with a zone file, answering."""

    def __init__(self, kind, folder, zone, file, secret,
                 algorithm="hmac-sha256", key=KEY, **place):
        signed = Key(key, algorithm, secret)
        super().__init__(kind, folder, [Zone(zone, file, key=signed)],
                         **place)
        self.answering()

    def place(self):
        return f"axfr:{self.address}@{self.port}"
