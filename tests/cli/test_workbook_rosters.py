"""Rosters, scores and measures as workbooks: the same commands, lines and words as for CSV."""

from __future__ import annotations

import time

from sqlite_utils import Database

from tests.award import Award
from tests.workbooks import saved, workbook, xlsx

EDITION = "uji-2021"
ROWS = [
    ["35.01", 'Kabupaten "Pacitan" 🏝️', "regency", "35.01", "bappeda@pacitan.example"],
    ["35.10", "O'Brien & <b>Banyuwangi</b>", "regency", "35.10", "bappeda@banyuwangi.example"],
]


def test_a_workbook_loads_like_a_text(flask, written, award: Award, db: Database, dump) -> None:
    award.edition()
    path = written("candidates.xlsx", xlsx(ROWS))
    ran = flask("candidates", "load", EDITION, path)
    assert (ran.status, ran.out, ran.err) == (0, "candidates: 2 rows are in uji-2021.\n", [])
    assert [(one["code"], one["name"]) for one in db.query("SELECT code, name FROM entry ORDER BY code")] == [
        ("35.01", 'Kabupaten "Pacitan" 🏝️'),
        ("35.10", "O'Brien & <b>Banyuwangi</b>"),
    ]
    before = dump()
    assert flask("candidates", "load", EDITION, path).status == 0
    assert dump() == before


def test_every_bad_row_is_named_by_its_row_of_the_sheet(flask, written, award: Award, dump) -> None:
    award.edition()
    book = workbook(
        [
            ["35.01", "Kabupaten Pacitan", "regensy", "35.01", "a@kab.example"],
            [None] * 5,
            ["35.10", "Kabupaten Banyuwangi", "regency", 35.1, "a@kab.example"],
            ["35.99", "", "regency", "35.99", "a@kab"],
        ]
    )
    path, before = written("candidates.xlsx", saved(book)), dump()
    ran = flask("candidates", "load", EDITION, path)
    domain = "The part after the @-sign is not valid. It should have a period."
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == [
        f'{path}:2: unknown category "regensy" (did you mean "regency"?): the edition has regency',
        f"{path}:4: region is the number 35.1, which may have lost zeros: format the column as text and"
        " write it again, or show it with two decimals (0.00)",
        f"{path}:5: name is empty",
        f'{path}:5: email "a@kab" is no address: {domain}',
        f'{path}:5: unknown region "35.99" (did you mean "35.79"?)',
        f"Nothing of {path} was loaded; problems: 5.",
    ]
    assert dump() == before


def test_assessors_scores_measures_and_adjustments_too(
    flask, written, award: Award, trial, db: Database
) -> None:
    panel = ("email", "name", "stage", "region", "position", "capacity")
    files = {
        "assessors": xlsx([["baru@panel.example", "Ayu", "province", 35, "member", ""]], panel),
        "scores": xlsx(
            [
                ["province-desk", "35.01", "juri1-35@uji.example", "regulation", 80, None],
                ["province-desk", "35.01", "juri1-35@uji.example", "innovation", 70, "baik"],
            ],
            ("round", "candidate", "assessor", "criterion", "score", "comment"),
        ),
        "measures": xlsx(
            [["province-desk", "35.01", "coverage", 63.88, "data"]],
            ("round", "candidate", "criterion", "value", "source"),
        ),
        "adjustments": xlsx(
            [["province-desk", "35.01", -1.5, None, "terlambat"]],
            ("round", "candidate", "points", "percent", "reason"),
        ),
    }
    for kind, data in files.items():
        ran = flask(kind, "load", EDITION, written(f"{kind}.xlsx", data))
        assert (ran.status, ran.err) == (0, [])
    assert [one["total"] for one in db.query("SELECT total FROM scoresheet")] == ["62"]
    assert [one["value"] for one in db.query("SELECT value FROM measure")] == ["63.88"]
    assert [one["points"] for one in db.query("SELECT points FROM adjustment")] == ["-1.5"]


def test_five_thousand_rows(flask, written, award: Award, db: Database) -> None:
    award.edition()
    rows = [[f"X-{n:04}", f"Kandidat {n}", "regency", "35.09", f"x{n}@x.example"] for n in range(5000)]
    path = written("candidates.xlsx", xlsx(rows))
    started = time.perf_counter()
    assert flask("candidates", "load", EDITION, path).status == 0
    assert time.perf_counter() - started < 30
    assert db.execute("SELECT count(*) FROM entry").fetchone() == (5000,)
