"""What somebody typed into the search, understood: words, phrases, words that must not be there.

Any text is taken. Words are what the index calls words too: letters and digits without a break, so that
"undang-undang" is two words that follow one another, and "9/2019" is "9" and then "2019".
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

MOST_SIGNS: Final = 300
MOST_PARTS: Final = 12
# Shorter beginnings of words would find nearly everything.
LEAST_PREFIX: Final = 3
# A number of at least so many digits is looked for with and without dots between its thousands.
LEAST_GROUPED: Final = 4

WORDS: Final = re.compile(r"[^\W_]+")
PIECES: Final = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
GROUPED: Final = re.compile(r"\d{1,3}(?:[.,  ]\d{3})+")


@dataclass(frozen=True, slots=True)
class Part:
    """Words that must follow one another; one of the `ways` is enough. `open_end`: the last may go on."""

    ways: tuple[tuple[str, ...], ...]
    open_end: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: every part that isn't excluded, and none that is. `cut`: there was too much."""

    parts: tuple[Part, ...] = ()
    cut: bool = False

    @property
    def wanted(self) -> tuple[Part, ...]:
        """The parts that must be there."""
        return tuple(part for part in self.parts if not part.excluded)

    @property
    def unwanted(self) -> tuple[Part, ...]:
        """The parts that must not be there."""
        return tuple(part for part in self.parts if part.excluded)

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.wanted)


def asked(text: str) -> Asked:
    """The search that somebody typed: `words`, `"a phrase"`, `-without`."""
    clear = unicodedata.normalize("NFC", text[:MOST_SIGNS])
    parts = [part for piece in PIECES.finditer(clear) if (part := _part(piece))]
    return Asked(tuple(parts[:MOST_PARTS]), len(text) > MOST_SIGNS or len(parts) > MOST_PARTS)


def _part(piece: re.Match[str]) -> Part | None:
    phrase, word = piece["phrase"], piece["word"]
    typed = phrase if phrase is not None else word
    words = tuple(WORDS.findall(typed))
    if not words:
        return None
    excluded = piece["minus"] is not None
    if all(one.isdecimal() for one in words):
        return Part((words, *_other_ways(typed, words)), excluded=excluded)
    last = words[-1]
    open_end = phrase is None and len(last) >= LEAST_PREFIX and not last.isdecimal()
    return Part((words,), open_end, excluded)


def _other_ways(typed: str, words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """A number without the dots that it was typed with, or with those that it was typed without."""
    if GROUPED.fullmatch(typed.strip()):
        return (("".join(words),),)
    if len(words) == 1 and len(words[0]) >= LEAST_GROUPED and words[0].isascii():
        first = len(words[0]) % 3 or 3
        rest = words[0][first:]
        return ((words[0][:first], *(rest[at : at + 3] for at in range(0, len(rest), 3))),)
    return ()


# --- what was found, in pieces -------------------------------------------------------------------

# The index writes these around the words that it found; no text that it holds has them (store/search.py).
BEGINS: Final = "\x02"
ENDS: Final = "\x03"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a found text, and whether it is what was looked for."""

    text: str
    found: bool


def snippets(marked: str) -> tuple[Snippet, ...]:
    """A text with marks, in pieces; a mark without its partner is dropped."""
    found: list[Snippet] = []
    for number, run in enumerate(marked.split(BEGINS)):
        inside, ended, after = run.partition(ENDS) if number else ("", "", run)
        if ended and inside:
            found.append(Snippet(inside, True))
        rest = after if ended or not number else inside
        if rest := rest.replace(ENDS, ""):
            found.append(Snippet(rest, False))
    return tuple(found)
