# SPDX-License-Identifier: Apache-2.0
"""The text that Prometheus reads, read strictly.

Stricter than Prometheus: each family has one HELP and one TYPE before its
samples, which stand together; no sample is there twice; names say what they
are.
"""

import math
import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"'
SAMPLE = re.compile(rf"({NAME})(?:\{{((?:{LABEL})(?:,{LABEL})*)\}})? (\S+)$")
NUMBER = re.compile(r"(\+Inf|-Inf|NaN|-?\d+(\.\d+)?(e[+-]?\d+)?)$")
TYPES = {"counter", "gauge", "histogram", "untyped"}
RESERVED = ("_bucket", "_sum", "_count", "_info_info")
UNITS = ("_milliseconds", "_ms", "_kilobytes", "_minutes", "_percent")


class Family:
    def __init__(self, name, text):
        self.name, self.help, self.type = name, text, None
        self.samples = {}  # (name, labels): value


def unescape(text):
    return re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), text)


def read_sample(family, line):
    found = SAMPLE.match(line)
    assert found, line
    name, labels, value = found[1], found[2], found[found.re.groups]
    assert NUMBER.match(value), line
    pairs = [(key, unescape(text))
             for key, text in re.findall(LABEL, labels or "")]
    assert len({key for key, _ in pairs}) == len(pairs), line
    ends = ("_bucket", "_sum", "_count") if family.type == "histogram" else (
        "",)
    assert name in {family.name + end for end in ends}, line
    key = name, tuple(sorted(pairs))
    assert key not in family.samples, f"twice: {line}"
    family.samples[key] = float(value)


def check_histogram(family):
    series = {}
    for (name, labels), value in family.samples.items():
        rest = tuple(pair for pair in labels if pair[0] != "le")
        one = series.setdefault(rest, {"buckets": []})
        if name.endswith("_bucket"):
            one["buckets"].append((float(dict(labels)["le"]), value))
        else:
            one[name[len(family.name):]] = value
    for one in series.values():
        bounds = [bound for bound, _ in one["buckets"]]
        counts = [count for _, count in one["buckets"]]
        assert bounds == sorted(set(bounds)) and bounds[-1] == math.inf
        assert counts == sorted(counts) and counts[-1] == one["_count"]
        assert one["_sum"] >= 0


def check_family(family):
    name, kind = family.name, family.type
    assert kind in TYPES, name
    assert family.help and not family.help.endswith(" "), name
    assert (kind == "counter") == name.endswith("_total"), name
    assert not name.endswith(UNITS), name
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name), name
    assert not set(name.split("_")) & TYPES, name
    assert not name.endswith(RESERVED), name
    for _, labels in family.samples:
        for label, _ in labels:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", label), (name, label)
            assert label != "quantile", name
            assert label != "le" or kind == "histogram", name
    if kind == "counter":
        assert all(value >= 0 for value in family.samples.values()), name
    if kind == "histogram":
        check_histogram(family)


def parse(text):
    """{name: Family}; AssertionError: it breaks a rule."""
    assert text.endswith("\n") and "\r" not in text
    families, family = {}, None
    for line in text[:-1].split("\n"):
        words = line.split(" ", 3)
        if words[:2] == ["#", "HELP"]:
            assert words[2] not in families, f"{words[2]} is there twice"
            family = families[words[2]] = Family(words[2], words[3])
        elif words[:2] == ["#", "TYPE"]:
            assert words[2] == family.name and not family.type, line
            family.type = words[3]
        else:
            assert family and family.type, line
            read_sample(family, line)
    for family in families.values():
        check_family(family)
    return families


def value(families, name, **labels):
    """Of one sample; a histogram's by its whole name."""
    key = name, tuple(sorted(labels.items()))
    for family in families.values():
        if key in family.samples:
            return family.samples[key]
    raise AssertionError(f"no {name} {labels}")
