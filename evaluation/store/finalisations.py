"""Finalised results, and what finalising asks of the contests before and moves in the contests after."""

from __future__ import annotations

import json

from sqlite_utils import Database

from evaluation.store.contests import DESCRIBED
from evaluation.store.db import Row, change, insert, row, rows

# Contests of the same category that feed a contest: those of its province, or of every one for the nation's.
RELATED = """
 JOIN round_category rc ON rc.round_id = c.round_id AND rc.category_id = c.category_id
 WHERE c.category_id = :category AND (c.region_code IS NULL OR :region IS NULL OR c.region_code = :region)
"""


def freeze(
    db: Database,
    contest_id: int,
    *,
    finalised_at: str,
    finalised_by: int | None,
    reason: str,
    snapshot: str,
    fingerprint: str,
) -> None:
    """Keep a contest's result for good."""
    insert(
        db,
        "finalisation",
        contest_id=contest_id,
        finalised_at=finalised_at,
        finalised_by=finalised_by,
        reason=reason,
        snapshot=snapshot,
        fingerprint=fingerprint,
    )


def add_standing(
    db: Database,
    contest_id: int,
    entry_id: int,
    *,
    rank: int | None,
    score: str | None,
    round_score: str | None,
    advances: bool,
    wins: bool,
) -> None:
    """Keep one line of a finalised result where questions over many contests find it."""
    insert(
        db,
        "final_standing",
        contest_id=contest_id,
        entry_id=entry_id,
        rank=rank,
        score=score,
        round_score=round_score,
        advances=int(advances),
        wins=int(wins),
    )


def open_sources(db: Database, contest: Row, source_round_id: int) -> list[Row]:
    """The contests of the round before that feed this one, have living entries and are not finalised."""
    return rows(
        db,
        DESCRIBED + RELATED + " AND c.round_id = :round AND f.contest_id IS NULL AND EXISTS ("
        "SELECT 1 FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id"
        " WHERE ce.contest_id = c.id AND e.status = 'accepted') ORDER BY c.region_code, c.id",
        category=contest["category_id"],
        region=contest["region_code"],
        round=source_round_id,
    )


def finalised_for(db: Database, category_id: int, province_code: str) -> Row | None:
    """The first finalised contest that an entry of this category and province would come into, if any."""
    return row(
        db,
        DESCRIBED + " WHERE c.category_id = :category AND f.contest_id IS NOT NULL"
        " AND (c.region_code IS NULL OR c.region_code = :province) ORDER BY r.position LIMIT 1",
        category=category_id,
        province=province_code,
    )


def provisional_after(db: Database, contest_id: int, position: int) -> list[Row]:
    """Where the entries of a contest stand provisionally in later rounds: contest, entry, in order."""
    return rows(
        db,
        "SELECT later.contest_id, later.entry_id, r.position FROM contest_entry ce"
        " JOIN contest_entry later ON later.entry_id = ce.entry_id AND later.provisional = 1"
        " JOIN contest c ON c.id = later.contest_id JOIN round r ON r.id = c.round_id"
        " WHERE ce.contest_id = :contest AND r.position > :position"
        " ORDER BY r.position, later.contest_id, later.entry_id",
        contest=contest_id,
        position=position,
    )


def leave(db: Database, contest_id: int, entry_id: int) -> None:
    """Take an entry out of a contest; its sheets, measured values and adjustments there stay stored."""
    change(
        db,
        "DELETE FROM contest_entry WHERE contest_id = :contest AND entry_id = :entry",
        contest=contest_id,
        entry=entry_id,
    )


def drafts_of(db: Database, contest_id: int) -> list[Row]:
    """Sheets begun and not submitted, of assessors who are not recused: entry and assessor, by entry.

    `reopened`: the committee gave it back.
    """
    return rows(
        db,
        "SELECT s.entry_id, e.name AS entry, coalesce(nullif(a.name, ''), a.email) AS assessor,"
        " EXISTS (SELECT 1 FROM reopening o JOIN scoresheet_version v ON v.id = o.version_id"
        "  WHERE v.scoresheet_id = s.id) AS reopened"
        " FROM scoresheet s JOIN entry e ON e.id = s.entry_id JOIN account a ON a.id = s.account_id"
        " JOIN contest_entry ce ON ce.contest_id = s.contest_id AND ce.entry_id = s.entry_id"
        " WHERE s.contest_id = :contest AND s.status = 'draft' AND s.excluded_at IS NULL"
        " AND e.status = 'accepted' AND NOT EXISTS (SELECT 1 FROM recusal q"
        " WHERE q.account_id = s.account_id AND q.entry_id = s.entry_id)"
        " ORDER BY e.code, a.email",
        contest=contest_id,
    )


def waiting_for_screening(
    db: Database, edition_id: int, category_id: int, region_code: str | None
) -> list[Row]:
    """Entries whose dossier the committee has not decided on, of a category and a province (None: all)."""
    return rows(
        db,
        "SELECT id, code, name FROM entry WHERE edition_id = :edition AND category_id = :category"
        " AND status IN ('submitted', 'returned') AND (:region IS NULL OR province_code = :region)"
        " ORDER BY code",
        edition=edition_id,
        category=category_id,
        region=region_code,
    )


def living_counts(db: Database, contest_ids: list[int]) -> dict[int, int]:
    """How many accepted entries stand in each of these contests."""
    found = rows(
        db,
        "SELECT ce.contest_id, count(*) AS living FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id"
        " WHERE e.status = 'accepted' AND ce.contest_id IN (SELECT value FROM json_each(:contests))"
        " GROUP BY ce.contest_id ORDER BY ce.contest_id",
        contests=json.dumps(contest_ids),
    )
    return {one["contest_id"]: one["living"] for one in found}
