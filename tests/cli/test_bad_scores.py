"""Score files that must not come in: each reason with its line, and nothing stored."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from tests.award import Award

EDITION = "uji-2021"
HEADER = "round,candidate,assessor,criterion,score,comment\n"
SHEET = (
    "province-desk,35.01,juri1-35@uji.example,regulation,80,\n"
    "province-desk,35.01,juri1-35@uji.example,innovation,70,\n"
)
PANEL = [f"juri{n}-35@uji.example" for n in (1, 2, 3)]


def sheet(code: str, email: str, regulation: int | str, innovation: int | str = 50) -> str:
    return "".join(
        f"province-desk,{code},{email},{criterion},{mark},\n"
        for criterion, mark in (("regulation", regulation), ("innovation", innovation))
    )


@pytest.fixture
def refused(flask, dump, written, trial):
    """Load scores that must be refused; what is said of each line, without the path, and nothing stored."""

    def run(text: str | bytes) -> list[str]:
        path = written("scores.csv", text)
        before = dump()
        ran = flask("scores", "load", EDITION, path)
        assert (ran.status, ran.out) == (1, "")
        assert dump() == before
        *problems, last = ran.err
        assert last == f"Nothing of {path} was loaded; problems: {len(problems)}."
        assert all(problem.startswith(f"{path}:") for problem in problems)
        return [problem.removeprefix(f"{path}:") for problem in problems]

    return run


ROWS = {
    "above the maximum": (
        SHEET.replace(",80,", ",101,"),
        ['2: 101 is above the maximum 100 of "regulation"'],
    ),
    "below the minimum": (SHEET.replace(",80,", ",-1,"), ['2: -1 is below the minimum 0 of "regulation"']),
    "off the step": (
        SHEET.replace(",80,", ",7.5,"),
        ['2: 7.5 is not a multiple of step 1 from 0 of "regulation"'],
    ),
    "a blank is no mark": (
        SHEET.replace(",80,", ",,"),
        ["2: score is empty: a blank is not 0"],
    ),
    "a comma as the decimal mark": (
        SHEET.replace(",80,", ',"82,5",'),
        ["2: score '82,5' is not a number in plain decimal notation, such as 7 or 82.5"],
    ),
    "an exponent": (
        SHEET.replace(",80,", ",1e1,"),
        ["2: score '1e1' is not a number in plain decimal notation, such as 7 or 82.5"],
    ),
    "a required comment": (
        SHEET.replace(",80,", ",39,"),
        ['2: a mark of 39 on "regulation" needs a comment'],
    ),
    "an unknown round": (
        SHEET.replace("province-desk", "province-dsek"),
        [
            f'{line}: unknown round "province-dsek" (did you mean "province-desk"?): '
            "the edition has province-desk, province-interview, national-desk"
            for line in (2, 3)
        ],
    ),
    "an unknown candidate": (
        SHEET.replace("35.01", "36.01"),
        [f'{line}: unknown candidate "36.01" (did you mean "35.01"?)' for line in (2, 3)],
    ),
    "an unknown criterion": (
        SHEET.replace("innovation", "inovation"),
        [
            '3: unknown criterion "inovation" (did you mean "innovation"?): '
            "assessors mark regulation, innovation",
        ],
    ),
    "an unknown assessor": (
        SHEET.replace("juri1-35", "jury1-35"),
        [
            f'{line}: unknown assessor "jury1-35@uji.example" (did you mean "juri1-35@uji.example"?)'
            for line in (2, 3)
        ],
    ),
    "empty cells": (
        ",,,,80,\n" + SHEET,
        ["2: round is empty", "2: candidate is empty", "2: assessor is empty"],
    ),
    "a measured criterion": (
        SHEET + "province-desk,35.01,juri1-35@uji.example,coverage,63.88,\n",
        ['4: "coverage" is measured: measured values are loaded with `flask measures load`'],
    ),
    "a mark that is missing": (
        SHEET.splitlines(keepends=True)[0],
        ["2: the sheet of juri1-35@uji.example for 35.01 has no mark for innovation"],
    ),
    "a mark given twice": (
        SHEET + SHEET.splitlines(keepends=True)[0],
        ['4: juri1-35@uji.example marks "regulation" of 35.01 twice (first on line 2)'],
    ),
    "outside of the panel": (
        SHEET.replace("juri1-35", "juri1-nasional"),
        [
            f"{line}: juri1-nasional@uji.example does not sit on the panel of province 35, "
            "which judges 35.01 in this round"
            for line in (2, 3)
        ],
    ),
    "a round that nobody has advanced to": (
        "province-interview,35.01,juri1-35@uji.example,mastery,80,\n",
        ["2: 35.01 has no score sheet in province-desk, from which this round takes its entries"],
    ),
    "two rounds before": (
        "national-desk,35.01,juri1-nasional@uji.example,regulation,80,\n",
        ["2: 35.01 does not stand in province-interview, from which this round takes its entries"],
    ),
    "ragged rows": (
        SHEET + "province-desk,35.02\n",
        ["4: 2 cells, where the header has 6 columns"],
    ),
    "everything at once": (
        SHEET.replace(",70,", ",170,") + "\n" + sheet("35.09", PANEL[0], 80) + sheet("35.02", PANEL[1], 7.5),
        [
            '3: 170 is above the maximum 100 of "innovation"',
            '5: unknown candidate "35.09" (did you mean "35.03"?)',
            '6: unknown candidate "35.09" (did you mean "35.03"?)',
            '7: 7.5 is not a multiple of step 1 from 0 of "regulation"',
        ],
    ),
    "after a comment of several lines": (
        SHEET.replace(",80,", ',80,"baik,\nsekali\n"') + sheet("35.02", PANEL[1], 101),
        ['6: 101 is above the maximum 100 of "regulation"'],
    ),
}


@pytest.mark.parametrize(("rows", "problems"), ROWS.values(), ids=ROWS)
def test_bad_rows(refused, rows: str, problems: list[str]) -> None:
    assert refused(HEADER + rows) == problems


SAVE = 'save it again as "CSV UTF-8 (comma delimited)"'
COLUMNS = "the columns are round, candidate, assessor, criterion, score, comment"
FILES: dict[str, tuple[str | bytes, list[str]]] = {
    "semicolons": (
        (HEADER + SHEET).replace(",", ";"),
        [f"1: the columns are separated by semicolons, not by commas: {SAVE}"],
    ),
    "tabs": (
        (HEADER + SHEET).replace(",", "\t"),
        [f"1: the columns are separated by tabs, not by commas: {SAVE}"],
    ),
    "a wrong column": (
        (HEADER + SHEET).replace("score", "scores"),
        [
            f'1: unknown column "scores" (did you mean "score"?); {COLUMNS}',
            f'1: the column "score" is missing; {COLUMNS}',
        ],
    ),
    "a missing column": (
        "round,candidate,assessor,criterion,score\n",
        [f'1: the column "comment" is missing; {COLUMNS}'],
    ),
    "a column twice": (
        HEADER.replace("comment", "comment,score"),
        ['1: the column "score" is there twice'],
    ),
    "0 bytes": (b"", ["1: the file is empty: choose the file that you meant, or export it again"]),
    "blank": (b" \r\n", ["1: the file is empty: choose the file that you meant, or export it again"]),
    "Latin-1": (
        (HEADER + SHEET.replace(",70,", ",70,d\xe9j\xe0")).encode("latin-1"),
        [f"3: byte 0xE9 is not UTF-8: {SAVE}"],
    ),
    "UTF-16": ((HEADER + SHEET).encode("utf-16"), [f"1: the file is UTF-16, not UTF-8: {SAVE}"]),
    "a NUL": (
        HEADER + SHEET.replace(",70,", ",70\0,"),
        [f"3: a NUL byte, which no text has: the file is damaged or not UTF-8; {SAVE}"],
    ),
    "an open quote": (
        HEADER + SHEET.replace(",70,", ',70,"baik'),
        ['3: a quote (") is left open, or text follows a closing one: write a quote inside a cell twice'],
    ),
}


@pytest.mark.parametrize(("content", "problems"), FILES.values(), ids=FILES)
def test_bad_files(refused, content: str | bytes, problems: list[str]) -> None:
    assert refused(content) == problems


def test_a_file_that_is_not_there(flask, trial, tmp_path) -> None:
    ran = flask("scores", "load", EDITION, tmp_path / "none.csv")
    assert (ran.status, ran.err) == (1, [f"{tmp_path}/none.csv can't be read: No such file or directory."])


def test_an_unknown_edition(flask, trial, tmp_path) -> None:
    ran = flask("scores", "load", "uji-2022", tmp_path / "none.csv")
    assert (ran.status, ran.err) == (1, ['Unknown edition "uji-2022" (did you mean "uji-2021"?): uji-2021.'])


def test_spreadsheets_write_a_mark_and_windows_lines(flask, written, trial, db: Database) -> None:
    text = "\ufeff" + (HEADER + SHEET).replace("\n", "\r\n") + "\r\n"
    ran = flask("scores", "load", EDITION, written("scores.csv", text))
    assert (ran.status, ran.out, ran.err) == (0, "scores: 2 rows are in uji-2021.\n", [])
    assert [one["total"] for one in db.query("SELECT total FROM scoresheet")] == ["62"]


def test_zero_is_a_mark(flask, written, trial, db: Database) -> None:
    text = HEADER + SHEET.replace(",80,", ",0,tidak ada").replace(",70,", ",0,")
    assert flask("scores", "load", EDITION, written("scores.csv", text)).status == 0
    assert [one["total"] for one in db.query("SELECT total FROM scoresheet")] == ["0"]
    assert [one["value"] for one in db.query("SELECT value FROM mark")] == ["0", "0"]


def test_the_first_sheet_freezes_the_rules_once(flask, written, trial, db: Database) -> None:
    path = written("scores.csv", HEADER + SHEET)
    assert flask("scores", "load", EDITION, path).status == 0
    assert (
        flask("scores", "load", EDITION, written("more.csv", HEADER + sheet("35.02", PANEL[0], 80))).status
        == 0
    )
    assert db.execute("SELECT count(*) FROM audit_event WHERE name = 'EditionFrozen'").fetchone() == (1,)
    assert db.execute("SELECT frozen_at FROM edition").fetchone() == ("2022-01-10T03:00:00.000000Z",)


def test_a_second_sheet_is_refused_where_it_differs(flask, written, refused) -> None:
    assert flask("scores", "load", EDITION, written("first.csv", HEADER + SHEET)).status == 0
    second = (
        "a second sheet of juri1-35@uji.example for 35.01: the submitted one has another mark or comment here"
    )
    assert refused(HEADER + SHEET.replace(",70,", ",71,")) == [f"3: {second}"]
    assert refused(HEADER + SHEET.replace(",80,", ",80,baik")) == [f"2: {second}"]


def test_a_draft_stands_online(refused, award: Award, trial) -> None:
    contest_id = award.contest(trial, "province-desk", "35")
    entry_id = award.db.execute("SELECT id FROM entry WHERE code = '35.01'").fetchone()[0]
    award.sheet(contest_id, entry_id, award.account(PANEL[0]), {"regulation": 80}, status="draft")
    said = "a draft of juri1-35@uji.example for 35.01 stands online: it is submitted there"
    assert refused(HEADER + SHEET) == [f"2: {said}", f"3: {said}"]


def test_a_recused_assessor(refused, award: Award, trial) -> None:
    with award.db.conn:
        award.db.execute(
            "INSERT INTO recusal (account_id, entry_id, reason, recused_at)"
            " SELECT a.id, e.id, 'saudara', '2022-01-01T00:00:00.000000Z' FROM account a, entry e"
            " WHERE a.email = ? AND e.code = '35.01'",
            [PANEL[0]],
        )
    said = "juri1-35@uji.example is recused from 35.01"
    assert refused(HEADER + SHEET) == [f"2: {said}", f"3: {said}"]


def test_an_entry_that_is_not_accepted(refused, award: Award, trial) -> None:
    award.entry(trial, "35.04", "Kabupaten Tulungagung")
    said = "35.04 is not accepted (it is invited)"
    assert refused(HEADER + sheet("35.04", PANEL[0], 80)) == [f"2: {said}", f"3: {said}"]


def test_one_bad_mark_hides_no_advance(refused, flask, written, trial) -> None:
    """Rows of the next round are not blamed on a contest of which a sheet is bad."""
    measures = "".join(f"province-desk,35.0{n},coverage,50,data\n" for n in (1, 2, 3))
    ran = flask(
        "measures", "load", EDITION, written("m.csv", "round,candidate,criterion,value,source\n" + measures)
    )
    assert ran.status == 0
    text = HEADER + "".join(sheet(f"35.0{n}", email, 90 - n) for n in (1, 2) for email in PANEL)
    text += sheet("35.03", PANEL[0], 95) + sheet("35.03", PANEL[1], 95) + sheet("35.03", PANEL[2], 101)
    text += "province-interview,35.02,juri1-35@uji.example,mastery,80,\n"
    assert refused(text) == ['18: 101 is above the maximum 100 of "regulation"']
