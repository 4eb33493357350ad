"""Conflicts of interest: what is declared, what keeps somebody away from an entry, and substitutes."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0010_conflicts(db: Database) -> None:
    """Recusals become conflicts of interest with their grounds; `recusal` is the view of those that hold."""
    run_script(db, (SCHEMA / "0010_conflicts.sql").read_text(encoding="utf-8"))
