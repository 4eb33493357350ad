"""Resumable uploads for machines: the tus 1.0 protocol under /uploads. Answers are headers and plain words.

Our own page (static/uploads.js) and any other client that keeps to the protocol speak with these. Metadata
says where a file belongs: `entry` (its number), `filename`, and `section` when the file shall become an item
of that section of documents as soon as it came in whole.
"""

from __future__ import annotations

import sqlite3
import sys
from email.utils import format_datetime
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for
from flask_wtf.csrf import CSRFError

from evaluation import tus
from evaluation.actions import incoming as actions
from evaluation.actions.incoming import Beginning, Limits, Piece
from evaluation.core.errors import Denied, Invalid, NotFound, Refused, UserError
from evaluation.core.messages import Message, msg
from evaluation.files import NO_ROOM, Full
from evaluation.store.db import moment
from evaluation.views.body import Body
from evaluation.views.context import act, now
from evaluation.views.gate import access
from evaluation.views.language import say

pages = Blueprint("uploads", __name__)

ADDRESS = "/uploads/<token>"
# The first class that fits says the status. 409 means one thing here: ask where to go on.
STATUS: tuple[tuple[type[Exception], str], ...] = (
    (tus.WrongVersion, "412 Precondition Failed"),
    (tus.WrongOffset, "409 Conflict"),
    (tus.WrongChecksum, "460 Checksum Mismatch"),
    (tus.TooLarge, "413 Content Too Large"),
    (tus.Gone, "410 Gone"),
    (tus.Busy, "423 Locked"),
    (Full, "507 Insufficient Storage"),
    (Invalid, "422 Unprocessable Content"),
    (NotFound, "404 Not Found"),
    (Denied, "403 Forbidden"),
    (Refused, "403 Forbidden"),
)
# Our own page sends pieces of half of this at most.
MOST_DRAINED = 16 * 1024 * 1024


@pages.url_value_preprocessor
def take_long_bodies(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Pieces are as long as their upload has room for; forms keep their limit. (None would mean theirs.)"""
    request.max_content_length = sys.maxsize


@pages.route("/uploads", methods=["OPTIONS"])
@access("candidate")
def abilities() -> Response:
    """What this server can do."""
    return answer(
        "204 No Content",
        {
            "Tus-Version": tus.VERSION,
            "Tus-Extension": tus.EXTENSIONS,
            "Tus-Checksum-Algorithm": ",".join(tus.ALGORITHMS),
            "Tus-Max-Size": str(current_app.config["MAX_FILE_BYTES"]),
        },
    )


@pages.route("/uploads", methods=["POST"], provide_automatic_options=False)
@access("candidate")
def begin() -> Response:
    """Begin an upload: its address is in the answer."""
    check_version()
    header = request.headers.get("Upload-Metadata")
    told = tus.metadata(header)
    beginning = Beginning(
        entry_id=tus.whole_number(told.get("entry"), "Upload-Metadata: entry"),
        length=tus.whole_number(request.headers.get("Upload-Length"), "Upload-Length"),
        name=told.get("filename") or told.get("name") or "",
        section=told.get("section") or None,
        metadata=header or "",
    )
    config = current_app.config
    limits = Limits(grace=config["UPLOAD_GRACE"], waiting=config["UNFINISHED_BYTES"])
    token = actions.begin_upload(act(), beginning, limits)
    upload = actions.own_upload(act(), token)
    address = url_for("uploads.status", token=token)
    return answer("201 Created", {"Location": address, "Upload-Expires": expires(upload["expires_at"])})


@pages.route(ADDRESS, methods=["HEAD"], provide_automatic_options=False)
@access("candidate")
def status(token: str) -> Response:
    """Where an upload stands."""
    check_version()
    upload = actions.living_upload(act(), token)
    headers = {
        "Upload-Offset": str(upload["received"]),
        "Upload-Length": str(upload["length"]),
        "Upload-Expires": expires(upload["expires_at"]),
    }
    if upload["metadata"]:
        headers["Upload-Metadata"] = upload["metadata"]
    return answer("200 OK", headers)


@pages.route(ADDRESS, methods=["PATCH"], provide_automatic_options=False)
@access("candidate")
def receive(token: str) -> Response:
    """Take in a piece."""
    check_version()
    if request.mimetype != tus.CONTENT_TYPE:
        abort(415)
    line = Body()
    try:
        piece = Piece(
            offset=tus.whole_number(request.headers.get("Upload-Offset"), "Upload-Offset"),
            size=request.content_length,
            checksum=tus.checksum(request.headers.get("Upload-Checksum")),
            line=line,
            clock=now,
        )
        received = actions.receive(act(), token, piece)
    except UserError:
        line.drain(MOST_DRAINED)
        raise
    finally:
        line.close()
    upload = actions.own_upload(act(), token)
    return answer(
        "204 No Content",
        {"Upload-Offset": str(received), "Upload-Expires": expires(upload["expires_at"])},
    )


@pages.route(ADDRESS, methods=["DELETE"], provide_automatic_options=False)
@access("candidate")
def end(token: str) -> Response:
    """Cancel an upload."""
    check_version()
    actions.drop_upload(act(), token)
    return answer("204 No Content")


@pages.route(ADDRESS, methods=["POST"], provide_automatic_options=False)
@access("candidate")
def other_method(token: str) -> Response:
    """PATCH and DELETE for lines on which some machine lets only POST through (X-HTTP-Method-Override)."""
    meant = request.headers.get("X-HTTP-Method-Override", "").upper()
    if meant == "PATCH":
        return receive(token)
    return end(token) if meant == "DELETE" else abort(405)


# --- what requests and answers are made of --------------------------------------------------------


def check_version() -> None:
    """WrongVersion unless the request speaks our version of the protocol."""
    if request.headers.get("Tus-Resumable") != tus.VERSION:
        raise tus.WrongVersion(msg("This server speaks tus %(version)s.", version=tus.VERSION))


def expires(at: str) -> str:
    """A stored moment as headers write it."""
    return format_datetime(moment(at), usegmt=True)


def answer(status: str, headers: dict[str, str] | None = None, words: str = "") -> Response:
    """An answer of the protocol; `words` are for people."""
    response = Response(words, status, mimetype="text/plain")
    response.headers.update({"Tus-Resumable": tus.VERSION, "Cache-Control": "no-store", **(headers or {})})
    return response


def refusal(error: UserError) -> Response:
    """What went wrong, as the protocol says it and in words."""
    status = next((status for kind, status in STATUS if isinstance(error, kind)), "400 Bad Request")
    headers = {"Tus-Version": tus.VERSION} if isinstance(error, tus.WrongVersion) else {}
    if isinstance(error, tus.Busy):
        headers["Retry-After"] = "1"
    return answer(status, headers, say(error.message))


@pages.errorhandler(UserError)
def told(error: UserError) -> Response:
    """Everything that the sender can mend, in words."""
    return refusal(error)


@pages.errorhandler(CSRFError)
def forged(_error: CSRFError) -> Response:
    """The page is older than the sign-in."""
    stale: Message = msg("This page is too old: reload it, and choose the file again to go on.")
    return answer("400 Bad Request", words=say(stale))


@pages.errorhandler(sqlite3.OperationalError)
def full(error: sqlite3.OperationalError) -> Response:
    """The database is on a disk too."""
    if error.sqlite_errorname != "SQLITE_FULL":
        raise error
    return refusal(Full(NO_ROOM))


def register(app: Flask) -> None:
    """Attach these routes."""
    app.register_blueprint(pages)
