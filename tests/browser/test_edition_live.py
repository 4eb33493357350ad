"""An edition's form in a browser: the sum of weights and the order of dates are told while one types."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from evaluation.files import FileRoot
from evaluation.store.ready import open_ready
from tests.award import PASSWORD, Award
from tests.browser.conftest import Site, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(site: Site, visitors) -> Visitor:
    """An administrator at the first round of a draft."""
    db = open_ready(Path(site.environment["PENJURIAN_DATABASE"]))
    files = FileRoot(Path(site.environment["PENJURIAN_FILES"]), 1024)
    award = Award(db, SimpleNamespace(now=datetime.now(UTC)), files)
    award.edition()
    award.grant("admin@uji.example", "administrator")
    visitor = visitors()
    visitor.sign_in("admin@uji.example", PASSWORD)
    visitor.press("English")
    visitor.go("/admin/editions/uji-2021/edit")
    visitor.page.locator("form[action$='/edit'] button").first.click()
    visitor.go("/admin/editions/uji-2021/edit/part/round/0")
    return visitor


def test_weights_and_dates_are_told_while_one_types(editor: Visitor) -> None:
    page = editor.page
    total, weight = page.locator(".edition-sum"), page.locator("[data-weight]").first
    expect(total.locator("output")).to_have_text("100")
    weight.fill("57,5")
    expect(total.locator("output")).to_have_text("97.5")
    expect(total).to_have_class("edition-sum off")
    # Points need not sum to anything.
    page.locator("[name=scale]").select_option("points")
    expect(total).to_have_class("edition-sum")
    order = page.get_by_text("The round would close before it opens.")
    expect(order).to_be_hidden()
    page.locator("[name=opens]").fill("2022-04-01")
    page.locator("[name=closes]").fill("2022-04-01")
    expect(order).to_be_hidden()
    page.locator("[name=opens-time]").fill("17:00")
    page.locator("[name=closes-time]").fill("08:00")
    expect(order).to_be_visible()
    page.locator("[name=closes]").fill("2022-04-02")
    expect(order).to_be_hidden()
    page.locator("[name=closes]").fill("2022-03-31")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main")).to_contain_text("lies after closes: swap them or move one of them")
    assert page.locator("[data-weight]").first.input_value() == "57.5"
