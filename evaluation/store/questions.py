"""Questions and answers about dossiers, one thread an entry. Triggers keep each as it was written."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, insert, rows

# Which side wrote last about entry `e`: the other one is asked to read it. NULL where nothing was asked.
LAST_WORD = "(SELECT side FROM question WHERE entry_id = e.id ORDER BY id DESC LIMIT 1) AS last_word"


def add(db: Database, *, entry_id: int, side: str, body: str, account_id: int | None, written_at: str) -> int:
    """Keep what was written by the candidate's or the committee's `side`; its id."""
    return insert(
        db,
        "question",
        entry_id=entry_id,
        side=side,
        body=body,
        account_id=account_id,
        written_at=written_at,
    )


def of_entry(db: Database, entry_id: int) -> list[Row]:
    """The thread of an entry, oldest first, each with its writer's name."""
    return rows(
        db,
        "SELECT q.*, coalesce(nullif(a.name, ''), a.email, '') AS writer FROM question q"
        " LEFT JOIN account a ON a.id = q.account_id WHERE q.entry_id = :entry ORDER BY q.id",
        entry=entry_id,
    )
