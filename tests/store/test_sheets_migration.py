"""The migration of sheets that save themselves: marks from before stand at their first revision."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from evaluation.store.db import change, insert, rows, write
from evaluation.store.migrations import upgrade
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"


def test_m0011_sheets_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0011_sheets")
    with write(db):
        db.conn.execute("PRAGMA defer_foreign_keys=ON")
        insert(db, "account", email="juri@uji.example", name="", created_at=AT)
        change(
            db,
            "INSERT INTO edition (id, code, title_id, title_en, assessed_year, award_year, timezone,"
            " official, source, loaded_at) VALUES (1, 'uji', 'U', 'U', 2021, 2022, 'UTC', 0, '', :at)",
            at=AT,
        )
        insert(
            db, "category", edition_id=1, code="r", position=0, title_id="R", title_en="R", entrant="regency"
        )
        change(
            db,
            "INSERT INTO round (id, edition_id, code, position, title_id, title_en, stage, kind, sheet_order,"
            " combine, trim_from, scale, rounding_mode, rounding_places, rounding_steps, minimum_sheets,"
            " carry, advance, winners, tie_break, checklist) VALUES (1, 1, 'd', 0, 'D', 'D', 'province',"
            " 'desk',"
            " 'sheet', 'mean', 3, 'percent', 'half-up', 2, '[]', 1, '[]', 0, 0, '[]', '[]')",
        )
        for position, code in enumerate("ab"):
            insert(
                db, "criterion", round_id=1, code=code, position=position, title_id="K", title_en="K",
                weight="50", minimum="0", maximum="100", step="1", kind="judged", evidence="[]", rubric="[]",
            )  # fmt: skip
        insert(
            db, "entry", edition_id=1, category_id=1, code="35.76", name="Kota", region_code="35.76",
            province_code="35", status="accepted", status_at=AT,
        )  # fmt: skip
        insert(db, "contest", round_id=1, category_id=1, region_code="35")
        insert(db, "contest_entry", contest_id=1, entry_id=1, entered_at=AT)
        insert(db, "scoresheet", contest_id=1, entry_id=1, account_id=1, status="draft", saved_at=AT)
        insert(db, "mark", scoresheet_id=1, criterion_id=1, value="82", comment="Baik")
        insert(db, "mark", scoresheet_id=1, criterion_id=2, value=None)
    upgrade(db)
    assert rows(db, "SELECT criterion_id, value, comment, feedback FROM mark ORDER BY criterion_id") == [
        {"criterion_id": 1, "value": "82", "comment": "Baik", "feedback": ""},
        {"criterion_id": 2, "value": None, "comment": "", "feedback": ""},
    ]
    assert rows(db, "SELECT criterion_id, part, revision, change_key FROM sheet_field ORDER BY part") == [
        {"criterion_id": 1, "part": "comment", "revision": 1, "change_key": ""},
        {"criterion_id": 1, "part": "mark", "revision": 1, "change_key": ""},
    ]
    assert rows(db, "SELECT comment_always FROM criterion") == [{"comment_always": 0}] * 2
    with pytest.raises(sqlite3.IntegrityError), write(db):
        change(db, "UPDATE sheet_field SET part = 'total'")
    db.conn.close()
