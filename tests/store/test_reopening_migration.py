"""The migration of reopening: submitted sheets become their own first version; words read are counted."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from evaluation.store.db import insert, rows, write
from evaluation.store.migrations import MIGRATIONS
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"


def test_m0012_reopening_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0012_reopening")
    with write(db):
        insert(
            db, "edition", code="uji", title_id="U", title_en="U", assessed_year=2021, award_year=2022,
            timezone="UTC", official=0, source="", loaded_at=AT,
        )  # fmt: skip
        insert(
            db,
            "category",
            edition_id=1,
            code="regency",
            title_id="",
            title_en="",
            entrant="regency",
            position=0,
        )
        insert(
            db, "round", edition_id=1, position=0, code="desk", title_id="", title_en="", stage="province",
            kind="desk", sheet_order="sheet", combine="mean", trim_from=3, scale="percent",
            rounding_mode="half-up", rounding_places=2, rounding_steps="[]", minimum_sheets=1, carry="[]",
            advance=0, winners=0, tie_break="[]", checklist="[]",
        )  # fmt: skip
        for position, code in enumerate(("regulation", "innovation")):
            insert(
                db, "criterion", round_id=1, position=position, code=code, title_id="", title_en="",
                weight="50", minimum="0", maximum="100", step="1", kind="judged", evidence="[]", rubric="[]",
            )  # fmt: skip
        for email in ("a@uji.example", "b@uji.example"):
            insert(db, "account", email=email, created_at=AT)
        insert(
            db, "entry", edition_id=1, category_id=1, code="35.76", name="Mojokerto", region_code="35.76",
            province_code="35", status="accepted", status_at=AT,
        )  # fmt: skip
        insert(db, "contest", round_id=1, category_id=1, region_code="35")
        insert(db, "contest_entry", contest_id=1, entry_id=1, entered_at=AT)
        own = dict(contest_id=1, entry_id=1, saved_at=AT)
        insert(db, "scoresheet", account_id=1, status="submitted", total="75", submitted_at=AT, **own)
        insert(db, "scoresheet", account_id=2, status="draft", **own)
        for sheet in (1, 2):
            insert(db, "mark", scoresheet_id=sheet, criterion_id=1, value="80", comment="Baik 🎉")
        insert(db, "mark", scoresheet_id=1, criterion_id=2, value="70")
        insert(db, "reading", sha256="a" * 64, state="read", pages=2, noted_at=AT)
        insert(db, "reading", sha256="b" * 64, state="waiting", noted_at=AT)
        for number, text in enumerate(("Perda nomor 9/2019 –", "satu dua"), start=1):
            insert(db, "reading_page", sha256="a" * 64, number=number, text=text)
    before = {table: rows(db, f"SELECT * FROM {table}") for table in ("scoresheet", "mark", "reading_page")}
    MIGRATIONS.apply(db, stop_before="m0013_interviews")
    assert {table: rows(db, f"SELECT * FROM {table}") for table in before} == before
    assert rows(db, "SELECT sha256, words FROM reading ORDER BY sha256") == [
        {"sha256": "a" * 64, "words": 5},
        {"sha256": "b" * 64, "words": 0},
    ]
    kept = rows(db, "SELECT * FROM scoresheet_version")
    assert [(one["scoresheet_id"], one["number"], one["total"], one["submitted_at"]) for one in kept] == [
        (1, 1, "75", AT)
    ]
    assert json.loads(kept[0]["content"]) == {
        "format": 1,
        "sheet": 1,
        "number": 1,
        "assessor": "a@uji.example",
        "marks": {"regulation": "80", "innovation": "70"},
        "comments": {"regulation": "Baik 🎉"},
        "feedback": {},
        "total": "75",
        "submitted_at": AT,
    }
    assert kept[0]["fingerprint"] == hashlib.sha256(kept[0]["content"].encode()).hexdigest()
    assert rows(db, "SELECT * FROM scoresheet_version_mark ORDER BY criterion_id") == [
        {"version_id": 1, "criterion_id": 1, "value": "80", "comment": "Baik 🎉", "feedback": ""},
        {"version_id": 1, "criterion_id": 2, "value": "70", "comment": "", "feedback": ""},
    ]
    assert rows(db, "SELECT * FROM reopening") == []
    db.conn.close()
