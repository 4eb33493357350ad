"""Forms that save themselves: into the dossier what can be, and all that was typed where it can't be yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from evaluation.actions.act import Act
from evaluation.actions.dossiers import Draft, save_item
from evaluation.actions.draft_events import DraftDiscarded, DraftKept
from evaluation.actions.item_forms import TOKEN, added_by, open_form, saved_by
from evaluation.core.dossier import Item
from evaluation.core.errors import Conflict, Invalid, Refused
from evaluation.core.messages import msg
from evaluation.core.rules import Section
from evaluation.permissions import require
from evaluation.store import dossiers, entries, item_forms, refs, sections
from evaluation.store.db import Row, write
from evaluation.store.refs import found

MOST_DRAFTS: Final = 50
# Characters of one form: as much as a plain form may send.
MOST_TYPED: Final = 6 * 1024 * 1024

Outcome = Literal["saved", "draft", "conflict", "gone", "late", "empty", "large"]


@dataclass(frozen=True, slots=True)
class Typing:
    """What a form holds: every field as typed, and the draft that it makes (None: a field can't be read)."""

    typed: Mapping[str, str]
    token: str
    step: int
    revision: int | None
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of it: in the dossier ("saved"), or kept beside it, and why.

    `item` is the item as it stands, `stored` its fields that differ where somebody else saved meanwhile.
    """

    outcome: Outcome
    item: Item | None = None
    problem: Invalid | None = None
    stored: Mapping[str, str] | None = None


def texts(values: Mapping[str, Any]) -> dict[str, str]:
    """An item's values as a form shows them."""
    return {name: "" if value is None else str(value) for name, value in values.items()}


def keep(act: Act, entry_id: int, section_code: str, item_id: int | None, typing: Typing) -> Kept:
    """Save what a form holds, by itself; what the dossier can't take is kept for its account.

    A sending that comes after a later one of the same form changes nothing.
    """
    require(act.actor, "section.edit", refs.section_ref(act.db, entry_id, section_code))
    if not TOKEN.fullmatch(typing.token):
        raise Refused(msg("This page is too old to save itself: use its button."))
    if sum(len(text) for text in typing.typed.values()) > MOST_TYPED:
        return Kept("large")
    section = sections.of_dossier(act.db, entry_id, section_code)
    form = own_form(act, entry_id, section_code, typing.token)
    item_id = item_id or added_by(act, form, section)
    if form is not None and typing.step <= form["step"]:
        return Kept("late", standing(act, entry_id, section, item_id))
    problem = None
    if typing.draft is not None:
        try:
            saved = save_item(act, entry_id, section_code, item_id, replace(typing.draft, by_itself=True))
            return Kept("saved", standing(act, entry_id, section, saved))
        except Invalid as reason:
            problem = reason
        except Conflict:
            problem = None
    return keep_typed(act, entry_id, section, item_id, typing=typing, problem=problem)


def keep_typed(
    act: Act,
    entry_id: int,
    section: Section,
    item_id: int | None,
    *,
    typing: Typing,
    problem: Invalid | None,
) -> Kept:
    """Keep what was typed beside the dossier, which it does not change. Refused beyond very many drafts."""
    with write(act.db):
        require(act.actor, "section.edit", refs.section_ref(act.db, entry_id, section.code))
        entry = found(entries.described(act.db, entry_id))
        form = found(open_form(act, entry_id, section.code, typing.token))
        item = standing(act, entry_id, section, item_id)
        if form["step"] >= typing.step:
            return Kept("late", item)
        if item_id is None and not any(text.strip() for text in typing.typed.values()):
            item_forms.forget_typed(act.db, form["id"])
            return Kept("empty")
        check_room(act, entry_id, form)
        if not form["drafted"]:
            act.record(
                DraftKept(
                    edition_id=entry["edition_id"], entry_id=entry_id, section=section.code, item=item_id
                )
            )
        item_forms.note_typed(
            act.db,
            form["id"],
            item_id=item_id,
            typed=typing.typed,
            based_on=typing.revision or 0,
            step=typing.step,
            at=act.at,
        )
        if item_id is not None and item is None:
            return Kept("gone")
        stored = differing(form, item, typing)
        return Kept("conflict" if stored else "draft", item, problem, stored)


def check_room(act: Act, entry_id: int, form: Row) -> None:
    """Raise Refused when the actor has too many drafts here for one more."""
    if form["typed"] is not None:
        return
    if item_forms.drafts_of_account(act.db, entry_id, act.actor.account_id) >= MOST_DRAFTS:
        raise Refused(msg("You have begun very many drafts here: finish or discard some of them first."))


def differing(form: Row | None, item: Item | None, typing: Typing) -> dict[str, str]:
    """The item's fields, as somebody else saved them meanwhile, that differ from what was typed."""
    if item is None or item.revision == typing.revision or saved_by(form, item, typing.step):
        return {}
    return {name: text for name, text in texts(item.values).items() if text != typing.typed[name]}


def discard_draft(act: Act, entry_id: int, section_code: str, token: str) -> None:
    """Throw away what one's own form typed. NotFound for everybody else's; the dossier stays as it is."""
    with write(act.db):
        require(act.actor, "entry.prepare", refs.entry_ref(act.db, entry_id))
        entry = found(entries.described(act.db, entry_id))
        form = found(own_form(act, entry_id, section_code, token))
        item_forms.forget_typed(act.db, form["id"])
        act.record(
            DraftDiscarded(
                edition_id=entry["edition_id"],
                entry_id=entry_id,
                section=section_code,
                item=form["item_id"],
            )
        )


def own_form(act: Act, entry_id: int, section_code: str, token: str) -> Row | None:
    """The actor's form with this token, if it has sent anything."""
    return item_forms.own(
        act.db,
        token=token,
        account_id=act.actor.account_id,
        entry_id=entry_id,
        section_code=section_code,
    )


def standing(act: Act, entry_id: int, section: Section, item_id: int | None) -> Item | None:
    """The item as it stands; None for a new one, and for one that was removed."""
    return None if item_id is None else dossiers.item(act.db, entry_id, section, item_id)
