"""The migration of assignments: every round goes on as before, with the whole panel before every entry."""

from __future__ import annotations

from pathlib import Path

from evaluation.core.assignment_rules import EVERYBODY
from evaluation.store import editions
from evaluation.store.db import insert, row, rows, write
from evaluation.store.migrations import MIGRATIONS, upgrade
from tests.store.old_rows import old_category, old_edition, old_round
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"


def test_m0022_assignment_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0022_assignment")
    with write(db):
        old_edition(db)
        old_category(db)
        old_round(db)
        insert(db, "account", email="juri@uji.example", created_at=AT)
        insert(db, "panel", edition_id=1, stage="province", region_code="35")
        insert(db, "panel_member", panel_id=1, account_id=1, name="Juri", position="chair", seated_at=AT)
        insert(db, "contest", round_id=1, category_id=1, region_code="35")
        insert(
            db, "entry", edition_id=1, category_id=1, code="35.76", name="Kota Mojokerto",
            region_code="35.76", province_code="35", status="accepted", status_at=AT,
        )  # fmt: skip
        insert(db, "contest_entry", contest_id=1, entry_id=1, entered_at=AT)
    before = rows(db, "SELECT * FROM round")[0], rows(db, "SELECT * FROM panel_member")[0]
    MIGRATIONS.apply(db, stop_before="m0023_deliberation")
    assert row(db, "SELECT * FROM round") == {**before[0], "assignment": None}
    assert row(db, "SELECT * FROM panel_member") == {**before[1], "most_entries": None}
    upgrade(db)
    assert editions.rounds_of(db, 1)[0].rules.assignment == EVERYBODY
    # Nobody is shut out where nothing is assigned.
    assert rows(db, "SELECT * FROM unassigned UNION ALL SELECT 0, entry_id, account_id FROM outsider") == []
    db.conn.close()
