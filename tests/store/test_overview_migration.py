"""The migration of the overview adds a table and leaves everything else alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from evaluation.store.db import insert, rows, write
from evaluation.store.migrations import MIGRATIONS
from tests.store.test_interviews_migration import fill
from tests.store.test_migrations import database_before


def test_m0019_overview_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0019_overview")
    fill(db)
    tables = ("account", "round", "contest", "entry", "contest_entry", "reminder", "outbox")
    before = {table: rows(db, f"SELECT * FROM {table}") for table in tables}
    MIGRATIONS.apply(db, stop_before="m0020_editor")
    assert {table: rows(db, f"SELECT * FROM {table}") for table in tables} == before
    assert rows(db, "SELECT * FROM nudge") == []
    # A reminder is about a contest or about a dossier, never about both or neither.
    with write(db):
        account = insert(db, "account", email="a@uji.example", name="A", created_at="2022")
    with pytest.raises(sqlite3.IntegrityError):
        db.conn.execute("INSERT INTO nudge (account_id, posted_at) VALUES (?, '2022')", [account])
    db.conn.close()
