"""Where a dossier names its candidate: what a committee should know before a panel that is not to know it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evaluation.core.dossier import Dossier, Item
from evaluation.core.rules import Section

# What stands before a place's or a firm's own name: "Kota Mojokerto" is named by "Mojokerto" as well.
KINDS: Final = re.compile(r"^(kota|kabupaten|kab\.|provinsi|desa|kelurahan|pt\.?|cv\.?)\s+", re.IGNORECASE)
LEAST_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Trace:
    """The candidate is named in an item (its place in the section, from 1) or in its file.

    `in_text`: in what was typed. `in_file_name`: in the file's name, which the panel is not shown.
    `pages`: on these pages of the file, as far as its words were read.
    """

    section: Section
    place: int
    in_text: bool
    in_file_name: bool
    pages: tuple[int, ...]


def spellings(names: Iterable[str]) -> re.Pattern[str]:
    """Matches each of these names, whole or without the word for its kind, whatever the case and spaces."""
    found = {part for name in names for part in (name.strip(), KINDS.sub("", name.strip()))}
    words = [r"\s+".join(map(re.escape, name.split())) for name in found if len(name) >= LEAST_LETTERS]
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first) or '(?!)'})(?!\w)", re.IGNORECASE)


def traces(
    dossier: Dossier, words: Mapping[str, Sequence[tuple[int, str]]], names: Iterable[str]
) -> tuple[Trace, ...]:
    """Every item that names one of `names`; `words` has the pages of files by their SHA-256: number, text."""
    spelt = spellings(names)
    found = (
        _trace(section, place, item, words, spelt)
        for section in dossier.sections
        for place, item in enumerate(dossier.of(section.code), start=1)
    )
    return tuple(one for one in found if one.in_text or one.in_file_name or one.pages)


def _trace(
    section: Section,
    place: int,
    item: Item,
    words: Mapping[str, Sequence[tuple[int, str]]],
    spelt: re.Pattern[str],
) -> Trace:
    pages = words.get(item.file.sha256, ()) if item.file else ()
    return Trace(
        section=section,
        place=place,
        in_text=any(spelt.search(value) for value in item.values.values() if isinstance(value, str)),
        in_file_name=item.file is not None and bool(spelt.search(item.file.name.replace("_", " "))),
        pages=tuple(number for number, text in pages if spelt.search(text)),
    )
