"""The schema and the migrations as text, to compare with what was agreed.

`schema.sql` is what sqlite_master says after all migrations; `migrations.lock` names each migration with the
SHA-256 of every statement that it runs, its data included. After a new migration renew both with
`make schema` (`python -m tests.store.snapshot`) and read the difference before you commit it: a line of the
lock that changed means that a migration which has landed was edited, and databases in use will not get that
edit.
"""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from evaluation.store.db import prepare
from evaluation.store.migrations import MIGRATIONS, upgrade

SCHEMA = Path(__file__).with_name("schema.sql")
LOCK = Path(__file__).with_name("migrations.lock")


def empty_database() -> Database:
    """A database in memory to which nothing was applied yet."""
    return prepare(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))


def migrated_database() -> Database:
    """A database in memory with every migration."""
    db = empty_database()
    upgrade(db)
    return db


def schema_of(db: Database) -> str:
    """Every table, index and trigger, by kind and name, as it was written."""
    found = db.conn.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        " ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name"
    )
    return "".join(f"{sql.strip()};\n\n" for (sql,) in found)


def effects(db: Database, name: str) -> list[str]:
    """The statements that migration `name` runs on `db`, with their values, in order."""
    migration = next(m for m in MIGRATIONS.pending(db) if m.name == name)
    statements: list[str] = []
    db.conn.set_trace_callback(statements.append)
    migration.fn(db)
    db.conn.set_trace_callback(None)
    return [statement.strip() for statement in statements]


def locks() -> dict[str, str]:
    """Every migration's name with the hash of what it does, in order."""
    db = empty_database()
    found = {}
    for migration in MIGRATIONS.pending(db):
        text = "\n".join(effects(db, migration.name))
        found[migration.name] = hashlib.sha256(text.encode()).hexdigest()
    db.conn.close()
    return found


def lock_text() -> str:
    """`locks()` as the lock file holds it."""
    return "".join(f"{name} {digest}\n" for name, digest in locks().items())


def renew() -> None:
    """Write both files anew."""
    db = migrated_database()
    SCHEMA.write_text(schema_of(db), encoding="utf-8")
    db.conn.close()
    LOCK.write_text(lock_text(), encoding="utf-8")


if __name__ == "__main__":
    renew()
