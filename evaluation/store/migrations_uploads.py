"""The fourth migration: uploads on their way, and files that may share their bytes."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0004_uploads(db: Database) -> None:
    """Files may share their place on disk, each knows whether it was scanned; uploads can be resumed."""
    run_script(db, (SCHEMA / "0004_uploads.sql").read_text(encoding="utf-8"))
