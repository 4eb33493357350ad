"""Columns, rows, and everything that is wrong with them.

What makes a file unreadable (wrong columns, another separator) refuses it at once. What is wrong with single
rows is collected in `RowFile.faults`, so that one report names everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluation.core.errors import BadFile, Fault
from evaluation.core.messages import Message, msg
from evaluation.core.spelling import did_you_mean


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a kind of file, in the order in which messages name them.

    `codes` are columns in which every zero counts, `numbers` those that hold numbers; `sheets` are the names
    by which a workbook may call the sheet, the first one being ours.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    sheets: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every column that is understood."""
        return self.required + self.optional

    @property
    def words(self) -> Message:
        """The columns as a sentence names them."""
        required, optional = ", ".join(self.required), ", ".join(self.optional)
        if not optional:
            return Message(required)
        return msg("%(required)s and optionally %(optional)s", required=required, optional=optional)

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the line or sheet row that it begins on (from 1), and its cells by column, spaces trimmed.

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
        self._found: dict[tuple[int, str], Fault] = {}
        self._unreadable: set[tuple[int, str]] = set()

    def add(self, line: int, what: Message | str, column: str | None = None) -> None:
        """Note what is wrong with a line, and in which column; the same twice is noted once.

        A plain text is for entrances that speak English only. A cell that could not even be read has been
        noted already, and what it seems to hold says nothing more.
        """
        if column is not None and (line, column) in self._unreadable:
            return
        message = what if isinstance(what, Message) else Message(what)
        self._found.setdefault((line, str(message)), Fault(line, message, column))

    def unreadable(self, line: int, column: str, what: Message) -> None:
        """Note a cell that cannot be read for certain."""
        self.add(line, what, column)
        self._unreadable.add((line, column))

    @property
    def found(self) -> tuple[Fault, ...]:
        """Everything found so far, in the order of the lines."""
        return tuple(sorted(self._found.values(), key=lambda fault: fault.line))

    def refuse(self) -> None:
        """Raise BadFile with everything that was found, if there is anything."""
        if self._found:
            raise BadFile(self.name, self.found)


@dataclass(frozen=True, slots=True)
class RowFile:
    """A file of rows. `name` is what its user called it; `faults` what was found wrong so far.

    `sheet` is the sheet that was read, for a workbook.
    """

    name: str
    lines: tuple[Line, ...]
    faults: Faults = field(compare=False)
    sheet: str | None = None


def check_columns(line: int, names: list[str], columns: Columns, faults: Faults) -> None:
    """Note every column that is not understood, stands there twice or is missing."""
    for name in dict.fromkeys(names):
        if name not in columns.all:
            hint = did_you_mean(name, columns.all)
            text = msg(
                'unknown column "%(name)s"%(hint)s; the columns are %(columns)s',
                name=name,
                hint=hint,
                columns=columns.words,
            )
            faults.add(line, text)
        elif names.count(name) > 1:
            faults.add(line, msg('the column "%(name)s" is there twice', name=name))
    for name in columns.required:
        if name not in names:
            text = msg(
                'the column "%(name)s" is missing; the columns are %(columns)s',
                name=name,
                columns=columns.words,
            )
            faults.add(line, text)
