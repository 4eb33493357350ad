"""Until when a dossier is taken: the screening's closing, a correction's new deadline, an extension."""

from __future__ import annotations

from datetime import datetime

from evaluation.core.messages import Message, Moment, msg

PAST_DEADLINE = msg("The new deadline has passed already: write one that is still to come.")


def deadline(
    status: str, *, closes: datetime | None, due: datetime | None, extended: datetime | None
) -> datetime | None:
    """The deadline of an entry's dossier (aware); None when there is none.

    A dossier that the committee gave back has the correction's own deadline `due`; every other has that of
    the screening round. An extension moves it further away, never nearer.
    """
    base = due if status == "returned" else closes
    if base is None or extended is None:
        return base
    return max(base, extended)


def passed(until: datetime, now: datetime) -> bool:
    """Whether a deadline is over. It lasts for its whole second: 23:59:59.9 is still in time."""
    return now.replace(microsecond=0) > until


def too_late(until: datetime | None, now: datetime, zone: str) -> Message | None:
    """Why a dossier isn't taken at `now` (aware); None while it is, and where there is no deadline."""
    if until is None or not passed(until, now):
        return None
    return msg(
        "Dossiers were taken until %(deadline)s. Your draft is kept, but it can't be submitted any more.",
        deadline=Moment(until, zone),
    )


def extension_problem(until: datetime, longer: datetime, now: datetime) -> Message | None:
    """Why `longer` can't become the deadline in place of `until`; None when it can."""
    if passed(longer, now):
        return PAST_DEADLINE
    if longer <= until:
        return msg("The new deadline must be later than the present one.")
    return None
