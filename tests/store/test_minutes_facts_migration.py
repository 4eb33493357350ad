"""The migration of minutes leaves results and previews alone; what was fixed before has no kept facts."""

from __future__ import annotations

from pathlib import Path

from evaluation.store import minutes
from evaluation.store.db import insert, row, rows, write
from evaluation.store.migrations import upgrade
from tests.store.old_rows import old_category, old_edition, old_round
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"


def test_m0026_minutes_facts_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0026_minutes_facts")
    with write(db):
        old_edition(db, official=1)
        old_category(db)
        old_round(db)
        insert(db, "contest", round_id=1, category_id=1, region_code="35")
        insert(db, "panel", edition_id=1, stage="province", region_code="35", decree_number="188/1/KPTS")
        insert(
            db, "finalisation", contest_id=1, finalised_at=AT, reason="Pleno", snapshot="{}",
            fingerprint="0" * 64,
        )  # fmt: skip
        insert(db, "account", email="a@uji.example", name="A", created_at=AT)
        insert(
            db, "roster_preview", account_id=1, edition_id=1, kind="candidates", name="a.csv", size=3,
            sha256="1" * 64, stored_as="x", made_at=AT, expires_at=AT,
        )  # fmt: skip
    before = {name: rows(db, f"SELECT * FROM {name}") for name in ("finalisation", "roster_preview")}
    upgrade(db)
    assert {name: rows(db, f"SELECT * FROM {name}") for name in before} == before
    found = minutes.facts(db, 1)
    assert (found.kept, found.official) == (False, True)
    assert found.decree == {"decree_number": "188/1/KPTS", "decree_date": None}
    with write(db):
        insert(
            db, "roster_preview", account_id=1, edition_id=1, kind="past-wins", name="b.csv", size=3,
            sha256="1" * 64, stored_as="y", made_at=AT, expires_at=AT,
        )  # fmt: skip
        minutes.keep_facts(db, 1)
        db.execute("UPDATE panel SET decree_number = 'another'")
    kept = minutes.facts(db, 1)
    assert kept.kept
    assert kept.decree == {"decree_number": "188/1/KPTS", "decree_date": None}
    indexes = row(
        db, "SELECT count(*) AS n FROM sqlite_master WHERE tbl_name = 'roster_preview' AND type = 'index'"
    )
    assert indexes == {"n": 3}
    db.conn.close()
