"""What minutes say beside the frozen result, and lists of past wins that are looked at before they load."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0026_minutes_facts(db: Database) -> None:
    """Decree, panel and attendance as they stood when a result was fixed; a third kind of previewed file."""
    run_script(db, (SCHEMA / "0026_minutes_facts.sql").read_text(encoding="utf-8"))
