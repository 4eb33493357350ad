"""Background jobs: each waits as a row until it is done, so that a crash loses none.

`due_at` says when a job may be taken, `taken_at` that a worker has it. A job that is done has no row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from evaluation.store.db import Row, change, insert, row, rows


def add(db: Database, name: str, arguments: Mapping[str, Any], *, asked_at: str, due_at: str) -> int:
    """Ask for a job and answer its id; with the rest of the caller's transaction, or not at all."""
    text = json.dumps(arguments, ensure_ascii=False, sort_keys=True)
    return insert(db, "job", name=name, arguments=text, asked_at=asked_at, due_at=due_at)


def waits(db: Database, name: str, arguments: Mapping[str, Any]) -> bool:
    """Whether the same job is asked for already and was not taken yet."""
    one = row(
        db,
        "SELECT id FROM job WHERE name = :name AND arguments = :arguments AND taken_at IS NULL"
        " AND failed_at IS NULL ORDER BY id LIMIT 1",
        name=name,
        arguments=json.dumps(arguments, ensure_ascii=False, sort_keys=True),
    )
    return one is not None


def due(db: Database, at: str) -> bool:
    """Whether some job could be taken now; asked before the write lock is taken."""
    return row(db, DUE, at=at) is not None


DUE = (
    "SELECT id FROM job WHERE taken_at IS NULL AND failed_at IS NULL AND due_at <= :at"
    " ORDER BY due_at, id LIMIT 1"
)


def take(db: Database, at: str) -> Row | None:
    """Take the job that is due longest: its row with one try more, or None when nothing is due."""
    one = row(db, DUE, at=at)
    if one is None:
        return None
    change(db, "UPDATE job SET taken_at = :at, tries = tries + 1 WHERE id = :id", id=one["id"], at=at)
    return by_id(db, one["id"])


def by_id(db: Database, job_id: int) -> Row | None:
    """One job."""
    return row(db, "SELECT * FROM job WHERE id = :id", id=job_id)


def finish(db: Database, job_id: int) -> None:
    """The job is done."""
    change(db, "DELETE FROM job WHERE id = :id", id=job_id)


def put_off(db: Database, job_id: int, *, due_at: str, error: str) -> None:
    """Let the job be tried again later."""
    change(
        db,
        "UPDATE job SET taken_at = NULL, due_at = :due, error = :error WHERE id = :id",
        id=job_id,
        due=due_at,
        error=error,
    )


def give_up(db: Database, job_id: int, *, failed_at: str, error: str) -> None:
    """Keep the job as one that failed for good."""
    change(
        db,
        "UPDATE job SET taken_at = NULL, failed_at = :at, error = :error WHERE id = :id",
        id=job_id,
        at=failed_at,
        error=error,
    )


def retry(db: Database, job_id: int, *, due_at: str) -> bool:
    """Let a job that failed for good begin anew; False when there is no such job."""
    return bool(
        change(
            db,
            "UPDATE job SET failed_at = NULL, tries = 0, due_at = :due"
            " WHERE id = :id AND failed_at IS NOT NULL",
            id=job_id,
            due=due_at,
        )
    )


def release(db: Database, *, most: int, at: str) -> int:
    """Give back the jobs of a worker that died; one that saw `most` workers die is given up. How many."""
    error = "the worker ended while it did this job"
    change(
        db,
        "UPDATE job SET failed_at = :at, taken_at = NULL, error = :error"
        " WHERE taken_at IS NOT NULL AND tries >= :most",
        at=at,
        error=error,
        most=most,
    )
    return change(
        db, "UPDATE job SET taken_at = NULL, error = :error WHERE taken_at IS NOT NULL", error=error
    )


def failed(db: Database, limit: int = 100) -> list[Row]:
    """The jobs that failed for good, newest first."""
    return rows(
        db,
        "SELECT * FROM job WHERE failed_at IS NOT NULL ORDER BY failed_at DESC, id DESC LIMIT :limit",
        limit=limit,
    )
