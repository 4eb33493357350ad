"""A panel's deliberation on every member's screen: who is there, what lies on the table, standings, notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import Blueprint, Flask, flash, jsonify, redirect, render_template, request, url_for
from flask import Response as JsonResponse
from werkzeug.wrappers import Response

from evaluation.actions import pleno as deliberate
from evaluation.core.deliberation import idle
from evaluation.core.deliberation_words import (
    doubt_words,
    majority_words,
    quorum_words,
)
from evaluation.core.errors import Denied, Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.ranking import Standing
from evaluation.core.rules import Criterion
from evaluation.forms.pleno import CountForm, DiscussionForm
from evaluation.permissions import require
from evaluation.store import deliberations, outstanding, overview, refs
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say
from evaluation.views.pleno_seat import Seat, chosen, take
from evaluation.views.problems import STATUS

pages = Blueprint("pleno", __name__)

Page = str | tuple[str, int] | Response
PLACE = "/pleno/<int:contest_id>"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was refused: a note or counted votes, with the words of why."""

    note: DiscussionForm | None = None
    count: CountForm | None = None
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A line of entries side by side: a criterion with each entry's value, lowest and highest mark."""

    criterion: Criterion
    values: tuple[tuple[Fraction | None, Fraction | None, Fraction | None], ...]


# --- the screen ----------------------------------------------------------------------------------


@pages.get(PLACE)
@access("assessor", "committee", "auditor")
def screen(contest_id: int) -> Page:
    """What every member sees; whoever is kept away from what lies on the table is told to leave."""
    return screen_page(take(contest_id), Typed())


@pages.get(PLACE + "/state")
@access("assessor", "committee", "auditor")
def state(contest_id: int) -> JsonResponse:
    """A short text that changes with the screen, for the script that looks again."""
    seat = take(contest_id)
    return jsonify(token=seat.token, leave=seat.leaves)


def screen_page(seat: Seat, typed: Typed) -> str:
    """The screen, with what was typed and refused."""
    read = seat.may("pleno.read")
    rule = seat.pleno.rule
    common = dict(
        seat=seat,
        contest=seat.contest,
        read=read,
        rule_lines=[quorum_words(rule), majority_words(rule)],
        problem=typed.problem,
    )
    owed = {one["account_id"]: one["owed"] for one in outstanding.unfinished(db(), [seat.contest["id"]])}
    if not read or seat.leaves:
        return render_template("pleno/screen.html", leave=bool(read), owed=owed.get(seat.me, 0), **common)
    table = seat.pleno.table
    note = typed.note or DiscussionForm(formdata=None)
    note.item.data = note.item.data or str(table.item or "")
    return render_template(
        "pleno/screen.html",
        leave=False,
        owed=owed,
        **common,
        rounds=overview.round_titles(db(), seat.ref.edition_id),
        result=seat.result,
        beside=beside_of(seat, seat.laid) if len(seat.laid) <= deliberate.MOST_ON_TABLE else [],
        motion=seat.on_table(),
        note=note,
        count=typed.count or CountForm(formdata=None),
        doubts={code: doubt_words(found) for code, found in seat.doubts.items()},
        may={name: seat.may(f"pleno.{name}") for name in ("open", "lead", "attend")},
        may_note=seat.may_matter("pleno.note", table.entries),
        may_put=seat.may("motion.put"),
        notes=seat.pleno.notes_for(seat.me)[::-1],
        comings=deliberations.comings(db(), seat.contest["id"]),
        sittings=deliberations.sittings(db(), seat.contest["id"]),
        idle=idle(seat.result.standings, seat.result.motions) if seat.ranks_seen else frozenset(),
    )


def beside_of(seat: Seat, entries: Sequence[int]) -> list[Beside]:
    """The criteria of some entries side by side; only measured ones for whom judged values tell too much."""
    shown = [one for one in seat.result.rules.criteria if seat.marks_seen or not one.judged]
    return [Beside(one, tuple(_value(seat.found[entry], one) for entry in entries)) for one in shown]


def _value(one: Standing, criterion: Criterion) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    part = next((part for part in one.round_score.parts if part.criterion == criterion.code), None)
    if part is None:
        return None, None, None
    values = [value for _, value in part.combined_from]
    return part.value, min(values, default=None), max(values, default=None)


@pages.get(PLACE + "/beside")
@access("assessor", "committee", "auditor")
def beside(contest_id: int) -> Page:
    """Two to four entries side by side, criterion by criterion."""
    seat = take(contest_id)
    require(actor(), "pleno.read", seat.ref)
    entries = chosen(seat, request.args)
    if seat.leaves or not seat.kept_from.isdisjoint(entries) or set(entries) - seat.found.keys():
        raise NotFound(refs.NOT_FOUND)
    few = not 2 <= len(entries) <= deliberate.MOST_ON_TABLE
    return render_template(
        "pleno/beside.html",
        seat=seat,
        contest=seat.contest,
        few=few,
        entries=entries,
        beside=[] if few else beside_of(seat, entries),
        result=seat.result,
        may_lay=seat.may_matter("pleno.lay", entries),
    )


# --- sittings and presence -----------------------------------------------------------------------


@pages.post(PLACE + "/open")
@access("assessor", "committee")
def open_sitting(contest_id: int) -> Page:
    """Open a sitting."""
    return _done(contest_id, lambda: deliberate.open_sitting(act(), contest_id))


@pages.post(PLACE + "/end")
@access("assessor", "committee")
def end_sitting(contest_id: int) -> Page:
    """End the sitting."""
    return _done(contest_id, lambda: deliberate.end_sitting(act(), contest_id))


@pages.post(PLACE + "/presence")
@access("assessor", "committee")
def presence(contest_id: int) -> Page:
    """Mark oneself, or as the leader another member, present or gone."""
    here = request.form.get("here") == "1"
    named = request.form.get("member", "")
    if not named:
        return _done(contest_id, lambda: deliberate.attend(act(), contest_id, here=here))
    account = whole(named) or 0
    return _done(contest_id, lambda: deliberate.record_presence(act(), contest_id, account, here=here))


# --- the table and notes -------------------------------------------------------------------------


@pages.post(PLACE + "/table")
@access("assessor", "committee")
def lay(contest_id: int) -> Page:
    """Put entries or a motion on the table, or clear it."""
    seat = take(contest_id)
    number = whole(request.form.get("motion", ""))
    if number is not None:
        return _done(contest_id, lambda: deliberate.lay_motion(act(), contest_id, number))
    entries = chosen(seat, request.form)
    return _done(contest_id, lambda: deliberate.lay_entries(act(), contest_id, entries))


@pages.post(PLACE + "/notes")
@access("assessor", "committee")
def write_note(contest_id: int) -> Page:
    """Keep a note on what lies on the table."""
    seat = take(contest_id)
    form = DiscussionForm()
    if not form.validate_on_submit():
        return screen_page(seat, Typed(note=form)), 422
    try:
        deliberate.write_note(act(), contest_id, form.body.data, whole(form.item.data or ""))
    except Invalid as problem:
        form.show(problem)
        return screen_page(seat, Typed(note=form)), 422
    except (Refused, Denied) as problem:
        form.item.data = ""
        typed = Typed(note=form, problem=problem.message)
        return screen_page(take(contest_id), typed), STATUS[type(problem)]
    flash(say(msg("The note is kept.")), "success")
    return back(contest_id)


@pages.post(PLACE + "/minutes")
@access("assessor", "committee")
def minute_note(contest_id: int) -> Page:
    """Put a note into the minutes, or take it out again."""
    note, minuted = whole(request.form.get("note", "")) or 0, request.form.get("minuted") == "1"
    return _done(contest_id, lambda: deliberate.minute_note(act(), contest_id, note, minuted=minuted))


def _done(contest_id: int, change: Callable[[], object]) -> Page:
    """Make a change and go back to the screen; what refuses it is told there."""
    try:
        change()
    except Invalid as problem:
        return screen_page(take(contest_id), Typed(problem=problem.message)), 422
    except (Refused, Denied) as problem:
        return screen_page(take(contest_id), Typed(problem=problem.message)), STATUS[type(problem)]
    return back(contest_id)


def whole(text: str) -> int | None:
    """The number that a browser sent; None for what is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def back(contest_id: int) -> Response:
    """Back to the screen."""
    return redirect(url_for("pleno.screen", contest_id=contest_id), code=303)


def register(app: Flask) -> None:
    """Attach these pages."""
    from evaluation.views import pleno_motions  # noqa: F401  (adds its pages)

    app.register_blueprint(pages)
