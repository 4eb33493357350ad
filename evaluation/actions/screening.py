"""Decisions on dossiers: accept, return, reject; and entries that leave the award."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlite_utils import Database

from evaluation.actions import contests as contest_actions
from evaluation.actions import events, mail
from evaluation.actions.act import Act
from evaluation.actions.reasons import stated
from evaluation.actions.reserves import fill_place_of
from evaluation.core.deadlines import PAST_DEADLINE, passed
from evaluation.core.errors import Denied, Invalid, NotFound
from evaluation.core.messages import Moment, msg
from evaluation.core.workflow import NotAllowed, next_status
from evaluation.permissions import require
from evaluation.store import corrections, editions, entries, refs, screening_checks, sections
from evaluation.store.db import Row, stamp, write

NO_SECTION = msg("Open at least one section: otherwise nothing can be corrected.")


def accept_entry(act: Act, entry_id: int) -> None:
    """Accept a submitted dossier: the entry comes into the first judged round of its category (rule 13)."""
    with write(act.db):
        require(act.actor, "entry.screen", refs.entry_ref(act.db, entry_id))
        accept(act, entry_id)
        mail.post_to_candidate(act, _entry(act.db, entry_id), "accepted")


def accept(act: Act, entry_id: int) -> None:
    """The core of accepting, for dossiers that came in here and for those brought over from paper.

    Inside a write block. Refused when a contest that the entry would come into is finalised already.
    """
    entry = _entry(act.db, entry_id)
    _move(act, entry, "accept", "")
    act.record(events.EntryAccepted(edition_id=entry["edition_id"], entry_id=entry_id))
    contest_actions.enter_first(act, entry)


def return_entry(
    act: Act,
    entry_id: int,
    reason: str,
    *,
    opened: Collection[str] | None = None,
    due: datetime | None = None,
) -> None:
    """Give a submitted dossier back to the candidate, who may change it and submit it again.

    `opened`: the codes of the sections that may change (None: all). `due`: the new deadline (aware; None:
    without one). Invalid, by field, when no section is opened or the deadline has passed.
    """
    with write(act.db):
        require(act.actor, "entry.screen", refs.entry_ref(act.db, entry_id))
        entry, why = _entry(act.db, entry_id), stated(reason)
        _move(act, entry, "return", why)
        act.record(events.EntryReturned(edition_id=entry["edition_id"], entry_id=entry_id, reason=why))
        open_for_correction(act, entry, why, opened=opened, due=due)
        if due is None:
            mail.post_to_candidate(act, entry, "returned", reason=why)
        else:
            until = Moment(due, entry["timezone"])
            mail.post_to_candidate(act, entry, "returned_until", reason=why, moment=until)


def open_for_correction(
    act: Act, entry: Row, reason: str, *, opened: Collection[str] | None, due: datetime | None
) -> None:
    """Keep what the candidate may change, and until when. Part of returning a dossier."""
    own = sections.of_entry(act.db, entry["id"])
    codes = [code for code in own if opened is None or code in opened]
    if not codes:
        raise Invalid(NO_SECTION, {"sections": NO_SECTION})
    if due is not None and passed(due, act.now):
        raise Invalid(PAST_DEADLINE, {"day": PAST_DEADLINE})
    corrections.add(
        act.db,
        entry_id=entry["id"],
        reason=reason,
        sections=codes,
        due_at=stamp(due) if due else None,
        returned_by=act.actor.account_id,
        returned_at=act.at,
    )
    act.record(
        events.CorrectionOpened(
            edition_id=entry["edition_id"],
            entry_id=entry["id"],
            sections=codes,
            due=stamp(due) if due else None,
        )
    )


def reject_entry(act: Act, entry_id: int, reason: str) -> None:
    """Turn a submitted dossier down for good."""
    with write(act.db):
        require(act.actor, "entry.screen", refs.entry_ref(act.db, entry_id))
        entry, why = _entry(act.db, entry_id), stated(reason)
        _move(act, entry, "reject", why)
        act.record(events.EntryRejected(edition_id=entry["edition_id"], entry_id=entry_id, reason=why))
        mail.post_to_candidate(act, entry, "rejected", reason=why)


def withdraw_entry(act: Act, entry_id: int, reason: str) -> None:
    """Take an entry out of the award at the candidate's wish; finalised results keep it."""
    with write(act.db):
        require(act.actor, "entry.remove", refs.entry_ref(act.db, entry_id))
        entry, why = _entry(act.db, entry_id), stated(reason)
        _move(act, entry, "withdraw", why)
        act.record(events.EntryWithdrawn(edition_id=entry["edition_id"], entry_id=entry_id, reason=why))
        fill_place_of(act, entry, why)


def withdraw_own_entry(act: Act, entry_id: int, reason: str) -> None:
    """Take one's own entry out of the award; finalised results keep it."""
    with write(act.db):
        require(act.actor, "entry.withdraw", refs.entry_ref(act.db, entry_id))
        entry, why = _entry(act.db, entry_id), stated(reason)
        _move(act, entry, "withdraw", why)
        act.record(events.EntryWithdrawn(edition_id=entry["edition_id"], entry_id=entry_id, reason=why))
        fill_place_of(act, entry, why)
        mail.post_to_committee(act, entry, "withdrawn", reason=why)


def exclude_entry(act: Act, entry_id: int, reason: str) -> None:
    """Take an entry out of the award by the committee's decision; finalised results keep it."""
    with write(act.db):
        require(act.actor, "entry.remove", refs.entry_ref(act.db, entry_id))
        entry, why = _entry(act.db, entry_id), stated(reason)
        _move(act, entry, "exclude", why)
        act.record(events.EntryExcluded(edition_id=entry["edition_id"], entry_id=entry_id, reason=why))
        fill_place_of(act, entry, why)


def set_check(act: Act, entry_id: int, round_id: int, item: str, passed: bool) -> None:
    """Tick, or untick, one item of a screening round's check list for an entry."""
    with write(act.db):
        require(act.actor, "entry.screen", refs.entry_ref(act.db, entry_id))
        entry = _entry(act.db, entry_id)
        _require_item(act.db, entry, round_id, item)
        if screening_checks.set_passed(
            act.db, entry_id, round_id, item, passed, checked_by=act.actor.account_id, checked_at=act.at
        ):
            act.record(
                events.ScreeningItemChecked(
                    edition_id=entry["edition_id"], entry_id=entry_id, item=item, passed=passed
                )
            )


def set_checks(act: Act, entry_id: int, answers: Sequence[tuple[int, str, bool]]) -> None:
    """Tick or untick several items, each as round, item and whether it is fulfilled; all or none."""
    with write(act.db):
        require(act.actor, "entry.screen", refs.entry_ref(act.db, entry_id))
        for round_id, item, passed in answers:
            set_check(act, entry_id, round_id, item, passed)


def _entry(db: Database, entry_id: int) -> Row:
    return refs.found(entries.described(db, entry_id))


def _move(act: Act, entry: Row, action: str, reason: str) -> None:
    try:
        status = next_status(entry["status"], action)
    except NotAllowed:
        raise Denied(msg("The entry is no longer in a state that allows this: reload the page.")) from None
    entries.set_status(act.db, entry["id"], status, reason=reason, status_at=act.at)


def _require_item(db: Database, entry: Row, round_id: int, item: str) -> None:
    """NotFound unless the check list of this screening round, of the entry's category, has the item."""
    for stored in editions.rounds_of(db, entry["edition_id"]):
        here = stored.id == round_id and entry["category_code"] in stored.rules.categories
        if here and any(one.code == item for one in stored.rules.checklist):
            return
    raise NotFound(refs.NOT_FOUND)
