"""An assessor's list: the state of each sheet, how far each contest is, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evaluation.core.messages import Message
from evaluation.core.reading_time import ReadingTime
from evaluation.core.visibility import Viewer, sees_progress
from evaluation.core.windows import Window

STATES: Final = ("none", "draft", "reopened", "submitted", "recused", "excluded", "left", "undeclared")
# In this order an assessor is led to the sheets that are still to do.
TO_DO: Final = ("reopened", "none", "draft")


def sheet_state(
    status: str | None,
    *,
    excluded: bool = False,
    recused: bool = False,
    reopened: bool = False,
    left: bool = False,
    undeclared: bool = False,
) -> str:
    """One of STATES. Recusal hides everything else; an entry that left the award asks for no sheet.

    A sheet that the committee excluded says so, and so does a draft that it reopened.
    `undeclared`: nothing opens before the assessor has declared about the entry.
    """
    if recused:
        return "recused"
    if left:
        return "left"
    if undeclared:
        return "undeclared"
    if status == "submitted" and excluded:
        return "excluded"
    if status == "draft" and reopened:
        return "reopened"
    return status or "none"


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of one contest, as its assessor's list shows it; `total` is exact text.

    `status` is the entry's own, `reading` None where its dossier is not for the assessor to read.
    """

    entry_id: int
    code: str
    name: str
    state: str
    total: str | None
    status: str = "accepted"
    province_code: str = ""
    province_name: str = ""
    reading: ReadingTime | None = None


@dataclass(frozen=True, slots=True)
class PanelProgress:
    """How many sheets of a contest's whole panel are in, of how many: counts of all members together."""

    submitted: int
    expected: int


def panel_progress(submitted: int, expected: int, colleagues: int) -> PanelProgress | None:
    """The panel's progress as one of its members may see it.

    None while the number would tell how far one colleague is: `colleagues` are the other members of whom
    sheets are expected.
    """
    return PanelProgress(submitted, expected) if sees_progress(Viewer.JUDGING, colleagues) else None


@dataclass(frozen=True, slots=True)
class Contest:
    """One contest of the list: `about` is its row with the names, `places` its entries by code."""

    contest_id: int
    about: dict[str, object]
    window: Window
    finalised: bool
    places: tuple[Place, ...]
    time_left: Message | None = None
    panel: PanelProgress | None = None

    @property
    def to_score(self) -> int:
        """How many sheets are the assessor's to hand in."""
        return sum(place.state not in ("recused", "left") for place in self.places)

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

    @property
    def reopened(self) -> tuple[Place, ...]:
        """The entries whose sheets the committee gave back; they are taken even after the closing."""
        return () if self.finalised else tuple(place for place in self.places if place.state == "reopened")


def next_place(places: Sequence[Place], after: str = "") -> Place | None:
    """The first entry whose sheet was reopened, else is not started, else the first with a draft.

    `after` is the code of the entry at hand: the search begins behind it and starts over at the end.
    """
    ahead = [place for place in places if place.code > after]
    behind = [place for place in places if place.code < after]
    for wanted in TO_DO:
        for place in ahead + behind:
            if place.state == wanted:
                return place
    return None
