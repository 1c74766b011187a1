# SPDX-License-Identifier: Apache-2.0
"""The client of the API server and what it is let in by: tokens, rights and
authorities that change, go and come.

As in test_client_list.py: the client's times are a fiftieth of the real ones,
and after each case it must agree with the server.
"""

import pytest

from authority import Authority
from eventually import eventually
from fakeapi import FakeApi
from follow import TICK, TIMES
from objects import ingress, service

pytestmark = pytest.mark.sanitized

NEVER = 600000  # ms
UNREADABLE = "credentials cannot be read again"


class Files:
    """The token and the authority of a kubeconfig, as files."""

    def __init__(self, directory):
        self.token = directory / "token"
        self.authority = directory / "ca.crt"

    @staticmethod
    def put(file, content):
        """By rename, as the kubelet does; None: it is not there."""
        if content is None:
            file.unlink()
            return
        new = file.with_suffix(".new")
        new.write_bytes(content)
        new.rename(file)


@pytest.fixture
def files(fake, folder):
    made = Files(folder)
    made.put(made.token, b"first\n")
    made.put(made.authority, fake.server.certificate.read_bytes())
    fake.tokens = {"first"}

    def kubeconfig(path, token):
        FakeApi.kubeconfig(fake, path, token)
        path.write_text("\n".join(
            f"    certificate-authority: {made.authority}"
            if "certificate-authority-data" in line
            else f"    tokenFile: {made.token}" if "token:" in line else line
            for line in path.read_text().split("\n")))
        return path

    fake.kubeconfig = kubeconfig
    return made


@pytest.fixture
def watching(fake, files, follow):
    def start(**options):
        for name in "abc":
            fake.create(ingress(name, f"{name}.example.com"))
        one = follow(fake, **options).live()
        watches(fake, 1)
        return one
    return start


def watches(api, count, plural="ingresses"):
    eventually(lambda: len(api.asked("watch", plural)) >= count
               and api.watches(plural), f"there are {count} watches")
    return api.asked("watch", plural)[-1]


def again(api):
    """Ends the watch; the next request of any sort."""
    eventually(lambda: api.watches("ingresses"), "it watches")
    before = len(api.asked())
    api.end("ingresses")
    return eventually(lambda: api.asked()[before:], "it asks again")[0]


def token(request):
    return request.headers["authorization"].removeprefix("Bearer ")


def uses(api, word):
    """Asks again and again, until that is the token."""
    return eventually(lambda: api.watches("ingresses")
                      and token(again(api)) == word, f"{word} is used")


def read_by(api, files, word):
    """The files were read: the token, which is read first, is this one."""
    api.tokens.add(word)
    files.put(files.token, word.encode())
    uses(api, word)


def proves(one, api, name="proof"):
    api.create(ingress(name, f"{name}.example.com"))
    one.says("put", key=f"web/{name}")
    return one.agrees(api)


def states(one, kind="Ingress"):
    return [e["state"] for e in one.said("state", kind=kind)]


def test_b28_a_token_is_rotated(fake, files, watching):
    """Both are good for a while: used soon, and nobody noticed."""
    one = watching(brief=1)  # ends at once are ours
    fake.tokens = {"first", "second"}
    files.put(files.token, b"  second \n\n")
    uses(fake, "second")
    assert one.failures() == [] and set(states(one)) <= {"syncing", "live"}
    proves(one, fake)


def test_b28_the_old_token_is_refused(fake, files, watching):
    """401: the file is read at once, and the same is asked at once."""
    one = watching(credentials=NEVER, backoff_first=NEVER)
    files.put(files.token, b"second\n")
    fake.tokens = {"second"}
    fake.end("ingresses")
    watches(fake, 3)
    asked = fake.asked("watch")
    assert [(token(r), r.status) for r in asked] == [
        ("first", 200), ("first", 401), ("second", 200)]
    assert "forbidden" not in states(one)
    proves(one, fake)


@pytest.mark.parametrize("content", [
    None, b"", b" \n", b"two words\n", b"first\r\nX-Evil: 1\n", b"\0\1\2",
    b"x" * (2 << 20)], ids=["missing", "empty", "blank", "words", "a header",
                            "binary", "huge"])
def test_b28_no_token_in_the_file(fake, files, watching, content):
    """The last good one is used, and it is said once, until it is there."""
    one = watching(credentials=50)
    files.put(files.token, content)
    eventually(lambda: UNREADABLE in one.output(), "it says so")
    for _ in range(5):
        request = again(fake)
        assert token(request) == "first"
        assert "x-evil" not in request.headers
    assert one.failures() == []
    files.put(files.token, b"second")
    fake.tokens = {"second"}
    eventually(lambda: "credentials read again" in one.output(), "it reads")
    proves(one, fake)
    assert token(again(fake)) == "second"
    assert one.output().count(UNREADABLE) == 1


def test_b28_b30_no_good_token_for_long(fake, files, watching):
    """401 for ever: it does not end, asks ever less and forgets nothing; with
    a good token in the file all is well."""
    one = watching(credentials=200)
    fake.tokens = {"second"}
    fake.end("ingresses")
    fake.delete(ingress("b"))
    fake.compact()
    one.says("state", state="forbidden")
    eventually(lambda: len(fake.asked("watch")) >= 2 + 5, one.tail)
    times = [r.time for r in fake.asked("watch")[1:]]
    gaps = [b - a for a, b in zip(times, times[1:])]
    for step, gap in enumerate(gaps):
        assert gap + TICK >= min(30, 0.8 * 2 ** step) / TIMES, gaps
    assert not one.said("gone") and len(one.contents()) == 3
    assert "401" in one.source()["reason"]
    files.put(files.token, b"second\n")
    one.says("gone", key="web/b")
    proves(one, fake)
    assert states(one)[-1] == "live"


def test_b30_401_from_the_start(fake, files, follow):
    """Nothing was ever listed: it waits, and then there is everything."""
    fake.create(ingress("a", "a.example.com"))
    fake.tokens = set()
    one = follow(fake, credentials=100)
    one.says("state", state="forbidden")
    eventually(lambda: len(fake.asked("list")) >= 3, "it tries")
    assert not one.source()["synced"]
    fake.tokens = {"first"}
    one.live()
    proves(one, fake)


def test_b30_one_resource_is_forbidden(fake, files, watching):
    """403: that kind alone is forbidden, keeps what it had and is asked for
    at the cap; the others do not notice."""
    fake.create(service("s"))
    fake.create(service("t"))
    one = watching(kinds=["Ingress", "Service"])
    watches(fake, 1, "services")
    fake.forbidden.add("services")
    fake.end("services")
    one.says("state", kind="Service", state="forbidden")
    fake.delete(service("t"))
    fake.compact()
    asked = len(fake.asked("watch", "services"))
    for number in range(20):
        name = f"n{number}"
        fake.create(ingress(name, f"{name}.example.com"))
        one.says("put", key=f"web/{name}")
    eventually(lambda: len(fake.asked("watch", "services")) >= asked + 5,
               one.tail)
    first, last = fake.asked("watch", "services")[-2:]
    assert last.time - first.time + TICK >= 6.4 / TIMES
    source = one.source("Service")
    assert (source["state"], source["objects"]) == ("forbidden", 2)
    assert "services is forbidden" in source["reason"]
    assert set(states(one)) <= {"syncing", "live"}
    assert len(fake.asked("list", "ingresses")) == 1
    fake.forbidden.clear()
    one.says("gone", kind="Service", key="web/t")
    assert one.source("Service")["state"] == "live"
    proves(one, fake)


def test_b30_one_verb_is_forbidden(fake, files, watching):
    """list is allowed and watch is not: no storm of lists comes of it."""
    one = watching()
    fault = fake.fault("watch", status=403, times=1000)
    fake.end("ingresses")
    eventually(lambda: fault.hits >= 5, one.tail)
    assert one.source()["state"] == "forbidden"
    assert len(fake.asked("list")) == 1
    fault.times = 0
    proves(one, fake)


def test_b29_the_authority_is_rotated(fake, files, folder, watching):
    """The server has a certificate of a new one: the running watch goes on,
    new connections succeed soon after the file's change."""
    one = watching()
    new = Authority(folder, "new")
    fake.server.context = new.context()
    fake.create(ingress("d", "d.example.com"))
    one.says("put", key="web/d")
    files.put(files.authority, new.pem())
    fake.server.refuse()  # all connections
    fake.server.accept()
    watches(fake, 2)
    proves(one, fake)
    assert len(fake.asked("list", "ingresses")) <= 2


def test_b29_both_authorities_in_the_file(fake, files, folder, watching):
    """The way a rotation should be: nothing ever fails."""
    one = watching(credentials=50)
    old, new = fake.server.certificate.read_bytes(), Authority(folder, "new")
    files.put(files.authority, old + new.pem())
    read_by(fake, files, "second")
    fake.server.context = new.context()
    again(fake)
    files.put(files.authority, new.pem())
    read_by(fake, files, "third")
    again(fake)
    assert one.failures() == []
    proves(one, fake)


@pytest.mark.parametrize("content", [
    None, b"", b"Hello, world\n",
    b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
], ids=["missing", "empty", "text", "no certificate"])
def test_b29_a_bad_authority_is_not_taken(fake, files, watching, content):
    """The last good one is."""
    one = watching(credentials=50)
    files.put(files.authority, content)
    eventually(lambda: UNREADABLE in one.output(), "it says so")
    fake.server.refuse()
    fake.server.accept()
    watches(fake, 2)
    proves(one, fake)
    assert one.output().count(UNREADABLE) == 1


def test_b29_a_server_of_another_authority(fake, files, folder, watching):
    """It is told nothing, not even the token; what is known stays."""
    one = watching()
    own, evil = fake.server.context, Authority(folder, "evil").context()
    fake.server.refuse()
    asked = len(fake.asked())
    fake.server.context = evil
    fake.server.accept()
    one.says("state", state="lost")
    # Before that nobody was there for a moment.
    eventually(lambda: "certificate" in one.failures()[-1].lower(), one.tail)
    assert len(fake.asked()) == asked
    assert not one.said("gone")
    fake.server.context = own
    proves(one, fake)


def test_b29_connections_of_the_authority_before(fake, files, folder,
                                                 watching):
    """Idle ones are not used for what the new authority is to vouch for."""
    one = watching(credentials=50)
    files.put(files.authority, Authority(folder, "other").pem())

    def fails(count):
        if fake.watches("ingresses"):
            fake.end("ingresses")
        return len(one.failures()) >= count

    eventually(lambda: fails(1), "it fails")
    asked = len(fake.asked())
    eventually(lambda: fails(4), "it fails")
    assert len(fake.asked()) == asked
    assert all("certificate" in why.lower() for why in one.failures())
    files.put(files.authority, fake.server.certificate.read_bytes())
    proves(one, fake)
