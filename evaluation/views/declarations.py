"""An assessor's declaration of interests: one list of all who stand before their panels, confirmed once."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import conflicts as acts
from evaluation.core.conflicts import Candidate, Person, same_province
from evaluation.core.errors import Invalid
from evaluation.core.messages import msg
from evaluation.forms.declarations import AnswerForm, DeclarationForm, declaration_form
from evaluation.store import accounts, conflicts
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say

pages = Blueprint("declarations", __name__)

Page = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Question:
    """One candidate of the list; `neighbour` when only its province is the assessor's home."""

    entry: Row
    form: AnswerForm
    neighbour: bool


@pages.get("/declaration")
@access("assessor")
def declaration() -> Page:
    """The list of all about whom nothing was declared yet, and what was declared before."""
    waiting = conflicts.outstanding(db(), own_id())
    return declaration_page(waiting, form_of(waiting)(formdata=None))


@pages.post("/declaration")
@access("assessor")
def declare() -> Page:
    """Make the declaration."""
    waiting = conflicts.outstanding(db(), own_id())
    form = form_of(waiting)()
    if not form.complete():
        return declaration_page(waiting, form, 422)
    try:
        acts.declare(act(), form.answers)
    except Invalid as problem:
        form.show(Invalid(problem.message))
        return declaration_page(waiting, form, 422)
    flash(
        say(msg("Your declaration is kept. The dossiers with which you have no connection are open.")),
        "success",
    )
    return redirect(url_for("assessor.desk"), code=303)


def own_id() -> int:
    """The visitor's account."""
    return actor().account_id or 0


def form_of(waiting: list[Row]) -> type[DeclarationForm]:
    """The form about these entries."""
    return declaration_form([one["id"] for one in waiting])


def declaration_page(waiting: list[Row], form: DeclarationForm, status: int = 200) -> Page:
    """The list with its form; refused, with everything that was chosen and typed."""
    me = found(accounts.described(db(), own_id()))
    person = Person(me["id"], me["institution"], me["home_region"], me["home_province"])
    page = render_template(
        "assessor/declaration.html",
        form=form,
        questions=[question(one, form, person) for one in waiting],
        me=me,
        declared=conflicts.declared(db(), own_id()),
        kept_away=conflicts.kept_away(db(), own_id()),
    )
    return page, status


def question(entry: Row, form: DeclarationForm, person: Person) -> Question:
    """One candidate of the list with its part of the form."""
    candidate = Candidate(
        entry["id"],
        entry["name"],
        entry["region_code"],
        entry["region"],
        entry["province_code"],
        entry["entrant"],
    )
    return Question(entry, form.parts[entry["id"]], same_province(person, candidate))


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
