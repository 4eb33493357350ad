"""Pages that an assessor pinned to a criterion as the reason for a mark."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, change, row, rows


def of_sheet(db: Database, sheet_id: int) -> list[Row]:
    """The pins of a sheet in the order of pinning: code, file_id, page, name, whether there is a picture."""
    return rows(
        db,
        "SELECT c.code, p.file_id, p.page, f.name, g.width IS NOT NULL AS pictured FROM pin p"
        " JOIN criterion c ON c.id = p.criterion_id JOIN file f ON f.id = p.file_id"
        " LEFT JOIN reading_page g ON g.sha256 = f.sha256 AND g.number = p.page"
        " WHERE p.scoresheet_id = :sheet ORDER BY c.position, c.id, p.pinned_at, p.file_id, p.page",
        sheet=sheet_id,
    )


def readable_pages(db: Database, entry_id: int, file_id: int) -> int:
    """How many pages of a file of this dossier can be read here; 0 when the dossier has no such file."""
    found = row(
        db,
        "SELECT count(g.number) AS pages FROM dossier_item i JOIN file f ON f.id = i.file_id"
        " LEFT JOIN reading_page g ON g.sha256 = f.sha256"
        " WHERE i.entry_id = :entry AND f.id = :file AND f.scan NOT IN ('waiting', 'infected')",
        entry=entry_id,
        file=file_id,
    )
    assert found is not None
    return int(found["pages"])


def add(db: Database, sheet_id: int, criterion_id: int, *, file_id: int, page: int, pinned_at: str) -> bool:
    """Pin a page; False when it is pinned there already."""
    return bool(
        change(
            db,
            "INSERT INTO pin (scoresheet_id, criterion_id, file_id, page, pinned_at)"
            " VALUES (:sheet, :criterion, :file, :page, :at) ON CONFLICT DO NOTHING",
            sheet=sheet_id,
            criterion=criterion_id,
            file=file_id,
            page=page,
            at=pinned_at,
        )
    )


def remove(db: Database, sheet_id: int, criterion_id: int, *, file_id: int, page: int) -> bool:
    """Take a pin off; False when there is none."""
    return bool(
        change(
            db,
            "DELETE FROM pin WHERE scoresheet_id = :sheet AND criterion_id = :criterion"
            " AND file_id = :file AND page = :page",
            sheet=sheet_id,
            criterion=criterion_id,
            file=file_id,
            page=page,
        )
    )
