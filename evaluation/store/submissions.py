"""Submissions of dossiers: each is kept as it was sent. Triggers refuse every change."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store import search_pieces
from evaluation.store.db import Row, insert, row, rows


def of_entry(db: Database, entry_id: int) -> list[Row]:
    """The submissions of an entry without their manifests, newest first."""
    return rows(
        db,
        "SELECT s.id, s.number, s.submitted_at, s.fingerprint,"
        " coalesce(nullif(a.name, ''), a.email, '') AS sender"
        " FROM submission s LEFT JOIN account a ON a.id = s.submitted_by"
        " WHERE s.entry_id = :entry ORDER BY s.number DESC",
        entry=entry_id,
    )


def by_number(db: Database, entry_id: int, number: int) -> Row | None:
    """One submission of an entry, with its manifest."""
    return row(
        db,
        "SELECT s.*, coalesce(nullif(a.name, ''), a.email, '') AS sender FROM submission s"
        " LEFT JOIN account a ON a.id = s.submitted_by WHERE s.entry_id = :entry AND s.number = :number",
        entry=entry_id,
        number=number,
    )


def next_number(db: Database, entry_id: int) -> int:
    """The number that the entry's next submission gets."""
    one = row(
        db,
        "SELECT coalesce(max(number), 0) + 1 AS number FROM submission WHERE entry_id = :entry",
        entry=entry_id,
    )
    assert one is not None
    return int(one["number"])


def lists_file(db: Database, entry_id: int | None, sha256: str) -> bool:
    """Whether a submission of the entry lists a file with these bytes."""
    one = row(
        db,
        "SELECT id FROM submission WHERE entry_id = :entry AND manifest LIKE '%' || :sha256 || '%' LIMIT 1",
        entry=entry_id,
        sha256=sha256,
    )
    return one is not None


def add(
    db: Database,
    *,
    entry_id: int,
    number: int,
    submitted_at: str,
    submitted_by: int | None,
    manifest: str,
    fingerprint: str,
) -> None:
    """Keep a submission as it was sent, of the dossier as it stands."""
    insert(
        db,
        "submission",
        entry_id=entry_id,
        number=number,
        submitted_at=submitted_at,
        submitted_by=submitted_by,
        manifest=manifest,
        fingerprint=fingerprint,
    )
    search_pieces.index_submission(db, entry_id)
