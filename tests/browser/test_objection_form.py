"""What a candidate types into an objection stays in the browser until it is filed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from evaluation.actions import announcing
from evaluation.actions.act import Act
from evaluation.core.people import Actor
from evaluation.files import FileRoot
from evaluation.store.ready import open_ready
from tests.announce_ground import OWNER, Announced, announced_ground
from tests.award import PASSWORD, Award
from tests.browser.conftest import Site, Visitor

pytestmark = pytest.mark.browser

TEXT = "Nilai regulasi tidak memuat Perda Nomor 9."
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('penjurian-draft-')).length"
BACK = "[data-brought-back]"


@pytest.fixture
def ground(site: Site) -> Announced:
    """The served database with a result that was published just now."""
    db = open_ready(Path(site.environment["PENJURIAN_DATABASE"]))
    files = FileRoot(Path(site.environment["PENJURIAN_FILES"]), 1024)
    now = datetime.now(UTC)

    def act_as(actor: Actor) -> Act:
        return Act(db=db, actor=actor, now=now, files=files)

    made = announced_ground(Award(db, SimpleNamespace(now=now), files), act_as)
    announcing.publish(made.act(), made.contest)
    return made


def arrive(visitor: Visitor, ground: Announced) -> Page:
    """The candidate before the form."""
    visitor.sign_in(OWNER, PASSWORD)
    visitor.press("English")
    return visitor.go(f"/entries/{ground.first}/objections/to/{ground.contest}")


def test_what_was_typed_comes_back_until_it_is_filed(visitors, ground: Announced, tmp_path: Path) -> None:
    visitor = visitors()
    page = arrive(visitor, ground)
    expect(page.locator(BACK)).to_be_hidden()
    page.fill("[name=body]", TEXT)
    page.select_option("[name=criterion]", "regulation")
    # Nothing asks before the page is left, and a refused form does not ask twice what it has.
    page.reload()
    expect(page.locator("[name=body]")).to_have_value(TEXT)
    expect(page.locator("[name=criterion]")).to_have_value("regulation")
    expect(page.locator(BACK)).to_be_visible()
    expect(page.locator("[data-count]")).to_have_text("7")
    # The line dies on the way: the page is lost, the text is not.
    visitor.context.set_offline(True)
    page.get_by_role("button", name="File this objection").click()
    page.wait_for_url("chrome-error://**")
    visitor.context.set_offline(False)
    visitor.go(f"/entries/{ground.first}/objections/to/{ground.contest}")
    expect(page.locator("[name=body]")).to_have_value(TEXT)
    bad = tmp_path / "alat.exe"
    bad.write_bytes(b"MZ" + bytes(100))
    page.set_input_files("[name=files]", bad)
    page.get_by_role("button", name="File this objection").click()
    expect(page.get_by_role("alert")).to_contain_text("alat.exe:")
    expect(page.locator("[name=body]")).to_have_value(TEXT)
    expect(page.locator(BACK)).to_be_hidden()
    page.get_by_role("button", name="File this objection").click()
    expect(page.locator("h1")).to_have_text("Objection no. 1")
    assert page.evaluate(KEPT) == 0
    visitor.go(f"/entries/{ground.first}/objections/to/{ground.contest}")
    expect(page.locator("[name=body]")).to_have_value("")
    ground.award.db.conn.close()


def test_signing_out_takes_the_text_along_and_nobody_else_sees_it(visitors, ground: Announced) -> None:
    visitor = visitors(width=360)
    page = arrive(visitor, ground)
    page.fill("[name=body]", TEXT)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("form[data-sign-out] button").click()
    page.wait_for_url(lambda url: "/objections/" not in url)
    assert page.evaluate(KEPT) == 0
    ground.award.db.conn.close()
