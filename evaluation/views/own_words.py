"""An assessor's own sheets in words: the total so far, its place, how a scale was used, whether it drifts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from evaluation.actions.desk import Seat
from evaluation.core.desk import Place
from evaluation.core.exact import fixed, parse_exact
from evaluation.core.messages import Message, msg
from evaluation.core.own_sheets import (
    Drift,
    OwnPlace,
    OwnSheet,
    Running,
    ScaleUse,
    drift,
    place_among,
    running_total,
    scale_use,
)
from evaluation.core.rules import Criterion, Round
from evaluation.store import desk
from evaluation.store.db import moment

# How wide the strip of the own marks is drawn.
STRIP: Final = 200


@dataclass(frozen=True, slots=True)
class Own:
    """The assessor's own sheets around the one at hand; `entries` are those they may see, by id."""

    round: Round
    marks: Mapping[str, Fraction]
    others: tuple[OwnSheet, ...]
    in_order: tuple[OwnSheet, ...]
    entries: Mapping[int, Place]

    @property
    def running(self) -> Running:
        """The total of this sheet so far."""
        return running_total(self.round, self.marks)

    @property
    def total(self) -> Message:
        """The total of this sheet so far, as a sentence."""
        return total_words(self.running)

    @property
    def place(self) -> Message:
        """The place of this sheet among the own ones, as a sentence."""
        return place_words(place_among(self.round, self.marks, self.others))

    def use(self, criterion: Criterion) -> ScaleUse | None:
        """How the other own sheets use a criterion's scale."""
        return scale_use(criterion, self.others)

    def strip(self, criterion: Criterion) -> list[str]:
        """Where the other own marks stand on a criterion's scale, from 0 to 200, as numbers of a drawing."""
        use, length = self.use(criterion), criterion.maximum - criterion.minimum
        given = use.marks if use else ()
        return [fixed(STRIP * (mark - criterion.minimum) / length, 1) for _, mark in given]

    def drift(self, criterion: Criterion) -> Message | None:
        """What is said of a drift of the own marks on a criterion; None when there is none."""
        found = drift(criterion, self.in_order)
        return drift_words(found) if found else None


def own_of(db: Database, seat: Seat, places: Sequence[Place]) -> Own:
    """The own sheets of a contest's visible entries. One question."""
    entries = {place.entry_id: place for place in places if place.state != "recused"}
    marks: dict[int, dict[str, Fraction]] = {}
    for one in desk.own_marks(db, seat.contest.contest_id, seat.account_id):
        if one["entry_id"] in entries:
            marks.setdefault(one["entry_id"], {})[one["code"]] = parse_exact(one["value"])
    in_order = tuple(OwnSheet(entry_id, given) for entry_id, given in marks.items())
    return Own(
        round=seat.round.rules,
        marks=seat.marks,
        others=tuple(one for one in in_order if one.entry_id != seat.entry.entry_id),
        in_order=in_order,
        entries=entries,
    )


def saved_time(seat: Seat) -> str:
    """When the sheet was last saved, as the clock on the wall says it; "" for a new one."""
    if seat.sheet is None:
        return ""
    return f"{moment(seat.sheet['saved_at']).astimezone(ZoneInfo(seat.about['timezone'])):%H:%M}"


def total_words(running: Running) -> Message:
    """The total so far, as a sentence."""
    if not running.marked:
        return msg("No mark yet.")
    if running.complete:
        return msg("Total of this sheet: %(total)s", total=running.amount)
    return msg(
        "Total so far: %(total)s, from %(marked)s of %(all)s marks",
        total=running.amount,
        marked=running.marked,
        all=running.judged,
    )


def place_words(place: OwnPlace | None) -> Message:
    """The place among the own sheets, as a sentence."""
    if place is None:
        return msg("Its place among your own sheets shows once it is complete.")
    if place.of == 1:
        return msg("It is the first of your own sheets here that is complete.")
    holes = {"rank": place.rank, "of": place.of}
    if place.shared:
        return msg("Place %(rank)s of your own %(of)s complete sheets here, shared.", **holes)
    return msg("Place %(rank)s of your own %(of)s complete sheets here.", **holes)


def drift_words(found: Drift) -> Message:
    """What is said of a drift, with the numbers that it stands on."""
    holes = {
        "count": len(found.last),
        "median": found.median,
        "first": len(found.first),
        "low": found.low,
        "high": found.high,
    }
    if found.upward:
        return msg(
            "Your last %(count)s marks here have the median %(median)s; your first %(first)s lay in the"
            " levels from %(low)s to %(high)s. Compare with an early sheet: do you mark more generously now?",
            **holes,
        )
    return msg(
        "Your last %(count)s marks here have the median %(median)s; your first %(first)s lay in the levels"
        " from %(low)s to %(high)s. Compare with an early sheet: do you mark more strictly now?",
        **holes,
    )
