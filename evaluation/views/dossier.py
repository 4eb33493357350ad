"""The candidate's own entry: its page, the items of its dossier, submission, receipts; and downloads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from evaluation.actions import dossiers as actions
from evaluation.actions.uploads import Sent, Upload
from evaluation.core.completeness import SectionState, section_states, time_left
from evaluation.core.deadlines import too_late
from evaluation.core.dossier import Dossier, Item
from evaluation.core.entry_facts import looked_at
from evaluation.core.errors import Conflict, Invalid, NotFound, Refused
from evaluation.core.manifest import contents
from evaluation.core.messages import Message, msg
from evaluation.core.receipt_code import receipt_code
from evaluation.core.rules import Section
from evaluation.core.timeline import Step, steps
from evaluation.core.workflow import editable
from evaluation.forms.dossier import ItemForm, RemoveForm, SubmitForm, item_form
from evaluation.permissions import may, require
from evaluation.store import (
    deadlines,
    dossiers,
    editions,
    entries,
    item_forms,
    refs,
    sections,
    sessions,
    submissions,
    timelines,
    uploads,
)
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views import context, open_forms
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say

pages = Blueprint("dossier", __name__)

SECTION_PATH = "/entries/<int:entry_id>/sections/<section_code>"


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What the entry's page shows; `refusal` is why the dossier can't be submitted now, complete or not.

    `opened` are the sections open for correction, None when all are; `extension` is the newest one granted;
    `drafts`: what was typed and is not in the dossier;
    `in_grace`: an upload that was under way at the deadline came in, so that one may still submit.
    """

    entry: Row
    dossier: Dossier
    sections: tuple[SectionState, ...]
    timeline: tuple[Step, ...]
    deadline: datetime | None
    time_left: Message | None
    extension: Row | None
    submissions: list[Row]
    drafts: list[Row]
    may_edit: bool
    in_grace: bool
    opened: frozenset[str] | None
    may_withdraw: bool
    refusal: Message | None
    slots: list[Row]

    @property
    def lacking(self) -> tuple[SectionState, ...]:
        """The sections in which something is missing."""
        return tuple(state for state in self.sections if state.lacks)

    @property
    def missing(self) -> int:
        """How many things are missing."""
        return sum(len(state.lacks) for state in self.sections)


# --- the entry's page ----------------------------------------------------------------------------


@pages.get("/entries/<int:entry_id>")
@access("candidate")
def entry(entry_id: int) -> str:
    """The candidate's entry: status, timeline, sections with what they lack, submission, receipts."""
    return entry_page(own_entry(entry_id))


def own_entry(entry_id: int) -> Row:
    """The signed-in candidate's own entry. NotFound for everybody else's."""
    require(actor(), "entry.prepare", refs.entry_ref(db(), entry_id))
    return found(entries.described(db(), entry_id))


def entry_page(row: Row, problem: Message | None = None) -> str:
    """The entry's page, with what a refused submission says."""
    rules = editions.rules_of(db(), row["edition_id"])
    category = next(one for one in rules.categories if one.code == row["category_code"])
    return render_template(
        "dossier/entry.html",
        page=read_entry(row),
        form=SubmitForm(),
        problem=problem,
        asks_facts=looked_at(rules, category),
    )


def read_entry(row: Row) -> EntryPage:
    """Everything about an entry that its page shows."""
    dossier = dossiers.dossiers(db(), [row])[row["id"]]
    rounds = timelines.rounds_of_categories(db(), [row["category_id"]]).get(row["category_id"], ())
    outcomes = timelines.published_outcomes(db(), [row["id"]]).get(row["id"], {})
    deadline = deadlines.of_entry(db(), row) if editable(row["status"]) else None
    ref = refs.entry_ref(db(), row["id"])
    in_grace = uploads.ended_in_grace(db(), row["id"], act().at)
    late = None if in_grace else too_late(deadline, now(), row["timezone"])
    return EntryPage(
        entry=row,
        dossier=dossier,
        sections=section_states(dossier),
        timeline=steps(rounds, outcomes, now()),
        deadline=deadline,
        time_left=time_left(deadline, now()) if deadline else None,
        extension=next(iter(deadlines.extensions_of_entry(db(), row["id"])), None),
        submissions=submissions.of_entry(db(), row["id"]),
        drafts=item_forms.drafts_of_entry(db(), row["id"]),
        may_edit=bool(may(actor(), "entry.edit", ref)),
        in_grace=in_grace,
        opened=ref.opened,
        may_withdraw=bool(may(actor(), "entry.withdraw", ref)),
        refusal=may(actor(), "entry.submit", ref).reason or late,
        slots=sessions.published_of_entry(db(), row["id"]),
    )


@pages.get("/entries/<int:entry_id>/read")
@access("candidate")
def read(entry_id: int) -> str:
    """The whole dossier as the panel reads it."""
    row = own_entry(entry_id)
    return render_template("dossier/read.html", entry=row, dossier=dossiers.dossiers(db(), [row])[entry_id])


# --- items ---------------------------------------------------------------------------------------


@pages.get(f"{SECTION_PATH}/new")
@access("candidate")
def new_item(entry_id: int, section_code: str) -> str | Response:
    """The form of a new item: blank, or (?form=) one that was begun; what that has added has its own page."""
    row, section = changeable_entry(entry_id, section_code), sections.of_dossier(db(), entry_id, section_code)
    opened = open_forms.of_new(entry_id, section, request.args.get("form", ""))
    if opened.item is not None:
        return redirect(
            url_for("dossier.item", entry_id=entry_id, section_code=section_code, item_id=opened.item.id)
        )
    return item_page(row, opened.form, None, draft=opened.draft)


@pages.post(f"{SECTION_PATH}/new")
@access("candidate")
def add_item(entry_id: int, section_code: str) -> Response | tuple[str, int]:
    """Add an item, half filled or not."""
    return save_item(own_entry(entry_id), sections.of_dossier(db(), entry_id, section_code), None)


@pages.get(f"{SECTION_PATH}/<int:item_id>")
@access("candidate")
def item(entry_id: int, section_code: str, item_id: int) -> str:
    """The form of an item as it stands, or with what its visitor typed and is not in the dossier yet."""
    row, section = changeable_entry(entry_id, section_code), sections.of_dossier(db(), entry_id, section_code)
    known = stored_item(entry_id, section, item_id)
    opened = open_forms.of_item(entry_id, section, known)
    return item_page(row, opened.form, known, opened.conflict, opened.draft)


@pages.post(f"{SECTION_PATH}/<int:item_id>")
@access("candidate")
def change_item(entry_id: int, section_code: str, item_id: int) -> Response | tuple[str, int]:
    """Save an item anew."""
    return save_item(own_entry(entry_id), sections.of_dossier(db(), entry_id, section_code), item_id)


def changeable_entry(entry_id: int, section_code: str) -> Row:
    """The candidate's own entry, while this section may change. Refused, with the reason, when not."""
    row = own_entry(entry_id)
    answer = may(actor(), "section.edit", refs.section_ref(db(), entry_id, section_code))
    if answer.reason is not None:
        raise Refused(answer.reason)
    return row


def stored_item(entry_id: int, section: Section, item_id: int) -> Item:
    """The entry's item. NotFound when it has none with this number."""
    known = dossiers.item(db(), entry_id, section, item_id)
    if known is None:
        raise NotFound(msg("This is not in the dossier any more."))
    return known


def save_item(row: Row, section: Section, item_id: int | None) -> Response | tuple[str, int]:
    """Save what was posted; show it again, with all that was typed, when it can't be saved."""
    changeable_entry(row["id"], section.code)
    form = item_form(section, None)
    added = open_forms.item_of(open_forms.own_form(row["id"], section, form.token.data or ""), section)
    item_id = item_id or (added.id if added else None)
    if not form.validate():
        return item_page(row, form, current_item(row, section, item_id)), 422
    try:
        saved = actions.save_item(act(), row["id"], section.code, item_id, form.draft())
    except Invalid as problem:
        form.show(problem)
        return item_page(row, form, current_item(row, section, item_id)), 422
    except Conflict as conflict:
        known = current_item(row, section, item_id)
        form.revision.data = str(known.revision) if known else ""
        return item_page(row, form, known, conflict), 409
    flash(say(msg("Saved. You can go on at any time.")), "success")
    tell_of_file(current_item(row, section, saved))
    return redirect(url_for("dossier.entry", entry_id=row["id"], _anchor=f"section-{section.code}"), code=303)


def tell_of_file(item: Item | None) -> None:
    """Say at once when nobody will be able to read an item's file."""
    if item and item.file and item.file.advice:
        flash(say(msg("%(file)s: %(advice)s", file=item.file.name, advice=item.file.advice)), "warning")


def current_item(row: Row, section: Section, item_id: int | None) -> Item | None:
    """The item as it stands now; None for a new one, and for one that was removed meanwhile."""
    return None if item_id is None else dossiers.item(db(), row["id"], section, item_id)


def item_page(
    row: Row, form: ItemForm, known: Item | None, conflict: Conflict | None = None, draft: Row | None = None
) -> str:
    """The page with an item's form. `conflict` brings the stored values that differ from the typed ones.

    `draft`: the form holds what its visitor typed before, and is not in the dossier yet.
    """
    section = form.section
    root = context.files()
    form.limit_file(root.max_bytes, say(root.too_large))
    names = dict(entry_id=row["id"], section_code=section.code)
    if known is None:
        target = url_for("dossier.add_item", **names)
    else:
        target = url_for("dossier.change_item", **names, item_id=known.id)
    return render_template(
        "dossier/item.html",
        entry=row,
        section=section,
        form=form,
        item=known,
        dossier=alone(row, known),
        conflict=conflict,
        draft=draft,
        base=open_forms.base_of(known, section),
        target=target,
        file_lost=request.method == "POST" and isinstance(form.upload(), Upload),
        sent=sent_before(form),
    )


def sent_before(form: ItemForm) -> str | None:
    """The name of the file that was sent before the form, if it still waits for it."""
    upload = form.upload()
    known = uploads.own(db(), upload.token, actor().account_id) if isinstance(upload, Sent) else None
    return known["name"] if known is not None and known["claimed_at"] is None else None


def alone(row: Row, known: Item | None) -> Dossier:
    """A dossier of one item, to call that by its name and to show it."""
    items = {known.section: (known,)} if known else {}
    own = tuple(sections.of_entry(db(), row["id"]).values())
    return Dossier(row["id"], dossiers.place_of(row), own, items)


@pages.get(f"{SECTION_PATH}/<int:item_id>/remove")
@access("candidate")
def remove_question(entry_id: int, section_code: str, item_id: int) -> str:
    """Ask before an item is removed."""
    row, section = changeable_entry(entry_id, section_code), sections.of_dossier(db(), entry_id, section_code)
    return remove_page(row, section, stored_item(entry_id, section, item_id))


@pages.post(f"{SECTION_PATH}/<int:item_id>/remove")
@access("candidate")
def remove_item(entry_id: int, section_code: str, item_id: int) -> Response | tuple[str, int]:
    """Remove an item and its file."""
    row = changeable_entry(entry_id, section_code)
    section = sections.of_dossier(db(), entry_id, section_code)
    known = stored_item(entry_id, section, item_id)
    try:
        actions.remove_item(act(), entry_id, section.code, item_id, RemoveForm().seen_revision())
    except Conflict as conflict:
        return remove_page(row, section, known, conflict), 409
    flash(say(msg("Removed from the dossier.")), "success")
    return redirect(url_for("dossier.entry", entry_id=entry_id, _anchor=f"section-{section.code}"), code=303)


def remove_page(row: Row, section: Section, known: Item, conflict: Conflict | None = None) -> str:
    """The question, with the item as it stands now."""
    form = RemoveForm(formdata=None, revision=str(known.revision))
    return render_template(
        "dossier/remove.html",
        entry=row,
        section=section,
        item=known,
        dossier=alone(row, known),
        form=form,
        conflict=conflict,
    )


# --- submission and receipts ---------------------------------------------------------------------


@pages.post("/entries/<int:entry_id>/submit")
@access("candidate")
def submit(entry_id: int) -> Response | tuple[str, int]:
    """Submit the dossier; show what hinders it when it can't be."""
    row = own_entry(entry_id)
    try:
        number = actions.submit(act(), entry_id)
    except Invalid as problem:
        return entry_page(row, problem.message), 422
    except Refused as refusal:
        return entry_page(row, refusal.message), 409
    flash(say(msg("Your dossier was submitted. This is its receipt.")), "success")
    return redirect(url_for("dossier.receipt", entry_id=entry_id, number=number), code=303)


@pages.get("/entries/<int:entry_id>/receipts/<int:number>")
@access("candidate")
def receipt(entry_id: int, number: int) -> str:
    """The receipt of a submission: time, fingerprint, contents."""
    row = own_entry(entry_id)
    sent = found(submissions.by_number(db(), entry_id, number))
    return render_template(
        "dossier/receipt.html",
        entry=row,
        sent=sent,
        code=receipt_code(sent["fingerprint"]),
        contents=contents(sent["manifest"]),
    )


@pages.get("/entries/<int:entry_id>/receipts/<int:number>/manifest.json")
@access("candidate")
def manifest(entry_id: int, number: int) -> Response:
    """The manifest to the byte, as its fingerprint was taken."""
    row = own_entry(entry_id)
    sent = found(submissions.by_number(db(), entry_id, number))
    name = f"manifest-{row['edition_code']}-{row['code']}-{number}.json"
    response = Response(sent["manifest"].encode(), mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def register(app: Flask) -> None:
    """Attach these pages, and those of modules that add theirs to them."""
    from evaluation.views import (  # noqa: F401
        downloads,
        drafts,
        feedback,
        own_facts,
        people,
        questions,
        versions,
        withdrawal,
    )

    app.register_blueprint(pages)
