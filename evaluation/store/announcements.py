"""When results are to be public: every decision on it, and whether candidates were told.

What is public at this moment says the view `publication`, which asks the connection's clock (store/db.py):
nothing else compares a moment with the clock.
"""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.core.subjects import AnnouncementRef
from evaluation.store import refs
from evaluation.store.db import Row, insert, row, rows


def add(
    db: Database,
    contest_id: int,
    *,
    fingerprint: str,
    publishes_at: str | None,
    reason: str,
    decided_by: int | None,
    decided_at: str,
) -> int:
    """Decide when the result with this fingerprint becomes public (None: called off); the decision's id."""
    return insert(
        db,
        "announcement",
        contest_id=contest_id,
        fingerprint=fingerprint,
        publishes_at=publishes_at,
        reason=reason,
        decided_by=decided_by,
        decided_at=decided_at,
    )


def announcement_ref(db: Database, contest_id: int) -> AnnouncementRef:
    """A contest's publication as permissions see it. NotFound when there is no such contest."""
    ref = refs.contest_ref(db, contest_id)
    held = row(
        db, "SELECT contest_id FROM standing_announcement WHERE contest_id = :contest", contest=contest_id
    )
    return AnnouncementRef(**refs.fields_of(ref), announced=held is not None)


def history(db: Database, contest_id: int) -> list[Row]:
    """Every decision on when a contest's result becomes public, oldest first, with who took it."""
    return rows(
        db,
        "SELECT n.*, coalesce(nullif(a.name, ''), a.email, '') AS decided_by_name, t.told_at, t.people"
        " FROM announcement n LEFT JOIN account a ON a.id = n.decided_by"
        " LEFT JOIN announcement_told t ON t.announcement_id = n.id"
        " WHERE n.contest_id = :contest ORDER BY n.id",
        contest=contest_id,
    )


def untold(db: Database, announcement_id: int) -> Row | None:
    """An announcement that holds, is public by now and of which nobody was told yet; None for any other."""
    return row(
        db,
        "SELECT n.* FROM standing_announcement n JOIN publication p ON p.contest_id = n.contest_id"
        " WHERE n.id = :id AND NOT EXISTS"
        " (SELECT 1 FROM announcement_told t WHERE t.announcement_id = n.id)",
        id=announcement_id,
    )


def note_told(db: Database, announcement_id: int, *, told_at: str, people: int) -> None:
    """Remember that so many people were written to."""
    insert(db, "announcement_told", announcement_id=announcement_id, told_at=told_at, people=people)


def entries_told_of(db: Database, contest_id: int) -> list[int]:
    """The entries whose candidates are told of a contest's result: all that stand in it, by code."""
    found = rows(
        db,
        "SELECT s.entry_id FROM final_standing s JOIN entry e ON e.id = s.entry_id"
        " WHERE s.contest_id = :contest ORDER BY e.code",
        contest=contest_id,
    )
    return [one["entry_id"] for one in found]
