"""The sixth migration, on a database with data in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from evaluation.store import roster_previews
from evaluation.store.db import insert, rows, write
from evaluation.store.migrations import upgrade
from tests.store.test_migrations import database_before

AT, LATER = "2022-01-10T03:00:00.000000Z", "2022-01-11T03:00:00.000000Z"
SENT = dict(kind="candidates", name="kandidat 🏝.xlsx", size=9, sha256="a" * 64, stored_as="x")


def test_m0006_rosters_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0006_rosters")
    with write(db):
        account_id = insert(db, "account", email="panitia@uji.example", name="Panitia", created_at=AT)
    names = [name for name in db.table_names() if name[0] != "_"]
    columns = {name: ", ".join(column.name for column in db[name].columns) for name in names}
    before = {name: rows(db, f"SELECT {columns[name]} FROM {name}") for name in names}
    upgrade(db)
    after = {name: rows(db, f"SELECT {columns[name]} FROM {name}") for name in names}
    assert after == before
    assert rows(db, "SELECT * FROM roster_preview") == []
    assert account_id == 1
    db.conn.close()


@pytest.fixture
def sent(db: Database) -> int:
    """A preview that is kept for a day."""
    with write(db):
        account_id = insert(db, "account", email="panitia@uji.example", name="Panitia", created_at=AT)
        titles = dict(title_id="U", title_en="U", assessed_year=2021, award_year=2022, official=0)
        edition = insert(db, "edition", code="uji", source="", loaded_at=AT, timezone="UTC", **titles)
        stored = dict(account_id=account_id, edition_id=edition, made_at=AT, expires_at=LATER, **SENT)
        return roster_previews.add(db, **stored)  # type: ignore[arg-type]


def test_a_preview_is_its_owners_until_it_expires(db: Database, sent: int) -> None:
    found = roster_previews.own(db, sent, 1, AT)
    assert found is not None
    assert (found["name"], found["edition_code"]) == ("kandidat 🏝.xlsx", "uji")
    assert roster_previews.own(db, sent, 2, AT) is None
    assert roster_previews.own(db, sent, None, AT) is None
    assert roster_previews.own(db, sent, 1, LATER) is None
    assert [one["id"] for one in roster_previews.of_account(db, 1, AT)] == [sent]
    assert roster_previews.of_account(db, 1, LATER) == []
    assert [one["id"] for one in roster_previews.expired(db, LATER)] == [sent]
    assert roster_previews.expired(db, AT) == []
