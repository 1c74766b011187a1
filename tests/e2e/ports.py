# SPDX-License-Identifier: Apache-2.0
"""Free ports of 127.0.0.1."""

import random
import socket

RANGE = "/proc/sys/net/ipv4/ip_local_port_range"

_claims = []


def _lowest_of_clients():
    with open(RANGE, encoding="ascii") as file:
        return int(file.read().split()[0])


def _claim(port):
    """Machine-wide, until this process ends; None: somebody else has it."""
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(f"\0k8s-nsd-tests/port/{port}")
    except OSError:
        claim.close()
        return None
    return claim


def _free(port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp, \
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        try:
            tcp.bind(("127.0.0.1", port))
            udp.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port():
    """A port that is free for UDP and for TCP, and is given to nobody else.

    It is below those that the kernel gives to clients: there anybody's
    question could come from it before the server has it.
    """
    while True:
        port = random.randrange(10000, _lowest_of_clients())
        claim = _claim(port)
        if claim is None:
            continue
        if _free(port):
            _claims.append(claim)
            return port
        claim.close()
