"""The reminders that committees send by hand, so that nobody is sent the same one twice a day."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0019_overview(db: Database) -> None:
    """A new table only."""
    run_script(db, (SCHEMA / "0019_overview.sql").read_text(encoding="utf-8"))
