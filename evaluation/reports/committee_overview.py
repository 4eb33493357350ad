"""A committee's contests arranged as its page shows them: by edition, then by place, each with its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evaluation.reports.contest_state import contest_state, days_left

Row = Mapping[str, Any]

# A place: the edition's id and the province's code (None: the nation).
Key = tuple[int, str | None]


@dataclass(frozen=True, slots=True)
class ContestLine:
    """One contest: its row, its state, the sheets that it waits for in all, and the days left."""

    row: Row
    state: str
    expected: int
    days: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """One province, or the nation (`region_code` None): what waits there, and its contests."""

    region_code: str | None
    name: str | None
    waiting: int
    members: int
    contests: tuple[ContestLine, ...]


@dataclass(frozen=True, slots=True)
class ProvinceLine:
    """A province as the national committee sees it: its finalised contests, and whether others still run."""

    name: str
    running: bool
    finalised: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class EditionSection:
    """One edition with the visitor's places in it."""

    edition: Row
    places: tuple[Place, ...]
    provinces: tuple[ProvinceLine, ...]


def contest_line(contest: Row, closes: datetime | None, now: datetime) -> ContestLine:
    """A contest of `store.overview.contests_in` as the page shows it."""
    expected = contest["sheets"] + contest["awaited"]
    days = None if contest["finalised"] else days_left(closes, now)
    return ContestLine(contest, contest_state(contest), expected, days)


def place(
    key: Key,
    name: str | None,
    lines: Sequence[ContestLine],
    waiting: Mapping[Key, int],
    members: Mapping[Key, int],
) -> Place:
    """The place of an edition, from the lines and counts of every place."""
    mine = [line for line in lines if (line.row["edition_id"], line.row["region_code"]) == key]
    return Place(key[1], name, waiting.get(key, 0), members.get(key, 0), tuple(mine))


def province_lines(contests: Sequence[Row]) -> tuple[ProvinceLine, ...]:
    """Provincial contests by province, in their given order."""
    by_name: dict[str, list[Row]] = {}
    for contest in contests:
        by_name.setdefault(contest["region_name"], []).append(contest)
    return tuple(
        ProvinceLine(
            name,
            any(not one["finalised"] for one in found),
            tuple(one for one in found if one["finalised"]),
        )
        for name, found in by_name.items()
    )
