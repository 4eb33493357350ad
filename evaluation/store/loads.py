"""What files of scores, measures and adjustments are compared with, read once for all of their entries."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlite_utils import Database

from evaluation.store.db import Row, insert, rows


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A sheet in the store: marks and comments by criterion id, as exact text; None is a blank mark."""

    status: str
    marks: dict[int, tuple[str | None, str]] = field(default_factory=dict)


def _wanted(entry_ids: Collection[int]) -> str:
    return json.dumps(sorted(entry_ids))


def contests_of(db: Database, edition_id: int) -> dict[tuple[int, int, str | None], Row]:
    """Every contest of an edition by round, category and province: its `id` and whether it is `finalised`."""
    found = rows(
        db,
        "SELECT c.*, f.contest_id IS NOT NULL AS finalised FROM contest c JOIN round r ON r.id = c.round_id"
        " LEFT JOIN finalisation f ON f.contest_id = c.id WHERE r.edition_id = :edition ORDER BY c.id",
        edition=edition_id,
    )
    return {(one["round_id"], one["category_id"], one["region_code"]): one for one in found}


def places_of(db: Database, entry_ids: Collection[int]) -> dict[tuple[int, int], bool]:
    """Where these entries stand: whether provisionally, by contest and entry."""
    found = rows(
        db,
        "SELECT contest_id, entry_id, provisional FROM contest_entry"
        " WHERE entry_id IN (SELECT value FROM json_each(:wanted)) ORDER BY contest_id, entry_id",
        wanted=_wanted(entry_ids),
    )
    return {(one["contest_id"], one["entry_id"]): bool(one["provisional"]) for one in found}


def provisional_places(db: Database, edition_id: int) -> list[Row]:
    """Every provisional place of a living entry: `contest_id`, `entry_id`, its `code` and the `round`."""
    return rows(
        db,
        "SELECT ce.contest_id, e.id AS entry_id, e.code, r.code AS round FROM contest_entry ce"
        " JOIN entry e ON e.id = ce.entry_id JOIN contest c ON c.id = ce.contest_id"
        " JOIN round r ON r.id = c.round_id"
        " WHERE e.edition_id = :edition AND ce.provisional = 1 AND e.status = 'accepted'"
        " ORDER BY r.position, e.code",
        edition=edition_id,
    )


def recusals_of(db: Database, entry_ids: Collection[int]) -> set[tuple[int, int]]:
    """Who is recused from these entries: pairs of account and entry."""
    found = rows(
        db,
        "SELECT account_id, entry_id FROM recusal WHERE entry_id IN (SELECT value FROM json_each(:wanted))"
        " ORDER BY account_id, entry_id",
        wanted=_wanted(entry_ids),
    )
    return {(one["account_id"], one["entry_id"]) for one in found}


def assigned_of(db: Database, entry_ids: Collection[int]) -> set[tuple[int, int, int]]:
    """Who is assigned to these entries: contest, entry and account."""
    found = rows(
        db,
        "SELECT contest_id, entry_id, account_id FROM assignment WHERE ended_at IS NULL"
        " AND entry_id IN (SELECT value FROM json_each(:wanted))"
        " ORDER BY contest_id, entry_id, account_id",
        wanted=_wanted(entry_ids),
    )
    return {(one["contest_id"], one["entry_id"], one["account_id"]) for one in found}


def sheets_of(db: Database, entry_ids: Collection[int]) -> dict[tuple[int, int, int], StoredSheet]:
    """Every sheet of these entries with its marks, by contest, entry and account. Two questions."""
    wanted = _wanted(entry_ids)
    sheets: dict[int, StoredSheet] = {}
    found: dict[tuple[int, int, int], StoredSheet] = {}
    for one in rows(
        db,
        "SELECT id, contest_id, entry_id, account_id, status FROM scoresheet"
        " WHERE entry_id IN (SELECT value FROM json_each(:wanted)) ORDER BY id",
        wanted=wanted,
    ):
        sheet = sheets[one["id"]] = StoredSheet(one["status"])
        found[one["contest_id"], one["entry_id"], one["account_id"]] = sheet
    for one in rows(
        db,
        "SELECT m.* FROM mark m JOIN scoresheet s ON s.id = m.scoresheet_id"
        " WHERE s.entry_id IN (SELECT value FROM json_each(:wanted))"
        " ORDER BY m.scoresheet_id, m.criterion_id",
        wanted=wanted,
    ):
        sheets[one["scoresheet_id"]].marks[one["criterion_id"]] = (one["value"], one["comment"])
    return found


def measures_of(db: Database, entry_ids: Collection[int]) -> dict[tuple[int, int, int], tuple[str, str]]:
    """The measured values of these entries: value and source, by contest, entry and criterion."""
    found = rows(
        db,
        "SELECT * FROM measure WHERE entry_id IN (SELECT value FROM json_each(:wanted))"
        " ORDER BY contest_id, entry_id, criterion_id",
        wanted=_wanted(entry_ids),
    )
    return {
        (one["contest_id"], one["entry_id"], one["criterion_id"]): (one["value"], one["source"])
        for one in found
    }


def adjustments_of(
    db: Database, entry_ids: Collection[int]
) -> set[tuple[int, int, str | None, str | None, str]]:
    """The adjustments of these entries: contest, entry, points, percent, reason."""
    found = rows(
        db,
        "SELECT * FROM adjustment WHERE entry_id IN (SELECT value FROM json_each(:wanted)) ORDER BY id",
        wanted=_wanted(entry_ids),
    )
    return {
        (one["contest_id"], one["entry_id"], one["points"], one["percent"], one["reason"]) for one in found
    }


def add_submitted(
    db: Database,
    *,
    contest_id: int,
    entry_id: int,
    account_id: int,
    total: str,
    submitted_at: str,
    marks: Iterable[tuple[int, str, str]],
) -> int:
    """Store a submitted sheet with its marks (criterion id, exact text, comment); its id."""
    sheet_id = insert(
        db,
        "scoresheet",
        contest_id=contest_id,
        entry_id=entry_id,
        account_id=account_id,
        status="submitted",
        total=total,
        saved_at=submitted_at,
        submitted_at=submitted_at,
    )
    for criterion_id, value, comment in marks:
        insert(db, "mark", scoresheet_id=sheet_id, criterion_id=criterion_id, value=value, comment=comment)
    return sheet_id
