"""Forms that save themselves: what is kept of half-typed items, whose it is, and what it can't overwrite."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlite_utils import Database
from werkzeug.test import TestResponse

from evaluation.actions import drafts as actions
from evaluation.actions import screening
from evaluation.actions.dossiers import Draft, remove_item, save_item, submit
from evaluation.store import dossiers
from evaluation.store.db import change, insert, row, rows, write
from tests.award import Award
from tests.conftest import Clock
from tests.dossier_ground import INNOVATION, REGULATION, SCREENED, fill, values
from tests.pages import PageClient
from tests.queries import Queries

CANDIDATE, COLLEAGUE = "calon@uji.example", "rekan@uji.example"
TOKEN = "form-of-the-first-tab"
BLANK = {"type": "", "number": "", "year": "", "subject": "", "in_force_from": "", "amends": ""}


@pytest.fixture
def entry_id(award: Award, db: Database) -> int:
    entry = award.entry(award.edition(SCREENED), "35.76", "Kota Mojokerto", email=CANDIDATE)
    colleague = award.account(COLLEAGUE, "Rekan")
    with write(db):
        insert(db, "representative", entry_id=entry, account_id=colleague)
    return entry


@pytest.fixture
def browser(app: Flask, entry_id: int) -> PageClient:
    return visitor(app, CANDIDATE)


def visitor(app: Flask, email: str) -> PageClient:
    """A signed-in browser in English."""
    return PageClient(app).sign_in(email, language="en")


def keep(
    browser: PageClient, where: str, typed: dict[str, str], *, step: int = 1, token: str = TOKEN, **more: str
) -> tuple[int, dict[str, Any]]:
    """Send what a form holds, as the page's script does; status and answer."""
    data = {**typed, "token": token, "step": str(step), "revision": "", **more}
    response: TestResponse = browser.http.post(
        f"/entries/1/sections/{where}/keep", data=data, headers={"X-CSRFToken": browser.csrf()}
    )
    assert response.headers["Cache-Control"] == "no-store"
    return response.status_code, response.get_json()


def regulations(db: Database) -> list[tuple[int, str, int, str]]:
    found = dossiers.dossier(db, 1).of("regulations")
    return [(item.id, item.values["number"], item.revision, item.saved_by) for item in found]


def drafts(db: Database) -> list[dict[str, Any]]:
    found = rows(db, "SELECT * FROM item_form WHERE typed IS NOT NULL ORDER BY id")
    return [json.loads(one["typed"]) for one in found]


def events(db: Database, *names: str) -> list[tuple[str, dict[str, Any]]]:
    found = rows(db, "SELECT name, fields FROM audit_event ORDER BY id")
    return [(one["name"], json.loads(one["fields"])) for one in found if one["name"] in names]


# --- what is kept ----------------------------------------------------------------------------------


def test_a_new_item_saves_itself_once_and_goes_on_as_that_item(browser: PageClient, db: Database) -> None:
    status, answer = keep(browser, "regulations/new", {**BLANK, "number": "9"})
    assert (status, answer["outcome"], answer["item"], answer["revision"]) == (200, "saved", 1, 1)
    assert answer["line"] == "Saved 10 January 2022, 10:00 WIB by calon@uji.example."
    assert answer["keep"] == "/entries/1/sections/regulations/1/keep"
    assert answer["base"] == {**BLANK, "number": "9"}
    # The answer was lost on a broken line: the same form sends again, with more.
    status, answer = keep(browser, "regulations/new", {**BLANK, "number": "94"}, step=2)
    assert (status, answer["outcome"], answer["revision"]) == (200, "saved", 2)
    assert regulations(db) == [(1, "94", 2, CANDIDATE)]
    assert row(db, "SELECT status FROM entry") == {"status": "draft"}


def test_half_typed_items_are_kept_and_are_not_in_the_dossier(browser: PageClient, db: Database) -> None:
    typed = {**BLANK, "number": "9", "year": "dua ribu", "subject": "Jaminan"}
    status, answer = keep(browser, "regulations/new", typed)
    assert (status, answer["outcome"]) == (200, "draft")
    assert answer["line"] == (
        "Kept as a draft 10 January 2022, 10:00 WIB, not in the dossier yet."
        " Year: Write a whole number, in digits only, for instance 872."
    )
    assert regulations(db) == []
    assert drafts(db) == [typed]
    page = browser.get("/entries/1")
    assert "Typed, but not in the dossier yet" in page.text
    assert "Add at least one regulation." in page.text
    page = browser.click("Go on: Regulations")
    left = dict(page.forms[-1].fields)
    assert {name: left[name] for name in typed} == typed
    assert (left["token"], left["step"]) == (TOKEN, "1")
    browser.submit({"year": "2019"}, form="/regulations/new")
    assert regulations(db) == [(1, "9", 1, CANDIDATE)]
    assert drafts(db) == []
    assert "Typed, but not in the dossier yet" not in browser.get("/entries/1").text


def test_an_item_keeps_its_last_whole_state_while_something_is_half_typed(
    browser: PageClient, db: Database
) -> None:
    _, answer = keep(browser, "regulations/new", REGULATION)
    wrong = {**REGULATION, "year": "20"}
    status, answer = keep(browser, "regulations/1", wrong, step=2, revision="1")
    assert (status, answer["outcome"]) == (200, "draft")
    assert dossiers.dossier(db, 1).of("regulations")[0].values["year"] == 2019
    page = browser.get("/entries/1/sections/regulations/1")
    assert "You typed this 10 January 2022, 10:00 WIB. It is not in the dossier yet" in page.text
    assert dict(page.forms[-1].fields)["year"] == "20"
    page = browser.submit({}, form="/discard")
    assert "The draft was discarded. The dossier is as it was." in page.text
    page = browser.get("/entries/1/sections/regulations/1")
    assert dict(page.forms[-1].fields)["year"] == "2019"


def test_blank_forms_leave_nothing(browser: PageClient, db: Database) -> None:
    keep(browser, "regulations/new", {**BLANK, "year": "x"})
    status, answer = keep(browser, "regulations/new", BLANK, step=2)
    assert (status, answer["outcome"], answer["line"]) == (200, "empty", "Nothing is typed yet.")
    assert drafts(db) == []


def test_a_text_of_five_megabytes_is_kept_and_a_longer_one_is_told(browser: PageClient, db: Database) -> None:
    long = {"kind": "planned", "title": "", "problem": "kata " * 1_000_000, "action": "", "since": ""}
    typed = {**long, "people_reached": "", "budget": ""}
    status, answer = keep(browser, "innovations/new", typed)
    assert (status, answer["outcome"]) == (200, "draft")
    assert "The problem: At most 8000 characters fit here; this has 5000000." in answer["line"]
    assert drafts(db) == [typed]
    assert dossiers.dossier(db, 1).of("innovations") == ()
    more = {**typed, "action": "kata " * 1_000_000, "token": TOKEN, "step": "2"}
    response = browser.http.post(
        "/entries/1/sections/innovations/new/keep", data=more, headers={"X-CSRFToken": browser.csrf()}
    )
    assert response.status_code == 413
    assert drafts(db) == [typed]


def test_files_are_left_to_the_button(browser: PageClient, db: Database, act_as, award: Award) -> None:  # type: ignore[no-untyped-def]
    items = fill(act_as(award.actor(CANDIDATE)), 1)
    where = f"regulations/{items['regulations']}"
    keep(browser, where, {**REGULATION, "number": "10"}, revision="1", drop_file="y", uploaded="x" * 32)
    [item] = dossiers.dossier(db, 1).of("regulations")
    assert (item.values["number"], item.revision, item.file is None) == ("10", 2, False)


# --- two at once -----------------------------------------------------------------------------------


def test_a_stale_revision_overwrites_nothing_and_both_texts_are_there(
    app: Flask, browser: PageClient, db: Database, clock: Clock
) -> None:
    keep(browser, "regulations/new", REGULATION)
    colleague = visitor(app, COLLEAGUE)
    clock.forward(minutes=5)
    keep(
        colleague, "regulations/1", {**REGULATION, "number": "94"}, revision="1", token="another-persons-tab"
    )
    mine = {**REGULATION, "number": "11", "subject": "Punya saya"}
    status, answer = keep(browser, "regulations/1", mine, step=2, revision="1")
    assert (status, answer["outcome"], answer["revision"]) == (409, "conflict", 2)
    assert answer["stored"] == {"number": "94", "subject": REGULATION["subject"]}
    assert answer["line"].startswith("Rekan saved this meanwhile (10 January 2022, 10:05 WIB).")
    assert regulations(db) == [(1, "94", 2, "Rekan")]
    assert drafts(db) == [mine]
    # Looked at again, the page has both side by side, and saves mine only when I say so.
    page = browser.get("/entries/1/sections/regulations/1")
    assert "Saved meanwhile: 94" in page.text
    assert dict(page.forms[-1].fields)["number"] == "11"
    browser.submit({}, form="/regulations/1")
    assert regulations(db) == [(1, "11", 3, CANDIDATE)]
    assert drafts(db) == []


def test_an_unreadable_draft_is_in_conflict_too(app: Flask, browser: PageClient, db: Database) -> None:
    keep(browser, "regulations/new", REGULATION)
    keep(
        visitor(app, COLLEAGUE), "regulations/1", {**REGULATION, "number": "94"}, revision="1", token="t" * 16
    )
    mine = {**REGULATION, "year": "20x"}
    status, answer = keep(browser, "regulations/1", mine, step=2, revision="1")
    assert (status, answer["stored"]) == (409, {"number": "94", "year": "2019"})
    assert regulations(db) == [(1, "94", 2, "Rekan")]


def test_what_is_typed_into_a_removed_item_is_kept_and_saved_as_new(
    browser: PageClient,
    db: Database,
    act_as,
    award: Award,  # type: ignore[no-untyped-def]
) -> None:
    keep(browser, "regulations/new", REGULATION)
    colleague = act_as(award.actor(COLLEAGUE))
    remove_item(colleague, 1, "regulations", 1, 1)
    # A number is never given again, so that the open page can't overwrite somebody else's new item.
    save_item(colleague, 1, "regulations", None, Draft(values("regulations", number="77")))
    status, answer = keep(browser, "regulations/1", {**REGULATION, "number": "10"}, step=2, revision="1")
    assert (status, answer["outcome"]) == (409, "gone")
    assert answer["action"] == "/entries/1/sections/regulations/new"
    assert regulations(db) == [(2, "77", 1, "Rekan")]
    browser.get(answer["page"])
    browser.submit({}, form="/regulations/new")
    assert regulations(db) == [(2, "77", 1, "Rekan"), (3, "10", 1, CANDIDATE)]
    assert drafts(db) == []


def test_a_sending_that_comes_late_changes_nothing(browser: PageClient, db: Database) -> None:
    keep(browser, "regulations/new", {**BLANK, "number": "9"}, step=1)
    keep(browser, "regulations/1", {**BLANK, "number": "94"}, step=3, revision="1")
    status, answer = keep(browser, "regulations/1", {**BLANK, "number": "9x"}, step=2, revision="1")
    assert (status, answer["outcome"]) == (409, "late")
    assert answer["token"] != TOKEN
    assert (regulations(db), drafts(db)) == ([(1, "94", 2, CANDIDATE)], [])


def test_a_second_click_on_save_adds_no_second_item(browser: PageClient, db: Database) -> None:
    page = browser.get("/entries/1/sections/regulations/new")
    data = {**dict(page.forms[-1].fields), **REGULATION}
    for _ in range(2):
        assert browser.http.post("/entries/1/sections/regulations/new", data=data).status_code == 303
    assert regulations(db) == [(1, "9", 1, CANDIDATE)]
    assert len(events(db, "DossierItemSaved")) == 1
    # Back in the browser, changed and sent once more: a conflict with itself, never a second item.
    again = browser.http.post("/entries/1/sections/regulations/new", data={**data, "number": "10"})
    assert again.status_code == 409
    assert regulations(db) == [(1, "9", 1, CANDIDATE)]
    # A form that is opened anew adds another one.
    fresh = dict(browser.get("/entries/1/sections/regulations/new").forms[-1].fields)
    assert (
        browser.http.post("/entries/1/sections/regulations/new", data={**fresh, **REGULATION}).status_code
        == 303
    )
    assert len(regulations(db)) == 2


# --- whose it is ----------------------------------------------------------------------------------


def test_drafts_are_shown_to_their_author_and_named_to_colleagues(
    app: Flask, browser: PageClient, db: Database
) -> None:
    keep(browser, "regulations/new", {**BLANK, "subject": "Rahasia saya", "year": "x"})
    colleague = visitor(app, COLLEAGUE)
    page = colleague.get("/entries/1")
    assert f"Regulations: {CANDIDATE}, 10 January 2022, 10:00 WIB" in page.text
    assert "Go on: Regulations" not in page.links
    page = colleague.get(f"/entries/1/sections/regulations/new?form={TOKEN}")
    assert dict(page.forms[-1].fields)["subject"] == ""
    colleague.post(f"/entries/1/sections/regulations/drafts/{TOKEN}/discard", status=404)
    assert len(drafts(db)) == 1


def test_a_token_of_somebody_else_adds_an_item_of_its_own(
    app: Flask, browser: PageClient, db: Database
) -> None:
    keep(browser, "regulations/new", {**BLANK, "number": "9"})
    keep(visitor(app, COLLEAGUE), "regulations/new", {**BLANK, "number": "94"})
    assert regulations(db) == [(1, "9", 1, CANDIDATE), (2, "94", 1, "Rekan")]


def test_only_the_entrys_own_people_keep_anything_and_only_with_the_token(
    app: Flask, browser: PageClient, award: Award, db: Database
) -> None:
    award.entry(1, "35.77", "Kota Madiun", email="lain@uji.example")
    stranger = visitor(app, "lain@uji.example")
    assert keep(stranger, "regulations/new", REGULATION)[0] == 404
    without = browser.http.post("/entries/1/sections/regulations/new/keep", data=REGULATION)
    assert without.status_code == 400
    away = PageClient(app)
    response = away.http.post(
        "/entries/1/sections/regulations/new/keep", data=REGULATION, headers={"X-CSRFToken": away.csrf()}
    )
    assert response.status_code == 401
    assert keep(browser, "regulations/new", REGULATION, token="short")[0] == 409
    assert (regulations(db), drafts(db)) == ([], [])


def test_closed_dossiers_and_sections_take_no_drafts(
    browser: PageClient,
    db: Database,
    act_as,
    award: Award,  # type: ignore[no-untyped-def]
) -> None:
    act = act_as(award.actor(CANDIDATE))
    items = fill(act, 1)
    submit(act, 1)
    where = f"regulations/{items['regulations']}"
    status, answer = keep(browser, where, REGULATION, revision="1")
    assert (status, answer["outcome"]) == (409, "refused")
    assert answer["line"] == "The dossier was submitted and can't change unless the committee returns it."
    screening.return_entry(act_as(), 1, "Kurang", opened=["innovations"])
    status, answer = keep(browser, where, REGULATION, revision="1")
    assert (status, answer["outcome"]) == (409, "refused")
    assert "did not open this section" in answer["line"]
    status, answer = keep(
        browser, "innovations/new", {**INNOVATION, "since": "", "people_reached": "", "budget": "x"}
    )
    assert (status, answer["outcome"]) == (200, "draft")
    status, answer = keep(browser, "innovations/99", INNOVATION, token="another-form-of-mine")
    assert (status, answer["outcome"]) == (409, "gone")


def test_very_many_drafts_are_refused(browser: PageClient, db: Database) -> None:
    for number in range(actions.MOST_DRAFTS):
        keep(browser, "regulations/new", {**BLANK, "year": "x"}, token=f"form-number-{number:06}")
    status, answer = keep(browser, "regulations/new", {**BLANK, "year": "x"}, token="one-form-too-many")
    assert (status, answer["outcome"]) == (409, "refused")
    assert len(drafts(db)) == actions.MOST_DRAFTS


# --- the audit trail -------------------------------------------------------------------------------


def test_the_audit_trail_has_one_event_for_many_keystrokes(
    browser: PageClient, db: Database, clock: Clock
) -> None:
    for step in range(1, 8):
        keep(browser, "regulations/new", {**BLANK, "number": "9" * step}, step=step)
        clock.forward(seconds=2)
    saved = "DossierItemSaved"
    place = {"section": "regulations", "item": 1}
    assert events(db, saved) == [(saved, {**place, "revision": 1})]
    # Nothing changes: nothing is recorded, and nobody else becomes its author.
    keep(browser, "regulations/1", {**BLANK, "number": "9" * 7}, step=8, revision="7")
    assert regulations(db) == [(1, "9" * 7, 7, CANDIDATE)]
    clock.forward(minutes=10)
    keep(browser, "regulations/1", {**BLANK, "number": "1"}, step=9, revision="7")
    keep(browser, "regulations/1", {**BLANK, "number": "2"}, step=10, revision="8")
    # The button records what was saved by itself since.
    page = browser.get("/entries/1/sections/regulations/1")
    data = {**dict(page.forms[-1].fields), "token": TOKEN, "step": "11"}
    assert browser.http.post("/entries/1/sections/regulations/1", data=data).status_code == 303
    assert [fields["revision"] for _, fields in events(db, saved)] == [1, 8, 9]


def test_drafts_are_recorded_once_for_a_form(browser: PageClient, db: Database) -> None:
    for step, year in enumerate(["x", "xy", "2019", "z", "zz"], start=1):
        keep(browser, "regulations/new", {**BLANK, "year": year}, step=step)
    kept = [("DraftKept", {"section": "regulations", "item": None})]
    assert events(db, "DraftKept", "DraftDiscarded") == kept
    browser.post(f"/entries/1/sections/regulations/drafts/{TOKEN}/discard")
    gone = ("DraftDiscarded", {"section": "regulations", "item": 1})
    assert events(db, "DraftKept", "DraftDiscarded") == [*kept, gone]
    browser.post(f"/entries/1/sections/regulations/drafts/{'x' * 20}/discard", status=404)


def test_forms_of_long_ago_are_forgotten(browser: PageClient, db: Database, clock: Clock) -> None:
    keep(browser, "regulations/new", {**BLANK, "number": "9"})
    keep(browser, "regulations/new", {**BLANK, "year": "x"}, token="a-draft-stays-for-ever")
    clock.forward(days=61)
    browser = visitor(browser.app, CANDIDATE)
    keep(browser, "regulations/1", {**BLANK, "number": "10"}, revision="1", token="a-form-of-today-again")
    known = rows(db, "SELECT token FROM item_form ORDER BY id")
    assert [one["token"] for one in known] == ["a-draft-stays-for-ever", "a-form-of-today-again"]


def test_the_entrys_page_asks_as_often_for_five_drafts_as_for_one(
    app: Flask, browser: PageClient, db: Database
) -> None:
    queries = Queries(app)
    counts = []
    for number in range(5):
        keep(browser, "regulations/new", {**BLANK, "year": "x"}, token=f"form-number-{number:06}")
        browser.get("/entries/1")
        counts.append(len(queries))
    assert counts[0] == counts[4]
    assert len(drafts(db)) == 5


def test_nothing_is_added_for_a_form_of_another_section(browser: PageClient, db: Database) -> None:
    """A form's token means nothing in another section."""
    keep(browser, "regulations/new", {**BLANK, "number": "9"})
    keep(browser, "documents/new", {"title": "Surat", "note": ""})
    assert [len(dossiers.dossier(db, 1).of(code)) for code in ("regulations", "documents")] == [1, 1]
    with write(db):
        change(db, "DELETE FROM item_form")
    assert regulations(db) == [(1, "9", 1, CANDIDATE)]
