"""Numbers in the cells of a file: marks and measured values, in the range and on the step of a criterion."""

from __future__ import annotations

from fractions import Fraction

from evaluation.core.exact import NotADecimal, decimal_text, parse_decimal
from evaluation.core.rules import Criterion
from evaluation.row_files import Faults, Line


def number_of(line: Line, column: str, faults: Faults) -> Fraction | None:
    """The exact number in a cell; None and a note when it is none."""
    try:
        return parse_decimal(line[column])
    except NotADecimal as error:
        faults.add(line.number, f"{column} {error}", column)
        return None


def value_of(line: Line, column: str, criterion: Criterion, faults: Faults) -> Fraction | None:
    """The mark or measured value in a cell; None and a note when the criterion does not take it."""
    if not line[column]:
        faults.add(line.number, f"{column} is empty: a blank is not 0", column)
        return None
    value = number_of(line, column, faults)
    if value is None:
        return None
    problem = _problem(criterion, value)
    if problem is not None:
        faults.add(line.number, f'{problem} of "{criterion.code}"', column)
        return None
    return value


def _problem(criterion: Criterion, value: Fraction) -> str | None:
    text, low, high = decimal_text(value), decimal_text(criterion.minimum), decimal_text(criterion.maximum)
    match criterion.mark_error(value):
        case "above_maximum":
            return f"{text} is above the maximum {high}"
        case "below_minimum":
            return f"{text} is below the minimum {low}"
        case "off_step":
            return f"{text} is not a multiple of step {decimal_text(criterion.step)} from {low}"
        case _:
            return None
