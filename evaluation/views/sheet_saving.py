"""A sheet that saves itself: each field by itself, notes that come again, and what the page's script is told.

Answers are JSON, in words of the visitor's language; the plain form of the page needs none of this.
"""

from __future__ import annotations

from typing import Any

from flask import jsonify, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from evaluation.actions import notes, sheets
from evaluation.actions.desk import Seat, may_mark
from evaluation.core.errors import Conflict, Invalid, NotFound, UserError
from evaluation.core.messages import Message
from evaluation.core.sheet_fields import LONGEST_KEY, Change, field_of
from evaluation.store import desk as own
from evaluation.store import interviews as kept
from evaluation.store.refs import NOT_FOUND
from evaluation.views.assessor import form_of, my_seat, pages
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say, when
from evaluation.views.own_words import own_of, saved_time
from evaluation.views.problems import STATUS

Answer = tuple[Response, int]


@pages.post("/desk/<int:contest_id>/<int:entry_id>/fields")
@access("assessor")
def save_field(contest_id: int, entry_id: int) -> Answer:
    """Keep one field: `field`, `value`, the revision `over` which it was typed, and the change's `key`."""
    try:
        seat = my_seat(contest_id, entry_id)
        change = typed_change(seat)
        sheets.save_field(act(), contest_id, entry_id, change)
    except Conflict as conflict:
        return collision(my_seat(contest_id, entry_id), change.name, conflict.message)
    except UserError as problem:
        return refusal(problem)
    return jsonify(state="kept", **sheet_facts(my_seat(contest_id, entry_id))), 200


@pages.get("/desk/<int:contest_id>/<int:entry_id>/fields")
@access("assessor")
def fields(contest_id: int, entry_id: int) -> Answer:
    """What stands on my sheet now, for a page that was away."""
    try:
        return jsonify(state="kept", **sheet_facts(my_seat(contest_id, entry_id))), 200
    except UserError as problem:
        return refusal(problem)


@pages.post("/desk/<int:contest_id>/<int:entry_id>/notes/keep")
@access("assessor")
def keep_note(contest_id: int, entry_id: int) -> Answer:
    """Keep a note, `body`, once for each `key`; answers the notes that are kept."""
    body = request.form.get("body", "").replace("\r\n", "\n")
    try:
        seat = my_seat(contest_id, entry_id)
        notes.keep_note(act(), contest_id, entry_id, body, request.form.get("key", "")[:LONGEST_KEY])
    except UserError as problem:
        return refusal(problem)
    written = kept.own_notes(db(), contest_id, entry_id, seat.account_id)
    zone = seat.about["timezone"]
    told = [{"when": when(one["written_at"], zone, seconds=True), "body": one["body"]} for one in written]
    return jsonify(state="kept", notes=told), 200


def typed_change(seat: Seat) -> Change:
    """The change that a request asks for. Invalid when its value can't be read."""
    name = request.form.get("field", "")
    found = field_of(seat.round.rules, name)
    if found is None:
        raise NotFound(NOT_FOUND)
    criterion, part = found
    form = form_of(seat)(formdata=MultiDict([(name, request.form.get("value", ""))]))
    field = form[name]
    if not field.validate(form):
        raise Invalid(field.errors[0], {name: field.errors[0]})
    return Change(
        code=criterion.code,
        part=part,
        value=field.data,
        over=request.form.get("over", 0, type=int),
        key=request.form.get("key", "")[:LONGEST_KEY],
    )


def sheet_facts(seat: Seat) -> dict[str, Any]:
    """All that the page shows of what is stored: fields, revision, time, total, place, drift."""
    contest_id = seat.contest.contest_id
    around = own_of(db(), seat, own.places_of(db(), seat.account_id, [contest_id])[contest_id])
    drifts = {c.code: around.drift(c) for c in seat.round.rules.judged_criteria}
    return {
        "fields": {
            name: {"value": one.text, "revision": one.revision, "key": one.key}
            for name, one in seat.fields.items()
        },
        "revision": seat.revision,
        "time": saved_time(seat),
        "total": say(around.total),
        "place": say(around.place),
        "drift": {code: say(words) if words else "" for code, words in drifts.items()},
        "open": bool(may_mark(actor(), seat)),
    }


def collision(seat: Seat, name: str, message: Message) -> Answer:
    """A field that was saved elsewhere meanwhile, or a sheet that takes nothing any more."""
    state = "conflict" if may_mark(actor(), seat) else "refused"
    return jsonify(state=state, field=name, message=say(message), **sheet_facts(seat)), 409


def refusal(problem: UserError) -> Answer:
    """Why nothing was kept."""
    known = (status for kind, status in STATUS.items() if isinstance(problem, kind))
    state = "invalid" if isinstance(problem, Invalid) else "refused"
    told = next(iter(problem.fields.values())) if isinstance(problem, Invalid) and problem.fields else None
    return jsonify(state=state, message=say(told or problem.message)), next(known, 400)
