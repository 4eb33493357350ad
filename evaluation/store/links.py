"""One-time links, by which people set a password, and what permissions must know of an invited account."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from sqlite_utils import Database

from evaluation.core.subjects import EntryRef, InviteRef, PanelRef
from evaluation.store.db import Row, change, insert, row, rows

ACCOUNTS = """
SELECT a.id, a.password_hash IS NOT NULL AS has_password, a.disabled_at IS NOT NULL AS disabled,
  EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id) AS granted
FROM account a WHERE a.id IN (SELECT value FROM json_each(:ids)) ORDER BY a.id
"""
ENTRIES = """
SELECT p.account_id, e.id, e.edition_id, e.province_code, e.status,
  coalesce((SELECT r.stage FROM round r JOIN round_category rc ON rc.round_id = r.id
            WHERE rc.category_id = e.category_id ORDER BY r.position LIMIT 1), 'province') AS screening_stage
FROM representative p JOIN entry e ON e.id = p.entry_id
WHERE p.account_id IN (SELECT value FROM json_each(:ids)) ORDER BY p.account_id, e.id
"""
PANELS = """
SELECT m.account_id, p.id, p.edition_id, p.stage, p.region_code
FROM panel_member m JOIN panel p ON p.id = m.panel_id
WHERE m.left_at IS NULL AND m.account_id IN (SELECT value FROM json_each(:ids)) ORDER BY m.account_id, p.id
"""


def invite_refs(db: Database, account_ids: Sequence[int]) -> dict[int, InviteRef]:
    """The accounts as permissions see them when a link is issued, by id. Three questions for any number.

    Their entries come without stages and recusals, on which no invitation depends.
    """
    ids = json.dumps(list(account_ids))
    entries: dict[int, list[EntryRef]] = defaultdict(list)
    panels: dict[int, list[PanelRef]] = defaultdict(list)
    for e in rows(db, ENTRIES, ids=ids):
        ref = EntryRef(e["id"], e["edition_id"], e["province_code"], e["status"], e["screening_stage"])
        entries[e["account_id"]].append(ref)
    for p in rows(db, PANELS, ids=ids):
        panels[p["account_id"]].append(PanelRef(p["id"], p["edition_id"], p["stage"], p["region_code"]))
    return {
        a["id"]: InviteRef(
            account_id=a["id"],
            has_password=bool(a["has_password"]),
            disabled=bool(a["disabled"]),
            granted=bool(a["granted"]),
            entries=tuple(entries[a["id"]]),
            panels=tuple(panels[a["id"]]),
        )
        for a in rows(db, ACCOUNTS, ids=ids)
    }


def add(
    db: Database, *, account_id: int, purpose: str, token_hash: str, created_at: str, expires_at: str
) -> int:
    """Remember a link by the hash of its token."""
    return insert(
        db,
        "one_time_link",
        account_id=account_id,
        purpose=purpose,
        token_hash=token_hash,
        created_at=created_at,
        expires_at=expires_at,
    )


def void(db: Database, *, account_id: int, at: str, purpose: str | None = None) -> None:
    """Let the account's open links expire now: those of one purpose, or (None) all."""
    change(
        db,
        "UPDATE one_time_link SET expires_at = :at WHERE account_id = :account AND used_at IS NULL"
        " AND expires_at > :at AND (:purpose IS NULL OR purpose = :purpose)",
        account=account_id,
        at=at,
        purpose=purpose,
    )


def living(db: Database, *, token_hash: str, at: str) -> Row | None:
    """The unused, unexpired link of an account that may sign in, with that account's address and name."""
    return row(
        db,
        "SELECT l.*, a.email, a.name FROM one_time_link l JOIN account a ON a.id = l.account_id"
        " WHERE l.token_hash = :hash AND l.used_at IS NULL AND l.expires_at > :at AND a.disabled_at IS NULL",
        hash=token_hash,
        at=at,
    )


def use(db: Database, link_id: int, used_at: str) -> None:
    """Mark a link as used."""
    change(
        db,
        "UPDATE one_time_link SET used_at = :at WHERE id = :id AND used_at IS NULL",
        id=link_id,
        at=used_at,
    )


def open_link(db: Database, account_id: int, at: str) -> Row | None:
    """The newest link of an account that could still be used."""
    return row(
        db,
        "SELECT purpose, created_at, expires_at FROM one_time_link WHERE account_id = :account"
        " AND used_at IS NULL AND expires_at > :at ORDER BY id DESC LIMIT 1",
        account=account_id,
        at=at,
    )
