"""Invitations that a committee hands to the people of its entries and panels."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, make_response, render_template, url_for

from evaluation.actions.accounts import LINK_LASTS, issue_link
from evaluation.store import accounts
from evaluation.store.refs import found
from evaluation.views.context import act, db, now
from evaluation.views.gate import access

pages = Blueprint("invitations", __name__)


@pages.post("/committee/invitations/<int:account_id>")
@access("committee")
def issue(account_id: int) -> Response:
    """Issue an invitation to somebody of the committee's entries and panels, and show it this once."""
    token = issue_link(act(), account_id, "invitation")
    return issued_page(account_id, "invitation", token, url_for("committee.overview"))


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
