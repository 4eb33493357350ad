"""Rosters by page: sent, looked at with every bad cell marked, and loaded whole when confirmed."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from evaluation.store.db import change, write
from tests.award import Award
from tests.committee_ground import AUDITOR, CENTRAL, EAST, NATION, CommitteeGround, english
from tests.conftest import Clock
from tests.pages import NOT_THERE, PageClient
from tests.workbooks import CANDIDATES, saved, workbook, xlsx

ADMIN = "admin@uji.example"
GOOD = [
    ["35.10", 'O\'Brien "Banyuwangi" <b>🏝️</b>', "regency", "35.10", "bappeda@banyuwangi.example"],
    ["35.09", "Kabupaten Jember", "regency", "35.09", "bappeda@jember.example"],
]
PANEL = ("email", "name", "stage", "region", "position", "capacity")


@pytest.fixture
def ground(award: Award) -> CommitteeGround:
    return CommitteeGround(award, award.db)


@pytest.fixture
def east(app: Flask, ground: CommitteeGround) -> PageClient:
    return english(PageClient(app), EAST)


@pytest.fixture
def award_rows(ground: CommitteeGround) -> Callable[[], dict[str, list[tuple[object, ...]]]]:
    """Everything that rosters store, by table."""
    tables = ("entry", "representative", "account", "panel", "panel_member", "contest_entry")

    def read() -> dict[str, list[tuple[object, ...]]]:
        return {name: ground.db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in tables}

    return read


def send(
    client: PageClient, data: bytes, kind: str = "candidates", name: str = "daftar.xlsx", status: int = 200
) -> str:
    """Send a file; the text of the page that follows."""
    client.get("/committee/rosters")
    client.submit(
        {"kind": kind}, form="/committee/rosters", files={"file": (io.BytesIO(data), name)}, status=status
    )
    assert client.page is not None
    return client.page.text


def kept_files(app: Flask) -> list[Path]:
    return [path for path in (app.config["FILES"] / "rosters").rglob("*") if path.is_file()]


def names(ground: CommitteeGround) -> list[str]:
    return [one["name"] for one in ground.all("SELECT name FROM entry ORDER BY code")]


# --- looking and loading -------------------------------------------------------------------------


def test_a_preview_stores_nothing_and_confirming_stores_all(
    app: Flask, ground: CommitteeGround, east: PageClient, award_rows
) -> None:
    before = award_rows()
    text = send(east, xlsx(GOOD))
    assert "Nothing is stored yet." in text
    assert "Rows in the file 2 New 1 Changed 1 Unchanged 0" in text
    assert "35.09 Kabupaten Jember (Row 3) : bappeda@jember.example may act for it" in text
    assert award_rows() == before
    assert len(kept_files(app)) == 1
    east.submit(form="/confirm")
    assert east.url == "/committee/rosters"
    assert east.page is not None
    assert "daftar.xlsx is loaded: 1 new, 1 changed, 0 as they were." in east.page.text
    assert 'O\'Brien "Banyuwangi" <b>🏝️</b>' in names(ground)
    assert kept_files(app) == []
    assert ground.all("SELECT * FROM roster_preview") == []
    assert [one["rows"] for one in ground.events("RosterLoaded")] == [2]


def test_a_second_time_there_is_nothing_to_do(ground: CommitteeGround, east: PageClient, award_rows) -> None:
    send(east, xlsx(GOOD))
    east.submit(form="/confirm")
    before = award_rows()
    text = send(east, xlsx(GOOD))
    assert "There is nothing to do: everything in this file is stored already." in text
    assert east.page is not None
    assert [form.action for form in east.page.forms if "confirm" in form.action] == []
    preview = ground.one("SELECT id FROM roster_preview")["id"]
    east.post(f"/committee/rosters/{preview}/confirm", status=422)
    assert award_rows() == before


def test_every_bad_cell_is_marked_where_it_stands(
    ground: CommitteeGround, east: PageClient, award_rows
) -> None:
    before = award_rows()
    rows = [
        *GOOD,
        ["35.11", "", "regensy", "35.11", "x@kab.example"],
        ["35.12", "Kabupaten Situbondo", "regency", 35.1, "not an address"],
    ]
    text = send(east, xlsx(rows))
    assert "Nothing is stored. Problems: 4, in rows: 2." in text
    assert 'Row 4 35.11 – name is empty regensy unknown category "regensy" (did you mean "regency"?)' in text
    assert "35.1 region is the number 35.1, which may have lost zeros" in text
    assert (
        'not an address email "not an address" is no address: An email address must have an @-sign.' in text
    )
    assert east.page is not None
    assert east.page.html.count('class="bad-cell"') == 4
    assert [form.action for form in east.page.forms if "confirm" in form.action] == []
    assert award_rows() == before


def test_a_file_of_another_line_break_is_split_as_far_as_it_goes(east: PageClient) -> None:
    text = send(east, b"code,name,category,region,email\n35.10,Banyuwangi\n", name="daftar.csv")
    assert "2 cells, where the header has 5 columns" in text
    assert "This row could not be split into cells." in text


def test_cancelling_removes_the_file(
    app: Flask, ground: CommitteeGround, east: PageClient, award_rows
) -> None:
    before = award_rows()
    send(east, xlsx(GOOD))
    east.submit(form="/cancel")
    assert east.page is not None
    assert "daftar.xlsx was removed. Nothing of it was stored." in east.page.text
    assert kept_files(app) == []
    assert award_rows() == before
    assert len(ground.events("RosterForgotten")) == 1


def test_the_world_may_change_between_looking_and_loading(
    ground: CommitteeGround, east: PageClient, award_rows
) -> None:
    send(east, xlsx([["35.10", "Banyuwangi", "regency", "35.10", "a@b.example"]]))
    with write(ground.db):
        change(ground.db, "UPDATE entry SET code = '35.10' WHERE code = '35.09'")
    before = award_rows()
    east.submit(form="/confirm", status=422)
    assert east.page is not None
    assert 'the region of "35.10" is 35.09 and can\'t become 35.10' in east.page.text
    assert award_rows() == before


def test_a_preview_ends_after_a_day(
    app: Flask, ground: CommitteeGround, east: PageClient, clock: Clock
) -> None:
    send(east, xlsx(GOOD))
    preview = ground.one("SELECT id FROM roster_preview")["id"]
    clock.forward(hours=24)
    east.get(f"/committee/rosters/{preview}", status=404)
    east.get("/committee/rosters")
    assert east.page is not None
    assert "daftar.xlsx" not in east.page.text
    assert len(kept_files(app)) == 1
    send(east, xlsx(GOOD[:1]), name="baru.xlsx")
    assert len(kept_files(app)) == 1
    assert [one["name"] for one in ground.all("SELECT name FROM roster_preview")] == ["baru.xlsx"]


def test_bytes_that_changed_on_the_disk_are_not_loaded(
    app: Flask, ground: CommitteeGround, east: PageClient, award_rows
) -> None:
    send(east, xlsx(GOOD))
    before = award_rows()
    kept_files(app)[0].write_bytes(xlsx(GOOD[:1]))
    east.submit(form="/confirm", status=409)
    assert award_rows() == before


def test_other_bytes_than_those_looked_at_are_not_loaded(
    app: Flask, ground: CommitteeGround, east: PageClient, award_rows
) -> None:
    """Two windows: the file is removed in one and another one sent, which takes the place of the first."""
    send(east, xlsx(GOOD))
    before = award_rows()
    other = english(PageClient(app), EAST)
    other.get(f"/committee/rosters/{ground.one('SELECT id FROM roster_preview')['id']}")
    other.submit(form="/cancel")
    send(other, xlsx(GOOD[:1]))
    east.submit(form="/confirm", status=404)
    assert award_rows() == before


def test_five_thousand_rows_and_many_bad_ones(ground: CommitteeGround, east: PageClient) -> None:
    rows = [[f"X-{n:04}", f"Kandidat {n}", "regency", "35.09", f"x{n}@x.example"] for n in range(5000)]
    rows[100:200] = [["", *row[1:]] for row in rows[100:200]]
    started = time.perf_counter()
    text = send(east, xlsx(rows))
    assert time.perf_counter() - started < 30
    assert "Problems: 100, in rows: 100." in text
    assert "Page 1 of 2" in text
    east.click("Next page")
    assert east.page is not None
    assert "Row 201 " in east.page.text


# --- files that are not kept ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (xlsx([], ("code", "nama")), 'unknown column "nama" (did you mean "name"?)'),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Excel file (.xls)"),
        (b"%PDF-1.4\n\0", "a NUL byte, which no text has"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_at_once(
    app: Flask, ground: CommitteeGround, east: PageClient, data: bytes, said: str
) -> None:
    assert said in send(east, data, status=422)
    assert kept_files(app) == []
    assert ground.all("SELECT * FROM roster_preview") == []


def test_nothing_chosen_and_an_empty_file(east: PageClient) -> None:
    east.get("/committee/rosters")
    east.submit({}, form="/committee/rosters", status=422)
    assert east.page is not None
    assert "Please fill this in." in east.page.text
    assert "The file is empty (0 bytes)" in send(east, b"", status=422)


# --- rights --------------------------------------------------------------------------------------


def test_a_province_loads_its_own_candidates_only(east: PageClient, award_rows) -> None:
    before = award_rows()
    foreign = "not yours to load: another committee looks after such candidates"
    text = send(east, xlsx([*GOOD, ["33.02", "Kabupaten Banyumas", "regency", "33.02", "x@jateng.example"]]))
    assert f"33.02 {foreign}" in text
    assert "Problems: 1, in rows: 1." in text
    assert award_rows() == before


def test_the_code_of_a_candidate_elsewhere_is_taken_without_telling_more(east: PageClient) -> None:
    text = send(east, xlsx([["33.01", "Kabupaten Jember", "regency", "35.09", "x@x.example"]]))
    assert 'the code "33.01" is taken by a candidate elsewhere: use another one' in text
    assert "Cilacap" not in text


def test_a_committee_seats_its_own_panel_only(ground: CommitteeGround, east: PageClient) -> None:
    foreign = "not yours to load: another committee appoints this panel"
    rows = [
        ["a@panel.example", "Ayu", "province", "35", "member", "Ahli hukum"],
        ["b@panel.example", "Budi", "province", "33", "member", ""],
        ["c@panel.example", "Cici", "national", "", "member", ""],
    ]
    text = send(east, xlsx(rows, PANEL), "assessors")
    assert text.count(foreign) == 2
    text = send(east, xlsx(rows[:1], PANEL), "assessors")
    assert "New 1 Changed 0 Unchanged 0" in text
    east.submit(form=f"/{ground.one('SELECT max(id) AS id FROM roster_preview')['id']}/confirm")
    seats = ground.all(
        "SELECT m.name FROM panel_member m JOIN panel p ON p.id = m.panel_id WHERE p.region_code = '35'"
    )
    assert "Ayu" in [one["name"] for one in seats]


def test_an_administrator_loads_everywhere(app: Flask, ground: CommitteeGround) -> None:
    ground.award.grant(ADMIN, "administrator")
    admin = PageClient(app).sign_in(ADMIN, language="en")
    rows = [["33.02", "Banyumas", "regency", "33.02", "x@jateng.example"], GOOD[0]]
    assert "New 2 Changed 0 Unchanged 0" in send(admin, xlsx(rows))


def test_the_national_committee_screens_no_province_here(app: Flask, ground: CommitteeGround) -> None:
    text = send(english(PageClient(app), NATION), xlsx(GOOD[:1]))
    assert "another committee looks after such candidates" in text


def test_a_preview_is_nobody_elses(app: Flask, ground: CommitteeGround, east: PageClient) -> None:
    send(east, xlsx(GOOD))
    preview = ground.one("SELECT id FROM roster_preview")["id"]
    central = english(PageClient(app), CENTRAL)
    central.get(f"/committee/rosters/{preview}", status=404)
    central.post(f"/committee/rosters/{preview}/confirm", status=404)
    central.post(f"/committee/rosters/{preview}/cancel", status=404)
    assert ground.one("SELECT count(*) AS n FROM roster_preview")["n"] == 1
    english(PageClient(app), AUDITOR).get(f"/committee/rosters/{preview}", status=403)


def test_an_edition_of_others_is_not_found(app: Flask, ground: CommitteeGround, east: PageClient) -> None:
    from tests.award import EDITION

    ground.award.edition(EDITION.replace("uji-2021", "lain-2021"))
    east.get("/committee/rosters")
    files = {"file": (io.BytesIO(xlsx(GOOD)), "x.xlsx")}
    east.submit({"edition": "lain-2021"}, form="/committee/rosters", files=files, status=404)
    east.was_refused(NOT_THERE)
    assert ground.one("SELECT count(*) AS n FROM roster_preview")["n"] == 0
    east.finds_nothing("/committee/rosters/candidates.xlsx?edition=lain-2021")


# --- templates -----------------------------------------------------------------------------------


def test_the_workbook_offers_what_one_may_use(ground: CommitteeGround, east: PageClient) -> None:
    response = east.get("/committee/rosters/candidates.xlsx?edition=uji-2021")
    assert response.headers["Content-Disposition"] == "attachment; filename=uji-2021-candidates.xlsx"  # type: ignore[union-attr]
    book = openpyxl.load_workbook(io.BytesIO(response.data))  # type: ignore[union-attr]
    assert book.sheetnames == ["candidates", "category", "region", "status"]
    sheet = book["candidates"]
    assert [cell.value for cell in sheet[1]] == [*CANDIDATES, "status", "institution", "sector"]
    assert {cell.number_format for cell in sheet[2]} == {"@"}
    places = [row[0] for row in book["region"].iter_rows(min_row=2, values_only=True)]
    assert places[0] == "35"
    assert "35.10" in places
    assert all(place.startswith("35") for place in places)
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules == {
        "C2:C2000": "'category'!$A$2:$A$2",
        "D2:D2000": f"'region'!$A$2:$A${len(places) + 1}",
        "F2:F2000": "'status'!$A$2:$A$3",
    }


def test_a_filled_template_is_loaded(ground: CommitteeGround, east: PageClient) -> None:
    response = east.get("/committee/rosters/assessors.xlsx?edition=uji-2021")
    book = openpyxl.load_workbook(io.BytesIO(response.data))  # type: ignore[union-attr]
    for column, value in enumerate(["a@panel.example", "Ayu", "province", "35", "member", "Hukum"], start=1):
        book["assessors"].cell(2, column, value)
    assert "New 1 Changed 0 Unchanged 0" in send(east, saved(book), "assessors")


def test_the_line_of_csv(east: PageClient) -> None:
    response = east.get("/committee/rosters/candidates.csv?edition=uji-2021")
    assert response.data.decode() == "\ufeffcode,name,category,region,email,status,institution,sector\r\n"  # type: ignore[union-attr]
    assert "The file has column names, but no rows under them." in send(east, response.data, name="x.csv")  # type: ignore[union-attr]


def test_another_sheet_in_front_does_not_matter(east: PageClient) -> None:
    book = workbook([["Petunjuk"]], ("Petunjuk",), title="Petunjuk")
    sheet = book.create_sheet("Kandidat")
    for row in (CANDIDATES, *GOOD):
        sheet.append(row)
    assert 'sheet "Kandidat"' in send(east, saved(book))
