"""The migration of notes for the minutes puts none of the notes from before into them."""

from __future__ import annotations

from pathlib import Path

from evaluation.store import discussion_notes
from evaluation.store.db import insert, rows, write
from evaluation.store.migrations import upgrade
from tests.store.old_rows import old_category, old_edition, old_round
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"


def test_m0028_minuted_notes_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0028_minuted_notes")
    with write(db):
        old_edition(db)
        old_category(db)
        old_round(db)
        insert(
            db, "entry", edition_id=1, category_id=1, code="35.76", name="Kota Mojokerto",
            region_code="35.76", province_code="35", status="accepted", status_at=AT,
        )  # fmt: skip
        insert(db, "contest", round_id=1, category_id=1, region_code="35")
        insert(db, "sitting", contest_id=1, opened_at=AT)
        insert(db, "table_item", sitting_id=1, placed_at=AT)
        insert(db, "table_entry", item_id=1, entry_id=1, position=1)
        insert(db, "discussion_note", item_id=1, name="Juri", body="Catatan", written_at=AT)
    before = rows(db, "SELECT * FROM discussion_note")
    upgrade(db)
    assert rows(db, "SELECT * FROM discussion_note") == before
    (note,) = discussion_notes.of_contest(db, 1)
    assert (note.body, note.entries, note.minuted) == ("Catatan", (1,), False)
    with write(db):
        discussion_notes.record_minuted(db, note.id, minuted=True, at=AT, recorded_by=None)
    assert discussion_notes.of_contest(db, 1)[0].minuted
    assert discussion_notes.of_contest(db, 1, until=AT)[0].minuted
    assert discussion_notes.of_contest(db, 1, until="2022-01-09") == ()
    db.conn.close()
