"""Score sheets by workbook: downloaded, filled in, sent back, looked at cell by cell, and confirmed."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import sheets
from evaluation.core.sheet_fields import Change
from evaluation.row_files.sheet_book import KEYS
from evaluation.store.db import rows
from tests.award import Award
from tests.conftest import Clock
from tests.desk_ground import CHAIR, Ground
from tests.pages import PageClient
from tests.queries import Queries
from tests.sight_ground import ENTRY_NUMBERS, SECRETS, SightGround
from tests.sight_pages import browser
from tests.workbook_ground import cell_of, contest_sheets, download, filled, opened, send

MOJOKERTO, JEMBER = "Kota Mojokerto", "Kabupaten Jember"
MARK = (MOJOKERTO, "Regulation", "mark")
COMMENT = (MOJOKERTO, "Regulation", "comment")


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    return Ground(award, db)


@pytest.fixture
def chair(ground: Ground, client: PageClient) -> PageClient:
    return client.sign_in(CHAIR, language="en")


def save(ground: Ground, act: Any, name: str, value: Any, over: int = 0) -> None:
    """Save one field of Kota Mojokerto's sheet on the page meanwhile."""
    part, code = name.split("-")
    sheets.save_field(act, ground.desk, ground.mojokerto, Change(code, part, value, over, ""))


def text(client: PageClient) -> str:
    assert client.page is not None
    return client.page.text


def choices(client: PageClient) -> list[tuple[str, str]]:
    """Every box and button of choice on the page, by name and value."""
    assert client.page is not None
    kinds = ("checkbox", "radio")
    return [(str(c["name"]), str(c["value"])) for c in client.page.controls if c.get("type") in kinds]


def choose_mine(client: PageClient, part: str, status: int = 200) -> None:
    """Take the workbook's value of the first cell of this part that moved, and confirm."""
    name, value = next(one for one in choices(client) if one[1].startswith("mine:") and part in one[1])
    client.submit({name: value}, form="/confirm", status=status)


def kept_files(app: Flask) -> list[Path]:
    return [path for path in (app.config["FILES"] / "workbooks").rglob("*") if path.is_file()]


# --- what is taken along -------------------------------------------------------------------------


def test_the_desk_leads_to_the_workbook_and_its_page_to_the_file(chair: PageClient) -> None:
    chair.get("/desk")
    chair.click("Offline workbook")
    assert "Provincial desk assessment" in text(chair)
    assert "sheets: 2" in text(chair)
    response = chair.http.get("/desk/workbook.xlsx")
    assert response.headers["Content-Disposition"] == "attachment; filename=penjurian-2022-01-10.xlsx"
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_one_row_for_each_criterion_of_each_entry(chair: PageClient) -> None:
    desk = contest_sheets(opened(download(chair)))[0]
    rows = [[cell.value for cell in row[:3]] for row in desk.iter_rows(min_row=1)]
    assert rows == [
        ["Entry", "Criterion", "Marks"],
        [JEMBER, "Regulation", "From 0 to 100, in steps of 1."],
        [JEMBER, "Innovation", "From 0 to 100, in steps of 0.5."],
        [MOJOKERTO, "Regulation", "From 0 to 100, in steps of 1."],
        [MOJOKERTO, "Innovation", "From 0 to 100, in steps of 0.5."],
    ]


def test_only_the_cells_to_fill_in_are_unlocked(chair: PageClient) -> None:
    book = opened(download(chair))
    assert book.security.lockStructure
    assert [sheet.protection.sheet for sheet in book.worksheets] == [True] * len(book.worksheets)
    assert book[KEYS].sheet_state == "veryHidden"
    desk = contest_sheets(book)[0]
    assert desk.column_dimensions["G"].hidden
    unlocked = {c.coordinate for row in desk.iter_rows() for c in row if not c.protection.locked}
    assert unlocked == {f"{letter}{row}" for letter in "DEF" for row in (2, 3, 4, 5)}


def test_notes_hold_the_rubric_and_cells_refuse_what_no_sheet_takes(chair: PageClient) -> None:
    book = opened(download(chair))
    note = cell_of(book, MOJOKERTO, "Innovation").comment.text
    assert note == (
        "Innovation\nWeight 20% of the round.\nFrom 0 to 100, in steps of 0.5.\n"
        "A comment is needed for a mark above 90.\n0–50: Weak\n50.5–100: Strong"
    )
    rules = {str(one.sqref): one for one in contest_sheets(book)[0].data_validations.dataValidation}
    assert set(rules) == {"D2 D4", "D3 D5", "E2:F5"}
    assert rules["D3 D5"].formula1 == (
        "AND(ISNUMBER(D3),D3>=0,D3<=100,ABS((D3-(0))/(0.5)-ROUND((D3-(0))/(0.5),0))<0.000001)"
    )
    assert rules["D3 D5"].error == "Write a number from 0 to 100, in steps of 0.5."
    assert (rules["E2:F5"].type, rules["E2:F5"].formula1) == ("textLength", "5000")


def test_texts_are_texts_whatever_they_begin_with(ground: Ground, chair: PageClient, act_as) -> None:
    evil = '=HYPERLINK("http://x")'
    save(ground, act_as(ground.actor()), "comment-regulation", evil)
    cell = cell_of(opened(download(chair)), *COMMENT)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (evil, "s", True)


def test_submitted_sheets_stay_at_home(ground: Ground, chair: PageClient, act_as) -> None:
    ground.submit(act_as(ground.actor()), entry=ground.jember)
    desk = contest_sheets(opened(download(chair)))[0]
    assert {desk.cell(row, 1).value for row in range(2, desk.max_row + 1)} == {MOJOKERTO}


def test_undeclared_and_recused_entries_are_not_in_it(
    ground: Ground, chair: PageClient, award: Award, act_as
) -> None:
    award.declares = False
    award.entry(ground.edition, "35.15", "Kabupaten Sidoarjo", status="accepted")
    sheets.recuse(act_as(ground.actor()), ground.desk, ground.jember, "Adik ipar")
    data = download(chair)
    desk = contest_sheets(opened(data))[0]
    assert {desk.cell(row, 1).value for row in range(2, desk.max_row + 1)} == {MOJOKERTO}


def test_nothing_to_take_along_is_told(ground: Ground, chair: PageClient, clock: Clock) -> None:
    ground.finalise(ground.interview)
    clock.forward(days=60)
    chair.get("/desk/workbook")
    assert "None of your sheets takes marks now" in text(chair)
    download(chair, status=409)


# --- there and back ------------------------------------------------------------------------------


def test_a_workbook_that_nobody_touched_changes_nothing(ground: Ground, chair: PageClient) -> None:
    page = send(chair, download(chair))
    assert "There is nothing to take over from this workbook." in page
    assert "Unchanged cells: 6" in page
    assert ground.sheets() == []


def test_cells_are_shown_first_and_stored_when_confirmed(
    app: Flask, ground: Ground, chair: PageClient
) -> None:
    data = filled(
        download(chair),
        {MARK: 7, (MOJOKERTO, "Innovation", "mark"): 7.5, COMMENT: "Perda ada.\nLengkap."},
    )
    page = send(chair, data)
    assert "Nothing is stored yet." in page
    assert "Will change 3" in page
    assert "Regulation mark (blank) 7 Will change Take over" in page
    assert ground.sheets() == []
    assert len(kept_files(app)) == 1
    chair.submit(form="/confirm")
    assert "Cells taken over from your workbook: 3. No sheet was handed in." in text(chair)
    assert ground.marks() == {"regulation": ("7", "Perda ada.\nLengkap."), "innovation": ("7.5", "")}
    assert [(one["status"], one["revision"]) for one in ground.sheets()] == [("draft", 3)]
    assert len(ground.events("MarkSaved")) == 3
    assert [one["cells"] for one in ground.events("WorkbookStored")] == [3]
    assert kept_files(app) == []


def test_a_cell_that_is_not_ticked_stays_as_it_is(ground: Ground, chair: PageClient) -> None:
    send(chair, filled(download(chair), {MARK: 80, COMMENT: "Baik"}))
    wanted = [value for _, value in choices(chair) if value.endswith("/comment@0")]
    chair.submit({"cell": wanted}, form="/confirm")
    assert ground.marks() == {"regulation": (None, "Baik")}


def test_wrong_cells_are_named_and_left_out(ground: Ground, chair: PageClient) -> None:
    data = filled(
        download(chair),
        {
            MARK: 101,
            (MOJOKERTO, "Innovation", "mark"): 70.25,
            (JEMBER, "Regulation", "mark"): "delapan",
            (JEMBER, "Innovation", "mark"): -1,
            (JEMBER, "Innovation", "comment"): "x" * 5001,
            COMMENT: "Baik",
        },
    )
    page = send(chair, data)
    assert "Wrong 5" in page
    assert "101 lies above the highest mark, 100." in page
    assert "70.25 lies between two steps: marks go from 0 to 100 in steps of 0.5." in page
    assert '"delapan" is no number.' in page
    assert "-1 lies below the lowest mark, 0." in page
    assert "At most 5000 characters fit here; this has 5001." in page
    chair.submit(form="/confirm")
    assert ground.marks() == {"regulation": (None, "Baik")}


def test_what_moved_since_is_kept_unless_chosen(ground: Ground, chair: PageClient, act_as) -> None:
    act = act_as(ground.actor())
    save(ground, act, "mark-regulation", Fraction(60))
    data = filled(download(chair), {MARK: 80, COMMENT: "Dari pesawat"})
    save(ground, act, "mark-regulation", Fraction(65), over=1)
    save(ground, act, "comment-regulation", "Dari kantor")
    page = send(chair, data)
    assert "Changed here since the download 2" in page
    assert "Regulation mark 65 at the download: 60 80" in page
    chair.submit(form="/confirm")
    assert ground.marks() == {"regulation": ("65", "Dari kantor")}
    send(chair, data)
    choose_mine(chair, "/mark@")
    assert ground.marks() == {"regulation": ("80", "Dari kantor")}


def test_numbers_are_read_as_they_are_shown(ground: Ground, chair: PageClient) -> None:
    """A float of 70.5 is 70.5; a comma is the decimal point of many; text is as good as a number."""
    data = filled(
        download(chair),
        {
            (MOJOKERTO, "Innovation", "mark"): 0.1 + 0.4,
            (JEMBER, "Innovation", "mark"): "70,5",
            (JEMBER, "Regulation", "mark"): " 8 ",
        },
    )
    send(chair, data)
    chair.submit(form="/confirm")
    assert ground.marks(1) == {"regulation": ("8", ""), "innovation": ("70.5", "")}
    assert ground.marks(2) == {"innovation": ("0.5", "")}


def test_a_mark_that_is_blanked_is_taken_off(ground: Ground, chair: PageClient, act_as) -> None:
    save(ground, act_as(ground.actor()), "mark-regulation", Fraction(60))
    page = send(chair, filled(download(chair), {MARK: None}))
    assert "Regulation mark 60 (blank) Will change" in page
    chair.submit(form="/confirm")
    assert ground.marks() == {"regulation": (None, "")}


def test_what_changes_between_looking_and_confirming_is_shown_again(
    ground: Ground, chair: PageClient, act_as
) -> None:
    send(chair, filled(download(chair), {MARK: 80, COMMENT: "Baik"}))
    save(ground, act_as(ground.actor()), "mark-regulation", Fraction(65))
    chair.submit(form="/confirm", status=409)
    assert "Something has changed since you looked. Nothing was stored" in text(chair)
    assert "Changed here since the download 1" in text(chair)
    assert ground.marks() == {"regulation": ("65", "")}
    chair.submit(form="/confirm")
    assert ground.marks() == {"regulation": ("65", "Baik")}


# --- sheets that take nothing any more -----------------------------------------------------------


def closed_page(chair: PageClient, data: bytes, reason: str) -> None:
    """Sending the workbook tells why its one mark can't be kept, and offers nothing to confirm."""
    page = send(chair, data)
    assert "Takes nothing now 1" in page
    assert f"Regulation mark (blank) 80 Takes nothing now {reason}" in page
    assert chair.page is not None
    assert [one.action for one in chair.page.forms if "confirm" in one.action and one.buttons] == []
    assert choices(chair) == []


def test_a_round_that_has_closed_takes_nothing(ground: Ground, chair: PageClient, clock: Clock) -> None:
    data = filled(download(chair), {MARK: 80})
    clock.forward(days=30)
    closed_page(chair, data, "This round closed on")
    assert ground.sheets() == []


def test_a_sheet_submitted_meanwhile_takes_nothing(ground: Ground, chair: PageClient, act_as) -> None:
    data = filled(download(chair), {(JEMBER, "Regulation", "mark"): 81})
    ground.submit(act_as(ground.actor()), entry=ground.jember)
    page = send(chair, data)
    assert "80 81 Takes nothing now You have submitted this sheet" in page
    assert [one["status"] for one in ground.sheets()] == ["submitted"]


def test_a_finalised_contest_takes_nothing(ground: Ground, chair: PageClient) -> None:
    data = filled(download(chair), {MARK: 80})
    ground.finalise(ground.desk)
    closed_page(chair, data, "This contest is finalised")


def test_a_recused_entry_takes_nothing(ground: Ground, chair: PageClient, act_as) -> None:
    data = filled(download(chair), {MARK: 80})
    sheets.recuse(act_as(ground.actor()), ground.desk, ground.mojokerto, "Adik ipar")
    closed_page(chair, data, "You are kept away from this entry.")


def test_a_sheet_that_closes_between_looking_and_confirming(
    ground: Ground, chair: PageClient, clock: Clock
) -> None:
    send(chair, filled(download(chair), {MARK: 80}))
    clock.forward(hours=23)
    ground.finalise(ground.desk)
    chair.submit(form="/confirm", status=409)
    assert ground.sheets() == []


# --- hidden candidates ---------------------------------------------------------------------------


def test_a_hidden_candidate_goes_by_number(app: Flask, award: Award, db: Database, act_as) -> None:
    hidden = SightGround(award, db, act_as, candidates="hidden")
    client = browser(app, CHAIR)
    data = download(client)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        everything = " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    assert [secret for secret in SECRETS if secret in everything] == []
    first, second = (f"No. {number}" for number in sorted(ENTRY_NUMBERS))
    desk = contest_sheets(opened(data))[0]
    assert [desk.cell(row, 1).value for row in (2, 3, 4, 5)] == [first, first, second, second]
    assert [desk.cell(row, 7).value for row in (2, 4)] == [
        f"{hidden.desk}/n402/regulation",
        f"{hidden.desk}/n801/regulation",
    ]
    page = send(client, filled(data, {("No. 801", "Regulation", "mark"): 80}))
    assert [secret for secret in SECRETS if secret in page] == []
    client.submit(form="/confirm")
    stored = rows(db, "SELECT entry_id FROM scoresheet")
    assert stored == [{"entry_id": hidden.mojokerto}]


# --- questions -----------------------------------------------------------------------------------


def test_a_longer_list_asks_no_more_questions(
    app: Flask, ground: Ground, chair: PageClient, award: Award
) -> None:
    queries = Queries(app)

    def asked() -> tuple[int, int]:
        data = filled(download(chair), {MARK: 80})
        downloaded = len(queries)
        send(chair, data)
        return downloaded, len(queries)

    few = asked()
    for n in range(4):
        award.entry(ground.edition, f"35.{n + 10}", f"Kota {n}", status="accepted")
    award.declare()
    assert asked() == few
