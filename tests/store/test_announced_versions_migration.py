"""The migration of announced versions keeps what is public, but for a result that was opened again since."""

from __future__ import annotations

from pathlib import Path

from evaluation.store.db import insert, rows, write
from evaluation.store.migrations import upgrade
from tests.store.old_rows import old_category, old_edition, old_round
from tests.store.test_migrations import database_before

FIXED, SET, OPENED, AGAIN = (f"2022-0{month}-10T03:00:00.000000Z" for month in (1, 2, 3, 4))


def test_m0027_announced_versions_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0027_announced_versions")
    with write(db):
        old_edition(db)
        old_round(db)
        old_category(db)
        for number, region in enumerate(("35", "33"), start=1):
            insert(db, "contest", round_id=1, category_id=1, region_code=region)
            insert(db, "finalisation", contest_id=number, finalised_at=FIXED if number == 1 else AGAIN,
                   reason="Pleno", snapshot="{}", fingerprint=str(number) * 64)  # fmt: skip
            insert(db, "announcement", contest_id=number, fingerprint=str(number) * 64, publishes_at=SET,
                   decided_at=SET)  # fmt: skip
        insert(db, "recount", contest_id=2, title="Koreksi", reason="Salah", decree="SK", begun_at=OPENED)
        insert(db, "replaced_result", contest_id=2, number=1, finalised_at=FIXED, reason="Pleno",
               snapshot="{}", fingerprint="2" * 64, published_at=SET, recount_id=1,
               reopened_because="Salah", reopened_at=OPENED)  # fmt: skip
    before = rows(db, "SELECT * FROM announcement")
    upgrade(db)
    assert rows(db, "SELECT * FROM announcement") == before
    public = {"contest_id": 1, "published_at": SET, "published_by": None}
    assert rows(db, "SELECT * FROM publication") == [public]
    with write(db):
        insert(db, "announcement", contest_id=2, fingerprint="2" * 64, publishes_at=AGAIN, decided_at=AGAIN)
    assert rows(db, "SELECT * FROM publication ORDER BY contest_id") == [
        public, {"contest_id": 2, "published_at": AGAIN, "published_by": None},
    ]  # fmt: skip
    db.conn.close()
