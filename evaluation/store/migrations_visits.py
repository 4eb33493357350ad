"""Field visits: their teams, findings against the dossier's claims, photographs, marks that changed."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0016_visits(db: Database) -> None:
    """New tables only."""
    run_script(db, (SCHEMA / "0016_visits.sql").read_text(encoding="utf-8"))
