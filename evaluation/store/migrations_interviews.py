"""Interviews: sessions, invitations, lots, the room, the shared minute, penalties with their source."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0013_interviews(db: Database) -> None:
    """New tables beside what stands; attendance and adjustments from before stay as they are."""
    run_script(db, (SCHEMA / "0013_interviews.sql").read_text(encoding="utf-8"))
