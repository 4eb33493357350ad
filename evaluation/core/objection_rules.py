"""Whether and how long candidates may object to a published result, and until when they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from evaluation.core.deadlines import passed
from evaluation.core.words import word_count

OUTCOMES: Final = ("granted", "part", "refused")
END_OF_DAY: Final = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class ObjectionRule:
    """Objections are taken for `days` calendar days after the day of publication; 0: none are.

    `answer_days`: calendar days after the day of filing within which the committee answers; 0: no limit.
    `words`: how long an objection may be.
    """

    days: int = 0
    answer_days: int = 0
    words: int = 500


NO_OBJECTIONS: Final = ObjectionRule()


@dataclass(frozen=True, slots=True)
class ObjectionWindow:
    """From when until when objections to a result are taken (aware; `closes` lasts for its whole second)."""

    opens: datetime
    closes: datetime
    zone: str

    def state(self, now: datetime) -> Literal["not_open", "open", "closed"]:
        """Whether an objection is taken at `now` (aware)."""
        if now < self.opens:
            return "not_open"
        return "closed" if passed(self.closes, now) else "open"

    def days_left(self, now: datetime) -> int:
        """The calendar days in the window's zone from `now` until it closes; 0 on its last day."""
        return days_between(now, self.closes, self.zone)


def objection_window(rule: ObjectionRule, published: datetime, zone: str) -> ObjectionWindow | None:
    """When objections to a result published at this moment (aware) are taken; None where none are.

    The day of publication does not count: the window ends with the last second of the last day in `zone`.
    """
    if not rule.days:
        return None
    return ObjectionWindow(published, end_of_day_after(published, rule.days, zone), zone)


def answer_due(rule: ObjectionRule, filed: datetime, zone: str) -> datetime | None:
    """Until when an objection filed at this moment (aware) is to be answered; None where no rule says it."""
    return end_of_day_after(filed, rule.answer_days, zone) if rule.answer_days else None


def end_of_day_after(moment: datetime, days: int, zone: str) -> datetime:
    """The last second of the day that lies so many days after the moment's own day in `zone`, aware."""
    here = ZoneInfo(zone)
    return datetime.combine(_day(moment, zone) + timedelta(days=days), END_OF_DAY, here)


def days_between(now: datetime, until: datetime, zone: str) -> int:
    """The calendar days in `zone` from one moment to another; negative when that has passed."""
    return (_day(until, zone) - _day(now, zone)).days


def too_many_words(text: str, most: int) -> int:
    """By how many words a text is too long; 0 when it is not."""
    return max(0, word_count(text) - most)


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
