"""An assessor's list: the state of each sheet, how far each contest is, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evaluation.core.windows import Window

STATES: Final = ("none", "draft", "submitted", "recused", "excluded", "undeclared")


def sheet_state(status: str | None, *, excluded: bool, recused: bool, undeclared: bool = False) -> str:
    """One of STATES. Recusal hides everything else; a sheet that the committee excluded says so.

    `undeclared`: nothing opens before the assessor has declared about the entry.
    """
    if recused:
        return "recused"
    if undeclared:
        return "undeclared"
    if status == "submitted" and excluded:
        return "excluded"
    return status or "none"


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of one contest, as its assessor's list shows it; `total` is exact text."""

    entry_id: int
    code: str
    name: str
    state: str
    total: str | None


@dataclass(frozen=True, slots=True)
class Contest:
    """One contest of the list: `about` is its row with the names, `places` its entries by code."""

    contest_id: int
    about: dict[str, object]
    window: Window
    finalised: bool
    places: tuple[Place, ...]

    @property
    def to_score(self) -> int:
        """How many sheets are the assessor's to hand in."""
        return sum(place.state != "recused" for place in self.places)

    @property
    def handed_in(self) -> int:
        """How many of them were."""
        return sum(place.state in ("submitted", "excluded") for place in self.places)

    @property
    def next_place(self) -> Place | None:
        """The first entry not scored yet, one not started first; None unless sheets are taken now."""
        if self.finalised or self.window.state != "open":
            return None
        return next_place(self.places)

    def showing(self, state: str) -> tuple[Place, ...]:
        """The entries in one state; all of them for ""."""
        return tuple(place for place in self.places if state in ("", place.state))


def next_place(places: Sequence[Place], after: str = "") -> Place | None:
    """The first entry whose sheet is not started, else the first with a draft.

    `after` is the code of the entry at hand: the search begins behind it and starts over at the end.
    """
    ahead = [place for place in places if place.code > after]
    behind = [place for place in places if place.code < after]
    for wanted in ("none", "draft"):
        for place in ahead + behind:
            if place.state == wanted:
                return place
    return None
