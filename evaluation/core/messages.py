"""Sentences for people, kept apart from their language: the English text is the key of the translation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named holes: `text` in gettext's %(name)s form, `values` what fills them."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


def msg(text: str, /, **values: object) -> Message:
    """A sentence for people; the word `msg` marks it for the translation files."""
    return Message(text, values)
