"""Which dossiers wait to be submitted until when, and which reminders of that were posted."""

from __future__ import annotations

from collections import defaultdict

from sqlite_utils import Database

from evaluation.store.db import Row, insert, rows

DRAFTS = """
SELECT e.id, e.status, g.timezone, min(r.closes_at) AS closes_at
FROM entry e JOIN region g ON g.code = e.region_code
JOIN round_category rc ON rc.category_id = e.category_id
JOIN round r ON r.id = rc.round_id AND r.kind = 'screening' AND r.closes_at IS NOT NULL
WHERE e.status = 'draft' GROUP BY e.id ORDER BY e.id
"""


def drafts(db: Database) -> list[Row]:
    """Every dossier that is begun and not submitted, with the screening's closing and its own zone."""
    return rows(db, DRAFTS)


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
