"""The candidate's own institution and sector, while the dossier may change."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions.entry_facts import write_own_facts
from evaluation.core.entry_facts import named_sectors
from evaluation.core.errors import Invalid
from evaluation.core.messages import msg
from evaluation.forms.entry_facts import OwnFactsForm
from evaluation.permissions import may, require
from evaluation.store import editions, refs
from evaluation.store.db import Row
from evaluation.views.context import act, actor, db
from evaluation.views.dossier import own_entry, pages
from evaluation.views.gate import access
from evaluation.views.language import say


@pages.get("/entries/<int:entry_id>/about")
@access("candidate")
def about(entry_id: int) -> str:
    """Institution and sector, with the form while the dossier may change."""
    entry = own_entry(entry_id)
    stands = {name: entry[name] for name in ("institution", "sector")}
    return about_page(entry, OwnFactsForm(formdata=None, data=stands))


@pages.post("/entries/<int:entry_id>/about")
@access("candidate")
def write_about(entry_id: int) -> Response | tuple[str, int]:
    """Write down one's own institution and sector."""
    entry, form = own_entry(entry_id), OwnFactsForm()
    require(actor(), "entry.edit", refs.entry_ref(db(), entry_id))
    if not form.validate_on_submit():
        return about_page(entry, form), 422
    try:
        write_own_facts(act(), entry_id, form.facts)
    except Invalid as problem:
        form.show(problem)
        return about_page(entry, form), 422
    flash(say(msg("Institution and sector are written down.")), "success")
    return redirect(url_for("dossier.entry", entry_id=entry_id), code=303)


def about_page(entry: Row, form: OwnFactsForm) -> str:
    """The page, with what was typed so far."""
    return render_template(
        "dossier/about.html",
        entry=entry,
        form=form,
        rule=may(actor(), "entry.edit", refs.entry_ref(db(), entry["id"])),
        sectors=named_sectors(editions.rules_of(db(), entry["edition_id"]), entry["category_code"]),
    )
