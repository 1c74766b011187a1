# SPDX-License-Identifier: Apache-2.0
"""Free ports of 127.0.0.1."""

import random
import socket

RANGE = "/proc/sys/net/ipv4/ip_local_port_range"
LOWEST = 10000
BLOCK = 64  # ports that are claimed together: a descriptor for each block

_claims = []


def _lowest_of_clients():
    with open(RANGE, encoding="ascii") as file:
        return int(file.read().split()[0])


def _claim(block):
    """Machine-wide, until this process ends; None: somebody else has it."""
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(f"\0k8s-nsd-tests/ports/{block}")
    except OSError:
        claim.close()
        return None
    return claim


def _claimed():
    """Ports that are nobody else's, each once."""
    while True:
        block = random.randrange(LOWEST // BLOCK + 1,
                                 _lowest_of_clients() // BLOCK)
        claim = _claim(block)
        if claim:
            _claims.append(claim)
            yield from range(block * BLOCK, (block + 1) * BLOCK)


_ports = _claimed()


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
    return next(port for port in _ports if _free(port))
