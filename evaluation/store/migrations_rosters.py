"""The sixth migration: rosters that were sent and looked at, and are not loaded yet."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0006_rosters(db: Database) -> None:
    """A preview holds none of a roster's rows, only whose file it is and until when it is kept."""
    run_script(db, (SCHEMA / "0006_rosters.sql").read_text(encoding="utf-8"))
