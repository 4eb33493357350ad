"""What is still to come in an award: sheets by assessor, entries short of sheets, dossiers, answers."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlite_utils import Database

from evaluation.store.db import Row, rows
from evaluation.store.overview import JUDGED, LIVING, SHEETS_OF_ENTRY, Scope
from evaluation.store.questions import LAST_WORD

RUNNING = f"""
c.id IN (SELECT value FROM json_each(:contests)) AND {JUDGED} > 0
AND NOT EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = c.id)
"""
SEATED = """
JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
  AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
JOIN panel_member m ON m.panel_id = p.id AND m.left_at IS NULL
"""
# Not everybody who sits there judges everything (store/schema/0022_assignment.sql).
OTHERS = (
    "EXISTS (SELECT 1 FROM unassigned u WHERE u.contest_id = c.id AND u.entry_id = e.id"
    " AND u.account_id = m.account_id)"
)
AWAY = "EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = {account} AND q.entry_id = e.id)"

# Entry `e` with the place that screens it: a province, or (NULL) the nation.
PLACED = """
SELECT e.*, CASE (SELECT r.stage FROM round r JOIN round_category rc ON rc.round_id = r.id
  WHERE rc.category_id = e.category_id ORDER BY r.position, r.id LIMIT 1)
  WHEN 'national' THEN NULL ELSE e.province_code END AS place
FROM entry e
"""
IN_PLACES = """
EXISTS (SELECT 1 FROM json_each(:scopes) s
  WHERE (json_extract(s.value, '$[0]') IS NULL OR json_extract(s.value, '$[0]') = e.edition_id)
  AND (json_extract(s.value, '$[2]') OR coalesce(json_extract(s.value, '$[1]'), '') = coalesce(e.place, '')))
"""


def unfinished(db: Database, contest_ids: Sequence[int]) -> list[Row]:
    """Who still owes sheets to these contests, as far as they are not finalised; by contest and name.

    `owed` sheets, `drafts` of them begun; never a mark. `reminded_at`: when a committee last wrote to them.
    """
    return rows(
        db,
        "SELECT c.id AS contest_id, m.account_id, m.name, a.email, a.disabled_at,"
        " count(e.id) AS owed, count(s.id) AS drafts, (SELECT max(n.posted_at) FROM nudge n"
        "  WHERE n.contest_id = c.id AND n.account_id = m.account_id) AS reminded_at"
        f" FROM contest c JOIN round r ON r.id = c.round_id {SEATED} JOIN account a ON a.id = m.account_id"
        f" JOIN {LIVING} LEFT JOIN scoresheet s ON s.contest_id = c.id AND s.entry_id = e.id"
        f"  AND s.account_id = m.account_id WHERE {RUNNING} AND (s.id IS NULL OR s.status <> 'submitted')"
        f" AND NOT {AWAY.format(account='m.account_id')} AND NOT {OTHERS}"
        " GROUP BY c.id, m.id ORDER BY c.id, m.name, m.id",
        contests=json.dumps(list(contest_ids)),
    )


def under_minimum(db: Database, contest_ids: Sequence[int], *, viewer: int | None) -> list[Row]:
    """The accepted entries with fewer counted sheets than their round asks for, by contest and code.

    `away`: whether the account `viewer` is kept away from the entry.
    """
    return rows(
        db,
        "SELECT * FROM (SELECT c.id AS contest_id, e.id AS entry_id, e.code, e.name, r.minimum_sheets,"
        f" {SHEETS_OF_ENTRY} AS sheets, {AWAY.format(account=':viewer')} AS away"
        f" FROM contest c JOIN round r ON r.id = c.round_id JOIN {LIVING} WHERE {RUNNING})"
        " WHERE sheets < minimum_sheets ORDER BY contest_id, code, entry_id",
        contests=json.dumps(list(contest_ids)),
        viewer=viewer,
    )


def kept_away(db: Database, contest_ids: Sequence[int]) -> dict[int, int]:
    """How many pairs of a seated assessor and an accepted entry are kept apart, by contest."""
    found = rows(
        db,
        f"SELECT c.id, count(*) AS pairs FROM contest c JOIN round r ON r.id = c.round_id {SEATED}"
        f" JOIN {LIVING} WHERE {RUNNING} AND {AWAY.format(account='m.account_id')}"
        " GROUP BY c.id ORDER BY c.id",
        contests=json.dumps(list(contest_ids)),
    )
    return {one["id"]: one["pairs"] for one in found}


def dossiers(db: Database, scopes: Sequence[Scope], *, viewer: int | None) -> list[Row]:
    """The dossiers that these places still wait for, by edition, place and code.

    Not begun (status invited), begun or given back; each with its `place`, its own zone, whether `viewer`
    is kept away, and when its people were last reminded, by the committee or by the timetable.
    """
    return rows(
        db,
        "SELECT e.id, e.edition_id, e.place, e.category_id, e.code, e.name, e.status, g.timezone,"
        f" {AWAY.format(account=':viewer')} AS away,"
        " nullif(max(coalesce((SELECT max(n.posted_at) FROM nudge n WHERE n.entry_id = e.id), ''),"
        "  coalesce((SELECT max(m.posted_at) FROM reminder m WHERE m.entry_id = e.id), '')), '')"
        " AS reminded_at"
        f" FROM ({PLACED}) e JOIN region g ON g.code = e.region_code"
        f" WHERE e.status IN ('invited', 'draft', 'returned') AND {IN_PLACES}"
        " ORDER BY e.edition_id, e.place, e.code, e.id",
        scopes=json.dumps(scopes),
        viewer=viewer,
    )


def questions(db: Database, scopes: Sequence[Scope], *, viewer: int | None) -> list[Row]:
    """The entries of these places whose candidate wrote last and waits for an answer, by place and code."""
    return rows(
        db,
        "SELECT * FROM (SELECT e.id, e.edition_id, e.place, e.code, e.name,"
        f" {AWAY.format(account=':viewer')} AS away, {LAST_WORD} FROM ({PLACED}) e"
        " WHERE EXISTS (SELECT 1 FROM question w WHERE w.entry_id = e.id)"
        f" AND e.status NOT IN ('rejected', 'withdrawn', 'excluded') AND {IN_PLACES})"
        " WHERE last_word = 'candidate' ORDER BY edition_id, place, code, id",
        scopes=json.dumps(scopes),
        viewer=viewer,
    )
