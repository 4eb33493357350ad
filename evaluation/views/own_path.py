"""Where to go next: only ever to a page of our own."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def own_path(target: str | None) -> str | None:
    """The path and query of `target` when it is a page of this site that can be opened, else None.

    Browsers read "//host", "/\\\\host" and "/<tab>/host" as other sites, so backslashes, spaces and
    control characters are refused, whatever follows them.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or " " in target or not target.isprintable():
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return None
    try:
        current_app.url_map.bind("").match(parts.path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return target.removesuffix("?")
