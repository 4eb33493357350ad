"""A session as an entry of somebody's calendar: the facts of which a calendar file is written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

# What a calendar file does in its reader's calendar (RFC 5546): an invitation or its update, a
# cancellation, or an entry to take along.
METHODS: Final = ("REQUEST", "CANCEL", "PUBLISH")


@dataclass(frozen=True, slots=True)
class Appointment:
    """One meeting as one person's calendar shows it. Moments are aware.

    The same `uid` with a higher `sequence` replaces the entry that is there. `page` is the path of the page
    of this installation that tells more.
    """

    uid: str
    sequence: int
    method: str
    starts: datetime
    ends: datetime
    stamped: datetime
    summary: str
    location: str
    link: str
    page: str

    def packed(self) -> dict[str, Any]:
        """The facts in a form that JSON keeps."""
        moments = {name: getattr(self, name).isoformat() for name in ("starts", "ends", "stamped")}
        return {**asdict(self), **moments}


def unpacked(facts: dict[str, Any]) -> Appointment:
    """The appointment that `packed` packed."""
    moments = {name: datetime.fromisoformat(facts[name]) for name in ("starts", "ends", "stamped")}
    return Appointment(**{**facts, **moments})
