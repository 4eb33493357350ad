"""The migration of objections keeps what is published, and rounds take no objections by it."""

from __future__ import annotations

from pathlib import Path

from evaluation.core.feedback_rules import USUAL_FEEDBACK
from evaluation.core.objection_rules import NO_OBJECTIONS
from evaluation.store import announcements, contests, editions
from evaluation.store.db import change, insert, rows, write
from evaluation.store.migrations import upgrade
from tests.store.old_rows import old_category, old_edition, old_round
from tests.store.test_migrations import database_before

AT, LATER = "2022-01-10T03:00:00.000000Z", "2022-02-10T03:00:00.000000Z"


def test_m0024_objections_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0024_objections")
    with write(db):
        old_edition(db)
        old_round(db)
        old_category(db)
        insert(db, "account", email="panitia@uji.example", name="Panitia", created_at=AT)
        for number, region in enumerate(("35", "33", "31"), start=1):
            insert(db, "contest", round_id=1, category_id=1, region_code=region)
            if region != "31":
                insert(db, "finalisation", contest_id=number, finalised_at=AT, reason="Pleno", snapshot="{}",
                       fingerprint=str(number) * 64)  # fmt: skip
        insert(db, "publication", contest_id=1, published_at=LATER, published_by=1)
    before = rows(db, "SELECT * FROM round")[0]
    upgrade(db)
    assert rows(db, "SELECT * FROM round") == [{**before, "feedback": None, "objections": None}]
    rules = editions.rounds_of(db, 1)[0].rules
    assert (rules.feedback, rules.objections) == (USUAL_FEEDBACK, NO_OBJECTIONS)
    assert rows(db, "SELECT * FROM publication") == [
        {"contest_id": 1, "published_at": LATER, "published_by": 1}
    ]
    kept = announcements.history(db, 1)
    assert [(one["fingerprint"], one["publishes_at"], one["decided_at"]) for one in kept] == [
        ("1" * 64, LATER, LATER)
    ]
    described = [contests.described(db, number) for number in (1, 2, 3)]
    assert [(one["finalised"], one["published"]) for one in described if one] == [(1, 1), (1, 0), (0, 0)]
    db.conn.close()


def test_renaming_a_table_later_still_works(tmp_path: Path) -> None:
    """SQLite reads every view when a table is renamed, and so must know the clock that they ask."""
    db = database_before(tmp_path / "old.db", "m0024_objections")
    upgrade(db)
    with write(db):
        change(db, "ALTER TABLE reminder RENAME TO reminder_before")
        change(db, "ALTER TABLE reminder_before RENAME TO reminder")
    assert rows(db, "SELECT contest_id FROM publication") == []
    assert rows(db, "SELECT * FROM reminder") == []
    db.conn.close()
