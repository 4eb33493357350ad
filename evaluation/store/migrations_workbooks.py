"""The eighteenth migration: workbooks of score sheets that were sent and looked at, not stored yet."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0018_workbooks(db: Database) -> None:
    """A preview holds none of a workbook's marks, only whose file it is and until when it is kept."""
    run_script(db, (SCHEMA / "0018_workbooks.sql").read_text(encoding="utf-8"))
