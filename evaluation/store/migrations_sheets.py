"""Sheets that save themselves: revisions of fields, feedback, pinned pages, notes that are sent again."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0011_sheets(db: Database) -> None:
    """Two columns and three tables; marks from before are at their first revision."""
    run_script(db, (SCHEMA / "0011_sheets.sql").read_text(encoding="utf-8"))
