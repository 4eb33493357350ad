"""Which dossiers wait to be submitted until when, and which reminders of that were posted."""

from __future__ import annotations

from collections import defaultdict

from sqlite_utils import Database

from evaluation.store.db import Row, insert, rows


def drafts(db: Database) -> list[Row]:
    """Every dossier that is begun and not submitted, those given back among them, with its own zone."""
    return rows(
        db,
        "SELECT e.id, e.status, e.category_id, g.timezone FROM entry e"
        " JOIN region g ON g.code = e.region_code WHERE e.status IN ('draft', 'returned') ORDER BY e.id",
    )


def posted(db: Database) -> dict[tuple[int, str], set[int]]:
    """The reminders that were posted for open dossiers: days before, by entry and deadline."""
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    for one in rows(
        db,
        "SELECT r.entry_id, r.deadline, r.days FROM reminder r JOIN entry e ON e.id = r.entry_id"
        " WHERE e.status IN ('draft', 'returned') ORDER BY r.entry_id, r.deadline, r.days",
    ):
        found[one["entry_id"], one["deadline"]].add(one["days"])
    return found


def add(db: Database, *, entry_id: int, deadline: str, days: int, posted_at: str) -> None:
    """Remember that a reminder was posted, so that it is posted once."""
    insert(db, "reminder", entry_id=entry_id, deadline=deadline, days=days, posted_at=posted_at)
