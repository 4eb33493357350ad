"""What differs between two editions, key by key; tables in a list are the same one when their code is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from evaluation.core.edition.tables import Content

LISTED = ("category", "section", "round", "criteria", "checklist", "floors", "clusters")


@dataclass(frozen=True, slots=True)
class Difference:
    """A key with another value, or a whole table of a list that came, went or moved (`place`: from 1).

    `path` holds keys and, after the name of a list, the code of one of its tables.
    """

    path: tuple[str, ...]
    kind: Literal["changed", "added", "removed", "moved"]
    before: Any = None
    after: Any = None


def differences(before: Content, after: Content) -> tuple[Difference, ...]:
    """All of them, in the order of the later edition."""
    return tuple(_tables(before, after, ()))


def _tables(before: Content, after: Content, path: tuple[str, ...]) -> Iterator[Difference]:
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        if key in LISTED and _are_tables(old) and _are_tables(new):
            yield from _lists(old or [], new or [], (*path, key))
        elif _is_table(old) and _is_table(new):
            yield from _tables(old or {}, new or {}, (*path, key))
        elif old != new:
            yield Difference((*path, key), "changed", old, new)


def _lists(before: list[Content], after: list[Content], path: tuple[str, ...]) -> Iterator[Difference]:
    old, new = _by_code(before), _by_code(after)
    kept_before = [code for code in old if code in new]
    kept_after = [code for code in new if code in old]
    for code, table in new.items():
        here = (*path, code)
        if code not in old:
            yield Difference(here, "added", None, table)
            continue
        if kept_before.index(code) != kept_after.index(code):
            places = (list(old).index(code) + 1, list(new).index(code) + 1)
            yield Difference(here, "moved", *places)
        yield from _tables(old[code], table, here)
    for code, table in old.items():
        if code not in new:
            yield Difference((*path, code), "removed", table, None)


def _by_code(found: list[Content]) -> dict[str, Content]:
    """The tables by code; one without a code, or with one that is taken, by its number."""
    named: dict[str, Content] = {}
    for place, table in enumerate(found):
        code = str(table.get("code") or f"#{place + 1}")
        named[f"#{place + 1}" if code in named else code] = table
    return named


def _are_tables(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(one, dict) for one in value))


def _is_table(value: Any) -> bool:
    return value is None or isinstance(value, dict)
