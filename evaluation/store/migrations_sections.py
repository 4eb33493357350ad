"""m0002: sections come from the edition, and the items of all of them rest in one table."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script

# Each typed table as it was: its section, its columns, the column of `once`, whether it had a file.
TABLES: Final = (
    ("regulation", "regulations", "type number year subject in_force_from amends", "NULL", "file_id"),
    ("innovation", "innovations", "kind title problem action since people_reached budget", "NULL", "file_id"),
    (
        "coverage",
        "coverage",
        "segment workers protected accident death old_age pension job_loss source",
        "segment",
        "NULL",
    ),
    ("budget_support", "budget", "year purpose amount people source", "NULL", "file_id"),
    ("document", "documents", "title note", "NULL", "file_id"),
)


@MIGRATIONS()
def m0002_sections(db: Database) -> None:
    """Move every item into dossier_item. The new numbers begin above the old ones of all tables.

    So a number that the audit names never means another item of the same section.
    """
    run_script(db, (SCHEMA / "0002_sections.sql").read_text(encoding="utf-8"))
    highest = " UNION ALL ".join(f"SELECT max(id) AS id FROM {table}" for table, *_ in TABLES)
    db.conn.execute(f"CREATE TEMP TABLE last_number AS SELECT coalesce(max(id), 0) AS id FROM ({highest})")
    for table, section, columns, once, file_id in TABLES:
        pairs = ", ".join(f"'{column}', t.{column}" for column in columns.split())
        db.conn.execute(
            "INSERT INTO dossier_item"
            " (id, entry_id, section_id, fields, once, file_id, revision, saved_by, saved_at)"
            " SELECT max((SELECT id FROM last_number), (SELECT coalesce(max(id), 0) FROM dossier_item))"
            f" + row_number() OVER (ORDER BY t.id), t.entry_id, s.id, json_object({pairs}), {once},"
            f" {file_id}, t.revision, t.saved_by, t.saved_at"
            f" FROM {table} t JOIN entry e ON e.id = t.entry_id"
            f" JOIN section s ON s.edition_id = e.edition_id AND s.code = '{section}' ORDER BY t.id"
        )
        db.conn.execute(f"DROP TABLE {table}")
    db.conn.execute("DROP TABLE last_number")
