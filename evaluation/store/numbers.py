"""The numbers that stand for hidden candidates and assessors: each contest has its own, drawn at random."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection

from sqlite_utils import Database

from evaluation.core.visibility import Phase, Visibility, candidate_seen, phase_of
from evaluation.store.db import Row, rows

# The contests before the account's panels in which these entries stand.
BEFORE = """
SELECT ce.entry_id, ce.contest_id, n.number, r.marks_seen, r.assessors_seen, r.candidates_seen,
  f.contest_id IS NOT NULL AS finalised, p.contest_id IS NOT NULL AS published
FROM contest_entry ce JOIN contest c ON c.id = ce.contest_id JOIN round r ON r.id = c.round_id
JOIN entry_number n ON n.contest_id = ce.contest_id AND n.entry_id = ce.entry_id
JOIN panel pn ON pn.edition_id = r.edition_id AND pn.stage = r.stage
  AND coalesce(pn.region_code, '') = coalesce(c.region_code, '')
JOIN panel_member pm ON pm.panel_id = pn.id AND pm.account_id = :account AND pm.left_at IS NULL
LEFT JOIN finalisation f ON f.contest_id = c.id LEFT JOIN publication p ON p.contest_id = c.id
WHERE :entries IS NULL OR ce.entry_id IN (SELECT value FROM json_each(:entries))
ORDER BY ce.entry_id, r.position, ce.contest_id
"""

# The addresses of an edition in which a round hides its candidates name entries by number, in every round.
NUMBERED = """
SELECT c.id AS contest_id, n.number, n.entry_id FROM contest c JOIN round r ON r.id = c.round_id
LEFT JOIN entry_number n ON n.contest_id = c.id
  AND EXISTS (SELECT 1 FROM round h WHERE h.edition_id = r.edition_id AND h.candidates_seen = 'hidden')
WHERE c.id = :contest OR EXISTS (SELECT 1 FROM panel pn JOIN panel_member pm ON pm.panel_id = pn.id
  WHERE pn.edition_id = r.edition_id AND pn.stage = r.stage
  AND coalesce(pn.region_code, '') = coalesce(c.region_code, '')
  AND pm.account_id = :account AND pm.left_at IS NULL)
ORDER BY c.id, n.number
"""


def hidden_from(
    db: Database, account_id: int, entry_ids: Collection[int] | None
) -> dict[int, dict[int, int]]:
    """The entries (of these, or None: of all) whose candidates an assessor may not be told.

    Each with its numbers by contest.
    """
    standings: dict[int, list[Row]] = defaultdict(list)
    asked = None if entry_ids is None else json.dumps(sorted(entry_ids))
    for one in rows(db, BEFORE, account=account_id, entries=asked):
        standings[one["entry_id"]].append(one)
    return {
        entry_id: {one["contest_id"]: one["number"] for one in found}
        for entry_id, found in standings.items()
        if not candidate_seen([_standing(one) for one in found])
    }


def number_for(db: Database, account_id: int | None, contest_id: int, entry_id: int) -> int | None:
    """What stands for an entry of a contest to who may not be told whose it is; None: they may."""
    if account_id is None:
        return None
    return hidden_from(db, account_id, [entry_id]).get(entry_id, {}).get(contest_id)


def in_addresses(db: Database, contest_id: int, entry_id: int) -> int:
    """What an entry of a contest is in addresses on the desk: a number where a round hides, else its id."""
    known = entries_by_number(db, 0, contest_id)[contest_id]
    return next((number for number, entry in known.items() if entry == entry_id), entry_id)


def _standing(one: Row) -> tuple[Visibility, Phase]:
    """The policy and the phase of one contest. Whether its time is over changes nothing for candidates."""
    phase = phase_of(window="open", finalised=bool(one["finalised"]), published=bool(one["published"]))
    return Visibility(one["marks_seen"], one["assessors_seen"], one["candidates_seen"]), phase


def entries_by_number(db: Database, account_id: int, contest_id: int) -> dict[int, dict[int, int]]:
    """The entries by number, as addresses name them, of a contest and of all before the account's panels.

    A contest whose addresses name ids has none. One question, however many contests.
    """
    found: dict[int, dict[int, int]] = {contest_id: {}}
    for one in rows(db, NUMBERED, contest=contest_id, account=account_id):
        of_contest = found.setdefault(one["contest_id"], {})
        if one["number"] is not None:
            of_contest[one["number"]] = one["entry_id"]
    return found
