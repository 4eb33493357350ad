"""A candidate leaves the award: its own people withdraw the entry, with a reason, after being asked."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions.screening import withdraw_own_entry
from evaluation.core.errors import Invalid
from evaluation.core.messages import msg
from evaluation.forms.people import WithdrawalForm
from evaluation.permissions import may, require
from evaluation.store import refs
from evaluation.store.db import Row
from evaluation.views.context import act, actor, db
from evaluation.views.dossier import own_entry, pages
from evaluation.views.gate import access
from evaluation.views.language import say


@pages.get("/entries/<int:entry_id>/withdraw")
@access("candidate")
def withdrawal(entry_id: int) -> str:
    """What withdrawing means, and the form."""
    return withdrawal_page(own_entry(entry_id), WithdrawalForm(formdata=None))


@pages.post("/entries/<int:entry_id>/withdraw")
@access("candidate")
def withdraw(entry_id: int) -> Response | tuple[str, int]:
    """Withdraw one's own entry."""
    row, form = own_entry(entry_id), WithdrawalForm()
    require(actor(), "entry.withdraw", refs.entry_ref(db(), entry_id))
    if not form.validate():
        return withdrawal_page(row, form), 422
    try:
        withdraw_own_entry(act(), entry_id, form.reason.data)
    except Invalid as problem:
        form.show(problem)
        return withdrawal_page(row, form), 422
    flash(say(msg("The entry was withdrawn. The committee sees your reason.")), "success")
    return redirect(url_for("dossier.entry", entry_id=entry_id), code=303)


def withdrawal_page(row: Row, form: WithdrawalForm) -> str:
    """The page, with the reason typed so far."""
    rule = may(actor(), "entry.withdraw", refs.entry_ref(db(), row["id"]))
    return render_template("dossier/withdrawal.html", entry=row, form=form, rule=rule)
