"""Which notes of a deliberation go into the minutes."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0028_minuted_notes(db: Database) -> None:
    """Notes of a deliberation can be put into the minutes, and taken out again before the result is fixed."""
    run_script(db, (SCHEMA / "0028_minuted_notes.sql").read_text(encoding="utf-8"))
