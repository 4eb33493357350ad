"""Published results arranged as the public reads them: by round and category, then place by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlaceResult:
    """One published contest and who won it (nobody, in a round without winners)."""

    contest: Row
    winners: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RoundResults:
    """A round and category with its published contests; `head` is any of them, for the titles."""

    head: Row
    places: tuple[PlaceResult, ...]


def by_round(contests: Sequence[Row], winners: Sequence[Row]) -> tuple[RoundResults, ...]:
    """Contests, in the order of `store.publications.published_of`, grouped by round and category."""
    won: dict[int, list[Row]] = {}
    for one in winners:
        won.setdefault(one["contest_id"], []).append(one)
    grouped = groupby(contests, key=lambda one: (one["round_id"], one["category_id"]))
    found = [list(group) for _, group in grouped]
    return tuple(
        RoundResults(group[0], tuple(PlaceResult(one, tuple(won.get(one["id"], ()))) for one in group))
        for group in found
    )


def last_winners(winners: Sequence[Row]) -> dict[int, list[Row]]:
    """By edition, the winners of each category's last national round; `winners` come last round first."""
    last: dict[tuple[int, str], int] = {}
    found: dict[int, list[Row]] = {}
    for one in winners:
        key = (one["edition_id"], one["category_code"])
        if last.setdefault(key, one["contest_id"]) == one["contest_id"]:
            found.setdefault(one["edition_id"], []).append(one)
    return found
