"""The migration of visits adds tables and leaves everything else alone."""

from __future__ import annotations

from pathlib import Path

from evaluation.store.db import rows
from evaluation.store.migrations import MIGRATIONS
from tests.store.test_interviews_migration import fill
from tests.store.test_migrations import database_before


def test_m0016_visits_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0016_visits")
    fill(db)
    tables = ("round", "contest", "entry", "contest_entry", "attendance", "adjustment")
    before = {table: rows(db, f"SELECT * FROM {table}") for table in tables}
    MIGRATIONS.apply(db, stop_before="m0017_promotion")
    assert {table: rows(db, f"SELECT * FROM {table}") for table in tables} == before
    for table in ("visit_member", "finding", "finding_photo", "mark_change"):
        assert rows(db, f"SELECT * FROM {table}") == []
    db.conn.close()
