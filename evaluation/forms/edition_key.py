"""A key of an edition's table, and a group of keys under one heading: what the editor's forms are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evaluation.core.messages import Message

KeyKind = Literal[
    "line",
    "text",
    "number",
    "yes-no",
    "choice",
    "several",
    "order",
    "lines",
    "shares",
    "opens",
    "closes",
    "rows",
]


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that can be written. `name` is its path in the table, with dots."""

    name: str
    kind: KeyKind
    label: Message
    help: Message | None = None
    options: tuple[str, ...] | str = ()
    words: str | None = None
    usual: str = ""
    columns: tuple[Key, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The keys that lead to it."""
        return tuple(self.name.split("."))


@dataclass(frozen=True, slots=True)
class Group:
    """Keys under one heading. `only`: shown for these kinds of the table, or where something is written.

    A `folded` one is opened by whoever needs it, and stands open where something is written.
    """

    title: Message | None
    keys: tuple[Key, ...]
    only: tuple[str, ...] | None = None
    folded: bool = False
