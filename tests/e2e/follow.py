# SPDX-License-Identifier: Apache-2.0
"""The client of the API server alone: build/follow, and what it said."""

import json
import os
import signal
import subprocess

from controller import environment
from eventually import eventually
from servers import prepare


# The client's seconds are this many times shorter ...
TIMES = 50
# ... but for those that a busy machine may need, in ms.
PATIENT = {"connect": 20000, "response": 20000, "silence": 20000, "wall": 20000,
           "watch_least": 60000}
# Its clock is of whole milliseconds: so much less may pass between two times.
TICK = 0.001  # s


class Follow:
    """Runs follow (tests/client/follow.c) on a kubeconfig.

    limits: those of the client that are to be others, by name.
    """

    def __init__(self, program, directory, kubeconfig, kinds=("Ingress",),
                 page=0, **limits):
        self.kinds = kinds
        self.sanitized = "-san" in program
        self.out = directory / "follow.out"
        self.log = directory / "follow.log"
        self.events = []
        self.rest = b""
        command = [program, "-t", TIMES, "-p", page]
        for name, value in {**PATIENT, **limits}.items():
            command += ["-l", f"{name}={value}"]
        with open(self.out, "wb") as out, open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [str(word) for word in [*command, kubeconfig, *kinds]],
                stdin=subprocess.PIPE, stdout=out, stderr=log,
                env=environment(), preexec_fn=prepare)
        self.reader = open(self.out, "rb")

    def read(self):
        """All events so far."""
        *lines, self.rest = (self.rest + self.reader.read()).split(b"\n")
        self.events += [json.loads(text) for text in lines]
        return self.events

    def said(self, what, **fields):
        """The events of that sort with these fields."""
        return [event for event in self.read() if event["what"] == what
                and all(event[k] == v for k, v in fields.items())]

    def alive(self):
        assert self.process.poll() is None, (
            f"follow ended with {self.process.poll()}:\n{self.output()}")
        return True

    def says(self, what, **fields):
        """Waits for it; the first such event."""
        return eventually(
            lambda: self.said(what, **fields) or not self.alive(),
            lambda: f"no {what} with {fields} in\n{self.tail()}")[0]

    def live(self, kind=None):
        for one in [kind] if kind else self.kinds:
            self.says("state", kind=one, state="live")
        return self

    def order(self, word):
        self.process.stdin.write(f"{word}\n".encode())
        self.process.stdin.flush()

    def dump(self):
        """{"objects": ..., "sources": ...}, as they are now."""
        before = len(self.said("dump"))
        self.order("dump")
        return eventually(lambda: self.alive() and self.said("dump")[before:],
                          "the store is dumped")[0]

    def contents(self):
        """{(kind, key): (uid, resourceVersion)}"""
        return {(o["kind"], o["key"]): (o["uid"], o["version"])
                for o in self.dump()["objects"]}

    def source(self, kind="Ingress"):
        return next(s for s in self.dump()["sources"] if s["kind"] == kind)

    def output(self):
        return self.log.read_text(errors="replace")

    def tail(self):
        return "\n".join(
            [json.dumps(e) for e in self.read()][-40:]
            + self.output().split("\n")[-40:])

    def failures(self):
        """Why requests failed, in order."""
        messages = [json.loads(text) for text in self.output().split("\n")
                    if text.startswith("{") and text.endswith("}")]
        return [m["reason"] for m in messages
                if m["message"] == "request failed"]

    def agrees(self, api):
        """It has what the fake server has, and came there decently."""
        eventually(lambda: self.contents() == api.contents(*self.kinds),
                   lambda: f"the store is not what the server has:\n"
                           f"{self.contents()}\n"
                           f"{api.contents(*self.kinds)}\n{self.tail()}")
        for event in self.said("gone"):
            death = (event["kind"], event["key"])
            assert (len(self.said("gone", kind=death[0], key=death[1]))
                    <= api.deaths.get(death, 0)), (
                f"{death} was said to be gone:\n{self.tail()}")
        for plural in {r.plural for r in api.asked()}:
            well_asked(api.asked(plural=plural))
            no_storm(api.asked(plural=plural))
        return self

    def memory_peak(self):
        """VmHWM in octets."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(text.split()[1]) * 1024 for text in status
                        if text.startswith("VmHWM:"))

    def stop(self):
        """It must end well, and leak nothing."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        self.process.stdin.close()
        self.read()
        self.reader.close()
        assert code == 0, f"follow ended with {code}:\n{self.output()}"
        for word in ("runtime error:", "Sanitizer", "readtoken"):
            assert word not in self.output(), self.output()[-4000:]


def well_asked(requests):
    """Lists never say a version, watches always one that means something."""
    for request in requests:
        query = request.query
        if request.verb == "list":
            assert set(query) <= {"limit", "continue"}, request
            assert request.headers["accept"] == "application/json"
        elif request.verb == "watch":
            assert set(query) == {"watch", "resourceVersion",
                                  "allowWatchBookmarks", "timeoutSeconds"}
            assert query["resourceVersion"] not in ("", "0"), request
            assert request.headers["accept-encoding"] == "identity"


def no_storm(requests):
    """At most one per 0.8 s in any 10 s, times TIMES, and what a beginning
    has.  Pages behind the first are no requests of their own."""
    times = [r.time for r in requests if "continue" not in r.query]
    most = int(10 / 0.8) + 3
    for first, last in zip(times, times[most:]):
        assert last - first > 10 / TIMES, (
            f"{most} requests within {last - first:.3f} s")


def program_beside(controller):
    return os.path.join(os.path.dirname(controller), "follow")
