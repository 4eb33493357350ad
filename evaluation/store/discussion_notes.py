"""Notes of a deliberation on what lay on the table, and which of them go into the minutes. Only added to."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.core.pleno import Note
from evaluation.store.db import grouped, insert, rows


def add(db: Database, item_id: int, *, account_id: int | None, name: str, body: str, written_at: str) -> None:
    """Keep a note on what lies on the table."""
    insert(
        db,
        "discussion_note",
        item_id=item_id,
        account_id=account_id,
        name=name,
        body=body,
        written_at=written_at,
    )


def record_minuted(db: Database, note_id: int, *, minuted: bool, at: str, recorded_by: int | None) -> None:
    """Keep that a note goes into the minutes, or is taken out of them again."""
    insert(db, "minuted_note", note_id=note_id, minuted=int(minuted), at=at, recorded_by=recorded_by)


def of_contest(db: Database, contest_id: int, until: str | None = None) -> tuple[Note, ...]:
    """Every note of a contest's deliberation (those of `until` some moment), the first one first."""
    found = rows(
        db,
        "SELECT n.*, t.entry_id, coalesce((SELECT x.minuted FROM minuted_note x WHERE x.note_id = n.id"
        "  AND (:until IS NULL OR x.at <= :until) ORDER BY x.id DESC LIMIT 1), 0) AS minuted"
        " FROM sitting s JOIN table_item i ON i.sitting_id = s.id"
        " JOIN discussion_note n ON n.item_id = i.id JOIN table_entry t ON t.item_id = i.id"
        " WHERE s.contest_id = :contest AND (:until IS NULL OR n.written_at <= :until)"
        " ORDER BY n.id, t.position",
        contest=contest_id,
        until=until,
    )
    said = ("id", "name", "body", "written_at")
    return tuple(
        Note(**{key: one[key] for key in said}, entries=tuple(entries), minuted=bool(one["minuted"]))
        for one, entries in grouped(found, "entry_id")
    )
