"""The migration of visibility: rounds keep what held for all of them, and everybody there draws a number."""

from __future__ import annotations

from pathlib import Path

from evaluation.store.db import insert, row, rows, write
from evaluation.store.migrations import upgrade
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"


def test_m0009_visibility_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0009_visibility")
    with write(db):
        insert(
            db, "edition", code="uji", title_id="U", title_en="U", assessed_year=2021, award_year=2022,
            timezone="UTC", official=0, source="", loaded_at=AT,
        )  # fmt: skip
        insert(
            db, "category", edition_id=1, code="r", title_id="R", title_en="R", entrant="regency", position=0
        )  # fmt: skip
        insert(
            db, "round", edition_id=1, code="desk", position=0, title_id="D", title_en="D", stage="national",
            kind="desk", sheet_order="sheet", combine="mean", trim_from=3, scale="percent",
            rounding_mode="half-up", rounding_places=2, rounding_steps="[]", minimum_sheets=1, carry="[]",
            advance=1, winners=0, tie_break="[]", checklist="[]",
        )  # fmt: skip
        insert(db, "contest", round_id=1, category_id=1)
        for n in range(1, 21):
            insert(
                db, "entry", edition_id=1, category_id=1, code=f"35.{n:02}", name=f"Kota {n}",
                region_code="35.78", province_code="35", status="accepted", status_at=AT,
            )  # fmt: skip
            insert(db, "contest_entry", contest_id=1, entry_id=n, entered_at=AT)
            insert(db, "account", email=f"juri{n}@uji.example", created_at=AT)
            insert(
                db, "scoresheet", contest_id=1, entry_id=1, account_id=n, status="submitted", total="80",
                saved_at=AT, submitted_at=AT,
            )  # fmt: skip
    upgrade(db)
    assert row(db, "SELECT marks_seen, assessors_seen, candidates_seen FROM round") == {
        "marks_seen": "submitted",
        "assessors_seen": "names",
        "candidates_seen": "shown",
    }
    for table, who in (("entry_number", "entry_id"), ("assessor_number", "account_id")):
        found = rows(db, f"SELECT {who} AS who, number FROM {table} ORDER BY {who}")
        assert [one["who"] for one in found] == list(range(1, 21))
        numbers = [one["number"] for one in found]
        assert len(set(numbers)) == 20
        assert numbers != sorted(numbers)
    assert row(db, "SELECT count(*) AS n, sum(total) AS t FROM scoresheet") == {"n": 20, "t": 1600}
    db.conn.close()
