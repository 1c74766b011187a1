# SPDX-License-Identifier: Apache-2.0
"""What tenants can choose: each input at N and at 2 N, the latter over the
former in CPU and in memory, without what an empty input takes."""

import json
import subprocess
import sys

ZONE = "example.com"
TARGET = "external-dns.kubernetes.io/target"
HOSTNAME = "external-dns.kubernetes.io/hostname"
SECONDS = 60  # of CPU, for one run


def meta(name, **annotations):
    return {"namespace": "evil", "name": name, "uid": f"u-{name}",
            "creationTimestamp": "2024-01-01T00:00:00Z",
            "annotations": annotations}


def endpoint(name, *entries):
    return {"apiVersion": "externaldns.k8s.io/v1alpha1",
            "kind": "DNSEndpoint", "metadata": meta(name),
            "spec": {"endpoints": list(entries)}}


def entry(name, kind, *targets, ttl=0):
    return {"dnsName": f"{name}.{ZONE}", "recordType": kind,
            "targets": list(targets), "recordTTL": ttl}


def ring(number):
    """A ring of aliases, and behind each a way back to its start."""
    return [endpoint("a", *(entry(f"n{i}", "CNAME",
                                  f"n{(i + 1) % number}.{ZONE}")
                            for i in range(number))),
            endpoint("b", *(entry(f"n{i}", "CNAME", f"n0.{ZONE}")
                            for i in range(1, number)))]


def loops(number):
    """Many objects want one name, and each closes a loop."""
    return [endpoint(f"o{i:05}", entry("x", "CNAME", f"t{i}.{ZONE}"))
            for i in range(number)] + [
        endpoint("a", *(entry(f"t{i}", "CNAME", f"x.{ZONE}")
                        for i in range(number)))]


def chain(number):
    """The same along a chain that is longer for the older of them."""
    return [endpoint(f"o{i:05}", entry("x", "CNAME", f"t{i}.{ZONE}"))
            for i in range(number)] + [
        endpoint("a", *(entry(f"t{i}", "CNAME", f"t{i + 1}.{ZONE}")
                        for i in range(number - 1)),
                 entry(f"t{number - 1}", "CNAME", f"x.{ZONE}"))]


def wild(number):
    """A name that loses its alias is a wildcard's, which loses its own."""
    return [endpoint("a", *(one for i in range(number) for one in (
        entry(f"*.w{i}", "CNAME", f"t{i}.w{i}.{ZONE}"),
        entry(f"t{i}.w{i}", "CNAME", f"r{i}.{ZONE}"),
        entry(f"r{i}", "CNAME", f"t{i}.w{i}.{ZONE}"))))]


def nested(number):
    """Wildcards of which each answers for the target of the one above it."""
    return [endpoint(f"o{i:05}", *(
        entry("*." + ".".join(["d"] * depth + [f"b{i}"]), "CNAME",
              ".".join(["y"] + ["d"] * depth + [f"b{i}", ZONE]))
        for depth in range(50))) for i in range(number // 50)]


def substitutes(number):
    """DNAMEs in a ring, and aliases that they lead back."""
    return [endpoint("a", *(
        entry(f"d{i}", "DNAME", f"d{(i + 1) % number}.{ZONE}")
        for i in range(number)), *(
        entry(f"x{i}.d{number - 1}", "CNAME", f"x{i}.d0.{ZONE}")
        for i in range(number)))]


def delegations(number):
    return [endpoint(f"o{i // 1000}", *(
        entry(f"t{j}", "NS", "ns1.example.net", "ns2.example.net")
        for j in range(i, min(i + 1000, number))))
        for i in range(0, number, 1000)]


def nulls(number):
    return [endpoint(f"o{i // 100}", *(
        entry("x", "SRV", *(f"0 0 {port} ." for port in range(100)), ttl=j + 1)
        for j in range(i, min(i + 100, number))))
        for i in range(0, number, 100)]


def crowd(number):
    return [endpoint(f"o{i}", entry("www", "A", f"192.0.2.{i % 250}"))
            for i in range(number)]


def service(_):
    return [{"apiVersion": "v1", "kind": "Service",
             "metadata": meta("s", **{HOSTNAME: ",".join(["a"] * 130000)}),
             "spec": {"type": "LoadBalancer"},
             "status": {"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}}]


def hosts(number):
    targets = ",".join(f"192.0.2.{i}" for i in range(200))
    return [{"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
             "metadata": meta("i", **{TARGET: targets}),
             "spec": {"rules": [{"host": f"h{i}.{ZONE}"}
                                for i in range(number)]}}]


# What, its objects, N; of many zones N is their number.
CASES = [
    ("delegations to two nameservers", delegations, 10000, False),
    ("aliases in a ring", ring, 5000, False),
    ("objects that close loops at a name", loops, 5000, False),
    ("objects that close loops along a chain", chain, 5000, False),
    ("wildcards that answer when an alias goes", wild, 3000, False),
    ("wildcards below each other", nested, 10000, False),
    ("DNAMEs in a ring, and aliases", substitutes, 5000, False),
    ("objects with one name", crowd, 10000, False),
    ("null targets, a TTL each", nulls, 1000, False),
    ("zones, a list of 256 KB", service, 100, True),
    ("zones", lambda _: crowd(1), 1000, True),
    ("hosts with 200 targets", hosts, 10000, False),
]


def configuration(zones):
    names = [ZONE] + [f"z{i}.example.net" for i in range(1, zones)]
    return json.dumps({"zones": [
        {"name": name, "administrators": ["*"],
         "nameservers": [{"name": "ns1.example.org"}],
         "soa": {"contact": "hostmaster@example.org"}} for name in names]},
        indent=0)


# A process of its own, for what starts another one lends it its peak.
STARTER = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]),) * 2)
null = os.open(os.devnull, os.O_WRONLY)
process = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)])
_, status, usage = os.wait4(process, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime,
      usage.ru_maxrss)
"""


def measure(bench, objects, zones):
    """Seconds of CPU and the peak in KB of one rendering."""
    config = bench.folder / "hostile.yaml"
    config.write_text(configuration(zones))
    file = bench.folder / "hostile.json"
    with open(file, "w") as out:
        for one in objects:
            # In lines: a long flow collection in one is refused.
            out.write("---\n" + json.dumps(one, indent=0) + "\n")
    status, seconds, peak = subprocess.run(
        [sys.executable, "-I", "-S", "-c", STARTER, str(SECONDS),
         bench.program, "render", "--config", config, "--from", file],
        stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    if status != "0":
        raise AssertionError(f"render: {status}")
    return float(seconds), int(peak)


def run(bench, less):
    empty = measure(bench, [], 1)
    for what, objects, number, zones in CASES:
        number = max(10, number // less)
        one, two = ([value - least for value, least in zip(measure(
            bench, objects(n), n if zones else 1), empty)]
            for n in (number, 2 * number))
        # What is too small to be measured is no ratio.
        bench.row(f"{2 * number} {what}", two[0], "s CPU",
                  max(one[0], 0.01), "N")
        bench.row("  memory", two[1] / 1024, "MB",
                  max(one[1] / 1024, 0.1), "N")
