# SPDX-License-Identifier: Apache-2.0
"""What it costs to read the metrics.  Not with the sanitizers, which keep freed
memory."""

import exposition
from controller import zone_settings
from eventually import eventually
from probing import code, metrics


def test_a_thousand_zones(controller):
    """Many scrapes take no more memory than some."""
    zones = [zone_settings(f"z{i}.example") for i in range(999)]
    zones.append(zone_settings("x_y--z.example"))
    one = controller(resources=["Ingress"], zones=zones)
    one.config["nsd"]["checkzone"] = "never"
    one.write_config()
    one.start()

    def served():
        samples = metrics(one)["k8s_nsd_zone_served"].samples
        return len(samples) == sum(samples.values()) == 1000

    eventually(lambda: code(one, "/readyz") == 200 and served(),
               "they are served", 300)

    def resident():
        return exposition.value(metrics(one), "process_resident_memory_bytes")

    # What the allocator keeps is there after some.
    for _ in range(5):
        metrics(one)
    before = resident()
    for _ in range(20):
        families = metrics(one)
    assert len(families["k8s_nsd_zone_serial"].samples) == 1000
    assert resident() < before + 4e6
    one.stop()
