"""Forms that save themselves, in a real browser: broken lines, ended sign-ins, two people, restarts."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from evaluation.store.db import change, insert, rows, write
from evaluation.store.ready import open_ready
from tests.award import EDITION, PASSWORD, PASSWORD_HASH
from tests.browser.conftest import CHROMIUM_OPTIONS, Site, Visitor, chromium_path
from tests.browser.killable import Served
from tests.tus_ground import CANDIDATE

pytestmark = pytest.mark.browser

COLLEAGUE = "rekan@uji.example"
NEW = "/entries/1/sections/regulations/new"
ITEM = "/entries/1/sections/regulations/1"
OFFLINE = "Not saved: no line. What you typed is kept in this browser and is sent when the line is back."
EMPTY = "() => !Object.keys(localStorage).some(key => key.startsWith('penjurian-draft-'))"
SIGNED_OUT = "Not saved: you are signed out. What you typed is kept in this browser for your account."
BROKEN = re.compile("ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_CONNECTION|Failed to fetch")
SAVED = re.compile(r"^Saved .+ by calon@uji\.example\.$")

Visitors = Callable[..., Visitor]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path)
    assert server.award(EDITION) == 1
    db = open_ready(tmp_path / "penjurian.db")
    with write(db):
        account = insert(
            db, "account", email=COLLEAGUE, name="Rekan", password_hash=PASSWORD_HASH, created_at="2022"
        )
        insert(db, "representative", entry_id=1, account_id=account)
    db.conn.close()
    server.start()
    yield server
    server.kill()


@pytest.fixture
def people(chromium: Browser, served: Served) -> Iterator[Visitors]:
    """Make signed-in visitors, each with a browser profile of their own."""
    made: list[Visitor] = []

    def enter(email: str = CANDIDATE, width: int = 1280) -> Visitor:
        context = chromium.new_context(viewport={"width": width, "height": 800}, locale="id-ID")
        made.append(signed_in(context, served, email))
        return made[-1]

    yield enter
    for one in made:
        one.context.close()
    assert [fault for one in made for fault in one.faults if not BROKEN.search(fault)] == []


def signed_in(context: BrowserContext, served: Served, email: str) -> Visitor:
    visitor = Visitor(context, Site(served.url, served.environment))
    visitor.sign_in(email, PASSWORD)
    visitor.press("English")
    return visitor


def asked(served: Served, sql: str) -> list[dict[str, Any]]:
    db = open_ready(served.folder / "penjurian.db")
    found = rows(db, sql)
    db.conn.close()
    return found


def numbers(served: Served) -> list[str]:
    """The numbers of the regulations in the dossier."""
    found = asked(served, "SELECT fields FROM dossier_item ORDER BY id")
    return [json.loads(one["fields"])["number"] for one in found]


def stored(served: Served) -> tuple[str, str, str]:
    """Number, subject and amends of the only regulation."""
    [found] = asked(served, "SELECT fields FROM dossier_item")
    fields = json.loads(found["fields"])
    return fields["number"], fields["subject"], fields["amends"]


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    for _ in range(150):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it never held")


def kept(page: Page) -> list[dict[str, Any]]:
    """What this browser keeps of drafts."""
    return page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('penjurian-draft-'))"
        ".map(key => JSON.parse(localStorage[key]).typed)"
    )


def line(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("[data-line]")


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PENJURIAN_PICTURES"):
        page.screenshot(path=Path(folder) / f"drafts-{name}.png", full_page=True)


def test_what_is_typed_is_saved_after_a_pause_and_said_so(people: Visitors, served: Served) -> None:
    page = people(width=360).go(NEW)
    page.fill("[name=number]", "9")
    expect(line(page)).to_have_text(SAVED)
    assert numbers(served) == ["9"]
    assert page.url.endswith(ITEM)
    page.fill("[name=subject]", "Jaminan sosial")
    page.locator("[name=year]").focus()
    expect(line(page)).to_have_text(SAVED)
    page.fill("[name=year]", "dua ribu")
    expect(line(page)).to_contain_text("not in the dossier yet. Year: Write a whole number")
    fits(page)
    picture(page, "half-typed-360")
    assert numbers(served) == ["9"]
    page.reload()
    assert page.input_value("[name=year]") == "dua ribu"
    assert page.input_value("[name=subject]") == "Jaminan sosial"
    picture(page, "resumed-360")
    page.fill("[name=year]", "2019")
    expect(line(page)).to_have_text(SAVED)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/entries/1#section-regulations")
    assert len(asked(served, "SELECT id FROM dossier_item")) == 1
    assert asked(served, "SELECT id FROM item_form WHERE typed IS NOT NULL") == []
    page.wait_for_function(EMPTY)
    expect(page.locator("[data-unsent]")).to_be_hidden()


def test_leaving_asks_nothing_while_all_is_kept(people: Visitors, served: Served) -> None:
    page = people().go(NEW)
    asked_before_leaving: list[str] = []
    page.on("dialog", lambda dialog: (asked_before_leaving.append(dialog.type), dialog.accept()))
    page.fill("[name=number]", "9")
    page.get_by_role("link", name="Back to the dossier").click()
    page.wait_for_url("**/entries/1")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert asked_before_leaving == []
    page.wait_for_function(EMPTY)
    assert numbers(served) == ["9"]


def test_a_dead_line_keeps_the_text_and_sends_it_when_it_is_back(people: Visitors, served: Served) -> None:
    visitor = people(width=360)
    page = visitor.go(NEW)
    visitor.context.set_offline(True)
    page.fill("[name=number]", "94")
    expect(line(page)).to_have_text(OFFLINE)
    fits(page)
    picture(page, "offline-360")
    assert [one["number"] for one in kept(page)] == ["94"]
    page.get_by_role("button", name="Save", exact=True).click()
    expect(line(page)).to_have_text(OFFLINE)
    page.fill("[name=subject]", "Jaminan sosial")
    assert numbers(served) == []
    visitor.context.set_offline(False)
    expect(line(page)).to_have_text(SAVED)
    assert numbers(served) == ["94"]
    assert kept(page) == []


def test_after_a_restart_of_the_browser_the_text_is_there_and_is_sent(
    chromium: Browser, served: Served, tmp_path: Path
) -> None:
    def started() -> BrowserContext:
        return chromium.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium_path(), args=CHROMIUM_OPTIONS, locale="id-ID"
        )

    context = started()
    visitor = signed_in(context, served, CANDIDATE)
    page = visitor.go(NEW)
    context.set_offline(True)
    page.fill("[name=number]", "94")
    expect(line(page)).to_have_text(OFFLINE)
    address = page.url
    context.close()
    context = started()
    visitor = signed_in(context, served, CANDIDATE)
    page = visitor.page
    page.goto(address)
    expect(page.locator("[data-restored]")).to_be_visible()
    assert page.input_value("[name=number]") == "94"
    expect(line(page)).to_have_text(SAVED)
    assert (numbers(served), kept(page)) == (["94"], [])
    context.close()


def test_after_a_reload_unsent_text_is_back_and_is_sent(people: Visitors, served: Served) -> None:
    visitor = people()
    page = visitor.go(NEW)
    page.fill("[name=number]", "9")
    expect(line(page)).to_have_text(SAVED)
    page.context.route("**/keep", lambda route: route.abort())
    page.fill("[name=number]", "94")
    expect(line(page)).to_have_text(OFFLINE)
    page.context.unroute("**/keep")
    page.reload()
    expect(page.locator("[data-restored]")).to_be_visible()
    assert page.input_value("[name=number]") == "94"
    expect(line(page)).to_have_text(SAVED)
    assert numbers(served) == ["94"]
    assert kept(page) == []


def test_text_of_a_closed_tab_is_sent_from_the_entrys_page(people: Visitors, served: Served) -> None:
    visitor = people()
    page = visitor.go(NEW)
    page.context.route("**/keep", lambda route: route.abort())
    page.fill("[name=number]", "94")
    page.fill("[name=year]", "dua ribu")
    expect(line(page)).to_have_text(OFFLINE)
    page.close()
    page = visitor.page = visitor.context.new_page()
    page.set_default_timeout(15_000)
    visitor.go("/entries/1")
    expect(page.locator("[data-unsent]")).to_contain_text("94")
    picture(page, "unsent-1280")
    page.context.unroute("**/keep")
    page.reload()
    box = page.locator("[data-unsent]")
    expect(box).to_contain_text("not in the dossier yet. Year: Write a whole number")
    box.get_by_role("link", name="Open").click()
    page.wait_for_url("**/new?form=*")
    assert page.input_value("[name=number]") == "94"
    page.fill("[name=year]", "2019")
    expect(line(page)).to_have_text(SAVED)
    assert numbers(served) == ["94"]


def test_an_answer_that_was_lost_adds_nothing_twice(people: Visitors, served: Served) -> None:
    page = people().go(NEW)

    def lose(route) -> None:  # type: ignore[no-untyped-def]
        route.fetch()
        route.abort()

    page.route("**/keep", lose, times=1)
    page.fill("[name=number]", "9")
    expect(line(page)).to_have_text(OFFLINE)
    assert numbers(served) == ["9"]
    page.fill("[name=number]", "94")
    expect(line(page)).to_have_text(SAVED)
    assert numbers(served) == ["94"]


def test_a_lost_session_keeps_the_text_until_the_same_account_is_back(
    people: Visitors, served: Served
) -> None:
    visitor = people(width=360)
    page = visitor.go(NEW)
    visitor.context.clear_cookies()
    page.fill("[name=number]", "94")
    expect(line(page)).to_have_text(SIGNED_OUT)
    picture(page, "signed-out-360")
    page.get_by_role("link", name="Sign in again").click()
    # Somebody else signs in first, in the same browser, with a right to the same dossier.
    page.wait_for_url(re.compile("/login\\?next="))
    visitor.sign_in(COLLEAGUE, PASSWORD)
    visitor.press("English")
    for path in ("/entries/1", NEW):
        visitor.go(path)
        page.wait_for_timeout(500)
        assert page.locator("[data-unsent]").is_hidden()
        assert "94" not in page.inner_text("main")
    assert page.input_value("[name=number]") == ""
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login")
    visitor.sign_in(CANDIDATE, PASSWORD)
    visitor.go("/entries/1")
    expect(page.locator("[data-unsent]")).to_contain_text("94")
    assert numbers(served) == ["94"]
    assert kept(page) == []


def test_an_ended_sign_in_goes_on_when_one_signs_in_elsewhere(people: Visitors, served: Served) -> None:
    visitor = people()
    page = visitor.go(NEW)
    db = open_ready(served.folder / "penjurian.db")
    with write(db):
        change(db, "UPDATE sign_in SET ended_at = '2022-01-01T00:00:00.000000Z'")
    db.conn.close()
    page.fill("[name=number]", "94")
    expect(line(page)).to_have_text(SIGNED_OUT)
    other = Visitor(visitor.context, visitor.site)
    other.sign_in(CANDIDATE, PASSWORD)
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(line(page)).to_have_text(re.compile("^(Saved|Disimpan|Tersimpan)"))
    assert numbers(served) == ["94"]


def test_two_at_once_see_both_texts_and_lose_neither(people: Visitors, served: Served) -> None:
    first, second = people(), people(COLLEAGUE)
    mine = first.go(NEW)
    mine.fill("[name=number]", "9")
    mine.fill("[name=subject]", "Semula")
    expect(line(mine)).to_have_text(SAVED)
    theirs = second.go(ITEM)
    # Different fields: both are taken in.
    theirs.fill("[name=amends]", "No. 11/2017")
    expect(line(theirs)).to_have_text(re.compile("^Saved .+ by Rekan"))
    mine.fill("[name=number]", "94")
    expect(line(mine)).to_have_text(SAVED)
    expect(mine.locator("[name=amends]")).to_have_value("No. 11/2017")
    until(lambda: stored(served) == ("94", "Semula", "No. 11/2017"))
    expect(line(mine)).to_have_text(SAVED)
    theirs.reload()
    # The same field: side by side, and nothing is sent until somebody chooses.
    theirs.fill("[name=subject]", "Dari rekan")
    mine_subject = "Dari saya"
    until(lambda: stored(served) == ("94", "Dari rekan", "No. 11/2017"))
    mine.fill("[name=subject]", mine_subject)
    expect(line(mine)).to_contain_text("Rekan saved this meanwhile")
    expect(mine.locator(".stored")).to_contain_text("Dari rekan")
    assert mine.input_value("[name=subject]") == mine_subject
    picture(mine, "conflict-1280")
    mine.set_viewport_size({"width": 360, "height": 740})
    fits(mine)
    picture(mine, "conflict-360")
    assert stored(served) == ("94", "Dari rekan", "No. 11/2017")
    mine.reload()
    assert mine.input_value("[name=subject]") == mine_subject
    expect(mine.locator(".stored")).to_contain_text("Dari rekan")
    mine.get_by_role("button", name="Keep what I typed").click()
    until(lambda: stored(served) == ("94", mine_subject, "No. 11/2017"))
    theirs.fill("[name=subject]", "Rekan lagi")
    expect(line(theirs)).to_contain_text("calon@uji.example saved this meanwhile")
    theirs.get_by_role("button", name="Take what was saved").click()
    assert theirs.input_value("[name=subject]") == mine_subject
    expect(theirs.locator(".stored")).to_have_count(0)


def test_the_server_may_be_restarted_meanwhile(people: Visitors, served: Served) -> None:
    page = people().go(NEW)
    page.fill("[name=number]", "9")
    expect(line(page)).to_have_text(SAVED)
    served.kill()
    page.fill("[name=number]", "94")
    expect(line(page)).to_have_text(OFFLINE)
    served.start()
    expect(line(page)).to_have_text(SAVED, timeout=20_000)
    assert numbers(served) == ["94"]


def test_signing_out_clears_what_this_browser_keeps(people: Visitors, served: Served) -> None:
    visitor = people()
    page = visitor.go(NEW)
    visitor.context.route("**/keep", lambda route: route.abort())
    page.fill("[name=number]", "94")
    expect(line(page)).to_have_text(OFFLINE)
    questions: list[str] = []

    def refuse(dialog) -> None:  # type: ignore[no-untyped-def]
        questions.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", refuse)
    page.get_by_role("button", name="Sign out").click()
    assert "is lost when you sign out" in questions[0]
    assert page.input_value("[name=number]") == "94"
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login")
    assert kept(page) == []


def test_without_script_a_second_click_adds_nothing_twice(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="id-ID")
    visitor = signed_in(context, served, CANDIDATE)
    page = visitor.go(NEW)
    page.fill("[name=number]", "9")
    page.get_by_role("button", name="Save", exact=True).dblclick()
    page.wait_for_url("**/entries/1#section-regulations")
    assert numbers(served) == ["9"]
    context.close()
