"""Editions that are being written in the browser."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0020_editor(db: Database) -> None:
    """Drafts of editions, loaded or not."""
    run_script(db, (SCHEMA / "0020_editor.sql").read_text(encoding="utf-8"))
