"""Motions of a deliberation in the browser: put, voted on, closed or withdrawn."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from evaluation.actions import motions
from evaluation.core.deliberation import groups_of
from evaluation.core.deliberation_rules import BREAK_TIE, JOINT, MOVE, ORDERING, WILD_CARD, WITHHOLD
from evaluation.core.errors import Denied, Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.forms.pleno import CountForm, MotionForm
from evaluation.permissions import require
from evaluation.store import refs
from evaluation.views.context import act, actor
from evaluation.views.gate import access
from evaluation.views.language import say
from evaluation.views.pleno import PLACE, Page, Typed, back, pages, screen_page
from evaluation.views.pleno_seat import Seat, chosen, take
from evaluation.views.problems import STATUS

ONE = PLACE + "/motions/<int:number>"
ABOUT = {
    BREAK_TIE: msg("Number entries that share a place: 1 stands first. Those left blank come after them."),
    MOVE: msg("The entry stands on the new place; those between move by one, and nobody's score changes."),
    JOINT: msg("The entries share the best of their places, and what goes with it."),
    WITHHOLD: msg("The entry keeps its place and neither wins nor goes on. Nobody moves up for it."),
    WILD_CARD: msg("The entry goes on, or in the last round wins, beside the places there are."),
}


@pages.get(PLACE + "/motions/new")
@access("assessor", "committee")
def new_motion(contest_id: int) -> Page:
    """The form of a motion, of the kind that the address names."""
    seat = take(contest_id)
    return motion_page(seat, kind_asked(seat), MotionForm(formdata=None))


@pages.post(PLACE + "/motions/new")
@access("assessor", "committee")
def put_motion(contest_id: int) -> Page:
    """Put a motion."""
    seat = take(contest_id)
    kind, form = kind_asked(seat), MotionForm()
    if not form.validate_on_submit():
        return motion_page(seat, kind, form), 422
    try:
        entries = ordered_choice(seat) if kind == BREAK_TIE else chosen(seat, request.form)
        number = motions.put(act(), contest_id, kind, entries, reason=form.reason.data, place=form.place.data)
    except Invalid as problem:
        form.show(problem)
        return motion_page(seat, kind, form), 422
    except (Refused, Denied) as problem:
        return motion_page(seat, kind, form, problem.message), STATUS[type(problem)]
    flash(say(msg("Motion %(number)s is put.", number=number)), "success")
    return redirect(url_for("pleno.screen", contest_id=contest_id, _anchor=f"motion-{number}"), code=303)


def kind_asked(seat: Seat) -> str:
    """The kind of motion that the visitor chose; the first one they may put when none."""
    require(actor(), "motion.put", seat.ref)
    asked = request.args.get("kind") or next(iter(kinds_of(seat)), "")
    if asked not in kinds_of(seat) or seat.leaves:
        raise NotFound(refs.NOT_FOUND)
    return asked


def kinds_of(seat: Seat) -> list[str]:
    """The kinds that the visitor may put: ranks are not for somebody who is kept away from an entry."""
    return [one for one in seat.pleno.rule.kinds if seat.ranks_seen or one not in ORDERING]


def ordered_choice(seat: Seat) -> list[int]:
    """The entries in the order of the numbers that stand beside them. Invalid unless these are 1, 2, 3 ..."""
    typed = {key[6:]: text.strip() for key, text in request.form.items() if key.startswith("order-")}
    numbered = {key: int(text) for key, text in typed.items() if text.isdecimal() and len(text) < 4}
    wrong = {key for key, text in typed.items() if text and key not in numbered}
    if wrong or sorted(numbered.values()) != list(range(1, len(numbered) + 1)):
        problem = msg("Number them 1, 2, 3 and so on, each number once.")
        raise Invalid(problem, {"entries": problem})
    return seat.entries_of(sorted(numbered, key=lambda key: numbered[key]))


def motion_page(seat: Seat, kind: str, form: MotionForm, problem: Message | None = None) -> str:
    """The form of a motion, with what was typed."""
    ranked = {one.entry: one for one in seat.standings if one.rank is not None}
    shown = [one for code, one in ranked.items() if seat.ids[code] not in seat.kept_from]
    ties = [[ranked[code] for code in group] for group in groups_of(seat.result.standings) if len(group) > 1]
    return render_template(
        "pleno/motion.html",
        seat=seat,
        contest=seat.contest,
        kind=kind,
        kinds=kinds_of(seat),
        about=ABOUT[kind],
        form=form,
        shown=shown,
        ties=ties if seat.ranks_seen else [],
        picked=request.form.getlist("entry") or request.args.getlist("entry"),
        numbers=request.form,
        problem=problem,
        result=seat.result,
    )


# --- votes ---------------------------------------------------------------------------------------


@pages.post(ONE + "/call")
@access("assessor", "committee")
def call_vote(contest_id: int, number: int) -> Page:
    """Call the vote on a motion."""
    return _settled(contest_id, lambda: motions.call_vote(act(), contest_id, number), msg("Vote now."))


@pages.post(ONE + "/vote")
@access("assessor")
def vote(contest_id: int, number: int) -> Page:
    """Vote by name."""
    choice = request.form.get("choice", "")
    told = msg("Your vote is kept. Until the vote is closed you can vote anew.")
    return _settled(contest_id, lambda: motions.cast(act(), contest_id, number, choice), told)


@pages.post(ONE + "/close")
@access("assessor", "committee")
def close_vote(contest_id: int, number: int) -> Page:
    """Close a vote; with the votes where they were counted in the room."""
    seat, form = take(contest_id), CountForm()
    counted = None
    if seat.pleno.rule.votes == "counted":
        if not form.validate_on_submit():
            return screen_page(seat, Typed(count=form)), 422
        counted = (form.yes.data or 0, form.no.data or 0, form.abstained.data or 0)
    try:
        outcome = motions.close_vote(act(), contest_id, number, counted)
    except Invalid as problem:
        form.show(problem)
        told = problem.message if counted is None else None
        return screen_page(take(contest_id), Typed(count=form, problem=told)), 422
    except (Refused, Denied) as problem:
        return screen_page(take(contest_id), Typed(problem=problem.message)), STATUS[type(problem)]
    adopted, rejected = msg("The motion is adopted."), msg("The motion is rejected.")
    flash(say(adopted if outcome == "adopted" else rejected), "success")
    return back(contest_id)


@pages.post(ONE + "/withdraw")
@access("assessor", "committee")
def withdraw(contest_id: int, number: int) -> Page:
    """Take a motion back."""
    told = msg("The motion is withdrawn.")
    return _settled(contest_id, lambda: motions.withdraw(act(), contest_id, number), told)


def _settled(contest_id: int, change: Callable[[], None], told: Message) -> Page | Response:
    try:
        change()
    except (Refused, Denied) as problem:
        return screen_page(take(contest_id), Typed(problem=problem.message)), STATUS[type(problem)]
    flash(say(told), "success")
    return back(contest_id)
