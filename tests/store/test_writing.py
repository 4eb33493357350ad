"""Connections and write(): one writer at a time, all of a block or none of it, durable when acknowledged."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from evaluation.store.db import change, connect, insert, moment, row, rows, stamp, write

# Hypothesis wants moments without a zone and adds one itself.
MOMENTS = st.datetimes(
    min_value=datetime.fromisoformat("1900-01-01"), max_value=datetime.fromisoformat("2999-01-01")
)
AT = "2022-01-10T03:00:00.000000Z"


@pytest.fixture
def two(database_path: Path) -> Iterator[tuple[Database, Database]]:
    """Two connections to one database, as two requests have them."""
    first, second = connect(database_path), connect(database_path)
    yield first, second
    first.conn.close()
    second.conn.close()


def add_account(db: Database, email: str) -> int:
    return insert(db, "account", email=email, created_at=AT)


def add_and_fail(db: Database, email: str) -> None:
    with write(db):
        add_account(db, email)
        raise ZeroDivisionError


def add_within_a_block_that_fails(db: Database, email: str) -> None:
    with write(db):
        with write(db):
            add_account(db, email)
        raise ZeroDivisionError


def add_twice(db: Database, email: str) -> None:
    with write(db):
        add_account(db, email)
        add_account(db, email)


def emails(db: Database) -> list[str]:
    return [one["email"] for one in rows(db, "SELECT email FROM account ORDER BY email")]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 20_000)],
)
def test_every_connection_is_wal_durable_checked_and_patient(
    database_path: Path, pragma: str, value: object
) -> None:
    db = connect(database_path)
    assert db.conn.execute(f"PRAGMA {pragma}").fetchone() == (value,)
    db.conn.close()


def test_a_block_is_kept_when_it_ends(two: tuple[Database, Database]) -> None:
    with write(two[0]) as db:
        add_account(db, "ani@uji.example")
        assert emails(two[1]) == []
    assert emails(two[1]) == ["ani@uji.example"]


def test_an_error_takes_the_whole_block_back(db: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        add_and_fail(db, "ani@uji.example")
    assert emails(db) == []
    assert db.conn.in_transaction is False


def test_a_constraint_takes_the_whole_block_back(db: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        add_twice(db, "ani@uji.example")
    assert emails(db) == []


def test_a_block_inside_another_joins_it(two: tuple[Database, Database]) -> None:
    first, second = two
    with write(first):
        add_account(first, "ani@uji.example")
        with write(first):
            add_account(first, "budi@uji.example")
        assert emails(second) == []
    assert emails(second) == ["ani@uji.example", "budi@uji.example"]


def test_an_inner_block_that_fails_takes_only_itself_back_when_the_outer_goes_on(db: Database) -> None:
    with write(db):
        add_account(db, "ani@uji.example")
        with pytest.raises(ZeroDivisionError):
            add_and_fail(db, "budi@uji.example")
    assert emails(db) == ["ani@uji.example"]


def test_an_outer_block_that_fails_takes_the_inner_one_back_too(db: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        add_within_a_block_that_fails(db, "ani@uji.example")
    assert emails(db) == []


def test_a_write_outside_of_a_block_is_refused(db: Database) -> None:
    with pytest.raises(RuntimeError, match="outside of write"):
        add_account(db, "ani@uji.example")
    with pytest.raises(RuntimeError, match="outside of write"):
        change(db, "DELETE FROM account")
    assert emails(db) == []


def test_a_misspelt_table_is_an_error_and_makes_no_table(db: Database) -> None:
    before = db.table_names()
    with pytest.raises(sqlite3.OperationalError, match="no such table"), write(db):
        insert(db, "acount", email="ani@uji.example", created_at=AT)
    assert db.table_names() == before


def test_broken_references_are_refused(db: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), write(db):
        insert(db, "representative", entry_id=1, account_id=1)


def test_values_never_change_their_type(db: Database) -> None:
    """STRICT: a text in a whole number's column is an error, not a silent text."""
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"), write(db):
        insert(db, "panel", edition_id="many", stage="national")


def test_a_second_writer_waits_for_the_first(two: tuple[Database, Database]) -> None:
    first, second = two
    holding, done = threading.Event(), []

    def later() -> None:
        holding.wait()
        with write(second):
            # Read and then write: a deferred transaction would fail here with "database is locked".
            done.append(emails(second))
            add_account(second, "budi@uji.example")

    waiting = threading.Thread(target=later)
    waiting.start()
    with write(first):
        holding.set()
        add_account(first, "ani@uji.example")
        waiting.join(timeout=0.2)
        assert waiting.is_alive()
        assert done == []
    waiting.join(timeout=10)
    assert done == [["ani@uji.example"]]
    assert emails(first) == ["ani@uji.example", "budi@uji.example"]


def test_no_update_is_lost_between_many_writers(database_path: Path, db: Database) -> None:
    with write(db):
        account = add_account(db, "ani@uji.example")
        change(db, "UPDATE account SET name = '0' WHERE id = :id", id=account)

    def count_up() -> None:
        own = connect(database_path)
        for _ in range(10):
            with write(own):
                found = row(own, "SELECT name FROM account WHERE id = :id", id=account)
                assert found is not None
                change(
                    own,
                    "UPDATE account SET name = :n WHERE id = :id",
                    id=account,
                    n=str(int(found["name"]) + 1),
                )
        own.conn.close()

    writers = [threading.Thread(target=count_up) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=30)
    assert row(db, "SELECT name FROM account WHERE id = :id", id=account) == {"name": "40"}


def test_a_reader_sees_the_last_kept_state_while_somebody_writes(two: tuple[Database, Database]) -> None:
    first, second = two
    with write(first):
        add_account(first, "ani@uji.example")
        assert rows(second, "SELECT count(*) AS n FROM account") == [{"n": 0}]


@given(MOMENTS, st.integers(-12, 14))
def test_a_moment_comes_back_as_it_was(local: datetime, hours: int) -> None:
    at = local.replace(tzinfo=timezone(timedelta(hours=hours)))
    assert moment(stamp(at)) == at


@given(st.lists(MOMENTS, max_size=6))
def test_the_order_of_stamps_is_the_order_of_moments(moments: list[datetime]) -> None:
    aware = [one.replace(tzinfo=UTC) for one in moments]
    assert sorted(map(stamp, aware)) == [stamp(one) for one in sorted(aware)]


def test_a_stamp_has_one_width_whatever_the_second() -> None:
    assert stamp(datetime(2022, 1, 10, 3, tzinfo=UTC)) == AT
    assert stamp(datetime(2022, 1, 10, 10, tzinfo=timezone(timedelta(hours=7)))) == AT
