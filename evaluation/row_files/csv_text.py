"""CSV files of rows: read as spreadsheets write them, with the line that every row begins on.

What makes a file unreadable (no UTF-8, another separator, wrong columns) refuses it at once. What is wrong
with single rows is collected in `CsvFile.faults`, so that one report names everything.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.core.errors import BadFile, Refused
from evaluation.core.messages import msg
from evaluation.core.spelling import did_you_mean

SAVE_AS = 'save it again as "CSV UTF-8 (comma delimited)"'
OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
# A cell may hold a long comment; the csv module's own limit, named in its message.
LONGEST_CELL = 131_072


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a kind of file, in the order in which messages name them."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every column that is understood."""
        return self.required + self.optional

    def __str__(self) -> str:
        text = ", ".join(self.required)
        return f"{text} and optionally {', '.join(self.optional)}" if self.optional else text


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the line of the file that it begins on (from 1), and its cells by column, spaces trimmed.

    A column that the file leaves out is an empty cell.
    """

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class Faults:
    """What is wrong with a file, by line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._found: dict[tuple[int, str], None] = {}

    def add(self, line: int, text: str) -> None:
        """Note what is wrong with a line; the same twice is noted once."""
        self._found[line, text] = None

    def refuse(self) -> None:
        """Raise BadFile with every problem, in the order of the lines, if there is any."""
        if self._found:
            problems = [f"{self.name}:{line}: {text}" for line, text in sorted(self._found, key=_by_line)]
            message = msg(
                "Nothing of %(file)s was loaded; problems: %(count)s.", file=self.name, count=len(problems)
            )
            raise BadFile(message, problems)


def _by_line(fault: tuple[int, str]) -> int:
    return fault[0]


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file of rows. `name` is what its user called it; `faults` what was found wrong so far."""

    name: str
    lines: tuple[Line, ...]
    faults: Faults = field(compare=False)


def read(name: str, columns: Columns) -> CsvFile:
    """Read the file at the path `name`. BadFile when it cannot be understood, Refused when not opened."""
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        problem = msg("%(file)s can't be read: %(reason)s.", file=name, reason=error.strerror or str(error))
        raise Refused(problem) from error
    return parse(name, data, columns)


def parse(name: str, data: bytes, columns: Columns) -> CsvFile:
    """The rows of a file's bytes. BadFile when the whole cannot be understood."""
    faults = Faults(name)
    text = _decoded(data, faults)
    faults.refuse()
    rows = list(_rows(text, faults))
    header = rows[0] if rows else (1, [])
    _check_header(header, text, columns, faults)
    names = [cell.strip().casefold() for cell in header[1]]
    return CsvFile(name, tuple(_lines(rows[1:], names, faults)), faults)


def _decoded(data: bytes, faults: Faults) -> str:
    if not data.strip():
        faults.add(1, "the file is empty: choose the file that you meant, or export it again")
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.add(1, f"the file is UTF-16, not UTF-8: {SAVE_AS}")
    elif b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        faults.add(line, f"a NUL byte, which no text has: the file is damaged or not UTF-8; {SAVE_AS}")
    else:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            faults.add(line, f"byte 0x{data[error.start]:02X} is not UTF-8: {SAVE_AS}")
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


def _why_broken(error: str) -> str:
    if "field larger" in error:
        return f"a cell has more than {LONGEST_CELL} characters: a quote may have been left open"
    return 'a quote (") is left open, or text follows a closing one: write a quote inside a cell twice'


def _check_header(header: tuple[int, list[str]], text: str, columns: Columns, faults: Faults) -> None:
    """Refuse the file when its columns, or anything before, cannot be understood."""
    line, cells = header
    names = [cell.strip().casefold() for cell in cells]
    separator = _other_separator(text, names, columns)
    if separator:
        word = OTHER_SEPARATORS[separator]
        faults.add(line, f"the columns are separated by {word}, not by commas: {SAVE_AS}")
        faults.refuse()
    for name in dict.fromkeys(names):
        if name not in columns.all:
            hint = did_you_mean(name, columns.all)
            faults.add(line, f'unknown column "{name}"{hint}; the columns are {columns}')
        elif names.count(name) > 1:
            faults.add(line, f'the column "{name}" is there twice')
    for name in columns.required:
        if name not in names:
            faults.add(line, f'the column "{name}" is missing; the columns are {columns}')
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
        else:
            word = "cell" if len(cells) == 1 else "cells"
            faults.add(number, f"{len(cells)} {word}, where the header has {len(names)} columns")
