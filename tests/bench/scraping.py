# SPDX-License-Identifier: Apache-2.0
"""Rows about reading the metrics of 1 000 zones: see bench.py.

  time     from the connection to the last octet, the median of many
  CPU      of the controller for one
  memory   what the process has more after a hundred of them
"""

import re
import statistics
import time

from controller import Controller, zone_settings
from eventually import eventually
from probing import ask, metrics

SCRAPES = 100
PAUSE = 0.21  # s: more often they are refused


def figure(text, name):
    """Of a metric without labels, before the text is parsed: that is slow."""
    return float(re.search(rf"^{name} (\S+)$", text, re.M)[1])


def run(bench, less):
    number = 1000 // less
    one = Controller(bench.program, bench.place("scrape") / "controller",
                     zones=[zone_settings(f"z{n}.example")
                            for n in range(number)],
                     resources=["Ingress"],
                     log={"level": "info", "format": "json"})
    one.config["nsd"]["checkzone"] = "never"
    one.write_config()
    try:
        one.start()
        eventually(lambda: one.program.output().count("zone published")
                   >= number, "all are served", 300)
        took, texts = [], []
        for _ in range(SCRAPES // (1 if less == 1 else 10)):
            time.sleep(PAUSE)
            begun = time.monotonic()
            status, _, text = ask(one, "/metrics")
            took.append(time.monotonic() - begun)
            assert status == 200
            texts.append(text)
        families = metrics(one)
        cpu = [figure(text, "process_cpu_seconds_total") for text in texts]
        sizes = [figure(text, "process_resident_memory_bytes")
                 for text in texts]
        assert len(families["k8s_nsd_zone_serial"].samples) == number
        bench.row(f"a scrape, {number} zones",
                  statistics.median(took) * 1000, "ms")
        bench.row(f"a scrape, {number} zones, processor time",
                  (cpu[-1] - cpu[0]) / (len(cpu) - 1) * 1000, "ms")
        # What the allocator keeps is there after some.
        bench.row(f"a hundred scrapes, {number} zones, more memory",
                  (sizes[-1] - sizes[len(sizes) // 5]) / 1024, "KiB")
        one.stop()
    finally:
        one.clean()
