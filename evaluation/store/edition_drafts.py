"""Editions in the making: the text of each, who saved it last, and its revision."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, change, row, rows


def by_code(db: Database, code: str) -> Row | None:
    """One draft, with the name of who saved it last."""
    return row(
        db,
        "SELECT d.*, coalesce(nullif(a.name, ''), a.email) AS saved_by_name FROM edition_draft d"
        " LEFT JOIN account a ON a.id = d.saved_by WHERE d.code = :code",
        code=code,
    )


def all_drafts(db: Database) -> list[Row]:
    """Every draft by its code, and whether such an edition is loaded."""
    return rows(
        db,
        "SELECT d.code, d.copied_from, d.saved_at, e.id IS NOT NULL AS loaded FROM edition_draft d"
        " LEFT JOIN edition e ON e.code = d.code ORDER BY d.code",
    )


def add(
    db: Database, *, code: str, content: str, copied_from: str | None, account_id: int | None, at: str
) -> None:
    """Begin a draft."""
    change(
        db,
        "INSERT INTO edition_draft (code, content, revision, copied_from, begun_at, saved_by, saved_at)"
        " VALUES (:code, :content, 1, :copied_from, :at, :account, :at)",
        code=code,
        content=content,
        copied_from=copied_from,
        account=account_id,
        at=at,
    )


def save(db: Database, *, code: str, content: str, revision: int, account_id: int | None, at: str) -> bool:
    """Replace the text; False when somebody saved since `revision`."""
    return bool(
        change(
            db,
            "UPDATE edition_draft SET content = :content, revision = revision + 1, saved_by = :account,"
            " saved_at = :at WHERE code = :code AND revision = :revision",
            code=code,
            content=content,
            revision=revision,
            account=account_id,
            at=at,
        )
    )


def remove(db: Database, code: str) -> None:
    """End a draft."""
    change(db, "DELETE FROM edition_draft WHERE code = :code", code=code)
