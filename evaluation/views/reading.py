"""Reading a file without downloading it: its pages as pictures and words, to those who may see it."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from evaluation.actions.reading import WIDTHS
from evaluation.core.errors import NotFound, Refused
from evaluation.core.finding import Asked, Snippet, asked, snippets
from evaluation.core.messages import Message, msg
from evaluation.core.paging import paging
from evaluation.permissions import require
from evaluation.store import files, objections, readings, refs, search
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views import context
from evaluation.views.context import actor, db
from evaluation.views.downloads import SHUT_IN
from evaluation.views.file_names import seen_file
from evaluation.views.gate import access

pages = Blueprint("reading", __name__)

PAGES_AT_ONCE = 10
HELD_BACK: dict[str, Message] = {
    "waiting": msg("This file waits for the virus scanner. Try again in some minutes."),
    "infected": msg("A virus was found in this file, so nobody can open it."),
}
STATES: dict[str, Message] = {
    "waiting": msg("This file is being read just now. Reload this page in a minute, or download the file."),
    "locked": msg("A password locks this file, so it can't be shown here."),
    "broken": msg("This file is broken, so it can't be shown here."),
    "unread": msg("This file can't be shown here. Download it to read it."),
}


@pages.get("/files/<int:file_id>/read")
@access("signed-in")
def read(file_id: int) -> str:
    """A file's pages, some at a time, each with its words."""
    file = seen_file(visible_file(file_id))
    known = found(readings.by_bytes(db(), file["sha256"]))
    words = asked(request.args.get("find", ""))
    page = paging(
        request.args.get("page"), size=PAGES_AT_ONCE, total=readings.page_count(db(), file["sha256"])
    )
    shown = readings.pages_of(db(), file["sha256"], limit=page.size, offset=page.offset)
    return render_template(
        "reading/read.html",
        file=file,
        known=known,
        trouble=STATES.get(known["state"]),
        paging=page,
        pages=shown,
        find=request.args.get("find", "").strip(),
        marked=marked(file, words, shown),
        back=back_from(file),
        widths=WIDTHS,
    )


@pages.get("/files/<int:file_id>/pages/<int:number>.png")
@access("signed-in")
def picture(file_id: int, number: int) -> Response:
    """The picture of a page; `?width=` is one of the two that there are, the larger one otherwise."""
    file = visible_file(file_id)
    asked = request.args.get("width", "")
    width = next((known for known in WIDTHS if str(known) == asked), WIDTHS[-1])
    path = context.files().pictures(file["sha256"]) / f"page-{number}-{width}.png"
    if not path.is_file():
        raise NotFound(refs.NOT_FOUND)
    response = send_file(path, mimetype="image/png", etag=f"{file['sha256']}-{number}-{width}")
    # The path's time is about when the file came, and would tell whose it may be.
    del response.headers["Last-Modified"]
    # The browser may keep it, and asks each time whether it still may show it.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


picture.talisman_view_options = {"content_security_policy": SHUT_IN}  # type: ignore[attr-defined]


def marked(file: Row, words: Asked, shown: list[Row]) -> dict[int, tuple[Snippet, ...]]:
    """The texts of the shown pages on which the words stand, in pieces, by number."""
    if not words:
        return {}
    texts = search.marked_pages(db(), file, words, [one["number"] for one in shown])
    return {number: snippets(text) for number, text in texts.items()}


def part_of(number: int) -> int:
    """Which part of a file's pages shows the page with this number."""
    return -(-number // PAGES_AT_ONCE)


def visible_file(file_id: int) -> Row:
    """A file that the visitor may see. NotFound for all others, Refused while the virus scanner holds it."""
    file = found(files.by_id(db(), file_id))
    if objections.is_file(db(), file_id):
        raise NotFound(refs.NOT_FOUND)
    if file["entry_id"] is not None:
        require(actor(), "entry.view", refs.entry_ref(db(), file["entry_id"]))
    else:
        require(actor(), "panel.view", refs.panel_ref(db(), file["panel_id"]))
    if file["scan"] in HELD_BACK:
        raise Refused(HELD_BACK[file["scan"]])
    return file


def back_from(file: Row) -> str | None:
    """Where the candidate came from; committees and panels come from several pages."""
    if file["entry_id"] in actor().entries:
        return url_for("dossier.entry", entry_id=file["entry_id"])
    return None


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
