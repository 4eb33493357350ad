"""Publication at a moment to come, what candidates are shown of their result, and objections to it."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0024_objections(db: Database) -> None:
    """Announcements with their moments in the place of publications, which become a view; objections."""
    run_script(db, (SCHEMA / "0024_objections.sql").read_text(encoding="utf-8"))
