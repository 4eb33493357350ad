"""Contests and the entries that stand in them."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, change, insert, row, rows

DESCRIBED = """
SELECT c.id, c.round_id, c.category_id, c.region_code, r.edition_id, r.code AS round_code, r.stage, r.kind,
  r.title_id AS round_title_id, r.title_en AS round_title_en, r.opens_at, r.closes_at, r.position,
  r.marks_seen, r.assessors_seen, r.candidates_seen, r.signatures, r.assignment, r.objections, r.deliberation,
  r.rounding_places AS places, k.code AS category_code, k.title_id AS category_title_id,
  k.title_en AS category_title_en, g.name AS region_name, coalesce(g.timezone, e.timezone) AS timezone,
  e.code AS edition_code, e.title_id AS edition_title_id, e.title_en AS edition_title_en, e.official,
  f.finalised_at, f.reason AS finalised_reason, f.fingerprint, p.published_at, n.publishes_at,
  f.contest_id IS NOT NULL AS finalised, p.contest_id IS NOT NULL AS published
FROM contest c JOIN round r ON r.id = c.round_id JOIN category k ON k.id = c.category_id
JOIN edition e ON e.id = r.edition_id LEFT JOIN region g ON g.code = c.region_code
LEFT JOIN finalisation f ON f.contest_id = c.id LEFT JOIN publication p ON p.contest_id = c.id
LEFT JOIN standing_announcement n ON n.contest_id = c.id
"""


def described(db: Database, contest_id: int) -> Row | None:
    """One contest with the names of its round, category, region and edition, and how far it is."""
    return row(db, DESCRIBED + " WHERE c.id = :id", id=contest_id)


def find(db: Database, round_id: int, category_id: int, region_code: str | None) -> int | None:
    """The contest of a round, category and province (None: the nation), if any entry ever stood in it."""
    one = row(
        db,
        "SELECT id FROM contest WHERE round_id = :round AND category_id = :category"
        " AND coalesce(region_code, '') = coalesce(:region, '')",
        round=round_id,
        category=category_id,
        region=region_code,
    )
    return None if one is None else int(one["id"])


def matching(
    db: Database, round_id: int, category_id: int | None = None, region_code: str | None = None
) -> list[Row]:
    """The contests of a round, of one category or all, of one province or all."""
    return rows(
        db,
        DESCRIBED + " WHERE c.round_id = :round AND (:category IS NULL OR c.category_id = :category)"
        " AND (:region IS NULL OR c.region_code = :region) ORDER BY k.position, c.region_code, c.id",
        round=round_id,
        category=category_id,
        region=region_code,
    )


def ensure(db: Database, round_id: int, category_id: int, region_code: str | None) -> int:
    """The contest's id; made when its first entry comes."""
    known = find(db, round_id, category_id, region_code)
    if known is not None:
        return known
    return insert(db, "contest", round_id=round_id, category_id=category_id, region_code=region_code)


def enter(
    db: Database, contest_id: int, entry_id: int, *, entered_at: str, provisional: bool = False
) -> bool:
    """Let an entry stand in a contest; a firm entry replaces a provisional one. False if nothing changed."""
    return bool(
        change(
            db,
            "INSERT INTO contest_entry (contest_id, entry_id, provisional, entered_at)"
            " VALUES (:contest, :entry, :provisional, :at) ON CONFLICT (contest_id, entry_id)"
            " DO UPDATE SET provisional = excluded.provisional WHERE excluded.provisional < provisional",
            contest=contest_id,
            entry=entry_id,
            provisional=int(provisional),
            at=entered_at,
        )
    )


def entries_of(db: Database, contest_id: int) -> list[Row]:
    """The entries of a contest that are still in the award, by code."""
    return rows(
        db,
        "SELECT e.*, ce.provisional FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id"
        " WHERE ce.contest_id = :contest AND e.status = 'accepted' ORDER BY e.code",
        contest=contest_id,
    )


def stands(db: Database, contest_id: int, entry_id: int) -> bool:
    """Whether the entry stands in the contest."""
    one = row(
        db,
        "SELECT 1 AS yes FROM contest_entry WHERE contest_id = :contest AND entry_id = :entry",
        contest=contest_id,
        entry=entry_id,
    )
    return one is not None


def contests_of_entry(db: Database, entry_id: int) -> list[Row]:
    """The contests in which an entry stands or stood, in the order of the rounds."""
    return rows(
        db,
        DESCRIBED + " JOIN contest_entry ce ON ce.contest_id = c.id WHERE ce.entry_id = :entry"
        " ORDER BY r.position, c.id",
        entry=entry_id,
    )
