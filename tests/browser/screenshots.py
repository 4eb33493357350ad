"""`make screenshots`: the pictures in docs/pictures/, taken anew from a fresh demonstration."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from evaluation.demo import accounts
from tests.browser.conftest import CHROMIUM_OPTIONS, chromium_path
from tests.browser.serving import ROOT, served

PICTURES = ROOT / "docs" / "pictures"
WIDTHS = {"phone": 360, "desktop": 1280}
DESK = 'main a:has-text("Penilaian berkas nasional")'
SMALL = 'main a:has-text("Penilaian usaha kecil dan mikro")'
PLAN, PLENO = 'main a[href$="/assignment"]', 'main a[href*="/pleno/"]'
# name, who looks (None: the public), where they start, the links to follow from there
SHOTS: tuple[tuple[str, str | None, str, tuple[str, ...]], ...] = (
    ("public-contest", None, "/results/paritrana-2021/national-interview/regency", ()),
    ("standing", None, "/results/paritrana-2021/national-interview/regency/entries/96.03", ()),
    ("entry", accounts.CANDIDATE, "/entries", ('main a:has-text("Kota Mojokerto")',)),
    ("sheet", accounts.ASSESSOR, "/desk", ('main a:has-text("Kota Madiun")',)),
    ("committee", accounts.PROVINCE_COMMITTEE, "/committee", ()),
    ("assignment", accounts.NATIONAL_COMMITTEE, "/committee", (SMALL, PLAN)),
    ("deliberation", accounts.PANEL[0][1], "/desk", (PLENO,)),
)


def sign_in(page: Page, url: str, email: str) -> None:
    """Sign in as one of the demonstration's people."""
    page.goto(f"{url}/login")
    page.fill("[name=email]", email)
    page.fill("[name=password]", accounts.PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda address: "/login" not in address)


@contextmanager
def visit(browser: Browser, url: str, email: str | None, start: str, links: Sequence[str]) -> Iterator[Page]:
    """A page that somebody reaches by these links."""
    context = browser.new_context(locale="id-ID")
    page = context.new_page()
    if email:
        sign_in(page, url, email)
    page.goto(url + start)
    for link in links:
        with page.expect_navigation():
            page.locator(link).first.click()
    yield page
    context.close()


def deliberate(browser: Browser, url: str) -> None:
    """The last sheet comes in, the national panel sits down, and two entries lie on its table."""
    owing = 'main a:has-text("Kota Denpasar")'
    with visit(browser, url, accounts.PANEL[2][1], "/desk", (owing,)) as page:
        for mark in page.locator("input[name^=mark-]").all():
            mark.fill("80")
        press(page, "main form button[value=submit]")
    with visit(browser, url, accounts.NATIONAL_COMMITTEE, "/committee", (DESK, PLENO)) as page:
        press(page, 'form[action$="/open"] button')
    for _, email in reversed(accounts.PANEL[:3]):
        with visit(browser, url, email, "/desk", (PLENO,)) as page:
            press(page, 'form[action$="/presence"] button')
            if email == accounts.PANEL[0][1]:
                for entry in ("Kabupaten Bandung", "Kota Manado"):
                    page.get_by_label(entry).check()
                press(page, "button[formmethod=post]")


def press(page: Page, button: str) -> None:
    """Press a button and wait for the page that answers."""
    with page.expect_navigation():
        page.locator(button).first.click()


def shoot(browser: Browser, url: str) -> None:
    """Every shot in both languages and both widths."""
    for shot in SHOTS:
        with visit(browser, url, *shot[1:]) as page:
            take(page, shot[0])


def take(page: Page, name: str) -> None:
    """One page's pictures."""
    here = page.url
    for language in ("id", "en"):
        for size, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=PICTURES / f"{name}-{size}-{language}.png")
        with page.expect_navigation():
            page.locator("form.language button").click()
        page.goto(here)


def main() -> None:
    """Take them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), demonstration=True) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_OPTIONS)
        deliberate(browser, site.url)
        shoot(browser, site.url)
        browser.close()


if __name__ == "__main__":
    main()
