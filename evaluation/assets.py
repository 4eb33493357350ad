"""Stylesheets and scripts: packed on their way, kept by browsers until the file itself changes.

Only these are packed: a page with secrets in it tells them by its packed length (BREACH).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_compress import Compress

# What packages and we ship; it holds nothing of anybody's.
ENDPOINTS: Final = frozenset({"static", "bootstrap.static"})
PACKED: Final = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")
A_YEAR: Final = 365 * 24 * 3600


class Sessions(SecureCookieSessionInterface):
    """The signed cookie, left out of stylesheets and scripts: a copy kept of them is everybody's."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie if the session changed, and say that the answer depends on it."""
        if request.endpoint not in ENDPOINTS:
            super().save_session(app, session, response)


def register(app: Flask) -> None:
    """Pack what is worth it, name files by their content, and let browsers keep what is so named."""
    app.session_interface = Sessions()
    app.config.update(
        COMPRESS_MIMETYPES=list(PACKED),
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=9,
        COMPRESS_STREAMS=False,
    )
    Compress(app)
    app.url_defaults(_name_by_content)
    # These run in reverse: what a browser may keep is settled before it is packed.
    app.after_request(_keep)


def _name_by_content(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint in ENDPOINTS and "filename" in values and (found := _print_of(endpoint, values["filename"])):
        values["v"] = found


def _keep(response: Response) -> Response:
    if request.endpoint in ENDPOINTS and response.status_code == 200:
        # Whole in memory (they are small): a stream's file would stay open after packing.
        response.direct_passthrough = False
        response.make_sequence()
    if request.endpoint in ENDPOINTS and response.status_code in (200, 304):
        filename = (request.view_args or {}).get("filename", "")
        if request.args.get("v") and request.args["v"] == _print_of(request.endpoint or "", filename):
            response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


def _print_of(endpoint: str, filename: str) -> str | None:
    """What a file's address is marked with; None when there is no such file."""
    owner = current_app if endpoint == "static" else current_app.blueprints["bootstrap"]
    folder = owner.static_folder
    path = None if folder is None else Path(folder) / filename
    if path is None or not path.is_file():
        return None
    return _digest(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _digest(path: Path, _changed: int) -> str:
    """The start of the file's SHA-256; `_changed` renews it when the file is written anew."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
