"""Until when the dossiers of entries are taken, and the extensions that single candidates were granted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from evaluation.core.deadlines import deadline
from evaluation.core.timeline import screening
from evaluation.store import timelines
from evaluation.store.db import Row, insert, moment, rows

# What holds now: the correction of a returned dossier, and the latest extension of that or of the first time.
MOVED = """
SELECT e.id, c.id AS correction_id, c.due_at,
  (SELECT max(x.until_at) FROM extension x
   WHERE x.entry_id = e.id AND x.correction_id IS NOT DISTINCT FROM c.id) AS extended_to
FROM entry e LEFT JOIN correction c ON e.status = 'returned'
  AND c.id = (SELECT max(id) FROM correction WHERE entry_id = e.id)
WHERE e.id IN (SELECT value FROM json_each(:ids)) ORDER BY e.id
"""


def of_entries(db: Database, entries: Sequence[Row]) -> dict[int, datetime | None]:
    """The deadline of each entry (rows with id, category_id, status), by id; None: it has none.

    Two questions for any number of entries.
    """
    rounds = timelines.rounds_of_categories(db, (one["category_id"] for one in entries))
    moved = {one["id"]: one for one in rows(db, MOVED, ids=json.dumps([one["id"] for one in entries]))}
    found = {}
    for one in entries:
        closing = screening(rounds.get(one["category_id"], ()))
        found[one["id"]] = deadline(
            one["status"],
            closes=closing.closes if closing else None,
            due=_moment(moved[one["id"]]["due_at"]),
            extended=_moment(moved[one["id"]]["extended_to"]),
        )
    return found


def of_entry(db: Database, entry: Row) -> datetime | None:
    """The deadline of one entry; None when it has none."""
    return of_entries(db, [entry])[entry["id"]]


def _moment(stored: str | None) -> datetime | None:
    return moment(stored) if stored else None


def extend(
    db: Database,
    *,
    entry_id: int,
    correction_id: int | None,
    before_at: str,
    until_at: str,
    reason: str,
    granted_by: int | None,
    granted_at: str,
) -> int:
    """Keep an extension: of a correction's deadline, or (None) of the first submission's; its id."""
    return insert(
        db,
        "extension",
        entry_id=entry_id,
        correction_id=correction_id,
        before_at=before_at,
        until_at=until_at,
        reason=reason,
        granted_by=granted_by,
        granted_at=granted_at,
    )


EXTENSIONS = """
SELECT x.*, e.name AS entry_name, e.code AS entry_code, g.timezone, v.name AS province_name,
  k.title_id AS category_title_id, k.title_en AS category_title_en
FROM extension x JOIN entry e ON e.id = x.entry_id JOIN region g ON g.code = e.region_code
JOIN region v ON v.code = e.province_code JOIN category k ON k.id = e.category_id
"""


def extensions_of_entry(db: Database, entry_id: int) -> list[Row]:
    """The extensions that one candidate was granted, newest first."""
    return rows(db, EXTENSIONS + " WHERE x.entry_id = :entry ORDER BY x.id DESC", entry=entry_id)


def extensions_of_edition(db: Database, edition_id: int, *, limit: int, offset: int) -> list[Row]:
    """A page of all extensions of an edition, newest first."""
    return rows(
        db,
        EXTENSIONS + " WHERE e.edition_id = :edition ORDER BY x.id DESC LIMIT :limit OFFSET :offset",
        edition=edition_id,
        limit=limit,
        offset=offset,
    )


def editions_with_extensions(db: Database) -> list[Row]:
    """The editions in which somebody was given more time, newest first."""
    return rows(
        db,
        "SELECT DISTINCT d.id, d.code, d.title_id, d.title_en FROM extension x"
        " JOIN entry e ON e.id = x.entry_id JOIN edition d ON d.id = e.edition_id ORDER BY d.id DESC",
    )


def count_in_edition(db: Database, edition_id: int) -> int:
    """How many extensions an edition has."""
    found = rows(
        db,
        "SELECT count(*) AS extensions FROM extension x JOIN entry e ON e.id = x.entry_id"
        " WHERE e.edition_id = :edition",
        edition=edition_id,
    )
    return int(found[0]["extensions"])
