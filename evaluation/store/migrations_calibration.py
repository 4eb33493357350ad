"""Calibration: samples, what the panel gives them, and what the committee would."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0015_calibration(db: Database) -> None:
    """Four tables; nothing that stands changes."""
    run_script(db, (SCHEMA / "0015_calibration.sql").read_text(encoding="utf-8"))
