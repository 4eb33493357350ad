"""A score sheet in real Chromium: a tablet's width with touch, the keyboard alone, a cut line, two tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.award import PASSWORD
from tests.browser.conftest import Site, Visitor
from tests.browser.desk_served import CHAIR, Desk

pytestmark = pytest.mark.browser

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
LINE = re.compile(r"ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_CONNECTION_REFUSED")
OFFLINE = "Not saved: no line. It is kept in this browser and goes out by itself."


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The award that every test has a copy of."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.fill()
    desk.db.conn.close()
    return desk


@pytest.fixture
def desk(filled: Desk, tmp_path: Path) -> Iterator[Desk]:
    served = filled.copy(tmp_path / "served")
    served.start()
    yield served
    served.kill()
    served.db.conn.close()


@pytest.fixture
def assessor(chromium: Browser, desk: Desk) -> Iterator[Visitor]:
    """The chair at a tablet, signed in, in English."""
    context = chromium.new_context(viewport={"width": 810, "height": 1080}, has_touch=True, locale="id-ID")
    visitor = Visitor(context, Site(desk.url, desk.environment))
    visitor.sign_in(CHAIR, PASSWORD)
    visitor.press("English")
    yield visitor
    context.close()
    assert [fault for fault in visitor.faults if not LINE.search(fault)] == []


def state_of(page: Page, field: str):  # type: ignore[no-untyped-def]
    """What the page says beside a field."""
    return page.locator(f".field:has([name={field}]) > .save-state")


def saved(page: Page, field: str) -> None:
    """Wait until a field says that it is saved, and when."""
    expect(state_of(page, field)).to_have_text(re.compile(r"^Saved \d\d:\d\d\.$"), timeout=15_000)


def all_saved(page: Page) -> None:
    expect(page.locator("[data-state-of-sheet]")).to_have_text(
        re.compile(r"^Everything is saved, the last at \d\d:\d\d\.$"), timeout=15_000
    )


# --- a tablet ------------------------------------------------------------------------------------


def test_a_tablet_reads_and_scores_side_by_side_with_touch(assessor: Visitor, desk: Desk) -> None:
    page = assessor.go(desk.sheet())
    left, right = page.locator("#dossier").bounding_box(), page.locator(".side").bounding_box()
    assert left and right  # noqa: PT018
    assert left["x"] + left["width"] <= right["x"]
    assert left["width"] > 350
    assert page.evaluate("document.documentElement.scrollWidth") <= 810
    page.locator("#criterion-regulation .evidence a[data-read]").tap()
    expect(page.locator("#reader-heading")).to_have_text("regulations.pdf")
    expect(page.locator("#reader .read-picture")).to_be_visible()
    page.get_by_role("link", name="Page after").tap()
    expect(page.locator(".reader-turn")).to_contain_text("Page 2 of 3")
    page.locator("#reader").get_by_role("button", name="Regulation", exact=True).tap()
    expect(page.locator("[data-pins=regulation] li")).to_have_count(1)
    expect(page.locator("[data-pins=regulation] li a")).to_have_text("regulations.pdf, page 2")
    page.locator("[name=mark-regulation]").tap()
    page.locator("[name=mark-regulation]").press_sequentially("82")
    expect(page.locator("#criterion-regulation [aria-current=true] .level-text")).to_have_text("Complete")
    saved(page, "mark-regulation")
    expect(page.locator("[data-total]")).to_have_text("Total so far: 49.2, from 1 of 2 marks")
    page.locator("[name=mark-innovation]").fill("70.5")
    saved(page, "mark-innovation")
    expect(page.locator("[data-total]")).to_have_text("Total of this sheet: 63.3")
    assert desk.marks() == {"regulation": ("82", "", ""), "innovation": ("70.5", "", "")}
    assert Axe().run(page, options=WCAG).violations_count == 0
    assert small_targets(page) == []
    page.get_by_role("button", name="Take off regulations.pdf, page 2").tap()
    expect(page.locator("[data-pins=regulation] li")).to_have_count(0)


def small_targets(page: Page) -> list[str]:
    """Buttons and fields of the sheet that are smaller than a finger's least: 24 pixels."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".side button, .side input, .side a, #reader a")]
          .filter((one) => one.checkVisibility() && one.type !== "hidden" && one.type !== "checkbox")
          .filter((one) => one.getBoundingClientRect().height < 24)
          .map((one) => one.outerHTML.slice(0, 80))"""
    )


# --- the keyboard alone --------------------------------------------------------------------------


def test_a_whole_dossier_by_the_keyboard_alone(assessor: Visitor, desk: Desk) -> None:
    page = assessor.go(desk.sheet() + "#marks")
    keys = page.keyboard
    expect(page.locator("[name=mark-regulation]")).to_be_focused()
    keys.press("e")  # the section that the criterion looks at
    keys.press("e")  # its first file
    expect(page.locator("#reader-heading")).to_have_text("regulations.pdf")
    keys.press("n")
    expect(page.locator(".reader-turn")).to_contain_text("Page 2 of 3")
    keys.press("b")
    expect(page.locator(".reader-turn")).to_contain_text("Page 1 of 3")
    keys.press("p")
    expect(page.locator("[data-pins=regulation] li a")).to_have_text("regulations.pdf, page 1")
    expect(page.locator("[name=mark-regulation]")).to_be_focused()
    keys.type("39")
    expect(page.locator("#criterion-regulation [aria-current=true] .level-text")).to_have_text("None yet")
    expect(page.locator("#criterion-regulation [data-needed]")).to_be_visible()
    keys.press("Enter")  # the rule asks for a comment, so that is where Enter leads
    expect(page.locator("[name=comment-regulation]")).to_be_focused()
    keys.type("Perda belum ada.")
    keys.press("Control+Enter")
    expect(page.locator("[name=mark-innovation]")).to_be_focused()
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    expect(page.locator("[name=mark-innovation]")).to_have_value("0.5")
    keys.press("Control+A")
    keys.type("70")
    keys.press("ArrowDown")
    expect(page.locator("[name=mark-innovation]")).to_have_value("69.5")
    keys.press("f")
    expect(page.locator("[name=feedback-innovation]")).to_be_focused()
    keys.type("Lanjutkan.")
    keys.press("Escape")
    keys.press("Shift+Enter")
    expect(page.locator("[name=mark-regulation]")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("[name=mark-innovation]")).to_be_focused()
    keys.press("Control+s")
    all_saved(page)
    keys.press("Enter")
    expect(page.get_by_role("button", name="Submit: can't be changed afterwards")).to_be_focused()
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator("main .state-submitted")).to_have_count(1)
    assert desk.marks() == {
        "regulation": ("39", "Perda belum ada.", ""),
        "innovation": ("69.5", "", "Lanjutkan."),
    }


def test_the_letter_keys_can_be_turned_off(assessor: Visitor, desk: Desk) -> None:
    """WCAG 2.1.4: they work only in a mark, and a switch that this browser remembers ends them."""
    page = assessor.go(desk.sheet())
    page.locator("#sheet-keys summary").tap()
    page.get_by_label("Use the letter keys.").uncheck()
    page.reload()
    page.locator("[name=mark-regulation]").focus()
    page.keyboard.press("c")
    expect(page.locator("[name=mark-regulation]")).to_be_focused()
    expect(page.locator("[name=mark-regulation]")).to_have_value("c")
    page.locator("[name=comment-regulation]").press_sequentially("cepat")
    expect(page.locator("[name=comment-regulation]")).to_have_value("cepat")


# --- a cut line ----------------------------------------------------------------------------------


def test_with_the_line_down_everything_stays_and_goes_out_later(assessor: Visitor, desk: Desk) -> None:
    page = assessor.go(desk.sheet())
    assessor.context.set_offline(True)
    page.fill("[name=mark-regulation]", "82")
    page.fill("[name=comment-regulation]", "Lengkap.\nDua perda.")
    expect(state_of(page, "mark-regulation")).to_have_text(OFFLINE, timeout=10_000)
    # Submitting waits: nothing is handed in that was not saved.
    page.get_by_role("button", name="Submit: can't be changed afterwards").tap()
    expect(page.locator("[data-state-of-sheet]")).to_contain_text("Not sent yet", timeout=10_000)
    assert desk.marks() == {}
    # The page is gone and comes back, the line too: a reload without a line shows the browser's own page.
    page.goto("about:blank")
    assessor.context.set_offline(False)
    page = assessor.go(desk.sheet())
    saved(page, "mark-regulation")
    saved(page, "comment-regulation")
    assert page.input_value("[name=mark-regulation]") == "82"
    assert desk.marks()["regulation"] == ("82", "Lengkap.\nDua perda.", "")
    assert kept_here(page) == []


def kept_here(page: Page) -> list[str]:
    """What rests in this browser of sheets that are not saved."""
    return page.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('penjurian-sheet:'))")


def test_the_line_comes_back_without_a_reload(assessor: Visitor, desk: Desk) -> None:
    page = assessor.go(desk.sheet())
    assessor.context.set_offline(True)
    page.fill("[name=mark-regulation]", "61")
    expect(state_of(page, "mark-regulation")).to_have_text(OFFLINE, timeout=10_000)
    page.fill("[name=mark-regulation]", "62")
    assessor.context.set_offline(False)
    saved(page, "mark-regulation")
    assert desk.marks()["regulation"] == ("62", "", "")


def test_a_killed_server_costs_nothing(assessor: Visitor, desk: Desk) -> None:
    page = assessor.go(desk.sheet())
    desk.kill()
    page.fill("[name=mark-regulation]", "77")
    expect(state_of(page, "mark-regulation")).to_have_text(OFFLINE, timeout=10_000)
    desk.start()
    saved(page, "mark-regulation")
    assert desk.marks()["regulation"] == ("77", "", "")


def test_notes_of_an_interview_are_kept_without_a_line(assessor: Visitor, desk: Desk) -> None:
    page = assessor.go(desk.sheet(contest=desk.interview))
    assessor.context.set_offline(True)
    page.fill("[name=note]", "Wali Kota hafal angkanya: 872.")
    page.get_by_role("button", name="Keep this note").tap()
    expect(page.locator(".waiting-note")).to_contain_text("This note waits in this browser for the line.")
    page.fill("[name=note]", "Kedua, belum selesai")
    page.goto("about:blank")
    assessor.context.set_offline(False)
    page = assessor.go(desk.sheet(contest=desk.interview))
    expect(page.locator("ol.notes .as-written")).to_have_text(["Wali Kota hafal angkanya: 872."])
    assert page.input_value("[name=note]") == "Kedua, belum selesai"
    page.get_by_role("button", name="Keep this note").tap()
    expect(page.locator("ol.notes .as-written")).to_have_text(
        ["Kedua, belum selesai", "Wali Kota hafal angkanya: 872."]
    )
    assert [one["body"] for one in desk.stored("SELECT body FROM interview_note ORDER BY id")] == [
        "Wali Kota hafal angkanya: 872.",
        "Kedua, belum selesai",
    ]
    assert kept_here(page) == []


# --- two tabs ------------------------------------------------------------------------------------


def test_two_tabs_merge_and_the_same_field_shows_both(assessor: Visitor, desk: Desk) -> None:
    one, other = assessor.go(desk.sheet()), assessor.context.new_page()
    other.goto(desk.url + desk.sheet())
    one.fill("[name=mark-regulation]", "80")
    saved(one, "mark-regulation")
    other.fill("[name=mark-innovation]", "70")
    saved(other, "mark-innovation")
    # The answer brought what the first tab saved.
    expect(other.locator("[name=mark-regulation]")).to_have_value("80")
    other.fill("[name=mark-regulation]", "60")
    saved(other, "mark-regulation")
    one.evaluate(
        "window.addEventListener('visibilitychange', (event) => event.stopImmediatePropagation(), true)"
    )
    one.fill("[name=mark-regulation]", "90")
    expect(state_of(one, "mark-regulation")).to_contain_text("saved elsewhere meanwhile")
    box = one.locator("#criterion-regulation .stored")
    expect(box).to_contain_text("Saved elsewhere: 60")
    expect(box).to_contain_text("Typed here: 90")
    assert desk.marks()["regulation"] == ("60", "", "")
    box.get_by_role("button", name="Keep what I typed here").click()
    saved(one, "mark-regulation")
    assert desk.marks()["regulation"] == ("90", "", "")
    other.fill("[name=mark-regulation]", "50")
    expect(other.locator("#criterion-regulation .stored")).to_contain_text("Saved elsewhere: 90")
    other.get_by_role("button", name="Take the other one").click()
    expect(other.locator("[name=mark-regulation]")).to_have_value("90")
    assert desk.marks() == {"regulation": ("90", "", ""), "innovation": ("70", "", "")}
    assert kept_here(one) == []


def test_what_is_no_mark_is_told_and_not_handed_in(assessor: Visitor, desk: Desk) -> None:
    page = assessor.go(desk.sheet())
    page.fill("[name=mark-regulation]", "101")
    told = "Not saved: Write a number from 0 to 100, in steps of 1."
    expect(state_of(page, "mark-regulation")).to_have_text(told)
    page.get_by_role("button", name="Submit: can't be changed afterwards").tap()
    expect(page.locator("[name=mark-regulation]")).to_be_focused()
    page.fill("[name=mark-regulation]", "100")
    saved(page, "mark-regulation")
    assert desk.marks()["regulation"] == ("100", "", "")


# --- leaving -------------------------------------------------------------------------------------


def test_signing_out_asks_about_unsaved_marks_and_forgets_them(assessor: Visitor, desk: Desk) -> None:
    page = assessor.go(desk.sheet())
    assessor.context.set_offline(True)
    page.fill("[name=mark-regulation]", "82")
    expect(state_of(page, "mark-regulation")).to_have_text(OFFLINE, timeout=10_000)
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Sign out", exact=True).click()
    assert len(kept_here(page)) == 1
    page.route("**/fields", lambda route: route.abort())
    assessor.context.set_offline(False)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(lambda url: "/desk/" not in url)
    assert kept_here(page) == []
    assert desk.marks() == {}
    assessor.faults = [fault for fault in assessor.faults if "ERR_FAILED" not in fault]


def test_signed_out_elsewhere_it_waits_and_goes_on_after_signing_in(assessor: Visitor, desk: Desk) -> None:
    page, other = assessor.go(desk.sheet()), assessor.context.new_page()
    other.goto(desk.url + "/account")
    other.get_by_role("button", name="Sign out", exact=True).click()
    page.fill("[name=mark-regulation]", "82")
    expect(state_of(page, "mark-regulation")).to_contain_text("you are signed out", timeout=10_000)
    other.goto(desk.url + "/login")
    other.fill("[name=email]", CHAIR)
    other.fill("[name=password]", PASSWORD)
    other.locator("main form button").first.click()
    other.wait_for_url(lambda url: "/login" not in url)
    saved(page, "mark-regulation")
    assert desk.marks()["regulation"] == ("82", "", "")


def test_marks_for_a_sheet_that_was_submitted_meanwhile_are_shown(assessor: Visitor, desk: Desk) -> None:
    page, other = assessor.go(desk.sheet()), assessor.context.new_page()
    other.goto(desk.url + desk.sheet())
    page.route("**/fields", lambda route: route.abort())
    page.fill("[name=mark-regulation]", "99")
    expect(state_of(page, "mark-regulation")).to_have_text(OFFLINE, timeout=10_000)
    other.fill("[name=mark-regulation]", "80")
    other.fill("[name=mark-innovation]", "70")
    all_saved(other)
    with other.expect_navigation():
        other.get_by_role("button", name="Submit: can't be changed afterwards").click()
    page.unroute("**/fields")
    expect(state_of(page, "mark-regulation")).to_contain_text("You submitted this sheet on", timeout=40_000)
    assert desk.marks()["regulation"] == ("80", "", "")
    page.reload()
    left = page.locator("#marks .notice-warning")
    expect(left).to_contain_text("not saved, because the sheet takes no more marks")
    expect(left).to_contain_text("Mark for Regulation99")
    left.get_by_role("button", name="Throw it away").click()
    assert kept_here(page) == []
    assessor.faults = [fault for fault in assessor.faults if "ERR_FAILED" not in fault]
