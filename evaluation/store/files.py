"""Files: what is known of an upload. The bytes rest with evaluation/files.py."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, change, insert, row


def by_id(db: Database, file_id: int) -> Row | None:
    """One file: of an entry (`entry_id`) or of a panel (`panel_id`)."""
    return row(db, "SELECT * FROM file WHERE id = :id", id=file_id)


def add(
    db: Database,
    *,
    entry_id: int | None = None,
    panel_id: int | None = None,
    name: str,
    media_type: str,
    size: int,
    sha256: str,
    stored_as: str,
    uploaded_by: int | None,
    uploaded_at: str,
) -> int:
    """Remember an upload of an entry or of a panel and answer its id."""
    return insert(
        db,
        "file",
        entry_id=entry_id,
        panel_id=panel_id,
        name=name,
        media_type=media_type,
        size=size,
        sha256=sha256,
        stored_as=stored_as,
        uploaded_by=uploaded_by,
        uploaded_at=uploaded_at,
    )


def remove(db: Database, file_id: int) -> None:
    """Forget an upload to which nothing refers."""
    change(db, "DELETE FROM file WHERE id = :id", id=file_id)
