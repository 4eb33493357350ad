"""Substitutes: members of a panel who were called in by a decree of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlite_utils import Database

from evaluation.store.db import Row, insert, rows


def add(
    db: Database,
    *,
    member_id: int,
    seated_at: str,
    decree: Row,
    entry_ids: Iterable[int],
    called_by: int | None,
    called_at: str,
) -> int:
    """Keep that a member was called for these entries (none: for all) by `decree`; the substitution's id.

    `decree` holds `number`, `date` and `file_id`. `seated_at` is the moment of the seating it belongs to.
    """
    named = sorted(set(entry_ids))
    substitution = insert(
        db,
        "substitution",
        member_id=member_id,
        seated_at=seated_at,
        decree_number=decree["number"],
        decree_date=decree["date"],
        decree_file_id=decree["file_id"],
        whole=int(not named),
        called_by=called_by,
        called_at=called_at,
    )
    for entry_id in named:
        insert(db, "substitution_entry", substitution_id=substitution, entry_id=entry_id)
    return substitution


def of_panel(db: Database, panel_id: int) -> list[Row]:
    """The panel's substitutions, newest first: who, by which decree, `entries` by name (none: for all)."""
    found = rows(
        db,
        "SELECT s.*, m.name, m.capacity, m.left_at, m.seated_at = s.seated_at AS holds,"
        " f.name AS file_name FROM substitution s JOIN panel_member m ON m.id = s.member_id"
        " LEFT JOIN file f ON f.id = s.decree_file_id"
        " WHERE m.panel_id = :panel ORDER BY s.called_at DESC, s.id DESC",
        panel=panel_id,
    )
    named: dict[int, list[str]] = defaultdict(list)
    for one in rows(
        db,
        "SELECT n.substitution_id, e.name FROM substitution_entry n JOIN entry e ON e.id = n.entry_id"
        " JOIN substitution s ON s.id = n.substitution_id JOIN panel_member m ON m.id = s.member_id"
        " WHERE m.panel_id = :panel ORDER BY n.substitution_id, e.code",
        panel=panel_id,
    ):
        named[one["substitution_id"]].append(one["name"])
    return [{**one, "entries": named[one["id"]]} for one in found]


def is_limited(db: Database, member_id: int) -> bool:
    """Whether a member sits for named entries only."""
    found = rows(
        db,
        "SELECT s.whole FROM substitution s JOIN panel_member m ON m.id = s.member_id"
        " WHERE s.member_id = :member AND s.seated_at = m.seated_at ORDER BY s.id",
        member=member_id,
    )
    return bool(found) and not any(one["whole"] for one in found)
