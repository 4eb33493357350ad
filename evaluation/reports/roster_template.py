"""Empty rosters to fill in: a workbook whose cells are text and offer their choices, or a line of CSV."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from evaluation.row_files import Columns

LAST_ROW = 2_000
WIDTHS: Mapping[str, int] = {"name": 40, "email": 36, "capacity": 36, "category": 22}
USUAL_WIDTH = 14
HEAD = PatternFill("solid", fgColor="E2EFF0")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the words that a column takes, and what it means."""

    code: str
    meaning: str


def csv_template(columns: Columns) -> bytes:
    """The header alone, with the mark by which Excel knows UTF-8."""
    return ("\ufeff" + ",".join(columns.all) + "\r\n").encode()


def xlsx_template(columns: Columns, choices: Mapping[str, Sequence[Choice]], meaning: str) -> bytes:
    """A workbook with the header, every cell below formatted as text, and the choices of some columns.

    `choices` come by column; each stands on a sheet of its own, under the column's name and `meaning`.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet: Worksheet = book.create_sheet(columns.sheets[0])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns.all, start=1):
        _column(sheet, number, column, needed=column in columns.required)
    for column, words in choices.items():
        if words:
            _list(book.create_sheet(column), [Choice(column, meaning), *words])
            _offer(sheet, columns.all.index(column) + 1, column, len(words))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _column(sheet: Worksheet, number: int, column: str, *, needed: bool) -> None:
    letter = get_column_letter(number)
    head = sheet.cell(1, number, column)
    head.font, head.fill, head.alignment = Font(bold=needed), HEAD, Alignment(vertical="center")
    sheet.column_dimensions[letter].width = WIDTHS.get(column, USUAL_WIDTH)
    for row in range(1, LAST_ROW + 1):
        # As text, 35.10 keeps its zero.
        sheet.cell(row, number).number_format = "@"


def _list(sheet: Worksheet, words: Sequence[Choice]) -> None:
    for row, word in enumerate(words, start=1):
        for place, text in enumerate((word.code, word.meaning), start=1):
            cell = sheet.cell(row, place, text)
            cell.number_format, cell.font = "@", Font(bold=row == 1)
    sheet.column_dimensions["B"].width = 50


def _offer(sheet: Worksheet, number: int, column: str, words: int) -> None:
    rule = DataValidation(
        type="list", formula1=f"'{column}'!$A$2:$A${words + 1}", allow_blank=True, showErrorMessage=True
    )
    letter = get_column_letter(number)
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)
