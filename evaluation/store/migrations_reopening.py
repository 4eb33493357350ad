"""Versions of submitted sheets, reopenings, and how many words there are to read."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.core.sheet_versions import Submitted
from evaluation.core.words import word_count
from evaluation.store.db import rows
from evaluation.store.migrations import MIGRATIONS, SCHEMA, run_script


@MIGRATIONS()
def m0012_reopening(db: Database) -> None:
    """Every submitted sheet becomes its own first version; the words of files that were read are counted."""
    run_script(db, (SCHEMA / "0012_reopening.sql").read_text(encoding="utf-8"))
    for one in rows(db, "SELECT sha256 FROM reading WHERE state = 'read' ORDER BY sha256"):
        _count_words(db, one["sha256"])
    for sheet in rows(
        db,
        "SELECT s.id, s.total, s.submitted_at, a.email FROM scoresheet s"
        " JOIN account a ON a.id = s.account_id WHERE s.status = 'submitted' ORDER BY s.id",
    ):
        _first_version(db, sheet)


def _count_words(db: Database, sha256: str) -> None:
    pages = rows(db, "SELECT text FROM reading_page WHERE sha256 = :sha256 ORDER BY number", sha256=sha256)
    words = sum(word_count(page["text"]) for page in pages)
    values = {"words": words, "sha256": sha256}
    db.conn.execute("UPDATE reading SET words = :words WHERE sha256 = :sha256", values)


def _first_version(db: Database, sheet: dict[str, str]) -> None:
    marks = rows(
        db,
        "SELECT c.code, m.criterion_id, m.value, m.comment, m.feedback FROM mark m"
        " JOIN criterion c ON c.id = m.criterion_id WHERE m.scoresheet_id = :sheet ORDER BY c.position, c.id",
        sheet=sheet["id"],
    )
    kept = Submitted(
        sheet=int(sheet["id"]),
        number=1,
        assessor=sheet["email"],
        marks={one["code"]: one["value"] for one in marks if one["value"] is not None},
        comments={one["code"]: one["comment"] for one in marks},
        feedback={one["code"]: one["feedback"] for one in marks},
        total=sheet["total"],
        submitted_at=sheet["submitted_at"],
    )
    version = db.conn.execute(
        "INSERT INTO scoresheet_version (scoresheet_id, number, total, submitted_at, content, fingerprint)"
        " VALUES (:sheet, 1, :total, :at, :content, :fingerprint)",
        {
            "sheet": sheet["id"],
            "total": kept.total,
            "at": kept.submitted_at,
            "content": kept.content,
            "fingerprint": kept.fingerprint,
        },
    ).lastrowid
    for one in marks:
        db.conn.execute(
            "INSERT INTO scoresheet_version_mark (version_id, criterion_id, value, comment, feedback)"
            " VALUES (:version, :criterion, :value, :comment, :feedback)",
            {
                "version": version,
                "criterion": one["criterion_id"],
                "value": one["value"],
                "comment": one["comment"],
                "feedback": one["feedback"],
            },
        )
