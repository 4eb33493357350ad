"""Publication: at once or at a moment to come, which can be moved or called off; and telling candidates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from evaluation.actions.act import Act
from evaluation.actions.announcement_events import (
    CandidatesTold,
    PublicationCalledOff,
    PublicationMoved,
    PublicationSet,
)
from evaluation.actions.events import ResultPublished
from evaluation.actions.jobs import later
from evaluation.actions.mail import post_to_candidate
from evaluation.actions.reasons import stated
from evaluation.core.errors import Invalid
from evaluation.core.messages import Moment, msg
from evaluation.core.rules import Text
from evaluation.permissions import require
from evaluation.store import announcements, contests, entries, objections, refs
from evaluation.store.db import Row, stamp, write

# The worker's job, in evaluation/worker/jobs.py.
TELL: Final = "tell candidates"
FARTHEST: Final = timedelta(days=366)


def publish(act: Act, contest_id: int) -> None:
    """Show a finalised result to everybody now."""
    with write(act.db):
        require(act.actor, "contest.publish", announcements.announcement_ref(act.db, contest_id))
        contest = refs.found(contests.described(act.db, contest_id))
        _decide(act, contest, act.now, "")
        act.record(
            ResultPublished(
                edition_id=contest["edition_id"], contest_id=contest_id, fingerprint=contest["fingerprint"]
            )
        )


def publish_at(act: Act, contest_id: int, moment: datetime) -> None:
    """Let a finalised result become public at this moment (aware, a whole second). Invalid for a bad one."""
    with write(act.db):
        require(act.actor, "contest.publish", announcements.announcement_ref(act.db, contest_id))
        contest = refs.found(contests.described(act.db, contest_id))
        at = _sound(act, moment)
        _decide(act, contest, at, "")
        act.record(
            PublicationSet(
                edition_id=contest["edition_id"],
                contest_id=contest_id,
                moment=stamp(at),
                fingerprint=contest["fingerprint"],
            )
        )


def move(act: Act, contest_id: int, moment: datetime | None, reason: str) -> None:
    """Move the moment that is set to another one (None: to now). Invalid for a bad moment or no reason."""
    with write(act.db):
        require(act.actor, "publication.move", announcements.announcement_ref(act.db, contest_id))
        contest = refs.found(contests.described(act.db, contest_id))
        at = act.now if moment is None else _sound(act, moment)
        if stamp(at) == contest["publishes_at"]:
            same = msg("This is the moment that is set already.")
            raise Invalid(same, {"day": same})
        why = stated(reason)
        _decide(act, contest, at, why)
        act.record(
            PublicationMoved(
                edition_id=contest["edition_id"],
                contest_id=contest_id,
                before=contest["publishes_at"],
                moment=stamp(at),
                reason=why,
            )
        )


def call_off(act: Act, contest_id: int, reason: str) -> None:
    """Call the moment that is set off: the result stays hidden until a moment is set anew."""
    with write(act.db):
        require(act.actor, "publication.move", announcements.announcement_ref(act.db, contest_id))
        contest = refs.found(contests.described(act.db, contest_id))
        why = stated(reason)
        _decide(act, contest, None, why)
        act.record(
            PublicationCalledOff(
                edition_id=contest["edition_id"],
                contest_id=contest_id,
                before=contest["publishes_at"],
                reason=why,
            )
        )


def tell_candidates(act: Act, announcement_id: int) -> int:
    """Write to the candidates of a result that has become public; how many entries were written to.

    Nothing happens when the announcement does not hold any more, is not public yet, or was told already.
    """
    with write(act.db):
        require(act.actor, "worker.act")
        due = announcements.untold(act.db, announcement_id)
        if due is None:
            return 0
        contest = refs.found(contests.described(act.db, due["contest_id"]))
        told = announcements.entries_told_of(act.db, contest["id"])
        for entry_id in told:
            _tell(act, contest, refs.found(entries.described(act.db, entry_id)))
        announcements.note_told(act.db, announcement_id, told_at=act.at, people=len(told))
        act.record(
            CandidatesTold(edition_id=contest["edition_id"], contest_id=contest["id"], people=len(told))
        )
        return len(told)


def _tell(act: Act, contest: Row, entry: Row) -> None:
    values: dict[str, Any] = {
        "round": Text(contest["round_title_id"], contest["round_title_en"]),
        "category": Text(contest["category_title_id"], contest["category_title_en"]),
    }
    window = objections.window_of(contest)
    if window is None:
        post_to_candidate(act, entry, "published", **values)
    else:
        post_to_candidate(act, entry, "published_until", moment=Moment(window.closes, window.zone), **values)


def _decide(act: Act, contest: Row, at: datetime | None, reason: str) -> None:
    """Keep a decision on when a result becomes public; its candidates are told at that moment."""
    announcement_id = announcements.add(
        act.db,
        contest["id"],
        fingerprint=contest["fingerprint"],
        publishes_at=None if at is None else stamp(at),
        reason=reason,
        decided_by=act.actor.account_id,
        decided_at=act.at,
    )
    if at is not None:
        later(act, TELL, {"announcement": announcement_id}, at=at)


def _sound(act: Act, moment: datetime) -> datetime:
    """The moment to its second. Invalid (field `day`) when it has passed, or is very far off."""
    at = moment.replace(microsecond=0)
    if at <= act.now:
        past = msg("This moment has passed already: choose one that is still to come, or publish at once.")
        raise Invalid(past, {"day": past})
    if at - act.now > FARTHEST:
        far = msg("This is more than a year off: choose a nearer moment.")
        raise Invalid(far, {"day": far})
    return at
