"""The migration of conflicts of interest: recusals from before hold on, as what assessors declared."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from evaluation.store.db import change, insert, rows, write
from evaluation.store.migrations import upgrade
from tests.award import Award
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"


def test_m0010_conflicts_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0010_conflicts")
    with write(db):
        insert(
            db, "edition", code="uji", title_id="U", title_en="U", assessed_year=2021, award_year=2022,
            timezone="UTC", official=0, source="", loaded_at=AT,
        )  # fmt: skip
        insert(
            db, "category", edition_id=1, code="r", title_id="R", title_en="R", entrant="regency", position=0
        )
        insert(db, "account", email="juri@uji.example", created_at=AT)
        for code in ("35.76", "35.09"):
            insert(
                db, "entry", edition_id=1, category_id=1, code=code, name=code, region_code=code,
                province_code="35", status="accepted", status_at=AT,
            )  # fmt: skip
            insert(
                db, "recusal", account_id=1, entry_id=1 if code == "35.76" else 2, reason=code, recused_at=AT
            )
    upgrade(db)
    kept = [
        {"account_id": 1, "entry_id": n, "reason": code, "recused_at": AT, "source": "declared"}
        for n, code in ((1, "35.76"), (2, "35.09"))
    ]
    assert rows(db, "SELECT * FROM recusal ORDER BY entry_id") == kept
    assert rows(db, "SELECT institution, home_region FROM account") == [
        {"institution": "", "home_region": None}
    ]
    db.conn.close()


@pytest.fixture
def kept_away(award: Award, db: Database) -> Database:
    """An account that two grounds keep away from an entry."""
    edition = award.edition()
    entry = award.entry(edition, "35.76", "Kota Mojokerto")
    account = award.account("juri@uji.example")
    with write(db):
        for source, reason in (("region", "Kota Mojokerto"), ("excluded", "Mantan staf")):
            insert(db, "conflict", account_id=account, entry_id=entry, source=source, reason=reason, since=AT)
    return db


def test_one_row_a_pair_with_the_oldest_ground_that_holds(kept_away: Database) -> None:
    shown = "SELECT source, reason FROM recusal"
    assert rows(kept_away, shown) == [{"source": "region", "reason": "Kota Mojokerto"}]
    with write(kept_away):
        change(kept_away, "UPDATE conflict SET ended_at = :at WHERE source = 'region'", at=AT)
    assert rows(kept_away, shown) == [{"source": "excluded", "reason": "Mantan staf"}]
    with write(kept_away):
        change(kept_away, "UPDATE conflict SET ended_at = :at WHERE source = 'excluded'", at=AT)
    assert rows(kept_away, shown) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE conflict SET reason = 'lain'",
        "UPDATE conflict SET since = ''",
        "DELETE FROM conflict",
        "INSERT INTO conflict (account_id, entry_id, source, reason, since)"
        " SELECT account_id, entry_id, source, reason, since FROM conflict",
    ],
)
def test_a_ground_is_kept_as_it_was_stated(kept_away: Database, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError), write(kept_away):
        change(kept_away, statement)


def test_a_ground_ends_once(kept_away: Database) -> None:
    with write(kept_away):
        change(kept_away, "UPDATE conflict SET ended_at = :at", at=AT)
    with pytest.raises(sqlite3.IntegrityError), write(kept_away):
        change(kept_away, "UPDATE conflict SET ended_at = NULL")


@pytest.mark.parametrize(
    "statement", ["UPDATE declaration SET connected = 0, reason = ''", "DELETE FROM declaration"]
)
def test_a_declaration_is_kept_as_it_was_made(award: Award, db: Database, statement: str) -> None:
    edition = award.edition()
    award.panel(edition, "province", "35")
    award.entry(edition, "35.76", "Kota Mojokerto", status="accepted")
    with pytest.raises(sqlite3.IntegrityError), write(db):
        change(db, statement)
