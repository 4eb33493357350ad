"""The migration of deliberations leaves rounds as they were, and lets none deliberate."""

from __future__ import annotations

from pathlib import Path

from evaluation.core.deliberation_rules import NO_DELIBERATION
from evaluation.store import editions
from evaluation.store.db import row, rows, write
from evaluation.store.migrations import MIGRATIONS, upgrade
from tests.store.old_rows import old_edition, old_round
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"


def test_m0023_deliberation_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0023_deliberation")
    with write(db):
        old_edition(db)
        old_round(db, signatures='{"chair": true, "members": 3}')
    before = rows(db, "SELECT * FROM round")[0]
    MIGRATIONS.apply(db, stop_before="m0024_objections")
    after = row(db, "SELECT * FROM round")
    assert after == {**before, "deliberation": None}
    upgrade(db)
    assert editions.rounds_of(db, 1)[0].rules.deliberation == NO_DELIBERATION
    db.conn.close()
