"""Uploads: to disk first, checked by content, then remembered together with what they belong to.

The disk is written before the transaction starts, so that a slow line holds up nobody; when the
transaction does not come through, the bytes are dropped again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO

from evaluation.actions.act import Act
from evaluation.actions.events import FileRemoved, FileUploaded
from evaluation.actions.reading import forgotten, looked_at, noted
from evaluation.actions.scans import ask_for_scan
from evaluation.core.errors import Invalid, Refused
from evaluation.core.messages import msg
from evaluation.files import StoredFile
from evaluation.media import Media, display_name, recognise, shown_name
from evaluation.scanner import scan
from evaluation.store import files, readings, refs, submissions, uploads

UNREADABLE = ("locked", "broken")
NOT_THERE = msg("The file that was sent before is not there any more: choose it again.")


@dataclass(frozen=True, slots=True)
class Upload:
    """What a browser sends: a stream of bytes and the name that it had there."""

    stream: BinaryIO
    name: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A resumable upload that came in whole before (actions/incoming.py), by its token."""

    token: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An upload on disk, recognised, under the name to show; `upload_id` when it came before the form.

    `reading` is the state of its reading aids (actions/reading.py); None when it gets none.
    """

    stored: StoredFile
    media_type: str
    name: str
    scan: str
    upload_id: int | None = None
    reading: str | None = None


@contextmanager
def kept_on_disk(act: Act, upload: Upload | Sent | None) -> Iterator[Kept | None]:
    """Keep an upload on disk for the block, and for good if the block ends well; None stays None.

    Invalid, at the field `file`, when it is empty, too large, infected or not of an accepted kind. Bytes
    that rest on disk already are not kept twice.
    """
    if upload is None:
        yield None
        return
    if isinstance(upload, Sent):
        kept = looked_into(act, sent_before(act, upload))
        yield kept
    else:
        try:
            stored = act.files.keep(upload.stream)
        except Refused as refusal:
            raise Invalid(refusal.message, {"file": refusal.message}) from refusal
        try:
            media = recognised(act, stored)
            kept = Kept(
                stored, media.media_type, display_name(upload.name, media), scanned(act, stored, upload.name)
            )
            kept = looked_into(act, kept)
            yield kept
        except BaseException:
            act.files.drop(stored.stored_as)
            raise
    if not files.is_named(act.db, kept.stored.stored_as):
        act.files.drop(kept.stored.stored_as)


def looked_into(act: Act, kept: Kept) -> Kept:
    """The upload with what a first look says of it; bytes that were looked at before are not again."""
    known = readings.by_bytes(act.db, kept.stored.sha256)
    if known is not None:
        return replace(kept, reading=known["state"] if known["state"] in UNREADABLE else "waiting")
    return replace(kept, reading=looked_at(act.files, kept.stored.stored_as, kept.media_type))


def sent_before(act: Act, sent: Sent) -> Kept:
    """The actor's own upload that no form has used yet. Invalid, at the field `file`, when there is none."""
    known = uploads.own(act.db, sent.token, act.actor.account_id)
    if known is None or known["ended_at"] is None or known["claimed_at"] is not None:
        raise Invalid(NOT_THERE, {"file": NOT_THERE})
    stored = StoredFile(known["stored_as"], known["length"], known["sha256"])
    return Kept(stored, known["media_type"], known["name"], known["scan"], known["id"])


def scanned(act: Act, stored: StoredFile, name: str) -> str:
    """What the virus scanner says of stored bytes: clean, waiting (it can't be asked) or unscanned (none).

    Invalid, at the field `file`, naming the virus, when they are infected.
    """
    verdict = scan(act.files.scanner, act.files.path(stored.stored_as))
    if verdict.state == "infected":
        infected = msg(
            "%(name)s was refused: it carries the virus %(virus)s. Clean the computer that it comes from.",
            name=shown_name(name),
            virus=verdict.virus,
        )
        raise Invalid(infected, {"file": infected})
    return verdict.state


def recognised(act: Act, stored: StoredFile) -> Media:
    """What the stored bytes are. Invalid, at the field `file`, when that is not accepted."""
    with act.files.path(stored.stored_as).open("rb") as stream:
        try:
            return recognise(stream)
        except Refused as refusal:
            raise Invalid(refusal.message, {"file": refusal.message}) from refusal


def add_file(act: Act, kept: Kept, *, entry_id: int | None = None, panel_id: int | None = None) -> int:
    """Remember a kept upload of an entry or a panel, inside the caller's transaction; the file's id."""
    stored_as = claimed(act, kept, entry_id)
    file_id = files.add(
        act.db,
        entry_id=entry_id,
        panel_id=panel_id,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.stored.size,
        sha256=kept.stored.sha256,
        stored_as=stored_as,
        scan=kept.scan,
        uploaded_by=act.actor.account_id,
        uploaded_at=act.at,
    )
    noted(act, kept.stored.sha256, kept.reading)
    if kept.scan == "clean":
        files.set_scan(act.db, stored_as, kept.scan)
    if kept.scan == "waiting":
        ask_for_scan(act)
    edition_id = (
        refs.entry_ref(act.db, entry_id).edition_id
        if entry_id is not None
        else refs.panel_ref(act.db, panel_id or 0).edition_id
    )
    act.record(
        FileUploaded(
            edition_id=edition_id,
            entry_id=entry_id,
            file=file_id,
            file_name=kept.name,
            size=kept.stored.size,
            sha256=kept.stored.sha256,
        )
    )
    return file_id


def claimed(act: Act, kept: Kept, entry_id: int | None) -> str:
    """Where the file's bytes rest: where the same bytes rest already, or else where they were kept.

    An upload that came before the form belongs to the file from now on. Invalid when it was another entry's.
    """
    if kept.upload_id is not None and not uploads.claim(act.db, kept.upload_id, entry_id, act.at):
        raise Invalid(NOT_THERE, {"file": NOT_THERE})
    known = files.with_bytes(act.db, kept.stored.sha256)
    if known is not None and act.files.path(known["stored_as"]).is_file():
        return str(known["stored_as"])
    return kept.stored.stored_as


def forget_file(act: Act, file_id: int) -> str | None:
    """Forget an entry's file to which no item refers any more, inside the caller's transaction.

    Answers the name on disk, to be dropped after the commit; None when a submission lists the file, which
    is then kept, or when another file has the same bytes.
    """
    known = files.by_id(act.db, file_id)
    if known is None or submissions.lists_file(act.db, known["entry_id"], known["sha256"]):
        return None
    files.remove(act.db, file_id)
    act.record(
        FileRemoved(
            edition_id=refs.entry_ref(act.db, known["entry_id"]).edition_id,
            entry_id=known["entry_id"],
            file=file_id,
            file_name=known["name"],
            sha256=known["sha256"],
        )
    )
    if files.with_bytes(act.db, known["sha256"]) is None:
        forgotten(act, known["sha256"])
    return None if files.is_named(act.db, known["stored_as"]) else str(known["stored_as"])
