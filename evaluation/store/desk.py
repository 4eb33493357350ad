"""An assessor's own list and own sheets. Every question names the account: nobody reads another's draft."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from evaluation.core.completeness import time_left
from evaluation.core.desk import Contest, PanelProgress, Place, panel_progress, sheet_state
from evaluation.core.reading_time import ReadingTime
from evaluation.core.unnamed import entry_name
from evaluation.core.visibility import Sight
from evaluation.core.windows import window_of
from evaluation.store import numbers
from evaluation.store.contests import DESCRIBED
from evaluation.store.db import Row, change, insert, row, rows
from evaluation.store.refs import contest_ref_of

# Of an entry in these states an assessor is told nothing but that it is there.
UNOPENED = ("recused", "undeclared")

OWN_PLACES = """
SELECT ce.contest_id, e.id AS entry_id, e.code, e.name, e.status AS entry_status, e.province_code,
  g.name AS province_name, s.status, s.total, s.excluded_at IS NOT NULL AS excluded,
  q.account_id IS NOT NULL AS recused,
  EXISTS (SELECT 1 FROM reopening o JOIN scoresheet_version v ON v.id = o.version_id
    WHERE v.scoresheet_id = s.id) AS reopened,
  n.account_id IS NULL AND EXISTS (SELECT 1 FROM contest_entry x JOIN contest c ON c.id = x.contest_id
    JOIN round r ON r.id = c.round_id JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
      AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
    JOIN panel_member m ON m.panel_id = p.id AND m.account_id = :account AND m.left_at IS NULL
    WHERE x.entry_id = e.id AND NOT EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = c.id))
    AS undeclared
FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id JOIN region g ON g.code = e.province_code
LEFT JOIN scoresheet s
  ON s.contest_id = ce.contest_id AND s.entry_id = ce.entry_id AND s.account_id = :account
LEFT JOIN recusal q ON q.entry_id = ce.entry_id AND q.account_id = :account
LEFT JOIN declaration n ON n.entry_id = ce.entry_id AND n.account_id = :account
WHERE e.status IN ('accepted', 'withdrawn', 'excluded')
  AND ce.contest_id IN (SELECT value FROM json_each(:contests))
  AND coalesce(q.source, '') <> 'substitute'
  AND NOT EXISTS (SELECT 1 FROM unassigned u WHERE u.contest_id = ce.contest_id AND u.entry_id = e.id
    AND u.account_id = :account)
ORDER BY ce.contest_id, e.code
"""

# Sheets of all seated members together, over the entries from which the one who asks is not recused.
PANEL_SHEETS = """
SELECT c.id AS contest_id, count(*) AS expected, count(s.id) AS submitted,
  count(DISTINCT CASE WHEN m.account_id <> :account THEN m.account_id END) AS colleagues
FROM contest c JOIN round r ON r.id = c.round_id
JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
  AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
JOIN panel_member m ON m.panel_id = p.id AND m.left_at IS NULL
JOIN contest_entry ce ON ce.contest_id = c.id JOIN entry e ON e.id = ce.entry_id AND e.status = 'accepted'
LEFT JOIN scoresheet s ON s.contest_id = c.id AND s.entry_id = e.id AND s.account_id = m.account_id
  AND s.status = 'submitted'
WHERE c.id IN (SELECT value FROM json_each(:contests))
  AND NOT EXISTS (SELECT 1 FROM recusal q
    WHERE q.entry_id = e.id AND q.account_id IN (m.account_id, :account))
  AND NOT EXISTS (SELECT 1 FROM unassigned u WHERE u.contest_id = c.id AND u.entry_id = e.id
    AND u.account_id = m.account_id)
GROUP BY c.id ORDER BY c.id
"""

# What there is to read in each dossier: words that the candidate typed, then each file once.
# Blanks are counted instead of words here: an estimate may take a dozen of thousand words at once.
TO_READ = """
SELECT i.entry_id, sum(length(trim(t.value)) - length(replace(replace(trim(t.value), ' ', ''), char(10), ''))
  + (trim(t.value) <> '')) AS words, 0 AS pictures, 0 AS unknown
FROM dossier_item i JOIN json_each(i.fields) t ON t.type = 'text'
WHERE i.entry_id IN (SELECT value FROM json_each(:entries)) GROUP BY i.entry_id
UNION ALL
SELECT n.entry_id, sum(coalesce(d.words, 0)), sum(CASE WHEN d.state IS NULL THEN n.media_type LIKE 'image/%'
    WHEN d.state = 'read' THEN max(0, coalesce(d.pages, d.pictures) - d.with_text) ELSE 0 END),
  sum(CASE WHEN d.state IS NULL THEN n.media_type NOT LIKE 'image/%' ELSE d.state <> 'read' END)
FROM (SELECT DISTINCT i.entry_id, f.sha256, f.media_type FROM dossier_item i JOIN file f ON f.id = i.file_id
  WHERE i.entry_id IN (SELECT value FROM json_each(:entries))) n
LEFT JOIN reading d ON d.sha256 = n.sha256 GROUP BY n.entry_id ORDER BY 1
"""

# --- the list ------------------------------------------------------------------------------------


def own_list(db: Database, account_id: int, now: datetime) -> tuple[Contest, ...]:
    """Every contest before the account's panels, with its entries and own sheets. Five questions."""
    found = contests_of(db, account_id)
    ids = [one["id"] for one in found]
    places = with_reading(db, places_of(db, account_id, ids))
    panels = panels_progress(db, account_id, ids)
    return tuple(_contest(one, places[one["id"]], panels.get(one["id"]), now) for one in found)


def _contest(one: Row, places: list[Place], panel: PanelProgress | None, now: datetime) -> Contest:
    window = window_of(contest_ref_of(one), now, one["timezone"])
    open_until = window.closes if window.state == "open" and not one["finalised"] else None
    return Contest(
        contest_id=one["id"],
        about=one,
        window=window,
        finalised=bool(one["finalised"]),
        places=tuple(places),
        time_left=time_left(open_until, now) if open_until else None,
        panel=panel,
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
    """The entries of these contests by code, each with the state of the account's own sheet. Two questions.

    Those that were withdrawn or excluded are among them; their state is "left". An entry whose candidate is
    hidden stands there by its number, in name, code and order, and not at all for those kept away from it.
    """
    places: dict[int, list[Place]] = defaultdict(list)
    found = rows(db, OWN_PLACES, account=account_id, contests=json.dumps(contest_ids))
    hidden = numbers.hidden_from(db, account_id, {one["entry_id"] for one in found})
    for one in found:
        number = hidden.get(one["entry_id"], {}).get(one["contest_id"])
        # Whoever is kept away knows from whom: the number beside it would tell whose it is.
        if number is not None and one["recused"]:
            continue
        places[one["contest_id"]].append(_place(one, number))
    for standing in places.values():
        standing.sort(key=lambda place: (place.code, place.entry_id))
    return places


def _place(one: Row, number: int | None) -> Place:
    """One entry of the list; by its `number`, and from nowhere, where its candidate is hidden."""
    state = sheet_state(
        one["status"],
        excluded=bool(one["excluded"]),
        recused=bool(one["recused"]),
        reopened=bool(one["reopened"]),
        left=one["entry_status"] != "accepted",
        undeclared=bool(one["undeclared"]),
    )
    hidden = number is not None
    return Place(
        one["entry_id"],
        str(number) if hidden else one["code"],
        entry_name(number) if number is not None else one["name"],
        state,
        total=None if state in UNOPENED else one["total"],
        status=one["entry_status"],
        province_code="" if hidden else one["province_code"],
        province_name="" if hidden else one["province_name"],
    )


def with_reading(db: Database, places: dict[int, list[Place]]) -> dict[int, list[Place]]:
    """The same places, each that is still to judge with what there is to read. One question."""
    wanted = {p.entry_id for found in places.values() for p in found if p.state not in (*UNOPENED, "left")}
    known = dict.fromkeys(wanted, ReadingTime())
    for one in rows(db, TO_READ, entries=json.dumps(sorted(wanted))):
        sofar = known[one["entry_id"]]
        known[one["entry_id"]] = ReadingTime(
            sofar.words + (one["words"] or 0),
            sofar.pictures + one["pictures"],
            sofar.unknown + one["unknown"],
        )
    read = {
        contest: [replace(place, reading=known.get(place.entry_id)) for place in found]
        for contest, found in places.items()
    }
    return defaultdict(list, read)


def panels_progress(db: Database, account_id: int, contest_ids: list[int]) -> dict[int, PanelProgress]:
    """How far the whole panels are, by contest, where that does not tell how far one colleague is."""
    found = rows(db, PANEL_SHEETS, account=account_id, contests=json.dumps(contest_ids))
    told = {
        one["contest_id"]: panel_progress(one["submitted"], one["expected"], one["colleagues"])
        for one in found
    }
    return {contest_id: panel for contest_id, panel in told.items() if panel}


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


def others_sheets(
    db: Database, contest_id: int, entry_id: int, account_id: int, sight: Sight
) -> list[Row] | None:
    """The other assessors' counted sheets for an entry; None where the account doesn't see them now.

    Each: assessor (name, or "No. 47"), total (exact text) and marks (exact text by criterion code); in the
    order of what the assessors are called, which tells nothing more.
    """
    if not sight.others_marks:
        return None
    sheets: dict[int, Row] = {}
    for one in _others_marks(db, contest_id, entry_id, account_id):
        called = one["assessor"] if sight.assessor_names else entry_name(one["number"])
        sheet = sheets.setdefault(one["sheet_id"], {"assessor": called, "total": one["total"], "marks": {}})
        sheet["marks"][one["code"]] = one["value"]
    return sorted(sheets.values(), key=lambda sheet: str(sheet["assessor"]))


def _others_marks(db: Database, contest_id: int, entry_id: int, account_id: int) -> list[Row]:
    return rows(
        db,
        "SELECT s.id AS sheet_id, s.total, c.code, m.value, n.number,"
        " coalesce(nullif(pm.name, ''), nullif(a.name, ''), a.email) AS assessor"
        " FROM scoresheet s JOIN account a ON a.id = s.account_id"
        " JOIN assessor_number n ON n.contest_id = s.contest_id AND n.account_id = s.account_id"
        " JOIN contest ct ON ct.id = s.contest_id JOIN round r ON r.id = ct.round_id"
        " LEFT JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage"
        "  AND coalesce(p.region_code, '') = coalesce(ct.region_code, '')"
        " LEFT JOIN panel_member pm ON pm.panel_id = p.id AND pm.account_id = s.account_id"
        " JOIN mark m ON m.scoresheet_id = s.id JOIN criterion c ON c.id = m.criterion_id"
        " WHERE s.contest_id = :contest AND s.entry_id = :entry AND s.account_id <> :account"
        "  AND s.status = 'submitted' AND s.excluded_at IS NULL"
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
