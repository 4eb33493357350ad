"""What assessors wrote for a candidate: nobody's name with it, and nothing before the result is published."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, rows


def of_entry(db: Database, entry_id: int) -> list[Row]:
    """The feedback of the counted sheets on an entry, in contests that are published.

    By round and criterion; within one by its text, so that no order tells whose is whose.
    """
    return rows(
        db,
        "SELECT r.id AS round_id, r.title_id AS round_title_id, r.title_en AS round_title_en,"
        " c.id AS criterion_id, c.title_id, c.title_en, m.feedback FROM mark m"
        " JOIN scoresheet s ON s.id = m.scoresheet_id AND s.status = 'submitted' AND s.excluded_at IS NULL"
        " JOIN publication p ON p.contest_id = s.contest_id"
        " JOIN criterion c ON c.id = m.criterion_id JOIN round r ON r.id = c.round_id"
        " WHERE s.entry_id = :entry AND m.feedback <> '' AND NOT EXISTS"
        " (SELECT 1 FROM recusal q WHERE q.account_id = s.account_id AND q.entry_id = s.entry_id)"
        " ORDER BY r.position, r.id, c.position, c.id, m.feedback",
        entry=entry_id,
    )
