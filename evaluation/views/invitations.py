"""Invitations that a committee hands to the people of its entries and panels."""

from __future__ import annotations

from flask import (
    Blueprint,
    Flask,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Redirect

from evaluation.actions.accounts import LINK_LASTS, issue_link
from evaluation.actions.mail import send_link
from evaluation.core.messages import msg
from evaluation.store import accounts
from evaluation.store.refs import found
from evaluation.views.context import act, db, now
from evaluation.views.gate import access
from evaluation.views.language import say
from evaluation.views.own_path import own_path

pages = Blueprint("invitations", __name__)


@pages.post("/committee/invitations/<int:account_id>")
@access("committee")
def issue(account_id: int) -> Response:
    """Issue an invitation to somebody of the committee's entries and panels, and show it this once."""
    token = issue_link(act(), account_id, "invitation")
    return issued_page(account_id, "invitation", token, url_for("committee.overview"))


@pages.post("/committee/invitations/<int:account_id>/mail")
@access("committee")
def send(account_id: int) -> Redirect:
    """Have an invitation sent to somebody of the committee's entries and panels, at their own address."""
    send_link(act(), account_id, "invitation")
    flash(say(msg("The link is on its way to the person's own address.")), "success")
    return redirect(own_path(request.form.get("next")) or url_for("committee.overview"), code=303)


def issued_page(account_id: int, purpose: str, token: str, back: str) -> Response:
    """The link, shown this once: the store keeps its hash only, so it can't be shown again."""
    page = render_template(
        "auth/issued.html",
        account=found(accounts.by_id(db(), account_id)),
        purpose=purpose,
        address=url_for("auth.link", token=token, _external=True),
        expires=now() + LINK_LASTS[purpose],
        back=back,
    )
    return never_kept(page)


def never_kept(page: str, status: int = 200) -> Response:
    """A page around a secret link, which no browser or proxy may keep a copy of."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
