"""A session as a calendar file to take along, for those who sit in it, run it, or are its candidate."""

from __future__ import annotations

from email.headerregistry import Address
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app

from evaluation.actions.session_mail import appointment, place_of, session_seen_by
from evaluation.calendar_file import NAME, calendar_file
from evaluation.core.errors import NotFound
from evaluation.permissions import may
from evaluation.smtp import address
from evaluation.store import refs, sessions
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views.context import actor, db
from evaluation.views.gate import access

pages = Blueprint("calendars", __name__)


@pages.get("/sessions/<int:session_id>/calendar.ics")
@access("signed-in")
def session(session_id: int) -> Response:
    """One session as a calendar file. NotFound for those who are not to know of it."""
    known = found(sessions.by_id(db(), session_id))
    side = side_of(known)
    seen = session_seen_by(db(), known, actor().account_id) if side == "panel" else known
    method = "CANCEL" if known["cancelled_at"] else "PUBLISH"
    file = calendar_file(
        appointment(seen, place_of(db(), known, side), side, method),
        organizer=organizer(),
        base=current_app.config["URL"],
    )
    response = Response(file.text, content_type=f"text/calendar; charset=utf-8; method={file.method}")
    response.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def side_of(known: Row) -> str:
    """As whom the visitor may know of it: "panel" (committee and auditor too) or "candidate"."""
    visit = refs.visit_ref(db(), known["contest_id"], known["entry_id"])
    entry = refs.entry_ref(db(), known["entry_id"])
    if may(actor(), "entry.prepare", entry):
        told = sessions.published_of_entry(db(), known["entry_id"])
        if known["id"] in {one["id"] for one in told}:
            return "candidate"
        raise NotFound(refs.NOT_FOUND)
    if may(actor(), "room.view", visit) and may(actor(), "entry.witness", entry):
        return "panel"
    raise NotFound(refs.NOT_FOUND)


def organizer() -> Address:
    """Who stands as the organizer: the sender of our mail, or a name of this installation without one."""
    server = current_app.config["SMTP"]
    if server is not None:
        return server.from_address
    return address("Penjurian", f"noreply@{urlsplit(current_app.config['URL']).hostname or 'localhost'}")


def register(app: Flask) -> None:
    """Attach this page."""
    app.register_blueprint(pages)
