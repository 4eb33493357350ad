"""A standing opened into every part that made it: rank, standing score, round score, criteria, sheets, marks.

Everything comes from a `Result`, live or frozen, so a finalised contest is explained from its snapshot alone.
Templates only print what stands here; each line of reckoning is a `Step`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from evaluation.core.deliberation import CONFERRING, Motion
from evaluation.core.deliberation_words import motion_of
from evaluation.core.messages import Message
from evaluation.core.ranking import Standing
from evaluation.core.rules import Criterion, Round, Text
from evaluation.core.scoring import Adjustment, Part, RoundScore, weight_share
from evaluation.core.snapshot import Result
from evaluation.reports.reckoning import (
    OVER,
    TIMES,
    Step,
    Token,
    added,
    combining,
    divided,
    mark_of,
    share_step,
    step,
    value_step,
    weighed,
)

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One assessor's mark on one criterion, and its value."""

    assessor: str
    criterion: Criterion
    mark: Fraction
    value: Step


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One counted sheet: its total and the marks that made it (rule 6).

    `reckoning` is None when the result was computed without reading the marks.
    """

    assessor: str
    total: Fraction
    reckoning: Step | None
    marks: tuple[MarkLine, ...]


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion: its share, and its combined or measured value where there is one.

    `marks` are the judged values that were combined; `measured` is the value of a measured criterion;
    `part` is what it adds to the round score (None where the sheets' totals do that).
    """

    criterion: Criterion
    share: Step
    marks: tuple[MarkLine, ...]
    combined: Step | None
    measured: MarkLine | None
    part: Step | None
    missing: bool


@dataclass(frozen=True, slots=True)
class AdjustmentLine:
    """One adjustment and what it adds (rule 7)."""

    adjustment: Adjustment
    amount: Step


@dataclass(frozen=True, slots=True)
class CarriedLine:
    """A round score in the standing score; `here` when it is this contest's own round."""

    round_code: str
    share: Fraction
    score: Fraction
    here: bool


@dataclass(frozen=True, slots=True)
class Rival:
    """An entry with the same standing score; `values` answers the round's tie-breaks in order."""

    entry: str
    name: str
    rank: int | None
    values: tuple[Fraction | datetime | None, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one entry came to its place.

    `before` counts the entries with a better rank, `entries` all of the contest, `sharing` those with the
    same rank. `rivals` is empty unless others have the same standing score. `motions` are
    the adopted ones that moved or name it, each in words.
    """

    rules: Round
    standing: Standing
    before: int
    entries: int
    sharing: int
    passes: bool
    standing_step: Step | None
    carried: tuple[CarriedLine, ...]
    round_step: Step | None
    before_step: Step | None
    judged_step: Step | None
    adjustments: tuple[AdjustmentLine, ...]
    criteria: tuple[CriterionLine, ...]
    sheets: tuple[SheetLine, ...]
    tie_breaks: tuple[Text | str, ...]
    rivals: tuple[Rival, ...]
    motions: tuple[tuple[Motion, Message], ...]

    @property
    def decided(self) -> bool:
        """Whether a motion alone says that it goes on or wins, or does not."""
        outcome = self.standing.outcome
        return outcome is not None and outcome.reason.code in CONFERRING

    @property
    def by_sheet(self) -> bool:
        """Whether each sheet is totalled before the totals are combined."""
        return self.rules.order == "sheet"

    @property
    def holds(self) -> bool:
        """Whether every recorded number is what its reckoning gives."""
        return all(found.holds for found in self.steps())

    def steps(self) -> tuple[Step, ...]:
        """Every line of reckoning of this explanation."""
        lines = [self.standing_step, self.round_step, self.before_step, self.judged_step]
        lines += [line.amount for line in self.adjustments]
        for sheet in self.sheets:
            lines += [sheet.reckoning, *(mark.value for mark in sheet.marks)]
        for line in self.criteria:
            measured = None if line.measured is None else line.measured.value
            lines += [line.share, line.combined, measured, line.part, *(mark.value for mark in line.marks)]
        return tuple(found for found in lines if found is not None)


def explain(result: Result, entry: str) -> Explanation:
    """Open the standing of the entry with this code. KeyError when it does not stand in the contest."""
    standing = standing_of(result, entry)
    rnd, found = result.rules, standing.round_score
    rivals = _rivals(result, standing)
    return Explanation(
        rules=rnd,
        standing=standing,
        before=sum(_stands_before(other, standing) for other in result.standings),
        entries=len(result.standings),
        sharing=sum(other.rank == standing.rank for other in result.standings) - 1,
        passes=rnd.pass_mark is None or (standing.score is not None and standing.score >= rnd.pass_mark),
        standing_step=_standing_step(rnd, standing),
        carried=tuple(
            CarriedLine(code, share, score, code == rnd.code) for code, share, score in standing.carried
        ),
        round_step=_round_step(rnd, found),
        before_step=_before_step(rnd, found),
        judged_step=_judged_step(rnd, found),
        adjustments=_adjustment_lines(rnd, found),
        criteria=tuple(_criterion_line(rnd, part) for part in found.parts),
        sheets=tuple(_sheet_line(rnd, found, name, total) for name, total in found.sheet_totals),
        tie_breaks=tuple(_tie_break_title(rnd, name) for name in rnd.tie_break) if rivals else (),
        rivals=rivals,
        motions=tuple((m, motion_of(result, m)) for m in result.motions if m.number in standing.motions),
    )


def standing_of(result: Result, entry: str) -> Standing:
    """The standing of the entry with this code. KeyError when it does not stand in the contest."""
    for standing in result.standings:
        if standing.entry == entry:
            return standing
    raise KeyError(entry)


def without_names(result: Result) -> Result:
    """The result with assessors as "1", "2", ...: numbered in each entry by their marks, highest first.

    The numbers follow from the marks alone, so they tell nothing of who an assessor is or where they sit.
    """
    return replace(result, standings=tuple(_numbered(standing) for standing in result.standings))


def with_assessors(result: Result, entry: str, labels: Mapping[str, str]) -> Result:
    """The result with these labels (numbers or names, by address) for the assessors of one entry."""
    return replace(
        result,
        standings=tuple(_with_labels(one, labels) if one.entry == entry else one for one in result.standings),
    )


def without_marks(found: Explanation) -> Explanation:
    """The explanation of a round whose marks nobody but the committee sees: scores and measured values only.

    Sheets, criteria and tie-breaks go too: beside one's own mark, an average of few tells the others'.
    """
    judged = found.judged_step
    if judged is not None:
        judged = replace(judged, formula=(judged.result,), exact=judged.result, left_out=())
    return replace(
        found,
        judged_step=judged,
        criteria=tuple(line for line in found.criteria if not line.criterion.judged),
        sheets=(),
        tie_breaks=(),
        rivals=(),
    )


def _numbered(standing: Standing) -> Standing:
    found = standing.round_score
    values = [dict(part.combined_from) for part in found.parts if part.combined_from]

    def key(pair: tuple[str, Fraction]) -> tuple[Fraction, ...]:
        return (pair[1], *(of_part[pair[0]] for of_part in values))

    ordered = sorted(found.sheet_totals, key=key, reverse=True)
    return _with_labels(standing, {name: str(n) for n, (name, _) in enumerate(ordered, start=1)})


def _with_labels(standing: Standing, labels: Mapping[str, str]) -> Standing:
    found = standing.round_score
    parts = tuple(replace(part, combined_from=_renamed(part.combined_from, labels)) for part in found.parts)
    totals = _renamed(found.sheet_totals, labels)
    return replace(standing, round_score=replace(found, sheet_totals=totals, parts=parts))


def _renamed(
    pairs: tuple[tuple[str, Fraction], ...], labels: Mapping[str, str]
) -> tuple[tuple[str, Fraction], ...]:
    return tuple(sorted(((labels[name], value) for name, value in pairs), key=lambda pair: _order(pair[0])))


def _order(label: str) -> tuple[int, str]:
    return (int(label), "") if label.isdecimal() else (0, label)


def _stands_before(other: Standing, standing: Standing) -> bool:
    if other.rank is None:
        return False
    return standing.rank is None or other.rank < standing.rank


def _standing_step(rnd: Round, standing: Standing) -> Step | None:
    if standing.score is None:
        return None
    pairs = [(share, score) for _, share, score in standing.carried]
    shares = sum((share for share, _ in pairs), Fraction(0))
    exact = sum((share * score for share, score in pairs), Fraction(0)) / shares
    formula: tuple[Token, ...] = (pairs[0][1],) if len(pairs) == 1 else divided(weighed(pairs), shares)
    return step(rnd, 8, formula, exact, standing.score, rounded_at="standing")


def _round_step(rnd: Round, found: RoundScore) -> Step | None:
    if found.score is None or found.before_adjustments is None:
        return None
    values = [found.before_adjustments, *(amount for _, amount in found.adjustments)]
    return step(rnd, 7, added(values), sum(values, Fraction(0)), found.score, rounded_at="round")


def _before_step(rnd: Round, found: RoundScore) -> Step | None:
    if found.before_adjustments is None:
        return None
    measured = [part.amount for part in found.parts if part.kind == "measured" and part.amount is not None]
    values = [*([] if found.judged is None else [found.judged]), *measured]
    return step(rnd, 6, added(values), sum(values, Fraction(0)), found.before_adjustments)


def _judged_step(rnd: Round, found: RoundScore) -> Step | None:
    if found.judged is None:
        return None
    if rnd.order == "sheet":
        formula, exact, left_out = combining(rnd, [total for _, total in found.sheet_totals])
        return step(rnd, 5, formula, exact, found.judged, left_out=left_out)
    amounts = [part.amount for part in found.parts if part.kind == "judged" and part.amount is not None]
    return step(rnd, 6, added(amounts), sum(amounts, Fraction(0)), found.judged)


def _adjustment_lines(rnd: Round, found: RoundScore) -> tuple[AdjustmentLine, ...]:
    return tuple(
        AdjustmentLine(one, _adjustment_step(rnd, one, amount, found.before_adjustments or Fraction(0)))
        for one, amount in found.adjustments
    )


def _adjustment_step(rnd: Round, one: Adjustment, amount: Fraction, before: Fraction) -> Step:
    points = () if one.points is None else (one.points,)
    percent: tuple[Token, ...] = () if one.percent is None else (one.percent, TIMES, before, OVER, HUNDRED)
    formula = (*points, "+", *percent) if points and percent else (*points, *percent)
    exact = (one.points or Fraction(0)) + (one.percent or Fraction(0)) * before / HUNDRED
    return step(rnd, 7, formula, exact, amount)


def _criterion_line(rnd: Round, part: Part) -> CriterionLine:
    criterion = rnd.criterion(part.criterion)
    measured = criterion.kind == "measured" and part.value is not None
    return CriterionLine(
        criterion=criterion,
        share=share_step(rnd, criterion, part.share),
        marks=tuple(_mark_line(rnd, criterion, name, value) for name, value in part.combined_from),
        combined=_combined_step(rnd, part),
        measured=_mark_line(rnd, criterion, "", part.value) if measured and part.value is not None else None,
        part=_part_step(rnd, part),
        missing=criterion.kind == "measured" and part.value is None,
    )


def _combined_step(rnd: Round, part: Part) -> Step | None:
    if part.value is None or not part.combined_from:
        return None
    formula, exact, left_out = combining(rnd, [value for _, value in part.combined_from])
    return step(rnd, 5, formula, exact, part.value, rounded_at="criterion", left_out=left_out)


def _part_step(rnd: Round, part: Part) -> Step | None:
    if part.amount is None or part.value is None:
        return None
    rounded_at = "part" if rnd.order == "criterion" else None
    return step(
        rnd, 6, (part.share, TIMES, part.value), part.share * part.value, part.amount, rounded_at=rounded_at
    )


def _mark_line(rnd: Round, criterion: Criterion, assessor: str, value: Fraction) -> MarkLine:
    return MarkLine(assessor, criterion, mark_of(rnd, criterion, value), value_step(rnd, criterion, value))


def _sheet_line(rnd: Round, found: RoundScore, assessor: str, total: Fraction) -> SheetLine:
    values = [
        (rnd.criterion(part.criterion), dict(part.combined_from)[assessor])
        for part in found.parts
        if part.combined_from
    ]
    marks = tuple(_mark_line(rnd, criterion, assessor, value) for criterion, value in values)
    if len(values) < len(rnd.judged_criteria):
        return SheetLine(assessor, total, None, marks)
    pairs = [(weight_share(rnd, criterion), value) for criterion, value in values]
    exact = sum((share * value for share, value in pairs), Fraction(0))
    return SheetLine(assessor, total, step(rnd, 6, weighed(pairs), exact, total, rounded_at="sheet"), marks)


def _rivals(result: Result, standing: Standing) -> tuple[Rival, ...]:
    """The entries that only tie-breaks can tell from this one, itself included; empty when it is alone."""
    same = [one for one in result.standings if one.score is not None and one.score == standing.score]
    if len(same) < 2:
        return ()
    return tuple(
        Rival(
            one.entry,
            one.name,
            one.rank,
            tuple(_tie_break_value(result.rules, name, one) for name in result.rules.tie_break),
        )
        for one in same
    )


def _tie_break_title(rnd: Round, name: str) -> Text | str:
    """A criterion's title; else the tie-break's own word: a round's code, "judged" or "submitted"."""
    return next((criterion.title for criterion in rnd.criteria if criterion.code == name), name)


def _tie_break_value(rnd: Round, name: str, one: Standing) -> Fraction | datetime | None:
    for part in one.round_score.parts:
        if part.criterion == name:
            return None if part.value is None else rnd.rounding.at("criterion", part.value)
    if name == "submitted":
        return one.submitted_at
    if name == "judged":
        return one.round_score.judged
    if name == rnd.code:
        return one.round_score.score
    known = {code: score for code, _, score in one.carried} | dict(one.earlier)
    return known.get(name)
