"""Open forms of items: each adds one item at most, knows its own saves, and keeps the audit trail short."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from evaluation.actions.act import Act
from evaluation.core.dossier import Item
from evaluation.core.rules import Section
from evaluation.store import dossiers, item_forms
from evaluation.store.db import Row, moment, stamp

TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
# What a form saves by itself is recorded at once, then no more often than this.
RECORDED_EVERY: Final = timedelta(minutes=10)
# A page that has been open for so long has to ask whether its item changed.
REMEMBERED: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Saving:
    """What a form's sending made: an item's revision, new or (not `changed`) there already."""

    item_id: int
    revision: int
    step: int
    changed: bool
    by_itself: bool


def open_form(act: Act, entry_id: int, section_code: str, token: str) -> Row | None:
    """The actor's form with this token, known from now on; None without a token. Inside a write block."""
    if not TOKEN.fullmatch(token):
        return None
    account_id = act.actor.account_id
    known = item_forms.own(
        act.db, token=token, account_id=account_id, entry_id=entry_id, section_code=section_code
    )
    if known is not None:
        return known
    item_forms.forget_old(act.db, account_id, stamp(act.now - REMEMBERED))
    item_forms.begin(
        act.db, token=token, account_id=account_id, entry_id=entry_id, section_code=section_code, at=act.at
    )
    return item_forms.own(
        act.db, token=token, account_id=account_id, entry_id=entry_id, section_code=section_code
    )


def added_by(act: Act, form: Row | None, section: Section) -> int | None:
    """The item that the form of a new one has added already, while it is there."""
    if form is None or form["item_id"] is None:
        return None
    known = dossiers.item(act.db, form["entry_id"], section, form["item_id"])
    return None if known is None else known.id


def saved_by(form: Row | None, item: Item, step: int) -> bool:
    """Whether the item stands as an earlier sending of the same form left it."""
    if form is None or form["item_id"] != item.id:
        return False
    return bool(form["saved_revision"] == item.revision and step > form["step"])


def note_saved(act: Act, form: Row | None, saving: Saving) -> bool:
    """Remember what a form has saved; whether that is to be recorded. Part of the save's write block.

    A press of the button is recorded, and what the form saved by itself before it; else one save in some
    minutes is.
    """
    if form is None:
        return saving.changed
    item_forms.note_saved(
        act.db,
        form["id"],
        item_id=saving.item_id,
        revision=saving.revision,
        step=saving.step,
        at=act.at,
    )
    due = _is_due(act, form, saving)
    if due:
        item_forms.note_recorded(act.db, form["id"], saving.revision, act.at)
    return due


def _is_due(act: Act, form: Row, saving: Saving) -> bool:
    if not saving.by_itself:
        own = form["saved_revision"] == saving.revision
        return saving.changed or (own and form["recorded_revision"] != saving.revision)
    last = form["recorded_at"]
    return saving.changed and (last is None or moment(last) + RECORDED_EVERY <= act.now)
