"""Which places are doubtful: those that one score sheet less would change.

A place is doubtful when it is shared after all tie-breaks, or when leaving out any single sheet that counts
changes who stands before whom between the entry and its neighbours (whoever stands right before and right
after it), or on which side of a line (going on, winning) the entry stands. Each sheet is left out on its own,
for its one entry; how many do it is told, whose they are is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluation.core.deliberation import Groups, ranks_of
from evaluation.core.ranking import in_groups, scored_alone
from evaluation.core.rules import Round
from evaluation.core.scoring import EntryInput
from evaluation.core.tie_breaks import Scored


@dataclass(frozen=True, slots=True)
class Spot:
    """An entry's place as lines are drawn by it."""

    entry: str
    rank: int | None
    score: Fraction | None


# Whether each entry goes on, and whether it wins.
Sides = Mapping[str, tuple[bool, bool]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a place is doubtful; false where it is not.

    `order` and `line` count the sheets, of the `sheets` that count in the contest, whose leaving out would
    change the order with a neighbour, or the side of a line.
    """

    tied: bool
    order: int
    line: int
    sheets: int

    def __bool__(self) -> bool:
        return self.tied or bool(self.order or self.line)


def doubts(
    rnd: Round, entries: Sequence[EntryInput], sides: Callable[[Sequence[Spot]], Sides]
) -> dict[str, Doubt]:
    """The doubt of each ranked entry, by code. `sides` says who goes on and who wins at given places.

    The sheets come with all their marks (MarkMissing where a tie hangs on one that does not).
    """
    scored = {one.entry: found for one in entries if (found := scored_alone(rnd, one)) is not None}
    groups = in_groups(rnd, list(scored.values()))
    ranks = ranks_of(groups)
    near = _neighbours(groups)
    lines = sides(_spots(groups, scored, entries))
    order: dict[str, int] = defaultdict(int)
    line: dict[str, int] = defaultdict(int)
    for given in entries:
        for left_out in range(len(given.sheets)):
            fewer = replace(given, sheets=given.sheets[:left_out] + given.sheets[left_out + 1 :])
            changed = _without(rnd, scored, fewer)
            after = _placed_anew(rnd, groups, scored, fewer.entry, changed.get(fewer.entry))
            if after == groups and _passes(rnd, scored, given) == _passes(rnd, changed, given):
                continue
            for code in _crossed(given.entry, near, ranks, ranks_of(after)):
                order[code] += 1
            drawn = sides(_spots(after, changed, entries))
            for code in scored:
                line[code] += drawn[code] != lines[code]
    every = sum(len(one.sheets) for one in entries)
    sizes = {code: len(group) for group in groups for code in group}
    return {code: Doubt(sizes[code] > 1, order[code], line[code], every) for code in scored}


def by_rank(rnd: Round, spots: Sequence[Spot]) -> dict[str, tuple[bool, bool]]:
    """Who goes on and who wins by rule 10 alone."""
    found = {}
    for one in spots:
        passes = rnd.pass_mark is None or (one.score is not None and one.score >= rnd.pass_mark)
        rank = one.rank if passes else None
        found[one.entry] = (False, False) if rank is None else (rank <= rnd.advance, rank <= rnd.winners)
    return found


def _without(rnd: Round, scored: Mapping[str, Scored], fewer: EntryInput) -> dict[str, Scored]:
    """The scored entries with one of them on fewer sheets; without it, when none is left."""
    found = scored_alone(rnd, fewer)
    others = {code: one for code, one in scored.items() if code != fewer.entry}
    return others if found is None else {**others, fewer.entry: found}


def _placed_anew(
    rnd: Round, groups: Groups, scored: Mapping[str, Scored], code: str, found: Scored | None
) -> Groups:
    """The groups with one entry at the place of its new scores; nothing changes between the others.

    Tie-breaks only look at who has the same standing score. Raises MarkMissing where these need marks.
    """
    others = tuple(rest for group in groups if (rest := tuple(one for one in group if one != code)))
    if found is None:
        return others
    above = tuple(group for group in others if scored[group[0]].standing > found.standing)
    level = [group for group in others[len(above) :] if scored[group[0]].standing == found.standing]
    same = [scored[one] for group in level for one in group]
    beside = in_groups(rnd, [*same, found]) if same else ((code,),)
    return (*above, *beside, *others[len(above) + len(level) :])


def _passes(rnd: Round, scored: Mapping[str, Scored], given: EntryInput) -> bool:
    """Whether an entry reaches the pass mark."""
    found = scored.get(given.entry)
    return found is not None and (rnd.pass_mark is None or found.standing >= rnd.pass_mark)


def _neighbours(groups: Groups) -> dict[str, set[str]]:
    """Who stands right before, beside and right after each entry."""
    near: dict[str, set[str]] = {}
    for at, group in enumerate(groups):
        around = {code for one in groups[max(at - 1, 0) : at + 2] for code in one}
        near |= {code: around - {code} for code in group}
    return near


def _crossed(
    code: str, near: Mapping[str, set[str]], before: Mapping[str, int], after: Mapping[str, int]
) -> set[str]:
    """Whose order with a neighbour changed: the entry whose sheet was left out, and some neighbours of it."""
    last = len(before) + 1
    mine, now = before.get(code), after.get(code, last)
    if mine is None:
        return set()
    moved = {one for one in near[code] if _sign(mine, before[one]) != _sign(now, after.get(one, last))}
    return moved | {code} if moved else set()


def _sign(mine: int, other: int) -> int:
    return (mine > other) - (mine < other)


def _spots(groups: Groups, scored: Mapping[str, Scored], entries: Sequence[EntryInput]) -> list[Spot]:
    """Every entry at its place, those without one last."""
    ranks = ranks_of(groups)
    ranked = [Spot(code, ranks[code], scored[code].standing) for group in groups for code in group]
    return [*ranked, *(Spot(one.entry, None, None) for one in entries if one.entry not in scored)]
