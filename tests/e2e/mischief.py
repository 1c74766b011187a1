# SPDX-License-Identifier: Apache-2.0
"""Faults of an API server by chance; each is over by itself, or is undone.

A function of a Mischief, its name is what it does.  What must be undone it
leaves with .later(seconds, function).
"""

from fakeapi import line, status

EXPIRED = status(410, "Expired", "too old resource version")
PLURALS = ("ingresses", "services", "dnsendpoints", "httproutes", "gateways",
           "namespaces")
CUSTOM = ("externaldns.k8s.io", "v1alpha1", "dnsendpoints")
AHEAD = 1000000  # versions between a backup and what comes after it


def busy(m):
    m.api.fault(m.verb(), m.plural(), status=m.random.choice(
        [429, 500, 502, 503, 504]), body=b"<html>", times=m.few(),
        headers={"Retry-After": "1"} if m.random.random() < 0.3 else {})


def garbage(m):
    m.api.fault("list", m.plural(), status=200, times=m.few(),
                body=m.random.choice([b"", b"<html>", b"null", b"{}",
                                      b'{"kind":"Status"}']))


def broken(m):
    m.api.fault(m.verb(), m.plural(), cut=m.random.randrange(3000),
                reset=m.random.random() < 0.5, times=m.few())


def cut_short(m):
    m.api.fault(m.verb(), m.plural(), end=m.random.randrange(3000),
                times=m.few())


def slow(m):
    m.api.fault("list", m.plural(), split=500, pause=0.01, times=m.few())


def frozen(m):
    m.api.fault(m.verb(), m.plural(),
                freeze=m.random.choice([-1, 0, 500]), times=1)


def watches_end(m):
    for plural in m.plurals():
        m.api.end(plural, m.random.choice(["well", "fin", "rst", "freeze"]))


def closed_at_once(m):
    m.api.fault("watch", m.plural(), status=200, body=b"", times=m.few())
    watches_end(m)


def expired(m):
    """Nobody hears of what happens until then: it is found by a list."""
    for plural in m.plurals():
        m.api.say(plural, line("ERROR", EXPIRED))


def unheard(m):
    plural = m.plural()
    with m.api.lock:
        watches = set(m.api.of_plural(plural).watches)
        m.api.of_plural(plural).watches.clear()
    for _ in range(m.few()):
        m.change()
    m.api.compact()
    for watch in watches:
        watch.lines.put(line("ERROR", EXPIRED))
        watch.lines.put("well")


def bad_lines(m):
    m.api.say(m.plural(), m.random.choice([
        b"\n", b"{}\n", b"x\n", b'{"type":"ADDED"}\n', b"\0\n",
        line("ERROR", status(500, "InternalError", "storage")),
        line("NEWS", {"metadata": {"name": "x"}}),
        line("MODIFIED", {"kind": "Ingress", "metadata": 5})]))


def compacted(m):
    m.api.compact()
    watches_end(m)


def bookmarks(m):
    for plural in PLURALS:
        m.api.bookmark(plural)


def restarted(m):
    m.api.restart()


def away(m):
    m.api.refuse()
    m.later(m.random.uniform(0.1, 3), m.api.accept)


def older(m):
    """From a backup of a moment ago; versions went far ahead since."""
    with m.api.lock:
        saved = [(r, dict(r.objects)) for r in m.api.resources.values()]
        revision = m.api.revision
        m.api.revision += AHEAD
    for _ in range(m.few()):
        m.change()
    m.api.refuse()
    with m.api.lock:
        for resource, objects in saved:
            resource.objects = objects
        m.api.revision = revision
        m.api.compact()
    m.api.accept()


def forbidden(m):
    plural = m.plural()
    m.api.forbidden.add(plural)
    m.api.end(plural)
    m.later(m.random.uniform(0.1, 3),
            lambda: m.api.forbidden.discard(plural))


def unauthorized(m):
    tokens, m.api.tokens = m.api.tokens, set()
    watches_end(m)
    m.later(m.random.uniform(0.1, 2),
            lambda: setattr(m.api, "tokens", tokens))


def unserved(m):
    """Less long than it takes to believe it."""
    group, version, plural = CUSTOM
    m.api.unserve(group, version, plural)
    m.api.end(plural)
    m.later(m.random.uniform(0.1, 4),
            lambda: m.api.serve(group, version, plural, "DNSEndpoint"))


def not_found(m):
    m.api.fault(None, m.plural(), status=404, body=b"404 page not found\n",
                times=m.few())
    watches_end(m)


def no_discovery(m):
    m.api.fault("discovery", status=503, times=m.few())
    m.api.fault(None, m.plural(), status=404, times=1)
    watches_end(m)


ALL = (busy, garbage, broken, cut_short, slow, frozen, watches_end,
       closed_at_once, expired, unheard, bad_lines, compacted, bookmarks,
       restarted, away, older, forbidden, unauthorized, unserved, not_found,
       no_discovery)


class Mischief:
    def __init__(self, api, random, change):
        """change: makes a change of some object."""
        self.api, self.random, self.change = api, random, change
        self.undo = []       # (when, function)
        self.now = 0
        self.counts = {}

    def later(self, seconds, function):
        self.undo.append((self.now + seconds, function))

    def step(self, now):
        """One more of them, by chance; one that needs undoing is alone."""
        self.now = now
        self.forget()
        if self.undo:
            return
        one = self.random.choice(ALL)
        self.counts[one.__name__] = self.counts.get(one.__name__, 0) + 1
        one(self)

    def heal(self, now):
        """What is due."""
        due = [row for row in self.undo if row[0] <= now]
        self.undo = [row for row in self.undo if row[0] > now]
        for _, function in due:
            function()

    def stop(self):
        """All is well from now on."""
        self.heal(float("inf"))
        with self.api.lock:
            self.api.faults.clear()

    def forget(self):
        with self.api.lock:
            self.api.faults[:] = [f for f in self.api.faults
                                  if f.hits < f.times]

    # What faults are made of.

    def few(self):
        return self.random.randrange(1, 5)

    def verb(self):
        return self.random.choice([None, "list", "watch"])

    def plural(self):
        return self.random.choice(PLURALS)

    def plurals(self):
        return self.random.sample(PLURALS,
                                  self.random.randrange(1, len(PLURALS)))
