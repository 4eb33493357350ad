"""Uploads: to disk first, checked by content, then remembered together with what they belong to.

The disk is written before the transaction starts, so that a slow line holds up nobody; when the
transaction does not come through, the bytes are dropped again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from evaluation.actions.act import Act
from evaluation.actions.events import FileRemoved, FileUploaded
from evaluation.core.errors import Invalid, Refused
from evaluation.files import StoredFile
from evaluation.media import Media, display_name, recognise
from evaluation.store import files, refs, submissions


@dataclass(frozen=True, slots=True)
class Upload:
    """What a browser sends: a stream of bytes and the name that it had there."""

    stream: BinaryIO
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An upload on disk, recognised, under the name to show."""

    stored: StoredFile
    media: Media
    name: str


@contextmanager
def kept_on_disk(act: Act, upload: Upload | None) -> Iterator[Kept | None]:
    """Keep an upload on disk for the block, and for good if the block ends well; None stays None.

    Invalid, at the field `file`, when it is empty, too large or not of an accepted kind.
    """
    if upload is None:
        yield None
        return
    try:
        stored = act.files.keep(upload.stream)
    except Refused as refusal:
        raise Invalid(refusal.message, {"file": refusal.message}) from refusal
    try:
        yield Kept(stored, media := recognised(act, stored), display_name(upload.name, media))
    except BaseException:
        act.files.drop(stored.stored_as)
        raise


def recognised(act: Act, stored: StoredFile) -> Media:
    """What the stored bytes are. Invalid, at the field `file`, when that is not accepted."""
    with act.files.path(stored.stored_as).open("rb") as stream:
        try:
            return recognise(stream)
        except Refused as refusal:
            raise Invalid(refusal.message, {"file": refusal.message}) from refusal


def add_file(act: Act, kept: Kept, *, entry_id: int | None = None, panel_id: int | None = None) -> int:
    """Remember a kept upload of an entry or a panel, inside the caller's transaction; the file's id."""
    file_id = files.add(
        act.db,
        entry_id=entry_id,
        panel_id=panel_id,
        name=kept.name,
        media_type=kept.media.media_type,
        size=kept.stored.size,
        sha256=kept.stored.sha256,
        stored_as=kept.stored.stored_as,
        uploaded_by=act.actor.account_id,
        uploaded_at=act.at,
    )
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


def forget_file(act: Act, file_id: int) -> str | None:
    """Forget an entry's file to which no item refers any more, inside the caller's transaction.

    Answers the name on disk, to be dropped after the commit; None when a submission lists the file, which
    is then kept.
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
    return str(known["stored_as"])
