"""The standings of a contest: what the store knows goes to the core, or a frozen snapshot comes back.

The number of questions does not depend on the number of entries; only the contest's own rows are read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlite_utils import Database

from evaluation.core.deliberation import Motion, conferred, decide
from evaluation.core.doubts import Doubt, Sides, Spot, by_rank, doubts
from evaluation.core.exact import parse_exact
from evaluation.core.promotion import promote
from evaluation.core.promotion_rules import NOTHING_MORE
from evaluation.core.ranking import entries_needing_marks, promoted, standings
from evaluation.core.rules import Round
from evaluation.core.scoring import Adjustment, EntryInput, Sheet, round_score
from evaluation.core.snapshot import Result, from_json
from evaluation.store import contest_rules, deliberations, editions, promotion
from evaluation.store.db import Row, moment, row, rows

# Only submitted sheets of assessors who are neither recused nor excluded count (rule 4).
COUNTED = (
    "s.status = 'submitted' AND s.excluded_at IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM recusal q WHERE q.account_id = s.account_id AND q.entry_id = s.entry_id)"
)


def result(db: Database, contest_id: int, *, with_marks: bool = False) -> Result:
    """The contest's result: its snapshot once finalised, else computed now from its sheets.

    `with_marks` reads every mark, for pages that open a standing into its parts; without it marks are
    read only where a rule needs them. KeyError when there is no such contest.
    """
    contest = _contest(db, contest_id)
    if contest["snapshot"] is not None:
        return from_json(contest["snapshot"])
    return live_result(db, contest, with_marks=with_marks)


def _contest(db: Database, contest_id: int) -> Row:
    contest = row(
        db,
        "SELECT c.*, k.code AS category, f.snapshot FROM contest c JOIN category k ON k.id = c.category_id"
        " LEFT JOIN finalisation f ON f.contest_id = c.id WHERE c.id = :id",
        id=contest_id,
    )
    if contest is None:
        raise KeyError(contest_id)
    return contest


def _rules_of(db: Database, contest: Row) -> Round:
    """The round as it holds in the contest, by a recount's decree or by the edition."""
    return contest_rules.ruled(db, contest["id"], editions.round_by_id(db, contest["round_id"]).rules)


def live_result(db: Database, contest: Row, *, with_marks: bool, considered: Motion | None = None) -> Result:
    """The result that the sheets and the adopted motions give now.

    `contest` has id, round_id, category and region_code. A motion that is only `considered` counts as if it
    were the last that was adopted.
    """
    rnd = _rules_of(db, contest)
    every = with_marks or rnd.order == "criterion"
    inputs = entry_inputs(db, contest, rnd, marks_of=None if every else frozenset())
    tied = frozenset() if every else entries_needing_marks(rnd, inputs)
    if tied:
        inputs = entry_inputs(db, contest, rnd, marks_of=tied)
    motions = deliberations.adopted(db, contest["id"])
    if considered is not None:
        motions = (*motions, considered)
    found = decide(rnd, standings(rnd, inputs), motions)
    if rnd.promotion != NOTHING_MORE:
        facts = promotion.facts_of(db, contest["id"])
        found = promoted(rnd, found, facts, promotion.award_year(db, contest["id"]))
    found = conferred(rnd, found, motions)
    return Result(rnd.code, contest["category"], contest["region_code"], rnd, found, motions)


def with_motion(db: Database, contest_id: int, motion: Motion) -> Result:
    """The result of a contest as it would be with one motion more."""
    return live_result(db, _contest(db, contest_id), with_marks=False, considered=motion)


def doubts_of(db: Database, contest_id: int) -> dict[str, Doubt]:
    """The doubtful places of a contest by the marks alone, by candidate code (core/doubts.py)."""
    contest = _contest(db, contest_id)
    rnd = _rules_of(db, contest)
    inputs = entry_inputs(db, contest, rnd, marks_of=None)
    if rnd.promotion == NOTHING_MORE:
        return doubts(rnd, inputs, lambda spots: by_rank(rnd, spots))
    facts, year = promotion.facts_of(db, contest_id), promotion.award_year(db, contest_id)

    def sides(spots: Sequence[Spot]) -> Sides:
        return {one.entry: (one.advances, one.wins) for one in promote(rnd, spots, facts, year)}

    return doubts(rnd, inputs, sides)


def entry_inputs(
    db: Database, contest: Row, rnd: Round, marks_of: frozenset[str] | None
) -> tuple[EntryInput, ...]:
    """What the core needs of every entry; marks only of the candidates named (None: of all)."""
    entries = rows(
        db,
        "SELECT e.id, e.code, e.name, e.submitted_at FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id"
        " WHERE ce.contest_id = :contest AND e.status = 'accepted' ORDER BY e.code",
        contest=contest["id"],
    )
    return _inputs(db, [contest["id"]], entries, _carried(db, contest, rnd), marks_of)


def _inputs(
    db: Database,
    contest_ids: Sequence[int],
    entries: Sequence[Row],
    carried: Mapping[int, Mapping[str, Fraction]],
    marks_of: frozenset[str] | None,
) -> tuple[EntryInput, ...]:
    """Entries with all that their contest knows of them; each stands in one of the contests of one round."""
    among = _Among(json.dumps(list(contest_ids)), json.dumps([e["id"] for e in entries]))
    marked = [e["id"] for e in entries if marks_of is None or e["code"] in marks_of]
    sheets = _sheets(db, among, marked)
    measures = _measures(db, among)
    adjustments = _adjustments(db, among)
    return tuple(
        EntryInput(
            entry=e["code"],
            name=e["name"],
            sheets=tuple(sheets[e["id"]]),
            measures=measures[e["id"]],
            adjustments=tuple(adjustments[e["id"]]),
            carried=carried.get(e["id"], {}),
            submitted_at=moment(e["submitted_at"]) if e["submitted_at"] else None,
        )
        for e in entries
    )


@dataclass(frozen=True, slots=True)
class _Among:
    """Which contests and entries are asked about, as JSON lists of ids."""

    contests: str
    entries: str

    def where(self, table: str) -> str:
        """The condition on a table with the columns contest_id and entry_id."""
        return (
            f"{table}.contest_id IN (SELECT value FROM json_each(:contests))"
            f" AND {table}.entry_id IN (SELECT value FROM json_each(:entries))"
        )

    @property
    def values(self) -> dict[str, str]:
        """What fills the condition."""
        return {"contests": self.contests, "entries": self.entries}


def _sheets(db: Database, among: _Among, marked: Sequence[int]) -> dict[int, list[Sheet]]:
    """Counted sheets by entry; with their marks for the entries `marked`."""
    marks: dict[int, dict[str, Fraction]] = defaultdict(dict)
    if marked:
        wanted = _Among(among.contests, json.dumps(list(marked)))
        for one in rows(
            db,
            "SELECT m.scoresheet_id, c.code, m.value FROM scoresheet s JOIN mark m ON m.scoresheet_id = s.id"
            f" JOIN criterion c ON c.id = m.criterion_id WHERE {wanted.where('s')} AND m.value IS NOT NULL"
            " ORDER BY m.scoresheet_id, c.position",
            **wanted.values,
        ):
            marks[one["scoresheet_id"]][one["code"]] = parse_exact(one["value"])
    sheets: dict[int, list[Sheet]] = defaultdict(list)
    for one in rows(
        db,
        "SELECT s.id, s.entry_id, a.email, s.total FROM scoresheet s JOIN account a ON a.id = s.account_id"
        f" WHERE {among.where('s')} AND {COUNTED} ORDER BY a.email, s.id",
        **among.values,
    ):
        sheets[one["entry_id"]].append(Sheet(one["email"], marks[one["id"]], parse_exact(one["total"])))
    return sheets


def _measures(db: Database, among: _Among) -> dict[int, dict[str, Fraction]]:
    measures: dict[int, dict[str, Fraction]] = defaultdict(dict)
    for one in rows(
        db,
        "SELECT m.entry_id, c.code, m.value FROM measure m JOIN criterion c ON c.id = m.criterion_id"
        f" WHERE {among.where('m')} ORDER BY m.entry_id, c.position",
        **among.values,
    ):
        measures[one["entry_id"]][one["code"]] = parse_exact(one["value"])
    return measures


def _adjustments(db: Database, among: _Among) -> dict[int, list[Adjustment]]:
    adjustments: dict[int, list[Adjustment]] = defaultdict(list)
    for one in rows(
        db, f"SELECT j.* FROM adjustment j WHERE {among.where('j')} ORDER BY j.entry_id, j.id", **among.values
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
        "SELECT e.id, e.code, e.name, e.submitted_at, r.code AS round, r.id AS round_id, ce2.contest_id,"
        " s.round_score, f.contest_id IS NOT NULL AS finalised"
        " FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id"
        " JOIN contest_entry ce2 ON ce2.entry_id = ce.entry_id JOIN contest c ON c.id = ce2.contest_id"
        " JOIN round r ON r.id = c.round_id LEFT JOIN finalisation f ON f.contest_id = c.id"
        " LEFT JOIN final_standing s ON s.contest_id = c.id AND s.entry_id = ce.entry_id"
        " WHERE ce.contest_id = :contest AND r.code IN (SELECT value FROM json_each(:names))"
        " ORDER BY ce.entry_id, r.position",
        contest=contest["id"],
        names=json.dumps(sorted(names)),
    )
    for one in earlier:
        if one["round_score"] is not None:
            carried[one["id"]][one["round"]] = parse_exact(one["round_score"])
    live = [one for one in earlier if not one["finalised"]]
    for round_id in sorted({one["round_id"] for one in live}):
        _carry_live(db, round_id, [one for one in live if one["round_id"] == round_id], carried)
    return carried


def _carry_live(
    db: Database, round_id: int, entries: Sequence[Row], carried: dict[int, dict[str, Fraction]]
) -> None:
    """Add the round scores of entries in contests, of one earlier round, that are not finalised yet."""
    rnd = editions.round_by_id(db, round_id).rules
    contest_ids = sorted({one["contest_id"] for one in entries})
    found = _inputs(db, contest_ids, entries, {}, None if rnd.order == "criterion" else frozenset())
    for one, given in zip(entries, found, strict=True):
        score = round_score(rnd, given).score
        if score is not None:
            carried[one["id"]][rnd.code] = score
