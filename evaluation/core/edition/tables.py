"""The tables of an edition file as plain TOML values, sound or not: found, counted and put elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluation.core.edition.numbers import NumberError, exact

Content = dict[str, Any]
Place = tuple[str | int, ...]


def duplicate(value: Any) -> Any:
    """The same tables and lists once more, so that changing these leaves those as they are."""
    if isinstance(value, dict):
        return {key: duplicate(member) for key, member in value.items()}
    return [duplicate(member) for member in value] if isinstance(value, list) else value


def table_at(content: Content, place: Place) -> Content | None:
    """The table at a place such as ("round", 1, "criteria", 0); None when no table stands there."""
    found: Any = content
    for step in place:
        if isinstance(step, int):
            if not isinstance(found, list) or not 0 <= step < len(found):
                return None
            found = found[step]
        else:
            found = found.get(step) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else None


def tables(content: Content, key: str) -> list[Content]:
    """The tables of the list at a key; empty when something else stands there."""
    found = content.get(key)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        return []
    return found


def changed_list(content: Content, place: Place, change: Callable[[list[Content]], None]) -> Content:
    """A copy in which the list of tables at a place was changed; the list is made when there is none."""
    found: Content = duplicate(content)
    owner = table_at(found, place[:-1])
    assert owner is not None
    key = str(place[-1])
    owner[key] = tables(owner, key)
    change(owner[key])
    if not owner[key]:
        del owner[key]
    return found


def moved(position: int, by: int) -> Callable[[list[Content]], None]:
    """Move the table at a position by so many places, as far as the list goes."""

    def change(found: list[Content]) -> None:
        target = max(0, min(position + by, len(found) - 1))
        found.insert(target, found.pop(position))

    return change


def removed(position: int) -> Callable[[list[Content]], None]:
    """Remove the table at a position."""

    def change(found: list[Content]) -> None:
        del found[position]

    return change


def weight_sum(rnd: Content) -> Fraction:
    """The weights of a round's criteria together; what is no number counts as none."""
    return sum((_weight(one.get("weight")) for one in tables(rnd, "criteria")), Fraction(0))


def _weight(value: int | Decimal | None) -> Fraction:
    try:
        return exact(value)
    except NumberError:
        return Fraction(0)
