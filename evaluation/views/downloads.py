"""Downloads of files, to those who may see what they belong to."""

from __future__ import annotations

from flask import send_file
from werkzeug.wrappers import Response

from evaluation.core.errors import NotFound, Refused
from evaluation.core.messages import msg
from evaluation.core.scans import why_shut
from evaluation.permissions import require
from evaluation.store import files, objections, refs, visits
from evaluation.store.refs import found
from evaluation.views import context
from evaluation.views.context import actor, db
from evaluation.views.dossier import pages
from evaluation.views.file_names import seen_file
from evaluation.views.gate import access

# A download opens in no page of ours, and whatever it holds stays shut in.
SHUT_IN = "default-src 'none'; frame-ancestors 'none'; sandbox"


@pages.get("/files/<int:file_id>")
@access("signed-in")
def download(file_id: int) -> Response:
    """A file of a dossier or a panel, to those who may see that; the right is asked again each time."""
    file = found(files.by_id(db(), file_id))
    if visits.is_photo(db(), file_id) or objections.is_file(db(), file_id):
        raise NotFound(refs.NOT_FOUND)
    if file["entry_id"] is not None:
        require(actor(), "entry.view", refs.entry_ref(db(), file["entry_id"]))
    else:
        require(actor(), "panel.view", refs.panel_ref(db(), file["panel_id"]))
    shut = why_shut(file["scan"])
    if shut is not None:
        raise Refused(shut)
    path = context.files().path(file["stored_as"])
    if not path.is_file():
        raise NotFound(msg("This file is missing on the server: tell the committee."))
    # The path's time would tell when the file came, and with that whose it may be.
    name = seen_file(file)["name"]
    response = send_file(
        path, mimetype=file["media_type"], as_attachment=True, download_name=name, last_modified=0, etag=False
    )
    del response.headers["Last-Modified"]
    response.headers["Cache-Control"] = "private, no-store"
    return response


# Talisman writes the policy of every response last; this is where it takes a view's own from.
download.talisman_view_options = {"content_security_policy": SHUT_IN}  # type: ignore[attr-defined]
