"""The score of one entry in one round (rules 1 to 7 of docs/rules.md). All values are exact fractions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from evaluation.core.combining import combined
from evaluation.core.rules import Criterion, Round

HUNDRED = Fraction(100)


class MarkMissing(ValueError):
    """A counted sheet lacks the mark of a judged criterion, which rule 4 of docs/rules.md does not allow."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A submitted sheet that counts: marks by criterion code.

    `total` is the stored exact sheet total, after step `sheet`; in order `sheet` it stands for the marks.
    """

    assessor: str
    marks: Mapping[str, Fraction] = field(default_factory=dict)
    total: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Signed points, or percent of the score before any adjustment; each with its reason."""

    points: Fraction | None
    percent: Fraction | None
    reason: str


@dataclass(frozen=True, slots=True)
class EntryInput:
    """All that a contest knows of an entry.

    `entry` is the candidate's code, `measures` holds raw values by criterion code, `carried` the round scores
    of earlier rounds by round code: of every round that `carry` or `tie_break` names, where there is one.
    """

    entry: str
    name: str
    sheets: tuple[Sheet, ...]
    measures: Mapping[str, Fraction] = field(default_factory=dict)
    adjustments: tuple[Adjustment, ...] = ()
    carried: Mapping[str, Fraction] = field(default_factory=dict)
    submitted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion gives: share x value = amount.

    `combined_from` pairs each assessor with the value (rule 1) of the mark; empty for a measured criterion.
    In order `sheet` the judged parts only inform, as tie-breaks read them: their amount is None, and so is
    their value when the sheets came without marks.
    """

    criterion: str
    kind: str
    share: Fraction
    value: Fraction | None
    combined_from: tuple[tuple[str, Fraction], ...]
    amount: Fraction | None


@dataclass(frozen=True, slots=True)
class RoundScore:
    """How an entry's score in a round came about. It is None, never 0, while nobody has judged the entry.

    `missing_measures` names the measured criteria without a value: the score leaves them out, is provisional
    and not `complete`.
    """

    entry: str
    sheets: int
    sheet_totals: tuple[tuple[str, Fraction], ...]
    judged: Fraction | None
    parts: tuple[Part, ...]
    before_adjustments: Fraction | None
    adjustments: tuple[tuple[Adjustment, Fraction], ...]
    score: Fraction | None
    missing_measures: tuple[str, ...]
    complete: bool


def criterion_value(rnd: Round, criterion: Criterion, mark: Fraction) -> Fraction:
    """The value of a mark (rule 1 of docs/rules.md): 0 to 100 on scale `percent`, else the mark itself."""
    if rnd.scale == "points":
        return mark
    return HUNDRED * (mark - criterion.minimum) / (criterion.maximum - criterion.minimum)


def weight_share(rnd: Round, criterion: Criterion) -> Fraction:
    """What the value of a criterion is multiplied with (rule 2 of docs/rules.md)."""
    if rnd.scale == "points":
        return criterion.weight
    return criterion.weight / sum((other.weight for other in rnd.criteria), Fraction(0))


def sheet_total(rnd: Round, marks: Mapping[str, Fraction]) -> Fraction:
    """One assessor's total: the sum of share x value over judged criteria, rounded at step `sheet`.

    The first half of rule 6 of docs/rules.md; in order `criterion` it only informs.
    Raises MarkMissing when a judged criterion has no mark.
    """
    total = sum(
        (
            weight_share(rnd, criterion) * criterion_value(rnd, criterion, _mark(marks, criterion))
            for criterion in rnd.judged_criteria
        ),
        Fraction(0),
    )
    return rnd.rounding.at("sheet", total)


def combined_value(rnd: Round, criterion: Criterion, sheets: tuple[Sheet, ...]) -> Fraction:
    """A judged criterion's value over all sheets, rounded at step `criterion` (rules 5, 6 of docs/rules.md).

    Raises MarkMissing when a sheet has no mark for it, ValueError when there is no sheet.
    """
    values = [criterion_value(rnd, criterion, _mark(sheet.marks, criterion)) for sheet in sheets]
    return rnd.rounding.at("criterion", combined(rnd, values))


def round_score(rnd: Round, entry: EntryInput) -> RoundScore:
    """The entry's score in the round with everything that led to it (rules 1 to 7 and 11 of docs/rules.md).

    Without a counted sheet there is no score, except in a round that only measures. Raises MarkMissing when a
    sheet lacks a mark that the calculation needs.
    """
    totals = _sheet_totals(rnd, entry.sheets)
    judged_parts = tuple(_judged_part(rnd, criterion, entry.sheets) for criterion in rnd.judged_criteria)
    measured_parts = tuple(_measured_part(rnd, criterion, entry) for criterion in rnd.measured_criteria)
    judged = _judged_score(rnd, totals, judged_parts)
    before = _before_adjustments(rnd, judged, measured_parts)
    changes = _adjustment_amounts(entry.adjustments, before)
    missing = tuple(part.criterion for part in measured_parts if part.value is None)
    return RoundScore(
        entry=entry.entry,
        sheets=len(entry.sheets),
        sheet_totals=totals,
        judged=judged,
        parts=_in_file_order(rnd, judged_parts + measured_parts),
        before_adjustments=before,
        adjustments=changes,
        score=None if before is None else rnd.rounding.at("round", before + _amounts(changes)),
        missing_measures=missing,
        complete=not missing and _enough_sheets(rnd, len(entry.sheets)),
    )


def _mark(marks: Mapping[str, Fraction], criterion: Criterion) -> Fraction:
    try:
        return marks[criterion.code]
    except KeyError:
        raise MarkMissing(f"a sheet has no mark for {criterion.code!r}") from None


def _sheet_totals(rnd: Round, sheets: tuple[Sheet, ...]) -> tuple[tuple[str, Fraction], ...]:
    """Totals by assessor, ordered by assessor so that the order of rows never shows."""
    return tuple(
        (sheet.assessor, sheet_total(rnd, sheet.marks) if sheet.total is None else sheet.total)
        for sheet in sorted(sheets, key=lambda sheet: sheet.assessor)
    )


def _judged_part(rnd: Round, criterion: Criterion, sheets: tuple[Sheet, ...]) -> Part:
    share = weight_share(rnd, criterion)
    without_marks = any(criterion.code not in sheet.marks for sheet in sheets)
    if not sheets or (rnd.order == "sheet" and without_marks):
        return Part(criterion.code, criterion.kind, share, None, (), None)
    value = combined_value(rnd, criterion, sheets)
    combined_from = tuple(
        (sheet.assessor, criterion_value(rnd, criterion, sheet.marks[criterion.code]))
        for sheet in sorted(sheets, key=lambda sheet: sheet.assessor)
    )
    amount = rnd.rounding.at("part", share * value) if rnd.order == "criterion" else None
    return Part(criterion.code, criterion.kind, share, value, combined_from, amount)


def _measured_part(rnd: Round, criterion: Criterion, entry: EntryInput) -> Part:
    share = weight_share(rnd, criterion)
    if criterion.code not in entry.measures:
        return Part(criterion.code, criterion.kind, share, None, (), None)
    value = criterion_value(rnd, criterion, entry.measures[criterion.code])
    amount = rnd.rounding.at("part", share * value) if rnd.order == "criterion" else share * value
    return Part(criterion.code, criterion.kind, share, value, (), amount)


def _judged_score(
    rnd: Round, totals: tuple[tuple[str, Fraction], ...], judged_parts: tuple[Part, ...]
) -> Fraction | None:
    """J of rule 6; None while no sheet counts, and in a round that has nothing to judge."""
    if not totals or not judged_parts:
        return None
    if rnd.order == "criterion":
        return sum((part.amount for part in judged_parts if part.amount is not None), Fraction(0))
    return combined(rnd, [total for _, total in totals])


def _before_adjustments(
    rnd: Round, judged: Fraction | None, measured_parts: tuple[Part, ...]
) -> Fraction | None:
    amounts = [part.amount for part in measured_parts if part.amount is not None]
    if judged is not None:
        return judged + sum(amounts, Fraction(0))
    # A round that only measures asks for no sheet: its values are the score (rule 12 of docs/rules.md).
    return sum(amounts, Fraction(0)) if amounts and not rnd.judged_criteria else None


def _adjustment_amounts(
    adjustments: tuple[Adjustment, ...], before: Fraction | None
) -> tuple[tuple[Adjustment, Fraction], ...]:
    """What each adjustment adds; none apply to an entry without a score."""
    if before is None:
        return ()
    return tuple(
        (change, (change.points or Fraction(0)) + (change.percent or Fraction(0)) * before / HUNDRED)
        for change in adjustments
    )


def _amounts(changes: tuple[tuple[Adjustment, Fraction], ...]) -> Fraction:
    return sum((amount for _, amount in changes), Fraction(0))


def _enough_sheets(rnd: Round, sheets: int) -> bool:
    return sheets >= rnd.minimum_sheets or not rnd.judged_criteria


def _in_file_order(rnd: Round, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    by_code = {part.criterion: part for part in parts}
    return tuple(by_code[criterion.code] for criterion in rnd.criteria)
