"""The marks behind a result as tables: entries down, assessors across; one of totals, one a criterion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluation.core.ranking import Standing
from evaluation.core.rules import Criterion, Round
from evaluation.core.snapshot import Result
from evaluation.core.texts import Text


@dataclass(frozen=True, slots=True)
class MarkTable:
    """A row for each entry: code, name, a value for each assessor (None: no counted sheet), and the outcome.

    `criterion` is None in the table of totals. A measured criterion has no assessors, only the last column.
    """

    criterion: Criterion | None
    rows: tuple[tuple[str, str, tuple[Fraction | None, ...], Fraction | None], ...]

    @property
    def title(self) -> Text | None:
        """What was marked; None for the totals."""
        return None if self.criterion is None else self.criterion.title


def assessors_of(result: Result) -> tuple[str, ...]:
    """Whoever has a counted sheet in the result."""
    return tuple(sorted({who for one in result.standings for who in _totals(one)}))


def mark_tables(result: Result, assessors: Sequence[str]) -> tuple[MarkTable, ...]:
    """The totals first, then each criterion of the round in order; `assessors` are the columns."""
    return (
        MarkTable(None, tuple(_total_row(one, assessors) for one in result.standings)),
        *(_of_criterion(result, criterion, assessors) for criterion in _judged_first(result.rules)),
    )


def _judged_first(rnd: Round) -> tuple[Criterion, ...]:
    return (*rnd.judged_criteria, *rnd.measured_criteria)


def _totals(one: Standing) -> dict[str, Fraction]:
    return dict(one.round_score.sheet_totals)


def _total_row(
    one: Standing, assessors: Sequence[str]
) -> tuple[str, str, tuple[Fraction | None, ...], Fraction | None]:
    totals = _totals(one)
    return one.entry, one.name, tuple(totals.get(who) for who in assessors), one.round_score.judged


def _of_criterion(result: Result, criterion: Criterion, assessors: Sequence[str]) -> MarkTable:
    rows = []
    for one in result.standings:
        part = next(part for part in one.round_score.parts if part.criterion == criterion.code)
        values = dict(part.combined_from)
        columns = tuple(values.get(who) for who in assessors) if criterion.judged else ()
        rows.append((one.entry, one.name, columns, part.value))
    return MarkTable(criterion, tuple(rows))
