"""The schema, as an append-only list of migrations. A migration that has landed is never edited."""

from __future__ import annotations

import csv
import sqlite3
from importlib import import_module
from pathlib import Path

from sqlite_utils import Database, Migrations

from evaluation.store.db import tell_time

MIGRATIONS = Migrations("penjurian")

# The statements of a migration, a file a noun, numbered like the migration that runs them.
SCHEMA = Path(__file__).parent / "schema"
REGIONS_FILE = Path(__file__).parent.parent / "data" / "regions.csv"


def upgrade(db: Database) -> bool:
    """Bring `db` to the newest schema; True when something was applied.

    Foreign keys are off meanwhile (table rebuilds must not cascade) and are checked at the end.
    """
    if not MIGRATIONS.pending(db):
        return False
    tell_time(db.conn)
    db.conn.execute("PRAGMA foreign_keys=OFF")
    MIGRATIONS.apply(db)
    broken = db.conn.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"migration left broken references: {broken[:5]}")
    db.conn.execute("PRAGMA foreign_keys=ON")
    return True


def run_script(db: Database, script: str) -> None:
    """Run each statement of `script` inside the caller's transaction (executescript would commit it)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if statement.strip() and sqlite3.complete_statement(statement):
            db.conn.execute(statement)
            statement = ""


@MIGRATIONS()
def m0001_foundation(db: Database) -> None:
    """Every table of the first award, and the regions of Indonesia."""
    for noun in ("accounts", "editions", "entries", "dossiers", "scores", "audit"):
        run_script(db, (SCHEMA / f"0001_{noun}.sql").read_text(encoding="utf-8"))
    with REGIONS_FILE.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            db.conn.execute(
                "INSERT INTO region (code, parent, kind, name, timezone)"
                " VALUES (:code, nullif(:parent, ''), :kind, :name, :timezone)",
                row,
            )


# The later migrations stand in files of their own and register here, in the order of their numbers.
LATER = (
    "sections",
    "mail",
    "uploads",
    "versions",
    "rosters",
    "reading",
    "search",
    "visibility",
    "conflicts",
    "sheets",
    "reopening",
    "interviews",
    "drafts",
    "calibration",
    "visits",
    "promotion",
    "workbooks",
    "overview",
    "editor",
    "signatures",
    "assignment",
    "deliberation",
    "objections",
    "recounts",
    "minutes_facts",
    "announced_versions",
    "minuted_notes",
)
for noun in LATER:
    import_module(f"evaluation.store.migrations_{noun}")
