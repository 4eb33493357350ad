"""What a recount would change: results today and then, contest by contest, and the code of what was seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from evaluation.core.canonical import plain, typed
from evaluation.core.messages import Message
from evaluation.core.ranking import Standing
from evaluation.core.result_changes import Difference, differences
from evaluation.core.snapshot import Result, fingerprint, to_json

# What a step may do.
KINDS: Final = (
    "marks",
    "paper",
    "late",
    "sheet-out",
    "sheet-in",
    "entry-out",
    "entry-withdrawn",
    "measure",
    "adjustment",
    "adjustment-back",
    "rule",
)
# Steps by which an entry leaves the award.
LEAVING: Final = ("entry-out", "entry-withdrawn")


@dataclass(frozen=True, slots=True)
class ResultChange:
    """One contest's result today and then; `opened`: it is final today and would be opened again."""

    contest_id: int
    before: Result
    after: Result
    opened: bool = False

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What differs, by entry."""
        return differences(self.before, self.after)

    @property
    def prints(self) -> tuple[str, str]:
        """The fingerprints of both results."""
        return fingerprint(to_json(self.before)), fingerprint(to_json(self.after))


@dataclass(frozen=True, slots=True)
class Kept:
    """What an applied recount changed in one contest, as it is kept with it."""

    contest_id: int
    opened: bool
    before: str
    after: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry's place today and then; None where it does not stand in the contest."""

    entry: str
    name: str
    before: Standing | None
    after: Standing | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a recount would give. `problems` are of steps that can't be carried out, by the step's id.

    With problems there is nothing else to see. `own` is the contest's own result, `later` are the other
    contests whose result would differ, and `lacks` what then hinders making the own result final again.
    """

    problems: dict[int, tuple[Message, ...]]
    own: ResultChange | None
    later: tuple[ResultChange, ...] = ()
    lacks: tuple[Message, ...] = ()
    seen: str = ""

    @property
    def opened(self) -> tuple[ResultChange, ...]:
        """The results that would be opened again, in the order of the rounds."""
        return tuple(one for one in (self.own, *self.later) if one and one.opened)

    @property
    def changes_nothing(self) -> bool:
        """Whether every result stays what it is, to the last byte."""
        return self.own is None or (self.own.before == self.own.after and not self.later)


def seen_code(steps: Iterable[int], found: Iterable[ResultChange]) -> str:
    """A code for what somebody saw: which steps, and every result today and then."""
    said = [list(steps), [[one.contest_id, one.opened, *one.prints] for one in found]]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def places(found: ResultChange) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """The entries whose place differs, and those whose does not: each in the order of then, the gone last."""
    old = {one.entry: one for one in found.before.standings}
    new = {one.entry: one for one in found.after.standings}
    about: dict[str, list[Difference]] = {}
    for one in found.differences:
        about.setdefault(one.entry, []).append(one)
    codes = [*new, *(code for code in old if code not in new)]
    listed = [
        Place(
            entry=code,
            name=(new.get(code) or old[code]).name,
            before=old.get(code),
            after=new.get(code),
            differences=tuple(about.get(code, ())),
        )
        for code in codes
    ]
    return (
        tuple(one for one in listed if one.differences),
        tuple(one for one in listed if not one.differences),
    )


def kept_text(found: Iterable[ResultChange]) -> str:
    """What an applied recount changed, as the store keeps it."""
    kept = tuple(Kept(one.contest_id, one.opened, *one.prints, one.differences) for one in found)
    return json.dumps(plain(kept), ensure_ascii=False)


def kept_from(text: str) -> tuple[Kept, ...]:
    """What `kept_text` wrote."""
    found: tuple[Kept, ...] = typed(tuple[Kept, ...], json.loads(text))
    return found


def shift(place: Place) -> Fraction | None:
    """How far the score moves; None where there is none on one side."""
    if place.before is None or place.after is None:
        return None
    if place.before.score is None or place.after.score is None:
        return None
    return place.after.score - place.before.score
