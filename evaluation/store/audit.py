"""The audit: events are added, and read newest first. Triggers refuse every other change."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, insert, rows


def add(
    db: Database,
    *,
    happened_at: str,
    account_id: int | None,
    name: str,
    edition_id: int | None,
    contest_id: int | None,
    entry_id: int | None,
    fields: str,
) -> int:
    """Add one event and answer its number."""
    return insert(
        db,
        "audit_event",
        happened_at=happened_at,
        account_id=account_id,
        name=name,
        edition_id=edition_id,
        contest_id=contest_id,
        entry_id=entry_id,
        fields=fields,
    )


EVENTS = """
SELECT e.*, coalesce(a.email, '') AS email, n.name AS entry_name, n.code AS entry_code
FROM audit_event e LEFT JOIN account a ON a.id = e.account_id LEFT JOIN entry n ON n.id = e.entry_id
"""
NEWEST = 2**62


def of_edition(
    db: Database,
    edition_id: int,
    *,
    reader: int | None = None,
    before: int = NEWEST,
    entry_id: int | None = None,
    limit: int = 100,
) -> list[Row]:
    """An edition's newest events before number `before`, `limit` at most; of one entry when it is given.

    Without those about entries from which the account `reader` is kept away.
    """
    # Two shapes, so that each finds its own index.
    of_entry = "" if entry_id is None else "e.entry_id = :entry AND "
    return rows(
        db,
        EVENTS + f" WHERE {of_entry}e.edition_id = :edition AND e.id < :before AND NOT EXISTS"
        " (SELECT 1 FROM recusal q WHERE q.account_id = :reader AND q.entry_id = e.entry_id)"
        " ORDER BY e.id DESC LIMIT :limit",
        edition=edition_id,
        reader=reader,
        entry=entry_id,
        before=before,
        limit=limit,
    )


def of_no_edition(db: Database, *, before: int = NEWEST, limit: int = 100) -> list[Row]:
    """The newest events that belong to no edition (accounts, sign-ins), before number `before`."""
    return rows(
        db,
        EVENTS + " WHERE e.edition_id IS NULL AND e.id < :before ORDER BY e.id DESC LIMIT :limit",
        before=before,
        limit=limit,
    )


def of_entry(db: Database, edition_id: int, entry_id: int) -> list[Row]:
    """Every event of one entry, oldest first."""
    return rows(
        db,
        "SELECT e.*, coalesce(a.email, '') AS email"
        " FROM audit_event e LEFT JOIN account a ON a.id = e.account_id"
        " WHERE e.edition_id = :edition AND e.entry_id = :entry ORDER BY e.id",
        edition=edition_id,
        entry=entry_id,
    )
