"""What a plan of assignment lacks: it was never made, somebody dropped out, or an entry came in."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from evaluation.store.db import Row, rows

# Who is assigned to entry `e` of contest `c` and can hand in a sheet that counts, or has.
HAVE = """
(SELECT count(*) FROM assignment t JOIN account a ON a.id = t.account_id AND a.disabled_at IS NULL
  JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
    AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
  JOIN panel_member m ON m.panel_id = p.id AND m.account_id = t.account_id AND m.left_at IS NULL
  WHERE t.contest_id = c.id AND t.entry_id = e.id AND t.ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.entry_id = e.id AND q.account_id = t.account_id)
  AND NOT EXISTS (SELECT 1 FROM scoresheet x WHERE x.contest_id = c.id AND x.entry_id = e.id
    AND x.account_id = t.account_id AND x.excluded_at IS NOT NULL))
+ (SELECT count(*) FROM scoresheet s WHERE s.contest_id = c.id AND s.entry_id = e.id
  AND s.status = 'submitted' AND s.excluded_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.entry_id = e.id AND q.account_id = s.account_id)
  AND NOT EXISTS (SELECT 1 FROM account a JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
      AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
    JOIN panel_member m ON m.panel_id = p.id AND m.account_id = a.id AND m.left_at IS NULL
    WHERE a.id = s.account_id AND a.disabled_at IS NULL))
"""


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a contest that assigns lacks: whether it was ever `planned`, and the entries that lack assessors.

    Each entry: entry_id, code, name, `have`, `wanted`, and `away`: whether the visitor is kept away from it.
    """

    planned: bool
    entries: tuple[Row, ...]

    def __bool__(self) -> bool:
        return bool(self.entries)


def beside_gaps(short: Sequence[Row], found: Mapping[int, Gaps]) -> list[Row]:
    """Of the entries that can't get their least number of sheets those that no plan of assignment lacks."""
    told = {(contest, one["entry_id"]) for contest, gap in found.items() for one in gap.entries}
    return [one for one in short if (one["contest_id"], one["entry_id"]) not in told]


def gaps(db: Database, contest_ids: Sequence[int], *, viewer: int | None) -> dict[int, Gaps]:
    """What these contests lack, as far as their rounds assign and they are not finalised. One question."""
    found: dict[int, list[Row]] = defaultdict(list)
    for one in rows(
        db,
        "SELECT * FROM (SELECT c.id AS contest_id, e.id AS entry_id, e.code, e.name,"
        " json_extract(r.assignment, '$.assessors') AS wanted,"
        f" {HAVE} AS have,"
        " EXISTS (SELECT 1 FROM recusal q WHERE q.entry_id = e.id AND q.account_id = :viewer) AS away,"
        " EXISTS (SELECT 1 FROM assignment t WHERE t.contest_id = c.id) AS planned"
        " FROM contest c JOIN round r ON r.id = c.round_id AND r.assignment IS NOT NULL"
        " JOIN contest_entry ce ON ce.contest_id = c.id"
        " JOIN entry e ON e.id = ce.entry_id AND e.status = 'accepted'"
        " WHERE c.id IN (SELECT value FROM json_each(:contests))"
        " AND NOT EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = c.id))"
        " WHERE have < wanted ORDER BY contest_id, code, entry_id",
        contests=json.dumps(list(contest_ids)),
        viewer=viewer,
    ):
        found[one["contest_id"]].append(one)
    return {contest: Gaps(bool(short[0]["planned"]), tuple(short)) for contest, short in found.items()}
