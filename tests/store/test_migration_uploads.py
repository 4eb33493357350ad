"""The fourth migration, with files in the database: nothing is lost, files may share bytes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from evaluation.store.db import rows, write
from evaluation.store.migrations import upgrade
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"
SHA = "a" * 64


def test_m0004_uploads_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0004_uploads")
    run = db.conn.execute
    run(
        "INSERT INTO edition (id, code, title_id, title_en, assessed_year, award_year, timezone, official,"
        f" source, loaded_at) VALUES (1, 'uji', 'Uji', 'Trial', 2021, 2022, 'Asia/Jakarta', 0, '', '{AT}')"
    )
    run("INSERT INTO panel (id, edition_id, stage, region_code) VALUES (1, 1, 'province', '35')")
    for number in (3, 7):
        run(
            "INSERT INTO file (id, panel_id, name, media_type, size, sha256, stored_as, uploaded_at)"
            f" VALUES ({number}, 1, 'SK {number}.pdf', 'application/pdf', 10, '{SHA}', 'at{number}', '{AT}')"
        )
    run("UPDATE panel SET decree_file_id = 7")
    before = rows(db, "SELECT * FROM file ORDER BY id")
    assert upgrade(db) is True
    assert rows(db, "SELECT * FROM file ORDER BY id") == [{**one, "scan": "unscanned"} for one in before]
    assert rows(db, "SELECT decree_file_id FROM panel") == [{"decree_file_id": 7}]
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), write(db):
        run("DELETE FROM file WHERE id = 7")
    with write(db):
        run(
            "INSERT INTO file (panel_id, name, media_type, size, sha256, stored_as, uploaded_at)"
            f" VALUES (1, 'Salinan.pdf', 'application/pdf', 10, '{SHA}', 'at7', '{AT}')"
        )
    assert rows(db, "SELECT id FROM file ORDER BY id") == [{"id": 3}, {"id": 7}, {"id": 8}]
    db.conn.close()
