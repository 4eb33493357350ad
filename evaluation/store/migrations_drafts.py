"""Forms that save themselves: what they typed, and which item each of them saved."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0014_drafts(db: Database) -> None:
    """Two tables; the numbers of items that were removed before are never given again either."""
    run_script(db, (SCHEMA / "0014_drafts.sql").read_text(encoding="utf-8"))
