"""The migration of promotion rules leaves rounds and entries as they were, and without such rules."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from evaluation.core.promotion_rules import NOTHING_MORE
from evaluation.store import editions
from evaluation.store.db import insert, prepare, row, rows, write
from evaluation.store.migrations import MIGRATIONS, upgrade
from tests.store.old_rows import old_category, old_edition, old_round

AT = "2022-01-10T03:00:00.000000Z"


def test_m0017_promotion_keeps_the_data(tmp_path: Path) -> None:
    db = prepare(sqlite3.connect(tmp_path / "old.db", isolation_level=None))
    MIGRATIONS.apply(db, stop_before="m0017_promotion")
    with write(db):
        old_edition(db)
        old_category(db)
        old_round(db)
        insert(
            db, "entry", edition_id=1, category_id=1, code="35.76", name="Mojokerto", region_code="35.76",
            province_code="35", status="accepted", status_at=AT,
        )  # fmt: skip
    before = {table: rows(db, f"SELECT * FROM {table}")[0] for table in ("round", "entry")}
    upgrade(db)
    for table, old in before.items():
        new = row(db, f"SELECT * FROM {table}")
        assert new is not None
        assert {name: new[name] for name in old} == old
    assert editions.rounds_of(db, 1)[0].rules.promotion == NOTHING_MORE
    entry = row(db, "SELECT institution, sector FROM entry")
    assert entry == {"institution": "", "sector": ""}
    db.conn.close()
