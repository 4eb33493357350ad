"""All provinces of the country in one contest: as tiles where they roughly lie, and as a sorted table."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from evaluation.core.windows import Window
from evaluation.reports.contest_state import signatures_left

Row = Mapping[str, Any]

TILES_FILE = Path(__file__).parent.parent / "data" / "tiles.csv"

# The states in the order in which a contest goes through them. "none": no entry ever stood in it;
# "correcting": its final result was opened again; "embargo": final, and public at a moment to come.
STATES: Final = (
    "none",
    "not_open",
    "running",
    "late",
    "correcting",
    "signing",
    "finalised",
    "embargo",
    "published",
)
SORTS: Final = ("name", "state", "closes", "finalised")


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a province stands on the map (both from 1), and its short name."""

    column: int
    row: int
    short: str


@dataclass(frozen=True, slots=True)
class ProvinceState:
    """One province in the chosen contest: None where there is none. `link`: whether it may be opened.

    `objections`: how many wait for an answer, for a reader who may open it.
    """

    code: str
    name: str
    tile: Tile
    state: str
    contest: Row | None
    window: Window | None
    link: bool
    objections: int = 0


@lru_cache
def tiles() -> dict[str, Tile]:
    """The map: each province's place by its code."""
    with TILES_FILE.open(encoding="utf-8", newline="") as rows:
        return {
            one["code"]: Tile(int(one["column"]), int(one["row"]), one["short"])
            for one in csv.DictReader(rows)
        }


def state_of(contest: Row | None, window: Window | None) -> str:
    """One of STATES: how far a contest is; late when its round is over and its result was never final.

    What is open for signing and lacks signatures waits for its panel, whether the round is over or not.
    """
    if contest is None or window is None:
        return "none"
    if contest["published"]:
        return "published"
    if contest["finalised"]:
        return "embargo" if contest["publishes_at"] else "finalised"
    if contest["signing"] and signatures_left(contest):
        return "signing"
    if contest["replaced"]:
        return "correcting"
    return {"not_open": "not_open", "open": "running", "closed": "late"}[window.state]


def sorted_by(found: Sequence[ProvinceState], key: str, *, downwards: bool) -> list[ProvinceState]:
    """The provinces by one of SORTS, then by name; those that have no such thing stand last either way."""
    by_name = sorted(found, key=lambda one: one.name)
    if key == "name":
        return by_name[::-1] if downwards else by_name
    values = {one.code: _value(one, key) for one in by_name}
    having = [one for one in by_name if values[one.code] is not None]
    rest = [one for one in by_name if values[one.code] is None]
    return sorted(having, key=lambda one: values[one.code], reverse=downwards) + rest


def counts(found: Sequence[ProvinceState]) -> dict[str, int]:
    """How many provinces are in each state, in the order of STATES; states without one are left out."""
    return {state: n for state in STATES if (n := sum(one.state == state for one in found))}


def _value(one: ProvinceState, key: str) -> Any:
    if one.contest is None:
        return None
    if key == "state":
        return STATES.index(one.state)
    if key == "finalised":
        return one.contest["finalised_at"]
    closes: datetime | None = one.window.closes if one.window else None
    return closes
