"""Several documents at once: each file becomes an item of a section of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, BinaryIO, cast

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from evaluation.actions.incoming import add_document, drop_upload
from evaluation.actions.uploads import Upload
from evaluation.core.errors import Invalid, NotFound
from evaluation.core.messages import Message, msg
from evaluation.core.rules import Section
from evaluation.forms.documents import SeveralForm
from evaluation.forms.dossier import new_token
from evaluation.media import endings, shown_name
from evaluation.store import sections, uploads
from evaluation.store.db import Row
from evaluation.store.refs import NOT_FOUND
from evaluation.views.context import act, actor, db
from evaluation.views.dossier import SECTION_PATH, changeable_entry
from evaluation.views.gate import access
from evaluation.views.language import say

pages = Blueprint("documents", __name__)

# What a browser without scripts may send in one form, in files of the largest size.
MOST_FULL_FILES = 10
BLOCK = 1024 * 1024


@pages.url_value_preprocessor
def take_several_files(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Several files are larger than one."""
    request.max_content_length = MOST_FULL_FILES * current_app.config["MAX_CONTENT_LENGTH"]


@pages.get(f"{SECTION_PATH}/upload")
@access("candidate")
def several(entry_id: int, section_code: str) -> str:
    """Choose or drop several files."""
    row, section = place(entry_id, section_code)
    return several_page(row, section, SeveralForm(data={"token": new_token()}))


@pages.post(f"{SECTION_PATH}/upload")
@access("candidate")
def add_several(entry_id: int, section_code: str) -> Response | tuple[str, int]:
    """Add the files of the form, each for itself; show what was refused and why."""
    row, section = place(entry_id, section_code)
    form = SeveralForm()
    if not form.validate():
        return several_page(row, section, form), 422
    added, refused = add_files(entry_id, section, form)
    if refused:
        return several_page(row, section, form, added, refused), 422
    flash(say(msg("Files added: %(count)s.", count=added)), "success")
    return redirect(url_for("dossier.entry", entry_id=entry_id, _anchor=f"section-{section_code}"), code=303)


@pages.post(f"{SECTION_PATH}/upload/<token>/cancel")
@access("candidate")
def cancel(entry_id: int, section_code: str, token: str) -> Response:
    """Cancel an upload that did not come in whole, or that no form was saved with."""
    place(entry_id, section_code)
    drop_upload(act(), token)
    flash(say(msg("Cancelled: nothing of that file is kept.")), "success")
    return redirect(url_for("documents.several", entry_id=entry_id, section_code=section_code), code=303)


def place(entry_id: int, section_code: str) -> tuple[Row, Section]:
    """The candidate's own entry and its section of documents, while that may change."""
    row, section = changeable_entry(entry_id, section_code), sections.of_dossier(db(), entry_id, section_code)
    if section.kind != "documents":
        raise NotFound(NOT_FOUND)
    return row, section


def add_files(entry_id: int, section: Section, form: SeveralForm) -> tuple[int, list[Message]]:
    """How many files became items, and what is said of the others."""
    refused: list[Message] = []
    files = [file for file in form.files.data if file.filename]
    for file, token in zip(files, tokens(form, files), strict=True):
        name = shown_name(file.filename or "")
        upload = Upload(cast(BinaryIO, file.stream), name)
        try:
            add_document(act(), entry_id, section.code, name, upload, token=token)
        except Invalid as problem:
            refused.append(msg("%(name)s: %(problem)s", name=name, problem=problem.message))
    return len(files) - len(refused), refused


def tokens(form: SeveralForm, files: list[FileStorage]) -> list[str]:
    """What names each file of this form, when it is sent once more: a form that is sent twice adds it once.

    The same file chosen twice in one form is two documents. Without the form's own token: all "".
    """
    if not form.token.data:
        return [""] * len(files)
    seen: Counter[str] = Counter()
    found = []
    for file in files:
        bytes_of = sha256()
        while block := file.stream.read(BLOCK):
            bytes_of.update(block)
        file.stream.seek(0)
        known = f"{bytes_of.hexdigest()}/{file.filename}"
        seen[known] += 1
        found.append(sha256(f"{form.token.data}/{seen[known]}/{known}".encode()).hexdigest())
    return found


def several_page(
    row: Row, section: Section, form: SeveralForm, added: int = 0, refused: Sequence[Message] = ()
) -> str:
    """The page, with what became of the files that were just sent, and with uploads that wait."""
    form.files.render_kw = {"accept": endings(section.file_types)}
    waiting = uploads.waiting(
        db(), entry_id=row["id"], section_code=section.code, account_id=actor().account_id, at=act().at
    )
    return render_template(
        "dossier/several.html",
        entry=row,
        section=section,
        form=form,
        added=added,
        refused=refused,
        waiting=waiting,
    )


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
