"""The fifth migration finds an owner for every candidate, and leaves what was submitted as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from evaluation.store import entries, refs
from evaluation.store.db import insert, prepare, rows, write
from evaluation.store.migrations import MIGRATIONS, upgrade

AT = "2022-01-10T03:00:00.000000Z"


@pytest.fixture
def old(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A database from before, with two entries: three people act for one, nobody for the other."""
    db = prepare(sqlite3.connect(tmp_path / "old.db", isolation_level=None))
    MIGRATIONS.apply(db, stop_before="m0005_versions")
    edition = dict(
        title_id="U", title_en="U", assessed_year=2021, award_year=2022, timezone="UTC", official=0
    )
    kept = dict(category_id=1, region_code="35.76", province_code="35", status_at=AT, name="Mojokerto")
    with write(db):
        insert(db, "edition", code="uji", source="", loaded_at=AT, **edition)
        insert(
            db, "category", edition_id=1, code="r", title_id="", title_en="", entrant="regency", position=0
        )
        for code, status in (("35.76", "returned"), ("35.77", "invited")):
            insert(db, "entry", edition_id=1, code=code, status=status, **kept)
        for name in ("c", "a", "b"):
            account = insert(db, "account", email=f"{name}@uji.example", created_at=AT)
            insert(db, "representative", entry_id=1, account_id=account)
        for number in (1, 2):
            print_ = f"{number:064x}"[::-1]
            insert(
                db,
                "submission",
                entry_id=1,
                number=number,
                submitted_at=AT,
                manifest="{}",
                fingerprint=print_,
            )
    yield db
    db.conn.close()


def test_m0005_versions_keeps_the_data(old: Database) -> None:
    before = {
        table: rows(old, f"SELECT * FROM {table} ORDER BY 1, 2")
        for table in ("submission", "entry", "account")
    }
    MIGRATIONS.apply(old, stop_before="m0006_rosters")
    assert {table: rows(old, f"SELECT * FROM {table} ORDER BY 1, 2") for table in before} == before
    people = [(one["email"], one["role"]) for one in entries.representatives_of(old, 1)]
    assert people == [("c@uji.example", "owner"), ("a@uji.example", "member"), ("b@uji.example", "member")]
    assert entries.representatives_of(old, 2) == []
    assert rows(old, "SELECT * FROM correction") == []


def test_a_dossier_returned_before_stays_open_in_every_section(old: Database) -> None:
    upgrade(old)
    ref = refs.entry_ref(old, 1)
    assert (ref.owner, ref.opened) == (1, None)
    assert refs.entry_ref(old, 2).owner is None


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("correction", dict(reason="x", sections="[]", returned_at=AT)),
        ("extension", dict(before_at="2022", until_at="2023", reason="x", granted_at=AT)),
        ("question", dict(side="candidate", body="x", written_at=AT)),
    ],
)
def test_decisions_and_messages_are_kept_as_they_were(
    old: Database, table: str, values: dict[str, str]
) -> None:
    upgrade(old)
    with write(old):
        insert(old, table, entry_id=1, **values)
    for change in (f"UPDATE {table} SET entry_id = 2", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="kept as"):
            old.conn.execute(change)


def test_an_extension_is_later_and_an_entry_has_one_owner(old: Database) -> None:
    upgrade(old)
    earlier = dict(before_at="2023", until_at="2022", reason="x", granted_at=AT)
    with pytest.raises(sqlite3.IntegrityError), write(old):
        insert(old, "extension", entry_id=1, **earlier)
    with pytest.raises(sqlite3.IntegrityError), write(old):
        old.conn.execute("UPDATE representative SET role = 'owner'")


def test_two_submissions_never_share_a_code(old: Database) -> None:
    upgrade(old)
    known = rows(old, "SELECT fingerprint FROM submission ORDER BY id")[0]["fingerprint"]
    twin = known[:25] + "f" * 39
    values = dict(number=3, submitted_at=AT, manifest="{}", fingerprint=twin)
    with pytest.raises(sqlite3.IntegrityError), write(old):
        insert(old, "submission", entry_id=1, **values)
