"""Dossiers on paper and as ZIP, and receipts: for the candidate, the committee and the panel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, send_file, url_for
from werkzeug.wrappers import Response

from evaluation.actions.desk import seen_dossier, seen_entry, take_seat
from evaluation.core.annexes import Annex, annexes
from evaluation.core.dossier import Dossier
from evaluation.core.errors import NotFound
from evaluation.core.manifest import contents, manifest
from evaluation.core.messages import msg
from evaluation.core.receipt_code import receipt_code
from evaluation.permissions import require
from evaluation.reports.dossier_zip import FilePart, dossier_zip
from evaluation.reports.papers import Paper, dossier_paper, receipt_paper
from evaluation.store import annexes as kept
from evaluation.store import dossiers, entries, refs, submissions
from evaluation.store.db import Row, moment, stamp
from evaluation.store.refs import found
from evaluation.views import context, paper_words
from evaluation.views.context import actor, db, now
from evaluation.views.gate import access

# What the virus scanner has not passed yet, and what it never will.
HELD_BACK = ("waiting", "infected")

pages = Blueprint("papers", __name__)


@dataclass(frozen=True, slots=True)
class Handout:
    """A dossier to take away: its files with their places (None: the virus scanner holds the file back).

    `sent` is the submission that the dossier is as it stands, if it is one.
    """

    entry: Row
    dossier: Dossier
    files: tuple[tuple[Annex, Path | None], ...]
    sent: Row | None

    @property
    def name(self) -> str:
        """What the files are called, but for their ending."""
        return f"dossier-{self.entry['edition_code']}-{self.entry['code']}"


# --- routes --------------------------------------------------------------------------------------


@pages.get("/entries/<int:entry_id>/receipts/<int:number>.pdf")
@access("candidate")
def receipt(entry_id: int, number: int) -> Response:
    """The receipt of a submission on one page."""
    require(actor(), "entry.prepare", refs.entry_ref(db(), entry_id))
    entry = found(entries.described(db(), entry_id))
    sent = found(submissions.by_number(db(), entry_id, number))
    check = url_for("check.receipt", receipt=receipt_code(sent["fingerprint"]), _external=True)
    data = paper_words.receipt_data(entry, sent, contents(sent["manifest"]), check)
    paper = receipt_paper(data, paper_words.words(), moment(sent["submitted_at"]))
    return pdf(paper, f"receipt-{entry['edition_code']}-{entry['code']}-{number}.pdf")


@pages.get("/entries/<int:entry_id>/dossier.<any(pdf, zip):form>")
@access("candidate")
def own(entry_id: int, form: str) -> Response:
    """The candidate's own dossier, at any time."""
    require(actor(), "entry.prepare", refs.entry_ref(db(), entry_id))
    return handed_out(entry_id, form)


@pages.get("/committee/entries/<int:entry_id>/dossier.<any(pdf, zip):form>")
@access("committee", "auditor")
def overseen(entry_id: int, form: str) -> Response:
    """A dossier for its committees and the auditor."""
    require(actor(), "entry.oversee", refs.entry_ref(db(), entry_id))
    return handed_out(entry_id, form)


@pages.get("/desk/<int:contest_id>/<int:entry_id>/dossier.<any(pdf, zip):form>")
@access("assessor")
def assessed(contest_id: int, entry_id: int, form: str) -> Response:
    """A dossier for its panel, without the recused."""
    seat = take_seat(db(), actor(), now(), contest_id, entry_id)
    if seat.number is None:
        return handed_out(entry_id, form)
    return written(unnamed(read_handout(entry_id), seen_entry(db(), seat), seen_dossier(db(), seat)), form)


# --- what is handed out --------------------------------------------------------------------------


def handed_out(entry_id: int, form: str) -> Response:
    """The dossier as PDF or ZIP. Whoever calls has asked for the right."""
    return written(read_handout(entry_id), form)


def written(handout: Handout, form: str) -> Response:
    """What is handed out, as PDF or ZIP."""
    return pdf(paper_of(handout), f"{handout.name}.pdf") if form == "pdf" else zipped(handout)


def read_handout(entry_id: int) -> Handout:
    """The dossier as it stands, and the newest submission where that holds the same."""
    entry = found(entries.described(db(), entry_id))
    dossier = dossiers.dossiers(db(), [entry])[entry_id]
    numbered = annexes(dossier)
    at_rest = kept.at_rest(db(), (annex.file.id for annex in numbered))
    places = tuple((annex, place_of(at_rest[annex.file.id])) for annex in numbered)
    return Handout(entry, dossier, places, sent_as(dossier))


def unnamed(handout: Handout, entry: Row, dossier: Dossier) -> Handout:
    """The same for somebody who may not be told the candidate, whose row and dossier these are."""
    places = (place for _, place in handout.files)
    return replace(
        handout, entry=entry, dossier=dossier, files=tuple(zip(annexes(dossier), places, strict=True))
    )


def place_of(file: Row) -> Path | None:
    """Where a file rests; None while the virus scanner has not passed it, and when it never will."""
    return None if file["scan"] in HELD_BACK else context.files().path(file["stored_as"])


def sent_as(dossier: Dossier) -> Row | None:
    """The newest submission, with its manifest, when the dossier still is what that lists."""
    known = submissions.of_entry(db(), dossier.entry_id)
    sent = submissions.by_number(db(), dossier.entry_id, known[0]["number"]) if known else None
    if sent is None or listed(sent["manifest"]) != listed(manifest(dossier, {})):
        return None
    return sent


def listed(text: str) -> dict[str, list[dict[str, Any]]]:
    """The items of a manifest by section, without the words around them."""
    return {section.code: [dict(item) for item in section.items] for section in contents(text)}


def paper_of(handout: Handout) -> Paper:
    """The whole dossier as PDF."""
    numbered = [annex for annex, _ in handout.files]
    at = now()
    data = paper_words.dossier_data(handout.entry, handout.dossier, numbered, handout.sent, stamp(at))
    return dossier_paper(data, paper_words.words(), handout.files, at)


def manifest_of(handout: Handout) -> str:
    """The manifest to the byte as its fingerprint was taken; before, as it would be but for the time.

    Where the candidate is hidden it has neither name nor time, and so another fingerprint.
    """
    entry, sent = handout.entry, handout.sent
    if sent is not None and not entry.get("hidden"):
        return str(sent["manifest"])
    facts: dict[str, str | int] = {
        "edition": entry["edition_code"],
        "category": entry["category_code"],
        "candidate": entry["code"],
        "name": entry["name"],
        "number": submissions.next_number(db(), entry["id"]) if sent is None else sent["number"],
        "submitted_at": "",
    }
    return manifest(handout.dossier, facts)


def pdf(paper: Paper, name: str) -> Response:
    """A PDF to keep."""
    response = send_file(paper.handle, mimetype="application/pdf", as_attachment=True, download_name=name)
    response.content_length = paper.size
    response.headers["Cache-Control"] = "private, no-store"
    return response


def zipped(handout: Handout) -> Response:
    """The ZIP, made while it is sent. NotFound, before anything is, when one of its files is gone.

    What the virus scanner holds back is not in it; its cover sheet in the PDF says so.
    """
    passed = [(annex, path) for annex, path in handout.files if path is not None]
    if not all(path.is_file() for _, path in passed):
        raise NotFound(msg("A file of this dossier is missing on the server: tell the committee."))
    paper = paper_of(handout)
    stream = dossier_zip(
        [FilePart(annex.name_in_zip, path, annex.file.size, annex.file.sha256) for annex, path in passed],
        [("manifest.json", manifest_of(handout).encode())],
        ("dossier.pdf", paper.handle, paper.size),
    )
    response = Response(iter(stream), mimetype="application/zip")
    response.content_length = len(stream)
    response.headers.set("Content-Disposition", "attachment", filename=f"{handout.name}.zip")
    response.headers["Cache-Control"] = "private, no-store"
    response.call_on_close(paper.handle.close)
    return response


def register(app: Flask) -> None:
    """Attach these addresses."""
    app.register_blueprint(pages)
