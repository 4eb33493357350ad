"""The migration of the search: dossiers from before are found as they stand and as they were submitted."""

from __future__ import annotations

import json
from pathlib import Path

from sqlite_utils import Database

from evaluation.store import search_pieces
from evaluation.store.db import insert, rows, write
from evaluation.store.migrations import MIGRATIONS, upgrade
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEY = "kind, section_code, item_id, file_id, page, text, live, sent"


def file(db: Database, name: str, digit: str, kind: str = "application/pdf") -> int:
    return insert(
        db, "file", entry_id=1, name=name, media_type=kind, size=9, sha256=digit * 64, stored_as=name,
        uploaded_at=AT,
    )  # fmt: skip


def item(db: Database, title: str, file_id: int | None = None) -> int:
    fields = json.dumps({"title": title, "note": ""})
    return insert(
        db, "dossier_item", entry_id=1, section_id=2, fields=fields, file_id=file_id, saved_at=AT
    )  # fmt: skip


def filled(path: Path) -> Database:
    """A dossier that was submitted, returned, and changed since; and another that nobody began."""
    db = database_before(path, "m0008_search")
    edition = dict(
        title_id="U", title_en="U", assessed_year=2021, award_year=2022, timezone="UTC", official=0
    )
    with write(db):
        insert(db, "edition", code="uji", source="", loaded_at=AT, **edition)
        insert(
            db, "category", edition_id=1, code="r", title_id="", title_en="", entrant="regency", position=0
        )
        for position, code in enumerate(("regulations", "documents")):
            insert(
                db, "section", edition_id=1, code=code, kind=code, position=position, title_id="",
                title_en="", required=0, minimum=0, file_types="[]",
            )  # fmt: skip
        for code, name in (("35.76", "Mojokerto"), ("35.77", "Madiun")):
            insert(
                db, "entry", edition_id=1, category_id=1, code=code, name=name, region_code=code,
                province_code="35", status="returned", status_at=AT,
            )  # fmt: skip
        files = [file(db, "lama.pdf", "a"), file(db, "baru.pdf", "b"), file(db, "tetap.xlsx", "c", XLSX)]
        file(db, "tua.xls", "d", "application/vnd.ms-excel")
        regulation = dict(type="perda", number="9", year=2019, subject="Jaminan")
        insert(
            db, "dossier_item", entry_id=1, section_id=1, fields=json.dumps(regulation), saved_at=AT
        )  # fmt: skip
        item(db, "Sesudah", files[1])
        item(db, "Tetap", files[2])
        sent = [
            {
                "id": 2,
                "title": "Sebelum",
                "note": "",
                "file": {"name": "lama.pdf", "size": 9, "sha256": "a" * 64},
            },
            {
                "id": 3,
                "title": "Tetap",
                "note": "",
                "file": {"name": "tetap.xlsx", "size": 9, "sha256": "c" * 64},
            },
        ]
        title = {"id": "", "en": ""}
        sections = [
            {"code": "regulations", "kind": "regulations", "title": title,
             "items": [{"id": 1, **regulation, "file": None}]},
            {"code": "documents", "kind": "documents", "title": title, "items": sent},
        ]  # fmt: skip
        for number, manifest in ((1, "{}"), (2, json.dumps({"format": 2, "sections": sections}))):
            insert(
                db, "submission", entry_id=1, number=number, submitted_at=AT, manifest=manifest,
                fingerprint=f"{number:064}"[::-1],
            )  # fmt: skip
        for digit, pages in (("a", 1), ("b", 2), ("c", 1)):
            insert(db, "reading", sha256=digit * 64, state="read", noted_at=AT)
            for number in range(1, pages + 1):
                insert(db, "reading_page", sha256=digit * 64, number=number, text=f"Halaman {digit}{number}")
    return db


def test_m0008_search_keeps_the_data(tmp_path: Path) -> None:
    db = filled(tmp_path / "old.db")
    kept = ("entry", "dossier_item", "file", "submission", "reading_page")
    before = {table: rows(db, f"SELECT * FROM {table} ORDER BY 1, 2") for table in kept}
    MIGRATIONS.apply(db, stop_before="m0009_visibility")
    assert {table: rows(db, f"SELECT * FROM {table} ORDER BY 1, 2") for table in kept} == before
    found = rows(db, f"SELECT {KEY} FROM search_piece WHERE entry_id = 1 ORDER BY id")
    assert [tuple(one.values()) for one in found] == [
        ("entry", None, None, None, None, "Mojokerto\n35.76\nKota Mojokerto", 1, 1),
        ("item", "regulations", 1, None, None, "Perda Mojokerto No. 9/2019\nJaminan", 1, 1),
        ("item", "documents", 2, None, None, "Sesudah", 1, 0),
        ("file", "documents", 2, 2, None, "baru.pdf", 1, 0),
        ("page", "documents", 2, 2, 1, None, 1, 0),
        ("page", "documents", 2, 2, 2, None, 1, 0),
        ("item", "documents", 3, None, None, "Tetap", 1, 1),
        ("file", "documents", 3, 3, None, "tetap.xlsx", 1, 1),
        ("page", "documents", 3, 3, 1, None, 1, 1),
        ("item", "documents", 2, None, None, "Sebelum", 0, 1),
        ("file", "documents", 2, 1, None, "lama.pdf", 0, 1),
        ("page", "documents", 2, 1, 1, None, 0, 1),
    ]
    matching = "SELECT rowid FROM search_index WHERE search_index MATCH 'text : (halaman)' ORDER BY rowid"
    assert len(rows(db, matching)) == 4
    db.conn.close()


def test_what_the_migration_makes_is_what_saving_makes(tmp_path: Path) -> None:
    db = filled(tmp_path / "old.db")
    upgrade(db)
    live = f"SELECT {KEY} FROM search_piece WHERE live = 1 ORDER BY entry_id, kind, item_id, file_id, page"
    before = rows(db, live)
    with write(db):
        db.conn.execute("UPDATE search_piece SET sent = 1")
        db.conn.execute("DELETE FROM search_piece")
        for entry_id in (1, 2):
            search_pieces.index_name(db, entry_id)
        for one in rows(db, "SELECT id FROM dossier_item ORDER BY id"):
            search_pieces.index_item(db, 1, one["id"])
    assert [{**one, "sent": 0} for one in rows(db, live)] == [{**one, "sent": 0} for one in before]
    db.conn.close()


def test_workbooks_are_read_anew(tmp_path: Path) -> None:
    db = filled(tmp_path / "old.db")
    upgrade(db)
    assert rows(db, "SELECT substr(sha256, 1, 1) AS digit, state FROM reading ORDER BY sha256") == [
        {"digit": "a", "state": "read"},
        {"digit": "b", "state": "read"},
        {"digit": "c", "state": "waiting"},
        {"digit": "d", "state": "waiting"},
    ]
    asked = rows(db, "SELECT name, arguments ->> 'sha256' AS sha256 FROM job ORDER BY id")
    assert asked == [{"name": "read file", "sha256": digit * 64} for digit in "cd"]
    db.conn.close()
