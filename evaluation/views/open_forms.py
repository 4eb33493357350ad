"""How the form of an item opens: blank, with the item, or with what its visitor typed and never got saved."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.drafts import texts
from evaluation.actions.item_forms import TOKEN
from evaluation.core.dossier import Item
from evaluation.core.errors import Conflict
from evaluation.core.messages import msg
from evaluation.core.rules import Section
from evaluation.forms.dossier import ItemForm, form_of_typed, item_form
from evaluation.store import dossiers, item_forms
from evaluation.store.db import Row
from evaluation.views.context import actor, db

MEANWHILE = msg(
    "Somebody saved this after you typed. Nothing is lost: what you typed is in the fields, what was saved"
    " stands beside them. Save to keep yours."
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A form as its page first shows it.

    `draft`: the visitor's own typing that it holds; `item`: what a form of a new item has added already;
    `conflict`: the item was changed after the draft was typed.
    """

    form: ItemForm
    draft: Row | None = None
    item: Item | None = None
    conflict: Conflict | None = None


def of_new(entry_id: int, section: Section, token: str) -> Opened:
    """The form of a new item: blank, or the one with this token."""
    if not TOKEN.fullmatch(token):
        return Opened(item_form(section, None))
    known = own_form(entry_id, section, token)
    item = None if known is None else item_of(known, section)
    if known is None or known["typed"] is None or item is not None:
        return Opened(item_form(section, None, token), item=item)
    return Opened(_with_typed(section, known, None), known)


def of_item(entry_id: int, section: Section, item: Item) -> Opened:
    """The form of an item: as it stands, or with what its visitor typed last."""
    draft = item_forms.newest_draft(
        db(),
        account_id=actor().account_id,
        entry_id=entry_id,
        section_code=section.code,
        item_id=item.id,
    )
    if draft is None:
        return Opened(item_form(section, item))
    form = _with_typed(section, draft, item.revision)
    typed = draft["typed"]
    stored = {n: item.values[n] for n, text in texts(item.values).items() if text != typed.get(n, "")}
    own = item.revision in (draft["based_on"], draft["saved_revision"])
    changed = None if own or not stored else Conflict(MEANWHILE, stored)
    return Opened(form, draft, item, changed)


def _with_typed(section: Section, draft: Row, revision: int | None) -> ItemForm:
    return form_of_typed(section, draft["typed"], revision, token=draft["token"], step=str(draft["step"]))


def own_form(entry_id: int, section: Section, token: str) -> Row | None:
    """The visitor's own form with this token, if it has sent anything."""
    return item_forms.own(
        db(),
        token=token,
        account_id=actor().account_id,
        entry_id=entry_id,
        section_code=section.code,
    )


def item_of(known: Row | None, section: Section) -> Item | None:
    """The item that a form shows or has added, while it is there."""
    if known is None or known["item_id"] is None:
        return None
    return dossiers.item(db(), known["entry_id"], section, known["item_id"])


def base_of(item: Item | None, section: Section) -> dict[str, str]:
    """The fields as the dossier holds them: what a change is told by."""
    return dict.fromkeys(section.field_names, "") if item is None else texts(item.values)
