"""Receipts as the public may check them: that a dossier came in, when, and its fingerprint; no content."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, row


def by_prefix(db: Database, prefix: str) -> Row | None:
    """The submission whose fingerprint begins with these 25 hexadecimal digits, with its edition's title.

    Nothing that says whose dossier it is: number, time, fingerprint, and the zone to read the time in.
    """
    return row(
        db,
        "SELECT s.number, s.submitted_at, s.fingerprint, g.timezone,"
        " ed.title_id AS edition_title_id, ed.title_en AS edition_title_en"
        " FROM submission s JOIN entry e ON e.id = s.entry_id JOIN edition ed ON ed.id = e.edition_id"
        " JOIN region g ON g.code = e.region_code"
        " WHERE substr(s.fingerprint, 1, 25) = :prefix ORDER BY s.id LIMIT 1",
        prefix=prefix,
    )
