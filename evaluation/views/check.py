"""The public check of a code: the time and fingerprint of a submission or a result; manifests compared."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import file_digest
from io import BufferedIOBase
from typing import cast

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from evaluation.core.errors import NotFound
from evaluation.core.messages import Message, msg
from evaluation.core.receipt_code import fingerprint_prefix, receipt_code
from evaluation.permissions import may
from evaluation.store import minutes, receipts, result_versions, signatures
from evaluation.store.db import Row
from evaluation.views.context import actor, db, now
from evaluation.views.gate import access
from evaluation.views.limits import CHECKS_PER_ADDRESS, limiter
from evaluation.views.public import place_of

pages = Blueprint("check", __name__)

NO_CODE = msg("A code has 20 letters and digits, for instance 04HM-ASW9-NF6Y-Y093-8NKR.")
NO_RECEIPT = msg(
    "No submission and no published result has this code. Compare it with the paper, letter by letter."
)
NO_FILE = msg("Choose the manifest file first.")

Page = str | tuple[str, int] | Response
shared = limiter.shared_limit(CHECKS_PER_ADDRESS, scope="check")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file that a visitor sent: its name, its SHA-256, and whether that is the receipt's."""

    name: str
    sha256: str
    same: bool


@pages.get("/check")
@shared
@access("public")
def form() -> Page:
    """The form that takes a code; with ?code= it leads to that receipt."""
    typed = request.args.get("code", "")
    if not typed.strip():
        return render_template("check/form.html", typed="", problem=None)
    prefix = fingerprint_prefix(typed)
    known = None if prefix is None else first_known(prefix)
    if known is None:
        problem, status = (NO_CODE, 422) if prefix is None else (NO_RECEIPT, 404)
        return render_template("check/form.html", typed=typed, problem=problem), status
    return redirect(url_for("check.receipt", receipt=receipt_code(known["fingerprint"])), code=303)


@pages.get("/check/<receipt>")
@shared
@access("public")
def receipt(receipt: str) -> Page:
    """What a code proves: that a dossier came in then, or a result was fixed, with this fingerprint."""
    prefix = fingerprint_prefix(receipt)
    fixed = [] if prefix is None else shown_results(prefix)
    if fixed:
        code = receipt_code(fixed[0]["fingerprint"])
        return render_template("check/result.html", fixed=fixed[0], others=fixed[1:], code=code)
    return receipt_page(known_receipt(receipt))


@pages.post("/check/<receipt>")
@shared
@access("public")
def compare(receipt: str) -> Page:
    """Reckon the SHA-256 of a sent manifest and compare. Nothing of the file is kept."""
    known = known_receipt(receipt)
    sent = request.files.get("manifest")
    if sent is None or not sent.filename:
        return receipt_page(known, problem=NO_FILE), 422
    found = file_digest(cast(BufferedIOBase, sent.stream), "sha256").hexdigest()
    return receipt_page(known, Comparison(sent.filename[-120:], found, found == known["fingerprint"]))


def first_known(prefix: str) -> Row | None:
    """The submission or the result with this fingerprint, if the visitor may know of it."""
    return receipts.by_prefix(db(), prefix) or next(iter(shown_results(prefix)), None)


def shown_results(prefix: str) -> list[Row]:
    """Every time that the result with this fingerprint was final: those that the public sees or saw first.

    One that never was public is there for those who see its contest. Each has its `place` in addresses.
    """
    present = minutes.by_prefix(db(), prefix)
    replaced = [
        {**one, "signatures": len(result_versions.signatures_of(db(), one))}
        for one in result_versions.by_prefix(db(), prefix)
    ]
    known = replaced if present is None else [present, *replaced]
    known.sort(key=lambda one: not one["public"])
    return [{**one, "place": place_of(one)} for one in known if one["public"] or may_check(one)]


def may_check(fixed: Row) -> bool:
    """Whether the visitor may know of a result that is not public."""
    return bool(may(actor(), "result.check", signatures.signing_ref(db(), fixed["contest_id"], now())))


def known_receipt(code: str) -> Row:
    """The receipt of a code. NotFound for what is none."""
    prefix = fingerprint_prefix(code)
    known = None if prefix is None else receipts.by_prefix(db(), prefix)
    if known is None:
        raise NotFound(NO_RECEIPT)
    return known


def receipt_page(known: Row, compared: Comparison | None = None, problem: Message | None = None) -> str:
    """The receipt's page, with what a comparison found."""
    return render_template(
        "check/receipt.html",
        sent=known,
        code=receipt_code(known["fingerprint"]),
        compared=compared,
        problem=problem,
    )


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
