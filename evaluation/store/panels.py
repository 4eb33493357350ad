"""Panels, their decrees and who sits on them."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlite_utils import Database

from evaluation.store.db import Row, change, insert, row, rows

DESCRIBED = """
SELECT p.*, g.name AS region_name, coalesce(g.timezone, e.timezone) AS timezone, e.code AS edition_code,
  e.title_id AS edition_title_id, e.title_en AS edition_title_en, f.name AS file_name, f.size AS file_size,
  f.sha256 AS file_sha256, f.uploaded_at
FROM panel p JOIN edition e ON e.id = p.edition_id LEFT JOIN region g ON g.code = p.region_code
LEFT JOIN file f ON f.id = p.decree_file_id
"""

# Whether member `m` sits by decrees for single entries alone.
LIMITED = (
    "(SELECT count(*) > 0 AND max(s.whole) = 0 FROM substitution s"
    " WHERE s.member_id = m.id AND s.seated_at = m.seated_at)"
)


def described(db: Database, panel_id: int) -> Row | None:
    """One panel with its region, edition and decree file."""
    return row(db, DESCRIBED + " WHERE p.id = :id", id=panel_id)


def find(db: Database, edition_id: int, stage: str, region_code: str | None) -> int | None:
    """The panel of an edition's stage in a province (None: the nation)."""
    one = row(
        db,
        "SELECT id FROM panel WHERE edition_id = :edition AND stage = :stage"
        " AND coalesce(region_code, '') = coalesce(:region, '')",
        edition=edition_id,
        stage=stage,
        region=region_code,
    )
    return None if one is None else int(one["id"])


def listed(
    db: Database, edition_id: int, *, provinces: Collection[str], national: bool, everything: bool
) -> list[Row]:
    """The edition's panels of these provinces and of the nation, or all, with `seats` and `chair`.

    Who was called for single entries only takes no seat.
    """
    return rows(
        db,
        "SELECT p.*, g.name AS region_name, count(m.id) AS seats,"
        " coalesce(max(CASE WHEN m.position = 'chair' THEN m.name END), '') AS chair"
        " FROM panel p LEFT JOIN region g ON g.code = p.region_code"
        f" LEFT JOIN panel_member m ON m.panel_id = p.id AND m.left_at IS NULL AND NOT {LIMITED}"
        " WHERE p.edition_id = :edition AND (:everything OR (p.stage = 'national' AND :national)"
        " OR p.region_code IN (SELECT value FROM json_each(:provinces)))"
        " GROUP BY p.id ORDER BY p.stage, p.region_code, p.id",
        edition=edition_id,
        everything=int(everything),
        national=int(national),
        provinces=json.dumps(sorted(provinces)),
    )


def stages_of(db: Database, edition_id: int) -> set[str]:
    """The stages at which an edition judges."""
    found = rows(
        db,
        "SELECT DISTINCT stage FROM round WHERE edition_id = :edition ORDER BY stage",
        edition=edition_id,
    )
    return {one["stage"] for one in found}


def add(db: Database, *, edition_id: int, stage: str, region_code: str | None) -> int:
    """Add a panel without decree and members; its id."""
    return insert(db, "panel", edition_id=edition_id, stage=stage, region_code=region_code)


def set_decree(db: Database, panel_id: int, *, number: str, date: str | None, file_id: int | None) -> None:
    """Write down the decree that appointed the panel."""
    change(
        db,
        "UPDATE panel SET decree_number = :number, decree_date = :date, decree_file_id = :file"
        " WHERE id = :id",
        id=panel_id,
        number=number,
        date=date,
        file=file_id,
    )


# --- members -------------------------------------------------------------------------------------


def members_of(db: Database, panel_id: int) -> list[Row]:
    """Everybody who sits or sat on a panel: chair, secretary, members, then those who left.

    `represents` counts the candidates of the same edition for which the account acts, `sheets` the submitted
    sheets that count from contests of this panel which are not finalised. `limited`: called for single
    entries only, so on no seat of the panel's own.
    """
    return rows(
        db,
        f"SELECT m.*, {LIMITED} AS limited,"
        " a.email, a.password_hash IS NOT NULL AS has_password, a.disabled_at,"
        " (SELECT count(*) FROM representative r JOIN entry n ON n.id = r.entry_id"
        "  WHERE r.account_id = m.account_id AND n.edition_id = p.edition_id) AS represents,"
        " (SELECT count(*) FROM scoresheet s JOIN contest c ON c.id = s.contest_id"
        "  JOIN round r ON r.id = c.round_id LEFT JOIN finalisation f ON f.contest_id = c.id"
        "  WHERE s.account_id = m.account_id AND s.status = 'submitted' AND s.excluded_at IS NULL"
        "  AND r.edition_id = p.edition_id AND r.stage = p.stage"
        "  AND coalesce(c.region_code, '') = coalesce(p.region_code, '') AND f.contest_id IS NULL) AS sheets"
        " FROM panel_member m JOIN panel p ON p.id = m.panel_id JOIN account a ON a.id = m.account_id"
        " WHERE m.panel_id = :panel ORDER BY m.left_at IS NOT NULL,"
        " CASE m.position WHEN 'chair' THEN 1 WHEN 'secretary' THEN 2 ELSE 3 END, m.name, m.id",
        panel=panel_id,
    )


def member(db: Database, member_id: int) -> Row | None:
    """One seat with its account's address."""
    return row(
        db,
        "SELECT m.*, a.email FROM panel_member m JOIN account a ON a.id = m.account_id WHERE m.id = :id",
        id=member_id,
    )


def seat_of(db: Database, panel_id: int, account_id: int) -> Row | None:
    """The seat, present or past, of an account on a panel."""
    return row(
        db,
        "SELECT * FROM panel_member WHERE panel_id = :panel AND account_id = :account",
        panel=panel_id,
        account=account_id,
    )


def holder(db: Database, panel_id: int, position: str) -> Row | None:
    """Who sits as the chair or the secretary now."""
    return row(
        db,
        "SELECT * FROM panel_member WHERE panel_id = :panel AND position = :position AND left_at IS NULL"
        " ORDER BY id",
        panel=panel_id,
        position=position,
    )


def seat(
    db: Database, *, panel_id: int, account_id: int, name: str, position: str, capacity: str, seated_at: str
) -> None:
    """Seat somebody, again if they had left."""
    change(
        db,
        "INSERT INTO panel_member (panel_id, account_id, name, position, capacity, seated_at)"
        " VALUES (:panel, :account, :name, :position, :capacity, :at) ON CONFLICT (panel_id, account_id)"
        " DO UPDATE SET name = excluded.name, position = excluded.position, capacity = excluded.capacity,"
        " seated_at = excluded.seated_at, left_at = NULL, left_reason = ''",
        panel=panel_id,
        account=account_id,
        name=name,
        position=position,
        capacity=capacity,
        at=seated_at,
    )


def change_seat(db: Database, member_id: int, *, name: str, position: str, capacity: str) -> None:
    """Correct what somebody is called, and as what they sit."""
    change(
        db,
        "UPDATE panel_member SET name = :name, position = :position, capacity = :capacity WHERE id = :id",
        id=member_id,
        name=name,
        position=position,
        capacity=capacity,
    )


def end_seat(db: Database, member_id: int, *, left_at: str, reason: str) -> None:
    """Let a seat end; its sheets stay as they are."""
    change(
        db,
        "UPDATE panel_member SET left_at = :at, left_reason = :reason WHERE id = :id",
        id=member_id,
        at=left_at,
        reason=reason,
    )
