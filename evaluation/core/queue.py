"""An assessor's queue: which contests and entries a choice of filters leaves, and what is to do first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Final

from evaluation.core.desk import STATES, Contest, PanelProgress, Place

LATEST: Final = datetime.max.replace(tzinfo=UTC)
LONGEST_TEXT: Final = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """What an assessor asked to see: codes, or "" for all; `text` is a part of a name or a code."""

    state: str = ""
    round: str = ""
    province: str = ""
    category: str = ""
    text: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """Those that are set: what the page's address carries."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value}

    def but(self, state: str) -> dict[str, str]:
        """The address of the same choice with another state."""
        return replace(self, state=state).chosen

    def takes(self, contest: Contest, place: Place) -> bool:
        """Whether an entry is shown, whatever state its sheet is in."""
        about = contest.about
        words = self.text.casefold().split()
        return (
            self.round in ("", about["round_code"])
            and self.category in ("", about["category_code"])
            and self.province in ("", place.province_code)
            and all(word in f"{place.name} {place.code}".casefold() for word in words)
        )


def asked(values: Mapping[str, str]) -> Filters:
    """The filters of a page's address; a state that there is none of is left out."""
    known = {field.name: values.get(field.name, "").strip()[:LONGEST_TEXT] for field in fields(Filters)}
    found = Filters(**known)
    return found if found.state in ("", *STATES) else replace(found, state="")


@dataclass(frozen=True, slots=True)
class Shown:
    """A contest with the entries that the filters leave: those that stand in it, and those that left."""

    contest: Contest
    standing: tuple[Place, ...]
    left: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """What the page shows. `states` counts entries by state under all the other filters.

    `counted` are the open contests that the other filters leave: over them sheets are counted whole, so
    that no filter takes the panel's count apart.
    """

    shown: tuple[Shown, ...]
    counted: tuple[Contest, ...]
    states: Mapping[str, int]
    next: tuple[Contest, Place] | None
    reopened: tuple[tuple[Contest, Place], ...]

    @property
    def open(self) -> tuple[Shown, ...]:
        """The contests in which something may still change."""
        return tuple(one for one in self.shown if not one.contest.finalised)

    @property
    def done(self) -> tuple[Shown, ...]:
        """The finalised ones."""
        return tuple(one for one in self.shown if one.contest.finalised)

    @property
    def mine(self) -> PanelProgress:
        """The assessor's own sheets over the contests counted, in and expected."""
        return PanelProgress(
            sum(one.handed_in for one in self.counted), sum(one.to_score for one in self.counted)
        )

    @property
    def panel(self) -> PanelProgress | None:
        """The panels' sheets over the same contests; None when one of them may not be told."""
        known = [one.panel for one in self.counted if one.panel is not None]
        if not known or len(known) < len(self.counted):
            return None
        return PanelProgress(sum(part.submitted for part in known), sum(part.expected for part in known))


def queue(contests: Sequence[Contest], filters: Filters) -> Queue:
    """The queue under these filters. The next sheet does not depend on the state that is shown."""
    taken = [(one, tuple(p for p in one.places if filters.takes(one, p))) for one in contests]
    taken = [(one, places) for one, places in taken if places or not filters.chosen]
    counts = {state: sum(p.state == state for _, places in taken for p in places) for state in STATES}
    shown = [_shown(one, places, filters.state) for one, places in taken]
    return Queue(
        shown=tuple(one for one in shown if one.standing or one.left or not filters.chosen),
        counted=tuple(one for one, _ in taken if not one.finalised),
        states=counts,
        next=_next([replace(one, places=places) for one, places in taken]),
        reopened=tuple((one, place) for one in contests for place in one.reopened),
    )


def _shown(contest: Contest, places: Sequence[Place], state: str) -> Shown:
    wanted = [place for place in places if state in ("", place.state)]
    gone = tuple(place for place in wanted if place.status != "accepted")
    return Shown(contest, tuple(place for place in wanted if place.status == "accepted"), gone)


def _next(contests: Sequence[Contest]) -> tuple[Contest, Place] | None:
    """The first sheet to do: a reopened one, else in the contest that closes first."""
    for contest in contests:
        if contest.reopened:
            return contest, contest.reopened[0]
    for contest in sorted(contests, key=lambda one: one.window.closes or LATEST):
        if contest.next_place:
            return contest, contest.next_place
    return None


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its code, and a row with its titles (or a name)."""

    code: str
    about: Any


def choices(contests: Sequence[Contest]) -> dict[str, tuple[Choice, ...]]:
    """What there is to choose from, by filter: rounds and categories in order, provinces by name."""
    rounds: dict[str, Any] = {}
    categories: dict[str, Any] = {}
    provinces: dict[str, Any] = {}
    for one in contests:
        rounds.setdefault(str(one.about["round_code"]), one.about)
        categories.setdefault(str(one.about["category_code"]), one.about)
        provinces.update(
            {place.province_code: place.province_name for place in one.places if place.province_code}
        )
    by_name = dict(sorted(provinces.items(), key=lambda one: (one[1], one[0])))
    return {
        name: tuple(Choice(code, about) for code, about in found.items())
        for name, found in (("round", rounds), ("category", categories), ("province", by_name))
    }
