"""Just enough of an entry, a contest, a panel or an edition for the permissions to answer."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from evaluation.core.errors import NotFound
from evaluation.core.messages import msg
from evaluation.core.subjects import (
    ContestRef,
    EditionRef,
    EntryRef,
    NotesRef,
    PanelRef,
    ScoresRef,
    SectionRef,
    VisitRef,
)
from evaluation.core.visibility import Visibility
from evaluation.core.workflow import round_open
from evaluation.store import conflicts, interview_rules
from evaluation.store.db import Row, moment, row, rows

NOT_FOUND = msg("There is no such page, or it is not yours to see.")

ENTRY = """
SELECT e.id, e.edition_id, e.province_code, e.status,
  coalesce((SELECT r.stage FROM round r JOIN round_category rc ON rc.round_id = r.id
            WHERE rc.category_id = e.category_id ORDER BY r.position LIMIT 1), 'province') AS screening_stage,
  (SELECT p.account_id FROM representative p WHERE p.entry_id = e.id AND p.role = 'owner') AS owner,
  CASE WHEN e.status = 'returned' THEN
    (SELECT c.sections FROM correction c WHERE c.entry_id = e.id ORDER BY c.id DESC LIMIT 1) END AS opened
FROM entry e WHERE e.id = :entry
"""
STAGES = """
SELECT DISTINCT r.stage FROM contest_entry ce JOIN contest c ON c.id = ce.contest_id
JOIN round r ON r.id = c.round_id WHERE ce.entry_id = :entry ORDER BY r.stage
"""
# In one contest: who is not assigned there. In all: who is assigned in none of theirs.
UNASSIGNED = """
SELECT account_id FROM unassigned WHERE contest_id = :contest AND entry_id = :entry
UNION SELECT account_id FROM outsider WHERE :contest IS NULL AND entry_id = :entry ORDER BY account_id
"""
CONTEST = """
SELECT c.id, r.edition_id, r.stage, r.kind, c.region_code, r.opens_at, r.closes_at,
  r.marks_seen, r.assessors_seen, r.candidates_seen,
  f.contest_id IS NOT NULL AS finalised, p.contest_id IS NOT NULL AS published
FROM contest c JOIN round r ON r.id = c.round_id
LEFT JOIN finalisation f ON f.contest_id = c.id LEFT JOIN publication p ON p.contest_id = c.id
WHERE c.id = :contest
"""

JUDGING = """
SELECT DISTINCT m.account_id FROM contest c JOIN round r ON r.id = c.round_id
JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
  AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
JOIN panel_member m ON m.panel_id = p.id AND m.left_at IS NULL
JOIN contest_entry ce ON ce.contest_id = c.id JOIN entry e ON e.id = ce.entry_id AND e.status = 'accepted'
WHERE c.id = :contest AND NOT EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = c.id)
  AND EXISTS (SELECT 1 FROM criterion x WHERE x.round_id = r.id AND x.kind = 'judged')
  AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = m.account_id AND q.entry_id = e.id)
  AND NOT EXISTS (SELECT 1 FROM unassigned u WHERE u.contest_id = c.id AND u.entry_id = e.id
    AND u.account_id = m.account_id)
  AND NOT EXISTS (SELECT 1 FROM scoresheet s WHERE s.contest_id = c.id AND s.entry_id = e.id
    AND s.account_id = m.account_id AND s.status = 'submitted')
ORDER BY m.account_id
"""


def found(one: Row | None) -> Row:
    """The row, or NotFound in the words that somebody else's object gets too."""
    if one is None:
        raise NotFound(NOT_FOUND)
    return one


def entry_ref(db: Database, entry_id: int, contest_id: int | None = None) -> EntryRef:
    """The entry as permissions see it, in one contest or (None) in all. NotFound when there is none."""
    one = found(row(db, ENTRY, entry=entry_id))
    unassigned = rows(db, UNASSIGNED, entry=entry_id, contest=contest_id)
    recused = rows(db, "SELECT account_id FROM recusal WHERE entry_id = :entry", entry=entry_id)
    return EntryRef(
        entry_id=one["id"],
        edition_id=one["edition_id"],
        province_code=one["province_code"],
        status=one["status"],
        screening_stage=one["screening_stage"],
        stages=frozenset(r["stage"] for r in rows(db, STAGES, entry=entry_id)),
        recused=frozenset(r["account_id"] for r in recused),
        undeclared=frozenset(conflicts.undeclared(db, entry_id)),
        unassigned=frozenset(r["account_id"] for r in unassigned),
        owner=one["owner"],
        opened=frozenset(json.loads(one["opened"])) if one["opened"] else None,
    )


def section_ref(db: Database, entry_id: int, section: str) -> SectionRef:
    """A section of an entry's dossier as permissions see it. NotFound when there is no such entry."""
    entry = entry_ref(db, entry_id)
    return SectionRef(**fields_of(entry), section=section)


def contest_ref(db: Database, contest_id: int) -> ContestRef:
    """The contest as permissions see it. NotFound when there is none."""
    return contest_ref_of(found(row(db, CONTEST, contest=contest_id)))


def scores_ref(db: Database, contest_id: int, now: datetime) -> ScoresRef:
    """The contest's scores as permissions see them at `now`. NotFound when there is no such contest."""
    contest = contest_ref(db, contest_id)
    judging = rows(db, JUDGING, contest=contest_id)
    recused = rows(
        db,
        "SELECT DISTINCT q.account_id FROM contest_entry ce JOIN recusal q ON q.entry_id = ce.entry_id"
        " WHERE ce.contest_id = :contest ORDER BY q.account_id",
        contest=contest_id,
    )
    return ScoresRef(
        **fields_of(contest),
        window=round_open(contest, now),
        judging=frozenset(one["account_id"] for one in judging),
        recused=frozenset(one["account_id"] for one in recused),
    )


def notes_ref(db: Database, contest_id: int) -> NotesRef:
    """The notes of a contest as permissions see them. NotFound when there is no such contest."""
    about = found(row(db, "SELECT round_id FROM contest WHERE id = :id", id=contest_id))
    notes = interview_rules.of_round(db, about["round_id"]).notes
    return NotesRef(**fields_of(contest_ref(db, contest_id)), notes=notes)


def visit_ref(db: Database, contest_id: int, entry_id: int) -> VisitRef:
    """The visit to an entry as permissions see it. NotFound when there is no such contest."""
    team = rows(
        db,
        "SELECT account_id FROM visit_member WHERE contest_id = :contest AND entry_id = :entry"
        " AND account_id IS NOT NULL ORDER BY account_id",
        contest=contest_id,
        entry=entry_id,
    )
    ref = contest_ref(db, contest_id)
    return VisitRef(**fields_of(ref), team=frozenset(one["account_id"] for one in team))


def contest_ref_of(one: dict[str, Any]) -> ContestRef:
    """A `ContestRef` from a row with the columns of the question above."""
    return ContestRef(
        contest_id=one["id"],
        edition_id=one["edition_id"],
        stage=one["stage"],
        kind=one["kind"],
        region_code=one["region_code"],
        finalised=bool(one["finalised"]),
        published=bool(one["published"]),
        opens=moment(one["opens_at"]) if one["opens_at"] else None,
        closes=moment(one["closes_at"]) if one["closes_at"] else None,
        visibility=Visibility(one["marks_seen"], one["assessors_seen"], one["candidates_seen"]),
    )


def panel_ref(db: Database, panel_id: int) -> PanelRef:
    """The panel as permissions see it. NotFound when there is none."""
    one = found(
        row(db, "SELECT id, edition_id, stage, region_code FROM panel WHERE id = :panel", panel=panel_id)
    )
    return PanelRef(one["id"], one["edition_id"], one["stage"], one["region_code"])


def edition_ref(db: Database, edition_id: int) -> EditionRef:
    """The edition as permissions see it. NotFound when there is none."""
    one = found(
        row(
            db,
            # What the first sheet froze, it froze in the moment in which it came.
            "SELECT e.id, e.frozen_at, NOT EXISTS (SELECT 1 FROM scoresheet_version v"
            " JOIN scoresheet s ON s.id = v.scoresheet_id JOIN contest c ON c.id = s.contest_id"
            " JOIN round r ON r.id = c.round_id WHERE r.edition_id = e.id"
            " AND v.submitted_at <= e.frozen_at) AS by_hand FROM edition e WHERE e.id = :edition",
            edition=edition_id,
        )
    )
    frozen = one["frozen_at"] is not None
    return EditionRef(one["id"], frozen, frozen and bool(one["by_hand"]))


def fields_of(ref: Any) -> dict[str, Any]:
    """A reference's values by name, as they are; `dataclasses.asdict` would take them apart."""
    return {field.name: getattr(ref, field.name) for field in fields(ref)}
