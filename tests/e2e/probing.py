# SPDX-License-Identifier: Apache-2.0
"""Health and metrics of a running controller, as the network asks for them."""

import http.client
import socket

import exposition
from eventually import eventually


def ask(one, path, host="127.0.0.1", method="GET", headers=None):
    """(status, headers, text)"""
    connection = http.client.HTTPConnection(host, one.http, timeout=60)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return (answer.status, dict(answer.getheaders()),
                answer.read().decode())
    finally:
        connection.close()


def code(one, path):
    """None: nobody is there, perhaps not yet."""
    try:
        return ask(one, path)[0]
    except OSError:
        return None


def metrics(one):
    """Read as soon as that is not too often."""
    def read():
        answers.append(ask(one, "/metrics"))
        return answers[-1][0] == 200

    answers = []
    eventually(read, lambda: answers[-1])
    status, headers, text = answers[-1]
    assert headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return exposition.parse(text)


def measured(one, name, wanted, **labels):
    """Waits until that metric has the value, or one that wanted() takes."""
    def look():
        try:
            seen.append(exposition.value(metrics(one), name, **labels))
        except (AssertionError, OSError) as error:
            seen.append(str(error))
            return False
        return (wanted(seen[-1]) if callable(wanted)
                else seen[-1] == wanted)

    seen = []
    eventually(look, lambda: f"{name} {labels}: {seen[-1]}")
    return seen[-1]


def at_once(port, path, count=50):
    """The statuses of so many requests that all are there before the first
    answer is read."""
    clients = [socket.create_connection(("127.0.0.1", port), timeout=60)
               for _ in range(count)]
    for client in clients:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"
                       .encode())
    statuses = []
    for client in clients:
        with client, client.makefile("rb") as answer:
            statuses.append(int(answer.readline().split()[1]))
            answer.read()
    return statuses
