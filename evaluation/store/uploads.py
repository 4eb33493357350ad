"""Uploads on their way, and what became of them. Their bytes rest with evaluation/files.py.

An upload is being received until `ended_at`, waits for a form that uses it until `claimed_at`, and its row
goes some days later.
"""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, change, insert, row, rows


def add(
    db: Database,
    *,
    token: str,
    entry_id: int,
    account_id: int | None,
    section_code: str | None,
    name: str,
    metadata: str,
    length: int,
    stored_as: str,
    begun_at: str,
    deadline_at: str | None,
    grace_until: str | None,
    expires_at: str,
) -> None:
    """Remember an upload of which nothing has come yet."""
    insert(
        db,
        "upload",
        token=token,
        entry_id=entry_id,
        account_id=account_id,
        section_code=section_code,
        name=name,
        metadata=metadata,
        length=length,
        stored_as=stored_as,
        begun_at=begun_at,
        deadline_at=deadline_at,
        grace_until=grace_until,
        expires_at=expires_at,
    )


def own(db: Database, token: str, account_id: int | None) -> Row | None:
    """The upload with this token, if this account began it."""
    return row(
        db,
        "SELECT * FROM upload WHERE token = :token AND account_id = :account",
        token=token,
        account=account_id,
    )


def open_count(db: Database, account_id: int | None) -> int:
    """How many uploads of the account no form has used yet."""
    one = row(
        db,
        "SELECT count(*) AS n FROM upload WHERE account_id = :account AND claimed_at IS NULL",
        account=account_id,
    )
    assert one is not None
    return int(one["n"])


def waiting_bytes(db: Database, entry_id: int, at: str) -> int:
    """How many bytes were announced for the entry, by anybody, in living uploads that no form used yet."""
    one = row(
        db,
        "SELECT coalesce(sum(length), 0) AS bytes FROM upload"
        " WHERE entry_id = :entry AND claimed_at IS NULL AND expires_at > :at",
        entry=entry_id,
        at=at,
    )
    assert one is not None
    return int(one["bytes"])


def waiting(db: Database, *, entry_id: int, section_code: str, account_id: int | None, at: str) -> list[Row]:
    """The account's living uploads to a section, or to a form of the entry, that no dossier holds yet.

    Oldest first; `for_form` is 1 for those that wait for a form to be saved.
    """
    return rows(
        db,
        "SELECT token, name, length, received, section_code IS NULL AS for_form FROM upload"
        " WHERE entry_id = :entry AND account_id = :account AND claimed_at IS NULL AND expires_at > :at"
        " AND (section_code = :section OR section_code IS NULL) ORDER BY begun_at, id",
        entry=entry_id,
        section=section_code,
        account=account_id,
        at=at,
    )


def note_received(db: Database, upload_id: int, received: int, expires_at: str) -> None:
    """So many bytes rest safely on disk; the upload lives on from now."""
    change(
        db,
        "UPDATE upload SET received = :received, expires_at = :expires WHERE id = :id",
        id=upload_id,
        received=received,
        expires=expires_at,
    )


def end(
    db: Database,
    upload_id: int,
    *,
    name: str,
    sha256: str,
    media_type: str,
    scan: str,
    ended_at: str,
    expires_at: str,
) -> None:
    """The upload is whole, and this is what it is."""
    change(
        db,
        "UPDATE upload SET received = length, name = :name, sha256 = :sha256, media_type = :media_type,"
        " scan = :scan, ended_at = :ended_at, expires_at = :expires_at WHERE id = :id",
        id=upload_id,
        name=name,
        sha256=sha256,
        media_type=media_type,
        scan=scan,
        ended_at=ended_at,
        expires_at=expires_at,
    )


def claim(db: Database, upload_id: int, entry_id: int | None, claimed_at: str) -> bool:
    """The bytes belong to a file of the entry from now on; False when they were another's, or used before."""
    claimed = change(
        db,
        "UPDATE upload SET claimed_at = :claimed_at"
        " WHERE id = :id AND entry_id = :entry AND claimed_at IS NULL",
        id=upload_id,
        entry=entry_id,
        claimed_at=claimed_at,
    )
    return claimed == 1


def remove(db: Database, upload_id: int) -> None:
    """Forget an upload."""
    change(db, "DELETE FROM upload WHERE id = :id", id=upload_id)


def expired(db: Database, at: str) -> list[Row]:
    """The uploads whose time is over, oldest first."""
    return rows(db, "SELECT * FROM upload WHERE expires_at <= :at ORDER BY expires_at, id", at=at)


def ended_in_grace(db: Database, entry_id: int, at: str) -> bool:
    """Whether an upload of the entry began before the deadline and ended in its grace, which is still on."""
    one = row(
        db,
        "SELECT id FROM upload WHERE entry_id = :entry AND begun_at <= deadline_at AND ended_at > deadline_at"
        " AND grace_until >= :at LIMIT 1",
        entry=entry_id,
        at=at,
    )
    return one is not None
