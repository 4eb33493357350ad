"""Which assessors judge which entries, where a round does not put everything before everybody."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0022_assignment(db: Database) -> None:
    """The rule of a round, what members know, plans as they were made, and the assignments in force."""
    run_script(db, (SCHEMA / "0022_assignment.sql").read_text(encoding="utf-8"))
