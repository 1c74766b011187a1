# SPDX-License-Identifier: Apache-2.0
"""A fake API server: what a kube-apiserver does, and what it does wrong.

A world of objects with one counter of versions; lists in pages, watches with
a history of limited length, discovery.  What it does by itself is held to a
real kube-apiserver by test_fakeapi.py; everything else happens because a test
asked for it.  Every request is kept in .requests.
"""

import base64
import copy
import datetime
import http.client
import json
import queue
import ssl
import threading
import time
import uuid

from apiserver import Refused, write_kubeconfig
from fakehttp import Fault, Server

# group, version, plural, kind, namespaced, custom
SERVED = (
    ("networking.k8s.io", "v1", "ingresses", "Ingress", True, False),
    ("", "v1", "services", "Service", True, False),
    ("", "v1", "namespaces", "Namespace", False, False),
    ("externaldns.k8s.io", "v1alpha1", "dnsendpoints", "DNSEndpoint", True,
     True),
)
TOO_OLD = ("The provided continue parameter is too old to display a "
           "consistent list result.")


def status(code, reason=None, message="", details=None, metadata=None):
    """A Status, as bytes."""
    fields = {"kind": "Status", "apiVersion": "v1", "metadata": metadata or {},
              "status": "Failure", "message": message, "reason": reason,
              "details": details, "code": code}
    return encode({k: v for k, v in fields.items() if v is not None}) + b"\n"


def encode(tree):
    return json.dumps(tree, separators=(",", ":")).encode()


def line(kind, thing):
    """One line of a watch, of an object or of its bytes."""
    text = thing if isinstance(thing, bytes) else encode(thing)
    return b'{"type":"%b","object":%b}\n' % (kind.encode(), text.rstrip())


def key_of(document):
    meta = document["metadata"]
    return "/".join(x for x in (meta.get("namespace"), meta["name"]) if x)


def merge(old, change):
    """RFC 7386."""
    if not isinstance(change, dict):
        return change
    out = dict(old) if isinstance(old, dict) else {}
    for key, value in change.items():
        if value is None:
            out.pop(key, None)
        else:
            out[key] = merge(out.get(key), value)
    return out


class Resource:
    def __init__(self, group, plural, kind, namespaced, custom):
        self.group, self.plural, self.kind = group, plural, kind
        self.namespaced, self.custom = namespaced, custom
        self.versions = []   # that are served
        self.objects = {}    # key: document
        self.history = []    # (version, type, document)
        self.oldest = 0      # a watch may begin there, or later
        self.watches = set()

    def api_version(self, version):
        return f"{self.group}/{version}" if self.group else version

    def text(self, document, version):
        """An object that stands alone."""
        tree = {"kind": self.kind, "apiVersion": self.api_version(version),
                **document}
        return encode(dict(sorted(tree.items())) if self.custom else tree)


class Watch:
    """Of one connection: lines to come, or a way to end (see end())."""

    def __init__(self, request, resource, version, bookmarks):
        self.request = request
        self.resource = resource
        self.version = version
        self.bookmarks = bookmarks
        self.lines = queue.SimpleQueue()


class FakeApi:
    def __init__(self, directory):
        self.lock = threading.RLock()
        self.resources = {}
        self.revision = 1000
        self.window = 1000           # events that a resource remembers
        self.bookmark_period = None  # s
        self.tokens = {"readtoken", "admintoken"}
        self.forbidden = set()       # plurals
        self.pages = {}              # token: (version, the rest)
        self.faults = []
        self.requests = []
        self.deaths = {}             # (kind, key): how often it was deleted
        for group, version, plural, kind, namespaced, custom in SERVED:
            self.serve(group, version, plural, kind, namespaced, custom)
        self.server = Server(directory, self)

    # What is served.

    def serve(self, group, version, plural, kind, namespaced=True,
              custom=True):
        with self.lock:
            resource = self.resources.setdefault(
                (group, plural),
                Resource(group, plural, kind, namespaced, custom))
            resource.versions.append(version)

    def unserve(self, group, version, plural):
        with self.lock:
            self.resources[group, plural].versions.remove(version)

    def of_kind(self, kind):
        return next(r for r in self.resources.values() if r.kind == kind)

    def of_plural(self, plural):
        return next(r for r in self.resources.values() if r.plural == plural)

    # Objects.  event=False: watches are never told.

    def bump(self):
        self.revision += 1
        return self.revision

    def publish(self, resource, kind, document, event):
        if event:
            resource.history.append((self.revision, kind, document))
            for watch in resource.watches:
                watch.lines.put(line(kind, resource.text(
                    document, watch.version)))
        dropped = resource.history[:-self.window]
        if dropped:
            del resource.history[:len(dropped)]
            resource.oldest = dropped[-1][0]

    def create(self, document, event=True):
        with self.lock:
            resource = self.of_kind(document["kind"])
            key = key_of(document)
            if key in resource.objects:
                raise Refused(409, status(409, "AlreadyExists"))
            made = copy.deepcopy(document)
            for field in ("kind", "apiVersion"):
                made.pop(field, None)
            now = datetime.datetime.now(datetime.timezone.utc)
            made["metadata"].update(
                uid=str(uuid.uuid4()), resourceVersion=str(self.bump()),
                generation=1, creationTimestamp=f"{now:%Y-%m-%dT%H:%M:%SZ}")
            resource.objects[key] = made
            self.publish(resource, "ADDED", made, event)
            return made

    def patch(self, document, change, sub=None, event=True):
        with self.lock:
            resource = self.of_kind(document["kind"])
            key = key_of(document)
            if key not in resource.objects:
                raise Refused(404, status(404, "NotFound"))
            old = resource.objects[key]
            made = merge(old, change)
            if made == old:
                return made
            made["metadata"] = {**made["metadata"],
                                "resourceVersion": str(self.bump())}
            resource.objects[key] = made
            self.publish(resource, "MODIFIED", made, event)
            return made

    def set_status(self, document, new):
        return self.patch(document, {"status": new}, "status")

    def delete(self, document, event=True):
        with self.lock:
            resource = self.of_kind(document["kind"])
            key = key_of(document)
            if key not in resource.objects:
                raise Refused(404, status(404, "NotFound"))
            last = resource.objects.pop(key)
            last = {**last, "metadata": {**last["metadata"],
                                         "resourceVersion": str(self.bump())}}
            death = (resource.kind, key)
            self.deaths[death] = self.deaths.get(death, 0) + 1
            self.publish(resource, "DELETED", last, event)

    def compact(self):
        """Forgets what happened, and every list that was begun."""
        with self.lock:
            self.pages.clear()
            for resource in self.resources.values():
                resource.history.clear()
                resource.oldest = self.revision

    # What tests say to those who watch.

    def watches(self, plural):
        """Is the newest watch open?  Then it gets what is said from now on;
        one before it may not have noticed yet that its client went."""
        with self.lock:
            asked = self.asked("watch", plural)
            return bool(asked) and asked[-1].status == 200 and any(
                watch.request is asked[-1]
                for watch in self.of_plural(plural).watches)

    def say(self, plural, data):
        """These bytes, as they are."""
        with self.lock:
            for watch in self.of_plural(plural).watches:
                watch.lines.put(data)

    def bookmark_line(self, watch):
        return line("BOOKMARK", {
            "kind": watch.resource.kind,
            "apiVersion": watch.resource.api_version(watch.version),
            "metadata": {"resourceVersion": str(self.revision)}})

    def bookmark(self, plural):
        with self.lock:
            for watch in self.of_plural(plural).watches:
                if watch.bookmarks:
                    watch.lines.put(self.bookmark_line(watch))

    def end(self, plural, how="well"):
        """Ends its watches: well, or by "fin" or "rst"; or they "freeze"."""
        with self.lock:
            for watch in self.of_plural(plural).watches:
                watch.lines.put(how)

    def fault(self, verb=None, plural=None, **how):
        """Of the next requests (see Fault); faults are used in order."""
        fault = Fault(verb, plural, **how)
        with self.lock:
            self.faults.append(fault)
        return fault

    def refuse(self):
        self.server.refuse()

    def accept(self):
        self.server.accept()

    def restart(self):
        """A new process: connections end, history begins."""
        self.refuse()
        self.compact()
        self.accept()

    stop = refuse

    # Those who ask, in this process.

    def asked(self, verb=None, plural=None):
        """The requests so far, the discovery of the group among them."""
        with self.lock:
            return [r for r in self.requests if verb in (None, r.verb)
                    and plural in (None, r.plural)]

    def contents_of(self, kind):
        return self.of_kind(kind).objects

    def contents(self, *kinds):
        """{(kind, key): (uid, resourceVersion)}"""
        with self.lock:
            return {(kind, key): (o["metadata"]["uid"],
                                  o["metadata"]["resourceVersion"])
                    for kind in kinds
                    for key, o in self.of_kind(kind).objects.items()}

    def connect(self):
        context = ssl.create_default_context(cafile=self.server.certificate)
        return http.client.HTTPSConnection("127.0.0.1", self.server.port,
                                           context=context, timeout=30)

    def kubeconfig(self, path, token="readtoken"):
        return write_kubeconfig(
            path, self.server.port, self.server.certificate.read_bytes(),
            token)

    # Requests, from the connections' threads.

    def receive(self, request):
        parts = request.path.strip("/").split("/")
        core = parts[0] == "api"
        if len(parts) == (3 if core else 4):
            request.plural = parts[-1]
            watch = request.target.find("watch=1") > 0
            request.verb = "watch" if watch else "list"
        else:
            request.verb = "discovery"
        with self.lock:
            self.requests.append(request)

    def fault_for(self, request):
        with self.lock:
            for fault in self.faults:
                if fault.matches(request):
                    fault.hits += 1
                    return fault
        return None

    def reply(self, request, reply):
        token = request.headers.get("authorization", "").removeprefix(
            "Bearer ")
        if token not in self.tokens:
            reply.whole(401, status(401, "Unauthorized", "Unauthorized"))
        elif request.verb == "discovery":
            self.discover(request, reply)
        else:
            self.find(request, reply)

    def find(self, request, reply):
        parts = request.path.strip("/").split("/")
        group = "" if parts[0] == "api" else parts[1]
        version, plural = parts[-2:]
        with self.lock:
            resource = self.resources.get((group, plural))
        if plural in self.forbidden:
            reply.whole(403, status(
                403, "Forbidden", f'{plural} is forbidden: User "k8s-nsd" '
                f'cannot {request.verb} resource "{plural}"',
                {"kind": plural}))
        elif not resource or version not in resource.versions:
            self.not_found(group, reply)
        elif request.verb == "watch":
            self.watch(resource, version, request, reply)
        else:
            self.list_page(resource, version, request, reply)

    def not_found(self, group, reply):
        """Groups that are built in say it in JSON."""
        if any(g == group and not r.custom
               for (g, _), r in self.resources.items()):
            reply.whole(404, status(
                404, "NotFound", "the server could not find the requested "
                "resource", {}))
        else:
            reply.whole(404, b"404 page not found\n", {
                "Content-Type": "text/plain; charset=utf-8"})

    # Lists.

    def list_page(self, resource, version, request, reply):
        limit = int(request.query.get("limit", 0))
        token = request.query.get("continue")
        with self.lock:
            if token is None:
                page = (self.revision, sorted(resource.objects.items()))
            else:
                page = self.pages.get(token)
            if page:
                body = self.page_body(resource, version, page, limit)
        if page:
            reply.whole(200, body)
        elif token.startswith("+/="):
            reply.whole(410, status(410, "Expired", TOO_OLD))
        else:
            reply.whole(400, status(
                400, "BadRequest", "continue key is not valid"))

    def page_body(self, resource, version, page, limit):
        revision, left = page
        now, rest = (left[:limit], left[limit:]) if limit else (left, [])
        meta = {"resourceVersion": str(revision)}
        if rest:
            # What must be escaped in a query stands in every token.
            token = "+/=" + base64.b64encode(
                uuid.uuid4().bytes).decode()
            self.pages[token] = (revision, rest)
            meta.update({"continue": token, "remainingItemCount": len(rest)})
        head = {"kind": f"{resource.kind}List",
                "apiVersion": resource.api_version(version)}
        if not resource.custom:
            return encode({**head, "metadata": meta,
                           "items": [o for _, o in now]}) + b"\n"
        meta.setdefault("continue", "")
        return encode({
            "apiVersion": head["apiVersion"],
            "items": [json.loads(resource.text(o, version)) for _, o in now],
            "kind": head["kind"],
            "metadata": dict(sorted(meta.items()))}) + b"\n"

    # Watches.

    def watch(self, resource, version, request, reply):
        query = request.query
        since = int(query["resourceVersion"])
        watch = Watch(request, resource, version,
                      query.get("allowWatchBookmarks") == "true")
        end = time.monotonic() + int(query.get("timeoutSeconds", 1800))
        with self.lock:
            if since < resource.oldest:
                watch.lines.put(line("ERROR", status(
                    410, "Expired", f"too old resource version: {since} "
                    f"({resource.oldest})")))
                watch.lines.put("well")
            else:
                for at, kind, document in resource.history:
                    if at > since:
                        watch.lines.put(line(kind, resource.text(
                            document, version)))
                resource.watches.add(watch)
        try:
            reply.head(200, {})
            self.stream(watch, reply, end)
        finally:
            with self.lock:
                resource.watches.discard(watch)

    def stream(self, watch, reply, end):
        marked = time.monotonic()
        while time.monotonic() < end:
            reply.connection.more(0)
            if (self.bookmark_period and watch.bookmarks
                    and time.monotonic() - marked >= self.bookmark_period):
                marked = time.monotonic()
                with self.lock:
                    watch.lines.put(self.bookmark_line(watch))
            batch, how = self.batch(watch.lines)
            if batch:
                reply.line(batch)
            if how == "freeze":
                reply.connection.freeze()
            elif how in ("fin", "rst"):
                reply.connection.close(how == "rst")
            elif how:
                break
        reply.finish()

    @staticmethod
    def batch(lines):
        """All that is there now; waits a little for the first."""
        data = []
        try:
            item = lines.get(timeout=0.02)
            while isinstance(item, bytes):
                data.append(item)
                item = lines.get_nowait()
            return b"".join(data), item
        except queue.Empty:
            return b"".join(data), None

    # Discovery.

    def discover(self, request, reply):
        parts = request.path.strip("/").split("/")
        with self.lock:
            groups = {}
            for (group, _), resource in self.resources.items():
                for version in resource.versions:
                    groups.setdefault(group, {}).setdefault(
                        version, []).append(resource)
        if parts == ["apis"]:
            reply.whole(200, encode({
                "kind": "APIGroupList", "apiVersion": "v1", "groups": [
                    group_entry(g, v) for g, v in groups.items() if g]}))
            return
        group = "" if parts[0] == "api" else parts[1]
        versions = groups.get(group, {})
        if len(parts) == 2 and group and versions:
            reply.whole(200, encode({"kind": "APIGroup", "apiVersion": "v1",
                                     **group_entry(group, versions)}))
        elif parts[-1] in versions:
            version = parts[-1]
            reply.whole(200, encode({
                "kind": "APIResourceList",
                **({"apiVersion": "v1"} if group else {}),
                "groupVersion": f"{group}/{version}" if group else version,
                "resources": [entry for r in versions[version]
                              for entry in resource_entries(r)]}))
        else:
            self.not_found(group, reply)


def group_entry(group, versions):
    listed = [{"groupVersion": f"{group}/{v}", "version": v}
              for v in versions]
    return {"name": group, "versions": listed, "preferredVersion": listed[0]}


def resource_entries(resource):
    verbs = ["create", "delete", "get", "list", "patch", "update", "watch"]
    entry = {"name": resource.plural, "singularName": resource.kind.lower(),
             "namespaced": resource.namespaced, "kind": resource.kind,
             "verbs": verbs}
    return [entry, {**entry, "name": f"{resource.plural}/status",
                    "singularName": "", "verbs": ["get", "patch", "update"]}]
