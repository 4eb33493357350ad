"""Who sees what in a round, and the numbers by which entries and assessors go where they have no names."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0009_visibility(db: Database) -> None:
    """Rounds keep today's policy; every entry in a contest and every assessor with a sheet draws a number."""
    run_script(db, (SCHEMA / "0009_visibility.sql").read_text(encoding="utf-8"))
