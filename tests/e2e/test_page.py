# SPDX-License-Identifier: Apache-2.0
"""The pages for people, in a real browser."""

import http.client
import re
import socket
import urllib.parse

import pytest

import browser as browsers
from conftest import cannot
from controller import ZONE, zone_settings
from eventually import eventually
from objects import ingress
from ports import free_port
from probing import at_once

MANY = [ingress(f"app{i}", f"app{i}.example.com", f"192.0.2.{i + 1}")
        for i in range(12)]
LONG = ".".join(["a" * 63] * 3 + ["b" * 40, "example.com"])
EVIL = "<img src=x onerror=document.title='taken'>"


@pytest.fixture(scope="module")
def whole_browser():
    if not browsers.program():
        cannot("there is no chromium")
    made = browsers.Browser()
    yield made
    made.close()


@pytest.fixture
def browser(whole_browser):
    """As wide as a desk, by day."""
    whole_browser.send("Emulation.clearDeviceMetricsOverride")
    whole_browser.scheme("light")
    return whole_browser


@pytest.fixture
def one(controller):
    made = controller(resources=["Ingress", "Service"], zones=[
        zone_settings(), zone_settings("dev.example.com")])
    made.page = free_port()
    made.config["http"]["page"] = f"127.0.0.1:{made.page}"
    made.config["http"]["pageHosts"] = ["dns.example.com"]
    made.write_config()
    made.put("all.yaml", *MANY)
    return made


def url(one, path="/", **query):
    return (f"http://127.0.0.1:{one.page}{path}"
            + ("?" + urllib.parse.urlencode(query) if query else ""))


def ask(one, path, host="localhost", method="GET"):
    """(status, headers, text)"""
    connection = http.client.HTTPConnection("127.0.0.1", one.page, timeout=60)
    try:
        connection.request(method, path, headers={"Host": host})
        answer = connection.getresponse()
        return (answer.status, dict(answer.getheaders()),
                answer.read().decode())
    finally:
        connection.close()


def shows(browser, one, text, path="/", **query):
    """Opens it until the text is there: pages are of a moment ago."""
    def look():
        browser.open(url(one, path, **query))
        return text in browser.text()

    eventually(look, lambda: f"no '{text}' in\n{browser.text()}", 60, 0.5)
    assert browser.complaints() == []


def fits(browser):
    """Nothing has to be moved sideways to be read."""
    return browser.evaluate(
        "document.documentElement.scrollWidth <= window.innerWidth")


def test_all_is_well(one, browser):
    one.start().serving()
    shows(browser, one, "All is well.")
    text = browser.text()
    assert ZONE in text and str(one.serial()) in text
    assert re.search(r"Ingress\s+live for \d+ \w+\s+12", text)
    assert browser.evaluate("document.documentElement.lang") == "en"
    # By its name only, for somebody who does not see it.
    spoken = browser.spoken()
    for wanted in (("heading", "Zones of this cluster"), ("table", "Zones"),
                   ("rowheader", ZONE), ("columnheader", "Serial"),
                   ("button", "Explain"), ("main", "")):
        assert wanted in spoken, spoken
    box, = [name for role, name in spoken if role in ("textbox", "searchbox")]
    assert "KIND/NAMESPACE/NAME" in box
    one.stop()


def test_why_a_name_is_there(one, browser):
    one.start().serving()
    shows(browser, one, "All is well.")
    browser.evaluate("document.querySelector('input').value = "
                     "'app3.example.com'")
    browser.leads_to("document.querySelector('button').click()")
    text = browser.text()
    assert "app3.example.com" in text and "192.0.2.4" in text
    assert "Ingress web/app3" in text and "published" in text
    shows(browser, one, "no object asks for it", "/explain",
          q="nothing.example.com")
    shows(browser, one, "app3.example.com", "/explain", q="Ingress/web/app3")
    shows(browser, one, "unknown kind 'Igress'", "/explain",
          q="Igress/web/app3")
    one.stop()


def test_versions_of_a_zone(one, browser):
    one.start().serving()
    one.put("b.yaml", ingress("b", "b.example.com", "192.0.2.77"))
    one.server.answers("b.example.com", "192.0.2.77")
    shows(browser, one, "1 added, 0 changed, 0 removed", "/zone", name=ZONE)
    browser.evaluate("document.querySelector('summary').click()")
    assert "added: b.example.com A" in browser.text()
    browser.leads_to("document.querySelector('details a').click()")
    assert "192.0.2.77" in browser.text()
    shows(browser, one, "No such zone", "/zone", name="example.net")
    one.stop()


def test_held(one, browser):
    one.start().serving()
    one.put("all.yaml", *MANY[:4])
    one.says("held", ZONE)
    shows(browser, one, "What is amiss")
    shows(browser, one, "Held: 8 deletions")
    command = browser.evaluate("document.querySelector('code.copy').innerText")
    words = command.split()
    assert words[:3] == ["k8s-nsd", "approve", ZONE], command
    shows(browser, one, command, "/zone", name=ZONE)
    done = one.command(*words[1:], "--config", one.config_file)
    assert done.returncode == 0, done.stderr
    one.server.gone("app11.example.com")
    shows(browser, one, "All is well.")
    one.stop()


@pytest.mark.parametrize("scheme,dark", [("light", False), ("dark", True)])
def test_phone(one, browser, scheme, dark):
    """On a small screen, by day and by night; with the longest name."""
    one.put("long.yaml", ingress("long", LONG, "192.0.2.99"))
    one.start().serving()
    browser.phone()
    browser.scheme(scheme)
    shows(browser, one, "All is well.")
    assert fits(browser)
    color = browser.evaluate(
        "getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", color)[:3])) < 200) == dark, color
    shows(browser, one, "192.0.2.99", "/explain", q=LONG)
    assert fits(browser)
    shows(browser, one, "Last versions", "/zone", name=ZONE)
    browser.evaluate("document.querySelector('summary').click()")
    assert fits(browser)
    one.stop()


def test_text_is_text(one, browser):
    """Of a tenant, and of whoever leads somebody to a page by a link."""
    one.put("evil.yaml", ingress("evil", f"{EVIL}.example.com", "192.0.2.1"))
    one.start().serving()
    shows(browser, one, "bad name", "/explain", q="Ingress/web/evil")
    for query in (EVIL, f'"><script>document.title="taken"</script>',
                  "javascript:alert(1)", "\N{RIGHT-TO-LEFT OVERRIDE}moc"):
        browser.open(url(one, "/explain", q=query))
        browser.open(url(one, "/zone", name=query))
        for tag in ("img", "script", "iframe", "svg"):
            assert browser.evaluate(
                f"document.getElementsByTagName('{tag}').length") == 0
        assert "taken" not in browser.evaluate("document.title")
    # The policy holds even if something had come through.
    browser.open(url(one))
    browser.evaluate("let e = document.createElement('script');"
                     "e.textContent = 'window.taken = 1';"
                     "document.head.append(e)")
    assert browser.evaluate("typeof window.taken") == "undefined"
    one.stop()


def test_hosts(one):
    one.start().serving()
    eventually(lambda: ask(one, "/")[0] == 200, "there is a page")
    for host in ("localhost", f"localhost:{one.page}", "127.0.0.1:1",
                 "[::1]:1", "192.0.2.1", "dns.example.com", "DNS.Example.com:9"):
        assert ask(one, "/style.css", host)[0] == 200, host
    for host in ("evil.example", "localhost.evil.example", "dns.example.org",
                 "dns.example.com.evil.example", "1.2.3.4.evil.example",
                 "[localhost]", "", "a" * 300, "[", "0x7f.1"):
        status, _, text = ask(one, "/", host)
        assert status == 421 and ZONE not in text, host
    with socket.create_connection(("127.0.0.1", one.page)) as old:
        old.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert old.recv(100).startswith(b"HTTP/1.1 421 ")
    one.stop()


def test_only_looks(one):
    one.start().serving()
    eventually(lambda: ask(one, "/")[0] == 200, "there is a page")
    status, headers, text = ask(one, "/")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert ask(one, "/", method="POST")[0] == 405
    assert ask(one, "/", method="HEAD")[2] == ""
    for path in ("/v1/status", "/metrics", "/zone/", "/../etc/passwd"):
        assert ask(one, path)[0] == 404, path
    assert ask(one, "/explain")[0] == 400
    assert ask(one, "/explain?q=a%00b")[0] == 400
    assert set(at_once(one.page, "/")) == {200, 429}
    assert ask(one, "/style.css")[0] == 200
    one.stop()


def test_where_else(one, browser):
    """Git, and a secondary that does not answer."""
    one.config["git"] = {"branch": "main"}
    one.config["secondaries"] = [{
        "name": "far", "notify": [f"127.0.0.1@{free_port()}"],
        "transfer": ["127.0.0.1"], "insecureTransfer": True}]
    one.config["zones"][0]["secondaries"] = ["far"]
    one.write_config()
    one.start().serving()
    shows(browser, one, "Committed: serial", "/zone", name=ZONE)
    shows(browser, one, "Secondaries", "/zone", name=ZONE)
    assert "far 127.0.0.1" in browser.text()
    shows(browser, one, ZONE)
    one.stop()
