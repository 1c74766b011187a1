# SPDX-License-Identifier: Apache-2.0
"""A bad configuration and a restart: no outage."""

import json
import shutil
import urllib.error
import urllib.request

import pytest

from controller import ZONE
from eventually import eventually
from objects import ingress

pytestmark = pytest.mark.sanitized

BAD = "zones: [\n"


class Saved:
    """A controller that starts with what was saved."""

    def __init__(self, one):
        self.one = one
        words = one.run_words
        one.run_words = lambda: [*words(), "--saved", one.state]

    def restart(self):
        self.one.stop()
        self.one.start()

    def ask(self, *words):
        """By the socket: the configuration does not say where it is."""
        return self.one.command("status", "--socket",
                                self.one.state / "control.sock", *words)

    def state(self):
        done = self.ask("-o", "json")
        return json.loads(done.stdout)["configuration"]["state"]

    def metric(self):
        url = f"http://127.0.0.1:{self.one.http}/metrics"
        lines = urllib.request.urlopen(url, timeout=30).read().decode()
        return [line.split('"')[1] for line in lines.split("\n")
                if line.startswith("k8s_nsd_config_state")
                and line.endswith(" 1")]


@pytest.fixture
def saved(controller):
    one = controller()
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.1"))
    them = Saved(one)
    one.start().serving()
    one.says("zone published")
    assert (one.state / "config.saved").stat().st_mode & 0o777 == 0o600
    return them


def is_ready(one):
    try:
        return urllib.request.urlopen(
            f"http://127.0.0.1:{one.http}/readyz", timeout=30).status == 200
    except urllib.error.HTTPError as refused:
        assert refused.code == 503
        return False


@pytest.mark.parametrize("fault", ["bad", "gone", "a key of a later day"])
def test_starts_with_what_was_saved(saved, fault):
    one = saved.one
    good = one.config_file.read_text()
    if fault == "gone":
        one.stop()
        one.config_file.unlink()
        one.start()
    else:
        one.write_config(BAD if fault == "bad" else "colour: blue\n" + good)
        one.says("bad configuration, the former one stays in use")
        assert saved.state() == "former"
        assert saved.metric() == ["former"]
        saved.restart()
    one.says("bad configuration, started with the one that was saved last")
    # It works as ever.
    one.put("www.yaml", ingress("www", "www.example.com", "192.0.2.2"))
    one.server.answers("www.example.com", "192.0.2.2")
    done = saved.ask()
    assert done.returncode == 1
    assert "configuration: the one saved last is in force" in done.stdout
    assert saved.metric() == ["saved"]
    eventually(lambda: is_ready(one), "it is ready")
    # The file is read again as soon as it changes.
    one.config["zones"][0]["ttl"] = 77
    one.write_config()
    eventually(lambda: "www\t77\t" in one.zone_text(), "the file is read")
    one.says("configuration read again")
    assert saved.state() == "current"


def test_what_is_bad_is_never_saved(saved):
    one = saved.one
    before = (one.state / "config.saved").read_bytes()
    one.write_config(BAD)
    one.says("bad configuration, the former one stays in use")
    saved.restart()
    one.says("started with the one that was saved last")
    one.serving()
    assert (one.state / "config.saved").read_bytes() == before


def test_a_cut_one_is_refused(saved):
    """Cut behind its first zone it would be good YAML."""
    one = saved.one
    one.stop()
    file = one.state / "config.saved"
    file.write_bytes(file.read_bytes()[:-1])
    one.write_config(BAD)
    done = one.command(*one.run_words()[1:])
    assert done.returncode == 2
    assert "config.saved': it is damaged" in done.stderr
    assert str(one.config_file) in done.stderr


def test_no_secret_is_saved(controller, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("c2VjcmV0LW9mLTI0LW9jdGV0cyE=")
    one = controller(tsig=[{"name": "key.example", "secretFile": str(secret)}])
    one.start().serving()
    one.says("zone published")
    text = (one.state / "config.saved").read_text()
    assert str(secret) in text and "c2VjcmV0" not in text


def test_without_the_option_a_bad_one_ends_it(controller):
    one = controller()
    one.start().serving()
    one.says("zone published")
    one.stop()
    one.write_config(BAD)
    assert one.command(*one.run_words()[1:]).returncode == 2


# nsd-conf, as the pod runs it before NSD.

def conf(one, *words):
    return one.command("nsd-conf", "--config", one.config_file, "--out",
                       one.state, *words)


def test_nsd_conf_keeps_the_last_one(controller):
    one = controller(run_nsd=False)
    one.state.mkdir()
    one.config_file.rename(one.directory / "good")
    # Nothing to keep.
    for text in (None, BAD):
        if text:
            one.write_config(text)
        done = conf(one, "--keep")
        assert done.returncode == 2, done.stderr
    (one.state / "nsd.conf").write_text("")
    assert conf(one, "--keep").returncode == 2
    shutil.copy(one.directory / "good", one.config_file)
    assert conf(one, "--keep").returncode == 0
    before = (one.state / "nsd.conf").read_text()
    assert "server:" in before
    # A bad one, none at all.
    for text in (BAD, None):
        one.config_file.unlink()
        if text:
            one.write_config(text)
        done = conf(one, "--keep")
        assert done.returncode == 0, done.stderr
        assert "stays as it was" in done.stderr
        assert str(one.config_file) in done.stderr
        assert (one.state / "nsd.conf").read_text() == before
        if text:
            assert conf(one).returncode == 2


def test_nsd_conf_goes_on_without_a_secret(controller, tmp_path):
    """The key keeps the secret that the last one has."""
    secret = tmp_path / "secret"
    secret.write_text("c2VjcmV0LW9mLTI0LW9jdGV0cyE=")
    one = controller(
        run_nsd=False,
        zones=[{"name": ZONE, "nameservers": [{"name": "ns.example.net"}],
                "soa": {"contact": "a@example.com"},
                "secondaries": ["east"]}],
        tsig=[{"name": "key.example", "secretFile": str(secret)}],
        secondaries=[{"name": "east", "transfer": ["192.0.2.0/24"],
                      "tsig": "key.example"}])
    one.state.mkdir()
    assert conf(one, "--keep").returncode == 0
    before = (one.state / "nsd.conf").read_text()
    assert "c2VjcmV0" in before
    for text in ("no base64!", None):
        secret.unlink()
        if text:
            secret.write_text(text)
        done = conf(one, "--keep")
        assert done.returncode == 0
        assert "key.example" in done.stderr
        assert (one.state / "nsd.conf").read_text() == before
