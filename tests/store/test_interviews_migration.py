"""The migration of interviews: attendance and adjustments from before stay as they are."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from evaluation.store.db import insert, rows, write
from evaluation.store.migrations import MIGRATIONS
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"


def fill(db: Database) -> None:
    """One entry in an interview, who came to it, and an adjustment."""
    with write(db):
        insert(
            db, "edition", code="uji", title_id="U", title_en="U", assessed_year=2021, award_year=2022,
            timezone="UTC", official=0, source="", loaded_at=AT,
        )  # fmt: skip
        insert(
            db, "category", edition_id=1, code="r", title_id="", title_en="", entrant="regency", position=0
        )
        insert(
            db, "round", edition_id=1, code="talk", position=0, title_id="", title_en="", stage="province",
            kind="interview", sheet_order="sheet", combine="mean", trim_from=3, scale="percent",
            rounding_mode="half-up", rounding_places=2, rounding_steps="[]", minimum_sheets=1, carry="[]",
            advance=0, winners=0, tie_break="[]", checklist="[]",
        )  # fmt: skip
        insert(db, "contest", round_id=1, category_id=1, region_code="35")
        insert(
            db, "entry", edition_id=1, code="35.76", status="accepted", category_id=1, region_code="35.76",
            province_code="35", status_at=AT, name="Mojokerto",
        )  # fmt: skip
        insert(db, "contest_entry", contest_id=1, entry_id=1, entered_at=AT)
        insert(
            db, "attendance", contest_id=1, entry_id=1, present="leader", person="Wali kota", companions=3,
            mode="onsite", recorded_at=AT,
        )  # fmt: skip
        insert(db, "adjustment", contest_id=1, entry_id=1, points="-1", reason="Terlambat", recorded_at=AT)


def test_m0013_interviews_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0013_interviews")
    fill(db)
    before = {table: rows(db, f"SELECT * FROM {table}") for table in ("round", "attendance", "adjustment")}
    MIGRATIONS.apply(db, stop_before="m0014_drafts")
    new = {
        "round": {"interview": None},
        "attendance": {"late": 0},
        "adjustment": {"penalty": None, "attendance_revision": None},
    }
    for table, columns in new.items():
        assert rows(db, f"SELECT * FROM {table}") == [{**one, **columns} for one in before[table]]
    db.conn.close()
