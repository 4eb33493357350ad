"""Questions and answers about a dossier: the candidate's page of the thread, and the committee's."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import questions as actions
from evaluation.core.errors import Invalid
from evaluation.core.messages import msg
from evaluation.forms.people import QuestionForm
from evaluation.permissions import may, require
from evaluation.store import entries, questions, refs
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views.committee.blueprint import pages as committee
from evaluation.views.context import act, actor, db
from evaluation.views.dossier import own_entry
from evaluation.views.dossier import pages as candidate
from evaluation.views.gate import access
from evaluation.views.language import say

WRITTEN = msg("Your message is kept, and the other side gets it by mail.")


@candidate.get("/entries/<int:entry_id>/questions", endpoint="questions")
@access("candidate")
def own_questions(entry_id: int) -> str:
    """The candidate's page of the thread."""
    return own_page(own_entry(entry_id), QuestionForm(formdata=None))


@candidate.post("/entries/<int:entry_id>/questions")
@access("candidate")
def ask(entry_id: int) -> Response | tuple[str, int]:
    """Write to the committee."""
    row, form = own_entry(entry_id), QuestionForm()
    require(actor(), "question.ask", refs.entry_ref(db(), entry_id))
    if not form.validate():
        return own_page(row, form), 422
    try:
        actions.ask(act(), entry_id, form.body.data)
    except Invalid as problem:
        form.show(problem)
        return own_page(row, form), 422
    flash(say(WRITTEN), "success")
    return redirect(url_for("dossier.questions", entry_id=entry_id, _anchor="newest"), code=303)


def own_page(row: Row, form: QuestionForm) -> str:
    """The thread for the candidate's people."""
    rule = may(actor(), "question.ask", refs.entry_ref(db(), row["id"]))
    thread = questions.of_entry(db(), row["id"])
    return render_template(
        "dossier/questions.html", entry=row, thread=thread, form=form, rule=rule, side="candidate"
    )


@committee.get("/committee/entries/<int:entry_id>/questions", endpoint="questions")
@access("committee", "auditor")
def asked_questions(entry_id: int) -> str:
    """The committee's page of the thread; the auditor reads along."""
    return asked_page(entry_id, QuestionForm(formdata=None))


@committee.post("/committee/entries/<int:entry_id>/questions")
@access("committee")
def answer(entry_id: int) -> Response | tuple[str, int]:
    """Write to the candidate."""
    ref = refs.entry_ref(db(), entry_id)
    require(actor(), "entry.oversee", ref)
    require(actor(), "question.answer", ref)
    form = QuestionForm()
    if not form.validate():
        return asked_page(entry_id, form), 422
    try:
        actions.answer(act(), entry_id, form.body.data)
    except Invalid as problem:
        form.show(problem)
        return asked_page(entry_id, form), 422
    flash(say(WRITTEN), "success")
    return redirect(url_for("committee.questions", entry_id=entry_id, _anchor="newest"), code=303)


def asked_page(entry_id: int, form: QuestionForm) -> str:
    """The thread for the committee and the auditor."""
    ref = refs.entry_ref(db(), entry_id)
    require(actor(), "entry.oversee", ref)
    require(actor(), "question.read", ref)
    return render_template(
        "committee/questions.html",
        entry=found(entries.described(db(), entry_id)),
        thread=questions.of_entry(db(), entry_id),
        form=form,
        rule=may(actor(), "question.answer", ref),
        side="committee",
    )
