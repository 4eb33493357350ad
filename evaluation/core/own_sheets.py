"""How one assessor scores: a sheet's running total, its place among the own sheets, the own use of a scale.

Only the assessor's own marks come in here: nothing of it tells of anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from evaluation.core.rules import Criterion, Round, RubricLevel
from evaluation.core.scoring import criterion_value, sheet_total, weight_share

# How many marks the beginning and the present of a scale's use are read from.
WINDOW: Final = 5


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One of the assessor's own sheets in a contest: draft or submitted, marks by criterion code."""

    entry_id: int
    marks: Mapping[str, Fraction]


# --- the total so far ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Running:
    """The total of a sheet so far: `marked` of `judged` criteria have a mark.

    `amount` is share x value, added over those; a complete sheet's is its total, rounded at step `sheet`.
    """

    amount: Fraction
    marked: int
    judged: int

    @property
    def complete(self) -> bool:
        """Whether every judged criterion has its mark."""
        return self.marked == self.judged


def running_total(rnd: Round, marks: Mapping[str, Fraction]) -> Running:
    """What the marks so far amount to (rules 1, 2 and 6 of docs/rules.md)."""
    marked = [criterion for criterion in rnd.judged_criteria if criterion.code in marks]
    judged = len(rnd.judged_criteria)
    if len(marked) == judged:
        return Running(sheet_total(rnd, marks), judged, judged)
    amounts = (weight_share(rnd, c) * criterion_value(rnd, c, marks[c.code]) for c in marked)
    return Running(sum(amounts, Fraction(0)), len(marked), judged)


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where a complete sheet stands among the assessor's own complete ones; equal totals share a place."""

    rank: int
    of: int
    shared: bool


def place_among(rnd: Round, marks: Mapping[str, Fraction], others: Sequence[OwnSheet]) -> OwnPlace | None:
    """The place of a sheet among the other own sheets of its contest; None before it is complete."""
    mine = running_total(rnd, marks)
    if not mine.complete:
        return None
    totals = [total.amount for one in others if (total := running_total(rnd, one.marks)).complete]
    return OwnPlace(
        rank=1 + sum(total > mine.amount for total in totals),
        of=1 + len(totals),
        shared=mine.amount in totals,
    )


# --- how a scale was used ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ScaleUse:
    """The marks that the own other sheets give on one criterion, highest first, each with its entry.

    `levels` counts them by the rubric's levels, in the rubric's order.
    """

    marks: tuple[tuple[int, Fraction], ...]
    median: Fraction
    levels: tuple[tuple[RubricLevel, int], ...]

    @property
    def highest(self) -> tuple[int, Fraction]:
        """The highest mark, with its entry."""
        return self.marks[0]

    @property
    def lowest(self) -> tuple[int, Fraction]:
        """The lowest mark, with its entry."""
        return self.marks[-1]


def scale_use(criterion: Criterion, others: Sequence[OwnSheet]) -> ScaleUse | None:
    """How the other own sheets use a criterion's scale; None before there is a mark."""
    given = [(one.entry_id, one.marks[criterion.code]) for one in others if criterion.code in one.marks]
    if not given:
        return None
    marks = [mark for _, mark in given]
    return ScaleUse(
        marks=tuple(sorted(given, key=lambda one: (-one[1], one[0]))),
        median=middle(marks),
        levels=tuple(
            (level, sum(level.low <= mark <= level.high for mark in marks)) for level in criterion.rubric
        ),
    )


def middle(values: Sequence[Fraction]) -> Fraction:
    """The median: the mean of the middle two for an even number of values, of which there is at least one."""
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


# --- drift ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Drift:
    """The own marks on a criterion have left the rubric's levels in which they began.

    The first five lie in levels from `low` to `high`; the last five have the median `median`, outside.
    """

    first: tuple[Fraction, ...]
    last: tuple[Fraction, ...]
    low: Fraction
    high: Fraction
    median: Fraction

    @property
    def upward(self) -> bool:
        """Whether the marks went up; down otherwise."""
        return self.median > self.high


def drift(criterion: Criterion, in_order: Sequence[OwnSheet]) -> Drift | None:
    """Whether an assessor's use of a scale has drifted; the own sheets in the order in which they were begun.

    None without a rubric, before there are more marks than five, and while the median of the last five lies
    within the levels of the first five.
    """
    marks = [one.marks[criterion.code] for one in in_order if criterion.code in one.marks]
    first, last = tuple(marks[:WINDOW]), tuple(marks[-WINDOW:])
    levels = [level for mark in first if (level := criterion.level_of(mark))]
    if len(marks) <= WINDOW or not levels:
        return None
    low, high = min(level.low for level in levels), max(level.high for level in levels)
    median = middle(last)
    return None if low <= median <= high else Drift(first, last, low, high, median)
