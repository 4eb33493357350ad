"""Workbooks of score sheets that are broken, forged, somebody else's, too old or not theirs to send."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.row_files.sheet_book import KEYS
from evaluation.store.db import change, write
from tests.award import Award
from tests.conftest import Clock
from tests.desk_ground import CHAIR, SECOND, Ground
from tests.pages import PageClient
from tests.workbook_ground import cell_of, contest_sheets, download, filled, opened, row_of, send
from tests.workbooks import part, repacked, saved, xlsx

MOJOKERTO, JEMBER = "Kota Mojokerto", "Kabupaten Jember"
MARK = (MOJOKERTO, "Regulation", "mark")
SHEET = "xl/worksheets/sheet2.xml"


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    return Ground(award, db)


@pytest.fixture
def chair(app: Flask, ground: Ground) -> PageClient:
    return english(app, CHAIR)


def english(app: Flask, email: str) -> PageClient:
    return PageClient(app).sign_in(email, language="en")


def kept_files(app: Flask) -> list[Path]:
    return [path for path in (app.config["FILES"] / "workbooks").rglob("*") if path.is_file()]


# --- not kept at all -----------------------------------------------------------------------------


def macro(data: bytes) -> bytes:
    types = part(data, "[Content_Types].xml").replace(
        "officedocument.spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroEnabled.main+xml"
    ).replace("application/vnd.openxmlformats-ms-excel", "application/vnd.ms-excel")  # fmt: skip
    return repacked(data, {"[Content_Types].xml": types.encode(), "xl/vbaProject.bin": b"\xd0\xcf"})


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda _: b"%PDF-1.4\n", "This is no Excel workbook (.xlsx)"),
        (lambda _: b"", "The file is empty (0 bytes)"),
        (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Excel file (.xls)"),
        (lambda _: xlsx([]), "This is no workbook that was downloaded here"),
        (macro, "no Excel workbook without macros"),
        (lambda data: repacked(data, {"xl/bomb.xml": b" " * 60_000_000}), "more than is opened here"),
        (lambda data: repacked(data, {SHEET: b"<broken"}), "the workbook is damaged"),
    ],
)
def test_files_that_are_no_workbook_of_ours(app: Flask, ground: Ground, chair, make, said: str) -> None:
    assert said in send(chair, make(download(chair)), status=422)
    assert kept_files(app) == []
    assert ground.db.execute("SELECT count(*) FROM workbook_preview").fetchone() == (0,)


def test_another_version_of_the_workbook(chair: PageClient) -> None:
    book = opened(download(chair))
    book[KEYS].cell(1, 2).value = "0"
    assert "has changed since this one was downloaded" in send(chair, saved(book), status=422)


def test_somebody_elses_workbook(app: Flask, chair: PageClient) -> None:
    theirs = download(english(app, SECOND))
    assert "Somebody else downloaded this workbook" in send(chair, theirs, status=422)
    forged = opened(theirs)
    forged[KEYS].cell(1, 3).value = CHAIR
    page = send(chair, filled(saved(forged), {MARK: 80}))
    assert "Wrong 1" in page
    assert "Locked cells of this entry were changed" in page


def test_the_file_and_the_preview_are_ones_own(app: Flask, ground: Ground, chair: PageClient) -> None:
    send(chair, filled(download(chair), {MARK: 80}))
    other = english(app, SECOND)
    other.get("/desk/workbook/1", status=404)
    other.post("/desk/workbook/1/confirm", status=404)
    other.post("/desk/workbook/1/cancel", status=404)
    assert ground.sheets() == []
    assert len(kept_files(app)) == 1


# --- tampered ------------------------------------------------------------------------------------


def wrong(chair: PageClient, data: bytes, reason: str = "Locked cells of this entry were changed") -> None:
    """The mark of Kota Mojokerto is wrong for this reason; nothing else is to be chosen."""
    page = send(chair, data)
    assert "Will change 0" in page
    assert "Wrong 1" in page
    assert reason in page


def test_a_name_that_was_changed_makes_the_whole_entry_uncertain(chair: PageClient) -> None:
    book = opened(filled(download(chair), {MARK: 80}))
    sheet, row = row_of(book, MOJOKERTO, "Innovation")
    sheet.cell(row, 1).value = JEMBER
    wrong(chair, saved(book))


def test_a_revision_or_key_that_was_changed(chair: PageClient) -> None:
    data = filled(download(chair), {MARK: 80})
    book = opened(data)
    for row in range(3, book[KEYS].max_row + 1):
        book[KEYS].cell(row, 6).value = "7"
    wrong(chair, saved(book))
    book = opened(data)
    for row in range(3, book[KEYS].max_row + 1):
        book[KEYS].cell(row, 1).value = "lain-2021"
    wrong(chair, saved(book))


def test_rows_that_were_swapped_by_their_keys(chair: PageClient) -> None:
    """The keys of two entries exchanged: neither's marks go anywhere."""
    book = opened(filled(download(chair), {MARK: 80}))
    (sheet, one), (_, other) = (row_of(book, name, "Regulation") for name in (MOJOKERTO, JEMBER))
    keys = sheet.cell(one, 7).value, sheet.cell(other, 7).value
    sheet.cell(one, 7).value, sheet.cell(other, 7).value = keys[1], keys[0]
    wrong(chair, saved(book))


def test_a_row_of_ones_own_belongs_to_nothing(chair: PageClient) -> None:
    book = opened(download(chair))
    sheet = contest_sheets(book)[0]
    sheet.cell(9, 1).value, sheet.cell(9, 4).value = "Kota Lain", 90
    page = send(chair, saved(book))
    assert "These rows belong to no entry of the workbook and are left out:" in page
    assert '", row 9' in page


def test_rows_may_be_sorted_anew(ground: Ground, chair: PageClient) -> None:
    book = opened(filled(download(chair), {MARK: 80}))
    sheet = contest_sheets(book)[0]
    above, below = ([cell.value for cell in sheet[row]] for row in (2, 4))
    for column in range(7):
        sheet.cell(2, column + 1).value, sheet.cell(4, column + 1).value = below[column], above[column]
    send(chair, saved(book))
    chair.submit(form="/confirm")
    assert [one["entry_id"] for one in ground.sheets()] == [ground.mojokerto]
    assert ground.marks() == {"regulation": ("80", "")}


def test_a_workbook_of_another_edition(ground: Ground, chair: PageClient) -> None:
    """The edition was loaded anew under another code: the same numbers mean other contests."""
    data = filled(download(chair), {MARK: 80})
    with write(ground.db):
        change(ground.db, "UPDATE edition SET code = 'lain-2021'")
    wrong(chair, data, "This entry does not stand in a contest before your panels (any more).")


def test_an_old_workbook_whose_criterion_is_gone(ground: Ground, chair: PageClient) -> None:
    data = filled(download(chair), {MARK: 80})
    with write(ground.db):
        change(ground.db, "UPDATE criterion SET code = 'rules' WHERE code = 'regulation'")
    wrong(chair, data, "there is no such criterion any more")


# --- cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "number_format", "reason"),
    [
        ("=1+1", "General", "a formula without a value"),
        (0.8, "0%", "an error, a date or a percentage"),
        ("#N/A", "General", "an error, a date or a percentage"),
        (True, "General", '"TRUE" is no number'),
        ("8e1", "General", '"8e1" is no number'),
    ],
)
def test_cells_that_are_no_mark_for_certain(
    chair: PageClient, value: object, number_format: str, reason: str
) -> None:
    book = opened(download(chair))
    cell = cell_of(book, *MARK)
    cell.value, cell.number_format = value, number_format
    wrong(chair, saved(book), reason)


def test_a_merged_cell_is_no_blank_one(ground: Ground, chair: PageClient) -> None:
    book = opened(filled(download(chair), {(MOJOKERTO, "Regulation", "mark"): 80}))
    sheet, row = row_of(book, MOJOKERTO, "Regulation")
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=4, end_column=4)
    page = send(chair, saved(book))
    assert "Wrong 1" in page
    assert "covered by merged cells" in page


# --- time and removal ----------------------------------------------------------------------------


def test_cancelling_and_the_end_of_a_day_remove_the_file(
    app: Flask, ground: Ground, chair: PageClient, clock: Clock
) -> None:
    data = filled(download(chair), {MARK: 80})
    send(chair, data)
    chair.submit(form="/cancel")
    assert chair.page is not None
    assert "lembar.xlsx was removed. Nothing of it was stored." in chair.page.text
    assert kept_files(app) == []
    send(chair, data)
    clock.forward(hours=24)
    chair.get("/desk/workbook")
    assert chair.page is not None
    assert "lembar.xlsx" not in chair.page.text
    send(chair, data, name="baru.xlsx")
    assert len(kept_files(app)) == 1
    assert [one["file_name"] for one in ground.events("WorkbookForgotten")] == ["lembar.xlsx"] * 2


def test_bytes_that_changed_on_the_disk_are_not_stored(app: Flask, ground: Ground, chair: PageClient) -> None:
    data = filled(download(chair), {MARK: 80})
    send(chair, data)
    kept_files(app)[0].write_bytes(data + b"\0")
    chair.get("/desk/workbook/1", status=409)
    chair.post("/desk/workbook/1/confirm", status=409)
    assert ground.sheets() == []


def test_the_workbook_holds_nothing_of_others(app: Flask, ground: Ground, chair: PageClient, act_as) -> None:
    ground.submit(act_as(ground.actor(SECOND)), regulation=97, innovation=88)
    data = download(chair)
    assert cell_of(opened(data), *MARK).value is None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any(SECOND.encode() in archive.read(name) for name in archive.namelist())
