"""The migration of reading aids: files from before are read as well, each kind of bytes once."""

from __future__ import annotations

from pathlib import Path

from evaluation.store.db import insert, rows, write
from evaluation.store.migrations import upgrade
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"


def test_m0007_reading_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0007_reading")
    with write(db):
        insert(
            db, "edition", code="uji", title_id="U", title_en="U", assessed_year=2021, award_year=2022,
            timezone="UTC", official=0, source="", loaded_at=AT,
        )  # fmt: skip
        insert(db, "panel", edition_id=1, stage="national")
        for name, kind, digit in (
            ("a.pdf", "application/pdf", "a"),
            ("b.pdf", "application/pdf", "a"),
            ("c.png", "image/png", "c"),
            ("d.odt", "application/vnd.oasis.opendocument.text", "d"),
        ):
            insert(
                db, "file", panel_id=1, name=name, media_type=kind, size=9, sha256=digit * 64,
                stored_as=name, uploaded_at=AT,
            )  # fmt: skip
    upgrade(db)
    assert rows(db, "SELECT sha256, state, pages, noted_at FROM reading ORDER BY sha256") == [
        {"sha256": "a" * 64, "state": "waiting", "pages": None, "noted_at": AT},
        {"sha256": "d" * 64, "state": "waiting", "pages": None, "noted_at": AT},
    ]
    assert rows(db, "SELECT name, arguments, due_at FROM job ORDER BY id") == [
        {"name": "read file", "arguments": f'{{"sha256":"{digit * 64}"}}', "due_at": AT} for digit in "ad"
    ]
    db.conn.close()
