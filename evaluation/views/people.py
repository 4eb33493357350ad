"""A candidate's people: who acts for it; the owner invites, removes, and hands ownership over."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import people as actions
from evaluation.core.errors import Invalid, NotFound
from evaluation.core.messages import msg
from evaluation.forms.people import ColleagueForm, PersonForm
from evaluation.permissions import may, require
from evaluation.store import entries, refs
from evaluation.store.db import Row
from evaluation.views.context import act, actor, db
from evaluation.views.dossier import own_entry, pages
from evaluation.views.gate import access
from evaluation.views.language import say
from evaluation.views.limits import INVITATIONS_PER_ACCOUNT, limiter, signed_in_account

PERSON = "/entries/<int:entry_id>/people/<int:account_id>"


@pages.get("/entries/<int:entry_id>/people")
@access("candidate")
def people(entry_id: int) -> str:
    """Everybody who acts for the candidate."""
    return people_page(own_entry(entry_id), ColleagueForm(formdata=None))


@pages.post("/entries/<int:entry_id>/people")
@limiter.limit(INVITATIONS_PER_ACCOUNT, key_func=signed_in_account)
@access("candidate")
def invite_colleague(entry_id: int) -> Response | tuple[str, int]:
    """Let a colleague work on the dossier too."""
    row, form = own_entry(entry_id), ColleagueForm()
    require(actor(), "entry.people", refs.entry_ref(db(), entry_id))
    if not form.validate():
        return people_page(row, form), 422
    try:
        actions.invite_colleague(act(), entry_id, form.email.data, form.name.data)
    except Invalid as problem:
        form.show(problem)
        return people_page(row, form), 422
    flash(say(msg("%(email)s may work on the dossier now.", email=form.email.data)), "success")
    return redirect(url_for("dossier.people", entry_id=entry_id), code=303)


def people_page(row: Row, form: ColleagueForm) -> str:
    """The people with what the visitor may do about them."""
    return render_template(
        "dossier/people.html",
        entry=row,
        people=entries.representatives_of(db(), row["id"]),
        rule=may(actor(), "entry.people", refs.entry_ref(db(), row["id"])),
        form=form,
    )


@pages.get(f"{PERSON}/remove")
@access("candidate")
def remove_person_question(entry_id: int, account_id: int) -> str:
    """Ask before a colleague is removed."""
    return person_page(entry_id, account_id, "remove")


@pages.post(f"{PERSON}/remove")
@access("candidate")
def remove_person(entry_id: int, account_id: int) -> Response:
    """Remove a colleague."""
    own_entry(entry_id)
    actions.remove_colleague(act(), entry_id, account_id)
    flash(say(msg("This person no longer works on the dossier.")), "success")
    return redirect(url_for("dossier.people", entry_id=entry_id), code=303)


@pages.get(f"{PERSON}/owner")
@access("candidate")
def hand_over_question(entry_id: int, account_id: int) -> str:
    """Ask before ownership is handed over."""
    return person_page(entry_id, account_id, "owner")


@pages.post(f"{PERSON}/owner")
@access("candidate")
def hand_over(entry_id: int, account_id: int) -> Response:
    """Hand ownership over to a colleague."""
    own_entry(entry_id)
    actions.hand_over(act(), entry_id, account_id)
    flash(say(msg("Ownership was handed over. You stay one of the candidate's people.")), "success")
    return redirect(url_for("dossier.people", entry_id=entry_id), code=303)


def person_page(entry_id: int, account_id: int, change: str) -> str:
    """The question about one colleague. NotFound for anybody else, and for the owner."""
    row = own_entry(entry_id)
    require(actor(), "entry.people", refs.entry_ref(db(), entry_id))
    for person in entries.representatives_of(db(), entry_id):
        if person["id"] == account_id and person["role"] == "member":
            return render_template(
                "dossier/person.html", entry=row, person=person, change=change, form=PersonForm()
            )
    raise NotFound(refs.NOT_FOUND)
