"""Recounts: drafts of changes to a contest, their steps and how they ended; the contests that they reach."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from evaluation.core.subjects import RecountRef
from evaluation.store import result_versions
from evaluation.store.contests import DESCRIBED
from evaluation.store.db import Row, change, insert, row, rows
from evaluation.store.refs import found

WHO = "coalesce(nullif({0}.name, ''), {0}.email, '')"
PANEL_OF_RECOUNT = """
JOIN contest c ON c.id = n.contest_id JOIN round r ON r.id = c.round_id
JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
  AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
JOIN panel_member m ON m.panel_id = p.id
"""
RECOUNTS = f"""
SELECT n.*, x.outcome, x.reason AS end_reason, x.changes, x.ended_at,
  {WHO.format("a")} AS begun_by_name, {WHO.format("b")} AS ended_by_name,
  (SELECT count(*) FROM recount_step s WHERE s.recount_id = n.id) AS steps
FROM recount n LEFT JOIN recount_end x ON x.recount_id = n.id
LEFT JOIN account a ON a.id = n.begun_by LEFT JOIN account b ON b.id = x.ended_by
"""


def add(
    db: Database,
    *,
    contest_id: int,
    title: str,
    reason: str,
    decree: str,
    objection_id: int | None,
    begun_by: int | None,
    begun_at: str,
) -> int:
    """Begin a recount; its id."""
    return insert(
        db,
        "recount",
        contest_id=contest_id,
        title=title,
        reason=reason,
        decree=decree,
        objection_id=objection_id,
        begun_by=begun_by,
        begun_at=begun_at,
    )


def recount(db: Database, recount_id: int) -> Row:
    """One recount; `outcome` None while it is open. NotFound when there is none."""
    return found(row(db, RECOUNTS + " WHERE n.id = :id", id=recount_id))


def of_objection(db: Database, objection_id: int) -> list[Row]:
    """The recounts that answer an objection, the first one first."""
    return rows(db, RECOUNTS + " WHERE n.objection_id = :objection ORDER BY n.id", objection=objection_id)


def of_contest(db: Database, contest_id: int) -> list[Row]:
    """The recounts of a contest, newest first."""
    return rows(db, RECOUNTS + " WHERE n.contest_id = :contest ORDER BY n.id DESC", contest=contest_id)


def open_in(db: Database, contest_id: int) -> list[Row]:
    """The recounts of a contest that are neither applied nor dropped."""
    return [one for one in of_contest(db, contest_id) if one["outcome"] is None]


def recount_ref(db: Database, one: Row, now: datetime) -> RecountRef:
    """A recount, a row of `recount`, as permissions see it."""
    every = result_versions.every_ref(db, one["contest_id"], now)
    return replace(every, ended=one["outcome"] is not None)


# --- steps ---------------------------------------------------------------------------------------


def add_step(
    db: Database,
    recount_id: int,
    *,
    kind: str,
    entry_id: int | None,
    contents: Mapping[str, Any],
    reason: str,
    added_by: int | None,
    added_at: str,
) -> int:
    """Add a step as the last one; its id."""
    return insert(
        db,
        "recount_step",
        recount_id=recount_id,
        kind=kind,
        entry_id=entry_id,
        contents=json.dumps(contents, ensure_ascii=False, sort_keys=True),
        reason=reason,
        added_by=added_by,
        added_at=added_at,
    )


def steps_of(db: Database, recount_id: int) -> list[Row]:
    """The steps of a recount in order: `contents` by name, with the entry's name and who added it."""
    kept = rows(
        db,
        f"SELECT s.*, e.name AS entry_name, e.code AS entry_code, {WHO.format('a')} AS added_by_name,"
        # As they sit on this contest's panel: another panel may know the same person in another office.
        f" coalesce((SELECT m.name FROM recount n {PANEL_OF_RECOUNT} WHERE n.id = s.recount_id"
        f" AND m.account_id = b.id ORDER BY m.id DESC LIMIT 1), {WHO.format('b')}) AS assessor_name"
        " FROM recount_step s LEFT JOIN entry e ON e.id = s.entry_id LEFT JOIN account a ON a.id = s.added_by"
        " LEFT JOIN scoresheet x ON x.id = json_extract(s.contents, '$.sheet')"
        " LEFT JOIN account b ON b.id = coalesce(x.account_id, json_extract(s.contents, '$.assessor'))"
        " WHERE s.recount_id = :recount ORDER BY s.id",
        recount=recount_id,
    )
    return [{**one, "contents": json.loads(one["contents"])} for one in kept]


def remove_step(db: Database, recount_id: int, step_id: int) -> bool:
    """Take a step out; False when the recount has none with this id."""
    return bool(
        change(
            db,
            "DELETE FROM recount_step WHERE id = :id AND recount_id = :recount",
            id=step_id,
            recount=recount_id,
        )
    )


def end(
    db: Database,
    recount_id: int,
    *,
    outcome: str,
    reason: str,
    changes: str,
    ended_by: int | None,
    ended_at: str,
) -> None:
    """Keep that a recount was applied or dropped."""
    insert(
        db,
        "recount_end",
        recount_id=recount_id,
        outcome=outcome,
        reason=reason,
        changes=changes,
        ended_by=ended_by,
        ended_at=ended_at,
    )


# --- what a recount reaches ----------------------------------------------------------------------


def reached(db: Database, contest: Row, entry_ids: Collection[int]) -> list[Row]:
    """The other contests that a recount can change: the later ones of its category on the same way.

    And, for entries that leave the award, those before that are still open. In the order of the rounds.
    """
    return rows(
        db,
        DESCRIBED + " WHERE c.category_id = :category AND c.id <> :contest"
        " AND ((r.position > :position"
        "   AND (c.region_code IS NULL OR :region IS NULL OR c.region_code = :region))"
        "  OR (r.position <= :position AND f.contest_id IS NULL AND EXISTS (SELECT 1 FROM contest_entry ce"
        "   WHERE ce.contest_id = c.id AND ce.entry_id IN (SELECT value FROM json_each(:entries)))))"
        " ORDER BY r.position, c.id",
        category=contest["category_id"],
        contest=contest["id"],
        position=contest["position"],
        region=contest["region_code"],
        entries=json.dumps(sorted(entry_ids)),
    )


def seats_of(db: Database, contest_id: int, entry_id: int) -> list[Row]:
    """Who may have judged an entry: the panel, also who left it, with the sheet of each, if any.

    `recused` assessors are kept away from the entry; it is assigned to others than the `unassigned`.
    """
    return rows(
        db,
        "SELECT m.account_id, m.name, m.position, m.left_at, s.id AS sheet_id, s.status, s.excluded_at,"
        " EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = m.account_id AND q.entry_id = :entry)"
        " AS recused, EXISTS (SELECT 1 FROM unassigned u WHERE u.contest_id = c.id AND u.entry_id = :entry"
        "  AND u.account_id = m.account_id) AS unassigned FROM contest c JOIN round r ON r.id = c.round_id"
        " JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage"
        "  AND coalesce(p.region_code, '') = coalesce(c.region_code, '')"
        " JOIN panel_member m ON m.panel_id = p.id"
        " LEFT JOIN scoresheet s ON s.contest_id = c.id AND s.entry_id = :entry"
        "  AND s.account_id = m.account_id"
        " WHERE c.id = :contest ORDER BY m.name, m.id",
        contest=contest_id,
        entry=entry_id,
    )


def newest_event(db: Database) -> int:
    """The number of the last event in the audit; 0 without any."""
    one = row(db, "SELECT coalesce(max(id), 0) AS newest FROM audit_event")
    assert one is not None
    return int(one["newest"])


def email_of(db: Database, account_id: int) -> str:
    """The address of an account. NotFound when there is none."""
    return str(found(row(db, "SELECT email FROM account WHERE id = :id", id=account_id))["email"])
