"""The editor's forms: a table of an edition file as controls, and what was typed as values of such a table.

Nothing that was typed is lost: what cannot be read as its kind stays as text, and the checks then say so.
What was not touched keeps the exact value that it had.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from evaluation.core.edition.tables import tables
from evaluation.core.edition.writing import number
from evaluation.core.exact import NotADecimal, parse_decimal
from evaluation.forms.edition_key import Group, Key
from evaluation.forms.edition_keys import CRITERION

Content = dict[str, Any]
Options = Mapping[str, tuple[str, ...]]

ABSENT: Final = object()
WHOLE: Final = re.compile(r"[+-]?[0-9]{1,30}", re.ASCII)
WEIGHT: Final = next(key for key in CRITERION[0].keys if key.name == "weight")
BLANK_ROWS: Final = 2
# Beyond so many rows a form that somebody made up is not read on.
MOST_ROWS: Final = 200


# What a browser sent: every name with its values.
Typed = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Control:
    """A key as it is shown: its name in the form, the texts in it, and what can be chosen."""

    key: Key
    name: str
    texts: tuple[str, ...]
    options: tuple[str, ...] = ()
    rows: tuple[tuple[Control, ...], ...] = ()
    shares: tuple[tuple[str, str], ...] = ()
    blank_from: int = 0

    @property
    def slots(self) -> tuple[str, ...]:
        """What is chosen in order, and room for more."""
        return (*self.texts, *[""] * BLANK_ROWS)

    @property
    def filled(self) -> bool:
        """Whether more stands in it than what holds anyway."""
        return bool(self.blank_from or any(text not in ("", self.key.usual) for text in self.texts))

    @property
    def text(self) -> str:
        """The text in it, where it holds one."""
        return self.texts[0] if self.texts else ""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the controls of a form hang on: what the edition lets choose, and its time zone."""

    options: Options = field(default_factory=dict)
    zone: tzinfo | None = None


def groups_of(groups: tuple[Group, ...], table: Content, shape: Shape) -> list[tuple[Group, list[Control]]]:
    """The controls of a table by group, without the groups that mean nothing for its kind."""
    kind = table.get("kind", "judged")
    return [
        (group, [control(key, table, shape) for key in group.keys])
        for group in groups
        if group.only is None
        or kind in group.only
        or any(value(table, key.path) is not ABSENT for key in group.keys)
    ]


def control(key: Key, table: Content, shape: Shape, prefix: str = "") -> Control:
    """One key of a table as it is shown."""
    found, name = value(table, key.path), prefix + key.name
    options = shape.options.get(key.options, ()) if isinstance(key.options, str) else key.options
    if key.kind == "rows":
        rows = _rows(key, table, shape, name)
        return Control(key, name, (), rows=rows, blank_from=len(rows) - BLANK_ROWS)
    if key.kind == "shares":
        given = found if isinstance(found, dict) else {}
        codes = tuple(dict.fromkeys((*options, *given)))
        return Control(key, name, (), codes, shares=tuple((code, plain(given.get(code))) for code in codes))
    if key.kind in ("several", "order"):
        chosen = _members(options if found is ABSENT and key.usual == "all" else found)
        return Control(key, name, chosen, tuple(dict.fromkeys((*options, *chosen))))
    if key.kind == "lines":
        return Control(key, name, ("\n".join(_members(found)),))
    if key.kind in ("opens", "closes"):
        return Control(key, name, _day_and_time(found, shape.zone))
    text = key.usual if found is ABSENT else plain(found)
    known = ("true", "false") if key.kind == "yes-no" else options
    if key.kind in ("choice", "yes-no") and text not in known:
        known = (text, *known)
    return Control(key, name, (text,), known)


def _rows(key: Key, table: Content, shape: Shape, name: str) -> tuple[tuple[Control, ...], ...]:
    owner = _owner(table, key.path)
    given = [*tables(owner or {}, key.path[-1]), *({} for _ in range(BLANK_ROWS))]
    return tuple(
        tuple(control(column, one, shape, f"{name}.{place}.") for column in key.columns)
        for place, one in enumerate(given)
    )


def value(table: Content, path: tuple[str, ...]) -> Any:
    """What stands at a path; ABSENT when nothing does."""
    owner = _owner(table, path)
    return ABSENT if owner is None else owner.get(path[-1], ABSENT)


def _owner(table: Content, path: tuple[str, ...]) -> Content | None:
    found: Any = table
    for step in path[:-1]:
        found = found.get(step) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else None


def plain(found: object) -> str:
    """A value as it stands in a control."""
    if found is None or found is ABSENT:
        return ""
    if isinstance(found, bool):
        return "true" if found else "false"
    return format(found, "f") if isinstance(found, Decimal) and found.is_finite() else str(found)


def _members(found: object) -> tuple[str, ...]:
    return tuple(plain(member) for member in found) if isinstance(found, list | tuple) else ()


def _day_and_time(found: object, zone: tzinfo | None) -> tuple[str, str]:
    """A moment as a day and a time in the edition's zone; the time is blank where only the day is written."""
    if isinstance(found, datetime):
        there = found.astimezone(zone or UTC) if found.tzinfo else found
        return there.date().isoformat(), there.time().isoformat()
    return plain(None if found is ABSENT else found), ""


# --- reading what was typed ------------------------------------------------------------------------


def typed_table(groups: tuple[Group, ...], table: Content, typed: Typed, shape: Shape) -> Content:
    """A copy of the table with what was typed in it. Keys without a control stay as they were."""
    found = deepcopy(table)
    for _, controls in groups_of(groups, table, shape):
        for one in controls:
            _take(found, one, typed, shape)
    return found


def typed_weights(rnd: Content, typed: Typed, shape: Shape) -> None:
    """Take the weights that were typed beside the list of a round's criteria."""
    for one, control in zip(tables(rnd, "criteria"), weights_of(rnd, shape), strict=True):
        _take(one, control, typed, shape)


def weights_of(rnd: Content, shape: Shape) -> list[Control]:
    """The weight of each criterion of a round."""
    return [
        control(WEIGHT, one, shape, f"criteria.{place}.") for place, one in enumerate(tables(rnd, "criteria"))
    ]


def _take(table: Content, one: Control, typed: Typed, shape: Shape) -> None:
    if one.key.kind == "rows":
        _put(table, one.key.path, _typed_rows(table, one, typed, shape) or ABSENT)
        return
    sent = _sent(one, typed)
    if sent is not None and sent != _shown(one):
        _put(table, one.key.path, _read(one, sent))


def _shown(one: Control) -> tuple[str, ...]:
    return tuple(text for _, text in one.shares) if one.key.kind == "shares" else one.texts


def _sent(one: Control, typed: Typed) -> tuple[str, ...] | None:
    """The texts that came for a control; None when the form had no such control."""
    kind, name = one.key.kind, one.name
    if kind == "shares":
        return tuple(typed.get(f"{name}.{code}", "").strip() for code in one.options)
    if kind == "several":
        return tuple(typed.getlist(name)) if f"{name}-shown" in typed else None
    if kind == "order":
        return tuple(code for code in typed.getlist(name) if code) if f"{name}-shown" in typed else None
    if kind in ("opens", "closes"):
        return (typed.get(name, "").strip(), typed.get(f"{name}-time", "").strip()) if name in typed else None
    if name not in typed:
        return None
    return (typed.get(name, "").replace("\r\n", "\n").strip(),)


def _read(one: Control, sent: tuple[str, ...]) -> Any:
    if one.key.kind in ("opens", "closes"):
        return _moment(*sent)
    if one.key.kind in ("several", "order", "shares", "lines"):
        return _read_several(one, sent)
    if not sent[0]:
        return ABSENT
    if one.key.kind == "yes-no" and sent[0] in ("true", "false"):
        return sent[0] == "true"
    return _number(sent[0]) if one.key.kind == "number" else sent[0]


def _read_several(one: Control, sent: tuple[str, ...]) -> Any:
    if one.key.kind == "shares":
        pairs = zip(one.options, sent, strict=True)
        return {code: _number(text) for code, text in pairs if text} or ABSENT
    if one.key.kind == "lines":
        return [line.strip() for line in sent[0].split("\n") if line.strip()] or ABSENT
    return list(sent) if sent or one.key.kind == "several" else ABSENT


def _number(text: str) -> Any:
    """An integer or exact decimal, comma and dot alike; the text itself when it is no number."""
    text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    if WHOLE.fullmatch(text):
        return int(text)
    try:
        return number(parse_decimal(text))
    except NotADecimal:
        return text


def _moment(day: str, at: str) -> Any:
    if not day and not at:
        return ABSENT
    try:
        there = date.fromisoformat(day)
        return datetime.combine(there, time.fromisoformat(at)) if at else there
    except ValueError:
        return f"{day} {at}".strip()


def _typed_rows(table: Content, one: Control, typed: Typed, shape: Shape) -> list[Content]:
    """The rows that came: without blank ones and those marked to be removed."""
    before = tables(_owner(table, one.key.path) or {}, one.key.path[-1])
    found, sent = [], len(one.rows)
    while sent < MOST_ROWS and any(f"{one.name}.{sent}.{column.name}" in typed for column in one.key.columns):
        sent += 1
    for place in range(sent):
        row = deepcopy(before[place]) if place < len(before) else {}
        for column in one.key.columns:
            _take(row, control(column, row, shape, f"{one.name}.{place}."), typed, shape)
        if row and f"{one.name}.{place}.remove" not in typed:
            found.append(row)
    return found


def _put(table: Content, path: tuple[str, ...], found: Any) -> None:
    """Write a value, or take it away; tables on the way come and go with what is in them."""
    if len(path) == 1:
        if found is ABSENT:
            table.pop(path[0], None)
        else:
            table[path[0]] = found
        return
    inner = table.get(path[0])
    if not isinstance(inner, dict):
        if found is ABSENT:
            return
        inner = {}
    _put(inner, path[1:], found)
    if inner:
        table[path[0]] = inner
    else:
        table.pop(path[0], None)
