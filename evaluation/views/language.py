"""How values become words: translated sentences, two-language texts, numbers, moments in a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import gettext

from evaluation.core.deliberation import idle
from evaluation.core.deliberation_words import deliberation_lines, motion_of, votes_words
from evaluation.core.exact import decimal_text, fixed, parse_exact, rounded
from evaluation.core.messages import Message, Moment
from evaluation.core.promotion_words import promotion_lines, why
from evaluation.core.rules import Text
from evaluation.core.words import word_count
from evaluation.dates import clock_in_words, in_words
from evaluation.labels import LABELS
from evaluation.store.db import moment
from evaluation.views.context import locale

MEGABYTE = 1024 * 1024
RECKONING_PLACES = 6


def say(message: Message | str) -> str:
    """A sentence in the visitor's language."""
    if isinstance(message, str):
        return gettext(message) if message else ""
    if not message.text:
        return ""
    return str(gettext(message.text, **{key: filled(value) for key, value in message.values.items()}))


def filled(value: object) -> object:
    """What stands in a sentence's hole, as this language writes it."""
    if isinstance(value, Message):
        return say(value)
    if isinstance(value, Text):
        return value.get(locale())
    if isinstance(value, Moment):
        return when(value.at, value.zone, seconds=bool(value.at.second))
    return number(value) if isinstance(value, Fraction) else value


def label(kind: str, code: str) -> str:
    """The word for a code of the store, for instance label("status", "draft")."""
    return say(LABELS[kind][code]) if code in LABELS[kind] else code


def pick(row: Any, field: str = "title") -> str:
    """A two-language text in the visitor's language: a `Text`, or the row's columns FIELD_id, FIELD_en."""
    if hasattr(row, "get") and hasattr(row, "id") and hasattr(row, "en"):
        return str(row.get(locale()))
    return str(row[f"{field}_{locale()}"])


def number(value: Fraction | Decimal | int | str | None, places: int | None = None) -> str:
    """A number as this language writes it, with `places` decimals, or as many as it has. "" for None."""
    if value is None:
        return ""
    exact = parse_exact(value) if isinstance(value, str) else Fraction(value)
    text = decimal_text(exact) if places is None else fixed(exact, places)
    if "/" in text:
        return text
    shown = len(text.partition(".")[2])
    return str(
        format_decimal(Decimal(text), format="#,##0." + "0" * shown if shown else "#,##0", locale=locale())
    )


def exactly(value: Fraction | None) -> str:
    """A number of a reckoning: every decimal when there are at most six, else the first six and "…"."""
    if value is None:
        return ""
    cut = rounded(value, RECKONING_PLACES, "truncate")
    return number(value) if cut == value else f"{number(cut, RECKONING_PLACES)}…"


def when(value: str | datetime | None, zone: str = "Asia/Jakarta", seconds: bool = False) -> str:
    """A moment in `zone`, with the zone's Indonesian name; "" for None."""
    if not value:
        return ""
    at = moment(value) if isinstance(value, str) else value.astimezone(UTC)
    return in_words(at, zone, locale(), seconds=seconds)


def clock(value: str | datetime, zone: str, named: bool = False) -> str:
    """The time of the day of a moment in `zone`, with the zone's name when `named`."""
    at = moment(value) if isinstance(value, str) else value.astimezone(UTC)
    return clock_in_words(at, zone, named=named)


def day(value: str | date | None) -> str:
    """A calendar date in words; "" for None."""
    if not value:
        return ""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    return str(format_date(on, "d MMMM y", locale=locale()))


def file_size(size: int) -> str:
    """A file's size in kB or MB."""
    if size < MEGABYTE:
        return f"{number(max(1, round(size / 1024)))} kB"
    return f"{number(Fraction(size, MEGABYTE), 1)} MB"


def register(app: Flask) -> None:
    """Give the templates these words."""
    app.jinja_env.filters.update(
        say=say,
        number=number,
        exactly=exactly,
        when=when,
        clock=clock,
        day=day,
        file_size=file_size,
        pick=pick,
    )
    app.jinja_env.filters["words"] = word_count
    # For scripts, which compare numbers as they are written in no language.
    app.jinja_env.filters["exact"] = decimal_text
    app.jinja_env.globals.update(label=label, LABELS=LABELS, locale=locale)
    app.jinja_env.globals.update(why=why, promotion_lines=promotion_lines)
    app.jinja_env.globals.update(
        motion_of=motion_of,
        votes_words=votes_words,
        deliberation_lines=deliberation_lines,
        idle_motions=idle,
    )
