"""Calibration: how far a panel's marks for a sample lie apart, criterion by criterion. It counts nowhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from evaluation.core.combining import median
from evaluation.core.exact import decimal_text, rounded
from evaluation.core.rules import Criterion, Round

# Where a chart's scale begins and how long it is, in percent: room is left for the dots at both ends.
SCALE_FROM: Final = 4
SCALE_LENGTH: Final = 92


@dataclass(frozen=True, slots=True)
class Given:
    """One member's mark on a criterion, with the comment; `place` lies on the chart, in percent."""

    member: int
    mark: Fraction
    comment: str
    place: str


@dataclass(frozen=True, slots=True)
class Spread:
    """A criterion's marks over the panel: lowest, median, highest, and each of them by member's number.

    `reference` and `reasoning` are the committee's. The places lie on a chart from 0 to 100, in percent.
    """

    criterion: Criterion
    given: tuple[Given, ...]
    lowest: Fraction | None
    median: Fraction | None
    highest: Fraction | None
    reference: Fraction | None
    reasoning: str

    @property
    def width(self) -> Fraction | None:
        """How far the highest lies above the lowest."""
        return None if self.highest is None or self.lowest is None else self.highest - self.lowest

    def of_member(self, member: int | None) -> Spread:
        """The same spread with no single mark but this member's."""
        return replace(self, given=tuple(one for one in self.given if one.member == member))

    def place(self, mark: Fraction | None) -> str:
        """Where a mark lies on the criterion's chart; "" for none."""
        return "" if mark is None else place_of(self.criterion, mark)


def place_of(criterion: Criterion, mark: Fraction) -> str:
    """Where a mark lies on a criterion's scale, in percent of a chart's width."""
    share = (mark - criterion.minimum) / (criterion.maximum - criterion.minimum)
    return decimal_text(
        rounded(SCALE_FROM + SCALE_LENGTH * min(max(share, Fraction(0)), Fraction(1)), 2, "half-up")
    )


def members_numbers(sample: int, accounts: Iterable[int]) -> dict[int, int]:
    """A number for each member of the panel, the same each time, in an order that says nothing of seats."""
    mixed = sorted(accounts, key=lambda one: hashlib.sha256(f"{sample}-{one}".encode()).hexdigest())
    return {account: number for number, account in enumerate(mixed, start=1)}


# Marks and comments by criterion's code.
Sheet = Mapping[str, tuple[Fraction, str]]


def spreads(
    rnd: Round, sheets: Mapping[int, Sheet], reference: Mapping[str, tuple[Fraction | None, str]]
) -> tuple[Spread, ...]:
    """The spread of every judged criterion; `sheets` are the handed-in ones by the member's number."""
    return tuple(_spread(c, sheets, *reference.get(c.code, (None, ""))) for c in rnd.judged_criteria)


def _spread(
    criterion: Criterion, sheets: Mapping[int, Sheet], reference: Fraction | None, reasoning: str
) -> Spread:
    given = tuple(
        Given(member, *sheet[criterion.code], place_of(criterion, sheet[criterion.code][0]))
        for member, sheet in sorted(sheets.items())
        if criterion.code in sheet
    )
    marks: Sequence[Fraction] = [one.mark for one in given]
    return Spread(
        criterion=criterion,
        given=given,
        lowest=min(marks, default=None),
        median=median(marks) if marks else None,
        highest=max(marks, default=None),
        reference=reference,
        reasoning=reasoning,
    )
