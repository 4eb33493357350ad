"""What rosters are compared with: regions, entries with their people, panels with their seats."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, rows


def regions(db: Database) -> dict[str, Row]:
    """Every province, regency and city, by code."""
    found = rows(db, "SELECT code, parent, kind, name FROM region ORDER BY code")
    return {one["code"]: one for one in found}


def entries_of(db: Database, edition_id: int) -> dict[str, Row]:
    """Every entry of an edition by its candidate's code, with `category_code`."""
    found = rows(
        db,
        "SELECT e.*, k.code AS category_code FROM entry e JOIN category k ON k.id = e.category_id"
        " WHERE e.edition_id = :edition ORDER BY e.code",
        edition=edition_id,
    )
    return {one["code"]: one for one in found}


def representatives_of(db: Database, edition_id: int) -> set[tuple[int, str]]:
    """Who acts for whom in an edition: pairs of the entry's id and the account's address."""
    found = rows(
        db,
        "SELECT r.entry_id, a.email FROM representative r JOIN account a ON a.id = r.account_id"
        " JOIN entry e ON e.id = r.entry_id WHERE e.edition_id = :edition ORDER BY r.entry_id, a.email",
        edition=edition_id,
    )
    return {(one["entry_id"], one["email"]) for one in found}


def panels_of(db: Database, edition_id: int) -> dict[tuple[str, str | None], int]:
    """The ids of an edition's panels by stage and province (None: the nation)."""
    found = rows(
        db,
        "SELECT id, stage, region_code FROM panel WHERE edition_id = :edition ORDER BY id",
        edition=edition_id,
    )
    return {(one["stage"], one["region_code"]): one["id"] for one in found}


def accounts_described(db: Database) -> dict[str, Row]:
    """The accounts of everybody who sits or sat on a panel, by address: where they work and are at home."""
    found = rows(
        db,
        "SELECT a.email, a.institution, a.home_region FROM account a"
        " WHERE EXISTS (SELECT 1 FROM panel_member m WHERE m.account_id = a.id) ORDER BY a.email",
    )
    return {one["email"]: one for one in found}


def seats_of(db: Database, edition_id: int) -> list[Row]:
    """Every seat of an edition, ended ones too: the member with `email`, `stage` and `region_code`."""
    return rows(
        db,
        "SELECT m.*, a.email, p.stage, p.region_code FROM panel_member m JOIN panel p ON p.id = m.panel_id"
        " JOIN account a ON a.id = m.account_id WHERE p.edition_id = :edition ORDER BY p.id, a.email",
        edition=edition_id,
    )
