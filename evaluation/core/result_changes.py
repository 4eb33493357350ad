"""What two results of one contest differ in, place by place: why a signature under the first is void."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from evaluation.core.canonical import plain, typed
from evaluation.core.exact import decimal_text, parse_exact
from evaluation.core.messages import Message, msg
from evaluation.core.ranking import Standing
from evaluation.core.snapshot import Result


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs; `what` is a key of WORDS, `entry` is "" where it is not about one entry."""

    what: str
    entry: str = ""
    name: str = ""
    before: str = ""
    after: str = ""


# What stands where there is no rank or score.
NOTHING: Final = "–"

WORDS: Final = {
    "rules": msg("The rules of the round changed."),
    "motions": msg("The panel decided by a motion."),
    "came": msg("%(name)s came into the contest."),
    "left": msg("%(name)s left the contest."),
    "name": msg("%(before)s is called %(after)s now."),
    "rank": msg("%(name)s: rank %(before)s became %(after)s."),
    "score": msg("%(name)s: score %(before)s became %(after)s."),
    "advances": msg("%(name)s goes on now."),
    "stays": msg("%(name)s does not go on any more."),
    "wins": msg("%(name)s wins now."),
    "loses": msg("%(name)s does not win any more."),
    "reckoning": msg("%(name)s: the reckoning changed, but neither rank nor score."),
}


def differences(before: Result, after: Result) -> tuple[Difference, ...]:
    """Everything that differs, by entry; empty where nothing does."""
    old = {one.entry: one for one in before.standings}
    new = {one.entry: one for one in after.standings}
    found = [Difference("rules")] if before.rules != after.rules else []
    found += [Difference("motions")] if before.motions != after.motions else []
    found += [Difference("left", code, old[code].name) for code in sorted(old.keys() - new.keys())]
    found += [Difference("came", code, new[code].name) for code in sorted(new.keys() - old.keys())]
    for code in sorted(old.keys() & new.keys()):
        found += _between(old[code], new[code])
    return tuple(found)


def _between(old: Standing, new: Standing) -> Iterator[Difference]:
    # Which motions are about an entry says nothing that its place does not.
    if replace(old, marks_rank=None, motions=()) == replace(new, marks_rank=None, motions=()):
        return
    about = Difference("reckoning", new.entry, new.name)
    found = list(_named_changes(old, new, about))
    yield from found or [about]


def _named_changes(old: Standing, new: Standing, about: Difference) -> Iterator[Difference]:
    if old.name != new.name:
        yield replace(about, what="name", before=old.name, after=new.name)
    if old.rank != new.rank:
        yield replace(about, what="rank", before=_rank(old.rank), after=_rank(new.rank))
    if old.score != new.score:
        before, after = _score(old.score), _score(new.score)
        yield replace(about, what="score", before=before, after=after)
    if old.advances != new.advances:
        yield replace(about, what="advances" if new.advances else "stays")
    if old.wins != new.wins:
        yield replace(about, what="wins" if new.wins else "loses")


def _rank(value: int | None) -> str:
    return NOTHING if value is None else str(value)


def _score(value: Fraction | None) -> str:
    return NOTHING if value is None else decimal_text(value)


# Where there was none before, or is none now.
FIRST: Final = {
    "rank": msg("%(name)s has rank %(after)s now."),
    "score": msg("%(name)s has a score of %(after)s now."),
}
LOST: Final = {
    "rank": msg("%(name)s has no rank any more; it was %(before)s."),
    "score": msg("%(name)s has no score any more; it was %(before)s."),
}
# In a line that names the entry already.
ALONE: Final = {
    "came": msg("Comes into the contest."),
    "left": msg("Leaves the contest."),
    "name": msg("Called %(before)s before."),
    "rank": msg("Rank %(before)s becomes %(after)s."),
    "score": msg("Score %(before)s becomes %(after)s."),
    "advances": msg("Goes on now."),
    "stays": msg("Does not go on any more."),
    "wins": msg("Wins now."),
    "loses": msg("Does not win any more."),
    "reckoning": msg("The reckoning changes, but neither rank nor score."),
}


def sentence(one: Difference, called: str) -> Message:
    """A difference as a sentence about an entry that is `called` so."""
    words = FIRST if one.before == NOTHING else LOST if one.after == NOTHING else WORDS
    return Message(words.get(one.what, WORDS[one.what]).text, {**_values(one), "name": called})


def alone(one: Difference) -> Message:
    """A difference in a line that names its entry already. KeyError for one that is about no entry."""
    return Message(ALONE[one.what].text, _values(one))


def _values(one: Difference) -> dict[str, Fraction | str]:
    holes = {"before": one.before, "after": one.after}
    return {key: _number(value) if one.what == "score" else value for key, value in holes.items()}


def _number(text: str) -> Fraction | str:
    return text if text == NOTHING else parse_exact(text)


def as_text(found: tuple[Difference, ...]) -> str:
    """Differences as the store keeps them."""
    return json.dumps(plain(found), ensure_ascii=False)


def from_text(text: str) -> tuple[Difference, ...]:
    """The differences that `as_text` wrote."""
    found: tuple[Difference, ...] = typed(tuple[Difference, ...], json.loads(text))
    return found
