"""A panel's deliberation: sittings, presence, the table, notes, motions and votes."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0023_deliberation(db: Database) -> None:
    """How a round's panel deliberates, and all that happens while it does; nothing of it is ever changed."""
    run_script(db, (SCHEMA / "0023_deliberation.sql").read_text(encoding="utf-8"))
