"""Frozen dataclasses as plain JSON values and back, exact: no float anywhere, one text for one value.

The types in a dataclass's own annotations say how a value is read back, so nothing is written down twice.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import Field, field, fields, is_dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from evaluation.core.exact import decimal_text, parse_exact

_PARSERS: dict[Any, Callable[[str], Any]] = {Fraction: parse_exact, datetime: datetime.fromisoformat}


_LATER = "later"


def later(default: Any) -> Any:
    """A field that a frozen dataclass got after texts of it were frozen: at its default it is not written.

    So the texts from before keep their fingerprint, and are read as what they meant.
    """
    return field(default=default, metadata={_LATER: True})


class NotCanonical(ValueError):
    """The value is not what its type says."""


def plain(value: object) -> Any:
    """The value as dicts, lists, texts, integers, booleans and None. Raises NotCanonical for a float."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Fraction):
        return decimal_text(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(plain(member) for member in value)
    if isinstance(value, tuple | list):
        return [plain(member) for member in value]
    return {name: plain(member) for name, member in _members(value)}


def _members(value: object) -> list[tuple[str, object]]:
    if isinstance(value, Mapping):
        return [(str(key), member) for key, member in value.items()]
    if is_dataclass(value) and not isinstance(value, type):
        members = ((one, getattr(value, one.name)) for one in fields(value))
        return [(one.name, member) for one, member in members if not _unsaid(one, member)]
    raise NotCanonical(f"{type(value).__name__} has no exact text")


def _unsaid(one: Field[Any], value: object) -> bool:
    return _LATER in one.metadata and value == one.default


def typed(kind: Any, value: Any) -> Any:
    """Read back what `plain` wrote of a value of this type. Raises NotCanonical when it does not fit."""
    if isinstance(kind, type) and is_dataclass(kind):
        return _typed_dataclass(kind, value)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else typed(_without_none(kind), value)
    if origin is tuple:
        return _typed_tuple(get_args(kind), _expect(list, value))
    if origin is frozenset:
        return frozenset(typed(get_args(kind)[0], member) for member in _expect(list, value))
    return _parsed(_PARSERS[kind], value) if kind in _PARSERS else _expect(kind, value)


def _typed_dataclass(kind: Any, value: Any) -> Any:
    hints = _hints(kind)
    must = {one.name for one in fields(kind) if _LATER not in one.metadata}
    if not isinstance(value, dict) or not must <= set(value) <= set(hints):
        raise NotCanonical(f"expected {kind.__name__} with {', '.join(hints)}")
    found = kind(**{name: typed(hints[name], value[name]) for name in hints if name in value})
    if any(_unsaid(one, getattr(found, one.name)) for one in fields(kind) if one.name in value):
        raise NotCanonical(f"{kind.__name__} says what goes without saying")
    return found


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed_tuple(members: tuple[Any, ...], values: list[Any]) -> tuple[Any, ...]:
    if members[-1] is Ellipsis:
        return tuple(typed(members[0], value) for value in values)
    if len(members) != len(values):
        raise NotCanonical(f"expected {len(members)} values, got {len(values)}")
    return tuple(typed(member, value) for member, value in zip(members, values, strict=True))


def _without_none(kind: Any) -> Any:
    return next(member for member in get_args(kind) if member is not types.NoneType)


def _parsed(parse: Any, value: Any) -> Any:
    try:
        return parse(_expect(str, value))
    except ValueError as error:
        raise NotCanonical(str(error)) from error


def _expect(kind: Any, value: Any) -> Any:
    # bool is an int to Python, never to us.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise NotCanonical(f"expected {kind.__name__}, got {type(value).__name__}")
    return value
