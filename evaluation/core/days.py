"""An assessor's day: which of their sessions lie on a date, and where the days before and after are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from evaluation.core.sessions import Slot, clashes, local_date


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session of a day: its row, when it is (aware), and whether another one of one's own overlaps."""

    about: dict[str, Any]
    starts: datetime
    ends: datetime
    clash: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The sessions on a date, and the nearest dates before and after it that have sessions, if any."""

    on: date
    meetings: tuple[Meeting, ...]
    before: date | None
    after: date | None


def day_of(
    sessions: Sequence[tuple[dict[str, Any], datetime, datetime]], asked: date | None, now: datetime
) -> Day:
    """The day that was asked for; else today, else the next day with sessions, else the last one.

    Sessions are rows with `zone` and their aware beginnings and ends, by time. A session lies on the date
    that it has in its own zone.
    """
    dated = [(local_date(starts, about["zone"]), about, starts, ends) for about, starts, ends in sessions]
    days = sorted({one[0] for one in dated})
    chosen = asked or _nearest(days, [local_date(now, about["zone"]) for _, about, *_ in dated], now)
    slots = [
        Slot(str(about["id"]), about["contest_id"], starts, ends, frozenset((1,)))
        for _, about, starts, ends in dated
    ]
    twice = {key for clash in clashes(slots) for key in (clash.first.key, clash.second.key)}
    return Day(
        chosen,
        tuple(
            Meeting(about, starts, ends, str(about["id"]) in twice)
            for on, about, starts, ends in dated
            if on == chosen
        ),
        max((one for one in days if one < chosen), default=None),
        min((one for one in days if one > chosen), default=None),
    )


def _nearest(days: list[date], todays: list[date], now: datetime) -> date:
    today = min(todays, default=now.date())
    coming = [one for one in days if one >= today]
    return coming[0] if coming else days[-1] if days else today
