"""Receipts with codes, corrections and extensions, questions, and the owner of a candidate's side."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0005_versions(db: Database) -> None:
    """Whoever came first among an entry's people becomes its owner; nothing else that stands changes."""
    run_script(db, (SCHEMA / "0005_versions.sql").read_text(encoding="utf-8"))
