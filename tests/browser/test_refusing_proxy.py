"""Uploads through a machine on the way that lets no PATCH and no DELETE through: the page sends POST."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.award import EDITION, PASSWORD
from tests.browser.conftest import Visitor
from tests.browser.killable import Served
from tests.browser.phone import SLOW
from tests.browser.serving import Site
from tests.tus_ground import CANDIDATE

pytestmark = pytest.mark.browser

MEGABYTE = 1024 * 1024
SEVERAL = "/entries/1/sections/documents/upload"
OWN_TO_A_LINE = {"connection", "keep-alive", "transfer-encoding", "date", "server"}


class Proxy(ThreadingHTTPServer):
    """A proxy for one server. `status` answers what it lets not through; 0 breaks the line instead."""

    daemon_threads = True

    def __init__(self, target: int, status: int) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.target, self.status = target, status
        self.seen: list[tuple[str, str | None]] = []


class Passing(BaseHTTPRequestHandler):
    """One line through the proxy."""

    server: Proxy
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        onward = http.client.HTTPConnection("127.0.0.1", self.server.target, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in OWN_TO_A_LINE}
        onward.request(self.command, self.path, body, headers)
        answer = onward.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in OWN_TO_A_LINE:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        onward.close()

    do_HEAD = do_GET

    def do_POST(self) -> None:
        self.server.seen.append(("POST", self.headers.get("X-HTTP-Method-Override")))
        self.do_GET()

    def do_PATCH(self) -> None:
        self.server.seen.append((self.command, None))
        if self.server.status == 0:
            self.close_connection = True
            return
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_DELETE = do_PATCH

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path)
    assert server.award(EDITION) == 1
    server.start()
    yield server
    server.kill()


@pytest.fixture(params=[405, 501, 403, 0])
def proxy(request: pytest.FixtureRequest, served: Served) -> Iterator[Proxy]:
    with Proxy(served.port, request.param) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield proxy
        proxy.shutdown()


@pytest.fixture
def page(chromium: Browser, served: Served, proxy: Proxy) -> Iterator[Page]:
    """The page for several documents, through the proxy."""
    site = Site(f"http://127.0.0.1:{proxy.server_port}", served.environment)
    visitor = Visitor(chromium.new_context(locale="id-ID"), site)
    visitor.sign_in(CANDIDATE, PASSWORD)
    visitor.press("English")
    yield visitor.go(SEVERAL)
    visitor.context.close()
    assert [fault for fault in visitor.faults if "ERR_EMPTY_RESPONSE" not in fault] == []


def test_a_file_goes_by_post(page: Page, proxy: Proxy, served: Served, tmp_path: Path) -> None:
    path = tmp_path / "Surat.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(3 * MEGABYTE))
    page.set_input_files("[name=files]", path)
    expect(page.locator("[data-state]").first).to_have_text("In the dossier.", timeout=60_000)
    assert list(served.stored().values()) == [path.read_bytes()]
    assert ("PATCH", None) in proxy.seen
    assert ("POST", "PATCH") in proxy.seen
    # Once it knows, it no longer tries.
    assert proxy.seen[-1] == ("POST", "PATCH")


def test_it_is_cancelled_by_post_too(page: Page, proxy: Proxy, served: Served, tmp_path: Path) -> None:
    path = tmp_path / "Salah.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(3 * MEGABYTE))
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    page.set_input_files("[name=files]", path)
    page.wait_for_function("() => parseInt(document.querySelector('[data-share]').textContent || '0') >= 20")
    with page.expect_response(lambda response: "x-http-method-override" in response.request.headers):
        page.get_by_role("button", name="Cancel").click()
    page.wait_for_timeout(1000)
    assert proxy.seen[-1] == ("POST", "DELETE")
    assert (served.uploads(), served.stored()) == ([], {})
