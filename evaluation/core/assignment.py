"""Who judges which entries: what a plan is made from, what it must keep to, and how good it is.

docs/assignment.md has the formula. `evaluation/assignment_solver.py` finds the best plan. Here stands
what best means, so that a plan can be checked without it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from evaluation.core.assignment_rules import AssignmentRule

# An entry and an assessor by their keys.
Pair = tuple[str, str]
Pairs = frozenset[Pair]

NOBODY: Final[Pairs] = frozenset()
LOTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Assessor:
    """A member of the panel. `most`: the own limit (None: only the round's).

    `elsewhere`: how many entries of the round they judge in its other contests.
    """

    key: str
    province: str = ""
    fields: tuple[str, ...] = ()
    most: int | None = None
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry. `given`: sheets that count and came from people who don't sit on the panel any more."""

    key: str
    province: str = ""
    fields: tuple[str, ...] = ()
    given: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """All that a plan is made from. `apart` are kept apart by conflicts of interest.

    `present` is the plan in force, to be changed as little as possible; `begun` have a sheet and stay.
    """

    rule: AssignmentRule
    assessors: tuple[Assessor, ...]
    entries: tuple[Candidate, ...]
    apart: Pairs = NOBODY
    present: Pairs = NOBODY
    begun: Pairs = NOBODY

    def in_order(self) -> Problem:
        """The same problem with everything in the order of its keys."""
        return replace(
            self,
            assessors=tuple(sorted(self.assessors, key=lambda one: one.key)),
            entries=tuple(sorted(self.entries, key=lambda one: one.key)),
        )

    def needed(self, entry: Candidate) -> int:
        """How many of the present panel judge an entry, by the rule or because they have begun."""
        begun = sum(one == entry.key for one, _ in self.begun)
        return max(self.rule.assessors - entry.given, begun, 0)

    def room(self, assessor: Assessor) -> int:
        """How many entries of this contest an assessor takes at most."""
        limits = [limit for limit in (self.rule.most or None, assessor.most) if limit is not None]
        begun = sum(one == assessor.key for _, one in self.begun)
        return max(min(limits, default=len(self.entries) + assessor.elsewhere) - assessor.elsewhere, begun, 0)


@dataclass(frozen=True, slots=True)
class Worth:
    """How good a plan is. Compared in this order: fewer changes, more even loads, more expertise, the lots.

    `taken` pairs of the present plan are given up; `loads` is the sum of the squares of all loads.
    """

    taken: int
    loads: int
    knowing: int
    lots: int

    @property
    def order(self) -> tuple[int, int, int, int]:
        """What the best plan has least of."""
        return self.taken, self.loads, -self.knowing, self.lots


@dataclass(frozen=True, slots=True)
class Lacking:
    """An entry for which so many assessors are missing."""

    entry: str
    missing: int


def bar(problem: Problem, entry: Candidate, assessor: Assessor) -> str | None:
    """Why this assessor may not judge this entry: "conflict", "region", or None where nothing bars it."""
    pair = entry.key, assessor.key
    if pair in problem.apart:
        return "conflict"
    own = bool(assessor.province) and assessor.province == entry.province
    if problem.rule.region == "not-own-province" and own and pair not in problem.begun:
        return "region"
    return None


def open_pairs(problem: Problem) -> list[tuple[Candidate, Assessor]]:
    """Every pair that nothing bars, in order."""
    return [
        (entry, assessor)
        for entry in problem.entries
        for assessor in problem.assessors
        if bar(problem, entry, assessor) is None
    ]


def knowing(entry: Candidate, assessor: Assessor) -> int:
    """How much of what the entry is about the assessor knows."""
    return len(set(entry.fields) & set(assessor.fields))


def lot(seed: int, pair: Pair) -> int:
    """The lot of a pair, from 0 up to LOTS: the same seed draws the same lots, on every machine."""
    drawn = hashlib.sha256(f"{seed}|{pair[0]}|{pair[1]}".encode()).digest()
    return int.from_bytes(drawn[:8], "big") % LOTS


def loads_of(problem: Problem, pairs: Iterable[Pair]) -> dict[str, int]:
    """How many entries each assessor judges in the whole round, by key."""
    here = Counter(assessor for _, assessor in pairs)
    return {one.key: one.elsewhere + here[one.key] for one in problem.assessors}


def worth(problem: Problem, pairs: Pairs) -> Worth:
    """How good a plan is that keeps to the rules."""
    people = {one.key: one for one in problem.assessors}
    entries = {one.key: one for one in problem.entries}
    kept_away = {
        (entry, who) for entry, who in problem.present if entry not in entries or who not in people
    } | problem.apart
    return Worth(
        taken=len(problem.present - kept_away - pairs),
        loads=sum(load**2 for load in loads_of(problem, pairs).values()),
        knowing=sum(knowing(entries[entry], people[who]) for entry, who in pairs),
        lots=sum(lot(problem.rule.seed, pair) for pair in pairs),
    )


def lacking(problem: Problem, pairs: Pairs) -> tuple[Lacking, ...]:
    """The entries that a plan leaves short, by key."""
    have = Counter(entry for entry, _ in pairs)
    short = [Lacking(one.key, problem.needed(one) - have[one.key]) for one in problem.entries]
    return tuple(sorted((one for one in short if one.missing > 0), key=lambda one: one.entry))


def faults(problem: Problem, pairs: Pairs) -> list[tuple[str, Pair]]:
    """What in a plan is against the rules, as (fault, pair).

    "unknown" (no such entry or nobody who sits there), "conflict", "region", "full" (more than the assessor
    takes; the pair names no entry) and "begun" (a sheet was begun and the pair is taken away).
    """
    people = {one.key: one for one in problem.assessors}
    entries = {one.key: one for one in problem.entries}
    found: list[tuple[str, Pair]] = []
    for pair in sorted(pairs):
        if pair[0] not in entries or pair[1] not in people:
            found.append(("unknown", pair))
        elif (reason := bar(problem, entries[pair[0]], people[pair[1]])) is not None:
            found.append((reason, pair))
    here = Counter(who for _, who in pairs)
    found += [("full", ("", one.key)) for one in problem.assessors if here[one.key] > problem.room(one)]
    return found + [("begun", pair) for pair in sorted(problem.begun - pairs)]
