"""Editions: their rules as people read them, and the file that they came from."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for

from evaluation import edition_file
from evaluation.actions.editions import load_edition
from evaluation.core.edition.problems import Problem
from evaluation.core.errors import Denied, Refused
from evaluation.core.messages import msg
from evaluation.forms.accounts import EditionFileForm
from evaluation.permissions import may, require
from evaluation.store import edition_drafts, editions
from evaluation.store.db import Row
from evaluation.store.refs import edition_ref, found
from evaluation.views.admin.blueprint import Answer, pages
from evaluation.views.context import act, actor, db
from evaluation.views.edition_words import words_of
from evaluation.views.gate import access
from evaluation.views.language import say


@pages.get("/admin/editions", endpoint="editions")
@access("administrator", "committee", "auditor")
def editions_list() -> Answer:
    """Every edition, and for administrators the form to load one."""
    return editions_page(EditionFileForm(formdata=None))


def editions_page(
    form: EditionFileForm, problems: tuple[Problem, ...] = (), status: int = 200
) -> tuple[str, int]:
    """The list, with what was wrong with the file that was sent."""
    require(actor(), "edition.view")
    return render_template(
        "admin/editions.html",
        editions=editions.all_editions(db()),
        form=form,
        drafts=edition_drafts.all_drafts(db()) if may(actor(), "edition.draft") else [],
        load=may(actor(), "edition.load"),
        file_name=form.file.data.filename if form.file.data else "",
        problems=problems,
    ), status


@pages.post("/admin/editions")
@access("administrator")
def load() -> Answer:
    """Check an edition file and load it: all of it, or nothing with every problem named."""
    form = EditionFileForm()
    if not form.validate_on_submit():
        return editions_page(form, status=422)
    try:
        text = form.file.data.read().decode("utf-8-sig")
        new = load_edition(act(), edition_file.parse(text), text)
    except UnicodeDecodeError:
        problem = Problem("file", msg("is not UTF-8 text: save it as UTF-8"))
        return editions_page(form, (problem,), 422)
    except edition_file.EditionFileError as error:
        return editions_page(form, error.problems, 422)
    except (Refused, Denied) as refused:
        form.form_errors.append(refused.message)
        return editions_page(form, status=409)
    flash(say(msg("The edition is loaded.") if new else msg("These rules are loaded already.")), "success")
    return redirect(url_for("admin.editions"), code=303)


@pages.get("/admin/editions/<code>")
@access("administrator", "committee", "auditor")
def edition(code: str) -> Answer:
    """One edition's rules in words."""
    one = edition_named(code)
    rules = editions.rules_of(db(), one["id"])
    return render_template(
        "admin/edition.html",
        edition=one,
        rules=rules,
        rounds=words_of(rules),
        edits=may(actor(), "edition.draft"),
        freeze=may(actor(), "edition.freeze", edition_ref(db(), one["id"])),
    )


@pages.get("/admin/editions/<code>/source")
@access("administrator", "committee", "auditor")
def source(code: str) -> Answer:
    """The file as it was loaded."""
    one = edition_named(code)
    stream = BytesIO(one["source"].encode())
    return send_file(stream, "application/toml", as_attachment=True, download_name=f"{one['code']}.toml")


@pages.get("/admin/editions/<code>/export.toml")
@access("administrator", "committee", "auditor")
def export(code: str) -> Answer:
    """The rules in force as a file, whole and in one order, however they came in."""
    one = edition_named(code)
    text = edition_file.export(editions.rules_of(db(), one["id"]))
    stream = BytesIO(text.encode())
    return send_file(stream, "application/toml", as_attachment=True, download_name=f"{one['code']}.toml")


def edition_named(code: str) -> Row:
    """The edition, or NotFound."""
    require(actor(), "edition.view")
    return found(editions.by_code(db(), code))
