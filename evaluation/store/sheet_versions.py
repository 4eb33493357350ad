"""Submitted sheets as they were, each time; which of them the committee gave back, and why."""

from __future__ import annotations

import json
from collections import defaultdict

from sqlite_utils import Database

from evaluation.core.sheet_versions import Given, Submitted
from evaluation.core.subjects import ContestRef, SheetRef
from evaluation.store import desk
from evaluation.store.db import Row, change, insert, row, rows
from evaluation.store.refs import CONTEST, contest_ref_of, found

VERSIONS = """
SELECT v.id, v.scoresheet_id, v.number, v.total, v.submitted_at, v.fingerprint, o.id AS reopening_id,
  o.reason, o.reopened_at, coalesce(nullif(a.name, ''), a.email, '') AS reopened_by_name
FROM scoresheet_version v LEFT JOIN reopening o ON o.version_id = v.id
LEFT JOIN account a ON a.id = o.reopened_by
"""

SHEETS = """
SELECT s.id, s.entry_id, s.account_id, s.status, s.excluded_at IS NOT NULL AS excluded,
  e.status AS entry_status,
  EXISTS (SELECT 1 FROM panel_member m JOIN panel p ON p.id = m.panel_id JOIN contest c ON c.id = s.contest_id
    JOIN round r ON r.id = c.round_id WHERE m.account_id = s.account_id AND m.left_at IS NULL
    AND p.edition_id = r.edition_id AND p.stage = r.stage
    AND coalesce(p.region_code, '') = coalesce(c.region_code, '')) AS seated,
  (SELECT json_group_array(q.account_id) FROM recusal q WHERE q.entry_id = s.entry_id) AS recused
FROM scoresheet s JOIN entry e ON e.id = s.entry_id
"""


# --- versions ------------------------------------------------------------------------------------


def versions_of(db: Database, sheet_id: int) -> list[Row]:
    """The submissions of a sheet, newest first; `reopening_id` and its reason where it was given back."""
    return rows(db, VERSIONS + " WHERE v.scoresheet_id = :sheet ORDER BY v.number DESC", sheet=sheet_id)


def marks_of(db: Database, sheet_id: int) -> dict[int, dict[str, Given]]:
    """What was given by criterion's code, of every version of a sheet by its number."""
    kept: dict[int, dict[str, Given]] = defaultdict(dict)
    for one in rows(
        db,
        "SELECT v.number, c.code, m.value, m.comment, m.feedback FROM scoresheet_version v"
        " JOIN scoresheet_version_mark m ON m.version_id = v.id JOIN criterion c ON c.id = m.criterion_id"
        " WHERE v.scoresheet_id = :sheet ORDER BY v.number, c.position, c.id",
        sheet=sheet_id,
    ):
        kept[one["number"]][one["code"]] = (one["value"], one["comment"], one["feedback"])
    return kept


def keep(db: Database, sheet_id: int) -> Row:
    """Keep a submitted sheet as it is now, unless that is done; the version's row."""
    newest = next(iter(versions_of(db, sheet_id)), None)
    if newest is not None and newest["reopening_id"] is None:
        return newest
    submitted = _submitted(db, sheet_id, 1 if newest is None else newest["number"] + 1)
    version_id = insert(
        db,
        "scoresheet_version",
        scoresheet_id=sheet_id,
        number=submitted.number,
        total=submitted.total,
        submitted_at=submitted.submitted_at,
        content=submitted.content,
        fingerprint=submitted.fingerprint,
    )
    change(
        db,
        "INSERT INTO scoresheet_version_mark (version_id, criterion_id, value, comment, feedback)"
        " SELECT :version, criterion_id, value, comment, feedback FROM mark WHERE scoresheet_id = :sheet",
        version=version_id,
        sheet=sheet_id,
    )
    return versions_of(db, sheet_id)[0]


def _submitted(db: Database, sheet_id: int, number: int) -> Submitted:
    sheet = found(
        row(
            db,
            "SELECT s.total, s.submitted_at, a.email FROM scoresheet s JOIN account a ON a.id = s.account_id"
            " WHERE s.id = :sheet AND s.status = 'submitted'",
            sheet=sheet_id,
        )
    )
    marks = desk.marks_of(db, sheet_id)
    return Submitted(
        sheet=sheet_id,
        number=number,
        assessor=sheet["email"],
        marks={one["code"]: one["value"] for one in marks if one["value"] is not None},
        comments={one["code"]: one["comment"] for one in marks},
        feedback={one["code"]: one["feedback"] for one in marks},
        total=sheet["total"],
        submitted_at=sheet["submitted_at"],
    )


# --- reopening -----------------------------------------------------------------------------------


def sheet_ref(db: Database, sheet_id: int) -> SheetRef:
    """A sheet as permissions see it. NotFound when there is none. Two questions."""
    one = found(row(db, SHEETS + " WHERE s.id = :sheet", sheet=sheet_id))
    about = found(
        row(
            db,
            CONTEST.replace("WHERE c.id = :contest", "JOIN scoresheet s ON s.contest_id = c.id")
            + " WHERE s.id = :sheet",
            sheet=sheet_id,
        )
    )
    return _sheet_ref(contest_ref_of(about), one)


def sheet_refs(db: Database, contest: ContestRef, entry_id: int) -> dict[int, SheetRef]:
    """The sheets of an entry in a contest as permissions see them, by id. One question."""
    there = rows(
        db,
        SHEETS + " WHERE s.contest_id = :contest AND s.entry_id = :entry ORDER BY s.id",
        contest=contest.contest_id,
        entry=entry_id,
    )
    return {one["id"]: _sheet_ref(contest, one) for one in there}


def _sheet_ref(contest: ContestRef, one: Row) -> SheetRef:
    of_contest = {name: getattr(contest, name) for name in ContestRef.__slots__}
    return SheetRef(
        **of_contest,
        sheet_id=one["id"],
        entry_id=one["entry_id"],
        entry_status=one["entry_status"],
        assessor=one["account_id"],
        status=one["status"],
        excluded=bool(one["excluded"]),
        seated=bool(one["seated"]),
        recused=frozenset(json.loads(one["recused"])),
    )


def reopen(
    db: Database, sheet_id: int, version_id: int, *, reason: str, reopened_by: int | None, reopened_at: str
) -> None:
    """Give a sheet back: its version stays, the sheet with the same marks is a draft again."""
    insert(
        db,
        "reopening",
        version_id=version_id,
        reason=reason,
        reopened_by=reopened_by,
        reopened_at=reopened_at,
    )
    change(
        db,
        "UPDATE scoresheet SET status = 'draft', total = NULL, submitted_at = NULL, revision = revision + 1"
        " WHERE id = :sheet AND status = 'submitted'",
        sheet=sheet_id,
    )


def last_reopening(db: Database, sheet_id: int) -> Row | None:
    """The newest version of a sheet that was given back, with the reason; None when none ever was."""
    return row(
        db,
        VERSIONS + " WHERE v.scoresheet_id = :sheet AND o.id IS NOT NULL ORDER BY v.number DESC",
        sheet=sheet_id,
    )


def histories(db: Database, contest_id: int, entry_id: int) -> dict[int, list[Row]]:
    """The submissions of every sheet of an entry in a contest, by sheet, newest first. One question."""
    kept: dict[int, list[Row]] = defaultdict(list)
    for one in rows(
        db,
        VERSIONS + " JOIN scoresheet s ON s.id = v.scoresheet_id"
        " WHERE s.contest_id = :contest AND s.entry_id = :entry ORDER BY v.scoresheet_id, v.number DESC",
        contest=contest_id,
        entry=entry_id,
    ):
        kept[one["scoresheet_id"]].append(one)
    return kept


def awaited_back(db: Database, contest_id: int, account_id: int | None) -> list[Row]:
    """Sheets of a contest that were given back and not handed in again: entry and assessor, by entry.

    Without the entries from which the account is recused, and without sheets of the recused.
    """
    return rows(
        db,
        "SELECT s.id, s.entry_id, e.name AS entry, coalesce(nullif(a.name, ''), a.email) AS assessor"
        " FROM scoresheet s JOIN entry e ON e.id = s.entry_id AND e.status = 'accepted'"
        " JOIN account a ON a.id = s.account_id"
        " WHERE s.contest_id = :contest AND s.status = 'draft' AND s.excluded_at IS NULL"
        " AND EXISTS (SELECT 1 FROM reopening o JOIN scoresheet_version v ON v.id = o.version_id"
        "  WHERE v.scoresheet_id = s.id)"
        " AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.entry_id = s.entry_id"
        "  AND q.account_id IN (s.account_id, coalesce(:account, 0)))"
        " ORDER BY e.code, a.email, s.id",
        contest=contest_id,
        account=account_id,
    )
