"""Reopening: a committee gives a submitted sheet back to its assessor; what was submitted stays."""

from __future__ import annotations

from evaluation.actions import sheet_events
from evaluation.actions.act import Act
from evaluation.actions.mail import post
from evaluation.actions.reasons import stated
from evaluation.core.people import Actor
from evaluation.core.rules import Text
from evaluation.core.subjects import SheetRef
from evaluation.permissions import Answer, may, require
from evaluation.store import contests, numbers, refs, sheet_versions
from evaluation.store.db import write


def keep_submitted(act: Act, sheet_id: int, where: dict[str, int]) -> None:
    """Keep a sheet as it was just submitted. Part of the action that submits it.

    `where` are the ids of its edition, contest and entry. A sheet that had been given back leaves an event
    with the fingerprints of both submissions.
    """
    kept = sheet_versions.keep(act.db, sheet_id)
    before = sheet_versions.last_reopening(act.db, sheet_id) if kept["number"] > 1 else None
    if before is not None:
        act.record(
            sheet_events.SheetResubmitted(
                **where,
                sheet=sheet_id,
                number=kept["number"],
                before=before["fingerprint"],
                after=kept["fingerprint"],
            )
        )


def may_reopen(actor: Actor, sheet: SheetRef) -> Answer:
    """Whether the actor may give this sheet back now, or why not."""
    return may(actor, "sheet.reopen", sheet)


def reopen_sheet(act: Act, sheet_id: int, reason: str) -> None:
    """Give a submitted sheet back to its assessor, as a draft with the same marks, and tell them.

    It does not count until it is handed in again, which its assessor may do after the closing too.
    """
    with write(act.db):
        ref = sheet_versions.sheet_ref(act.db, sheet_id)
        require(act.actor, "sheet.reopen", ref)
        why = stated(reason)
        version = sheet_versions.keep(act.db, sheet_id)
        sheet_versions.reopen(
            act.db,
            sheet_id,
            version["id"],
            reason=why,
            reopened_by=act.actor.account_id,
            reopened_at=act.at,
        )
        act.record(
            sheet_events.SheetReopened(
                edition_id=ref.edition_id,
                contest_id=ref.contest_id,
                entry_id=ref.entry_id,
                sheet=sheet_id,
                number=version["number"],
                fingerprint=version["fingerprint"],
                reason=why,
            )
        )
        _tell(act, ref, why)


def _tell(act: Act, sheet: SheetRef, reason: str) -> None:
    """The letter names no candidate: a round may hide who is judged."""
    about = refs.found(contests.described(act.db, sheet.contest_id))
    post(
        act,
        to_account_id=sheet.assessor,
        template="reopened",
        values={
            "round": Text(about["round_title_id"], about["round_title_en"]),
            "edition": Text(about["edition_title_id"], about["edition_title_en"]),
            "reason": reason,
            "contest": sheet.contest_id,
            "entry": numbers.in_addresses(act.db, sheet.contest_id, sheet.entry_id),
        },
        edition_id=sheet.edition_id,
        entry_id=sheet.entry_id,
    )
