"""Excel workbooks (XLSX): the rows of one sheet. Nothing in a workbook is ever run or fetched.

The sheet is the visible one that is named like the kind of rows, else the first visible one. A formula counts
with the value that the spreadsheet last reckoned.
"""

from __future__ import annotations

import io
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Final

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from evaluation.core.messages import msg
from evaluation.row_files.archive import problem_of
from evaluation.row_files.cells import Cell, Uncertain, text_of
from evaluation.row_files.rows import Columns, Faults, Line, RowFile, check_columns

# Beyond these nothing is read: a stray format may reach to the sheet's end, a million rows down.
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 50
SPACE: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

MOST_MERGED: Final = 10_000


@dataclass(slots=True)
class Marks:
    """What the values do not tell, by row and column from 1: formulas without a value, and merged cells.

    `merged` holds, for each column, the ranges over it from top to bottom as (top, bottom, reference).
    """

    unreckoned: set[tuple[int, int]] = field(default_factory=set)
    merged: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)

    def covering(self, row: int, column: int) -> str | None:
        """The reference of the merged cells over a cell, for instance "A2:A5"; None when there are none."""
        ranges = self.merged.get(column, [])
        above = bisect_right(ranges, row, key=lambda one: one[0])
        if above and ranges[above - 1][1] >= row:
            return ranges[above - 1][2]
        return None


@dataclass(frozen=True, slots=True)
class Row:
    """A sheet row that is not blank: its number, and its cells from the first column on."""

    number: int
    cells: Sequence[Cell]

    def has_text(self, place: int) -> bool:
        """Whether something stands in the cell at this place (from 0)."""
        return place < len(self.cells) and _filled(self.cells[place])


def parse(name: str, data: bytes, columns: Columns) -> RowFile:
    """The rows of a workbook's bytes. BadFile when the whole cannot be understood."""
    faults = Faults(name)
    problem = problem_of(data)
    if problem is not None:
        faults.add(1, problem)
        faults.refuse()
    try:
        title, rows, marks = _read(data, columns)
    except Exception:
        # Broken parts end in any error of the packages that read them; the file is damaged in each case.
        faults.add(1, msg("the workbook is damaged: open it, save it again as .xlsx, and choose that file"))
        faults.refuse()
        raise
    names = _names(rows, title, columns, faults)
    if rows and rows[-1].number > MOST_ROWS:
        faults.add(
            rows.pop().number, msg("more rows than are read here (%(most)s): split them", most=MOST_ROWS)
        )
    lines = tuple(_line(row, names, columns, marks, faults) for row in rows[1:])
    return RowFile(name, lines, faults, sheet=title)


def _read(data: bytes, columns: Columns) -> tuple[str, list[Row], Marks]:
    """The title of the sheet that counts, its rows and its marks; without any visible sheet, nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of features that openpyxl does not keep, which are none of the rows'
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = _chosen(book, columns)
            if sheet is None:
                return "", [], Marks()
            return str(sheet.title), list(sheet_rows(sheet)), sheet_marks(sheet)
        finally:
            book.close()


def _chosen(book: Any, columns: Columns) -> Any:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    named = [sheet for sheet in visible if sheet.title.strip().casefold() in columns.sheets]
    return next(iter(named or visible), None)


def sheet_rows(sheet: Any) -> Iterator[Row]:
    """Rows that are not blank, one beyond those that are read at most."""
    # The bounds are given: those that the file claims may be a million rows of nothing, or wrong.
    rows = sheet.iter_rows(min_row=1, max_row=MOST_ROWS + 1, min_col=1, max_col=MOST_COLUMNS)
    for number, cells in enumerate(rows, start=1):
        if any(_filled(cell) for cell in cells):
            yield Row(number, cells)


def _filled(cell: Cell) -> bool:
    return cell.value is not None and bool(str(cell.value).strip())


def sheet_marks(sheet: Any) -> Marks:
    """What openpyxl does not tell when it reads a sheet row by row, from the sheet's own XML."""
    marks, merged = Marks(), list[str]()
    with _source(sheet) as source:
        for _, element in iterparse(source):
            if element.tag == f"{SPACE}c":
                formula, value = element.find(f"{SPACE}f"), element.find(f"{SPACE}v")
                # An empty value is one only of a formula whose value is an empty text.
                reckoned = value is not None and (value.text or element.get("t") == "str")
                if formula is not None and not reckoned:
                    marks.unreckoned.add(coordinate_to_tuple(element.get("r", "A1")))
            elif element.tag == f"{SPACE}mergeCell" and len(merged) < MOST_MERGED:
                merged.append(element.get("ref", "A1"))
            elif element.tag == f"{SPACE}row":
                element.clear()
    for reference in merged:
        left, top, right, bottom = range_boundaries(reference)
        for column in range(left or 1, min(right or MOST_COLUMNS, MOST_COLUMNS) + 1):
            marks.merged.setdefault(column, []).append((top or 1, bottom or MOST_ROWS, reference))
    for ranges in marks.merged.values():
        ranges.sort()
    return marks


def _source(sheet: Any) -> IO[bytes]:
    # openpyxl keeps the address of the sheet's part to itself.
    source: IO[bytes] = sheet._get_source()
    return source


def _names(rows: list[Row], title: str, columns: Columns, faults: Faults) -> list[str]:
    """The column names in the first row that is not blank; refuses the file when they are wrong."""
    if not rows:
        faults.add(1, msg("the workbook has no visible sheet with rows: choose the file that you meant"))
        faults.refuse()
    header = rows[0]
    names = ["" if cell.value is None else str(cell.value).strip().casefold() for cell in header.cells]
    check_columns(header.number, [name for name in names if name], columns, faults)
    if faults.found:
        text = msg(
            'the sheet "%(sheet)s" was read: call the right one "%(wanted)s", its first row the column names',
            sheet=title,
            wanted=columns.sheets[0],
        )
        faults.add(header.number, text)
    faults.refuse()
    return names


def _line(row: Row, names: list[str], columns: Columns, marks: Marks, faults: Faults) -> Line:
    cells = {}
    for place, name in enumerate(names):
        if not name:
            if row.has_text(place):
                text = msg("a cell in column %(number)s stands under no column name", number=place + 1)
                faults.add(row.number, text)
            continue
        try:
            cells[name] = _cell(row, place, name, columns, marks)
        except Uncertain as doubt:
            cells[name] = doubt.shown
            faults.unreadable(row.number, name, doubt.message)
    return Line(row.number, cells)


def _cell(row: Row, place: int, name: str, columns: Columns, marks: Marks) -> str:
    at = row.number, place + 1
    if at in marks.unreckoned:
        problem = msg(
            "%(column)s is a formula without a value: open the workbook, let it reckon, and save it again",
            column=name,
        )
        raise Uncertain(problem)
    merged = None if row.has_text(place) else marks.covering(*at)
    if merged is not None:
        problem = msg(
            "%(column)s is covered by the merged cells %(cells)s: unmerge them and fill in every row",
            column=name,
            cells=merged,
        )
        raise Uncertain(problem)
    return text_of(row.cells[place], name, columns)
