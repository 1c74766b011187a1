# SPDX-License-Identifier: Apache-2.0
"""A real browser without a window: Chromium, told what to do over a pipe.

The protocol is one JSON object and a NUL for each message, on descriptors 3
and 4 of the browser (--remote-debugging-pipe).
"""

import json
import os
import shutil
import subprocess
import tempfile
import time

from servers import prepare

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-dev-shm-usage", "--hide-scrollbars",
         "--disable-background-networking", "--remote-debugging-pipe"]
PATIENCE = 90


def program():
    return shutil.which("chromium")


class Browser:
    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="k8s-nsd-browser-")
        theirs, self.out = os.pipe()
        self.inn, ours = os.pipe()

        def before():
            prepare()
            # Out of the way first: they may be 3 and 4 crosswise.
            high = [os.dup(fd) for fd in (theirs, ours)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            [program(), *FLAGS, f"--user-data-dir={self.profile}",
             "about:blank"], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=before, close_fds=False)
        os.close(theirs)
        os.close(ours)
        self.number, self.buffer, self.events = 0, b"", []
        self.session = None
        targets = self.send("Target.getTargets")["targetInfos"]
        page = next(t for t in targets if t["type"] == "page")
        self.session = self.send("Target.attachToTarget", flatten=True,
                                 targetId=page["targetId"])["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Accessibility"):
            self.send(f"{domain}.enable")

    def receive(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.inn, 1 << 16)
            assert piece, "the browser ended"
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def send(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            got = self.receive()
            if got.get("id") == self.number:
                assert "error" not in got, got
                return got["result"]
            if "method" in got:
                self.events.append(got)

    def evaluate(self, expression):
        """The value of an expression in the page, whatever its policy."""
        got = self.send("Runtime.evaluate", expression=expression,
                        returnByValue=True)
        assert "exceptionDetails" not in got, got
        return got["result"].get("value")

    def loaded(self):
        """Waits until the page that is under way is there."""
        end = time.monotonic() + PATIENCE
        while not any(e["method"] == "Page.loadEventFired"
                      for e in self.events):
            assert time.monotonic() < end, "no page is loaded"
            self.events.append(self.receive())

    def open(self, url):
        self.events.clear()
        got = self.send("Page.navigate", url=url)
        assert not got.get("errorText"), got
        self.loaded()
        return self

    def leads_to(self, expression):
        """Does something in the page that opens another one."""
        self.events.clear()
        self.evaluate(expression)
        self.loaded()
        return self

    def text(self):
        return self.evaluate("document.body.innerText")

    def complaints(self):
        """What the console has of errors, but for a page's own status."""
        return [e["params"] for e in self.events if
                e["method"] == "Runtime.exceptionThrown" or
                (e["method"] == "Log.entryAdded"
                 and e["params"]["entry"]["level"] == "error"
                 and e["params"]["entry"]["source"] != "network")]

    def phone(self, width=360, height=740):
        self.send("Emulation.setDeviceMetricsOverride", width=width,
                  height=height, deviceScaleFactor=2, mobile=True)

    def scheme(self, name):
        self.send("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": name}])

    def spoken(self):
        """(role, name) of what a screen reader meets."""
        nodes = self.send("Accessibility.getFullAXTree")["nodes"]
        return [(node["role"]["value"], node.get("name", {}).get("value", ""))
                for node in nodes if not node["ignored"]]

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.out)
        os.close(self.inn)
        shutil.rmtree(self.profile, ignore_errors=True)
