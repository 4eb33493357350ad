"""The migration of workbooks adds a table and leaves everything else alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from evaluation.store import workbooks
from evaluation.store.db import insert, rows, write
from evaluation.store.migrations import MIGRATIONS
from tests.store.test_interviews_migration import fill
from tests.store.test_migrations import database_before

AT, LATER = "2022-01-10T03:00:00.000000Z", "2022-01-11T03:00:00.000000Z"
SENT = dict(name="lembar 🏝.xlsx", size=9, sha256="a" * 64, stored_as="x")


def test_m0018_workbooks_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0018_workbooks")
    fill(db)
    tables = ("round", "contest", "entry", "contest_entry", "scoresheet", "mark", "sheet_field")
    before = {table: rows(db, f"SELECT * FROM {table}") for table in tables}
    MIGRATIONS.apply(db, stop_before="m0019_overview")
    assert {table: rows(db, f"SELECT * FROM {table}") for table in tables} == before
    assert rows(db, "SELECT * FROM workbook_preview") == []
    db.conn.close()


def test_a_workbook_is_its_owners_until_it_expires(db: Database) -> None:
    with write(db):
        account = insert(db, "account", email="juri@uji.example", name="Juri", created_at=AT)
        sent = workbooks.add(db, account_id=account, made_at=AT, expires_at=LATER, **SENT)  # type: ignore[arg-type]
    found = workbooks.own(db, sent, account, AT)
    assert found is not None
    assert found["name"] == "lembar 🏝.xlsx"
    assert workbooks.own(db, sent, account + 1, AT) is None
    assert workbooks.own(db, sent, None, AT) is None
    assert workbooks.own(db, sent, account, LATER) is None
    assert [one["id"] for one in workbooks.of_account(db, account, AT)] == [sent]
    assert workbooks.of_account(db, account, LATER) == []
    assert [one["id"] for one in workbooks.expired(db, LATER)] == [sent]
    with pytest.raises(sqlite3.IntegrityError), write(db):
        workbooks.add(db, account_id=account, made_at=LATER, expires_at=AT, **{**SENT, "stored_as": "y"})  # type: ignore[arg-type]
