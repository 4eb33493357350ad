"""A letter as its reader gets it: Indonesian first, English below, in one message of plain text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations

from evaluation.core.letters import Letter, letter_named, unpacked
from evaluation.core.messages import Message, Moment, msg
from evaluation.core.rules import Text
from evaluation.dates import in_words

LANGUAGES = ("id", "en")
CATALOGUES = Path(__file__).parent / "translations"
BETWEEN = "\n\n----------------------------------------\n\n"

GREETING = msg("Dear %(name)s,")
LEADS_TO = msg("The page: %(address)s")
LINK_COMES = msg("(The link is made when the message is sent, and is kept nowhere.)")
FOOT = msg("Penjurian sent this message by itself; answers to it are read by nobody.")


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in words: its subject, on one line, and its text."""

    subject: str
    text: str


def written(
    template: str, contents: Mapping[str, Any], *, name: str, base: str, link: str | None = None
) -> Written:
    """Write the letter `template` with its packed facts, for the person called `name` ("" is fine).

    `base` is the address of this installation; `link` the one-time link's address, None where the letter
    is only looked at.
    """
    values = unpacked(contents)
    subjects = [_said(letter_named(template).subject, values, language) for language in LANGUAGES]
    facts = _Facts(letter_named(template), values, _one_line(name), base.rstrip("/"), link)
    texts = [_text(facts, language) for language in LANGUAGES]
    return Written(_one_line(" / ".join(dict.fromkeys(subjects))), BETWEEN.join(texts) + "\n")


@dataclass(frozen=True, slots=True)
class _Facts:
    """All that stands in a letter, whatever its language."""

    letter: Letter
    values: Mapping[str, Any]
    name: str
    base: str
    link: str | None


def _text(facts: _Facts, language: str) -> str:
    letter = facts.letter
    parts = [_said(GREETING, {"name": facts.name}, language)] if facts.name else []
    for number, paragraph in enumerate(letter.body, start=1):
        parts.append(_said(paragraph, facts.values, language))
        if letter.link and number == len(letter.body) - 1:
            parts.append(facts.link or _said(LINK_COMES, {}, language))
    if letter.page:
        address = facts.base + letter.page % facts.values
        parts.append(_said(LEADS_TO, {"address": address}, language))
    return "\n\n".join([*parts, _said(FOOT, {}, language)])


def _said(sentence: Message, values: Mapping[str, Any], language: str) -> str:
    text = _catalogue(language).gettext(sentence.text)
    return text % {key: _filled(value, language) for key, value in values.items()} if values else text


def _filled(value: Any, language: str) -> str:
    if isinstance(value, Moment):
        return in_words(value.at, value.zone, language, seconds=bool(value.at.second))
    return value.get(language) if isinstance(value, Text) else str(value)


def _one_line(text: str) -> str:
    """The text without line ends, which would end a header."""
    return " ".join(text.split())


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(str(CATALOGUES), [language])
