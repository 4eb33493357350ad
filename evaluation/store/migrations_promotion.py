"""Promotion rules of rounds, what they look at in entries, and the reserve list."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0017_promotion(db: Database) -> None:
    """Columns of rounds and entries, wins of years before, moves from the reserve list."""
    run_script(db, (SCHEMA / "0017_promotion.sql").read_text(encoding="utf-8"))
