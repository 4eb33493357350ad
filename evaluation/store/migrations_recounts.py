"""Recounts, and the earlier versions of results that were opened again."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0025_recounts(db: Database) -> None:
    """Recounts with their steps and ends, rules of one contest, and results that were final once."""
    run_script(db, (SCHEMA / "0025_recounts.sql").read_text(encoding="utf-8"))
