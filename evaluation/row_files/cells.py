"""What a cell of a workbook says, as text: exactly what its reader sees, or why that is not certain.

A workbook keeps 35.10 as the number 35.1, a percentage as a hundredth of itself and a date as a count of
days. So a number is read by its format where that says how many digits there are, and refused where a code
may have lost a zero.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, Protocol

from evaluation.core.messages import Message, msg
from evaluation.row_files.rows import Columns

# "0.00" or "00": as many digits as there are zeros.
FIXED: Final = re.compile(r"(0+)(?:\.(0+))?")
# A spreadsheet keeps fifteen digits of a number.
MOST_DIGITS: Final = 15


class Cell(Protocol):
    """A cell as openpyxl reads it; `data_type` is "e" for an error such as #N/A."""

    @property
    def value(self) -> object:
        """Text, number, truth, date, or None for nothing."""

    @property
    def data_type(self) -> str:
        """The kind of value, as the file marks it."""

    @property
    def number_format(self) -> str:
        """How a number is shown."""


class Uncertain(Exception):
    """A cell that can't be read for certain; `shown` is what stands there as far as one can tell."""

    def __init__(self, message: Message, shown: str = "") -> None:
        super().__init__(str(message))
        self.message, self.shown = message, shown


def text_of(cell: Cell, column: str, columns: Columns) -> str:
    """The text of a cell in this column, spaces trimmed. Uncertain where it could be read in two ways."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        problem = msg("%(column)s is the error %(error)s: mend its formula", column=column, error=str(value))
        raise Uncertain(problem, str(value))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime, date, time, timedelta)):
        return _day(value, column, columns)
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format or "", column, columns)
    return str(value).strip()


def _day(value: datetime | date | time | timedelta, column: str, columns: Columns) -> str:
    midnight = isinstance(value, datetime) and value.time() == time()
    text = value.date().isoformat() if isinstance(value, datetime) and midnight else str(value)
    if column in columns.codes | columns.numbers:
        problem = msg(
            "%(column)s is a date (%(shown)s): format the column as text and write it again",
            column=column,
            shown=text,
        )
        raise Uncertain(problem, text)
    return text


def _number(value: int | float, shown_as: str, column: str, columns: Columns) -> str:
    # Fifteen significant digits are what was typed: 82.35 comes back as 82.35, though no float equals it.
    plain = f"{Decimal(f'{value:.{MOST_DIGITS}g}'):f}"
    if "%" in shown_as:
        problem = msg(
            "%(column)s is formatted as a percentage: format the column as text and write the plain number",
            column=column,
        )
        raise Uncertain(problem, plain)
    return _code(plain, shown_as, column) if column in columns.codes else plain


def _code(plain: str, shown_as: str, column: str) -> str:
    whole, _, decimals = plain.partition(".")
    fixed = FIXED.fullmatch(shown_as)
    if fixed is not None and len(decimals) <= len(fixed[2] or ""):
        digits = whole.rjust(len(fixed[1]), "0")
        return f"{digits}.{decimals.ljust(len(fixed[2]), '0')}" if fixed[2] else digits
    if decimals or len(whole) > MOST_DIGITS:
        problem = msg(
            "%(column)s is the number %(shown)s, which may have lost zeros: format the column as text and"
            " write it again, or show it with two decimals (0.00)",
            column=column,
            shown=plain,
        )
        raise Uncertain(problem, plain)
    return whole
