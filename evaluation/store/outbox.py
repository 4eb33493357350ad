"""Messages to people. A message is posted in the transaction of what it tells, and settled by the worker.

States: waiting (for the worker), kept (no mail server was set), sent, failed, void (no longer needed).
"""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, change, insert, row, rows

MESSAGE = """
SELECT o.*, e.name AS entry_name, e.code AS entry_code, k.contents AS calendar
FROM outbox o LEFT JOIN entry e ON e.id = o.entry_id LEFT JOIN outbox_calendar k ON k.message_id = o.id
"""
NEWEST = 2**62


def add(
    db: Database,
    *,
    stem: str,
    account_id: int | None,
    email: str,
    name: str,
    template: str,
    contents: str,
    edition_id: int | None,
    entry_id: int | None,
    posted_at: str,
) -> int:
    """Post a message and answer its id. `stem` is the stable part of its Message-ID."""
    return insert(
        db,
        "outbox",
        stem=stem,
        account_id=account_id,
        email=email,
        name=name,
        template=template,
        contents=contents,
        edition_id=edition_id,
        entry_id=entry_id,
        posted_at=posted_at,
        state="waiting",
    )


def by_id(db: Database, message_id: int) -> Row | None:
    """One message."""
    return row(db, MESSAGE + " WHERE o.id = :id", id=message_id)


def add_calendar(db: Database, message_id: int, contents: str) -> None:
    """Let a calendar file, whose facts are JSON, go with a message."""
    insert(db, "outbox_calendar", message_id=message_id, contents=contents)


def page(db: Database, *, state: str | None, before: int = NEWEST, limit: int) -> list[Row]:
    """Messages, newest first, before number `before`; in one state, or (None) in all."""
    # Two shapes, so that each finds its own index.
    in_state = "" if state is None else "o.state = :state AND "
    return rows(
        db,
        MESSAGE + f" WHERE {in_state}o.id < :before ORDER BY o.id DESC LIMIT :limit",
        state=state,
        before=before,
        limit=limit,
    )


def counts(db: Database) -> dict[str, int]:
    """How many messages there are in each state."""
    found = rows(db, "SELECT state, count(*) AS n FROM outbox GROUP BY state ORDER BY state")
    return {one["state"]: one["n"] for one in found}


def posted_since(db: Database, *, account_id: int, template: str, since: str) -> bool:
    """Whether the account was posted such a message at `since` or later."""
    one = row(
        db,
        "SELECT id FROM outbox WHERE account_id = :account AND template = :template AND posted_at >= :since"
        " ORDER BY id LIMIT 1",
        account=account_id,
        template=template,
        since=since,
    )
    return one is not None


def settle(db: Database, message_id: int, *, state: str, answer: str, at: str) -> None:
    """Write down what became of a message, with the server's words."""
    change(
        db,
        "UPDATE outbox SET state = :state, settled_at = :at, answer = :answer WHERE id = :id",
        id=message_id,
        state=state,
        at=at,
        answer=answer,
    )


def note_answer(db: Database, message_id: int, answer: str) -> None:
    """Write down why a waiting message was not taken this time."""
    change(db, "UPDATE outbox SET answer = :answer WHERE id = :id", id=message_id, answer=answer)


def wait_again(db: Database, message_id: int) -> bool:
    """Let a message that was kept or failed wait for the worker again; False when it is in no such state."""
    return bool(
        change(
            db,
            "UPDATE outbox SET state = 'waiting', settled_at = NULL WHERE id = :id"
            " AND state IN ('kept', 'failed')",
            id=message_id,
        )
    )
