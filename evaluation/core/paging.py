"""Lists in pages: which page is asked for, where it starts, and its neighbours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paging:
    """Page `number` (from 1) of a list of `total` things, `size` a page."""

    number: int
    size: int
    total: int

    @property
    def offset(self) -> int:
        """How many things come before this page."""
        return (self.number - 1) * self.size

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> int | None:
        """The page before this one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def following(self) -> int | None:
        """The page after this one."""
        return self.number + 1 if self.number < self.pages else None


def paging(asked: str | None, *, size: int, total: int) -> Paging:
    """The page that was asked for; the first for nonsense, the last for one beyond the end."""
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    first = Paging(1, size, total)
    return Paging(min(max(number, 1), first.pages), size, total)
