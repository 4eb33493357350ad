"""What adopted motions do to a result (rule 16 of docs/rules.md): places first, then who goes on and wins.

The places that the marks alone gave stay beside the decided ones, in every frozen result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from evaluation.core.deliberation_rules import BREAK_TIE, JOINT, MOVE, ORDERING, WILD_CARD, WITHHOLD, Votes
from evaluation.core.promotion import Outcome, Reason
from evaluation.core.ranking import Standing
from evaluation.core.rules import Round

# Entries by place, best first; whoever shares a place stands in one group.
Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion as it was adopted. `entries` are codes; where a tie is broken they stand in the new order.

    `place` is where a moved entry comes to stand.
    """

    number: int
    kind: str
    entries: tuple[str, ...]
    place: int | None
    reason: str
    votes: Votes


def decide(rnd: Round, found: Sequence[Standing], motions: Sequence[Motion]) -> tuple[Standing, ...]:
    """The standings with the places that the motions gave, in the order in which they were adopted.

    Without motions they are what they were. Only places change, and by them who goes on and wins by rule 10;
    `marks_rank` keeps the place of the marks, `motions` the numbers of what moved an entry or decided on it,
    `joint` that it shares its place because of a motion.
    """
    if not motions:
        return tuple(found)
    by_code = {one.entry: one for one in found}
    groups = groups_of(found)
    touched: dict[str, list[int]] = {code: [] for code in by_code}
    for motion in motions:
        after = ordered(groups, motion)
        before_ranks, ranks = ranks_of(groups), ranks_of(after)
        named = motion.entries if after != groups or motion.kind not in ORDERING else ()
        for code in by_code:
            if code in named or before_ranks.get(code) != ranks.get(code):
                touched[code].append(motion.number)
        groups = after
    placed: list[Standing] = []
    for group in groups:
        rank, joint = len(placed) + 1, _joint(group, motions)
        placed += [replace(_placed(rnd, by_code[code], rank, len(group)), joint=joint) for code in group]
    unranked = [one for one in found if one.rank is None]
    return tuple(replace(one, motions=tuple(touched[one.entry])) for one in (*placed, *unranked))


def idle(found: Sequence[Standing], motions: Sequence[Motion]) -> frozenset[int]:
    """The numbers of the adopted motions that change nothing about these standings, live or frozen.

    Marks that were corrected since may have parted a tie, entries may have left, and of motions that withhold
    from an entry or give it a wild card the last one alone holds.
    """
    groups = groups_of(replace(one, rank=one.marks_rank) for one in found)
    there = {one.entry for one in found}
    last = {code: one.number for one in motions if one.kind in CONFERRING for code in one.entries}
    numbers: set[int] = set()
    for motion in motions:
        after = ordered(groups, motion)
        holds = any(last.get(code) == motion.number for code in motion.entries if code in there)
        if after == groups and not holds:
            numbers.add(motion.number)
        groups = after
    return frozenset(numbers)


def _joint(group: Sequence[str], motions: Sequence[Motion]) -> bool:
    """Whether these share their place because a motion put some of them together."""
    return any(one.kind == JOINT and len(set(one.entries) & set(group)) > 1 for one in motions)


def conferred(rnd: Round, found: Sequence[Standing], motions: Sequence[Motion]) -> tuple[Standing, ...]:
    """The standings with what motions withheld, and with their wild cards; places stay.

    An award that is withheld goes to nobody else; a wild card takes nobody's place. It lets an entry go on,
    or in a round that sends nobody on it wins.
    """
    last = {code: one.kind for one in motions if one.kind in CONFERRING for code in one.entries}
    return tuple(CONFERRING[last[one.entry]](rnd, one) if one.entry in last else one for one in found)


def groups_of(found: Iterable[Standing]) -> Groups:
    """The ranked entries by place, by code within a tie."""
    ranked = sorted((one for one in found if one.rank is not None), key=lambda one: (one.rank, one.entry))
    return tuple(tuple(one.entry for one in group) for _, group in groupby(ranked, lambda one: one.rank))


def ranks_of(groups: Groups) -> dict[str, int]:
    """Each entry's place: 1, 2, 2, 4."""
    ranks: dict[str, int] = {}
    for group in groups:
        ranks |= dict.fromkeys(group, len(ranks) + 1)
    return ranks


def ordered(groups: Groups, motion: Motion) -> Groups:
    """The groups after a motion; as they were where it has nothing to do any more, or is none on places."""
    if motion.kind not in ORDERING:
        return groups
    there = {code for group in groups for code in group}
    named = tuple(code for code in motion.entries if code in there)
    return PLACING[motion.kind](groups, named, motion.place) if named else groups


def _tie_broken(groups: Groups, named: tuple[str, ...], _place: int | None) -> Groups:
    """The named stand in this order from their common place on; whoever shared it comes after them."""
    ranks = ranks_of(groups)
    if len({ranks[code] for code in named}) != 1:
        return groups
    found: list[tuple[str, ...]] = []
    for group in groups:
        if named[0] not in group:
            found.append(group)
            continue
        rest = tuple(code for code in group if code not in named)
        found += [*((code,) for code in named), *([rest] if rest else [])]
    return tuple(found)


def _moved(groups: Groups, named: tuple[str, ...], place: int | None) -> Groups:
    """The entry leaves its place, the others close up, and it stands alone before whoever has `place` then.

    Where a tie spans that place it comes behind the tie.
    """
    code = named[0]
    others = without(groups, (code,))
    ranks = ranks_of(others)
    before = tuple(group for group in others if ranks[group[0]] < (place or 1))
    return (*before, (code,), *others[len(before) :])


def _joined(groups: Groups, named: tuple[str, ...], _place: int | None) -> Groups:
    """The named share the best place that one of them has, with whoever has it already."""
    ranks = ranks_of(groups)
    best = min(named, key=lambda code: ranks[code])
    there = next(group for group in groups if best in group)
    joined = tuple(sorted({*there, *named}))
    return tuple(
        joined if best in group else rest
        for group in groups
        if (rest := tuple(code for code in group if code not in named)) or best in group
    )


def without(groups: Groups, codes: Sequence[str]) -> Groups:
    """The groups without these entries."""
    left = (tuple(code for code in group if code not in codes) for group in groups)
    return tuple(group for group in left if group)


PLACING: Final[Mapping[str, Callable[[Groups, tuple[str, ...], int | None], Groups]]] = {
    BREAK_TIE: _tie_broken,
    MOVE: _moved,
    JOINT: _joined,
}


def _placed(rnd: Round, one: Standing, rank: int, size: int) -> Standing:
    """The standing at this place, which so many share: rule 10 for what follows from it."""
    passes = rnd.pass_mark is None or (one.score is not None and one.score >= rnd.pass_mark)
    advances, wins = passes and rank <= rnd.advance, passes and rank <= rnd.winners
    last = rank + size - 1
    return replace(
        one,
        rank=rank,
        marks_rank=one.rank,
        tied=size > 1,
        advances=advances,
        wins=wins,
        at_cut=(advances and last > rnd.advance) or (wins and last > rnd.winners),
    )


def _withheld(_rnd: Round, one: Standing) -> Standing:
    return _told(one, advances=False, wins=False, code=WITHHOLD)


def _wild_card(rnd: Round, one: Standing) -> Standing:
    if one.rank is None:
        return one
    onward = sends_on(rnd)
    return _told(one, advances=onward, wins=one.wins or not onward, code=WILD_CARD)


def _told(one: Standing, *, advances: bool, wins: bool, code: str) -> Standing:
    known = one.outcome
    outcome = Outcome(
        entry=one.entry,
        advances=advances,
        wins=wins,
        at_cut=False,
        reason=Reason(code),
        cluster=known.cluster if known else "",
        cluster_rank=known.cluster_rank if known else None,
        facts=known.facts if known else None,
    )
    return replace(one, advances=advances, wins=wins, at_cut=False, outcome=outcome)


CONFERRING: Final[Mapping[str, Callable[[Round, Standing], Standing]]] = {
    WITHHOLD: _withheld,
    WILD_CARD: _wild_card,
}


def sends_on(rnd: Round) -> bool:
    """Whether anybody goes on from this round, so that a wild card lets go on too."""
    rules = rnd.promotion
    return bool(rnd.advance or rules.nominations or any(one.advance for one in rules.clusters))
