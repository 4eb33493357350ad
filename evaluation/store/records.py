"""What a committee records on an entry in a contest: values, adjustments, sheets that do not count."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlite_utils import Database

from evaluation.store.db import Row, change, insert, row, rows

WHO = "coalesce(nullif(a.name, ''), a.email, '')"

MEASURABLE = """
FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id
WHERE ce.contest_id = :contest AND e.status = 'accepted'
  AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.entry_id = e.id AND q.account_id = :account)
"""

# What coverage sections say: lines that give both numbers.
COVERS = (
    "i.section_id IN (SELECT id FROM section WHERE kind = 'coverage')"
    " AND json_extract(i.fields, '$.workers') IS NOT NULL"
    " AND json_extract(i.fields, '$.protected') IS NOT NULL"
)
COVERED = (
    "sum(json_extract(i.fields, '$.workers')) AS workers,"
    " sum(json_extract(i.fields, '$.protected')) AS protected"
)

# --- measured values -----------------------------------------------------------------------------


def standing_entries(
    db: Database, contest_id: int, entry_ids: Collection[int], account_id: int | None
) -> list[Row]:
    """Those of `entry_ids` that stand in the contest, without those from which the account is recused."""
    return rows(
        db,
        "SELECT e.id, e.code, e.name, e.status FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id"
        " WHERE ce.contest_id = :contest AND ce.entry_id IN (SELECT value FROM json_each(:wanted))"
        " AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.entry_id = e.id AND q.account_id = :account)"
        " ORDER BY e.code",
        contest=contest_id,
        wanted=json.dumps(sorted(entry_ids)),
        account=account_id,
    )


def measures_of(db: Database, contest_id: int, entry_ids: Collection[int]) -> list[Row]:
    """The measured values of these entries, each with its criterion's code and who recorded it when."""
    return rows(
        db,
        f"SELECT m.*, c.code AS criterion, {WHO} AS recorded_by_name FROM measure m"
        " JOIN criterion c ON c.id = m.criterion_id LEFT JOIN account a ON a.id = m.recorded_by"
        " WHERE m.contest_id = :contest AND m.entry_id IN (SELECT value FROM json_each(:wanted))"
        " ORDER BY m.entry_id, c.position, c.id",
        contest=contest_id,
        wanted=json.dumps(sorted(entry_ids)),
    )


def set_measure(
    db: Database,
    *,
    contest_id: int,
    entry_id: int,
    criterion_id: int,
    value: str,
    source: str,
    recorded_by: int | None,
    recorded_at: str,
) -> None:
    """Record a measured value, in place of the one before."""
    change(
        db,
        "INSERT INTO measure (contest_id, entry_id, criterion_id, value, source, recorded_by, recorded_at)"
        " VALUES (:contest, :entry, :criterion, :value, :source, :by, :at)"
        " ON CONFLICT (contest_id, entry_id, criterion_id) DO UPDATE SET value = excluded.value,"
        " source = excluded.source, recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at",
        contest=contest_id,
        entry=entry_id,
        criterion=criterion_id,
        value=value,
        source=source,
        by=recorded_by,
        at=recorded_at,
    )


def drop_measure(db: Database, contest_id: int, entry_id: int, criterion_id: int) -> None:
    """Take a measured value away."""
    change(
        db,
        "DELETE FROM measure WHERE contest_id = :contest AND entry_id = :entry AND criterion_id = :criterion",
        contest=contest_id,
        entry=entry_id,
        criterion=criterion_id,
    )


def measurable_entries(
    db: Database, contest_id: int, account_id: int | None, *, limit: int, offset: int
) -> list[Row]:
    """A page of the contest's entries, by code, without those from which the account is recused.

    `workers` and `protected` add up the dossier's coverage figures; None where it has none.
    """
    return rows(
        db,
        f"WITH page AS (SELECT e.id, e.code, e.name {MEASURABLE}"
        " ORDER BY e.code LIMIT :limit OFFSET :offset)"
        f" SELECT p.id, p.code, p.name, {COVERED} FROM page p"
        f" LEFT JOIN dossier_item i ON i.entry_id = p.id AND {COVERS}"
        " GROUP BY p.id, p.code, p.name ORDER BY p.code",
        contest=contest_id,
        account=account_id,
        limit=limit,
        offset=offset,
    )


def measurable_count(db: Database, contest_id: int, account_id: int | None) -> int:
    """How many entries `measurable_entries` lists in all."""
    one = row(db, f"SELECT count(*) AS entries {MEASURABLE}", contest=contest_id, account=account_id)
    assert one is not None
    return int(one["entries"])


def coverage_of(db: Database, entry_id: int) -> Row:
    """The dossier's workers and protected workers, added up over the segments that have both."""
    found = row(
        db,
        f"SELECT {COVERED} FROM dossier_item i WHERE i.entry_id = :entry AND {COVERS}",
        entry=entry_id,
    )
    assert found is not None
    return found


# --- adjustments ---------------------------------------------------------------------------------


def adjustments_of(db: Database, contest_id: int, entry_id: int) -> list[Row]:
    """The adjustments of an entry in a contest, oldest first."""
    return rows(
        db,
        f"SELECT j.*, {WHO} AS recorded_by_name FROM adjustment j LEFT JOIN account a ON a.id = j.recorded_by"
        " WHERE j.contest_id = :contest AND j.entry_id = :entry ORDER BY j.id",
        contest=contest_id,
        entry=entry_id,
    )


def adjustment(db: Database, adjustment_id: int) -> Row | None:
    """One adjustment."""
    return row(db, "SELECT * FROM adjustment WHERE id = :id", id=adjustment_id)


def has_adjustment(
    db: Database, contest_id: int, entry_id: int, *, points: str | None, percent: str | None, reason: str
) -> bool:
    """Whether the same adjustment with the same reason is there already."""
    one = row(
        db,
        "SELECT 1 AS yes FROM adjustment WHERE contest_id = :contest AND entry_id = :entry"
        " AND reason = :reason AND coalesce(points, '') = coalesce(:points, '')"
        " AND coalesce(percent, '') = coalesce(:percent, '')",
        contest=contest_id,
        entry=entry_id,
        points=points,
        percent=percent,
        reason=reason,
    )
    return one is not None


def add_adjustment(
    db: Database,
    *,
    contest_id: int,
    entry_id: int,
    points: str | None,
    percent: str | None,
    reason: str,
    recorded_by: int | None,
    recorded_at: str,
) -> int:
    """Add an adjustment and answer its id."""
    return insert(
        db,
        "adjustment",
        contest_id=contest_id,
        entry_id=entry_id,
        points=points,
        percent=percent,
        reason=reason,
        recorded_by=recorded_by,
        recorded_at=recorded_at,
    )


def penalties_of(db: Database, contest_id: int) -> list[Row]:
    """The adjustments of a contest that come from the record of who came, by entry."""
    return rows(
        db,
        "SELECT * FROM adjustment WHERE contest_id = :contest AND penalty IS NOT NULL ORDER BY entry_id, id",
        contest=contest_id,
    )


def set_source(db: Database, adjustment_id: int, *, penalty: str, attendance_revision: int) -> None:
    """Write down from which record of who came an adjustment comes."""
    change(
        db,
        "UPDATE adjustment SET penalty = :penalty, attendance_revision = :revision WHERE id = :id",
        id=adjustment_id,
        penalty=penalty,
        revision=attendance_revision,
    )


def drop_adjustment(db: Database, adjustment_id: int) -> None:
    """Take an adjustment away."""
    change(db, "DELETE FROM adjustment WHERE id = :id", id=adjustment_id)


# --- sheets --------------------------------------------------------------------------------------


def sheets_of(db: Database, contest_id: int, entry_id: int) -> list[Row]:
    """The sheets of an entry in a contest, by assessor, each with whether its assessor is recused."""
    return rows(
        db,
        f"SELECT s.*, a.email, {WHO} AS assessor,"
        " coalesce(nullif(x.name, ''), x.email, '') AS excluded_by_name,"
        " EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = s.account_id AND q.entry_id = s.entry_id)"
        " AS recused FROM scoresheet s JOIN account a ON a.id = s.account_id"
        " LEFT JOIN account x ON x.id = s.excluded_by"
        " WHERE s.contest_id = :contest AND s.entry_id = :entry ORDER BY assessor, s.id",
        contest=contest_id,
        entry=entry_id,
    )


def sheet(db: Database, sheet_id: int) -> Row | None:
    """One sheet, without its marks."""
    return row(db, "SELECT * FROM scoresheet WHERE id = :id", id=sheet_id)


def set_excluded(
    db: Database, sheet_id: int, *, excluded_at: str | None, excluded_by: int | None, reason: str
) -> None:
    """Exclude a sheet from every average (or, with None, let it count again)."""
    change(
        db,
        "UPDATE scoresheet SET excluded_at = :at, excluded_by = :by, excluded_reason = :reason"
        " WHERE id = :id",
        id=sheet_id,
        at=excluded_at,
        by=excluded_by,
        reason=reason,
    )
