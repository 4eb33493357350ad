"""Pages of a dossier as reasons for marks: pinned to a criterion of one's own sheet, and taken off again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evaluation.actions import sheet_events
from evaluation.actions.act import Act
from evaluation.actions.sheets import draft_of, sheet_at_work, where
from evaluation.core.errors import NotFound, Refused
from evaluation.core.messages import msg
from evaluation.store import pins, refs
from evaluation.store.db import write

MOST_PINS: Final = 12
TOO_MANY: Final = msg("A criterion takes at most %(most)s pages: take one off first.", most=MOST_PINS)


@dataclass(frozen=True, slots=True)
class Pin:
    """A page (from 1) of a file of the dossier, for the criterion with this code."""

    code: str
    file_id: int
    page: int


def pin_page(act: Act, contest_id: int, entry_id: int, pin: Pin) -> None:
    """Give a page as the reason for a mark. NotFound for a page that the dossier doesn't have."""
    with write(act.db):
        seat = sheet_at_work(act, contest_id, entry_id)
        criterion_id = seat.round.criterion_ids.get(pin.code)
        pages = pins.readable_pages(act.db, entry_id, pin.file_id)
        if criterion_id is None or not 1 <= pin.page <= pages:
            raise NotFound(refs.NOT_FOUND)
        sheet_id = draft_of(act, seat)
        known = [one for one in pins.of_sheet(act.db, sheet_id) if one["code"] == pin.code]
        if len(known) >= MOST_PINS:
            raise Refused(TOO_MANY)
        if pins.add(act.db, sheet_id, criterion_id, file_id=pin.file_id, page=pin.page, pinned_at=act.at):
            act.record(
                sheet_events.PagePinned(
                    **where(seat), sheet=sheet_id, criterion=pin.code, file=pin.file_id, page=pin.page
                )
            )


def unpin_page(act: Act, contest_id: int, entry_id: int, pin: Pin) -> None:
    """Take a page off a criterion; one that isn't there changes nothing."""
    with write(act.db):
        seat = sheet_at_work(act, contest_id, entry_id)
        criterion_id = seat.round.criterion_ids.get(pin.code)
        if seat.sheet is None or criterion_id is None:
            return
        sheet_id = int(seat.sheet["id"])
        if pins.remove(act.db, sheet_id, criterion_id, file_id=pin.file_id, page=pin.page):
            act.record(
                sheet_events.PageUnpinned(
                    **where(seat), sheet=sheet_id, criterion=pin.code, file=pin.file_id, page=pin.page
                )
            )
