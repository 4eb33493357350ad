"""When people with an unfinished dossier are reminded of its deadline."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

# Calendar days before the deadline, in the candidate's own zone.
DAYS: Final = (7, 3, 1)
# Nobody is written to at night.
FROM_HOUR: Final = 8
# A committee reminds nobody of the same thing twice within this time.
PAUSE: Final = timedelta(days=1)


def days_left(deadline: datetime, now: datetime, zone: str) -> int:
    """Calendar days from `now` to the deadline (both aware), as people in `zone` count them."""
    here = ZoneInfo(zone)
    return (deadline.astimezone(here).date() - now.astimezone(here).date()).days


def due(deadline: datetime, now: datetime, zone: str, posted: Collection[int]) -> int | None:
    """Which of the reminders in DAYS is due at `now`, if any; `posted` are those that went out.

    One that was missed by a day (the system stood still) is caught up with, but never after the deadline.
    """
    if now >= deadline or now.astimezone(ZoneInfo(zone)).hour < FROM_HOUR:
        return None
    left = days_left(deadline, now, zone)
    for days in sorted(DAYS):
        if days - 1 <= left <= days:
            return None if days in posted else days
    return None


def may_remind(last: datetime | None, now: datetime) -> bool:
    """Whether somebody may be reminded by hand at `now`; `last`: when it last happened (aware), if ever."""
    return last is None or now - last >= PAUSE
