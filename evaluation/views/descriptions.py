"""Where somebody works and is at home: written by themselves, or corrected by an administrator."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions.conflicts import describe_account
from evaluation.core.errors import Invalid
from evaluation.core.messages import msg
from evaluation.forms.declarations import DescriptionForm
from evaluation.store import accounts, regions
from evaluation.store.refs import found
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say

pages = Blueprint("descriptions", __name__)

Page = str | Response | tuple[str, int]


@pages.get("/account/about")
@access("signed-in")
def own() -> Page:
    """One's own institution and home region."""
    return description_page(actor().account_id or 0, None)


@pages.post("/account/about")
@access("signed-in")
def save_own() -> Page:
    """Write down one's own."""
    return saved(actor().account_id or 0, url_for("auth.account"))


@pages.get("/admin/accounts/<int:account_id>/about")
@access("administrator")
def of_account(account_id: int) -> Page:
    """Somebody's institution and home region."""
    return description_page(account_id, None)


@pages.post("/admin/accounts/<int:account_id>/about")
@access("administrator")
def save_of_account(account_id: int) -> Page:
    """Correct somebody's."""
    return saved(account_id, url_for("admin.account", account_id=account_id))


def saved(account_id: int, back: str) -> Page:
    """Write it down and go back, or show what is wrong."""
    form = DescriptionForm()
    if form.validate():
        try:
            describe_account(
                act(), account_id, institution=form.institution.data or "", home_region=form.home
            )
        except Invalid as problem:
            form.show(problem)
        else:
            flash(say(msg("Institution and home region are written down.")), "success")
            return redirect(back, code=303)
    return description_page(account_id, form, 422)


def description_page(account_id: int, form: DescriptionForm | None, status: int = 200) -> Page:
    """The form, for oneself or for somebody."""
    account = found(accounts.described(db(), account_id))
    if form is None:
        stands = {"institution": account["institution"], "home_region": account["home_region"] or ""}
        form = DescriptionForm(formdata=None, data=stands)
    form.offer(say(msg("not written down")), regions.by_province(db()))
    mine = account_id == actor().account_id
    return render_template("auth/about.html", account=account, form=form, mine=mine), status


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
