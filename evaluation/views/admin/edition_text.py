"""An edition in the making as text and beside the rules in force; and freezing rules by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from evaluation import edition_file
from evaluation.actions import edition_drafts as actions
from evaluation.actions.editions import freeze_edition
from evaluation.core.edition.differences import Difference, differences
from evaluation.core.edition.tables import Content
from evaluation.core.errors import Conflict
from evaluation.core.messages import msg
from evaluation.core.rules import Rules
from evaluation.forms.edition_fields import plain
from evaluation.permissions import may, require
from evaluation.store import editions
from evaluation.store.db import Row
from evaluation.store.refs import edition_ref
from evaluation.views.admin import edition_places as places
from evaluation.views.admin.blueprint import Answer, pages
from evaluation.views.admin.editing import Draft, known_draft, revision
from evaluation.views.admin.editions import edition_named
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import label, say


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference in words."""

    steps: tuple[str, ...]
    kind: str
    before: str
    after: str


@pages.get("/admin/editions/<code>/edit/text")
@access("administrator")
def edit_text(code: str) -> Answer:
    """The text of the edition file, to be edited as it is."""
    draft = known_draft(code)
    return text_page(draft, draft.row["content"])


def text_page(draft: Draft, typed: str, conflict: Conflict | None = None) -> tuple[str, int]:
    """The text as typed; after a conflict with the stored one below it."""
    return render_template(
        "admin/editing/text.html", draft=draft, typed=typed, conflict=conflict
    ), 409 if conflict else 200


@pages.post("/admin/editions/<code>/edit/text")
@access("administrator")
def save_text(code: str) -> Answer:
    """Keep the text, mistakes and all, and show them."""
    typed = request.form.get("content", "").replace("\r\n", "\n")
    try:
        actions.save_draft(act(), code, typed, revision())
    except Conflict as conflict:
        return text_page(known_draft(code), typed, conflict)
    problems = len(known_draft(code).problems)
    flash(
        say(msg("Saved. To mend: %(count)s.", count=problems) if problems else msg("Saved.")),
        "warning" if problems else "success",
    )
    return redirect(url_for("admin.edit_text", code=code), code=303)


@pages.get("/admin/editions/<code>/edit/changes")
@access("administrator")
def edit_changes(code: str) -> Answer:
    """What differs from the rules in force, or from the edition that this one was copied from."""
    draft = known_draft(code)
    other = editions.by_code(db(), draft.code) or editions.by_code(db(), draft.row["copied_from"] or "")
    before = {} if other is None else edition_file.content_of(edition_file.export(rules_of(other)))
    after = tables_of(draft.row["content"])
    return render_template(
        "admin/editing/changes.html",
        draft=draft,
        other=other,
        changes=[] if after is None else [shown(one, before, after) for one in differences(before, after)],
        readable=after is not None,
    )


def rules_of(edition: Row) -> Rules:
    """The rules in force of an edition."""
    return editions.rules_of(db(), edition["id"])


def tables_of(text: str) -> Content | None:
    """The tables of a text, in the one order of exported files where nothing is wrong with it."""
    try:
        content = edition_file.content_of(text)
    except edition_file.EditionFileError:
        return None
    if edition_file.problems_of(text):
        return content
    return edition_file.content_of(edition_file.export(edition_file.parse(text)))


def shown(one: Difference, before: Content, after: Content) -> Shown:
    """A difference in the visitor's words."""
    steps = places.steps_of_codes(after if one.kind != "removed" else before, one.path)
    if one.kind == "moved":
        return Shown(steps, one.kind, str(one.before), str(one.after))
    if one.kind != "changed":
        return Shown(steps, one.kind, "", "")
    words = places.words_of_key(one.path)
    return Shown(steps, one.kind, in_words(one.before, words), in_words(one.after, words))


def in_words(value: Any, words: str | None) -> str:
    """A value as people read it."""
    if isinstance(value, list):
        return ", ".join(in_words(member, words) for member in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {in_words(member, words)}" for key, member in value.items())
    if isinstance(value, bool):
        return say(msg("yes") if value else msg("no"))
    return label(words, plain(value)) if words and value is not None else plain(value)


# --- freezing -------------------------------------------------------------------------------------


@pages.get("/admin/editions/<code>/freeze")
@access("administrator")
def freeze(code: str) -> Answer:
    """Ask once more before the rules freeze."""
    one = edition_named(code)
    answer = may(actor(), "edition.freeze", edition_ref(db(), one["id"]))
    return render_template("admin/freeze.html", edition=one, freeze=answer, missing=False)


@pages.post("/admin/editions/<code>/freeze")
@access("administrator")
def freeze_rules(code: str) -> Answer:
    """Freeze the rules now, once that was confirmed."""
    one = edition_named(code)
    require(actor(), "edition.freeze", edition_ref(db(), one["id"]))
    if request.form.get("sure") != "yes":
        answer = may(actor(), "edition.freeze", edition_ref(db(), one["id"]))
        return render_template("admin/freeze.html", edition=one, freeze=answer, missing=True), 422
    freeze_edition(act(), one["id"])
    flash(say(msg("The rules are frozen.")), "success")
    return redirect(url_for("admin.edition", code=code), code=303)
