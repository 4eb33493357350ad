"""The migration of forms that save themselves: items stay, and numbers once removed are never given again."""

from __future__ import annotations

from pathlib import Path

from evaluation.store.db import change, insert, rows, write
from evaluation.store.migrations import upgrade
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"


def test_m0014_drafts_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0014_drafts")
    edition = dict(title_id="U", title_en="U", assessed_year=2021, award_year=2022, timezone="UTC")
    section = dict(code="documents", kind="documents", title_id="D", title_en="D", file_types="[]")
    with write(db):
        insert(db, "edition", code="uji", official=0, source="", loaded_at=AT, **edition)
        insert(
            db,
            "category",
            edition_id=1,
            code="regency",
            title_id="",
            title_en="",
            entrant="regency",
            position=0,
        )
        insert(
            db, "entry", edition_id=1, category_id=1, code="35.76", region_code="35.76", province_code="35",
            status="draft", status_at=AT, name="Mojokerto",
        )  # fmt: skip
        insert(db, "section", edition_id=1, position=0, required=0, minimum=0, **section)
        for number in (3, 4):
            insert(
                db, "dossier_item", id=number, entry_id=1, section_id=1, fields='{"title":"A"}', saved_at=AT
            )
        for name, fields in (("DossierItemRemoved", '{"item": 7}'), ("DossierItemSaved", '{"item": 8}')):
            insert(db, "audit_event", happened_at=AT, name=name, edition_id=1, entry_id=1, fields=fields)
    upgrade(db)
    assert rows(db, "SELECT id, fields, revision FROM dossier_item ORDER BY id") == [
        {"id": 3, "fields": '{"title":"A"}', "revision": 1},
        {"id": 4, "fields": '{"title":"A"}', "revision": 1},
    ]
    assert rows(db, "SELECT id FROM removed_item") == [{"id": 7}]
    with write(db):
        change(db, "DELETE FROM dossier_item WHERE id = 4")
    assert rows(db, "SELECT id FROM removed_item ORDER BY id") == [{"id": 4}, {"id": 7}]
    assert rows(db, "SELECT id FROM item_form") == []
    db.conn.close()
