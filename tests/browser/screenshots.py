"""`make screenshots`: the pictures in docs/pictures/, taken anew from a fresh demonstration."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from evaluation.demo import accounts
from tests.browser.conftest import CHROMIUM_OPTIONS, chromium_path
from tests.browser.serving import ROOT, served

PICTURES = ROOT / "docs" / "pictures"
WIDTHS = {"phone": 360, "desktop": 1280}
# name, who looks (None: the public), where they start, the text of the links to follow from there
SHOTS: tuple[tuple[str, str | None, str, tuple[str, ...]], ...] = (
    ("public-contest", None, "/results/paritrana-2021/national-interview/regency", ()),
    ("standing", None, "/results/paritrana-2021/national-interview/regency/entries/96.03", ()),
    ("entry", accounts.CANDIDATE, "/entries", ("Kota Mojokerto",)),
    ("sheet", accounts.ASSESSOR, "/desk", ("Kota Madiun",)),
    ("committee", accounts.PROVINCE_COMMITTEE, "/committee", ()),
)


def sign_in(page: Page, url: str, email: str) -> None:
    """Sign in as one of the demonstration's people."""
    page.goto(f"{url}/login")
    page.fill("[name=email]", email)
    page.fill("[name=password]", accounts.PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda address: "/login" not in address)


def shoot(browser: Browser, url: str) -> None:
    """Every shot in both languages and both widths."""
    for name, email, start, links in SHOTS:
        context = browser.new_context(locale="id-ID")
        page = context.new_page()
        if email:
            sign_in(page, url, email)
        page.goto(url + start)
        for text in links:
            page.get_by_role("link", name=text).first.click()
            page.wait_for_load_state()
        here = page.url
        for language in ("id", "en"):
            for size, width in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": 800})
                page.screenshot(path=PICTURES / f"{name}-{size}-{language}.png")
            page.locator("form.language button").click()
            page.goto(here)
        context.close()


def main() -> None:
    """Take them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), demonstration=True) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_OPTIONS)
        shoot(browser, site.url)
        browser.close()


if __name__ == "__main__":
    main()
