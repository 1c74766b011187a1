# SPDX-License-Identifier: Apache-2.0
"""Somebody who asks for names all the time, and notes each wrong answer."""

import threading

from ask import Server


class Vigil:
    """with Vigil(server, {NAME: ADDRESS, ...}): no answer may be another.

    The names are answered already (Server.answers): no version without them
    is answered any more.
    """

    def __init__(self, server, names, pause=0.005):
        # An own one: sockets are not shared between threads.
        self.server = Server(server.port)
        self.names = dict(names)
        self.pause = pause
        self.wrong = []
        self.asked = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def watch(self):
        while not self.over.wait(self.pause):
            for name, address in self.names.items():
                answer = self.server.answer(name)
                self.asked += 1
                if answer != [address]:
                    self.wrong.append((name, answer))

    def start(self):
        self.thread.start()

    def stop(self):
        self.over.set()
        self.thread.join()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, kind, value, trace):
        self.stop()
        if kind is None:
            assert self.asked, "nothing was asked"
            assert not self.wrong, (f"{len(self.wrong)} of {self.asked} "
                                    f"answers: {self.wrong[:5]}")
