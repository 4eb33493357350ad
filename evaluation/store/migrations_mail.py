"""The third migration: background jobs, the outbox, and which reminders were posted."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0003_mail(db: Database) -> None:
    """Jobs wait in the database that they are about; messages rest as what they say, never with a link."""
    run_script(db, (SCHEMA / "0003_mail.sql").read_text(encoding="utf-8"))
