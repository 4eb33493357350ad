"""Dossiers: the items of every section, each in its own typed table, read and written by one path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from evaluation.core.dossier import SECTIONS, AttachedFile, Dossier, Item, Place, Section
from evaluation.store import entries
from evaluation.store.db import Row, change, insert, row, rows
from evaluation.store.refs import found

TABLES = {
    "regulations": "regulation",
    "innovations": "innovation",
    "coverage": "coverage",
    "budget": "budget_support",
    "documents": "document",
}
FILE_COLUMNS = """f.id AS attached_id, f.name AS attached_name, f.media_type AS attached_type,
  f.size AS attached_size, f.sha256 AS attached_sha256"""


def dossier(db: Database, entry_id: int) -> Dossier:
    """The whole dossier of an entry. NotFound when there is none. One question a section, and one more."""
    entry = found(entries.described(db, entry_id))
    return dossiers(db, [entry])[entry_id]


def dossiers(db: Database, described: list[Row]) -> dict[int, Dossier]:
    """The dossiers of entries (rows of store/entries.py), by entry id. One question a section."""
    ids = [entry["id"] for entry in described]
    items: dict[int, dict[str, tuple[Item, ...]]] = {entry_id: {} for entry_id in ids}
    for section in SECTIONS.values():
        for one in _items_of(db, section, ids):
            of_entry = items[one["entry_id"]]
            of_entry[section.code] = (*of_entry.get(section.code, ()), _item(section, one))
    return {e["id"]: Dossier(e["id"], place_of(e), items[e["id"]]) for e in described}


def place_of(entry: Row) -> Place:
    """Who issues an entry's regulations."""
    return Place(entry["name"], entry["region_name"], entry["province_name"], entry["entrant"])


def _items_of(db: Database, section: Section, entry_ids: list[int]) -> list[Row]:
    where = "i.entry_id IN (SELECT value FROM json_each(:ids)) ORDER BY i.entry_id, i.id"
    return rows(db, f"{_select(section)} WHERE {where}", ids=json.dumps(entry_ids))


def _select(section: Section) -> str:
    """The question for items with their file and who saved them; coverage has no file."""
    file_id = "NULL" if section.file == "none" else "i.file_id"
    return (
        f"SELECT i.*, {FILE_COLUMNS}, coalesce(nullif(a.name, ''), a.email, '') AS saver"
        f" FROM {TABLES[section.code]} i LEFT JOIN file f ON f.id = {file_id}"
        " LEFT JOIN account a ON a.id = i.saved_by"
    )


def _item(section: Section, one: Row) -> Item:
    attached = None
    if one["attached_id"] is not None:
        attached = AttachedFile(
            id=one["attached_id"],
            name=one["attached_name"],
            media_type=one["attached_type"],
            size=one["attached_size"],
            sha256=one["attached_sha256"],
        )
    return Item(
        id=one["id"],
        section=section.code,
        values={name: one[name] for name in section.field_names},
        file=attached,
        revision=one["revision"],
        saved_at=one["saved_at"],
        saved_by=one["saver"],
    )


def item(db: Database, entry_id: int, section: Section, item_id: int) -> Item | None:
    """One item of this entry; None when it has no such item (any more)."""
    one = row(db, f"{_select(section)} WHERE i.entry_id = :entry AND i.id = :id", entry=entry_id, id=item_id)
    return None if one is None else _item(section, one)


def segment_taken(db: Database, entry_id: int, segment: str, but_item: int | None) -> bool:
    """Whether another line of this entry's coverage already has the segment."""
    one = row(
        db,
        "SELECT id FROM coverage WHERE entry_id = :entry AND segment = :segment AND id <> coalesce(:item, 0)",
        entry=entry_id,
        segment=segment,
        item=but_item,
    )
    return one is not None


def add_item(
    db: Database,
    section: Section,
    *,
    entry_id: int,
    values: Mapping[str, Any],
    file_id: int | None,
    saved_by: int | None,
    saved_at: str,
) -> int:
    """Add an item (revision 1) and answer its id."""
    columns = dict(values) if section.file == "none" else {**values, "file_id": file_id}
    return insert(
        db, TABLES[section.code], entry_id=entry_id, saved_by=saved_by, saved_at=saved_at, **columns
    )


def change_item(
    db: Database,
    section: Section,
    *,
    entry_id: int,
    item_id: int,
    values: Mapping[str, Any],
    file_id: int | None,
    saved_by: int | None,
    saved_at: str,
) -> None:
    """Write an item anew and raise its revision by one."""
    columns = dict(values) if section.file == "none" else {**values, "file_id": file_id}
    sets = ", ".join(f"{name} = :{name}" for name in columns)
    change(
        db,
        f"UPDATE {TABLES[section.code]} SET {sets}, revision = revision + 1, saved_by = :saved_by,"
        " saved_at = :saved_at WHERE id = :item AND entry_id = :entry",
        item=item_id,
        entry=entry_id,
        saved_by=saved_by,
        saved_at=saved_at,
        **columns,
    )


def remove_item(db: Database, section: Section, *, entry_id: int, item_id: int) -> None:
    """Take an item out of the dossier."""
    change(
        db,
        f"DELETE FROM {TABLES[section.code]} WHERE id = :item AND entry_id = :entry",
        item=item_id,
        entry=entry_id,
    )
