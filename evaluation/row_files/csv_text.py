"""CSV: read as spreadsheets write it, with the line that every row begins on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from evaluation.core.messages import Message, msg
from evaluation.row_files.rows import Columns, Faults, Line, RowFile, check_columns

SAVE_AS = msg('save it again as "CSV UTF-8 (comma delimited)"')
OTHER_SEPARATORS = {";": msg("semicolons"), "\t": msg("tabs"), "|": msg("vertical bars")}
# A cell may hold a long comment; the csv module's own limit, named in its message.
LONGEST_CELL = 131_072


def parse(name: str, data: bytes, columns: Columns) -> RowFile:
    """The rows of a text's bytes. BadFile when the whole cannot be understood."""
    faults = Faults(name)
    text = _decoded(data, faults)
    faults.refuse()
    rows = list(_rows(text, faults))
    header = rows[0] if rows else (1, [])
    _check_header(header, text, columns, faults)
    names = [cell.strip().casefold() for cell in header[1]]
    return RowFile(name, tuple(_lines(rows[1:], names, faults)), faults)


def _decoded(data: bytes, faults: Faults) -> str:
    if not data.strip():
        faults.add(1, msg("the file is empty: choose the file that you meant, or export it again"))
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.add(1, msg("the file is UTF-16, not UTF-8: %(save)s", save=SAVE_AS))
    elif b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        text = msg(
            "a NUL byte, which no text has: the file is damaged or not UTF-8; %(save)s",
            save=SAVE_AS,
        )
        faults.add(line, text)
    else:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            byte = f"0x{data[error.start]:02X}"
            faults.add(line, msg("byte %(byte)s is not UTF-8: %(save)s", byte=byte, save=SAVE_AS))
    return ""


def _rows(text: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, each with the line it begins on, until one that cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        faults.add(before + 1, _why_broken(str(error)))


def _why_broken(error: str) -> Message:
    if "field larger" in error:
        return msg(
            "a cell has more than %(most)s characters: a quote may have been left open", most=LONGEST_CELL
        )
    return msg('a quote (") is left open, or text follows a closing one: write a quote inside a cell twice')


def _check_header(header: tuple[int, list[str]], text: str, columns: Columns, faults: Faults) -> None:
    """Refuse the file when its columns, or anything before, cannot be understood."""
    line, cells = header
    names = [cell.strip().casefold() for cell in cells]
    separator = _other_separator(text, names, columns)
    if separator:
        problem = msg(
            "the columns are separated by %(separators)s, not by commas: %(save)s",
            separators=OTHER_SEPARATORS[separator],
            save=SAVE_AS,
        )
        faults.add(line, problem)
        faults.refuse()
    check_columns(line, names, columns, faults)
    faults.refuse()


def _other_separator(text: str, names: list[str], columns: Columns) -> str | None:
    """The separator under which more columns are known than under the comma, if there is one."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    known = len(set(names) & set(columns.all))
    for separator in OTHER_SEPARATORS:
        cells = {cell.strip().strip('"').casefold() for cell in first.split(separator)}
        if len(cells & set(columns.all)) > max(known, 1):
            return separator
    return None


def _lines(rows: list[tuple[int, list[str]]], names: list[str], faults: Faults) -> Iterator[Line]:
    for number, cells in rows:
        if len(cells) == len(names):
            yield Line(number, {name: cell.strip() for name, cell in zip(names, cells, strict=True)})
        elif len(cells) == 1:
            faults.add(number, msg("1 cell, where the header has %(columns)s columns", columns=len(names)))
        else:
            text = msg(
                "%(cells)s cells, where the header has %(columns)s columns",
                cells=len(cells),
                columns=len(names),
            )
            faults.add(number, text)
