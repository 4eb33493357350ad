"""The migration of recounts keeps results, publications and who moved up; and what lets go of a result."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from evaluation.store import promotion, result_versions
from evaluation.store.db import change, insert, rows, trial, write
from evaluation.store.migrations import upgrade
from tests.award import Award
from tests.store.old_rows import old_category, old_edition, old_round
from tests.store.test_migrations import database_before

AT = "2022-01-10T03:00:00.000000Z"
KEPT = ("finalisation", "final_standing", "publication")


def final_result(db: Database) -> None:
    """An edition with one contest: two entries, final and published; the second moved up from the reserve."""
    old_edition(db)
    old_category(db)
    old_round(db, advance=1)
    contest = insert(db, "contest", round_id=1, category_id=1, region_code="35")
    insert(
        db, "finalisation", contest_id=contest, finalised_at=AT, reason="Pleno", snapshot="{}",
        fingerprint="0" * 64,
    )  # fmt: skip
    for number, code in ((1, "35.76"), (2, "35.09")):
        insert(
            db, "entry", edition_id=1, category_id=1, code=code, name=code, region_code=code,
            province_code="35", status="accepted", status_at=AT,
        )  # fmt: skip
        insert(
            db, "final_standing", contest_id=contest, entry_id=number, rank=number, score="80",
            round_score="80", advances=number % 2, wins=0,
        )  # fmt: skip
    insert(db, "announcement", contest_id=contest, fingerprint="0" * 64, publishes_at=AT, decided_at=AT)
    moved = dict(entry_id=2, instead_of=1, reason="Mundur", moved_at=AT)
    insert(db, "reserve_move", contest_id=contest, **moved)


def test_m0025_recounts_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0025_recounts")
    with write(db):
        final_result(db)
    before = {name: rows(db, f"SELECT * FROM {name}") for name in (*KEPT, "reserve_move")}
    upgrade(db)
    after = {name: rows(db, f"SELECT * FROM {name}") for name in KEPT}
    assert after == {name: before[name] for name in KEPT}
    moved = before["reserve_move"][0]
    assert rows(db, "SELECT * FROM reserve_move") == [{**moved, "version": 1}]
    assert [one["code"] for one in promotion.moves_of(db, 1)] == ["35.09"]
    assert result_versions.versions_of(db, 1) == []
    db.conn.close()


@pytest.mark.parametrize("table", ["final_standing", "finalisation"])
def test_a_result_that_is_not_kept_is_not_let_go(db: Database, table: str) -> None:
    with write(db):
        final_result(db)
    before = rows(db, f"SELECT * FROM {table}")
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"), write(db):
        change(db, f"DELETE FROM {table}")
    assert rows(db, f"SELECT * FROM {table}") == before


@pytest.mark.parametrize("column", ["snapshot", "reason", "finalised_at", "fingerprint"])
def test_a_copy_with_one_difference_is_no_copy(db: Database, column: str) -> None:
    with write(db):
        final_result(db)
        texts = dict(title="K", reason="S", decree="")
        recount = insert(db, "recount", contest_id=1, begun_at=AT, **texts)
        copy = rows(db, "SELECT * FROM finalisation")[0]
        other = {"snapshot": '{"a":1}', "fingerprint": "1" * 64}.get(column, "lain")
        insert(
            db, "replaced_result", **{**copy, column: other}, number=1, recount_id=recount,
            reopened_because="S", reopened_at=AT,
        )  # fmt: skip
        db.conn.execute("DROP TRIGGER final_standing_goes_only_when_it_is_kept")
        change(db, "DELETE FROM final_standing")
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"), write(db):
        change(db, "DELETE FROM finalisation")
    assert rows(db, "SELECT count(*) AS n FROM finalisation") == [{"n": 1}]


def add_and_fail(db: Database) -> None:
    with trial(db):
        change(db, "INSERT INTO account (email, name, created_at) VALUES ('a@b.c', '', :at)", at=AT)
        assert rows(db, "SELECT email FROM account") == [{"email": "a@b.c"}]
        raise RuntimeError("halfway")


def test_what_a_trial_writes_never_was(db: Database, award: Award) -> None:
    before = list(db.conn.iterdump())
    with pytest.raises(RuntimeError, match="halfway"):
        add_and_fail(db)
    assert list(db.conn.iterdump()) == before
    with write(db):
        change(db, "INSERT INTO account (email, name, created_at) VALUES ('x@b.c', '', :at)", at=AT)
        with trial(db):
            change(db, "DELETE FROM account")
        assert rows(db, "SELECT email FROM account") == [{"email": "x@b.c"}]
    assert rows(db, "SELECT email FROM account") == [{"email": "x@b.c"}]
