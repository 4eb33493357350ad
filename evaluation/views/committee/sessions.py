"""A contest's schedule: its sessions one by one, their clashes, lots, invitations and published slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import sessions as acts
from evaluation.core.errors import Conflict, Invalid, NotFound
from evaluation.core.interview_rules import InterviewRules
from evaluation.core.messages import Message, msg
from evaluation.core.subjects import ContestRef
from evaluation.forms.committee import ReasonForm
from evaluation.forms.sessions import SeedForm, SessionForm, form_values
from evaluation.permissions import may, require
from evaluation.reports.clashes import clash_words, own_slots
from evaluation.store import contests, entries, interview_rules, refs, sessions
from evaluation.store.db import Row, moment
from evaluation.store.refs import found
from evaluation.views.committee.blueprint import pages
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say

Page = str | tuple[str, int] | Response

PLACE = "/committee/contests/<int:contest_id>/sessions"
ONE = f"{PLACE}/<int:entry_id>"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A contest with its sessions; `people` are who sits before each entry."""

    ref: ContestRef
    contest: Row
    rules: InterviewRules
    listed: list[Row]
    people: dict[int, list[Row]]

    @property
    def names(self) -> dict[int, str]:
        """The candidates by entry."""
        return {one["entry_id"]: one["name"] for one in self.listed}

    @property
    def unsent(self) -> int:
        """How many invitations of the panel are still to be sent, or hold an older time."""
        return sum(
            sum(who["disabled_at"] is None for who in self.people.get(one["entry_id"], ())) - one["invited"]
            for one in self.listed
            if one["session_id"] and not one["cancelled_at"]
        )

    @property
    def untold(self) -> int:
        """How many sessions their candidates do not know of."""
        return sum(
            one["session_id"] is not None
            and not (one["cancelled_at"] or one["published_at"] or one["provisional"])
            for one in self.listed
        )


def schedule_of(contest_id: int) -> Schedule:
    """The schedule, for those who see the contest; Refused in rounds that do not meet anybody."""
    ref = refs.contest_ref(db(), contest_id)
    require(actor(), "contest.view", ref)
    require(actor(), "room.view", ref)
    contest = found(contests.described(db(), contest_id))
    return Schedule(
        ref=ref,
        contest=contest,
        rules=interview_rules.of_round(db(), contest["round_id"]),
        listed=sessions.schedule(db(), contest_id),
        people=sessions.sitting(db(), contest_id),
    )


# --- the schedule --------------------------------------------------------------------------------


@pages.get(PLACE, endpoint="sessions")
@access("committee", "auditor")
def shown(contest_id: int) -> Page:
    """All sessions of a contest, with what clashes."""
    return schedule_page(schedule_of(contest_id), SeedForm(formdata=None))


def schedule_page(schedule: Schedule, seed: SeedForm, status: int = 200) -> Page:
    """The schedule, with the form of the lots."""
    contest = schedule.contest
    slots = own_slots(contest, schedule.listed, schedule.people)
    page = render_template(
        "committee/sessions.html",
        contest=contest,
        schedule=schedule,
        manage=may(actor(), "session.manage", schedule.ref),
        clashes=clash_words(db(), contest, slots, schedule.names, schedule.people),
        draws=sessions.draws(db(), contest["id"]),
        seed=seed,
        me=str(actor().account_id),
        sends=current_app.config["SMTP"] is not None,
    )
    return page, status


@pages.post(f"{PLACE}/draw")
@access("committee")
def draw_lots(contest_id: int) -> Page:
    """Draw the order of the candidates."""
    schedule = schedule_of(contest_id)
    form = SeedForm()
    if form.validate():
        try:
            used = acts.draw_lots(act(), contest_id, form.seed.data)
        except Invalid as problem:
            form.show(problem)
        else:
            return back(contest_id, msg("The lots are drawn, with the seed %(seed)s.", seed=used))
    return schedule_page(schedule, form, 422)


@pages.post(f"{PLACE}/invite")
@access("committee")
def invite_panel(contest_id: int) -> Page:
    """Send the panel its invitations."""
    sent = acts.invite(act(), contest_id)
    if not sent:
        return back(contest_id, msg("Everybody holds the newest invitation already."))
    return back(contest_id, msg("Invitations posted: %(count)s.", count=sent))


@pages.post(f"{PLACE}/publish")
@access("committee")
def publish_slots(contest_id: int) -> Page:
    """Let each candidate know of their own session."""
    told = acts.publish(act(), contest_id)
    if not told:
        return back(contest_id, msg("Every candidate knows of their session already."))
    return back(contest_id, msg("Sessions told to their candidates: %(count)s.", count=told))


def back(contest_id: int, message: Message) -> Response:
    """Back to the schedule, with what was done."""
    flash(say(message), "success")
    return redirect(url_for("committee.sessions", contest_id=contest_id), code=303)


# --- one session ---------------------------------------------------------------------------------


@pages.get(ONE, endpoint="session")
@access("committee")
def one_session(contest_id: int, entry_id: int) -> Page:
    """One entry's session, to set, move or call off."""
    schedule, entry, known = one_of(contest_id, entry_id)
    return session_page(schedule, entry, known, session_form(schedule, known))


@pages.post(ONE)
@access("committee")
def save_session(contest_id: int, entry_id: int) -> Page:
    """Set or move an entry's session."""
    schedule, entry, known = one_of(contest_id, entry_id)
    form = SessionForm()
    form.know_zone(schedule.contest["timezone"])
    if not form.validate_on_submit():
        return session_page(schedule, entry, known, form, 422)
    try:
        acts.schedule(act(), contest_id, entry_id, form.plan, form.revision.number)
    except Invalid as problem:
        form.show(problem)
        return session_page(schedule, entry, known, form, 422)
    except Conflict as conflict:
        stored = form.differing(form_values(conflict.stored, moment(conflict.stored["starts_at"])))
        form.revision.move_to(conflict.stored["revision"])
        return session_page(schedule, entry, known, form, 409, notice=conflict.message, stored=stored)
    return back(contest_id, msg("The session of %(name)s is planned.", name=entry["name"]))


@pages.post(f"{ONE}/cancel")
@access("committee")
def cancel_session(contest_id: int, entry_id: int) -> Page:
    """Call an entry's session off, with a reason."""
    schedule, entry, known = one_of(contest_id, entry_id)
    form = ReasonForm(prefix="cancel-")
    if form.validate():
        try:
            acts.cancel(act(), found(known)["id"], form.reason.data or "")
        except Invalid as problem:
            form.show(problem)
        else:
            return back(contest_id, msg("The session of %(name)s is called off.", name=entry["name"]))
    return session_page(schedule, entry, known, session_form(schedule, known), 422, cancelling=form)


def one_of(contest_id: int, entry_id: int) -> tuple[Schedule, Row, Row | None]:
    """The schedule and one of its entries with its session, for those who may change it now."""
    schedule = schedule_of(contest_id)
    require(actor(), "session.manage", schedule.ref)
    if entry_id not in schedule.names:
        raise NotFound(refs.NOT_FOUND)
    require(actor(), "entry.meet", refs.entry_ref(db(), entry_id))
    entry = found(entries.described(db(), entry_id))
    return schedule, entry, sessions.of_entry_in(db(), contest_id, entry_id)


def session_form(schedule: Schedule, known: Row | None) -> SessionForm:
    """The form with what is stored, or with what the edition and the schedule suggest."""
    if known:
        values = {**form_values(known, moment(known["starts_at"])), "revision": known["revision"]}
    else:
        rules = schedule.rules
        values = {"zone": schedule.contest["timezone"], "talk": rules.talk, "questions": rules.questions}
    form = SessionForm(formdata=None, data=values)
    form.know_zone(values["zone"])
    return form


def session_page(
    schedule: Schedule,
    entry: Row,
    known: Row | None,
    form: SessionForm,
    status: int = 200,
    *,
    notice: Message | None = None,
    stored: Mapping[str, Any] | None = None,
    cancelling: ReasonForm | None = None,
) -> Page:
    """One session's form, with what somebody else wrote meanwhile beside it."""
    slots = own_slots(schedule.contest, schedule.listed, schedule.people)
    told = clash_words(db(), schedule.contest, slots, schedule.names, schedule.people)
    page = render_template(
        "committee/session.html",
        contest=schedule.contest,
        entry=entry,
        known=known,
        form=form,
        notice=notice,
        stored=stored or {},
        clashes=told.get(entry["id"], []),
        cancelling=cancelling or ReasonForm(formdata=None, prefix="cancel-"),
        invitations=sessions.invitations(db(), known["id"]) if known else [],
    )
    return page, status
