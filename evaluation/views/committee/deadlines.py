"""Giving a dossier back for correction, and giving one candidate more time."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from evaluation.actions.deadlines import extend_deadline
from evaluation.actions.screening import return_entry
from evaluation.core.errors import Invalid
from evaluation.core.messages import msg
from evaluation.forms.people import DeadlineForm
from evaluation.permissions import require
from evaluation.store import entries, refs
from evaluation.store.refs import found
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.correcting import correction_form
from evaluation.views.committee.screening import Page, entry_page
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say


@pages.post("/committee/entries/<int:entry_id>/return", endpoint="return_entry")
@access("committee")
def give_back(entry_id: int) -> Page:
    """Return a dossier: why, which sections may change, until when."""
    require(actor(), "entry.oversee", refs.entry_ref(db(), entry_id))
    require(actor(), "entry.screen", refs.entry_ref(db(), entry_id))
    entry = found(entries.described(db(), entry_id))
    form = correction_form(entry, posted=True)
    if form.validate():
        try:
            return_entry(
                act(),
                entry_id,
                form.reason.data,
                opened=form.sections.data,
                due=form.moment(entry["timezone"]),
            )
        except Invalid as problem:
            form.show(problem)
        else:
            return done(entry_id, say(msg("The dossier was returned. The candidate sees your reason.")))
    return entry_page(entry_id, typed={"return": form}, status=422)


@pages.post("/committee/entries/<int:entry_id>/extend", endpoint="extend")
@access("committee")
def give_time(entry_id: int) -> Page:
    """Extend the deadline of one candidate, with a reason that everybody may read."""
    require(actor(), "entry.oversee", refs.entry_ref(db(), entry_id))
    require(actor(), "entry.extend", refs.entry_ref(db(), entry_id))
    entry = found(entries.described(db(), entry_id))
    form = DeadlineForm(prefix="extend-")
    if form.validate():
        try:
            extend_deadline(act(), entry_id, form.moment(entry["timezone"]), form.reason.data)
        except Invalid as problem:
            form.show(problem)
        else:
            return done(entry_id, say(msg("The deadline of this candidate was extended.")))
    return entry_page(entry_id, typed={"extend": form}, status=422)


def done(entry_id: int, text: str) -> Response:
    """Back to the entry, with what was done."""
    flash(text, "success")
    return redirect(url_for("committee.entry", entry_id=entry_id), code=303)
