"""A phone on a weak line: Chromium's own emulation of the device and of the network."""

from __future__ import annotations

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator

from tests.browser.conftest import Visitor
from tests.browser.serving import Site

# Bytes a second, up and down, as over a weak mobile line.
SLOW = {"offline": False, "latency": 60, "downloadThroughput": 700_000, "uploadThroughput": 350_000}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
BROKEN_LINE = re.compile("ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED")


class Line:
    """The phone's line, through Chromium's own network emulation."""

    def __init__(self, visitor: Visitor, **conditions: int) -> None:
        self.conditions = {**SLOW, **conditions}
        self.wire = visitor.context.new_cdp_session(visitor.page)
        self.wire.send("Network.enable")
        self.slow()

    def slow(self) -> None:
        """Weak, but there."""
        self.wire.send("Network.emulateNetworkConditions", self.conditions)

    def cut(self) -> None:
        """Gone: what is under way breaks off."""
        self.wire.send("Network.emulateNetworkConditions", {**self.conditions, "offline": True})


class Phone(Visitor):
    """A touch phone of 360 by 740 points. `pictures`: a folder for a picture of each page, if wanted."""

    def __init__(self, chromium: Browser, site: Site, pictures: Path | None = None) -> None:
        context = chromium.new_context(
            viewport={"width": 360, "height": 740},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale="id-ID",
        )
        super().__init__(context, site)
        self.pictures, self.number = pictures, 0

    def tap(self, target: Locator) -> None:
        """Touch something that leads to another page."""
        with self.page.expect_navigation():
            target.first.tap()

    def follow(self, target: Locator) -> None:
        """Touch a link to a place on this page, and see that the place comes into view."""
        target.first.tap()
        place = self.page.evaluate("decodeURIComponent(location.hash)")
        self.page.wait_for_function(
            "id => { const box = document.querySelector(id).getBoundingClientRect();"
            " return box.top < innerHeight && box.bottom > 0; }",
            arg=place,
        )

    def look(self, name: str) -> None:
        """See that the present page is fit for a phone; keep its picture where that is asked for."""
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, f"{name} is {wide} px wide"
        found = Axe().run(self.page, options=WCAG)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        self.keep(name, full_page=True)

    def keep(self, name: str, *, full_page: bool = False) -> None:
        """A picture of what the phone shows now."""
        if self.pictures is not None:
            self.number += 1
            language = self.page.locator("html").get_attribute("lang")
            path = self.pictures / f"phone-{language}-{self.number:02}-{name}.png"
            self.page.screenshot(path=path, full_page=full_page)
