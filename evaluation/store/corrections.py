"""Dossiers that a committee gave back: why, which sections may change, until when. Triggers keep each."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlite_utils import Database

from evaluation.store.db import Row, insert, row


def add(
    db: Database,
    *,
    entry_id: int,
    reason: str,
    sections: Sequence[str],
    due_at: str | None,
    returned_by: int | None,
    returned_at: str,
) -> int:
    """Keep a correction with the codes of the opened sections; its id."""
    return insert(
        db,
        "correction",
        entry_id=entry_id,
        reason=reason,
        sections=json.dumps(list(sections)),
        due_at=due_at,
        returned_by=returned_by,
        returned_at=returned_at,
    )


def newest(db: Database, entry_id: int) -> Row | None:
    """The last correction of an entry, `sections` as a list of codes; None when it was never returned."""
    one = row(db, "SELECT * FROM correction WHERE entry_id = :entry ORDER BY id DESC LIMIT 1", entry=entry_id)
    return None if one is None else {**one, "sections": json.loads(one["sections"])}
