"""What a roster would change, row by row, before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluation.core.messages import Message, msg

# The kinds of region as sentences name them.
REGION_KIND: Mapping[str, Message] = {
    "province": msg("province"),
    "regency": msg("regency"),
    "city": msg("city"),
}


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One sound row: its line, who it is about, whether that is new, and what it changes otherwise."""

    line: int
    who: str
    new: bool
    changes: tuple[Message, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Whether the store has all of it already."""
        return not self.new and not self.changes


@dataclass(frozen=True, slots=True)
class Plan:
    """The sound rows of a roster, and what its user should know though nothing is wrong with it."""

    rows: tuple[PlannedRow, ...]
    warnings: tuple[Message, ...] = ()

    @property
    def new(self) -> int:
        """How many rows are new."""
        return sum(row.new for row in self.rows)

    @property
    def changed(self) -> tuple[PlannedRow, ...]:
        """The rows that change what the store has."""
        return tuple(row for row in self.rows if row.changes and not row.new)

    @property
    def unchanged(self) -> int:
        """How many rows the store has already."""
        return sum(row.unchanged for row in self.rows)
