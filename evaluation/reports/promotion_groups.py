"""What a result says of promotion by rule: clusters with own places, reserve lists, the why of an entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evaluation.core.messages import Message, msg
from evaluation.core.promotion import (
    BEYOND,
    FLOOR,
    LIMIT,
    PAST_WINNER,
    RESERVE,
    Facts,
    places,
)
from evaluation.core.promotion_rules import Cluster, Floor
from evaluation.core.promotion_words import why
from evaluation.core.ranking import Standing
from evaluation.core.snapshot import Result

# The most names that a sentence lists; the standings have them all.
MOST_NAMES = 12
SENTENCES = {
    BEYOND: msg("The places went to: %(names)s."),
    RESERVE: msg("It moves up when one of those who go on leaves the award: %(names)s."),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A cluster's entries in their own order; `cluster` None: those that fit no cluster.

    `advance` and `winners` are its places, `reserve` those who stand by, in order.
    """

    cluster: Cluster | None
    standings: tuple[Standing, ...]
    advance: int
    winners: int
    reserve: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why one entry goes on or not: the reason, what it turns on, and what the rules knew of the entry."""

    reason: Message
    turns_on: tuple[Message, ...]
    known: tuple[tuple[Message, str], ...]


def groups_of(result: Result) -> tuple[Group, ...]:
    """The clusters of a result in the order of its rules, then whoever fits none; () without clusters."""
    clusters = result.rules.promotion.clusters
    if not clusters:
        return ()
    found = [_group(result, cluster) for cluster in clusters]
    outside = tuple(one for one in result.standings if one.outcome and not one.outcome.cluster)
    return (*found, Group(None, outside, 0, 0, ())) if outside else tuple(found)


def _group(result: Result, cluster: Cluster) -> Group:
    inside = tuple(one for one in result.standings if one.outcome and one.outcome.cluster == cluster.code)
    return Group(cluster, inside, *places(result.rules, cluster), reserve_of(inside))


def reserve_of(found: Iterable[Standing]) -> tuple[Standing, ...]:
    """Who stands by, in the order of their numbers; a tie shares its number."""
    waiting = [(one.outcome.reserve, one) for one in found if one.outcome and one.outcome.reserve]
    return tuple(one for _, one in sorted(waiting, key=lambda pair: (pair[0], pair[1].entry)))


def why_of(result: Result, standing: Standing) -> Why | None:
    """Why an entry of this result goes on or not; None where the round has no promotion rules."""
    outcome = standing.outcome
    if outcome is None:
        return None
    beside = [one for one in result.standings if one.outcome and one.outcome.cluster == outcome.cluster]
    lines = [
        line for line in (_placed(result, standing, len(beside)), _turn(result, standing, beside)) if line
    ]
    return Why(why(result.rules, outcome.reason), tuple(lines), _known(outcome.facts))


def _placed(result: Result, standing: Standing, entries: int) -> Message | None:
    """Its place among its own."""
    assert standing.outcome is not None
    for cluster in result.rules.promotion.clusters:
        if cluster.code == standing.outcome.cluster and standing.outcome.cluster_rank:
            return msg(
                "Its place in “%(cluster)s”: %(rank)s of %(entries)s entries.",
                cluster=cluster.title,
                rank=standing.outcome.cluster_rank,
                entries=entries,
            )
    return None


def _turn(result: Result, standing: Standing, beside: list[Standing]) -> Message | None:
    """What the reason turns on, in names that anyone can look up in the standings."""
    assert standing.outcome is not None
    reason, facts = standing.outcome.reason, standing.outcome.facts
    on = [one for one in beside if _taken(result, one)]
    if reason.code == PAST_WINNER and facts:
        years = ", ".join(str(year) for year in facts.won)
        return msg("Award years in which it won: %(years)s.", years=years)
    if reason.code == FLOOR:
        return _lifted(result, reason.name, on)
    told, named = _named(standing, on)
    return Message(told.text, {"names": _names(named)}) if told and named else None


def _named(standing: Standing, on: list[Standing]) -> tuple[Message | None, list[Standing]]:
    """The sentence of a reason that other entries explain, and those entries."""
    assert standing.outcome is not None
    reason = standing.outcome.reason
    if reason.code == LIMIT:
        used = [one for one in on if _counted(one, reason.counted) == reason.name and _before(one, standing)]
        return msg("Those better-placed entries: %(names)s."), used
    if standing.outcome.at_cut:
        return msg("The tie: %(names)s."), [one for one in on if one.at_cut and one.rank == standing.rank]
    return SENTENCES.get(reason.code), on


def _lifted(result: Result, code: str, on: list[Standing]) -> Message | None:
    floor: Floor = next(one for one in result.rules.promotion.floors if one.code == code)
    inside = [
        one
        for one in on
        if one.outcome and one.outcome.facts and not one.outcome.facts.regions.isdisjoint(floor.regions)
    ]
    if not inside:
        return None
    return msg("Of “%(floor)s” go on: %(names)s.", floor=floor.title, names=_names(inside))


def _taken(result: Result, one: Standing) -> bool:
    """Whether an entry got what the round decides: going on, or where nobody does, winning."""
    return one.advances if any(other.advances for other in result.standings) else one.wins


def _before(one: Standing, other: Standing) -> bool:
    return one.rank is not None and other.rank is not None and one.rank < other.rank


def _counted(one: Standing, counted: str) -> str:
    facts = one.outcome.facts if one.outcome else None
    return "" if facts is None else str(getattr(facts, counted))


def _names(found: list[Standing]) -> str:
    shown = [f"{one.name} ({one.rank})" for one in found[:MOST_NAMES]]
    return ", ".join([*shown, "…"] if len(found) > MOST_NAMES else shown)


def _known(facts: Facts | None) -> tuple[tuple[Message, str], ...]:
    """What the rules knew of the entry, with titles; a result frozen before this was kept has none."""
    if facts is None:
        return ()
    pairs = (
        (msg("Province"), facts.province),
        (msg("Institution"), facts.institution),
        (msg("Sector"), facts.sector),
        (msg("Won before, in"), ", ".join(str(year) for year in facts.won)),
    )
    return tuple((title, value) for title, value in pairs if value)
