"""The ticks on a screening round's check list."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, change, rows


def of_entry(db: Database, entry_id: int) -> list[Row]:
    """Every tick of an entry: round_id, item, passed, and who checked when."""
    return rows(
        db,
        "SELECT s.*, coalesce(nullif(a.name, ''), a.email, '') AS checked_by_name FROM screening_check s"
        " LEFT JOIN account a ON a.id = s.checked_by WHERE s.entry_id = :entry ORDER BY s.round_id, s.item",
        entry=entry_id,
    )


def set_passed(
    db: Database,
    entry_id: int,
    round_id: int,
    item: str,
    passed: bool,
    *,
    checked_by: int | None,
    checked_at: str,
) -> bool:
    """Tick or untick an item; False when it stood like that already."""
    return bool(
        change(
            db,
            "INSERT INTO screening_check (entry_id, round_id, item, passed, checked_by, checked_at)"
            " VALUES (:entry, :round, :item, :passed, :by, :at) ON CONFLICT (entry_id, round_id, item)"
            " DO UPDATE SET passed = excluded.passed, checked_by = excluded.checked_by,"
            " checked_at = excluded.checked_at WHERE passed <> excluded.passed",
            entry=entry_id,
            round=round_id,
            item=item,
            passed=int(passed),
            by=checked_by,
            at=checked_at,
        )
    )
