"""The search: what is there already becomes findable, as it stands and as it was last submitted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from sqlite_utils import Database

from evaluation.core.dossier import Place
from evaluation.core.findable import entry_text, item_text
from evaluation.core.manifest import ManifestSection, contents
from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script

Row = dict[str, Any]

ENTRIES: Final = """
SELECT e.id, e.name, e.code, g.name AS region, p.name AS province, k.entrant, (SELECT s.manifest
  FROM submission s WHERE s.entry_id = e.id ORDER BY s.number DESC LIMIT 1) AS manifest
FROM entry e JOIN category k ON k.id = e.category_id JOIN region g ON g.code = e.region_code
JOIN region p ON p.code = e.province_code ORDER BY e.id
"""
ITEMS: Final = """
SELECT i.id, s.code, s.kind, i.fields, f.id AS file_id, f.name, f.sha256 FROM dossier_item i
JOIN section s ON s.id = i.section_id LEFT JOIN file f ON f.id = i.file_id
WHERE i.entry_id = :entry ORDER BY i.id
"""
FILES: Final = "SELECT id, name, sha256 FROM file WHERE entry_id = :entry ORDER BY id DESC"


@MIGRATIONS()
def m0008_search(db: Database) -> None:
    """Make the index, and a piece for each name, item, file and page."""
    run_script(db, (SCHEMA / "0008_search.sql").read_text(encoding="utf-8"))
    for entry in list(db.query(ENTRIES)):
        name = dict(
            kind="entry", live=1, sent=1, text=entry_text(entry["name"], entry["code"], entry["region"])
        )
        for piece in with_pages(db, [name, *pieces_of(db, entry)]):
            columns = ", ".join(piece)
            slots = ", ".join(f":{column}" for column in piece)
            db.conn.execute(
                f"INSERT INTO search_piece (entry_id, {columns}) VALUES (:entry_id, {slots})",
                {**piece, "entry_id": entry["id"]},
            )


def pieces_of(db: Database, entry: Row) -> list[Row]:
    """What an entry's items and their files say: live, and as they were last submitted."""
    place = Place(entry["name"], entry["region"], entry["province"], entry["entrant"])
    found: list[Row] = []
    for item in db.query(ITEMS, {"entry": entry["id"]}):
        where = dict(section_code=item["code"], item_id=item["id"])
        text = item_text(item["kind"], json.loads(item["fields"]), place)
        file = None if item["file_id"] is None else (item["file_id"], item["name"], item["sha256"])
        found += [{**piece, "live": 1, "sent": 0} for piece in made(where, text, file)]
    files = {one["sha256"]: one for one in db.query(FILES, {"entry": entry["id"]})}
    for section in submitted(entry["manifest"]):
        for values in section.items:
            where = dict(section_code=section.code, item_id=values.get("id"))
            sent = files.get(values["file"]["sha256"]) if values["file"] else None
            file = (sent["id"], values["file"]["name"], sent["sha256"]) if sent else None
            for piece in made(where, item_text(section.kind, values, place), file):
                same = next((one for one in found if not one["sent"] and alike(one, piece)), None)
                if same is None:
                    found.append({**piece, "live": 0, "sent": 1})
                else:
                    same["sent"] = 1
    return found


def submitted(manifest: str | None) -> tuple[ManifestSection, ...]:
    """The sections of a submission; none of one that nobody can read any more."""
    try:
        return contents(manifest) if manifest else ()
    except (KeyError, TypeError, ValueError):
        return ()


def made(where: Row, text: str, file: tuple[int, str, str] | None) -> Iterator[Row]:
    """The pieces of one item."""
    if text:
        yield {**where, "kind": "item", "text": text}
    if file is not None:
        yield {**where, "kind": "file", "text": file[1], "file_id": file[0], "sha256": file[2]}


def alike(live: Row, sent: Row) -> bool:
    """Whether a submission says what stands there now; its first form had no numbers for items."""
    names = ("kind", "section_code", "text", "sha256", *(["item_id"] if sent["item_id"] else []))
    return all(live.get(name) == sent.get(name) for name in names)


def with_pages(db: Database, pieces: list[Row]) -> Iterator[Row]:
    """The pieces, each file's pages that were read behind it."""
    for piece in pieces:
        yield piece
        if piece["kind"] == "file":
            read = db.query(
                "SELECT number FROM reading_page WHERE sha256 = :sha256 ORDER BY number",
                {"sha256": piece["sha256"]},
            )
            for one in list(read):
                yield {**piece, "kind": "page", "page": one["number"], "text": None}
