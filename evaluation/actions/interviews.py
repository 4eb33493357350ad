"""What is kept of an interview or visit: notes as written, and who came."""

from __future__ import annotations

from dataclasses import asdict

from evaluation.actions import events
from evaluation.actions.act import Act
from evaluation.actions.desk import demand, may_meet, may_note, standing_before, take_seat
from evaluation.core.errors import Conflict, Invalid
from evaluation.core.interviews import Attendance, attendance_problems, note_problem
from evaluation.core.messages import msg
from evaluation.store import interviews
from evaluation.store.db import write


def write_note(act: Act, contest_id: int, entry_id: int, body: str) -> int:
    """Keep an assessor's own note exactly as written, with its time. Invalid when blank."""
    with write(act.db):
        seat = take_seat(act.db, act.actor, act.now, contest_id, entry_id)
        demand(may_note(act.actor, seat))
        problem = note_problem(body)
        if problem:
            raise Invalid(problem, {"note": problem})
        note_id = interviews.add_note(
            act.db,
            contest_id=contest_id,
            entry_id=entry_id,
            account_id=seat.account_id,
            body=body,
            written_at=act.at,
        )
        act.record(
            events.InterviewNoteWritten(
                edition_id=seat.contest.edition_id, contest_id=contest_id, entry_id=entry_id, note=note_id
            )
        )
        return note_id


def record_attendance(act: Act, contest_id: int, entry_id: int, came: Attendance, revision: int) -> None:
    """Write down who came, over `revision` (0: the first time). Conflict when another stands there."""
    with write(act.db):
        contest, entry = standing_before(act.db, contest_id, entry_id)
        demand(may_meet(act.actor, contest, entry))
        problems = attendance_problems(came)
        if problems:
            raise Invalid(msg("Something about who came needs mending."), problems)
        kept = interviews.put_attendance(
            act.db,
            contest_id=contest_id,
            entry_id=entry_id,
            revision=revision,
            recorded_by=act.actor.account_id,
            recorded_at=act.at,
            **asdict(came),
        )
        if not kept:
            raise _conflict(act, contest_id, entry_id)
        act.record(
            events.AttendanceRecorded(
                edition_id=contest.edition_id,
                contest_id=contest_id,
                entry_id=entry_id,
                present=came.present,
                person=came.person,
                companions=came.companions,
                late=came.late,
                revision=revision + 1,
            )
        )


def _conflict(act: Act, contest_id: int, entry_id: int) -> Conflict:
    """Somebody else wrote it down meanwhile: what stands there, so that both can be shown."""
    return Conflict(
        msg(
            "Somebody else wrote down who came meanwhile. Both versions stand below: correct yours where"
            " needed and save again; it then replaces the other one."
        ),
        interviews.attendance(act.db, contest_id, entry_id) or {},
    )
