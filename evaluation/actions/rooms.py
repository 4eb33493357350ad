"""What happens in the room: the parts of the meeting by the server's clock, and the shared minute."""

from __future__ import annotations

from evaluation.actions import session_events as events
from evaluation.actions.act import Act
from evaluation.actions.desk import demand, may_meet, standing_before
from evaluation.core.errors import Conflict, Invalid, NotFound, Refused
from evaluation.core.interview_rules import DEFAULT
from evaluation.core.messages import msg
from evaluation.core.rooms import PARTS, Part, paragraph_problem
from evaluation.core.subjects import ContestRef
from evaluation.permissions import require
from evaluation.store import refs, rooms
from evaluation.store.db import write

SAVED_MEANWHILE = msg(
    "Somebody else changed this paragraph meanwhile. Both versions stand below: bring yours in line where"
    " needed and keep it again; the other one stays among the earlier versions."
)


def start_part(act: Act, contest_id: int, entry_id: int, part: str) -> None:
    """Begin a part now, or let one go on that was ended; whatever else runs ends. Refused while it runs."""
    with write(act.db):
        contest = _enter(act, contest_id, entry_id)
        there = _parts(act, contest_id, entry_id)
        one = _named(there, part)
        if one.state == "running":
            raise Refused(msg("This part is running already."))
        for other in there.values():
            if other.state == "running":
                _end(act, contest, entry_id, other.code)
        where = _where(contest, entry_id)
        if one.state == "over":
            rooms.end_part(act.db, contest_id, entry_id, part, None)
            act.record(events.PartResumed(**where, part=part))
        else:
            rooms.start_part(act.db, contest_id, entry_id, part, act.at)
            act.record(events.PartStarted(**where, part=part))


def end_part(act: Act, contest_id: int, entry_id: int, part: str) -> None:
    """End a part now. Refused unless it runs."""
    with write(act.db):
        contest = _enter(act, contest_id, entry_id)
        if _named(_parts(act, contest_id, entry_id), part).state != "running":
            raise Refused(msg("This part is not running."))
        _end(act, contest, entry_id, part)


def write_minute(
    act: Act, contest_id: int, entry_id: int, body: str, *, paragraph: int | None = None, revision: int = 0
) -> int:
    """Begin a paragraph, or write one anew over `revision`; its number. Every version stays.

    Conflict, with the version that stands, when somebody else wrote it anew meanwhile. Writing what stands
    there changes nothing.
    """
    with write(act.db):
        contest = _enter(act, contest_id, entry_id)
        if problem := paragraph_problem(body, first=paragraph is None):
            raise Invalid(problem, {"body": problem})
        if paragraph is None:
            paragraph, next_one = rooms.add_paragraph(act.db, contest_id, entry_id), 1
        else:
            known = refs.found(rooms.newest_version(act.db, contest_id, entry_id, paragraph))
            if known["body"] == body:
                return paragraph
            if known["revision"] != revision:
                raise Conflict(SAVED_MEANWHILE, known)
            next_one = revision + 1
        rooms.add_version(
            act.db,
            paragraph,
            revision=next_one,
            body=body,
            account_id=act.actor.account_id,
            written_at=act.at,
        )
        act.record(events.MinuteWritten(**_where(contest, entry_id), paragraph=paragraph, revision=next_one))
        return paragraph


def _enter(act: Act, contest_id: int, entry_id: int) -> ContestRef:
    """The contest, for those who may write in this room now."""
    contest, entry = standing_before(act.db, contest_id, entry_id)
    demand(may_meet(act.actor, contest, entry))
    require(act.actor, "entry.witness", entry)
    return contest


def _parts(act: Act, contest_id: int, entry_id: int) -> dict[str, Part]:
    return {one.code: one for one in rooms.parts(act.db, contest_id, entry_id, DEFAULT)}


def _named(there: dict[str, Part], part: str) -> Part:
    if part not in PARTS:
        raise NotFound(refs.NOT_FOUND)
    return there[part]


def _end(act: Act, contest: ContestRef, entry_id: int, part: str) -> None:
    rooms.end_part(act.db, contest.contest_id, entry_id, part, act.at)
    act.record(events.PartEnded(**_where(contest, entry_id), part=part))


def _where(contest: ContestRef, entry_id: int) -> dict[str, int]:
    return {"edition_id": contest.edition_id, "contest_id": contest.contest_id, "entry_id": entry_id}
