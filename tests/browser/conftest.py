"""The real thing: gunicorn on a free port, a database of its own, the `flask` command, headless Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.browser.serving import Site, served

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


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The system that `make run` serves, empty."""
    with served(tmp_path) as empty:
        yield empty


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration that `make demo` serves; tests that share it change nothing."""
    with served(tmp_path_factory.mktemp("demonstration"), demonstration=True) as filled:
        yield filled


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
        """Open a page of the site, once more where the present one renewed itself at that very moment."""
        try:
            self.page.goto(self.site.url + path)
        except Error as problem:
            if "ERR_ABORTED" not in str(problem) and "interrupted by another navigation" not in str(problem):
                raise
            self.page.wait_for_load_state()
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
