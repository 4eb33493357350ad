"""Who goes on from a round and who wins, each with its reason (rule 15 of docs/rules.md).

Without promotion rules this is rule 10 alone: the first `advance` places, whole ties at the cut included.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Final, Protocol

from evaluation.core.canonical import later
from evaluation.core.deliberation_rules import WILD_CARD, WITHHOLD
from evaluation.core.promotion_rules import Cluster, Floor, PromotionRules
from evaluation.core.rules import Round

# Why an entry goes on ...
WITHIN, TIE, FLOOR = "within", "tie", "floor"
# ... or does not.
RESERVE, BEYOND, BELOW, PAST_WINNER, LIMIT, UNRANKED, OUTSIDE = (
    "reserve",
    "beyond",
    "below",
    "past-winner",
    "limit",
    "unranked",
    "outside",
)
# The last two are what a motion of the panel decided (core/deliberation.py).
REASONS: Final = (
    WITHIN,
    TIE,
    FLOOR,
    RESERVE,
    BEYOND,
    BELOW,
    PAST_WINNER,
    LIMIT,
    UNRANKED,
    OUTSIDE,
    WITHHOLD,
    WILD_CARD,
)


class Place(Protocol):
    """What is asked of a standing: `core.ranking.Standing` has it."""

    @property
    def entry(self) -> str: ...
    @property
    def rank(self) -> int | None: ...
    @property
    def score(self) -> Fraction | None: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What promotion rules look at in an entry. An empty text is unknown, and no limit counts it.

    `regions` are its own region and its province; `won` the award years in which it won before.
    """

    province: str = ""
    kind: str = ""
    regions: frozenset[str] = frozenset()
    institution: str = ""
    sector: str = ""
    won: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: one of REASONS, with what it turns on. `counted` and `name` say which limit, floor or cluster."""

    code: str
    counted: str = ""
    name: str = ""
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one entry.

    `cluster` and `cluster_rank` are its place among its own; `reserve` its number on the reserve list, shared
    by a tie; `at_cut` that a tie went on whole although the places ended inside it. `facts` are what the
    rules looked at, so that a frozen result can be recomputed without the system.
    """

    entry: str
    advances: bool
    wins: bool
    at_cut: bool
    reason: Reason
    reserve: int | None = None
    cluster: str = ""
    cluster_rank: int | None = None
    facts: Facts | None = later(None)


def places(rnd: Round, cluster: Cluster | None = None) -> tuple[int, int]:
    """How many go on and how many win, in a round or in one of its clusters.

    A round that nominates decides on nobody's win: its winners' places are those that its nominees hope for.
    """
    winners = rnd.winners if cluster is None or cluster.winners is None else cluster.winners
    advance = rnd.advance if cluster is None or cluster.advance is None else cluster.advance
    if not rnd.promotion.nominations:
        return advance, winners
    own = cluster is not None and cluster.advance is not None
    return (advance if own else rnd.promotion.nominations * winners), 0


def cluster_of(rules: PromotionRules, facts: Facts) -> Cluster | None:
    """The first cluster that an entry fits; None when there is none."""
    return next((one for one in rules.clusters if _fits(one, facts)), None)


def promote(rnd: Round, found: Sequence[Place], facts: Mapping[str, Facts], year: int) -> tuple[Outcome, ...]:
    """What becomes of every entry, in the order of `found` (by rank). `year` is the award year.

    KeyError for an entry without facts.
    """
    outcomes: dict[str, Outcome] = {}
    for cluster, members in _clustered(rnd.promotion, found, facts):
        if cluster is None and rnd.promotion.clusters:
            outcomes |= {
                one.entry: Outcome(one.entry, False, False, False, Reason(OUTSIDE), facts=facts[one.entry])
                for one in members
            }
        else:
            outcomes |= _of_cluster(rnd, cluster, members, facts, year)
    return tuple(outcomes[one.entry] for one in found)


def _clustered(
    rules: PromotionRules, found: Sequence[Place], facts: Mapping[str, Facts]
) -> Iterator[tuple[Cluster | None, list[Place]]]:
    """The entries cluster by cluster; those that fit none come last."""
    if not rules.clusters:
        yield None, list(found)
        return
    for cluster in (*rules.clusters, None):
        yield cluster, [one for one in found if cluster_of(rules, facts[one.entry]) is cluster]


def _fits(cluster: Cluster, facts: Facts) -> bool:
    return (
        (not cluster.kinds or facts.kind in cluster.kinds)
        and (not cluster.regions or not facts.regions.isdisjoint(cluster.regions))
        and (not cluster.sectors or facts.sector in cluster.sectors)
    )


def _of_cluster(
    rnd: Round, cluster: Cluster | None, members: Sequence[Place], facts: Mapping[str, Facts], year: int
) -> dict[str, Outcome]:
    ranked = [one for one in members if one.rank is not None]
    ranks = _own_ranks(ranked)
    advance, winners = places(rnd, cluster)
    barred = {one.entry: why for one in ranked if (why := _barred(rnd, one, facts[one.entry], year))}
    on = _Walk(rnd.promotion, facts, barred, advance).walk(ranked)
    won = _Walk(rnd.promotion, facts, barred, winners).walk(ranked)
    # The list that waits and the regions that are lifted belong to what the round decides: going on, if it
    # sends anybody on, else winning.
    deciding = on if advance else won
    deciding.lift(ranked)
    deciding.stand_by(ranked)
    return {
        one.entry: Outcome(
            entry=one.entry,
            advances=one.entry in on.taken,
            wins=one.entry in won.taken,
            at_cut=one.entry in on.at_cut or one.entry in won.at_cut,
            reason=deciding.reasons.get(one.entry, Reason(UNRANKED)),
            reserve=deciding.reserves.get(one.entry),
            cluster=cluster.code if cluster else "",
            cluster_rank=ranks.get(one.entry),
            facts=facts[one.entry],
        )
        for one in members
    }


def _own_ranks(ranked: Sequence[Place]) -> dict[str, int]:
    """The ranks among themselves: 1, 2, 2, 4, as in the whole contest."""
    ranks: dict[str, int] = {}
    for _, group in groupby(ranked, lambda one: one.rank):
        rank = len(ranks) + 1
        ranks |= {one.entry: rank for one in group}
    return ranks


def _barred(rnd: Round, one: Place, facts: Facts, year: int) -> Reason | None:
    """Why an entry can't go on whatever its place; None when it can."""
    if rnd.pass_mark is not None and one.score is not None and one.score < rnd.pass_mark:
        return Reason(BELOW)
    barred = rnd.promotion.past_winners
    recent = [won for won in facts.won if year - barred <= won < year]
    return Reason(PAST_WINNER, name=str(max(recent)), most=barred) if recent else None


class _Walk:
    """Down the ranking, one tie after the other: whoever stands equal in all that counts moves alike."""

    def __init__(
        self,
        rules: PromotionRules,
        facts: Mapping[str, Facts],
        barred: Mapping[str, Reason],
        most: int,
    ) -> None:
        self.rules, self.facts, self.barred, self.most = rules, facts, barred, most
        self.taken: set[str] = set()
        self.at_cut: set[str] = set()
        self.reasons: dict[str, Reason] = {}
        self.reserves: dict[str, int] = {}
        self.counts: dict[tuple[str, str], int] = {}

    def walk(self, ranked: Sequence[Place]) -> _Walk:
        """Take whoever the places, the limits and the bars let through."""
        for _, group in groupby(ranked, lambda one: one.rank):
            self._group([one.entry for one in group])
        return self

    def _group(self, group: Sequence[str]) -> None:
        before = len(self.taken)
        full = {entry: self._full(entry) for entry in group}
        free = [entry for entry in group if entry not in self.barred and full[entry] is None]
        for entry in group:
            if entry in free and before < self.most:
                self._take(entry, Reason(WITHIN, most=self.most))
            else:
                self.reasons[entry] = self.barred.get(entry) or full[entry] or Reason(BEYOND, most=self.most)
        if before < self.most:
            for entry in free:
                tie = Reason(TIE, most=self.most) if self.most < len(self.taken) else self._over(entry)
                if tie:
                    self.at_cut.add(entry)
                    self.reasons[entry] = tie

    def _take(self, entry: str, reason: Reason) -> None:
        self.taken.add(entry)
        self.reasons[entry] = reason
        for counted, name in self._counted(entry):
            self.counts[counted, name] = self.counts.get((counted, name), 0) + 1

    def _counted(self, entry: str) -> Iterator[tuple[str, str]]:
        for counted, _ in self.rules.at_most:
            name = getattr(self.facts[entry], counted)
            if name:
                yield counted, name

    def _full(self, entry: str) -> Reason | None:
        """The limit that better-placed entries have used up already; None when there is room."""
        limits = dict(self.rules.at_most)
        for counted, name in self._counted(entry):
            if self.counts.get((counted, name), 0) >= limits[counted]:
                return Reason(LIMIT, counted, name, limits[counted])
        return None

    def _over(self, entry: str) -> Reason | None:
        """The limit that a tie went over whole; None when it went over none."""
        limits = dict(self.rules.at_most)
        for counted, name in self._counted(entry):
            if self.counts[counted, name] > limits[counted]:
                return Reason(TIE, counted, name, limits[counted])
        return None

    def lift(self, ranked: Sequence[Place]) -> None:
        """Fill the floors, best first, with places on top: nobody loses one by it, and limits hold."""
        if not self.most:
            return
        for floor in self.rules.floors:
            inside = [one for one in ranked if not self.facts[one.entry].regions.isdisjoint(floor.regions)]
            for _, group in groupby(inside, lambda one: one.rank):
                self._lift_group(floor, [one.entry for one in group], [one.entry for one in inside])

    def _lift_group(self, floor: Floor, group: Sequence[str], inside: Sequence[str]) -> None:
        have = sum(entry in self.taken for entry in inside)
        missing = [entry for entry in group if entry not in self.taken and entry not in self.barred]
        missing = [entry for entry in missing if self._full(entry) is None]
        if have >= floor.least:
            return
        for entry in missing:
            self._take(entry, Reason(FLOOR, name=floor.code, most=floor.least))
            if have + len(missing) > floor.least:
                self.at_cut.add(entry)

    def stand_by(self, ranked: Sequence[Place]) -> None:
        """Number whoever comes next, best first; a tie shares its number and stands by whole."""
        waiting = [one for one in ranked if one.entry not in self.taken and self._may_wait(one.entry)]
        for _, group in groupby(waiting, lambda one: one.rank):
            number = len(self.reserves) + 1
            if number > self.rules.reserve:
                return
            for one in list(group):
                self.reserves[one.entry] = number
                self.reasons[one.entry] = Reason(RESERVE, most=number)

    def _may_wait(self, entry: str) -> bool:
        """Whoever only lacked a place may move up; whoever is barred or whose limit is full may not."""
        return self.reasons[entry].code == BEYOND and self._full(entry) is None


@dataclass(frozen=True, slots=True)
class Gap:
    """What an entry that leaves would leave behind: whether a place is free, and who moves up into it."""

    free: bool
    next: tuple[str, ...] = ()


def gap_after(
    rnd: Round,
    outcomes: Sequence[Outcome],
    leaving: str,
    living: Collection[str],
    moved: Collection[str],
) -> Gap:
    """Who moves up when the entry `leaving` leaves: the lowest number left in its cluster, a tie whole.

    `living` are the entries still in the award, `moved` those who moved up before. No place is free while as
    many go on as there were places: a tie that went on whole may shrink to them. Whoever would now be one
    more than a limit lets go on is passed over; where a floor's regions have too few now, theirs come first,
    and in any case.
    """
    cluster = next((one.cluster for one in outcomes if one.entry == leaving), "")
    beside = [one for one in outcomes if one.cluster == cluster]
    on = [one for one in beside if one.entry != leaving and one.entry in living]
    on = [one for one in on if one.advances or one.entry in moved]
    waiting = [
        one
        for one in beside
        if one.reserve
        and one.entry in living
        and one.entry not in moved
        and _has_room(rnd.promotion, one, on)
    ]
    mending = [one for one in waiting if _mends_a_floor(rnd.promotion, one, on)]
    full = sum(one.reason.code != WILD_CARD for one in on) >= _capacity(rnd, beside)
    if full and not mending:
        return Gap(free=False)
    first = mending or waiting
    lowest = min((one.reserve for one in first if one.reserve), default=None)
    return Gap(free=True, next=tuple(one.entry for one in first if one.reserve == lowest))


def _capacity(rnd: Round, outcomes: Sequence[Outcome]) -> int:
    """How many go on from a cluster of a frozen result: places as far as they were filled, and floors'.

    A wild card stands beside the places, and what was withheld goes to nobody else.
    """
    clusters = {one.code: one for one in rnd.promotion.clusters}
    advance, _ = places(rnd, clusters.get(outcomes[0].cluster) if outcomes else None)
    on = [one for one in outcomes if one.advances and one.reason.code != WILD_CARD]
    lifted = 0
    for floor in rnd.promotion.floors:
        by_it = sum(one.reason == Reason(FLOOR, name=floor.code, most=floor.least) for one in on)
        inside = sum(_inside(floor, one) for one in on)
        lifted += min(by_it, max(0, floor.least - (inside - by_it)))
    return min(advance, sum(one.reason.code != FLOOR for one in on)) + lifted


def _inside(floor: Floor, one: Outcome) -> bool:
    return one.facts is not None and not one.facts.regions.isdisjoint(floor.regions)


def _mends_a_floor(rules: PromotionRules, one: Outcome, on: Sequence[Outcome]) -> bool:
    """Whether an entry is of regions of which too few go on now."""
    return any(
        _inside(floor, one) and sum(_inside(floor, other) for other in on) < floor.least
        for floor in rules.floors
    )


def _has_room(rules: PromotionRules, one: Outcome, on: Sequence[Outcome]) -> bool:
    """Whether the limits let one more of its province, institution and sector go on."""
    for counted, most in rules.at_most:
        name = getattr(one.facts, counted) if one.facts else ""
        if name and sum(getattr(other.facts, counted, "") == name for other in on) >= most:
            return False
    return True
