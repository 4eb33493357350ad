"""Objections to published results: as filed, with their files, and how each of them ended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from evaluation.core.objection_rules import NO_OBJECTIONS, ObjectionRule, ObjectionWindow, objection_window
from evaluation.core.subjects import EntryRef, ObjectionRef, ObjectorRef
from evaluation.store import refs
from evaluation.store.db import Row, insert, moment, row, rows
from evaluation.store.overview import IN_SCOPE, Scope
from evaluation.store.round_rules import rule_of as rule_in

# An answer is late once the whole second of its moment is over.
OBJECTION = """
SELECT o.*, e.code, e.name, e.edition_id, k.code AS criterion_code, k.title_id AS criterion_title_id,
  k.title_en AS criterion_title_en, coalesce(nullif(f.name, ''), f.email) AS filed_by_name,
  r.title_id AS round_title_id, r.title_en AS round_title_en,
  a.outcome, a.reasons, a.answered_at, coalesce(nullif(b.name, ''), b.email, '') AS answered_by_name,
  w.reason AS withdrawal_reason, w.withdrawn_at,
  (SELECT max(x.ended_at) FROM recount n JOIN recount_end x ON x.recount_id = n.id
    WHERE n.objection_id = o.id AND x.outcome = 'applied') AS corrected_at,
  (SELECT v.number FROM replaced_result v WHERE v.contest_id = o.contest_id
    AND v.fingerprint = o.fingerprint AND v.reopened_at >= o.filed_at ORDER BY v.number LIMIT 1) AS version,
  CASE WHEN w.objection_id IS NOT NULL THEN 'withdrawn'
    WHEN a.objection_id IS NOT NULL THEN a.outcome
    WHEN substr(o.answer_due, 1, 19) < substr(server_now(), 1, 19) THEN 'late' ELSE 'open' END AS state
FROM objection o JOIN entry e ON e.id = o.entry_id JOIN contest c ON c.id = o.contest_id
JOIN round r ON r.id = c.round_id LEFT JOIN criterion k ON k.id = o.criterion_id
JOIN account f ON f.id = o.filed_by LEFT JOIN objection_answer a ON a.objection_id = o.id
LEFT JOIN account b ON b.id = a.answered_by LEFT JOIN objection_withdrawal w ON w.objection_id = o.id
"""
# Nothing of an entry that keeps this account away.
NOT_RECUSED = """
NOT EXISTS (SELECT 1 FROM recusal q WHERE q.entry_id = o.entry_id AND q.account_id = :viewer)
"""
WAITS = """
NOT EXISTS (SELECT 1 FROM objection_answer a WHERE a.objection_id = o.id)
AND NOT EXISTS (SELECT 1 FROM objection_withdrawal w WHERE w.objection_id = o.id)
"""


# --- who may what --------------------------------------------------------------------------------


def objector_ref(db: Database, entry_id: int, contest_id: int, now: datetime) -> ObjectorRef:
    """An entry before a contest's result at `now`, as permissions see it. NotFound when either is missing."""
    entry = refs.entry_ref(db, entry_id)
    contest = refs.found(about(db, contest_id))
    stands = row(
        db,
        "SELECT 1 AS yes FROM contest_entry WHERE contest_id = :contest AND entry_id = :entry"
        " AND provisional = 0",
        contest=contest_id,
        entry=entry_id,
    )
    return objector_of(entry, contest, now, stands=stands is not None)


def objector_of(entry: EntryRef, contest: Row, now: datetime, *, stands: bool) -> ObjectorRef:
    """The same from what is known of the entry and of the contest (a row with rule, publication, zone)."""
    window = window_of(contest)
    return ObjectorRef(
        **refs.fields_of(entry),
        contest_id=contest["id"],
        published=contest["published_at"] is not None,
        stands=stands,
        window="none" if window is None else window.state(now),
    )


def objection_ref(db: Database, objection_id: int) -> ObjectionRef:
    """An objection as permissions see it. NotFound when there is none."""
    one = refs.found(by_id(db, objection_id))
    recused = rows(db, "SELECT account_id FROM recusal WHERE entry_id = :entry", entry=one["entry_id"])
    return ObjectionRef(
        **refs.fields_of(refs.contest_ref(db, one["contest_id"])),
        objection_id=objection_id,
        entry_id=one["entry_id"],
        waiting=one["state"] in ("open", "late"),
        recused=frozenset(each["account_id"] for each in recused),
    )


def about(db: Database, contest_id: int) -> Row | None:
    """What the window of a contest's objections follows from: its rule, its publication and its zone."""
    return row(
        db,
        "SELECT c.id, c.round_id, r.objections, p.published_at, f.fingerprint,"
        " coalesce(g.timezone, e.timezone) AS timezone FROM contest c JOIN round r ON r.id = c.round_id"
        " JOIN edition e ON e.id = r.edition_id LEFT JOIN region g ON g.code = c.region_code"
        " LEFT JOIN finalisation f ON f.contest_id = c.id LEFT JOIN publication p ON p.contest_id = c.id"
        " WHERE c.id = :contest",
        contest=contest_id,
    )


def rule_of(contest: Row) -> ObjectionRule:
    """The rule on objections of a contest's round (a row with its column `objections`)."""
    return rule_in(contest["objections"], NO_OBJECTIONS)


def window_of(contest: Row) -> ObjectionWindow | None:
    """When objections to a published contest are taken (a row with rule, publication, zone); None: never."""
    if contest["published_at"] is None:
        return None
    return objection_window(rule_of(contest), moment(contest["published_at"]), contest["timezone"])


# --- reading -------------------------------------------------------------------------------------


def by_id(db: Database, objection_id: int) -> Row | None:
    """One objection with its candidate, its criterion, and how it ended."""
    return row(db, OBJECTION + " WHERE o.id = :id", id=objection_id)


def of_contest(db: Database, contest_id: int, *, viewer: int | None) -> list[Row]:
    """The objections to a contest's result in their order, without those that `viewer` may not see."""
    return rows(
        db,
        OBJECTION + f" WHERE o.contest_id = :contest AND {NOT_RECUSED} ORDER BY o.number",
        contest=contest_id,
        viewer=viewer,
    )


def of_entry(db: Database, entry_id: int) -> list[Row]:
    """The objections of an entry, newest first."""
    return rows(db, OBJECTION + " WHERE o.entry_id = :entry ORDER BY o.id DESC", entry=entry_id)


def register(db: Database, contest_id: int) -> list[Row]:
    """What the public reads of a contest's objections: who, when, about what, how it ended; not the text."""
    found = rows(db, OBJECTION + " WHERE o.contest_id = :contest ORDER BY o.number", contest=contest_id)
    shown = (
        "id",
        "number",
        "code",
        "name",
        "filed_at",
        "criterion_code",
        "criterion_title_id",
        "criterion_title_en",
        "state",
        "outcome",
        "reasons",
        "answered_at",
        "withdrawn_at",
        "version",
        "corrected_at",
    )
    return [{name: one[name] for name in shown} for one in found]


def results_of_entry(db: Database, entry_id: int) -> list[Row]:
    """The published contests in which an entry stands or stood, with rule and publication; last first."""
    return rows(
        db,
        "SELECT c.id, r.objections, p.published_at, coalesce(g.timezone, d.timezone) AS timezone,"
        " r.title_id AS round_title_id, r.title_en AS round_title_en"
        " FROM contest_entry ce JOIN contest c ON c.id = ce.contest_id JOIN round r ON r.id = c.round_id"
        " JOIN edition d ON d.id = r.edition_id JOIN publication p ON p.contest_id = c.id"
        " LEFT JOIN region g ON g.code = c.region_code"
        " WHERE ce.entry_id = :entry AND ce.provisional = 0 ORDER BY r.position DESC, c.id",
        entry=entry_id,
    )


def waiting_in(db: Database, scopes: Sequence[Scope], *, viewer: int | None) -> dict[int, Row]:
    """By contest of these scopes: how many objections wait for an answer, and when the first one is due."""
    found = rows(
        db,
        "SELECT c.id, count(*) AS waiting, min(o.answer_due) AS first_due,"
        " coalesce(g.timezone, d.timezone) AS timezone FROM objection o"
        " JOIN contest c ON c.id = o.contest_id JOIN round r ON r.id = c.round_id"
        " JOIN edition d ON d.id = r.edition_id LEFT JOIN region g ON g.code = c.region_code"
        f" WHERE {WAITS} AND {NOT_RECUSED} AND {IN_SCOPE} GROUP BY c.id ORDER BY c.id",
        scopes=json.dumps(scopes),
        viewer=viewer,
    )
    return {one["id"]: one for one in found}


def waiting_to(db: Database, contest_id: int) -> int:
    """How many objections to a contest's result wait for an answer."""
    found = row(
        db, f"SELECT count(*) AS n FROM objection o WHERE o.contest_id = :id AND {WAITS}", id=contest_id
    )
    assert found is not None
    return int(found["n"])


def files_of(db: Database, objection_id: int) -> list[Row]:
    """The files of an objection, as they were sent."""
    return rows(
        db,
        "SELECT f.* FROM objection_file o JOIN file f ON f.id = o.file_id WHERE o.objection_id = :id"
        " ORDER BY f.id",
        id=objection_id,
    )


def file_of(db: Database, objection_id: int, file_id: int) -> Row | None:
    """A file of this objection."""
    return row(
        db,
        "SELECT f.* FROM objection_file o JOIN file f ON f.id = o.file_id"
        " WHERE o.objection_id = :id AND f.id = :file",
        id=objection_id,
        file=file_id,
    )


def is_file(db: Database, file_id: int) -> bool:
    """Whether a file belongs to an objection: it is no part of the dossier, and not for its readers."""
    return row(db, "SELECT 1 AS yes FROM objection_file WHERE file_id = :file", file=file_id) is not None


def criteria_of(db: Database, round_id: int) -> list[Row]:
    """The criteria of a round in their order: what an objection can be about."""
    return rows(
        db,
        "SELECT id, code, title_id, title_en FROM criterion WHERE round_id = :round ORDER BY position, id",
        round=round_id,
    )


def committee_of_contest(db: Database, contest_id: int, entry_id: int) -> list[Row]:
    """The accounts of a contest's committee by address; no disabled ones, none kept away from the entry."""
    return rows(
        db,
        "SELECT DISTINCT a.* FROM contest c JOIN round r ON r.id = c.round_id"
        " JOIN role_grant g ON g.role = 'committee' AND (g.edition_id IS NULL OR g.edition_id = r.edition_id)"
        " AND g.region_code IS NOT DISTINCT FROM c.region_code"
        " JOIN account a ON a.id = g.account_id AND a.disabled_at IS NULL"
        " WHERE c.id = :contest AND NOT EXISTS (SELECT 1 FROM recusal q"
        " WHERE q.entry_id = :entry AND q.account_id = a.id) ORDER BY a.email",
        contest=contest_id,
        entry=entry_id,
    )


# --- writing -------------------------------------------------------------------------------------


def add(
    db: Database,
    *,
    contest_id: int,
    entry_id: int,
    fingerprint: str,
    criterion_id: int | None,
    body: str,
    answer_due: str | None,
    filed_by: int,
    filed_at: str,
) -> int:
    """Keep an objection under the next number of its contest; its id. Inside a write block."""
    last = row(
        db,
        "SELECT coalesce(max(number), 0) AS n FROM objection WHERE contest_id = :contest",
        contest=contest_id,
    )
    assert last is not None
    return insert(
        db,
        "objection",
        contest_id=contest_id,
        entry_id=entry_id,
        number=last["n"] + 1,
        fingerprint=fingerprint,
        criterion_id=criterion_id,
        body=body,
        answer_due=answer_due,
        filed_by=filed_by,
        filed_at=filed_at,
    )


def add_file(db: Database, objection_id: int, file_id: int) -> None:
    """A file goes with an objection."""
    insert(db, "objection_file", objection_id=objection_id, file_id=file_id)


def answer(
    db: Database, objection_id: int, *, outcome: str, reasons: str, answered_by: int | None, answered_at: str
) -> None:
    """Keep the committee's answer."""
    insert(
        db,
        "objection_answer",
        objection_id=objection_id,
        outcome=outcome,
        reasons=reasons,
        answered_by=answered_by,
        answered_at=answered_at,
    )


def withdraw(
    db: Database, objection_id: int, *, reason: str, withdrawn_by: int | None, withdrawn_at: str
) -> None:
    """Keep that those who filed an objection took it back."""
    insert(
        db,
        "objection_withdrawal",
        objection_id=objection_id,
        reason=reason,
        withdrawn_by=withdrawn_by,
        withdrawn_at=withdrawn_at,
    )
