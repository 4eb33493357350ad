"""Every kind of page that the demonstration's people can reach, found by following links.

Each is looked at in both languages, at a phone's and a desktop's width: nothing scrolls sideways, axe finds
nothing against WCAG 2.2 AA, and the browser's console stays silent.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from evaluation.demo import accounts
from tests.browser.conftest import Visitor
from tests.browser.serving import Site

pytestmark = pytest.mark.browser

# Every rule is run on everything; what passes is not described, which would take half of the time.
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
WIDTHS = (360, 1280)
FILES = re.compile(r"^/files/|\.(csv|ics|json|pdf|toml|xlsx|zip)$|/photos/\d+$|/source$")


def kind(path: str) -> str:
    """What pages of one sort share: their address with numbers and codes taken out."""
    return re.sub(r"/(\d[\w.-]*|paritrana-\d+|province-\w+|national-\w+)(?=/|$)", "/#", urlsplit(path).path)


def faults(visitor: Visitor, path: str) -> list[str]:
    """What is wrong with the page in the present language."""
    page, found = visitor.page, []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{path} is {wide} px wide at {width} px")
    checked = Axe().run(page, options=WCAG)
    if checked.violations_count:
        found.append(f"{path}: {checked.generate_report()}")
    return found


def links(visitor: Visitor) -> list[str]:
    """The addresses on this page that lead elsewhere on the site."""
    all_links = visitor.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    own = [urlsplit(link) for link in all_links if link.startswith(visitor.site.url)]
    return [link.path + (f"?{link.query}" if link.query else "") for link in own]


def read_in_the_other_language(visitor: Visitor, path: str) -> None:
    """The header's button leads back to the page that one reads."""
    before = visitor.page.get_attribute("html", "lang")
    with visitor.page.expect_navigation():
        visitor.page.locator("form.language button").click()
    if urlsplit(visitor.page.url).path != urlsplit(path).path:
        visitor.go(path)
    assert visitor.page.get_attribute("html", "lang") != before


@pytest.mark.parametrize("email", [None, *(email for _, email in accounts.ROLES)])
def test_every_page_fits_reads_and_keeps_quiet(
    chromium: Browser, demonstration: Site, email: str | None
) -> None:
    visitor = Visitor(chromium.new_context(locale="id-ID"), demonstration)
    if email:
        visitor.sign_in(email, accounts.PASSWORD)
    start = urlsplit(visitor.page.url).path if email else "/"
    waiting, seen, found = [start, "/", "/account" if email else "/login"], set(), []
    while waiting:
        path = waiting.pop(0)
        if kind(path) in seen or FILES.search(urlsplit(path).path):
            continue
        seen.add(kind(path))
        visitor.go(path)
        found += faults(visitor, path)
        waiting += links(visitor)
        read_in_the_other_language(visitor, path)
        found += faults(visitor, path)
        waiting += links(visitor)
    visitor.context.close()
    assert [*found, *visitor.faults] == []
    assert len(seen) >= 4, seen
