"""Forms that save themselves: what static/drafts.js sends, and drafts that are thrown away."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, url_for
from werkzeug.wrappers import Response

from evaluation.actions import drafts as actions
from evaluation.actions.drafts import Kept
from evaluation.core.dossier import Item
from evaluation.core.errors import Invalid, UserError
from evaluation.core.messages import Message, Moment, msg
from evaluation.forms.dossier import ItemForm, item_form, new_token
from evaluation.store import sections
from evaluation.store.db import Row, moment
from evaluation.views.context import act, db, now
from evaluation.views.dossier import SECTION_PATH, changeable_entry, own_entry, pages
from evaluation.views.gate import access
from evaluation.views.language import say
from evaluation.views.open_forms import base_of
from evaluation.views.problems import STATUS

Answer = tuple[Response, int]
# What is not in the dossier, though nothing is lost, does not read as success.
STATUS_OF = {"conflict": 409, "gone": 409, "late": 409, "large": 413}
# What is said whatever the item.
PLAIN: dict[str, Message] = {
    "gone": msg("Somebody removed this meanwhile. What you typed is kept: save it as new."),
    "large": msg("Not saved: this is too long. What you typed is kept in this browser; make it shorter."),
    "late": msg("This form was sent again meanwhile."),
    "empty": msg("Nothing is typed yet."),
}


@pages.post(f"{SECTION_PATH}/new/keep")
@access("candidate")
def keep_new(entry_id: int, section_code: str) -> Answer:
    """Keep what is typed into the form of a new item."""
    return keep(entry_id, section_code, None)


@pages.post(f"{SECTION_PATH}/<int:item_id>/keep")
@access("candidate")
def keep_item(entry_id: int, section_code: str, item_id: int) -> Answer:
    """Keep what is typed into the form of an item."""
    return keep(entry_id, section_code, item_id)


def keep(entry_id: int, section_code: str, item_id: int | None) -> Answer:
    """Save or keep what was typed, and answer in JSON what became of it, with the sentence to show."""
    try:
        row = changeable_entry(entry_id, section_code)
        form = item_form(sections.of_dossier(db(), entry_id, section_code), None)
        kept = actions.keep(act(), entry_id, section_code, item_id, form.typing())
    except UserError as problem:
        status = next((code for kind, code in STATUS.items() if isinstance(problem, kind)), 400)
        return told({"outcome": "refused", "line": say(problem.message)}, status)
    return told(
        {
            "outcome": kept.outcome,
            "line": say(line(row, form, kept)),
            **places(row, form, kept.item),
            **({"stored": kept.stored} if kept.stored else {}),
            **({"token": new_token()} if kept.outcome == "late" else {}),
        },
        STATUS_OF.get(kept.outcome, 200),
    )


def told(answer: dict[str, Any], status: int) -> Answer:
    """An answer that no cache keeps."""
    response = jsonify(answer)
    response.headers["Cache-Control"] = "no-store"
    return response, status


def places(row: Row, form: ItemForm, item: Item | None) -> dict[str, Any]:
    """Where the form goes on from here: its item and revision, and the addresses that it sends to."""
    names: dict[str, Any] = dict(entry_id=row["id"], section_code=form.section.code)
    if item is None:
        return {
            "page": url_for("dossier.new_item", **names, form=form.token.data),
            "action": url_for("dossier.add_item", **names),
            "keep": url_for("dossier.keep_new", **names),
        }
    names["item_id"] = item.id
    return {
        "item": item.id,
        "revision": item.revision,
        "base": base_of(item, form.section),
        "page": url_for("dossier.item", **names),
        "action": url_for("dossier.change_item", **names),
        "keep": url_for("dossier.keep_item", **names),
    }


def line(row: Row, form: ItemForm, kept: Kept) -> Message:
    """What the page says of it."""
    if kept.outcome in PLAIN:
        return PLAIN[kept.outcome]
    if kept.outcome == "conflict" and kept.item is not None:
        return msg(
            "%(who)s saved this meanwhile (%(when)s). Nothing is lost: what you typed is in the fields, what"
            " was saved stands beside them.",
            who=saver(kept.item),
            when=Moment(moment(kept.item.saved_at), row["timezone"]),
        )
    if kept.outcome == "draft":
        return half_typed(row, form, kept.problem)
    assert kept.item is not None
    return saved_line(row, kept.item)


def saver(item: Item) -> Message | str:
    """Who saved an item last."""
    return item.saved_by or msg("the committee's office")


def saved_line(row: Row, item: Item) -> Message:
    """When an item was saved, and by whom."""
    at = Moment(moment(item.saved_at), row["timezone"])
    return msg("Saved %(when)s by %(who)s.", when=at, who=saver(item))


def half_typed(row: Row, form: ItemForm, problem: Invalid | None) -> Message:
    """That a draft is kept, and the first reason why it isn't in the dossier."""
    at = Moment(now(), row["timezone"])
    problems: dict[str, Any] = {name: found[0] for name, found in form.errors.items() if name and found}
    problems.update(problem.fields if problem else {})
    for field in form.section.fields:
        if field.name in problems:
            return msg(
                "Kept as a draft %(when)s, not in the dossier yet. %(field)s: %(why)s",
                when=at,
                field=form[field.name].label.text,
                why=problems[field.name],
            )
    why = problem.message if problem else msg("Press the button to see why.")
    return msg("Kept as a draft %(when)s, not in the dossier yet. %(why)s", when=at, why=why)


@pages.post(f"{SECTION_PATH}/drafts/<token>/discard")
@access("candidate")
def discard_draft(entry_id: int, section_code: str, token: str) -> Response:
    """Throw away what one typed; the dossier stays as it is."""
    own_entry(entry_id)
    actions.discard_draft(act(), entry_id, section_code, token)
    flash(say(msg("The draft was discarded. The dossier is as it was.")), "success")
    return redirect(url_for("dossier.entry", entry_id=entry_id, _anchor=f"section-{section_code}"), code=303)
