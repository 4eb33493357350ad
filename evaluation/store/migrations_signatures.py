"""Signatures under results, and the texts of certificates."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0021_signatures(db: Database) -> None:
    """Who signs a round's result, what was signed by whom, what made it void; templates of certificates."""
    run_script(db, (SCHEMA / "0021_signatures.sql").read_text(encoding="utf-8"))
