"""Every error as a page that says what to do, in the visitor's language; never a bare 500."""

from __future__ import annotations

import re
import sqlite3

from flask import Flask, flash, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from evaluation.core.errors import Conflict, Denied, Invalid, NotFound, Refused, Undeclared, UserError
from evaluation.core.messages import Message, msg
from evaluation.files import FULL, Full
from evaluation.views.body import Body
from evaluation.views.language import say

# The first class that fits says the status.
STATUS: dict[type[UserError], int] = {
    Full: 507,
    NotFound: 404,
    Denied: 403,
    Refused: 409,
    Undeclared: 409,
    Conflict: 409,
    Invalid: 422,
}
# So much of a form that is refused in its midst is heard out.
MOST_DRAINED = 1024 * 1024 * 1024

HTTP_WORDS: dict[int, Message] = {
    400: msg("The browser sent something that this page can't read. Go back, reload the page and try again."),
    403: msg("Your account has no right to open this page."),
    404: msg("There is no such page, or it is not yours to see."),
    405: msg("This page can't be used that way. Go back and use its buttons."),
    413: msg(
        "What you sent is too large. Go back in the browser, where what you typed still stands, and choose a"
        " smaller file."
    ),
    429: msg("Too many tries in a short time. Wait a minute, then try again."),
    500: msg("Something broke on our side. What you saved before is safe; please try again in a moment."),
    507: msg(
        "There is no room left on the server's disk, so nothing of this was stored. Go back in the browser,"
        " where what you typed still stands, tell the committee, and try again later."
    ),
}


# A value this long, or with a space in it, was typed by somebody; shorter ones are codes and choices.
SHORTEST_TEXT = 20
# What a form carries along for itself.
TOKEN = re.compile(r"[\w-]+", re.ASCII)
# The fields into which people type passwords.
SECRETS = frozenset({"password", "old", "new", "again"})
UNSAID = SECRETS | {"csrf_token", "next"}
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def problem_page(message: Message, status: int) -> tuple[str, int]:
    """The error page, with what was typed still there to be copied."""
    return render_template("problem.html", message=message, status=status, typed=typed_texts()), status


def typed_texts() -> list[str]:
    """The texts of the form that the request brought, as typed, but for passwords; none of a GET.

    A body that could not be read whole brings none: its reader has told that already.
    """
    if request.method != "POST" or request.mimetype not in FORMS:
        return []
    try:
        fields = request.form.items(multi=True)
    except (HTTPException, OSError, UserError):
        return []
    return [value for name, value in fields if name not in UNSAID and is_text(value)]


def is_text(value: str) -> bool:
    """Whether a value is somebody's own words rather than a code or a choice."""
    return len(value.split()) > 1 or (len(value.strip()) >= SHORTEST_TEXT and not TOKEN.fullmatch(value))


def hear_out() -> None:
    """Read the rest of a form: a browser that is cut off shows a broken line, not our words."""
    if "wsgi.input_terminated" in request.environ:
        line = Body()
        line.drain(MOST_DRAINED)
        line.close()


def register(app: Flask) -> None:
    """Answer every kind of error."""

    @app.errorhandler(UserError)
    def user_error(error: UserError) -> tuple[str, int]:
        known = (status for kind, status in STATUS.items() if isinstance(error, kind))
        return problem_page(error.message, next(known, 400))

    @app.errorhandler(Undeclared)
    def undeclared(error: Undeclared) -> tuple[str, int] | Response:
        """A page leads to the declaration that it waits for; what was sent is refused, and says why."""
        if request.method not in ("GET", "HEAD"):
            return problem_page(error.message, 409)
        flash(say(error.message), "warning")
        return redirect(url_for("declarations.declaration"))

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> tuple[str, int]:
        return problem_page(
            msg("This form is too old or came from elsewhere. Reload the page and send it again."), 400
        )

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> tuple[str, int]:
        status = error.code or 500
        if status == 413:
            hear_out()
        return problem_page(HTTP_WORDS.get(status, HTTP_WORDS[400]), status)

    @app.errorhandler(OSError)
    def out_of_room(error: OSError) -> tuple[str, int]:
        if error.errno not in FULL:
            raise error
        hear_out()
        return problem_page(HTTP_WORDS[507], 507)

    @app.errorhandler(sqlite3.OperationalError)
    def database_out_of_room(error: sqlite3.OperationalError) -> tuple[str, int]:
        if error.sqlite_errorname != "SQLITE_FULL":
            raise error
        return problem_page(HTTP_WORDS[507], 507)

    @app.errorhandler(500)
    def fault(_error: BaseException) -> tuple[str, int]:
        return problem_page(HTTP_WORDS[500], 500)
