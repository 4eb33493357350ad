"""Files: what is known of an upload. The bytes rest with evaluation/files.py."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, change, insert, row, rows

# Who holds bytes on disk: a query that ends with its own WHERE or ORDER.
NAMED = """SELECT stored_as FROM (
  SELECT stored_as FROM file UNION SELECT stored_as FROM upload WHERE claimed_at IS NULL)"""


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
    scan: str,
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
        scan=scan,
        uploaded_by=uploaded_by,
        uploaded_at=uploaded_at,
    )


def remove(db: Database, file_id: int) -> None:
    """Forget an upload to which nothing refers."""
    change(db, "DELETE FROM file WHERE id = :id", id=file_id)


def with_bytes(db: Database, sha256: str) -> Row | None:
    """A file with these bytes, whoever's it is; the oldest one."""
    return row(db, "SELECT * FROM file WHERE sha256 = :sha256 ORDER BY id LIMIT 1", sha256=sha256)


def is_named(db: Database, stored_as: str) -> bool:
    """Whether a file, or an upload that no form has used yet, rests under this name on disk."""
    return row(db, f"{NAMED} WHERE stored_as = :stored_as LIMIT 1", stored_as=stored_as) is not None


def named(db: Database) -> set[str]:
    """Every name on disk that belongs to a file, or to an upload that no form has used yet."""
    return {one["stored_as"] for one in rows(db, f"{NAMED} ORDER BY stored_as")}


def waiting(db: Database) -> list[Row]:
    """The files that wait for the virus scanner, one for each name on disk."""
    return rows(
        db,
        "SELECT stored_as, min(id) AS id FROM file WHERE scan = 'waiting'"
        " GROUP BY stored_as ORDER BY stored_as",
    )


def in_dossiers(db: Database, stored_as: str) -> list[Row]:
    """Where the file of this name on disk stands in dossiers: `entry_id`, and `name` as it was sent."""
    return rows(
        db,
        "SELECT DISTINCT i.entry_id, f.name FROM file f JOIN dossier_item i ON i.file_id = f.id"
        " WHERE f.stored_as = :stored_as ORDER BY i.entry_id, f.name",
        stored_as=stored_as,
    )


def set_scan(db: Database, stored_as: str, scan: str) -> None:
    """What the virus scanner says of all files with these bytes."""
    change(db, "UPDATE file SET scan = :scan WHERE stored_as = :stored_as", scan=scan, stored_as=stored_as)
