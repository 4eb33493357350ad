"""Migrations are append-only, the schema is the agreed one, and every table keeps its promises."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from evaluation.core.sections import default_sections
from evaluation.store import migrations, sections
from evaluation.store.db import change, insert, prepare, rows, write
from evaluation.store.migrations import MIGRATIONS, upgrade
from evaluation.store.ready import open_ready
from tests.award import Award
from tests.store.snapshot import LOCK, SCHEMA, effects, empty_database, lock_text, locks, schema_of

HERE = Path(__file__).parent
NAME = re.compile(r"m(\d{4})_[a-z_]+")


@pytest.fixture
def fresh() -> Iterator[Database]:
    """A database in memory without any migration."""
    db = empty_database()
    yield db
    db.conn.close()


def written_tests() -> set[str]:
    """The names of the tests in this folder."""
    files = HERE.glob("test_*.py")
    return {name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.M)}


def test_migrations_that_landed_are_never_edited_nor_reordered() -> None:
    assert LOCK.read_text(encoding="utf-8") == lock_text(), "see tests/store/snapshot.py"


def test_the_lock_notices_one_changed_character(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(migrations.SCHEMA, tmp_path / "schema"))
    audit = copy / "0001_audit.sql"
    audit.write_text(audit.read_text("utf-8").replace("append-only", "append only"), encoding="utf-8")
    before = locks()
    monkeypatch.setattr(migrations, "SCHEMA", copy)
    assert locks()["m0001_foundation"] != before["m0001_foundation"]


def test_migrations_are_numbered_without_a_gap(fresh: Database) -> None:
    numbers = [int(NAME.fullmatch(m.name)[1]) for m in MIGRATIONS.pending(fresh)]  # type: ignore[index]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_set_of_tables_after_the_migrations_equals_the_snapshot(db: Database) -> None:
    assert schema_of(db) == SCHEMA.read_text(encoding="utf-8"), (
        "renew with `make schema` and read the difference"
    )


def test_every_migration_after_the_first_is_tested_with_data_in_it(fresh: Database) -> None:
    """The name of such a test: test_NAME_keeps_the_data. It starts from `database_before(NAME)`."""
    later = [m.name for m in MIGRATIONS.pending(fresh)][1:]
    assert [name for name in later if f"test_{name}_keeps_the_data" not in written_tests()] == []


def database_before(path: Path, name: str) -> Database:
    """A database on disk as it was before migration `name`, for a test to fill and then `upgrade`."""
    db = prepare(sqlite3.connect(path, isolation_level=None))
    MIGRATIONS.apply(db, stop_before=name)
    return db


def test_the_harness_stops_before_a_migration(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0001_foundation")
    assert [t for t in db.table_names() if not t.startswith("_")] == []
    assert upgrade(db) is True
    assert "audit_event" in db.table_names()
    db.conn.close()


def test_upgrading_twice_changes_nothing_and_keeps_the_data(db: Database, award: Award) -> None:
    award.entry(award.edition(), "35.76", "Kota Mojokerto", status="accepted")
    before = list(db.conn.iterdump())
    assert upgrade(db) is False
    assert list(db.conn.iterdump()) == before


def test_a_migration_that_breaks_references_is_refused(db: Database, award: Award) -> None:
    award.edition()
    db.conn.execute("PRAGMA foreign_keys=OFF")
    db.conn.execute("DELETE FROM edition")
    db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0001_foundation'")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MIGRATIONS._migrations[0], "fn", lambda db: None)
        with pytest.raises(RuntimeError, match="broken references"):
            upgrade(db)


def test_every_table_is_strict(db: Database) -> None:
    found = {
        name: strict
        for _, name, kind, _, _, strict in db.conn.execute("PRAGMA table_list")
        if kind == "table"
    }
    ours = {name for name in found if not name.startswith(("sqlite_", "_sqlite_"))}
    assert {name for name in ours if not found[name]} == set()
    assert len(ours) > 25


def test_foreign_keys_hold_in_a_migrated_database(db: Database) -> None:
    assert db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_regions_are_38_provinces_and_514_regencies_and_cities_in_three_zones(db: Database) -> None:
    count = "SELECT count(*) AS n FROM region WHERE parent IS "
    assert rows(db, count + "NULL") == [{"n": 38}]
    assert rows(db, count + "NOT NULL") == [{"n": 514}]
    assert [
        zone["timezone"] for zone in rows(db, "SELECT DISTINCT timezone FROM region ORDER BY timezone")
    ] == [
        "Asia/Jakarta",
        "Asia/Jayapura",
        "Asia/Makassar",
    ]
    orphans = (
        "SELECT count(*) AS n FROM region r JOIN region p ON p.code = r.parent WHERE p.kind <> 'province'"
    )
    assert rows(db, orphans) == [{"n": 0}]


def test_the_lock_covers_the_regions_too(fresh: Database) -> None:
    statements = effects(fresh, "m0001_foundation")
    assert sum("INSERT INTO region" in statement for statement in statements) == 552


def test_a_missing_database_is_made_and_a_second_opening_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "penjurian.db"
    first = open_ready(path)
    assert schema_of(first) == SCHEMA.read_text(encoding="utf-8")
    first.conn.close()
    second = open_ready(path)
    assert rows(second, "SELECT count(*) AS n FROM region") == [{"n": 552}]
    second.conn.close()


def test_an_older_database_is_upgraded_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    database_before(path, "m0001_foundation").conn.close()
    db = open_ready(path)
    assert MIGRATIONS.pending(db) == []
    db.conn.close()


OLD_ITEMS = {
    "regulation": dict(
        type="perda", number="9", year=2019, subject="Jaminan \U0001f389", in_force_from="2019-12-30"
    ),
    "innovation": dict(kind="membership", title="RT/RW", problem='Kata "baru"', action="872", budget=10**14),
    "coverage": dict(segment="farmers", workers=872, protected=0),
    "budget_support": dict(year=None, purpose="Iuran"),
    "document": dict(title="Foto"),
}


def test_m0002_sections_keeps_the_data(tmp_path: Path) -> None:
    db = database_before(tmp_path / "old.db", "m0002_sections")
    at = "2022-01-10T03:00:00.000000Z"
    edition = dict(
        title_id="U", title_en="U", assessed_year=2021, award_year=2022, timezone="UTC", official=0
    )
    with write(db):
        insert(db, "edition", code="uji", source="", loaded_at=at, **edition)
        for code in ("regency", "village"):
            insert(
                db, "category", edition_id=1, code=code, title_id="", title_en="", entrant=code, position=0
            )
        kept = dict(region_code="35.76", province_code="35", status="draft", status_at=at, name="Mojokerto")
        for code in ("35.76", "35.76.1"):
            insert(db, "entry", edition_id=1, category_id=1, code=code, **kept)
        stored = dict(name="a.pdf", media_type="application/pdf", size=9, sha256="a" * 64, stored_as="x")
        insert(db, "file", entry_id=1, uploaded_at=at, **stored)
        insert(db, "regulation", id=41, entry_id=2, **OLD_ITEMS["regulation"], saved_at=at)
        for table, values in OLD_ITEMS.items():
            insert(db, table, entry_id=1, revision=3, saved_at=at, **values)
        change(db, "UPDATE regulation SET file_id = 1 WHERE entry_id = 1")
    upgrade(db)
    found = rows(
        db,
        "SELECT i.id, i.entry_id, s.code, i.fields, i.once, i.file_id, i.revision, i.saved_at"
        " FROM dossier_item i JOIN section s ON s.id = i.section_id ORDER BY i.id",
    )
    assert [(one["id"], one["entry_id"], one["code"]) for one in found] == [
        (43, 2, "regulations"),
        (44, 1, "regulations"),
        (45, 1, "innovations"),
        (46, 1, "coverage"),
        (47, 1, "budget"),
        (48, 1, "documents"),
    ]
    blanks = {
        "regulation": dict(amends=""),
        "innovation": dict(since="", people_reached=None),
        "coverage": dict(accident=None, death=None, old_age=None, pension=None, job_loss=None, source=""),
        "budget_support": dict(amount=None, people=None, source=""),
        "document": dict(note=""),
    }
    expected = [values | blanks[table] for table, values in OLD_ITEMS.items()]
    assert [json.loads(one["fields"]) for one in found[1:]] == expected
    assert [(one["once"], one["file_id"], one["revision"], one["saved_at"]) for one in found[1:]] == [
        (None, 1, 3, at),
        (None, None, 3, at),
        ("farmers", None, 3, at),
        (None, None, 3, at),
        (None, None, 3, at),
    ]
    assert sections.of_edition(db, 1) == default_sections(("regency", "village"))
    assert {"regulation", "innovation", "coverage", "budget_support", "document"} & set(
        db.table_names()
    ) == set()
    db.conn.close()
