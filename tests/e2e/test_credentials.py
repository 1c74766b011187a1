# SPDX-License-Identifier: Apache-2.0
"""Who we are to the API server, and whom we believe to be it.

All of it changes while the controller runs; no name is lost by that.
"""

import base64
import json
import shutil

import pytest

from apiserver import TOKENS, ApiServer, assets
from authority import Authority
from conftest import cannot
from eventually import eventually
from objects import ingress
from tlsapi import Proxy, TlsApi

PLUGIN_API = "client.authentication.k8s.io/v1"
WHO = "system:serviceaccount:dns:k8s-nsd"


def write(path, text):
    """Puts a file in place, whole, as the kubelet does."""
    new = path.with_name(path.name + ".new")
    new.write_bytes(text if isinstance(text, bytes) else text.encode())
    new.chmod(0o700)
    new.rename(path)
    return path


def configure(one, server, user, **cluster):
    """The kubeconfig of a controller: for server, as user."""
    one.cluster = server
    write(one.directory / "kubeconfig", json.dumps({
        "current-context": "test",
        "contexts": [{"name": "test",
                      "context": {"cluster": "test", "user": "test"}}],
        "clusters": [{"name": "test",
                      "cluster": {"server": server, **cluster}}],
        "users": [{"name": "test", "user": user}]}))
    one.config["cluster"] = {"kubeconfig": str(one.directory / "kubeconfig")}
    one.write_config()
    return one


class Cluster(ApiServer):
    """With an authority of its own, and other tokens each time."""

    def __init__(self, folder):
        self.folder = folder
        self.authority = Authority(folder, "ca")
        self.clients = Authority(folder, "clients")
        self.certify(self.authority)
        self.changed = False
        super().__init__(folder / "api", [
            f"--tls-cert-file={folder}/server.crt",
            f"--tls-private-key-file={folder}/server.key",
            f"--client-ca-file={folder}/clients-ca.crt",
        ], ca=folder / "server-ca.crt")

    def certify(self, authority, clients=None):
        self.changed = True
        certificate, key = authority.issue("server", "/CN=apiserver", True)
        shutil.copy(certificate, self.folder / "server.crt")
        shutil.copy(key, self.folder / "server.key")
        shutil.copy(authority.certificate, self.folder / "server-ca.crt")
        shutil.copy((clients or self.clients).certificate,
                    self.folder / "clients-ca.crt")

    def know(self, token):
        """That token instead of readtoken, from the next start on."""
        self.changed = True
        (self.directory / "tokens.csv").write_text(
            TOKENS.replace("readtoken", token))

    def url(self):
        return f"https://127.0.0.1:{self.port}"


@pytest.fixture(scope="module")
def whole_cluster(tmp_path_factory):
    if not assets():
        cannot("NO API SERVER: see conftest.py")
    server = Cluster(tmp_path_factory.mktemp("credentials"))
    server.allow()
    yield server
    server.stop()


@pytest.fixture
def api(whole_cluster):
    """It knows readtoken, and is empty."""
    server = whole_cluster
    if server.changed or not server.api.running():
        server.know("readtoken")
        server.certify(server.authority)
        server.restart_api()
        server.changed = False
    server.delete_all("Ingress")
    return server


def begin(one, api):
    """Serves one name."""
    api.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    one.start().serving()
    one.server.answers("www.example.com", "192.0.2.1")


def goes_on(one, api):
    """A name more, none less, and nothing between the two versions."""
    api.create(ingress("ftp", "ftp.example.com", ["192.0.2.2"]))
    one.server.answers("ftp.example.com", "192.0.2.2", deadline=120)
    one.server.answers("www.example.com", "192.0.2.1")
    # Both are confirmed, a moment after they are answered.
    eventually(lambda: len(published(one)) == 2, lambda: published(one))
    one.stop()


def published(one):
    return [m for m in one.messages() if m["level"] == "info"
            and m.get("zone") == "example.com" and "serial" in m]


def changes(one, **wanted):
    """The lines about changed credentials."""
    found = [m for m in one.messages() if m["message"] ==
             "credentials changed"]
    return [m for m in found if wanted.items() <= m.items()]


def keeps_its_name(one):
    assert one.alive()
    assert one.server.answer("www.example.com") == ["192.0.2.1"]


# Files.

def test_a_token_is_replaced_and_the_old_one_revoked(controller, api):
    one = controller(quick=True, cluster=api)
    token = write(one.directory / "token", "readtoken\n")
    configure(one, api.url(), {"tokenFile": "token"},
              **{"certificate-authority": str(api.ca)})
    begin(one, api)
    api.know("secondtoken")
    api.restart_api()
    one.says("source changed", "forbidden", "401", deadline=60)
    # A connection that came too late may be the reason for a moment.
    eventually(lambda: "401" in one.source("Ingress")["reason"], one.status)
    assert one.source("Ingress")["failures"]["denied"]
    write(token, "")
    one.says("credentials cannot be read again", "holds no token",
             deadline=120)
    keeps_its_name(one)
    write(token, "secondtoken")
    goes_on(one, api)
    assert len(changes(one, what="token")) == 1
    assert not one.said("secondtoken") and not one.said("readtoken")


def test_an_authority_is_replaced(controller, api):
    one = controller(quick=True, cluster=api)
    ca = write(one.directory / "ca.crt", api.ca.read_text())
    configure(one, api.url(), {"token": "readtoken"},
              **{"certificate-authority": "ca.crt"})
    begin(one, api)
    api.kill_api()
    api.certify(Authority(api.folder, "another-ca"))
    api.start_api()
    one.says("request failed", "certificate", deadline=60)
    assert one.source("Ingress")["failures"]["busy"]
    text = api.ca.read_text()
    write(ca, text[:len(text) // 2])
    one.says("credentials cannot be read again", "is damaged PEM",
             deadline=60)
    keeps_its_name(one)
    write(ca, text)
    goes_on(one, api)
    assert len(changes(one, what="authority")) == 1


def test_files_are_read_again_without_being_asked(controller, api):
    one = controller(quick=True, cluster=api)
    ca = write(one.directory / "ca.crt", api.ca.read_text())
    configure(one, api.url(), {"token": "readtoken"},
              **{"certificate-authority": "ca.crt"})
    begin(one, api)
    write(ca, "")
    one.says("credentials cannot be read again", "holds no certificate")
    write(ca, api.ca.read_text() * 2)
    one.says("credentials read again")
    goes_on(one, api)
    assert len(changes(one, what="authority")) == 1


def test_a_client_certificate_is_replaced(controller, api):
    one = controller(quick=True, cluster=api)
    certificate, key = one.directory / "me.crt", one.directory / "me.key"

    def use(authority):
        for path, made in zip((certificate, key),
                              authority.issue("me", f"/CN={WHO}")):
            write(path, made.read_bytes())

    use(api.clients)
    configure(one, api.url(), {"client-certificate": "me.crt",
                               "client-key": "me.key"},
              **{"certificate-authority": str(api.ca)})
    begin(one, api)
    api.kill_api()
    clients = Authority(api.folder, "other-clients")
    api.certify(api.authority, clients)
    api.start_api()
    one.says("source changed", "forbidden", "401", deadline=60)
    keeps_its_name(one)
    use(clients)
    goes_on(one, api)
    # The two files need not be read together.
    assert 1 <= len(changes(one, what="certificate")) <= 2


# Plugins.

PLUGIN = """\
#!/bin/sh
cd "$(dirname "$0")" || exit 1
echo run >>runs
echo "$WORDS" >&2
[ -e broken ] && exit 3
printf '{"kind": "ExecCredential", "apiVersion": "%s", "status": %s}\\n' \\
	"$1" "$(cat status)"
"""


def plugin(one, status, api_version=PLUGIN_API):
    """A user by a script beside the kubeconfig that prints status."""
    write(one.directory / "plugin", PLUGIN)
    write(one.directory / "status", json.dumps(status))
    return {"exec": {
        "apiVersion": PLUGIN_API, "command": "./plugin",
        "args": [api_version], "interactiveMode": "IfAvailable",
        "env": [{"name": "WORDS", "value": "secretwords"}]}}


def runs(one):
    path = one.directory / "runs"
    return len(path.read_text().split()) if path.exists() else 0


def test_a_plugin_gives_tokens(controller, api):
    one = controller(cluster=api)
    configure(one, api.url(), plugin(one, {"token": "readtoken"}),
              **{"certificate-authority": str(api.ca)})
    begin(one, api)
    assert runs(one) == 1
    api.know("secondtoken")
    write(one.directory / "status", json.dumps({"token": "secondtoken"}))
    api.restart_api()
    goes_on(one, api)
    assert len(changes(one, what="token",
                       plugin=f"{one.directory}/./plugin")) == 2
    # Once for the token that nobody knew any more, however many said so.
    assert runs(one) == 2
    for word in ("secondtoken", "readtoken", "secretwords"):
        assert not one.said(word)


def test_a_plugin_gives_certificates(controller, api):
    one = controller(cluster=api)
    certificate, key = api.clients.issue("plugin", f"/CN={WHO}")
    configure(one, api.url(), plugin(one, {
        "clientCertificateData": certificate.read_text(),
        "clientKeyData": key.read_text(),
        "expirationTimestamp": "2999-01-01T00:00:00Z"}),
        **{"certificate-authority": str(api.ca)})
    begin(one, api)
    goes_on(one, api)
    assert len(changes(one, what="certificate")) == 1
    assert runs(one) == 1


def failures(one):
    return [m for m in one.messages()
            if m["message"] == "credential plugin fails"]


def test_a_plugin_fails_for_a_while(controller, api):
    """First at the start, then with a name to lose."""
    one = controller(quick=True, cluster=api)
    configure(one, api.url(), plugin(one, {"token": "readtoken"}),
              **{"certificate-authority": str(api.ca)})
    broken = write(one.directory / "broken", "")
    api.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    one.start()
    eventually(lambda: runs(one) > 1, "it is run again")
    broken.unlink()
    one.serving()
    one.server.answers("www.example.com", "192.0.2.1")
    write(broken, "")
    api.know("secondtoken")
    write(one.directory / "status", json.dumps({"token": "secondtoken"}))
    api.restart_api()
    eventually(lambda: len(failures(one)) == 2, one.program.output, 90)
    once = runs(one)
    eventually(lambda: runs(one) > once + 1, "it is run again")
    one.says("request failed", "Ingress", "it ended with status 3")
    keeps_its_name(one)
    broken.unlink()
    goes_on(one, api)
    assert len(failures(one)) == 2
    assert all("it ended with status 3" in m["reason"] for m in failures(one))
    assert not one.said("secretwords")


@pytest.mark.parametrize("status,version,word", [
    ({"token": "readtoken"}, PLUGIN_API, None),
    ({"token": "wrongtoken"}, PLUGIN_API, "401"),
    ({"token": "readtoken"}, PLUGIN_API + "beta1", "apiVersion is not"),
    ({"token": "readtoken\n"}, PLUGIN_API, "token cannot stand in a header"),
    ({}, PLUGIN_API, "neither a token nor a certificate"),
], ids=["good", "unknown", "of another version", "with a line break",
        "nothing"])
def test_render_with_a_plugin(controller, api, status, version, word):
    one = controller(cluster=api)
    api.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    configure(one, api.url(), plugin(one, status, version),
              **{"certificate-authority": str(api.ca)})
    done = one.command("render", "--config", one.config_file)
    assert done.returncode == (1 if word else 0), done.stderr
    assert ("www\t60\tIN\tA\t192.0.2.1\n" in done.stdout) == (not word)
    assert (word or "") in done.stderr
    for secret in ("readtoken", "wrongtoken", "secretwords"):
        assert secret not in done.stderr


# Somebody else.

def test_impersonation(controller, api):
    one = controller(cluster=api)
    api.create(ingress("www", "www.example.com", ["192.0.2.1"]))
    ca = {"certificate-authority": str(api.ca)}
    configure(one, api.url(), {"token": "admintoken", "as": WHO, "as-groups":
                               ["system:serviceaccounts"], "as-user-extra":
                               {"example.com/a b": ["c d"]}}, **ca)
    done = one.command("render", "--config", one.config_file)
    assert done.returncode == 0, done.stderr
    assert "www\t60\tIN\tA\t192.0.2.1\n" in done.stdout
    configure(one, api.url(), {"token": "admintoken", "as": "jane"}, **ca)
    done = one.command("render", "--config", one.config_file)
    assert done.returncode == 1
    assert 'User "jane" cannot list resource' in done.stderr
    assert "Ingress" in done.stderr
    # Who may not act as others does not.
    configure(one, api.url(), {"token": "readtoken", "as": "admin"}, **ca)
    done = one.command("render", "--config", one.config_file)
    assert done.returncode == 1
    assert f'User "{WHO}" cannot impersonate' in done.stderr


# A server that writes down what comes.

@pytest.fixture
def recorder(folder):
    made = []
    authority = Authority(folder, "ca")

    def make():
        made.append(TlsApi(*authority.issue("server", "/CN=recorder", True)))
        return made[-1]

    make.authority = authority
    yield make
    for one in made:
        one.stop()


@pytest.fixture
def proxy():
    made = []

    def make(**options):
        made.append(Proxy(**options))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def test_headers(controller, recorder):
    api, one = recorder(), controller()
    configure(one, f"https://127.0.0.1:{api.port}", {
        "username": "me", "password": "pass:word", "as": "jane",
        "as-uid": "7", "as-groups": ["a", "b c"],
        "as-user-extra": {"x/y": ["1", "2"]}},
        **{"certificate-authority": str(recorder.authority.certificate)})
    done = one.command("render", "--config", one.config_file)
    assert done.returncode == 0, done.stderr
    credentials = base64.b64encode(b"me:pass:word").decode()
    assert api.asked
    for asked in api.asked:
        assert asked.headers["Authorization"] == f"Basic {credentials}"
        assert asked.headers["Impersonate-User"] == "jane"
        assert asked.headers["Impersonate-Uid"] == "7"
        assert asked.headers.get_all("Impersonate-Group") == ["a", "b c"]
        assert asked.headers.get_all("Impersonate-Extra-x%2Fy") == ["1", "2"]
        assert asked.headers["Accept-Encoding"] == "gzip"


def test_compression_is_for_lists_and_can_be_disabled(controller, recorder):
    api, one = recorder(), controller()
    ca = {"certificate-authority": str(recorder.authority.certificate)}
    url = f"https://127.0.0.1:{api.port}"
    configure(one, url, {"token": "t"}, **ca)
    one.start()
    eventually(lambda: any("watch=" in a.path for a in api.asked),
               "it watches")
    one.stop()
    for asked in api.asked:
        assert asked.headers["Accept-Encoding"] == (
            "identity" if "watch=" in asked.path else "gzip")
    # A request of the controller may be written down late.
    configure(one, url, {"token": "u"}, **ca, **{"disable-compression": True})
    done = one.command("render", "--config", one.config_file)
    assert done.returncode == 0, done.stderr
    assert {a.headers["Accept-Encoding"] for a in api.asked
            if a.headers["Authorization"] == "Bearer u"} == {"identity"}


@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_proxy(controller, recorder, proxy, kind):
    """Also for this machine, and the proxy resolves the name."""
    api, way, one = recorder(), proxy(socks=kind == "socks5"), controller()
    user = "" if kind == "socks5" else "me:secretword@"
    configure(one, f"https://api.test:{api.port}", {"token": "t"}, **{
        "certificate-authority": str(recorder.authority.certificate),
        "proxy-url": f"{kind}://{user}127.0.0.1:{way.port}"})
    done = one.command("render", "--config", one.config_file)
    assert done.returncode == 0, done.stderr
    credentials = base64.b64encode(b"me:secretword").decode()
    assert set(way.asked) == {("api.test", api.port,
                               f"Basic {credentials}" if user else "")}
    assert all(a.headers["Authorization"] == "Bearer t" for a in api.asked)
    assert "Proxy-Authorization" not in api.asked[0].headers
    way.stop()
    api.stop()
    done = one.command("render", "--config", one.config_file)
    assert done.returncode == 1
    assert "secretword" not in done.stderr


def test_a_connection_is_used_again_unless_the_authority_changed(
        controller, recorder):
    api, one = recorder(), controller()
    one.config["resources"] = ["Ingress"]
    write(one.directory / "token", "one")
    ca = write(one.directory / "ca.crt",
               recorder.authority.certificate.read_text())
    configure(one, f"https://127.0.0.1:{api.port}", {"tokenFile": "token"},
              **{"certificate-authority": "ca.crt"})
    one.start()
    eventually(lambda: len(api.asked) > 8, "it watches again and again", 60)

    def question(asked):
        return asked.path.split("&timeoutSeconds=")[0]

    def after_denial(change):
        """The first request of the kind that was denied once; what there
        was before."""
        before = len(api.asked)
        denied = []

        def deny(headers):
            if denied:
                return False
            denied.append(headers)
            change()
            return True

        api.deny = deny
        eventually(lambda: any(
            a.status == 200 and question(a) == question(api.asked[at])
            for at in range(before, len(api.asked))
            if api.asked[at].status == 401
            for a in api.asked[at + 1:]), "it asks again", 60)
        asked = list(api.asked)
        at = next(i for i, a in enumerate(asked) if a.status == 401)
        again = next(a for a in asked[at + 1:]
                     if question(a) == question(asked[at]))
        return again, {a.connection for a in asked[:at + 1]}

    again, before = after_denial(
        lambda: write(one.directory / "token", "two"))
    assert again.headers["Authorization"] == "Bearer two"
    assert again.connection in before
    api.asked.clear()
    eventually(lambda: len(api.asked) > 4, "it watches on", 60)
    other = Authority(one.directory, "other")
    again, before = after_denial(
        lambda: write(ca, other.certificate.read_text()
                      + recorder.authority.certificate.read_text()))
    assert again.connection not in before
    # What was idle then stays so.
    eventually(lambda: len([a for a in api.asked if a.connection
                            == again.connection]) > 2, "it goes on", 60)
    late = api.asked[api.asked.index(again):]
    assert not {a.connection for a in late if a.headers["Authorization"]
                == "Bearer two"} & before
    one.stop()
