"""Checks on score sheets that a committee wants back in the assessor's hands."""

from __future__ import annotations

from evaluation.core.messages import msg
from evaluation.core.people import Actor
from evaluation.core.subjects import SheetRef
from evaluation.permissions.answers import HIDDEN, YES, Answer, no


def is_recused_from_sheet(actor: Actor, sheet: SheetRef) -> Answer:
    """Whoever is recused from an entry knows nothing of its sheets."""
    return HIDDEN if actor.account_id in sheet.recused else YES


def is_not_own_sheet(actor: Actor, sheet: SheetRef) -> Answer:
    """Nobody gives their own sheet back to themselves."""
    if actor.account_id is not None and actor.account_id == sheet.assessor:
        return no(msg("This is your own sheet: another member of the committee must reopen it."))
    return YES


def sheet_is_submitted(actor: Actor, sheet: SheetRef) -> Answer:
    """Only what was handed in can be given back."""
    return YES if sheet.status == "submitted" else no(msg("Only a submitted sheet can be reopened."))


def sheet_is_not_excluded(actor: Actor, sheet: SheetRef) -> Answer:
    """An excluded sheet counts nowhere; whether it shall is decided first."""
    if sheet.excluded:
        return no(msg("This sheet is excluded. Let it count again before you reopen it."))
    return YES


def entry_of_sheet_is_accepted(actor: Actor, sheet: SheetRef) -> Answer:
    """Nothing is asked any more about an entry that left the award."""
    return YES if sheet.entry_status == "accepted" else no(msg("This entry is not in the award any more."))


def assessor_can_answer(actor: Actor, sheet: SheetRef) -> Answer:
    """A sheet is given back only to somebody who can hand it in again."""
    if sheet.assessor in sheet.recused:
        return no(msg("This assessor is recused from the entry, so the sheet does not count and stays."))
    if not sheet.seated:
        return no(msg("This assessor left the panel and can't correct the sheet. Exclude it if it is wrong."))
    return YES
