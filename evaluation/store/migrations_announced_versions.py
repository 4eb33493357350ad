"""Decisions on publication end with the version of the result that they were taken on."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0027_announced_versions(db: Database) -> None:
    """What is announced and public, without decisions on a result that was opened again after them."""
    run_script(db, (SCHEMA / "0027_announced_versions.sql").read_text(encoding="utf-8"))
