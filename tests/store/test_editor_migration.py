"""The migration of editions in the making: editions stay, and a draft has its place."""

from __future__ import annotations

from pathlib import Path

from evaluation.store import edition_drafts
from evaluation.store.db import insert, rows, write
from evaluation.store.migrations import upgrade
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"


def test_m0020_editor_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0020_editor")
    with write(db):
        insert(
            db, "edition", code="uji", title_id="U", title_en="U", assessed_year=2021, award_year=2022,
            timezone="UTC", official=0, source="x = 1", loaded_at=AT,
        )  # fmt: skip
    before = rows(db, "SELECT * FROM edition")
    upgrade(db)
    assert rows(db, "SELECT * FROM edition") == before
    with write(db):
        edition_drafts.add(db, code="uji", content="x = 2", copied_from=None, account_id=None, at=AT)
        assert not edition_drafts.save(db, code="uji", content="", revision=2, account_id=None, at=AT)
        assert edition_drafts.save(db, code="uji", content="x = 3", revision=1, account_id=None, at=AT)
    assert edition_drafts.all_drafts(db) == [
        {"code": "uji", "copied_from": None, "saved_at": AT, "loaded": 1}
    ]
    db.conn.close()
