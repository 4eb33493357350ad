"""Accounts, what they may be (grants, seats, entries) and their sign-ins."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence

from sqlite_utils import Database

from evaluation.core.people import Actor, Grant, Role, Seat
from evaluation.store.db import Row, change, insert, row, rows

GRANTS = """
SELECT g.*, e.code AS edition_code, e.title_id AS edition_title_id, e.title_en AS edition_title_en,
  r.name AS region_name
FROM role_grant g LEFT JOIN edition e ON e.id = g.edition_id LEFT JOIN region r ON r.code = g.region_code
"""


def actor_of(db: Database, account_id: int) -> Actor | None:
    """The account as somebody who acts; None when it is unknown or disabled. Four questions."""
    one = row(db, "SELECT id, name, email FROM account WHERE id = :id AND disabled_at IS NULL", id=account_id)
    if one is None:
        return None
    return Actor(
        account_id=one["id"],
        name=one["name"] or one["email"],
        email=one["email"],
        grants=tuple(
            Grant(Role(g["role"]), g["edition_id"], g["region_code"]) for g in grants_of(db, account_id)
        ),
        seats=tuple(
            Seat(s["panel_id"], s["edition_id"], s["stage"], s["region_code"], s["position"])
            for s in seats_of(db, account_id)
        ),
        entries=frozenset(
            r["entry_id"]
            for r in rows(db, "SELECT entry_id FROM representative WHERE account_id = :id", id=account_id)
        ),
    )


def grants_of(db: Database, account_id: int) -> list[Row]:
    """The roles granted to an account."""
    return rows(db, GRANTS + " WHERE g.account_id = :id ORDER BY g.id", id=account_id)


def seats_of(db: Database, account_id: int) -> list[Row]:
    """The panel seats that an account holds now."""
    return rows(
        db,
        "SELECT m.panel_id, m.position, m.capacity, p.edition_id, p.stage, p.region_code,"
        " e.code AS edition_code, e.title_id AS edition_title_id, e.title_en AS edition_title_en,"
        " r.name AS region_name"
        " FROM panel_member m JOIN panel p ON p.id = m.panel_id JOIN edition e ON e.id = p.edition_id"
        " LEFT JOIN region r ON r.code = p.region_code"
        " WHERE m.account_id = :id AND m.left_at IS NULL ORDER BY m.id",
        id=account_id,
    )


def by_email(db: Database, email: str) -> Row | None:
    """The account with this address, in whatever case it was typed."""
    return row(db, "SELECT * FROM account WHERE email = :email", email=email.strip().lower())


def by_id(db: Database, account_id: int) -> Row | None:
    """One account."""
    return row(db, "SELECT * FROM account WHERE id = :id", id=account_id)


PAGE = """
SELECT a.id, a.email, a.name,
  CASE WHEN a.disabled_at IS NOT NULL THEN 'disabled' WHEN a.password_hash IS NULL THEN 'invited'
    ELSE 'active' END AS state,
  (SELECT max(s.started_at) FROM sign_in s WHERE s.account_id = a.id) AS last_sign_in,
  (SELECT count(*) FROM panel_member m WHERE m.account_id = a.id AND m.left_at IS NULL) AS seats,
  (SELECT count(*) FROM representative r WHERE r.account_id = a.id) AS entries
FROM (SELECT * FROM account
  WHERE email > :after
    AND (:like = '%%' OR email LIKE :like ESCAPE '\\' OR lower(name) LIKE :like ESCAPE '\\')
  ORDER BY email LIMIT :limit) a ORDER BY a.email
"""


def page(db: Database, *, search: str, after: str, limit: int) -> list[Row]:
    """Accounts by address, behind `after`, with `search` in address or name: state and last sign-in."""
    pattern = re.sub(r"([%_\\])", r"\\\1", search.strip().lower())
    return rows(db, PAGE, like=f"%{pattern}%", limit=limit, after=after)


def described(db: Database, account_id: int) -> Row | None:
    """One account with its state and last sign-in, and its home region by name (`home`)."""
    return row(
        db,
        "SELECT a.*, h.name AS home, h.parent AS home_province,"
        " CASE WHEN a.disabled_at IS NOT NULL THEN 'disabled' WHEN a.password_hash IS NULL"
        " THEN 'invited' ELSE 'active' END AS state,"
        " (SELECT max(s.started_at) FROM sign_in s WHERE s.account_id = a.id) AS last_sign_in"
        " FROM account a LEFT JOIN region h ON h.code = a.home_region WHERE a.id = :id",
        id=account_id,
    )


def grants_by_account(db: Database, account_ids: Sequence[int]) -> dict[int, list[Row]]:
    """The roles granted to each of these accounts. One question."""
    found: dict[int, list[Row]] = defaultdict(list)
    for grant in rows(
        db,
        GRANTS + " WHERE g.account_id IN (SELECT value FROM json_each(:ids)) ORDER BY g.id",
        ids=json.dumps(list(account_ids)),
    ):
        found[grant["account_id"]].append(grant)
    return found


def add(db: Database, *, email: str, name: str, created_at: str) -> int:
    """Add an account without a password and answer its id."""
    return insert(db, "account", email=email.strip().lower(), name=name, created_at=created_at)


def set_name(db: Database, account_id: int, name: str) -> None:
    """Give an account its name."""
    change(db, "UPDATE account SET name = :name WHERE id = :id", id=account_id, name=name)


def describe(db: Database, account_id: int, *, institution: str, home_region: str | None) -> None:
    """Write down where an account's person works, and the code of the region that is their home."""
    change(
        db,
        "UPDATE account SET institution = :institution, home_region = :home WHERE id = :id",
        id=account_id,
        institution=institution,
        home=home_region,
    )


def set_password(db: Database, account_id: int, password_hash: str) -> None:
    """Replace the password's hash."""
    change(db, "UPDATE account SET password_hash = :hash WHERE id = :id", id=account_id, hash=password_hash)


def add_grant(
    db: Database,
    *,
    account_id: int,
    role: str,
    edition_id: int | None,
    region_code: str | None,
    granted_at: str,
) -> bool:
    """Grant a role; False when the account had it already."""
    return bool(
        change(
            db,
            "INSERT INTO role_grant (account_id, role, edition_id, region_code, granted_at)"
            " VALUES (:account, :role, :edition, :region, :at) ON CONFLICT DO NOTHING",
            account=account_id,
            role=role,
            edition=edition_id,
            region=region_code,
            at=granted_at,
        )
    )


def remove_grant(db: Database, grant_id: int) -> None:
    """Take a granted role back."""
    change(db, "DELETE FROM role_grant WHERE id = :id", id=grant_id)


def other_administrators(db: Database, account_id: int) -> int:
    """How many administrators but this one (0: in all) can sign in."""
    one = row(
        db,
        "SELECT count(DISTINCT a.id) AS others FROM role_grant g JOIN account a ON a.id = g.account_id"
        " WHERE g.role = 'administrator' AND a.id <> :id AND a.disabled_at IS NULL"
        " AND a.password_hash IS NOT NULL",
        id=account_id,
    )
    return 0 if one is None else int(one["others"])


def set_disabled(db: Database, account_id: int, disabled_at: str | None) -> None:
    """Close an account, or (None) open it again."""
    change(db, "UPDATE account SET disabled_at = :at WHERE id = :id", id=account_id, at=disabled_at)


def start_sign_in(db: Database, *, account_id: int, token_hash: str, started_at: str) -> int:
    """Remember a sign-in by the hash of its token."""
    return insert(db, "sign_in", account_id=account_id, token_hash=token_hash, started_at=started_at)


def signed_in_account(db: Database, token_hash: str) -> int | None:
    """The account that a living sign-in belongs to."""
    one = row(
        db,
        "SELECT account_id FROM sign_in WHERE token_hash = :hash AND ended_at IS NULL",
        hash=token_hash,
    )
    return None if one is None else int(one["account_id"])


def living_sign_ins(db: Database, account_id: int) -> list[Row]:
    """The sign-ins of an account that have not ended, newest first."""
    return rows(
        db,
        "SELECT token_hash, started_at FROM sign_in WHERE account_id = :id AND ended_at IS NULL"
        " ORDER BY started_at DESC, id DESC",
        id=account_id,
    )


def end_sign_in(db: Database, *, token_hash: str, ended_at: str) -> bool:
    """End one sign-in; False when it had ended already."""
    return bool(
        change(
            db,
            "UPDATE sign_in SET ended_at = :at WHERE token_hash = :hash AND ended_at IS NULL",
            hash=token_hash,
            at=ended_at,
        )
    )


def end_all_sign_ins(db: Database, *, account_id: int, ended_at: str) -> None:
    """End every sign-in of an account, on every device."""
    change(
        db,
        "UPDATE sign_in SET ended_at = :at WHERE account_id = :id AND ended_at IS NULL",
        id=account_id,
        at=ended_at,
    )
