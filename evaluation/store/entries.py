"""Entries: candidates in an edition's category, their state and their people."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store import search_pieces
from evaluation.store.db import Row, change, insert, row, rows
from evaluation.store.questions import LAST_WORD

DESCRIBED = f"""
SELECT e.*, k.code AS category_code, k.title_id AS category_title_id, k.title_en AS category_title_en,
  k.entrant, g.name AS region_name, p.name AS province_name, g.timezone,
  ed.code AS edition_code, ed.title_id AS edition_title_id, ed.title_en AS edition_title_en,
  {LAST_WORD}
FROM entry e JOIN category k ON k.id = e.category_id JOIN region g ON g.code = e.region_code
JOIN region p ON p.code = e.province_code JOIN edition ed ON ed.id = e.edition_id
"""


def described(db: Database, entry_id: int) -> Row | None:
    """One entry with the names of its category, region, province and edition, and who wrote last about it."""
    return row(db, DESCRIBED + " WHERE e.id = :id", id=entry_id)


def by_code(db: Database, edition_id: int, code: str) -> Row | None:
    """One entry by its candidate's code."""
    return row(
        db, "SELECT * FROM entry WHERE edition_id = :edition AND code = :code", edition=edition_id, code=code
    )


def of_account(db: Database, account_id: int) -> list[Row]:
    """The entries that an account represents, newest edition first."""
    return rows(
        db,
        DESCRIBED + " JOIN representative rep ON rep.entry_id = e.id WHERE rep.account_id = :account"
        " ORDER BY ed.award_year DESC, e.code",
        account=account_id,
    )


def add(
    db: Database,
    *,
    edition_id: int,
    category_id: int,
    code: str,
    name: str,
    region_code: str,
    province_code: str,
    status: str,
    status_at: str,
) -> int:
    """Add an entry and answer its id."""
    entry_id = insert(
        db,
        "entry",
        edition_id=edition_id,
        category_id=category_id,
        code=code,
        name=name,
        region_code=region_code,
        province_code=province_code,
        status=status,
        status_at=status_at,
    )
    search_pieces.index_name(db, entry_id)
    return entry_id


def set_status(db: Database, entry_id: int, status: str, *, reason: str, status_at: str) -> None:
    """Move an entry to another status."""
    change(
        db,
        "UPDATE entry SET status = :status, status_reason = :reason, status_at = :at WHERE id = :id",
        id=entry_id,
        status=status,
        reason=reason,
        at=status_at,
    )


def set_submitted(db: Database, entry_id: int, submitted_at: str) -> None:
    """Remember when the dossier came in (the tie-break `submitted` looks at it)."""
    change(db, "UPDATE entry SET submitted_at = :at WHERE id = :id", id=entry_id, at=submitted_at)


def rename(db: Database, entry_id: int, name: str) -> None:
    """Correct a candidate's name."""
    change(db, "UPDATE entry SET name = :name WHERE id = :id", id=entry_id, name=name)
    search_pieces.index_name(db, entry_id)


def set_facts(db: Database, entry_id: int, *, institution: str, sector: str) -> None:
    """Write down institution and sector; "" is not known."""
    change(
        db,
        "UPDATE entry SET institution = :institution, sector = :sector WHERE id = :id",
        id=entry_id,
        institution=institution,
        sector=sector,
    )


def sectors_written(db: Database, edition_id: int, category_id: int) -> list[str]:
    """The sectors that entries of a category have, in alphabetical order."""
    found = rows(
        db,
        "SELECT DISTINCT sector FROM entry WHERE edition_id = :edition AND category_id = :category"
        " AND sector <> '' ORDER BY sector",
        edition=edition_id,
        category=category_id,
    )
    return [one["sector"] for one in found]


def add_representative(db: Database, entry_id: int, account_id: int) -> bool:
    """Let an account act for a candidate, the first one as its owner; False when it did already."""
    return bool(
        change(
            db,
            "INSERT INTO representative (entry_id, account_id, role) VALUES (:entry, :account,"
            " CASE WHEN EXISTS (SELECT 1 FROM representative WHERE entry_id = :entry AND role = 'owner')"
            " THEN 'member' ELSE 'owner' END) ON CONFLICT DO NOTHING",
            entry=entry_id,
            account=account_id,
        )
    )


def representatives_of(db: Database, entry_id: int) -> list[Row]:
    """The accounts that act for a candidate, each with its `role` there: the owner first, then by address."""
    return rows(
        db,
        "SELECT a.*, r.role FROM representative r JOIN account a ON a.id = r.account_id"
        " WHERE r.entry_id = :entry ORDER BY r.role = 'owner' DESC, a.email",
        entry=entry_id,
    )


def remove_representative(db: Database, entry_id: int, account_id: int) -> bool:
    """Let a member act for a candidate no longer; False when no such member does. The owner stays."""
    return bool(
        change(
            db,
            "DELETE FROM representative WHERE entry_id = :entry AND account_id = :account"
            " AND role = 'member'",
            entry=entry_id,
            account=account_id,
        )
    )


def hand_over(db: Database, entry_id: int, account_id: int) -> None:
    """Make a member the owner of a candidate's side, and the owner a member."""
    # One owner at a time: the old one steps back first.
    for role, where in (("member", "role = 'owner'"), ("owner", "account_id = :account")):
        change(
            db,
            f"UPDATE representative SET role = :role WHERE entry_id = :entry AND {where}",
            role=role,
            entry=entry_id,
            account=account_id,
        )


def committee_of_entry(db: Database, entry_id: int) -> list[Row]:
    """The accounts of the committee that screens an entry, by address; no disabled, no recused ones."""
    return rows(
        db,
        "SELECT DISTINCT a.* FROM entry e JOIN role_grant g ON g.role = 'committee'"
        " AND (g.edition_id IS NULL OR g.edition_id = e.edition_id)"
        " AND g.region_code IS NOT DISTINCT FROM (CASE WHEN coalesce((SELECT r.stage FROM round r"
        " JOIN round_category rc ON rc.round_id = r.id WHERE rc.category_id = e.category_id"
        " ORDER BY r.position LIMIT 1), 'province') = 'province' THEN e.province_code END)"
        " JOIN account a ON a.id = g.account_id AND a.disabled_at IS NULL"
        " WHERE e.id = :entry AND NOT EXISTS (SELECT 1 FROM recusal q"
        " WHERE q.entry_id = e.id AND q.account_id = a.id) ORDER BY a.email",
        entry=entry_id,
    )
