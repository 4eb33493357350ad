"""The third migration adds tables and leaves what was there."""

from __future__ import annotations

from pathlib import Path

from evaluation.store.db import rows
from evaluation.store.migrations import MIGRATIONS
from tests.store.test_migrations import database_before


def test_m0003_mail_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "before.db", "m0003_mail")
    db.conn.execute("INSERT INTO account (email, created_at) VALUES ('a@uji.example', '2022-01-10')")
    before = set(db.conn.iterdump())
    # Up to here only: later migrations change other tables.
    MIGRATIONS.apply(db, stop_before="m0004_uploads")
    gone = {line for line in before - set(db.conn.iterdump()) if "_sqlite_migrations" not in line}
    assert gone == set()
    assert {"job", "outbox", "reminder"} <= set(db.table_names())
    assert rows(db, "SELECT email FROM account") == [{"email": "a@uji.example"}]
    db.conn.close()
