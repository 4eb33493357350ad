"""A day of sessions at once: a preview first, kept as it was shown or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request

from evaluation.actions import sessions as acts
from evaluation.core.errors import Invalid, Refused, UserError
from evaluation.core.messages import Message, msg
from evaluation.core.sessions import Plan, Slot, day_plans, day_problem, drawn, plan_problems
from evaluation.forms.sessions import DayForm
from evaluation.permissions import require
from evaluation.reports.clashes import clash_words, own_slots, planned_slot
from evaluation.store import sessions
from evaluation.store.db import Row
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.sessions import PLACE, Page, Schedule, back, schedule_of
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.problems import STATUS

PAUSE = 10


@dataclass(frozen=True, slots=True)
class Preview:
    """What a day would look like: each entry's row with its plan, and what clashes by entry."""

    plans: tuple[tuple[Row, Plan], ...]
    clashes: dict[int, list[Message]]


@pages.get(f"{PLACE}/plan")
@access("committee")
def day_plan(contest_id: int) -> Page:
    """The form of a day, and its preview once it is filled in."""
    schedule = planning(contest_id)
    if "day" not in request.args:
        rules = schedule.rules
        suggested = {
            "zone": schedule.contest["timezone"],
            "talk": rules.talk,
            "questions": rules.questions,
            "pause": PAUSE,
        }
        return day_page(schedule, day_form(schedule, data=suggested))
    form = day_form(schedule, formdata=request.args)
    preview = previewed(schedule, form)
    return day_page(schedule, form, preview, status=200 if preview else 422)


@pages.post(f"{PLACE}/plan")
@access("committee")
def plan_day(contest_id: int) -> Page:
    """Keep the day as the preview showed it."""
    schedule = planning(contest_id)
    form = day_form(schedule, formdata=request.form)
    preview = previewed(schedule, form)
    if preview is None:
        return day_page(schedule, form, status=422)
    plans = [(row["entry_id"], plan) for row, plan in preview.plans]
    shown = {entry_id: _number(request.form.get(f"revision-{entry_id}")) for entry_id, _ in plans}
    try:
        count = acts.plan_day(act(), contest_id, plans, shown)
    except (Invalid, Refused) as problem:
        return day_page(schedule, form, preview, status=STATUS[type(problem)], problem=problem)
    return back(contest_id, msg("Sessions planned: %(count)s.", count=count))


def planning(contest_id: int) -> Schedule:
    """The schedule, for those who may change it now."""
    schedule = schedule_of(contest_id)
    require(actor(), "session.manage", schedule.ref)
    return schedule


def day_form(schedule: Schedule, **given: object) -> DayForm:
    """The form; what stands in an address carries no token, and changes nothing."""
    form = DayForm(**{"formdata": None, **given}, meta={"csrf": False})
    form.know_zone(schedule.contest["timezone"])
    return form


def previewed(schedule: Schedule, form: DayForm) -> Preview | None:
    """The day that the form asks for; None when something in it needs mending."""
    if not form.validate():
        return None
    chosen = ordered(schedule, form.order.data, form.which.data)
    plans = day_plans(form.plan, len(chosen), form.pause.data or 0)
    problems = plan_problems(form.plan)
    problem = day_problem(plans)
    if problem and not problems:
        problems = {"start": problem}
    if not chosen:
        problems = {"which": msg("Every candidate here has a session already.")}
    if problems:
        form.show(Invalid(msg("Something about these sessions needs mending."), problems))
        return None
    return Preview(
        tuple(zip(chosen, plans, strict=True)),
        clash_words(db(), schedule.contest, slots(schedule, chosen, plans), schedule.names, schedule.people),
    )


def slots(schedule: Schedule, chosen: list[Row], plans: tuple[Plan, ...]) -> dict[int, Slot]:
    """The contest's sessions as they would be."""
    there = own_slots(schedule.contest, schedule.listed, schedule.people)
    wanted = {
        row["entry_id"]: planned_slot(schedule.contest, row["entry_id"], plan, schedule.people)
        for row, plan in zip(chosen, plans, strict=True)
    }
    return {**there, **wanted}


def ordered(schedule: Schedule, order: str, which: str) -> list[Row]:
    """The entries that the day is for, in their order; those from which one is recused are left out."""
    open_to_me = [one for one in schedule.listed if str(actor().account_id) not in _recused(one)]
    wanted = [one for one in open_to_me if which == "all" or not one["session_id"] or one["cancelled_at"]]
    draws = sessions.draws(db(), schedule.contest["id"]) if order == "lots" else []
    codes = [one["code"] for one in wanted]
    places = {
        code: place for place, code in enumerate(drawn(draws[0]["seed"], codes) if draws else sorted(codes))
    }
    return sorted(wanted, key=lambda one: places[one["code"]])


def _recused(one: Row) -> list[str]:
    return (one["recused"] or "").split(",")


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def day_page(
    schedule: Schedule,
    form: DayForm,
    preview: Preview | None = None,
    *,
    status: int = 200,
    problem: UserError | None = None,
) -> Page:
    """The form of a day above its preview."""
    page = render_template(
        "committee/session_day.html",
        contest=schedule.contest,
        form=form,
        preview=preview,
        problem=problem,
        draws=sessions.draws(db(), schedule.contest["id"]),
    )
    return page, status
