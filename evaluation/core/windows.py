"""When a contest takes sheets, in words: its opening and closing as people in its own zone read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from evaluation.core.messages import Message, Moment, msg
from evaluation.core.workflow import Timed, round_open


@dataclass(frozen=True, slots=True)
class Window:
    """A contest's opening and closing (aware times; None is no limit), and where `now` lies.

    `days_left` counts calendar days in `zone` until the closing; None unless it is open and has an end.
    """

    state: Literal["not_open", "open", "closed"]
    opens: datetime | None
    closes: datetime | None
    zone: str
    days_left: int | None

    @property
    def words(self) -> Message:
        """The window as one sentence."""
        if self.state == "not_open" and self.opens:
            return msg("Opens on %(when)s.", when=Moment(self.opens, self.zone))
        if self.closes is None:
            return msg("Open, without a closing time.")
        closing = Moment(self.closes, self.zone)
        if self.state == "closed":
            return msg("Closed since %(when)s.", when=closing)
        if self.days_left == 0:
            return msg("Closes today: %(when)s.", when=closing)
        if self.days_left == 1:
            return msg("Closes tomorrow: %(when)s.", when=closing)
        return msg("Closes on %(when)s, in %(days)s days.", when=closing, days=self.days_left)

    @property
    def refusal(self) -> Message | None:
        """Why no sheet is taken now; None while the window is open."""
        if self.state == "not_open" and self.opens:
            opening = Moment(self.opens, self.zone)
            return msg("This round opens on %(when)s. Until then you can read, but not mark.", when=opening)
        if self.state == "closed" and self.closes:
            closing = Moment(self.closes, self.zone)
            return msg("This round closed on %(when)s. Marks are not taken any more.", when=closing)
        return None


def window_of(timed: Timed, now: datetime, zone: str) -> Window:
    """The window of a round or contest as it stands at `now` (aware), read in `zone`."""
    state = round_open(timed, now)
    days_left = None
    if state == "open" and timed.closes is not None:
        here = ZoneInfo(zone)
        days_left = (timed.closes.astimezone(here).date() - now.astimezone(here).date()).days
    return Window(state, timed.opens, timed.closes, zone, days_left)
