"""Who came to an interview or visit: written down by the panel in the room, or by its committee."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import interviews
from evaluation.actions.desk import Seat, demand, may_meet, seen_entry, standing_before, take_seat
from evaluation.core.errors import Conflict, Invalid
from evaluation.core.interview_rules import InterviewRules
from evaluation.core.interviews import companions_notice
from evaluation.core.messages import Message, msg
from evaluation.core.subjects import ContestRef, EntryRef
from evaluation.forms.assessor import AttendanceForm
from evaluation.permissions import may
from evaluation.store import contests, entries, interview_rules, refs, sessions
from evaluation.store import interviews as kept
from evaluation.views.assessor import pages, seen_attendance
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say

Page = str | Response | tuple[str, int]


@pages.get("/desk/<int:contest_id>/<int:entry_id>/attendance")
@access("assessor", "committee")
def attendance(contest_id: int, entry_id: int) -> Page:
    """Who came, to fill in or correct."""
    contest, entry = in_the_room(contest_id, entry_id)
    stored = kept.attendance(db(), contest_id, entry_id) or {"revision": 0}
    return attendance_page(contest, entry, AttendanceForm(formdata=None, data=stored))


@pages.post("/desk/<int:contest_id>/<int:entry_id>/attendance")
@access("assessor", "committee")
def record_attendance(contest_id: int, entry_id: int) -> Page:
    """Write down who came."""
    contest, entry = in_the_room(contest_id, entry_id)
    form = AttendanceForm()
    if not form.validate_on_submit():
        return attendance_page(contest, entry, form, 422)
    came = form.attendance
    try:
        interviews.record_attendance(act(), contest_id, entry_id, came, form.revision.number)
    except Invalid as invalid:
        form.show(invalid)
        return attendance_page(contest, entry, form, 422)
    except Conflict as conflict:
        stored = form.differing(conflict.stored)
        form.revision.move_to(conflict.stored["revision"])
        return attendance_page(contest, entry, form, 409, notice=conflict.message, stored=stored)
    warning = companions_notice(came.companions, rules_of(contest).companions)
    flash(say(warning or msg("Who came is written down.")), "warning" if warning else "success")
    return redirect(back_to(contest, entry), code=303)


def in_the_room(contest_id: int, entry_id: int) -> tuple[ContestRef, EntryRef]:
    """The contest and its entry, for those who may write down who came."""
    contest, entry = standing_before(db(), contest_id, entry_id)
    demand(may_meet(actor(), contest, entry))
    return contest, entry


def rules_of(contest: ContestRef) -> InterviewRules:
    """What the edition says of this contest's meetings."""
    about = refs.found(contests.described(db(), contest.contest_id))
    return interview_rules.of_round(db(), about["round_id"])


def back_to(contest: ContestRef, entry: EntryRef) -> str:
    """The page from which this one was opened: the assessor's sheet, or the committee's standing."""
    endpoint = "assessor.sheet" if seat_of(contest, entry) else "committee.standing"
    return url_for(endpoint, contest_id=contest.contest_id, entry_id=entry.entry_id)


def seat_of(contest: ContestRef, entry: EntryRef) -> Seat | None:
    """The visitor's seat before the entry; None for the committee."""
    if may(actor(), "sheet.read", contest) and may(actor(), "entry.assess", entry):
        return take_seat(db(), actor(), now(), contest.contest_id, entry.entry_id)
    return None


def attendance_page(
    contest: ContestRef,
    entry: EntryRef,
    form: AttendanceForm,
    status: int = 200,
    *,
    notice: Message | None = None,
    stored: Mapping[str, Any] | None = None,
) -> Page:
    """The form, with what somebody else wrote meanwhile beside it."""
    seat = seat_of(contest, entry)
    page = render_template(
        "assessor/attendance.html",
        about=refs.found(contests.described(db(), contest.contest_id)),
        entry=seen_entry(db(), seat) if seat else refs.found(entries.described(db(), entry.entry_id)),
        form=form,
        back=back_to(contest, entry),
        rules=rules_of(contest),
        session=sessions.of_entry_in(db(), contest.contest_id, entry.entry_id),
        notice=notice,
        stored=stored or {},
        written=seen_attendance(seat) if seat else kept.attendance(db(), contest.contest_id, entry.entry_id),
    )
    return page, status
