"""An assessor's own list and own sheets. Every question names the account: nobody reads another's draft."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime

from sqlite_utils import Database

from evaluation.core.desk import Contest, Place, sheet_state
from evaluation.core.windows import window_of
from evaluation.store.contests import DESCRIBED
from evaluation.store.db import Row, change, insert, row, rows
from evaluation.store.refs import contest_ref_of

OWN_PLACES = """
SELECT ce.contest_id, e.id AS entry_id, e.code, e.name, s.status, s.total,
  s.excluded_at IS NOT NULL AS excluded,
  q.account_id IS NOT NULL AS recused
FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id
LEFT JOIN scoresheet s
  ON s.contest_id = ce.contest_id AND s.entry_id = ce.entry_id AND s.account_id = :account
LEFT JOIN recusal q ON q.entry_id = ce.entry_id AND q.account_id = :account
WHERE e.status = 'accepted' AND ce.contest_id IN (SELECT value FROM json_each(:contests))
ORDER BY ce.contest_id, e.code
"""

# --- the list ------------------------------------------------------------------------------------


def own_list(db: Database, account_id: int, now: datetime) -> tuple[Contest, ...]:
    """Every contest before the account's panels, with its entries and own sheets. Two questions."""
    found = contests_of(db, account_id)
    places = places_of(db, account_id, [one["id"] for one in found])
    return tuple(
        Contest(
            contest_id=one["id"],
            about=one,
            window=window_of(contest_ref_of(one), now, one["timezone"]),
            finalised=bool(one["finalised"]),
            places=tuple(places[one["id"]]),
        )
        for one in found
    )


def contests_of(db: Database, account_id: int) -> list[Row]:
    """The contests before the panels on which an account sits: newest edition first, rounds in order."""
    return rows(
        db,
        DESCRIBED + " JOIN panel pn ON pn.edition_id = r.edition_id AND pn.stage = r.stage"
        " AND coalesce(pn.region_code, '') = coalesce(c.region_code, '')"
        " JOIN panel_member pm ON pm.panel_id = pn.id AND pm.left_at IS NULL"
        " WHERE pm.account_id = :account"
        " ORDER BY e.award_year DESC, e.code, r.position, c.region_code, k.position, c.id",
        account=account_id,
    )


def places_of(db: Database, account_id: int, contest_ids: list[int]) -> dict[int, list[Place]]:
    """The entries of these contests by code, each with the state of the account's own sheet."""
    places: dict[int, list[Place]] = defaultdict(list)
    for one in rows(db, OWN_PLACES, account=account_id, contests=json.dumps(contest_ids)):
        state = sheet_state(one["status"], excluded=bool(one["excluded"]), recused=bool(one["recused"]))
        total = None if state == "recused" else one["total"]
        places[one["contest_id"]].append(Place(one["entry_id"], one["code"], one["name"], state, total))
    return places


# --- one's own sheet -----------------------------------------------------------------------------


def own_sheet(db: Database, contest_id: int, entry_id: int, account_id: int) -> Row | None:
    """The account's sheet for an entry in a contest."""
    return row(
        db,
        "SELECT * FROM scoresheet"
        " WHERE contest_id = :contest AND entry_id = :entry AND account_id = :account",
        contest=contest_id,
        entry=entry_id,
        account=account_id,
    )


def marks_of(db: Database, sheet_id: int) -> list[Row]:
    """The marks of one sheet with their criterion's code: exact text or None, comment and feedback."""
    return rows(
        db,
        "SELECT c.code, m.value, m.comment, m.feedback FROM mark m JOIN criterion c ON c.id = m.criterion_id"
        " WHERE m.scoresheet_id = :sheet ORDER BY c.position, c.id",
        sheet=sheet_id,
    )


def own_marks(db: Database, contest_id: int, account_id: int) -> list[Row]:
    """Every mark on the account's own sheets of a contest: entry_id, code, value; first begun, first told."""
    return rows(
        db,
        "SELECT s.entry_id, c.code, m.value FROM scoresheet s JOIN mark m ON m.scoresheet_id = s.id"
        " JOIN criterion c ON c.id = m.criterion_id WHERE s.contest_id = :contest"
        " AND s.account_id = :account AND m.value IS NOT NULL ORDER BY s.id, c.position, c.id",
        contest=contest_id,
        account=account_id,
    )


def add_draft(
    db: Database, *, contest_id: int, entry_id: int, account_id: int, saved_at: str, revision: int = 1
) -> int:
    """Start a sheet and answer its id; revision 0: nothing is on it yet but pins.

    sqlite3.IntegrityError when the account has one for this entry.
    """
    return insert(
        db,
        "scoresheet",
        contest_id=contest_id,
        entry_id=entry_id,
        account_id=account_id,
        status="draft",
        revision=revision,
        saved_at=saved_at,
    )


def touch_draft(db: Database, sheet_id: int, *, revision: int, saved_at: str) -> bool:
    """Count one more revision of a draft that stands at `revision`; False when it does not."""
    return bool(
        change(
            db,
            "UPDATE scoresheet SET revision = revision + 1, saved_at = :at"
            " WHERE id = :sheet AND revision = :revision AND status = 'draft'",
            sheet=sheet_id,
            revision=revision,
            at=saved_at,
        )
    )


def submit(db: Database, sheet_id: int, *, total: str, submitted_at: str) -> None:
    """Hand a draft in with its exact total."""
    change(
        db,
        "UPDATE scoresheet SET status = 'submitted', total = :total, submitted_at = :at"
        " WHERE id = :sheet AND status = 'draft'",
        sheet=sheet_id,
        total=total,
        at=submitted_at,
    )


# --- beside one's own ----------------------------------------------------------------------------


def others_sheets(db: Database, contest_id: int, entry_id: int, account_id: int) -> list[Row]:
    """The other assessors' counted sheets for an entry; none at all before the account's own is submitted.

    Each: assessor (name), total (exact text) and marks (exact text by criterion code).
    """
    sheets: dict[int, Row] = {}
    for one in _others_marks(db, contest_id, entry_id, account_id):
        sheet = sheets.setdefault(
            one["sheet_id"], {"assessor": one["assessor"], "total": one["total"], "marks": {}}
        )
        sheet["marks"][one["code"]] = one["value"]
    return list(sheets.values())


def _others_marks(db: Database, contest_id: int, entry_id: int, account_id: int) -> list[Row]:
    return rows(
        db,
        "SELECT s.id AS sheet_id, s.total, c.code, m.value,"
        " coalesce(nullif(pm.name, ''), nullif(a.name, ''), a.email) AS assessor"
        " FROM scoresheet s JOIN account a ON a.id = s.account_id"
        " JOIN contest ct ON ct.id = s.contest_id JOIN round r ON r.id = ct.round_id"
        " LEFT JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage"
        "  AND coalesce(p.region_code, '') = coalesce(ct.region_code, '')"
        " LEFT JOIN panel_member pm ON pm.panel_id = p.id AND pm.account_id = s.account_id"
        " JOIN mark m ON m.scoresheet_id = s.id JOIN criterion c ON c.id = m.criterion_id"
        " WHERE s.contest_id = :contest AND s.entry_id = :entry AND s.account_id <> :account"
        "  AND s.status = 'submitted' AND s.excluded_at IS NULL"
        "  AND EXISTS (SELECT 1 FROM scoresheet own WHERE own.contest_id = s.contest_id"
        "   AND own.entry_id = s.entry_id AND own.account_id = :account AND own.status = 'submitted')"
        "  AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.entry_id = s.entry_id"
        "   AND q.account_id IN (s.account_id, :account))"
        " ORDER BY assessor, s.id, c.position, c.id",
        contest=contest_id,
        entry=entry_id,
        account=account_id,
    )


def recuse(db: Database, *, account_id: int, entry_id: int, reason: str, recused_at: str) -> None:
    """Keep an account away from an entry for the whole edition."""
    insert(db, "recusal", account_id=account_id, entry_id=entry_id, reason=reason, recused_at=recused_at)
