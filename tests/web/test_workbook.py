"""Score sheets by workbook: downloaded, filled in, sent back, looked at cell by cell, and stored when confirmed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import sheets
from evaluation.core.sheet_fields import Change
from evaluation.row_files.sheet_book import KEYS
from tests.award import Award
from tests.conftest import Clock
from tests.desk_ground import CHAIR, Ground
from tests.pages import PageClient
from tests.workbook_ground import cell_of, contest_sheets, download, filled, opened, send

MOJOKERTO, JEMBER = "Kota Mojokerto", "Kabupaten Jember"
MARK = (MOJOKERTO, "Regulation", "mark")
COMMENT = (MOJOKERTO, "Regulation", "comment")


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    return Ground(award, db)


@pytest.fixture
def chair(ground: Ground, client: PageClient) -> PageClient:
    client.sign_in(CHAIR)
    client.post("/language", {"locale": "en", "next": "/desk"})
    return client


def save(ground: Ground, act: Any, name: str, value: Any, over: int = 0) -> None:
    """Save one field of Kota Mojokerto's sheet on the page meanwhile."""
    part, code = name.split("-")
    sheets.save_field(act, ground.desk, ground.mojokerto, Change(code, part, value, over, ""))


def text(client: PageClient) -> str:
    assert client.page is not None
    return client.page.text


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
    assert chair.page is not None
    wanted = [v for v in chair.page.form("/confirm").values("cell") if v.endswith("/comment@0")]
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
    assert chair.page is not None
    radios = chair.page.form("/confirm")
    mine = [value for _, value in radios.choices() if value.startswith("mine:") and "/mark@" in value][0]
    name = next(name for name, value in radios.choices() if value == mine)
    chair.submit({name: mine}, form="/confirm")
    assert ground.marks() == {"regulation": ("80", "Dari kantor")}
