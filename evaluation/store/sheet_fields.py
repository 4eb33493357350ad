"""The fields of a sheet one by one: what stands in them, over which revision, under which change's key."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, change, rows

# A part and the column of `mark` that holds it.
COLUMNS = {"mark": "value", "comment": "comment", "feedback": "feedback"}


def of_sheet(db: Database, sheet_id: int) -> list[Row]:
    """Every saved field of a sheet: criterion's code, part, revision, change_key."""
    return rows(
        db,
        "SELECT c.code, f.part, f.revision, f.change_key FROM sheet_field f"
        " JOIN criterion c ON c.id = f.criterion_id WHERE f.scoresheet_id = :sheet"
        " ORDER BY c.position, c.id, f.part",
        sheet=sheet_id,
    )


def put(db: Database, sheet_id: int, criterion_id: int, part: str, text: str) -> None:
    """Write one field; a blank mark is no mark."""
    column = COLUMNS[part]
    change(
        db,
        f"INSERT INTO mark (scoresheet_id, criterion_id, {column}) VALUES (:sheet, :criterion, :text)"
        f" ON CONFLICT (scoresheet_id, criterion_id) DO UPDATE SET {column} = excluded.{column}",
        sheet=sheet_id,
        criterion=criterion_id,
        text=None if part == "mark" and text == "" else text,
    )


def count(db: Database, sheet_id: int, criterion_id: int, part: str, *, key: str, saved_at: str) -> None:
    """Count one more revision of a field, under its change's key ("" when it has none)."""
    change(
        db,
        "INSERT INTO sheet_field (scoresheet_id, criterion_id, part, revision, change_key, saved_at)"
        " VALUES (:sheet, :criterion, :part, 1, :key, :at)"
        " ON CONFLICT (scoresheet_id, criterion_id, part) DO UPDATE SET revision = revision + 1,"
        " change_key = excluded.change_key, saved_at = excluded.saved_at",
        sheet=sheet_id,
        criterion=criterion_id,
        part=part,
        key=key,
        at=saved_at,
    )
