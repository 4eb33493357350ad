"""Previews of rosters: which file somebody sent, for which edition, and until when it is kept."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, change, insert, row, rows

# With the edition's code, titles and time zone.
DESCRIBED = """
SELECT p.*, e.code AS edition_code, e.title_id, e.title_en, e.timezone
FROM roster_preview p JOIN edition e ON e.id = p.edition_id
"""


def own(db: Database, preview_id: int, account_id: int | None, now: str) -> Row | None:
    """A preview of this account that is still kept; nobody else's."""
    return row(
        db,
        DESCRIBED + " WHERE p.id = :id AND p.account_id = :account AND p.expires_at > :now",
        id=preview_id,
        account=account_id,
        now=now,
    )


def of_account(db: Database, account_id: int | None, now: str) -> list[Row]:
    """The previews of an account that are still kept, the newest first."""
    return rows(
        db,
        DESCRIBED
        + " WHERE p.account_id = :account AND p.expires_at > :now ORDER BY p.made_at DESC, p.id DESC",
        account=account_id,
        now=now,
    )


def expired(db: Database, now: str) -> list[Row]:
    """The previews, anybody's, whose time is over."""
    return rows(db, "SELECT * FROM roster_preview WHERE expires_at <= :now ORDER BY id", now=now)


def add(
    db: Database,
    *,
    account_id: int,
    edition_id: int,
    kind: str,
    name: str,
    size: int,
    sha256: str,
    stored_as: str,
    made_at: str,
    expires_at: str,
) -> int:
    """Remember a preview; its id."""
    return insert(
        db,
        "roster_preview",
        account_id=account_id,
        edition_id=edition_id,
        kind=kind,
        name=name,
        size=size,
        sha256=sha256,
        stored_as=stored_as,
        made_at=made_at,
        expires_at=expires_at,
    )


def remove(db: Database, preview_id: int) -> None:
    """Forget a preview."""
    change(db, "DELETE FROM roster_preview WHERE id = :id", id=preview_id)
