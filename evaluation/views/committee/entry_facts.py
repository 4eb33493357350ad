"""Institution and sector of an entry, as its committee writes and corrects them."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from evaluation.actions.entry_facts import correct_facts
from evaluation.core.errors import Invalid
from evaluation.core.messages import msg
from evaluation.forms.entry_facts import FactsForm
from evaluation.permissions import require
from evaluation.store import refs
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.screening import entry_page
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say


@pages.post("/committee/entries/<int:entry_id>/facts")
@access("committee")
def correct_entry(entry_id: int) -> str | tuple[str, int] | Response:
    """Write down institution and sector; a correction states its reason."""
    ref = refs.entry_ref(db(), entry_id)
    require(actor(), "entry.oversee", ref)
    require(actor(), "entry.describe", ref)
    form = FactsForm(prefix="facts-")
    if form.validate_on_submit():
        try:
            changed = correct_facts(act(), entry_id, form.facts, form.reason.data or "")
        except Invalid as problem:
            form.show(problem)
        else:
            done = msg("Institution and sector are written down.") if changed else msg("Nothing changed.")
            flash(say(done), "success")
            return redirect(url_for("committee.entry", entry_id=entry_id, _anchor="about"), code=303)
    return entry_page(entry_id, typed={"facts": form}, status=422)
