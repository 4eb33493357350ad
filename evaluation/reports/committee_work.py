"""What is still to do in a committee's contests and with its dossiers, arranged for its overview.

Counts hold everything; names leave out what the visitor is kept away from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evaluation.core.deadlines import passed
from evaluation.core.messages import Message
from evaluation.core.reminders import days_left
from evaluation.core.windows import Window
from evaluation.store.assignment_gaps import Gaps

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """Entries of one kind: how many, the rows that may be named, and how many may not."""

    count: int
    rows: tuple[Row, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class ContestWork:
    """What one contest that is not finalised waits for.

    `unfinished`: who owes how many sheets (`owed` in all). `under`: entries below the minimum of sheets;
    `short` of them can't reach it any more. `kept_away`: pairs of assessor and entry kept apart.
    `why_not`: why nobody can be reminded now, None when the button stands there. `gaps`: what its plan of
    assignment lacks.
    """

    contest: Row
    window: Window
    unfinished: tuple[Row, ...]
    owed: int
    under: Named
    short: Named
    kept_away: int
    why_not: Message | None
    gaps: Gaps | None = None

    @property
    def late(self) -> bool:
        """The round is over and the result is not final."""
        return self.window.state == "closed"

    @property
    def reminded_at(self) -> str | None:
        """When the last reminder went out."""
        return max((one["reminded_at"] for one in self.unfinished if one["reminded_at"]), default=None)


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier that is begun or given back: its deadline (None: there is none) and whether that is over."""

    row: Row
    until: datetime | None
    late: bool
    days: int | None


@dataclass(frozen=True, slots=True)
class Dossiers:
    """The dossiers and questions of one place. `invited` are not begun; `hidden` ones may not be named."""

    invited: int
    drafts: int
    returned: int
    late: int
    listed: tuple[Dossier, ...]
    hidden: int
    questions: Named
    awaited: int
    reminded_at: str | None


def named(rows: Sequence[Row]) -> Named:
    """Rows with `away`, those that may be named apart."""
    seen = tuple(one for one in rows if not one["away"])
    return Named(len(rows), seen, len(rows) - len(seen))


def contest_work(
    contest: Row,
    window: Window,
    *,
    unfinished: Sequence[Row],
    under: Sequence[Row],
    short: Sequence[Row],
    kept_away: int,
    why_not: Message | None,
    gaps: Gaps | None = None,
) -> ContestWork:
    """The work of one contest, from the rows of all contests in `store.outstanding` and `store.conflicts`."""
    below = [one for one in under if one["contest_id"] == contest["id"]]
    away = {one["entry_id"] for one in below if one["away"]}
    lost = [{**one, "away": one["entry_id"] in away} for one in short if one["contest_id"] == contest["id"]]
    owing = tuple(one for one in unfinished if one["contest_id"] == contest["id"])
    return ContestWork(
        contest,
        window,
        owing,
        sum(one["owed"] for one in owing),
        named(below),
        named(lost),
        kept_away,
        why_not,
        gaps,
    )


def dossiers_of(
    rows: Sequence[Row], questions: Sequence[Row], until: Mapping[int, datetime | None], now: datetime
) -> Dossiers:
    """The dossiers of one place (rows of `store.outstanding.dossiers`), those that run out first on top."""
    begun = [one for one in rows if one["status"] != "invited"]
    found = [_dossier(one, until[one["id"]], now) for one in begun]
    seen = [one for one in found if not one.row["away"]]
    far = datetime.max.replace(tzinfo=now.tzinfo)
    return Dossiers(
        invited=len(rows) - len(begun),
        drafts=sum(one["status"] == "draft" for one in begun),
        returned=sum(one["status"] == "returned" for one in begun),
        late=sum(one.late for one in found),
        listed=tuple(sorted(seen, key=lambda one: (one.until or far, one.row["code"]))),
        hidden=len(found) - len(seen),
        questions=named(questions),
        awaited=sum(not one.late for one in seen),
        reminded_at=max((one["reminded_at"] for one in begun if one["reminded_at"]), default=None),
    )


def _dossier(one: Row, until: datetime | None, now: datetime) -> Dossier:
    late = until is not None and passed(until, now)
    days = None if until is None or late else days_left(until, now, one["timezone"])
    return Dossier(one, until, late, days)
