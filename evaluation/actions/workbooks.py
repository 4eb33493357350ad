"""Score sheets by workbook: the file is kept and looked at first, and its marks are stored when confirmed.

What is stored are the cells that were chosen among those that were shown. Each is saved as the page of the
sheet saves it, and never submits anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from evaluation.actions import sheets
from evaluation.actions import workbook_events as events
from evaluation.actions.act import Act
from evaluation.actions.offline import Comparison, compared
from evaluation.actions.uploads import Upload
from evaluation.core.errors import BadFile, Conflict, Fault, Invalid, NotFound, Refused
from evaluation.core.messages import msg
from evaluation.core.offline import Book
from evaluation.files import FileRoot
from evaluation.media import shown_name
from evaluation.permissions import require
from evaluation.row_files.sheet_book import read_book
from evaluation.store import workbooks
from evaluation.store.db import Row, stamp, write

KEPT_FOR: Final = timedelta(hours=24)
MOST_MB: Final = 10
FOLDER: Final = "workbooks"
# Cells in these states can be chosen.
CHOICES: Final = ("change", "moved")
GONE: Final = msg("There is no such workbook, or its 24 hours are over. Send the file again.")


@dataclass(frozen=True, slots=True)
class Preview:
    """A workbook that was sent, and what it would change now."""

    stored: Row
    found: Comparison

    @property
    def ready(self) -> bool:
        """Whether there is anything to choose."""
        return any(self.found.counts[state] for state in CHOICES)


def make_preview(act: Act, upload: Upload) -> int:
    """Keep a workbook to be looked at for a day; the preview's id.

    BadFile when it is no workbook of the actor's; Invalid, at the field `file`, when it is empty or too
    large. Other people's expired files go as well.
    """
    require(act.actor, "workbook.send")
    root, name = _root(act), shown_name(upload.name)
    try:
        stored = root.keep(upload.stream)
    except Refused as refusal:
        raise Invalid(refusal.message, {"file": refusal.message}) from refusal
    try:
        _own_book(act, name, root.path(stored.stored_as).read_bytes())
        with write(act.db):
            require(act.actor, "workbook.send")
            gone = _forget_expired(act)
            preview_id = workbooks.add(
                act.db,
                account_id=act.actor.account_id or 0,
                name=name,
                size=stored.size,
                sha256=stored.sha256,
                stored_as=stored.stored_as,
                made_at=act.at,
                expires_at=stamp(act.now + KEPT_FOR),
            )
            act.record(events.WorkbookSent(file_name=name, size=stored.size, sha256=stored.sha256))
    except BaseException:
        root.drop(stored.stored_as)
        raise
    for stored_as in gone:
        root.drop(stored_as)
    return preview_id


def preview(act: Act, preview_id: int) -> Preview:
    """One's own workbook against one's sheets as they are now. Nothing is stored."""
    stored = _own(act, preview_id)
    return Preview(stored, compared(act, _book(act, stored)))


def confirm_preview(act: Act, preview_id: int, looked: str, chosen: Collection[str]) -> int:
    """Store the chosen cells, by `Cell.choice`, all of them or none; how many there were.

    `looked` tells what was shown: Conflict when anything of it is another way by now.
    """
    with write(act.db):
        shown = preview(act, preview_id)
        if shown.found.looked != looked:
            message = msg(
                "Something has changed since you looked. Nothing was stored: look again, then confirm."
            )
            raise Conflict(message, {})
        kept = 0
        for entry in shown.found.entries:
            wanted = [c.change for c in entry.cells if c.state in CHOICES and c.choice in chosen]
            if wanted and entry.contest and entry.place:
                sheets.save_fields(act, entry.contest.contest_id, entry.place.entry_id, wanted)
                kept += len(wanted)
        stored = shown.stored
        workbooks.remove(act.db, preview_id)
        act.record(
            events.WorkbookStored(file_name=stored["name"], sha256=stored["sha256"], cells=kept),
        )
    _root(act).drop(stored["stored_as"])
    return kept


def cancel_preview(act: Act, preview_id: int) -> str:
    """Forget a workbook that was sent, without storing anything of it; its name."""
    with write(act.db):
        stored = _own(act, preview_id)
        _forget(act, stored)
    _root(act).drop(stored["stored_as"])
    return str(stored["name"])


def _own(act: Act, preview_id: int) -> Row:
    """One's own workbook. NotFound when its time is over, or it is somebody else's."""
    stored = workbooks.own(act.db, preview_id, act.actor.account_id, act.at)
    if stored is None:
        raise NotFound(GONE)
    require(act.actor, "workbook.send")
    return stored


def _book(act: Act, stored: Row) -> Book:
    try:
        data = _root(act).path(stored["stored_as"]).read_bytes()
    except FileNotFoundError as error:
        raise NotFound(GONE) from error
    if hashlib.sha256(data).hexdigest() != stored["sha256"]:
        raise Refused(msg("The file changed on the server's disk since it was sent. Send it again."))
    return _own_book(act, stored["name"], data)


def _own_book(act: Act, name: str, data: bytes) -> Book:
    """The workbook, if it is the actor's own."""
    book = read_book(name, data)
    if book.owner.casefold() != act.actor.email.casefold():
        other = msg("Somebody else downloaded this workbook: send the one that you downloaded yourself.")
        raise BadFile(name, [Fault(1, other)])
    return book


def _forget_expired(act: Act) -> list[str]:
    """Forget what nobody confirmed in time; the names on disk, to be dropped after the commit."""
    over = workbooks.expired(act.db, act.at)
    for stored in over:
        _forget(act, stored)
    return [stored["stored_as"] for stored in over]


def _forget(act: Act, stored: Row) -> None:
    workbooks.remove(act.db, stored["id"])
    act.record(events.WorkbookForgotten(file_name=stored["name"], sha256=stored["sha256"]))


def _root(act: Act) -> FileRoot:
    """A folder of their own: these files belong to no dossier, and are smaller."""
    most = min(act.files.max_bytes, MOST_MB * 1024 * 1024)
    return replace(act.files, root=act.files.root / FOLDER, max_bytes=most)
