"""Sentences for people, kept apart from their language: the English text is the key of the translation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from evaluation.core.exact import decimal_text


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as a sentence's hole: an aware time, and the zone in which people there read it."""

    at: datetime
    zone: str

    def __str__(self) -> str:
        return f"{self.at.astimezone(ZoneInfo(self.zone)):%Y-%m-%d %H:%M:%S} {self.zone}"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named holes: `text` in gettext's %(name)s form, `values` what fills them.

    A hole takes text, a whole number, another Message, an exact Fraction, a two-language Text or a Moment;
    pages write each in the visitor's language.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        plain = {key: decimal_text(v) if isinstance(v, Fraction) else v for key, v in self.values.items()}
        return self.text % plain if plain else self.text


def msg(text: str, /, **values: object) -> Message:
    """A sentence for people; the word `msg` marks it for the translation files."""
    return Message(text, values)
