"""The pieces of dossiers that can be found, kept in step by whoever writes what they are made of.

Triggers hand each piece that comes or goes on to the index (schema/0008_search.sql); nobody else writes
there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlite_utils import Database

from evaluation.core.dossier import Place
from evaluation.core.findable import entry_text, item_text
from evaluation.store.db import Row, change, insert, row, rows

PLACE = """
SELECT e.id AS entry_id, e.name, e.code, g.name AS region_name, p.name AS province_name, k.entrant
FROM entry e JOIN category k ON k.id = e.category_id JOIN region g ON g.code = e.region_code
JOIN region p ON p.code = e.province_code WHERE e.id = :entry
"""
ITEMS = """
SELECT i.id, s.code AS section_code, s.kind, i.fields, f.id AS file_id, f.name AS file_name, f.sha256
FROM dossier_item i JOIN section s ON s.id = i.section_id LEFT JOIN file f ON f.id = i.file_id
WHERE i.entry_id = :entry
"""
# What makes one piece another one.
KEY = ("kind", "section_code", "item_id", "file_id", "sha256", "page", "text")


def index_name(db: Database, entry_id: int) -> None:
    """The entry came or has another name, which its regulations are cited by as well."""
    place = _place(db, entry_id)
    old = rows(
        db,
        "SELECT * FROM search_piece WHERE entry_id = :entry AND kind IN ('entry', 'item') AND live = 1"
        " ORDER BY id",
        entry=entry_id,
    )
    texts = {one["id"]: _item_text(one, place) for one in rows(db, f"{ITEMS} ORDER BY i.id", entry=entry_id)}
    for piece in old:
        if piece["kind"] == "item" and piece["text"] != texts[piece["item_id"]]:
            _drop(db, [piece["id"]])
            flags = dict(live=piece["live"], sent=piece["sent"])
            _add(db, entry_id, {**_key(piece), "text": texts[piece["item_id"]]}, **flags)
    _drop(db, [piece["id"] for piece in old if piece["kind"] == "entry"])
    text = entry_text(place["name"], place["code"], place["region_name"])
    # A name is no part of a version: whoever reads any version of the dossier sees it.
    _add(db, entry_id, {"kind": "entry", "text": text}, live=1, sent=1)


def index_item(db: Database, entry_id: int, item_id: int) -> None:
    """An item of the dossier came, changed or went. What was submitted of it stays findable as submitted."""
    now = row(db, f"{ITEMS} AND i.id = :item", entry=entry_id, item=item_id)
    wanted = [] if now is None else _pieces(db, now, _place(db, entry_id))
    before = rows(
        db,
        "SELECT * FROM search_piece WHERE item_id = :item AND entry_id = :entry ORDER BY live, id",
        item=item_id,
        entry=entry_id,
    )
    known = {tuple(_key(one).values()): one for one in before}
    for piece in wanted:
        same = known.pop(tuple(piece.values()), None)
        if same is None:
            _add(db, entry_id, piece, live=1, sent=0)
        elif not same["live"]:
            change(db, "UPDATE search_piece SET live = 1 WHERE id = :id", id=same["id"])
    stale = [one for one in known.values() if one["live"]]
    _drop(db, [one["id"] for one in stale if not one["sent"]])
    for one in stale:
        if one["sent"]:
            change(db, "UPDATE search_piece SET live = 0 WHERE id = :id", id=one["id"])


def index_submission(db: Database, entry_id: int) -> None:
    """The dossier was submitted as it stands now: that is the version that others read."""
    change(db, "DELETE FROM search_piece WHERE entry_id = :entry AND live = 0", entry=entry_id)
    change(
        db,
        "UPDATE search_piece SET sent = 1 WHERE entry_id = :entry AND live = 1 AND sent = 0",
        entry=entry_id,
    )


def index_page(db: Database, sha256: str, number: int) -> None:
    """A page was read: it is found in every dossier that has a file with these bytes."""
    attached = rows(
        db,
        "SELECT * FROM search_piece WHERE sha256 = :sha256 AND kind = 'file' ORDER BY id",
        sha256=sha256,
    )
    for file in attached:
        piece = {**_key(file), "kind": "page", "page": number, "text": None}
        _add(db, file["entry_id"], piece, live=file["live"], sent=file["sent"])


def _place(db: Database, entry_id: int) -> Row:
    found = row(db, PLACE, entry=entry_id)
    assert found is not None
    return found


def _item_text(item: Row, place: Row) -> str:
    whose = Place(place["name"], place["region_name"], place["province_name"], place["entrant"])
    return item_text(item["kind"], json.loads(item["fields"]), whose)


def _pieces(db: Database, item: Row, place: Row) -> list[Row]:
    """What can be found of an item: what it says, its file's name, and the file's pages."""
    where = dict(section_code=item["section_code"], item_id=item["id"])
    text = _item_text(item, place)
    pieces = [_key({"kind": "item", **where, "text": text})] if text else []
    if item["file_id"] is not None:
        file = dict(**where, file_id=item["file_id"], sha256=item["sha256"])
        pieces.append(_key({"kind": "file", **file, "text": item["file_name"]}))
        read = rows(
            db,
            "SELECT number FROM reading_page WHERE sha256 = :sha256 ORDER BY number",
            sha256=item["sha256"],
        )
        pieces += [_key({"kind": "page", **file, "page": one["number"]}) for one in read]
    return pieces


def _key(piece: Row) -> Row:
    return {name: piece.get(name) for name in KEY}


def _add(db: Database, entry_id: int, piece: Row, *, live: int, sent: int) -> None:
    insert(db, "search_piece", entry_id=entry_id, **piece, live=live, sent=sent)


def _drop(db: Database, ids: Iterable[int]) -> None:
    for one in ids:
        change(db, "DELETE FROM search_piece WHERE id = :id", id=one)
