"""The migration of deliberations leaves rounds as they were, and lets none deliberate."""

from __future__ import annotations

from pathlib import Path

from evaluation.core.deliberation_rules import NO_DELIBERATION
from evaluation.store import editions
from evaluation.store.db import insert, row, rows, write
from evaluation.store.migrations import MIGRATIONS, upgrade
from tests.award import EDITION
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"


def test_m0023_deliberation_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0023_deliberation")
    with write(db):
        insert(
            db, "edition", code="uji", title_id="U", title_en="U", assessed_year=2021, award_year=2022,
            timezone="Asia/Jakarta", official=0, source=EDITION, loaded_at=AT,
        )  # fmt: skip
        insert(
            db, "round", edition_id=1, code="desk", position=0, title_id="D", title_en="D", stage="province",
            kind="desk", sheet_order="sheet", combine="mean", trim_from=3, scale="percent",
            rounding_mode="half-up", rounding_places=2, rounding_steps="[]", minimum_sheets=1, carry="[]",
            advance=2, winners=0, tie_break="[]", checklist="[]", signatures='{"chair": true, "members": 3}',
        )  # fmt: skip
    before = rows(db, "SELECT * FROM round")[0]
    MIGRATIONS.apply(db, stop_before="m0024_objections")
    after = row(db, "SELECT * FROM round")
    assert after == {**before, "deliberation": None}
    upgrade(db)
    assert editions.rounds_of(db, 1)[0].rules.deliberation == NO_DELIBERATION
    db.conn.close()
