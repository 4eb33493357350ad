"""The migration of calibration: four empty tables beside what stands."""

from __future__ import annotations

from pathlib import Path

from evaluation.store.db import insert, rows, write
from evaluation.store.migrations import MIGRATIONS
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"
NEW = ("sample", "sample_mark", "sample_reference", "sample_sheet")


def test_m0015_calibration_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0015_calibration")
    with write(db):
        insert(
            db, "edition", code="uji", title_id="U", title_en="U", assessed_year=2021, award_year=2022,
            timezone="UTC", official=0, source="", loaded_at=AT,
        )  # fmt: skip
        insert(db, "panel", edition_id=1, stage="national")
    tables = [name for name in db.table_names() if not name.startswith("_")]
    before = {name: rows(db, f"SELECT * FROM {name}") for name in tables}
    MIGRATIONS.apply(db, stop_before="m0016_visits")
    assert {name: rows(db, f"SELECT * FROM {name}") for name in tables} == before
    assert sorted(set(db.table_names()) - set(tables) - {"_sqlite_migrations"}) == list(NEW)
    assert [rows(db, f"SELECT * FROM {name}") for name in NEW] == [[], [], [], []]
    db.conn.close()
