"""What the public sees: published contests, and nothing of any other."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.contests import DESCRIBED
from evaluation.store.db import Row, row, rows

# What the public is shown: the published results, and the last one of those that are being corrected.
SHOWN = """(
  SELECT contest_id, published_at FROM publication
  UNION ALL
  SELECT contest_id, max(published_at) FROM replaced_result v WHERE published_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM publication p WHERE p.contest_id = v.contest_id) GROUP BY contest_id
)"""


def editions_with_results(db: Database) -> list[Row]:
    """The editions that have published results, newest award first, each with how many."""
    return rows(
        db,
        "SELECT e.id, e.code, e.title_id, e.title_en, e.assessed_year, e.award_year, e.official, e.timezone,"
        " count(*) AS results, max(p.published_at) AS last_published_at"
        f" FROM {SHOWN} p JOIN contest c ON c.id = p.contest_id JOIN round r ON r.id = c.round_id"
        " JOIN edition e ON e.id = r.edition_id GROUP BY e.id ORDER BY e.award_year DESC, e.code",
    )


def edition_with_results(db: Database, code: str) -> Row | None:
    """One edition, if anything of it is published: before that it is not there."""
    return row(
        db,
        f"SELECT e.* FROM edition e WHERE e.code = :code AND EXISTS (SELECT 1 FROM {SHOWN} p"
        " JOIN contest c ON c.id = p.contest_id JOIN round r ON r.id = c.round_id WHERE r.edition_id = e.id)",
        code=code,
    )


def published_of(db: Database, edition_id: int) -> list[Row]:
    """The published contests of an edition: the last round first, then by category and region."""
    return rows(
        db,
        DESCRIBED + " WHERE r.edition_id = :edition AND p.contest_id IS NOT NULL"
        " ORDER BY r.position DESC, k.position, g.name, c.id",
        edition=edition_id,
    )


WINNERS = """
SELECT s.contest_id, s.rank, e.code, e.name, r.edition_id, r.position, k.code AS category_code,
  k.title_id AS category_title_id, k.title_en AS category_title_en
FROM final_standing s JOIN publication p ON p.contest_id = s.contest_id JOIN contest c ON c.id = s.contest_id
JOIN round r ON r.id = c.round_id JOIN category k ON k.id = c.category_id JOIN entry e ON e.id = s.entry_id
WHERE s.wins = 1
"""


def winners_of(db: Database, edition_id: int) -> list[Row]:
    """Who won the published contests of an edition, by contest and rank."""
    return rows(
        db,
        WINNERS + " AND r.edition_id = :edition ORDER BY s.contest_id, s.rank, e.code",
        edition=edition_id,
    )


def national_winners(db: Database) -> list[Row]:
    """Who won the nation's published contests of every edition: last round first, by category and rank."""
    return rows(
        db,
        WINNERS + " AND r.stage = 'national'"
        " ORDER BY r.edition_id, r.position DESC, k.position, s.rank, e.code",
    )


def rounds_of_candidate(db: Database, edition_id: int, code: str) -> list[Row]:
    """The published contests in which a candidate stood, in the order of the rounds."""
    return rows(
        db,
        DESCRIBED + " JOIN contest_entry ce ON ce.contest_id = c.id JOIN entry en ON en.id = ce.entry_id"
        " WHERE en.edition_id = :edition AND en.code = :code AND p.contest_id IS NOT NULL"
        " ORDER BY r.position, c.id",
        edition=edition_id,
        code=code,
    )


def contest_named(
    db: Database, edition_code: str, round_code: str, category_code: str, region_code: str | None
) -> int | None:
    """The id of the contest that an address names, published or not: the caller asks the permissions."""
    one = row(
        db,
        "SELECT c.id FROM contest c JOIN round r ON r.id = c.round_id JOIN category k ON k.id = c.category_id"
        " JOIN edition e ON e.id = r.edition_id WHERE e.code = :edition AND r.code = :round"
        " AND k.code = :category AND coalesce(c.region_code, '') = coalesce(:region, '')",
        edition=edition_code,
        round=round_code,
        category=category_code,
        region=region_code,
    )
    return None if one is None else int(one["id"])
