"""Workbooks of score sheets that come back: what stands in their cells, and if the locked ones are whole.

One visible sheet for each contest, one row for each criterion of each entry, and a hidden sheet with what was
downloaded. `evaluation/reports/sheet_workbook.py` writes them.
"""

from __future__ import annotations

import io
import warnings
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from openpyxl import load_workbook

from evaluation.core.errors import BadFile, Fault
from evaluation.core.exact import parse_exact
from evaluation.core.messages import Message, msg
from evaluation.core.offline import Book, Line, Sent, Typed, fingerprint, plain_text
from evaluation.core.sheet_fields import PARTS, Stored
from evaluation.row_files.archive import OLE_SIGNATURE, ZIP_SIGNATURE, problem_of
from evaluation.row_files.cells import Uncertain, text_of
from evaluation.row_files.rows import Columns
from evaluation.row_files.workbook import Marks, Row, sheet_marks, sheet_rows

# The hidden sheet, what its first cell says, and the version of all that stands here.
KEYS: Final = "penjurian"
SIGN: Final = "penjurian-sheets"
VERSION: Final = "1"
# Columns from 0: what nobody fills in, what people fill in, and the row's hidden key under this word.
LOCKED: Final = (0, 1, 2)
PLACES: Final[Mapping[str, int]] = dict(zip(PARTS, (3, 4, 5), strict=True))
KEY_PLACE: Final = 6
KEY_WORD: Final = "key"
# The hidden sheet's columns: four that name a line, text and revision of each part, the fingerprint.
FIELD_PLACES: Final[Mapping[str, int]] = dict(zip(PARTS, (4, 6, 8), strict=True))
FINGERPRINT_PLACE: Final = 10
FIRST_KEY_ROW: Final = 3
COLUMNS: Final = Columns((), PARTS, numbers=frozenset({"mark"}))

Grid = tuple[list[Row], Marks]

NOT_OURS: Final = msg(
    "This is no workbook that was downloaded here, or its hidden sheet is gone: download a new one and copy"
    " your marks into it."
)
DOUBTFUL: Final = msg(
    "This cell holds an error, a date or a percentage. Write it again as a plain number or a plain text."
)
UNRECKONED: Final = msg(
    "This cell holds a formula without a value: open the workbook, let it reckon, and save it again."
)


def read_book(name: str, data: bytes) -> Book:
    """A workbook of score sheets. BadFile when it can't be read as one."""
    if not data.startswith((ZIP_SIGNATURE, OLE_SIGNATURE)):
        raise _bad(name, msg("This is no Excel workbook (.xlsx): choose the file that you downloaded here."))
    problem = problem_of(data)
    if problem is not None:
        raise _bad(name, problem)
    try:
        grids = _grids(data)
    except Exception as error:
        # Broken parts end in any error of the packages that read them.
        damaged = msg("the workbook is damaged: open it, save it again as .xlsx, and choose that file")
        raise _bad(name, damaged) from error
    if KEYS not in grids:
        raise _bad(name, NOT_OURS)
    return _book(name, grids)


def _bad(name: str, problem: Message) -> BadFile:
    return BadFile(name, [Fault(1, problem)])


def _grids(data: bytes) -> dict[str, Grid]:
    """Rows and marks of every sheet, by title."""
    with warnings.catch_warnings():
        # Of features that openpyxl does not keep, which are none of ours.
        warnings.simplefilter("ignore")
        book: Any = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return {
                str(sheet.title): (list(sheet_rows(sheet)), sheet_marks(sheet)) for sheet in book.worksheets
            }
        finally:
            book.close()


def _book(name: str, grids: Mapping[str, Grid]) -> Book:
    keys, _ = grids[KEYS]
    sign = [_text(keys[0], place) for place in range(4)] if keys else []
    if not sign or sign[0] != SIGN:
        raise _bad(name, NOT_OURS)
    if sign[1] != VERSION:
        other = msg(
            "The program that reads workbooks has changed since this one was downloaded: get a new one."
        )
        raise _bad(name, other)
    lines, left_with = _lines(name, keys)
    found: dict[str, list[tuple[Row, Marks]]] = defaultdict(list)
    strange = []
    for title, (rows, marks) in grids.items():
        if title == KEYS or not any(_text(row, KEY_PLACE) for row in rows):
            continue
        for row in rows:
            key = _text(row, KEY_PLACE)
            if key in lines:
                found[key].append((row, marks))
            elif key != KEY_WORD and any(row.has_text(place) for place in PLACES.values()):
                strange.append((title, row.number))
    sent = {key: _sent(line, found[key]) for key, line in lines.items()}
    return Book(
        owner=sign[2],
        made_at=sign[3],
        lines=tuple(sent.values()),
        whole=_whole(sign[2], sent, found, left_with),
        strange=tuple(strange),
    )


def _lines(name: str, keys: Sequence[Row]) -> tuple[dict[str, Line], dict[tuple[str, int, str], str]]:
    """What was downloaded, by key, and the fingerprint of each score sheet then."""
    lines, left_with = {}, {}
    for row in keys:
        if row.number < FIRST_KEY_ROW:
            continue
        try:
            line = Line(
                edition=_text(row, 0),
                contest=int(_text(row, 1)),
                entry=_text(row, 2),
                criterion=_text(row, 3),
                locked=(),
                fields={
                    part: Stored(_field(row, place, part), int(_text(row, place + 1)))
                    for part, place in FIELD_PLACES.items()
                },
            )
        except ValueError as error:
            raise _bad(name, NOT_OURS) from error
        lines[line.key] = line
        left_with[line.sheet] = _text(row, FINGERPRINT_PLACE)
    return lines, left_with


def _field(row: Row, place: int, part: str) -> str:
    """A field as it was downloaded. ValueError for a mark that is no exact number."""
    text = _text(row, place)
    if part == "mark" and text:
        parse_exact(text)
    return text


def _sent(line: Line, found: Sequence[tuple[Row, Marks]]) -> Sent:
    """A line with what is written into its row; one that is gone or there twice says nothing for certain."""
    if len(found) != 1:
        return Sent(line, {part: Typed(line.fields[part].text) for part in PARTS})
    row, marks = found[0]
    locked = tuple(_text(row, place) for place in LOCKED)
    whole = Line(line.edition, line.contest, line.entry, line.criterion, locked, line.fields)
    return Sent(whole, {part: _typed(row, place, part, marks) for part, place in PLACES.items()})


def _whole(
    owner: str,
    sent: Mapping[str, Sent],
    found: Mapping[str, Sequence[tuple[Row, Marks]]],
    left_with: Mapping[tuple[str, int, str], str],
) -> frozenset[tuple[str, int, str]]:
    """The score sheets of which every row is there once, as it was downloaded."""
    by_sheet: dict[tuple[str, int, str], list[Line]] = defaultdict(list)
    for key, one in sent.items():
        by_sheet[one.line.sheet].append(one.line)
        if len(found[key]) != 1:
            # A fingerprint that no lines have.
            by_sheet[one.line.sheet].append(one.line)
    return frozenset(
        sheet for sheet, lines in by_sheet.items() if fingerprint(owner, lines) == left_with[sheet]
    )


def _typed(row: Row, place: int, part: str, marks: Marks) -> Typed:
    if (row.number, place + 1) in marks.unreckoned:
        return Typed("", UNRECKONED)
    if place >= len(row.cells):
        return Typed()
    if not row.has_text(place) and marks.covering(row.number, place + 1):
        return Typed("", msg("This cell is covered by merged cells: unmerge them and write it again."))
    try:
        return Typed(plain_text(text_of(row.cells[place], part, COLUMNS)))
    except Uncertain as doubt:
        return Typed(doubt.shown, DOUBTFUL)


def _text(row: Row, place: int) -> str:
    value = row.cells[place].value if place < len(row.cells) else None
    return "" if value is None else plain_text(str(value))
