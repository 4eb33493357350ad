"""The candidate's changes: items of the dossier are saved and removed, and the whole is submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from evaluation.actions.act import Act
from evaluation.actions.events import DossierItemRemoved, DossierItemSaved, DossierSubmitted
from evaluation.actions.item_forms import Saving, added_by, note_saved, open_form, saved_by
from evaluation.actions.mail import post_to_candidate
from evaluation.actions.uploads import Kept, Sent, Upload, add_file, forget_file, kept_on_disk
from evaluation.core.completeness import contradictions, lacks, too_many
from evaluation.core.deadlines import too_late
from evaluation.core.dossier import Item
from evaluation.core.errors import Conflict, Invalid, Refused
from evaluation.core.manifest import manifest
from evaluation.core.messages import Moment, msg
from evaluation.core.rules import Section
from evaluation.core.sections import RULES_CHANGED, conforming
from evaluation.core.snapshot import fingerprint
from evaluation.core.workflow import next_status
from evaluation.permissions import require
from evaluation.store import (
    deadlines,
    dossiers,
    entries,
    item_forms,
    refs,
    sections,
    submissions,
    uploads,
)
from evaluation.store.db import Row, write
from evaluation.store.refs import found


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form says of an item: its values by field name, and what shall become of its file.

    `revision` is the one that the form was filled in upon; None for a new item. `token` names the form, when
    it has one, and `step` how often that has sent something; `by_itself`: nobody pressed its button.
    """

    values: Mapping[str, Any]
    upload: Upload | Sent | None = None
    drop_file: bool = False
    revision: int | None = None
    token: str = ""
    step: int = 0
    by_itself: bool = False


def save_item(act: Act, entry_id: int, section_code: str, item_id: int | None, draft: Draft) -> int:
    """Add an item (`item_id` None) or save it anew, half filled or not; the item's id.

    Invalid when a value or the file can't be; Conflict when the item changed or went since `revision`. A form
    that was sent twice adds one item, and is in no conflict with itself. What changes nothing is not stored.
    """
    require(act.actor, "section.edit", refs.section_ref(act.db, entry_id, section_code))
    section = sections.of_dossier(act.db, entry_id, section_code)
    check(section, draft)
    draft = without_used_upload(act, section, entry_id, draft)
    upload = None if section.file == "none" else draft.upload
    with kept_on_disk(act, upload) as kept, write(act.db):
        require(act.actor, "section.edit", refs.section_ref(act.db, entry_id, section_code))
        entry = found(entries.described(act.db, entry_id))
        check_file(section, kept)
        form = open_form(act, entry_id, section.code, draft.token)
        item_id = item_id or added_by(act, form, section)
        check_place(act, section, entry_id, item_id, draft)
        before = (
            None
            if item_id is None
            else unchanged_item(act, section, (entry_id, item_id), draft, form, kept=kept)
        )
        if before is not None and holds(before, draft, kept):
            saved, stale, revision, changed = before.id, None, before.revision, False
        else:
            saved, stale = _store(act, section, entry=entry, before=before, draft=draft, kept=kept)
            revision, changed = (1 if before is None else before.revision + 1), True
            begin_draft(act, entry)
        saving = Saving(saved, revision, draft.step, changed=changed, by_itself=draft.by_itself)
        if note_saved(act, form, saving):
            act.record(
                DossierItemSaved(
                    edition_id=entry["edition_id"],
                    entry_id=entry_id,
                    section=section.code,
                    item=saved,
                    revision=revision,
                )
            )
    if stale is not None:
        act.files.drop(stale)
    return saved


def remove_item(act: Act, entry_id: int, section_code: str, item_id: int, revision: int) -> None:
    """Take an item and its file out of the dossier. Conflict when it changed or went since `revision`."""
    with write(act.db):
        require(act.actor, "section.edit", refs.section_ref(act.db, entry_id, section_code))
        section = sections.of_dossier(act.db, entry_id, section_code)
        entry = found(entries.described(act.db, entry_id))
        item = present_item(act, section, entry_id, item_id)
        if item.revision != revision:
            raise Conflict(
                msg("Somebody changed this meanwhile. Look at it again before you remove it."),
                {**item.values, "revision": item.revision},
            )
        dossiers.remove_item(act.db, entry_id=entry_id, item_id=item_id)
        stale = forget_file(act, item.file.id) if item.file else None
        begin_draft(act, entry)
        act.record(
            DossierItemRemoved(
                edition_id=entry["edition_id"], entry_id=entry_id, section=section.code, item=item_id
            )
        )
    if stale is not None:
        act.files.drop(stale)


def submit(act: Act, entry_id: int) -> int:
    """Submit the complete dossier; the submission's number.

    Refused after the deadline (an upload that was under way then brings its grace), Invalid while something
    is missing. From here on nothing in it changes unless the committee returns it.
    """
    with write(act.db):
        require(act.actor, "entry.submit", refs.entry_ref(act.db, entry_id))
        entry = found(entries.described(act.db, entry_id))
        late = too_late(deadlines.of_entry(act.db, entry), act.now, entry["timezone"])
        if late is not None and not uploads.ended_in_grace(act.db, entry_id, act.at):
            raise Refused(late)
        dossier = dossiers.dossier(act.db, entry_id)
        if lacks(dossier):
            raise Invalid(msg("The dossier is not complete yet. What is missing is listed on its page."))
        number = submissions.next_number(act.db, entry_id)
        text = manifest(dossier, submission_facts(act, entry, number))
        submissions.add(
            act.db,
            entry_id=entry_id,
            number=number,
            submitted_at=act.at,
            submitted_by=act.actor.account_id,
            manifest=text,
            fingerprint=fingerprint(text),
        )
        status = next_status(next_status(entry["status"], "save"), "submit")
        entries.set_status(act.db, entry_id, status, reason="", status_at=act.at)
        entries.set_submitted(act.db, entry_id, act.at)
        act.record(
            DossierSubmitted(
                edition_id=entry["edition_id"],
                entry_id=entry_id,
                number=number,
                fingerprint=fingerprint(text),
            )
        )
        moment = Moment(act.now, entry["timezone"])
        post_to_candidate(act, entry, "receipt", moment=moment, number=number, fingerprint=fingerprint(text))
    return number


def submission_facts(act: Act, entry: Row, number: int) -> dict[str, str | int]:
    """Which submission a manifest is of."""
    return {
        "edition": entry["edition_code"],
        "category": entry["category_code"],
        "candidate": entry["code"],
        "name": entry["name"],
        "number": number,
        "submitted_at": act.at,
    }


def check(section: Section, draft: Draft) -> None:
    """Raise Invalid when a draft isn't the section's, contradicts itself or holds nothing at all."""
    conforming(section, draft.values)
    wrong = contradictions(section, draft.values)
    if wrong:
        raise Invalid(msg("Nothing was saved: some fields can't be right."), wrong)
    if draft.upload is None and all(value in (None, "") for value in draft.values.values()):
        raise Invalid(msg("Nothing was saved: fill in at least one field."))


def check_file(section: Section, kept: Kept | None) -> None:
    """Raise Invalid, at the field `file`, when the section does not take what the file is by its content."""
    if kept is None or section.takes(kept.media_type):
        return
    refusal = msg("This section does not take such a file: its rules say which kinds it takes.")
    raise Invalid(refusal, {"file": refusal})


def check_place(act: Act, section: Section, entry_id: int, item_id: int | None, draft: Draft) -> None:
    """Raise Invalid when the section is full, or has another item with the value that may be there once."""
    if sections.of_dossier(act.db, entry_id, section.code) != section:
        raise Invalid(RULES_CHANGED)
    if item_id is None and section.is_full(dossiers.items_in(act.db, entry_id, section)):
        raise Invalid(too_many(section.maximum or 0))
    once = dossiers.once_of(section, draft.values)
    if once is not None and dossiers.once_taken(act.db, entry_id, section, once, item_id):
        again = msg("This is in the dossier already: change that line instead.")
        raise Invalid(again, {section.what.once or "": again})


def present_item(act: Act, section: Section, entry_id: int, item_id: int) -> Item:
    """The item as it stands. Conflict, with nothing stored, when it is not there any more."""
    item = dossiers.item(act.db, entry_id, section, item_id)
    if item is None:
        raise Conflict(msg("Somebody removed this meanwhile. What you typed is below: save it as new."), {})
    return item


def without_used_upload(act: Act, section: Section, entry_id: int, draft: Draft) -> Draft:
    """The draft without an upload that the same form put into its item already: it was sent twice."""
    if not isinstance(draft.upload, Sent):
        return draft
    upload = uploads.own(act.db, draft.upload.token, act.actor.account_id)
    if upload is None or upload["claimed_at"] is None:
        return draft
    form = item_forms.own(
        act.db,
        token=draft.token,
        account_id=act.actor.account_id,
        entry_id=entry_id,
        section_code=section.code,
    )
    item_id = added_by(act, form, section)
    item = None if item_id is None else dossiers.item(act.db, entry_id, section, item_id)
    used = item is not None and item.file is not None and item.file.sha256 == upload["sha256"]
    return replace(draft, upload=None) if used else draft


def holds(item: Item, draft: Draft, kept: Kept | None) -> bool:
    """Whether an item is already what the draft would make of it, its file by name and bytes."""
    if item.values != draft.values or draft.drop_file or isinstance(draft.upload, Sent):
        return False
    if kept is None:
        return True
    return item.file is not None and (item.file.name, item.file.sha256) == (kept.name, kept.stored.sha256)


def unchanged_item(
    act: Act,
    section: Section,
    where: tuple[int, int],
    draft: Draft,
    form: Row | None,
    *,
    kept: Kept | None,
) -> Item:
    """The item (`where`: entry, item) as the form knew it. Conflict, with the stored values, when it changed.

    What the form itself saved since, while the answer was lost on a broken line, is no change.
    """
    item = present_item(act, section, *where)
    differing = {name: value for name, value in item.values.items() if value != draft.values[name]}
    if item.revision == draft.revision or holds(item, draft, kept) or saved_by(form, item, draft.step):
        return item
    raise Conflict(
        msg(
            "Somebody saved this meanwhile. Nothing is lost: what you typed is in the fields, what was saved"
            " stands below them. Save again to keep yours."
        ),
        {**differing, "revision": item.revision},
    )


def begin_draft(act: Act, entry: Row) -> None:
    """Move an invited entry on to draft; a returned one stays returned, with its reason."""
    status = next_status(entry["status"], "save")
    if status != entry["status"]:
        entries.set_status(act.db, entry["id"], status, reason="", status_at=act.at)


def _store(
    act: Act, section: Section, *, entry: Row, before: Item | None, draft: Draft, kept: Kept | None
) -> tuple[int, str | None]:
    """Write the item and its file; its id, and the replaced file's name on disk if it may go."""
    old_file = before.file if before else None
    file_id = old_file.id if old_file and not draft.drop_file else None
    if kept is not None:
        file_id = add_file(act, kept, entry_id=entry["id"])
    columns: dict[str, Any] = dict(
        entry_id=entry["id"],
        values=draft.values,
        file_id=file_id,
        saved_by=act.actor.account_id,
        saved_at=act.at,
    )
    if before is None:
        return dossiers.add_item(act.db, section, **columns), None
    dossiers.change_item(act.db, section, item_id=before.id, **columns)
    stale = forget_file(act, old_file.id) if old_file and old_file.id != file_id else None
    return before.id, stale
