"""Workbooks of score sheets: what an assessor's sheets hold, and the files that wait to be confirmed."""

from __future__ import annotations

import json
from collections import defaultdict

from sqlite_utils import Database

from evaluation.core.sheet_fields import Stored
from evaluation.store.db import Row, change, insert, row, rows
from evaluation.store.sheet_fields import COLUMNS

# What stands on the account's sheets of some contests, and how often each field was saved.
OWN_MARKS = """
SELECT s.contest_id, s.entry_id, c.code, m.value, m.comment, m.feedback
FROM scoresheet s JOIN mark m ON m.scoresheet_id = s.id JOIN criterion c ON c.id = m.criterion_id
WHERE s.account_id = :account AND s.contest_id IN (SELECT value FROM json_each(:contests))
ORDER BY s.id, c.position, c.id
"""
OWN_REVISIONS = """
SELECT s.contest_id, s.entry_id, c.code, f.part, f.revision, f.change_key
FROM scoresheet s JOIN sheet_field f ON f.scoresheet_id = s.id JOIN criterion c ON c.id = f.criterion_id
WHERE s.account_id = :account AND s.contest_id IN (SELECT value FROM json_each(:contests))
ORDER BY s.id, c.position, c.id, f.part
"""

# The fields of one sheet, by criterion's code and part.
Fields = dict[tuple[str, str], Stored]


def own_fields(db: Database, account_id: int, contest_ids: list[int]) -> dict[tuple[int, int], Fields]:
    """The saved fields of the account's sheets by contest and entry. Two questions."""
    asked = dict(account=account_id, contests=json.dumps(contest_ids))
    revisions = {
        (one["contest_id"], one["entry_id"], one["code"], one["part"]): (one["revision"], one["change_key"])
        for one in rows(db, OWN_REVISIONS, **asked)
    }
    found: dict[tuple[int, int], Fields] = defaultdict(dict)
    for one in rows(db, OWN_MARKS, **asked):
        place = one["contest_id"], one["entry_id"]
        for part, column in COLUMNS.items():
            counted = revisions.get((*place, one["code"], part), (0, ""))
            found[place][one["code"], part] = Stored(one[column] or "", *counted)
    return found


# --- files that wait -----------------------------------------------------------------------------


def own(db: Database, preview_id: int, account_id: int | None, now: str) -> Row | None:
    """A workbook of this account that is still kept; nobody else's."""
    return row(
        db,
        "SELECT * FROM workbook_preview WHERE id = :id AND account_id = :account AND expires_at > :now",
        id=preview_id,
        account=account_id,
        now=now,
    )


def of_account(db: Database, account_id: int | None, now: str) -> list[Row]:
    """The workbooks of an account that are still kept, the newest first."""
    return rows(
        db,
        "SELECT * FROM workbook_preview WHERE account_id = :account AND expires_at > :now"
        " ORDER BY made_at DESC, id DESC",
        account=account_id,
        now=now,
    )


def expired(db: Database, now: str) -> list[Row]:
    """The workbooks, anybody's, whose time is over."""
    return rows(db, "SELECT * FROM workbook_preview WHERE expires_at <= :now ORDER BY id", now=now)


def add(
    db: Database,
    *,
    account_id: int,
    name: str,
    size: int,
    sha256: str,
    stored_as: str,
    made_at: str,
    expires_at: str,
) -> int:
    """Remember a workbook that is to be looked at; its id."""
    return insert(
        db,
        "workbook_preview",
        account_id=account_id,
        name=name,
        size=size,
        sha256=sha256,
        stored_as=stored_as,
        made_at=made_at,
        expires_at=expires_at,
    )


def remove(db: Database, preview_id: int) -> None:
    """Forget a workbook."""
    change(db, "DELETE FROM workbook_preview WHERE id = :id", id=preview_id)
