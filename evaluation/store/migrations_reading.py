"""Reading aids: what is known of a file's pages and words."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0007_reading(db: Database) -> None:
    """Two tables, and a job for each file that is there already."""
    run_script(db, (SCHEMA / "0007_reading.sql").read_text(encoding="utf-8"))
