# SPDX-License-Identifier: Apache-2.0
"""Free ports of 127.0.0.1."""

import socket

_given = set()


def free_port():
    """A port that is free for UDP and for TCP, and was not given before.

    Somebody else may still take it before it is used: whoever starts a
    server tries again with another one.
    """
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp, \
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", 0))
            port = tcp.getsockname()[1]
            try:
                udp.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in _given:
            _given.add(port)
            return port
