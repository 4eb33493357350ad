"""Dossiers: the items of every section in one table, their fields as checked JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from evaluation.core.dossier import AttachedFile, Dossier, Item, Place
from evaluation.core.readings import Reading
from evaluation.core.rules import Section
from evaluation.store import entries, search_pieces, sections
from evaluation.store.db import Row, change, insert, row, rows
from evaluation.store.refs import found

ITEMS = """
SELECT i.*, s.code AS section_code, f.id AS attached_id, f.name AS attached_name,
  f.media_type AS attached_type, f.size AS attached_size, f.sha256 AS attached_sha256,
  f.scan AS attached_scan,
  d.state AS reading_state, d.pages AS reading_pages, d.pictures AS reading_pictures,
  d.with_text AS reading_with_text,
  coalesce(nullif(a.name, ''), a.email, '') AS saver
FROM dossier_item i JOIN section s ON s.id = i.section_id LEFT JOIN file f ON f.id = i.file_id
LEFT JOIN reading d ON d.sha256 = f.sha256
LEFT JOIN account a ON a.id = i.saved_by
"""


def dossier(db: Database, entry_id: int) -> Dossier:
    """The whole dossier of an entry. NotFound when there is none. Three questions."""
    entry = found(entries.described(db, entry_id))
    return dossiers(db, [entry])[entry_id]


def dossiers(db: Database, described: list[Row]) -> dict[int, Dossier]:
    """The dossiers of entries (rows of store/entries.py), by entry id. Two questions."""
    known = sections.of_categories(db, (entry["category_id"] for entry in described))
    items: dict[int, dict[str, tuple[Item, ...]]] = {entry["id"]: {} for entry in described}
    of_category = {entry["id"]: known.get(entry["category_id"], ()) for entry in described}
    for one in _items_of(db, list(items)):
        section = next(s for s in of_category[one["entry_id"]] if s.code == one["section_code"])
        its = items[one["entry_id"]]
        its[section.code] = (*its.get(section.code, ()), _item(section, one))
    return {e["id"]: Dossier(e["id"], place_of(e), of_category[e["id"]], items[e["id"]]) for e in described}


def place_of(entry: Row) -> Place:
    """Who issues an entry's regulations."""
    return Place(entry["name"], entry["region_name"], entry["province_name"], entry["entrant"])


def _items_of(db: Database, entry_ids: list[int]) -> list[Row]:
    where = "i.entry_id IN (SELECT value FROM json_each(:ids)) ORDER BY i.entry_id, s.position, i.id"
    return rows(db, f"{ITEMS} WHERE {where}", ids=json.dumps(entry_ids))


def _item(section: Section, one: Row) -> Item:
    attached = None
    if one["attached_id"] is not None:
        attached = AttachedFile(
            id=one["attached_id"],
            name=one["attached_name"],
            media_type=one["attached_type"],
            size=one["attached_size"],
            sha256=one["attached_sha256"],
            reading=_reading(one),
            scan=one["attached_scan"],
        )
    fields = json.loads(one["fields"])
    return Item(
        id=one["id"],
        section=section.code,
        # A field that its kind learned later is blank in items from before.
        values={field.name: fields.get(field.name, field.blank) for field in section.fields},
        file=attached,
        revision=one["revision"],
        saved_at=one["saved_at"],
        saved_by=one["saver"],
    )


def _reading(one: Row) -> Reading | None:
    if one["reading_state"] is None:
        return None
    return Reading(
        one["reading_state"], one["reading_pages"], one["reading_pictures"], one["reading_with_text"]
    )


def item(db: Database, entry_id: int, section: Section, item_id: int) -> Item | None:
    """One item of this entry; None when the section has no such item (any more)."""
    one = row(
        db,
        f"{ITEMS} WHERE i.entry_id = :entry AND s.code = :section AND i.id = :id",
        entry=entry_id,
        section=section.code,
        id=item_id,
    )
    return None if one is None else _item(section, one)


def items_in(db: Database, entry_id: int, section: Section) -> int:
    """How many items the section has in this entry's dossier."""
    one = row(
        db,
        "SELECT count(*) AS items FROM dossier_item i JOIN section s ON s.id = i.section_id"
        " WHERE i.entry_id = :entry AND s.code = :section",
        entry=entry_id,
        section=section.code,
    )
    assert one is not None
    return int(one["items"])


def once_taken(db: Database, entry_id: int, section: Section, once: str, but_item: int | None) -> bool:
    """Whether another item of the section has this value in the field that may be there once."""
    one = row(
        db,
        "SELECT i.id FROM dossier_item i JOIN section s ON s.id = i.section_id WHERE i.entry_id = :entry"
        " AND s.code = :section AND i.once = :once AND i.id <> coalesce(:item, 0)",
        entry=entry_id,
        section=section.code,
        once=once,
        item=but_item,
    )
    return one is not None


def once_of(section: Section, values: Mapping[str, Any]) -> str | None:
    """The value that no two items of the section may share; None where there is no such field."""
    name = section.what.once
    return None if name is None or values[name] in (None, "") else str(values[name])


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
    one = row(
        db,
        "SELECT s.id FROM section s JOIN entry e ON e.edition_id = s.edition_id"
        " WHERE e.id = :entry AND s.code = :section",
        entry=entry_id,
        section=section.code,
    )
    assert one is not None
    item_id = insert(
        db,
        "dossier_item",
        id=_next_number(db),
        entry_id=entry_id,
        section_id=one["id"],
        fields=_text(values),
        once=once_of(section, values),
        file_id=file_id,
        saved_by=saved_by,
        saved_at=saved_at,
    )
    search_pieces.index_item(db, entry_id, item_id)
    return item_id


def _next_number(db: Database) -> int:
    """Above all that there are and were: a page that is still open must not mean another item."""
    one = row(
        db,
        "SELECT 1 + max((SELECT coalesce(max(id), 0) FROM dossier_item),"
        " (SELECT coalesce(max(id), 0) FROM removed_item)) AS number",
    )
    assert one is not None
    return int(one["number"])


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
    change(
        db,
        "UPDATE dossier_item SET fields = :fields, once = :once, file_id = :file, revision = revision + 1,"
        " saved_by = :saved_by, saved_at = :saved_at WHERE id = :item AND entry_id = :entry",
        item=item_id,
        entry=entry_id,
        fields=_text(values),
        once=once_of(section, values),
        file=file_id,
        saved_by=saved_by,
        saved_at=saved_at,
    )
    search_pieces.index_item(db, entry_id, item_id)


def remove_item(db: Database, *, entry_id: int, item_id: int) -> None:
    """Take an item out of the dossier."""
    change(
        db,
        "DELETE FROM dossier_item WHERE id = :item AND entry_id = :entry",
        item=item_id,
        entry=entry_id,
    )
    search_pieces.index_item(db, entry_id, item_id)


def _text(values: Mapping[str, Any]) -> str:
    return json.dumps(dict(values), ensure_ascii=False)
