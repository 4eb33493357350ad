"""The items of a dossier on their pages: added, saved half filled or anew, removed, in two tabs at once."""

from __future__ import annotations

import io
import json

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.store import dossiers
from evaluation.store.db import row, rows
from tests.award import Award
from tests.dossier_ground import BUDGET, COVERAGE, INNOVATION, PDF, REGULATION, SCREENED, fill
from tests.pages import PageClient
from tests.queries import Queries

CANDIDATE = "calon@uji.example"
STRANGE = "Jum'at \"besar\" & <script>alert('x')</script> 🎉"


@pytest.fixture
def entry_id(award: Award) -> int:
    return award.entry(award.edition(SCREENED), "35.76", "Kota Mojokerto", email=CANDIDATE)


@pytest.fixture
def browser(client: PageClient, entry_id: int) -> PageClient:
    """The candidate's browser, in English."""
    return client.sign_in(CANDIDATE, language="en")


def add(browser: PageClient, entry_id: int, section: str, values: dict[str, str], **files: object) -> None:
    browser.get(f"/entries/{entry_id}/sections/{section}/new")
    browser.submit(values, files=dict(files))
    assert browser.url == f"/entries/{entry_id}"


def pdf(name: str = "Perda 9.pdf", content: bytes = PDF) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


# --- saving --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "typed", "stored"),
    [
        ("regulations", REGULATION, {**REGULATION, "year": 2019}),
        (
            "innovations",
            {**INNOVATION, "since": "Maret 2019", "people_reached": "872", "budget": "1.000.000"},
            {**INNOVATION, "since": "Maret 2019", "people_reached": 872, "budget": 1000000},
        ),
        (
            "coverage",
            {**COVERAGE, "accident": "872", "job_loss": "0", "source": "BPS"},
            {
                "segment": "neighbourhood_heads",
                "workers": 872,
                "protected": 872,
                "accident": 872,
                "death": None,
                "old_age": None,
                "pension": None,
                "job_loss": 0,
                "source": "BPS",
            },
        ),
        (
            "budget",
            {**BUDGET, "people": "872", "source": "APBD"},
            {"year": 2021, "purpose": "Iuran", "amount": 175795200, "people": 872, "source": "APBD"},
        ),
        ("documents", {"title": "Surat", "note": "a\nb"}, {"title": "Surat", "note": "a\nb"}),
    ],
)
def test_an_item_of_each_section_comes_back_as_typed(
    browser: PageClient,
    db: Database,
    entry_id: int,
    section: str,
    typed: dict[str, str],
    stored: dict[str, object],
) -> None:
    add(browser, entry_id, section, typed)
    [item] = dossiers.dossier(db, entry_id).of(section)
    assert item.values == stored
    assert (item.revision, item.saved_by, item.file) == (1, CANDIDATE, None)
    browser.get(f"/entries/{entry_id}/sections/{section}/{item.id}")
    browser.submit({}, form=f"/{section}/")
    [again] = dossiers.dossier(db, entry_id).of(section)
    assert again.values == stored
    assert again.revision == 1


def test_the_first_save_makes_an_invited_entry_a_draft_and_is_recorded(
    browser: PageClient, db: Database, entry_id: int
) -> None:
    add(browser, entry_id, "innovations", {"kind": "planned"})
    assert row(db, "SELECT status FROM entry WHERE id = :id", id=entry_id) == {"status": "draft"}
    [event] = rows(db, "SELECT * FROM audit_event WHERE name = 'DossierItemSaved'")
    assert json.loads(event["fields"]) == {"section": "innovations", "item": 1, "revision": 1}
    assert event["entry_id"] == entry_id


def test_a_draft_needs_only_what_identifies_it(browser: PageClient, db: Database, entry_id: int) -> None:
    add(browser, entry_id, "regulations", {"number": "9"})
    add(browser, entry_id, "coverage", {"segment": "farmers"})
    add(browser, entry_id, "documents", {}, file=pdf())
    browser.get(f"/entries/{entry_id}/sections/innovations/new")
    page = browser.submit({"title": "Tanpa jenis"}, status=422)
    assert "Kind : Please fill this in." in page.text
    page = browser.get(f"/entries/{entry_id}/sections/budget/new")
    page = browser.submit({"year": ""}, status=422)
    assert "Nothing was saved: fill in at least one field." in page.text
    dossier = dossiers.dossier(db, entry_id)
    assert [
        len(dossier.of(code)) for code in ("regulations", "innovations", "coverage", "budget", "documents")
    ] == [
        1,
        0,
        1,
        0,
        1,
    ]


@pytest.mark.parametrize(
    ("section", "typed", "field", "complaint"),
    [
        (
            "regulations",
            {"year": "dua ribu"},
            "Year",
            "Write a whole number, in digits only, for instance 872.",
        ),
        ("regulations", {"year": "19"}, "Year", "Write a year from 1945 to 2100."),
        ("regulations", {"in_force_from": "31/02/2020"}, "In force from (optional)", "Write a date"),
        ("regulations", {"type": "undang"}, "Type", "Choose one of the list."),
        ("regulations", {"number": "9" * 81}, "Number", "At most 80 characters fit here; this has 81."),
        (
            "coverage",
            {**COVERAGE, "protected": "873"},
            "Workers protected",
            "This is more than the 872 workers there are.",
        ),
        ("coverage", {**COVERAGE, "workers": "-1"}, "Workers there are", "Write a whole number"),
        (
            "innovations",
            {**INNOVATION, "budget": "1,5 juta"},
            "Budget (rupiah) (optional)",
            "Write a whole number",
        ),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    browser: PageClient,
    db: Database,
    entry_id: int,
    section: str,
    typed: dict[str, str],
    field: str,
    complaint: str,
) -> None:
    browser.get(f"/entries/{entry_id}/sections/{section}/new")
    page = browser.submit(typed, status=422)
    assert f"{field} : {complaint}" in page.text
    left = dict(page.forms[-1].fields)
    choices = {"type", "segment", "kind"}
    assert {name: left[name] for name in typed if name not in choices} == {
        name: text for name, text in typed.items() if name not in choices
    }
    assert dossiers.dossier(db, entry_id).of(section) == ()


def test_a_segment_stands_once(browser: PageClient, db: Database, entry_id: int) -> None:
    add(browser, entry_id, "coverage", COVERAGE)
    browser.get(f"/entries/{entry_id}/sections/coverage/new")
    page = browser.submit({**COVERAGE, "workers": "900"}, status=422)
    assert "Segment : This is in the dossier already: change that line instead." in page.text
    assert dict(page.forms[-1].fields)["workers"] == "900"
    assert len(dossiers.dossier(db, entry_id).of("coverage")) == 1


def test_strange_names_come_through_unchanged_and_never_run(
    browser: PageClient, db: Database, award: Award, entry_id: int
) -> None:
    other = award.entry(1, "35.77", STRANGE, email=CANDIDATE)
    add(
        browser,
        other,
        "documents",
        {"title": STRANGE, "note": STRANGE},
        file=pdf(f"{STRANGE.replace('/', '')}.pdf"),
    )
    add(browser, other, "regulations", {"type": "perda", "number": STRANGE, "subject": STRANGE})
    [document] = dossiers.dossier(db, other).of("documents")
    assert document.values == {"title": STRANGE, "note": STRANGE}
    for url in (
        "/entries",
        f"/entries/{other}",
        f"/entries/{other}/read",
        f"/entries/{other}/sections/documents/1",
    ):
        page = browser.get(url)
        assert "<script>alert" not in page.html
        assert STRANGE in page.text or STRANGE in dict(page.forms[-1].fields).values()
    assert f"Perda {STRANGE} No. {STRANGE}" in browser.get(f"/entries/{other}/read").text


# --- two tabs ------------------------------------------------------------------------------------


def test_the_second_of_two_tabs_is_told_and_nothing_is_lost(
    app: Flask, browser: PageClient, db: Database, entry_id: int
) -> None:
    add(browser, entry_id, "regulations", REGULATION)
    second = PageClient(app).sign_in(CANDIDATE, language="en")
    browser.get(f"/entries/{entry_id}/sections/regulations/1")
    second.get(f"/entries/{entry_id}/sections/regulations/1")
    browser.submit({"subject": "Dari tab pertama", "type": "perwali"})
    page = second.submit({"subject": "Dari tab kedua", "number": "94"}, status=409)
    assert "Saved meanwhile: Dari tab pertama" in page.text
    assert "Saved meanwhile: Mayor's regulation (Perwali)" in page.text
    assert "Saved meanwhile: 9 " in page.text
    assert page.text.count("Saved meanwhile:") == 3
    typed = dict(page.forms[-1].fields)
    assert (typed["subject"], typed["number"], typed["revision"]) == ("Dari tab kedua", "94", "2")
    [item] = dossiers.dossier(db, entry_id).of("regulations")
    assert (item.values["subject"], item.revision) == ("Dari tab pertama", 2)
    second.submit({}, form="/regulations/1")
    [item] = dossiers.dossier(db, entry_id).of("regulations")
    assert (item.values["subject"], item.values["number"], item.revision) == ("Dari tab kedua", "94", 3)


def test_the_same_text_from_two_tabs_is_no_conflict(app: Flask, browser: PageClient, entry_id: int) -> None:
    add(browser, entry_id, "regulations", REGULATION)
    second = PageClient(app).sign_in(CANDIDATE)
    for tab in (browser, second):
        tab.get(f"/entries/{entry_id}/sections/regulations/1")
    for tab in (browser, second):
        tab.submit({"subject": "Sama"})
        assert tab.url == f"/entries/{entry_id}"


def test_what_was_typed_into_a_removed_item_can_be_saved_as_new(
    app: Flask, browser: PageClient, db: Database, entry_id: int
) -> None:
    add(browser, entry_id, "innovations", INNOVATION)
    second = PageClient(app).sign_in(CANDIDATE, language="en")
    second.get(f"/entries/{entry_id}/sections/innovations/1")
    browser.get(f"/entries/{entry_id}/sections/innovations/1/remove")
    browser.submit({}, form="/remove")
    page = second.submit({"title": "Judul baru"}, status=409)
    assert "Somebody removed this meanwhile. What you typed is below: save it as new." in page.text
    second.submit({}, form="/innovations/new")
    [item] = dossiers.dossier(db, entry_id).of("innovations")
    assert item.values["title"] == "Judul baru"


def test_an_item_that_changed_is_not_removed_unseen(
    app: Flask, browser: PageClient, db: Database, entry_id: int
) -> None:
    add(browser, entry_id, "documents", {"title": "Surat"})
    second = PageClient(app).sign_in(CANDIDATE, language="en")
    second.get(f"/entries/{entry_id}/sections/documents/1/remove")
    browser.get(f"/entries/{entry_id}/sections/documents/1")
    browser.submit({"title": "Surat baru"})
    page = second.submit({}, form="/remove", status=409)
    assert "Somebody changed this meanwhile. Look at it again before you remove it." in page.text
    assert "Surat baru" in page.text
    assert len(dossiers.dossier(db, entry_id).of("documents")) == 1
    second.submit({}, form="/remove")
    assert dossiers.dossier(db, entry_id).of("documents") == ()


# --- cost ----------------------------------------------------------------------------------------


def test_the_entrys_pages_ask_as_often_for_five_items_as_for_one(
    app: Flask, browser: PageClient, award: Award, act_as, entry_id: int
) -> None:
    queries = Queries(app)
    counts = []
    for times in (1, 4):
        for _ in range(times):
            fill_once(act_as(award.actor(CANDIDATE)), entry_id)
        browser.get(f"/entries/{entry_id}")
        on_page = len(queries)
        browser.get(f"/entries/{entry_id}/read")
        counts.append((on_page, len(queries)))
    assert counts[0] == counts[1]


def test_the_list_of_entries_asks_as_often_for_three_as_for_one(
    app: Flask, browser: PageClient, award: Award, act_as, entry_id: int
) -> None:
    queries = Queries(app)
    fill(act_as(award.actor(CANDIDATE)), entry_id)
    browser.get("/entries")
    once = len(queries)
    for code, name in (("35.77", "Kota Madiun"), ("35.78", "Kota Surabaya")):
        another = award.entry(1, code, name, email=CANDIDATE)
        fill(act_as(award.actor(CANDIDATE)), another)
    page = browser.get("/entries")
    assert len(queries) == once
    assert all(name in page.text for name in ("Kota Mojokerto", "Kota Madiun", "Kota Surabaya"))


def fill_once(act, entry_id: int) -> None:
    """One more regulation with a file, and a document."""
    from evaluation.actions.dossiers import Draft, save_item
    from tests.dossier_ground import upload, values

    save_item(act, entry_id, "regulations", None, Draft(values("regulations", number="1"), upload()))
    save_item(act, entry_id, "documents", None, Draft(values("documents", title="Surat"), upload()))
