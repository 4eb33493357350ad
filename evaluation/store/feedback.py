"""What assessors wrote for a candidate, and the published results it may read; nothing before that."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.contests import DESCRIBED
from evaluation.store.db import Row, rows


def results_of_entry(db: Database, entry_id: int) -> list[Row]:
    """The published contests in whose result an entry stands, in the order of the rounds."""
    return rows(
        db,
        DESCRIBED + " JOIN final_standing s ON s.contest_id = c.id"
        " WHERE s.entry_id = :entry AND p.contest_id IS NOT NULL ORDER BY r.position, c.id",
        entry=entry_id,
    )


def of_entry(db: Database, entry_id: int) -> list[Row]:
    """The feedback of the counted sheets on an entry, in published contests, with its writers' addresses.

    By contest and criterion; within one by its text.
    """
    return rows(
        db,
        "SELECT s.contest_id, c.code AS criterion, c.title_id, c.title_en, m.feedback, a.email"
        " FROM mark m"
        " JOIN scoresheet s ON s.id = m.scoresheet_id AND s.status = 'submitted' AND s.excluded_at IS NULL"
        " JOIN publication p ON p.contest_id = s.contest_id JOIN account a ON a.id = s.account_id"
        " JOIN criterion c ON c.id = m.criterion_id JOIN round r ON r.id = c.round_id"
        " WHERE s.entry_id = :entry AND m.feedback <> '' AND NOT EXISTS"
        " (SELECT 1 FROM recusal q WHERE q.account_id = s.account_id AND q.entry_id = s.entry_id)"
        " ORDER BY r.position, r.id, s.contest_id, c.position, c.id, m.feedback",
        entry=entry_id,
    )


def names_of(db: Database, contest_id: int, entry_id: int) -> dict[str, str]:
    """The names of those whose sheets on an entry came in, as their panel has them, by address."""
    found = rows(
        db,
        "SELECT a.email, coalesce((SELECT m.name FROM panel_member m JOIN panel p ON p.id = m.panel_id"
        " JOIN contest c ON c.id = s.contest_id JOIN round r ON r.id = c.round_id"
        " WHERE m.account_id = a.id AND p.edition_id = r.edition_id AND p.stage = r.stage"
        " AND coalesce(p.region_code, '') = coalesce(c.region_code, '') ORDER BY m.id DESC LIMIT 1),"
        " a.name) AS name FROM scoresheet s JOIN account a ON a.id = s.account_id"
        " WHERE s.contest_id = :contest AND s.entry_id = :entry AND s.status = 'submitted' ORDER BY a.email",
        contest=contest_id,
        entry=entry_id,
    )
    return {one["email"]: one["name"] for one in found}
