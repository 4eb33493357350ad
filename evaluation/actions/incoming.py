"""Resumable uploads: begun, received piece by piece, checked when whole, dropped, cleaned up after.

Bytes go to disk outside of any transaction; what counts is what the row says. A piece counts once it rests
on disk, the last one together with the check of the whole, so that a killed server leaves an upload that
goes on where it was.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from evaluation.actions.act import Act
from evaluation.actions.dossiers import Draft, save_item
from evaluation.actions.events import UploadBegun, UploadDropped, UploadReceived, UploadsCleaned
from evaluation.actions.uploads import Sent, Upload, recognised, scanned
from evaluation.core.completeness import too_many
from evaluation.core.deadlines import too_late
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.core.messages import msg
from evaluation.files import Full, StoredFile
from evaluation.incoming import Line, Part, turn
from evaluation.media import display_name, shown_name
from evaluation.permissions import require
from evaluation.store import deadlines, dossiers, entries, files, refs, sections, uploads
from evaluation.store.db import Row, stamp, write
from evaluation.store.refs import NOT_FOUND, found
from evaluation.tus import Checksum, Gone, LineBroke, TooLarge, WrongChecksum, WrongOffset

CLEAN: Final = "clean uploads"
LASTS: Final = timedelta(days=3)
# What was written in the last hour may belong to a form that is still on its way.
ORPHAN_AGE: Final = timedelta(hours=1)
MOST_OPEN: Final = 1000
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a sender announces. `section`: where a file that came in whole becomes an item at once."""

    entry_id: int
    length: int
    name: str
    section: str | None
    metadata: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How long after a deadline an upload begun before it may end; how many bytes an entry may have waiting.

    Waiting is what was announced and no dossier holds yet, come or not, so that what was begun can end.
    """

    grace: timedelta
    waiting: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One request's bytes: where they begin, how many there are (None: not said), what they add up to.

    They may take hours to come: `clock` tells how late it is then.
    """

    offset: int
    size: int | None
    checksum: Checksum | None
    line: Line
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How much a cleaning removed: uploads whose time was over, and files that nothing named."""

    uploads: int
    files: int


def begin_upload(act: Act, beginning: Beginning, limits: Limits) -> str:
    """Take note of an upload to come; the token that names it.

    TooLarge, Full (too many bytes wait), Refused (after the deadline, too many begun, submitted) or NotFound.
    """
    if beginning.length > act.files.max_bytes:
        raise TooLarge(act.files.too_large)
    if beginning.length == 0:
        raise Invalid(msg("The file is empty (0 bytes): choose the right file and send it again."))
    require(act.actor, "entry.edit", refs.entry_ref(act.db, beginning.entry_id))
    token, stored_as = secrets.token_urlsafe(24), act.files.begin()
    try:
        with write(act.db):
            _add(act, beginning, token=token, stored_as=stored_as, limits=limits)
    except BaseException:
        act.files.drop(stored_as)
        raise
    return token


def _add(act: Act, beginning: Beginning, *, token: str, stored_as: str, limits: Limits) -> None:
    entry = writable_entry(act, beginning.entry_id, beginning.section)
    if uploads.open_count(act.db, act.actor.account_id) >= MOST_OPEN:
        raise Refused(msg("You have begun very many uploads: finish or cancel some of them first."))
    _check_room(act, entry["id"], beginning.length, limits.waiting)
    _check_section(act, entry["id"], beginning.section)
    until = deadlines.of_entry(act.db, entry)
    late = too_late(until, act.now, entry["timezone"])
    if late is not None:
        raise Refused(late)
    name = shown_name(beginning.name)
    uploads.add(
        act.db,
        token=token,
        entry_id=entry["id"],
        account_id=act.actor.account_id,
        section_code=beginning.section,
        name=name,
        metadata=beginning.metadata,
        length=beginning.length,
        stored_as=stored_as,
        begun_at=act.at,
        deadline_at=stamp(last_moment(until)) if until else None,
        grace_until=stamp(last_moment(until) + limits.grace) if until else None,
        expires_at=stamp(act.now + LASTS),
    )
    act.record(
        UploadBegun(
            edition_id=entry["edition_id"], entry_id=entry["id"], file_name=name, size=beginning.length
        )
    )


def _check_room(act: Act, entry_id: int, length: int, most: int) -> None:
    """Raise Full when an entry's uploads that no dossier holds yet would take too much."""
    waiting = uploads.waiting_bytes(act.db, entry_id, act.at)
    if waiting + length > most:
        raise Full(
            msg(
                "Files that were begun for this dossier and are not in it yet take %(waiting)s MB, and at"
                " most %(most)s MB may wait: finish or cancel some of them first. After three days they go"
                " by themselves.",
                waiting=-(-waiting // MEGABYTE),
                most=most // MEGABYTE,
            )
        )


def _check_section(act: Act, entry_id: int, section_code: str | None) -> None:
    """Raise Invalid when no further item fits into the section, before its file is on its way in vain."""
    if section_code is not None:
        section = sections.of_dossier(act.db, entry_id, section_code)
        if section.is_full(dossiers.items_in(act.db, entry_id, section)):
            raise Invalid(too_many(section.maximum or 0))


def receive(act: Act, token: str, piece: Piece) -> int:
    """Take in a piece, and check the whole once it is there; how many bytes there are now.

    WrongOffset, TooLarge, WrongChecksum, Busy, Gone, LineBroke, Full; Invalid when the whole is refused.
    """
    upload = living_upload(act, token)
    _check_time(act, upload)
    with turn(act.files.path(upload["stored_as"]), piece.line) as part:
        upload = living_upload(act, token)
        _check_piece(upload, piece)
        length = int(upload["length"])
        if upload["ended_at"] is not None:
            return length

        def note(received: int) -> None:
            if received < length:
                with write(act.db):
                    uploads.note_received(act.db, upload["id"], received, stamp(piece.clock() + LASTS))

        received = _take(part, piece, length, note)
        note(received)
        if piece.size is not None and received < piece.offset + piece.size:
            raise LineBroke(msg("The line broke: go on from where it was."))
        if received == length:
            _finish(replace(act, now=piece.clock()), upload, part)
    return received


def _check_piece(upload: Row, piece: Piece) -> None:
    if upload["received"] != piece.offset:
        raise WrongOffset(
            msg("The upload stands at %(received)s bytes: go on from there.", received=upload["received"])
        )
    if piece.offset + (piece.size or 0) > upload["length"]:
        raise TooLarge(msg("This is more than the %(length)s bytes announced.", length=upload["length"]))


def _take(part: Part, piece: Piece, length: int, note: Callable[[int], None]) -> int:
    """Write the piece; how many bytes of the whole are there. With a checksum, all of it counts or none."""
    check = hashlib.new(piece.checksum.algorithm, usedforsecurity=False) if piece.checksum else None
    received = piece.offset
    for taken in part.take(piece.offset, length - piece.offset, check):
        received = piece.offset + taken
        if check is None:
            note(received)
    if received == length and piece.line.read(1):
        raise TooLarge(msg("This is more than the %(length)s bytes announced.", length=length))
    if check is not None and piece.checksum is not None and check.digest() != piece.checksum.digest:
        part.go_back_to(piece.offset)
        raise WrongChecksum(msg("The bytes were changed on their way: send this piece again."))
    return received


def _finish(act: Act, upload: Row, part: Part) -> None:
    """Check the whole and keep it; what is refused is dropped."""
    _check_time(act, upload)
    stored = StoredFile(upload["stored_as"], upload["length"], part.sha256(upload["length"]))
    try:
        _keep(act, upload, stored)
    except Invalid:
        _drop(act, upload, "refused")
        raise
    if not files.is_named(act.db, stored.stored_as):
        act.files.drop(stored.stored_as)


def _keep(act: Act, upload: Row, stored: StoredFile) -> None:
    """Keep a whole upload for the form that asks for it, or make it an item. Invalid when it is refused."""
    media = recognised(act, stored)
    scan = scanned(act, stored, upload["name"])
    name = display_name(upload["name"], media)
    with write(act.db):
        uploads.end(
            act.db,
            upload["id"],
            name=name,
            sha256=stored.sha256,
            media_type=media.media_type,
            scan=scan,
            ended_at=act.at,
            expires_at=stamp(act.now + LASTS),
        )
        entry = writable_entry(act, upload["entry_id"], upload["section_code"])
        act.record(
            UploadReceived(
                edition_id=entry["edition_id"],
                entry_id=entry["id"],
                file_name=name,
                size=stored.size,
                sha256=stored.sha256,
            )
        )
        if upload["section_code"] is not None:
            add_document(act, entry["id"], upload["section_code"], name, Sent(upload["token"]))


def add_document(
    act: Act, entry_id: int, section_code: str, name: str, upload: Upload | Sent, *, token: str = ""
) -> int:
    """A new item of a section of documents, titled as its file is named; the item's id.

    Sent again with the same `token`, it is the item that is there already.
    """
    section = sections.of_dossier(act.db, entry_id, section_code)
    title = name.rpartition(".")[0] or name
    values = {field.name: field.blank for field in section.fields} | {"title": title}
    return save_item(act, entry_id, section_code, None, Draft(values, upload, token=token))


def drop_upload(act: Act, token: str) -> None:
    """Forget an upload of one's own, with its bytes. Refused when a dossier holds it already."""
    upload = own_upload(act, token)
    if upload["claimed_at"] is not None:
        raise Refused(msg("This file is in the dossier already: remove it there."))
    _drop(act, upload, "cancelled")


def _drop(act: Act, upload: Row, why: str) -> None:
    with write(act.db):
        entry = refs.entry_ref(act.db, upload["entry_id"])
        require(act.actor, "entry.prepare", entry)
        uploads.remove(act.db, upload["id"])
        act.record(
            UploadDropped(
                edition_id=entry.edition_id, entry_id=entry.entry_id, file_name=upload["name"], outcome=why
            )
        )
    act.files.drop(upload["stored_as"])


def clean_uploads(act: Act) -> Cleaned:
    """Forget uploads whose time is over, and remove files that nothing names: what crashes left behind."""
    with write(act.db):
        require(act.actor, "upload.clean")
        over = uploads.expired(act.db, act.at)
        for upload in over:
            uploads.remove(act.db, upload["id"])
        # Read inside the block: whatever another request names from here on was written in the last hour.
        orphans = act.files.untouched_since(act.now - ORPHAN_AGE) - files.named(act.db)
        dropped = [one for one in over if one["claimed_at"] is None]
        act.record(UploadsCleaned(uploads=len(dropped), files=len(orphans)))
    for stored_as in orphans | {one["stored_as"] for one in dropped}:
        if not files.is_named(act.db, stored_as):
            act.files.drop(stored_as)
    return Cleaned(len(dropped), len(orphans - {one["stored_as"] for one in dropped}))


# --- whose, and until when -----------------------------------------------------------------------


def own_upload(act: Act, token: str) -> Row:
    """The actor's own upload. NotFound for everybody else's."""
    return found(uploads.own(act.db, token, act.actor.account_id))


def living_upload(act: Act, token: str) -> Row:
    """The actor's own upload, while it may go on. Gone when its time is over, or when a form has used it."""
    upload = own_upload(act, token)
    if upload["expires_at"] <= act.at or (upload["claimed_at"] and upload["section_code"] is None):
        raise Gone(msg("The time for this upload is over: begin anew."))
    return upload


def writable_entry(act: Act, entry_id: int, section_code: str | None) -> Row:
    """The entry, if the actor may change its dossier, and the section. NotFound, Denied or Refused if not."""
    require(act.actor, "entry.edit", refs.entry_ref(act.db, entry_id))
    if section_code is not None:
        section = sections.of_dossier(act.db, entry_id, section_code)
        if section.kind != "documents":
            raise NotFound(NOT_FOUND)
        require(act.actor, "section.edit", refs.section_ref(act.db, entry_id, section_code))
    return found(entries.described(act.db, entry_id))


def last_moment(until: datetime) -> datetime:
    """The last microsecond of a deadline's last second."""
    return until.replace(microsecond=999_999)


def _check_time(act: Act, upload: Row) -> None:
    """Raise Refused when the dossier's deadline is over, and the grace of an upload begun before it too."""
    entry = writable_entry(act, upload["entry_id"], upload["section_code"])
    until = deadlines.of_entry(act.db, entry)
    if upload["grace_until"] is not None and act.at <= upload["grace_until"]:
        return
    late = too_late(until, act.now, entry["timezone"])
    if late is not None:
        raise Refused(late)
