"""The real thing: gunicorn on a free port, a database of its own, the `flask` command, headless Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parent.parent.parent
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str:
    """The browser of this machine; tests/browser/chromium.sh installs one or says how."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("Chromium is missing: run `make test`, which installs it or says what to do")


@dataclass
class Site:
    """A served system: its address and its command line."""

    url: str
    environment: dict[str, str]

    def flask(self, *words: str | Path, expect: int = 0) -> str:
        """Run a `flask` command on this site's database; its output."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", *map(str, words)],
            cwd=ROOT,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == expect, f"flask {words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The server that `make run` starts, on an empty database."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "PENJURIAN_DATABASE": str(tmp_path / "penjurian.db"),
        "PENJURIAN_FILES": str(tmp_path / "files"),
        "PENJURIAN_SECRET_KEY": "only for tests",
        "PENJURIAN_URL": url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    log = (tmp_path / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "evaluation.serve"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until_served(url, server)
        yield Site(url, environment)
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def wait_until_served(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the first page answers; fail when the server ended."""
    for _ in range(200):
        assert server.poll() is None, "the server ended at once"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


class Visitor:
    """One person's browser on the site, at some width, in some language."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._console)

    def _console(self, message) -> None:  # type: ignore[no-untyped-def]
        # A broken Content-Security-Policy shows here; a refused form (4xx) is no fault.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.site.url + path)
        return self.page

    def sign_in(self, email: str, password: str) -> Page:
        """Sign in through the login page."""
        self.go("/login")
        self.page.fill("[name=email]", email)
        self.page.fill("[name=password]", password)
        self.page.click("main button[type=submit], main form button")
        self.page.wait_for_url(lambda url: "/login" not in url)
        return self.page

    def press(self, name: str) -> None:
        """Press the button with this text."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()


@pytest.fixture
def visitors(chromium: Browser, site: Site):  # type: ignore[no-untyped-def]
    """Make visitors, each with cookies of their own: visitors(width=360)."""
    made: list[Visitor] = []

    def visitor(width: int = 1280, height: int = 900) -> Visitor:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="id-ID")
        made.append(Visitor(context, site))
        return made[-1]

    yield visitor
    for one in made:
        one.context.close()
    assert [fault for one in made for fault in one.faults] == []
