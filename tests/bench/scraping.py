# SPDX-License-Identifier: Apache-2.0
"""Rows about reading the metrics of 1 000 zones: see bench.py.

  time     from the connection to the last octet, the median of many
  memory   what the process has more after a hundred of them
"""

import statistics
import time

import exposition
from controller import Controller, zone_settings
from eventually import eventually
from probing import metrics

SCRAPES = 100
PAUSE = 0.21  # s: more often they are refused


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
        took, sizes = [], []
        for _ in range(SCRAPES // (1 if less == 1 else 10)):
            time.sleep(PAUSE)
            begun = time.monotonic()
            families = metrics(one)
            took.append(time.monotonic() - begun)
            sizes.append(exposition.value(
                families, "process_resident_memory_bytes"))
        assert len(families["k8s_nsd_zone_serial"].samples) == number
        bench.row(f"a scrape, {number} zones",
                  statistics.median(took) * 1000, "ms")
        # What the allocator keeps is there after some.
        bench.row(f"a hundred scrapes, {number} zones, more memory",
                  (sizes[-1] - sizes[len(sizes) // 5]) / 1024, "KiB")
        one.stop()
    finally:
        one.clean()
