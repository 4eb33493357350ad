"""Connections and transactions. Other modules of the store take a `Database`; each asks or writes once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlite_utils import Database

BUSY_SECONDS = 20

Row = dict[str, Any]
Clock = Callable[[], datetime]

# What open transactions do once before they are committed, by key.
_LAST_STEPS: WeakKeyDictionary[Database, dict[Hashable, Callable[[], None]]] = WeakKeyDictionary()


def connect(path: str | Path, clock: Clock | None = None) -> Database:
    """Open the database file at `path`: WAL, durable commits, foreign keys on, one connection a thread."""
    conn = sqlite3.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    return prepare(conn, clock)


def prepare(conn: sqlite3.Connection, clock: Clock | None = None) -> Database:
    """Set the pragmas that every connection of ours needs, and the clock that its views ask."""
    conn.execute("PRAGMA journal_mode=WAL")
    # An acknowledged mark must survive a power cut: NORMAL could lose the last commits.
    conn.execute("PRAGMA synchronous=FULL")
    conn.execute("PRAGMA foreign_keys=ON")
    # INSERT OR REPLACE deletes rows; only so do the triggers that refuse deletions see it.
    conn.execute("PRAGMA recursive_triggers=ON")
    tell_time(conn, clock)
    return Database(conn)


def tell_time(conn: sqlite3.Connection, clock: Clock | None = None) -> None:
    """Let the connection's questions ask `server_now()`: the clock's moment (None: the machine's)."""

    def server_now() -> str:
        return stamp(datetime.now(UTC) if clock is None else clock())

    conn.create_function("server_now", 0, server_now)


@contextmanager
def write(db: Database) -> Iterator[Database]:
    """One writing transaction: all of the block's changes or none.

    BEGIN IMMEDIATE takes the write lock before the first read, so that read-then-write waits its
    turn instead of failing with "database is locked". A block inside another one joins it.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield db
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield db
        _take_last_steps(db)
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise
    finally:
        _LAST_STEPS.pop(db, None)
    db.conn.execute("COMMIT")


@contextmanager
def one_moment(db: Database) -> Iterator[Database]:
    """All questions of the block see the data of the same moment, whatever others write meanwhile.

    What was asked first (is this result public?) so still holds for what is read then. The block only reads.
    """
    if db.conn.in_transaction:
        yield db
        return
    db.conn.execute("BEGIN")
    try:
        yield db
    finally:
        db.conn.execute("ROLLBACK")


@contextmanager
def trial(db: Database) -> Iterator[Database]:
    """What the block writes is there until the block ends, and then never was, whatever happened.

    Outside of a transaction it takes the write lock for as long; inside one, what was written before stays.
    """
    asked = dict(_LAST_STEPS.get(db, {}))
    inside = db.conn.in_transaction
    db.conn.execute("SAVEPOINT trial" if inside else "BEGIN IMMEDIATE")
    try:
        yield db
    finally:
        _LAST_STEPS.pop(db, None)
        if asked:
            _LAST_STEPS[db] = asked
        if inside:
            db.conn.execute("ROLLBACK TO trial")
            db.conn.execute("RELEASE trial")
        elif db.conn.in_transaction:
            db.conn.execute("ROLLBACK")


@contextmanager
def copied(db: Database, at: datetime) -> Iterator[Database]:
    """A copy of all that is committed, in which the block may write; it is gone when the block ends.

    Nobody who writes meanwhile waits: of the real one it only reads. The copy's clock stands at `at`. It lies
    in memory and, where large, in a temporary file without a name.
    """
    if db.conn.in_transaction:
        raise RuntimeError("a copy inside of a transaction would hold what is not committed")
    conn = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    try:
        db.conn.backup(conn)
        yield prepare(conn, lambda: at)
    finally:
        conn.close()


def before_commit(db: Database, key: Hashable, step: Callable[[], None]) -> None:
    """Let the present transaction do this as its last step, once for each key; a rollback forgets it."""
    if not db.conn.in_transaction:
        raise RuntimeError("a last step outside of write()")
    _LAST_STEPS.setdefault(db, {})[key] = step


def _take_last_steps(db: Database) -> None:
    """A step may ask for others."""
    while steps := _LAST_STEPS.pop(db, None):
        for step in steps.values():
            step()


def rows(db: Database, sql: str, **values: Any) -> list[Row]:
    """All rows of a question."""
    return list(db.query(sql, values))


def row(db: Database, sql: str, **values: Any) -> Row | None:
    """The first row of a question, or None."""
    return next(iter(db.query(sql, values)), None)


def change(db: Database, sql: str, **values: Any) -> int:
    """Run one write and answer the number of rows that it touched."""
    if not db.conn.in_transaction:
        raise RuntimeError("a write outside of write(): every change is made in one transaction")
    return db.conn.execute(sql, values).rowcount


def grouped(found: Sequence[Row], each: str) -> list[tuple[Row, list[Any]]]:
    """Rows that repeat their first columns, as one row for each id with what differs in the column `each`."""
    by_id: dict[int, tuple[Row, list[Any]]] = {}
    for one in found:
        by_id.setdefault(one["id"], (one, []))[1].append(one[each])
    return list(by_id.values())


def insert(db: Database, table: str, **values: Any) -> int:
    """Insert one row and answer its id. `table` and the column names are ours, never a user's."""
    columns = ", ".join(values)
    slots = ", ".join(f":{name}" for name in values)
    if not db.conn.in_transaction:
        raise RuntimeError("a write outside of write(): every change is made in one transaction")
    cursor = db.conn.execute(f"INSERT INTO {table} ({columns}) VALUES ({slots})", values)
    return int(cursor.lastrowid or 0)


def stamp(moment: datetime) -> str:
    """A moment as the text that the store keeps: UTC, fixed width, so that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
