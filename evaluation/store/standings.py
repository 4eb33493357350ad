"""The standings of a contest: what the store knows goes to the core, or a frozen snapshot comes back.

The number of questions does not depend on the number of entries; only the contest's own rows are read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from fractions import Fraction

from sqlite_utils import Database

from evaluation.core.exact import parse_exact
from evaluation.core.ranking import entries_needing_marks, standings
from evaluation.core.rules import Round
from evaluation.core.scoring import Adjustment, EntryInput, Sheet
from evaluation.core.snapshot import Result, from_json
from evaluation.store import editions
from evaluation.store.db import Row, moment, row, rows

# Only submitted sheets of assessors who are neither recused nor excluded count (rule 4).
COUNTED = """
FROM scoresheet s JOIN account a ON a.id = s.account_id
WHERE s.contest_id = :contest AND s.status = 'submitted' AND s.excluded_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = s.account_id AND q.entry_id = s.entry_id)
"""


def result(db: Database, contest_id: int, *, with_marks: bool = False) -> Result:
    """The contest's result: its snapshot once finalised, else computed now from its sheets.

    `with_marks` reads every mark, for pages that open a standing into its parts; without it marks are
    read only where a rule needs them. KeyError when there is no such contest.
    """
    contest = row(
        db,
        "SELECT c.*, k.code AS category, f.snapshot FROM contest c JOIN category k ON k.id = c.category_id"
        " LEFT JOIN finalisation f ON f.contest_id = c.id WHERE c.id = :id",
        id=contest_id,
    )
    if contest is None:
        raise KeyError(contest_id)
    if contest["snapshot"] is not None:
        return from_json(contest["snapshot"])
    return live_result(db, contest, with_marks=with_marks)


def live_result(db: Database, contest: Row, *, with_marks: bool) -> Result:
    """The result that the sheets give now. `contest` has id, round_id, category and region_code."""
    rnd = editions.round_by_id(db, contest["round_id"]).rules
    every = with_marks or rnd.order == "criterion"
    inputs = entry_inputs(db, contest, rnd, marks_of=None if every else frozenset())
    tied = frozenset() if every else entries_needing_marks(rnd, inputs)
    if tied:
        inputs = entry_inputs(db, contest, rnd, marks_of=tied)
    return Result(rnd.code, contest["category"], contest["region_code"], rnd, standings(rnd, inputs))


def entry_inputs(
    db: Database, contest: Row, rnd: Round, marks_of: frozenset[str] | None
) -> tuple[EntryInput, ...]:
    """What the core needs of every entry; marks only of the candidates named (None: of all)."""
    contest_id = contest["id"]
    entries = rows(
        db,
        "SELECT e.id, e.code, e.name, e.submitted_at FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id"
        " WHERE ce.contest_id = :contest AND e.status = 'accepted' ORDER BY e.code",
        contest=contest_id,
    )
    codes = {e["id"]: e["code"] for e in entries}
    sheets = _sheets(db, contest_id, marks_of, codes)
    measures = _measures(db, contest_id)
    adjustments = _adjustments(db, contest_id)
    carried = _carried(db, contest, rnd)
    return tuple(
        EntryInput(
            entry=e["code"],
            name=e["name"],
            sheets=tuple(sheets[e["id"]]),
            measures=measures[e["id"]],
            adjustments=tuple(adjustments[e["id"]]),
            carried=carried[e["id"]],
            submitted_at=moment(e["submitted_at"]) if e["submitted_at"] else None,
        )
        for e in entries
    )


def _sheets(
    db: Database, contest_id: int, marks_of: frozenset[str] | None, codes: dict[int, str]
) -> dict[int, list[Sheet]]:
    marks: dict[int, dict[str, Fraction]] = defaultdict(dict)
    if marks_of is None or marks_of:
        wanted = [i for i, code in codes.items() if marks_of is None or code in marks_of]
        for one in rows(
            db,
            "SELECT m.scoresheet_id, c.code, m.value FROM mark m JOIN criterion c ON c.id = m.criterion_id"
            " JOIN scoresheet s ON s.id = m.scoresheet_id WHERE s.contest_id = :contest AND m.value IS NOT NULL"
            " AND s.entry_id IN (SELECT value FROM json_each(:wanted)) ORDER BY m.scoresheet_id, c.position",
            contest=contest_id,
            wanted=json.dumps(wanted),
        ):
            marks[one["scoresheet_id"]][one["code"]] = parse_exact(one["value"])
    sheets: dict[int, list[Sheet]] = defaultdict(list)
    for one in rows(
        db, f"SELECT s.id, s.entry_id, a.email, s.total {COUNTED} ORDER BY a.email", contest=contest_id
    ):
        sheets[one["entry_id"]].append(Sheet(one["email"], marks[one["id"]], parse_exact(one["total"])))
    return sheets


def _measures(db: Database, contest_id: int) -> dict[int, dict[str, Fraction]]:
    measures: dict[int, dict[str, Fraction]] = defaultdict(dict)
    for one in rows(
        db,
        "SELECT m.entry_id, c.code, m.value FROM measure m JOIN criterion c ON c.id = m.criterion_id"
        " WHERE m.contest_id = :contest ORDER BY m.entry_id, c.position",
        contest=contest_id,
    ):
        measures[one["entry_id"]][one["code"]] = parse_exact(one["value"])
    return measures


def _adjustments(db: Database, contest_id: int) -> dict[int, list[Adjustment]]:
    adjustments: dict[int, list[Adjustment]] = defaultdict(list)
    for one in rows(
        db, "SELECT * FROM adjustment WHERE contest_id = :contest ORDER BY entry_id, id", contest=contest_id
    ):
        points = None if one["points"] is None else parse_exact(one["points"])
        percent = None if one["percent"] is None else parse_exact(one["percent"])
        adjustments[one["entry_id"]].append(Adjustment(points, percent, one["reason"]))
    return adjustments


def _carried(db: Database, contest: Row, rnd: Round) -> dict[int, dict[str, Fraction]]:
    """Round scores of earlier rounds that `carry` or `tie_break` name, by entry: frozen ones, else live."""
    carried: dict[int, dict[str, Fraction]] = defaultdict(dict)
    own = {criterion.code for criterion in rnd.criteria}
    names = {code for code, _ in rnd.carry} | {name for name in rnd.tie_break if name not in own}
    names -= {rnd.code, "judged", "submitted"}
    if not names:
        return carried
    earlier = rows(
        db,
        "SELECT ce.entry_id, e.code AS entry, r.code AS round, ce2.contest_id, s.round_score,"
        " f.contest_id IS NOT NULL AS finalised"
        " FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id"
        " JOIN contest_entry ce2 ON ce2.entry_id = ce.entry_id JOIN contest c ON c.id = ce2.contest_id"
        " JOIN round r ON r.id = c.round_id LEFT JOIN finalisation f ON f.contest_id = c.id"
        " LEFT JOIN final_standing s ON s.contest_id = c.id AND s.entry_id = ce.entry_id"
        " WHERE ce.contest_id = :contest AND r.code IN (SELECT value FROM json_each(:names))"
        " ORDER BY ce.entry_id, r.position",
        contest=contest["id"],
        names=json.dumps(sorted(names)),
    )
    live = {one["contest_id"] for one in earlier if not one["finalised"]}
    scores = {contest_id: _live_scores(db, contest_id) for contest_id in sorted(live)}
    for one in earlier:
        if one["finalised"]:
            score = None if one["round_score"] is None else parse_exact(one["round_score"])
        else:
            score = scores[one["contest_id"]].get(one["entry"])
        if score is not None:
            carried[one["entry_id"]][one["round"]] = score
    return carried


def _live_scores(db: Database, contest_id: int) -> dict[str, Fraction]:
    """Round scores, by candidate code, of a contest that is not finalised yet."""
    found = result(db, contest_id).standings
    return {s.entry: s.round_score.score for s in found if s.round_score.score is not None}
