"""A committee's contests arranged as its page shows them: by edition, then by place, each with its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evaluation.reports.committee_work import ContestWork, Dossiers
from evaluation.reports.contest_state import contest_state, days_left, signatures_left

Row = Mapping[str, Any]

# A place: the edition's id and the province's code (None: the nation).
Key = tuple[int, str | None]


@dataclass(frozen=True, slots=True)
class ContestLine:
    """One contest: its row, its state, the sheets that it waits for in all, the days left, whether late.

    Late is what is not finalised when its round is over. `signed`: in the state "signing", how many
    signatures count and how many it takes.
    """

    row: Row
    state: str
    expected: int
    days: int | None
    late: bool = False
    signed: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One province, or the nation (`region_code` None): what waits there, its contests, what each lacks."""

    region_code: str | None
    name: str | None
    waiting: int
    members: int
    contests: tuple[ContestLine, ...]
    dossiers: Dossiers
    work: tuple[ContestWork, ...]


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
    late = not contest["finalised"] and closes is not None and days is None
    state = contest_state(contest)
    signed = signatures_left(contest) if state == "signing" else None
    return ContestLine(contest, state, expected, days, late, signed)


def place(
    key: Key,
    name: str | None,
    lines: Sequence[ContestLine],
    *,
    waiting: Mapping[Key, int],
    members: Mapping[Key, int],
    dossiers: Dossiers,
    work: Mapping[int, ContestWork],
) -> Place:
    """The place of an edition, from the lines and counts of every place."""
    mine = tuple(line for line in lines if (line.row["edition_id"], line.row["region_code"]) == key)
    open_yet = tuple(work[line.row["id"]] for line in mine if not line.row["finalised"])
    return Place(key[1], name, waiting.get(key, 0), members.get(key, 0), mine, dossiers, open_yet)


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
