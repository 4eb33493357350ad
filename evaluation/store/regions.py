"""Provinces, regencies and cities, as the migrations loaded them."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, row, rows


def provinces(db: Database) -> list[Row]:
    """Every province, by name."""
    return rows(db, "SELECT code, name, timezone FROM region WHERE kind = 'province' ORDER BY name, code")


def is_province(db: Database, code: str) -> bool:
    """Whether a code is that of a province."""
    one = row(db, "SELECT 1 AS yes FROM region WHERE code = :code AND kind = 'province'", code=code)
    return one is not None


def name_of(db: Database, code: str) -> str | None:
    """The name of a province, regency or city; None for a code that nothing has."""
    one = row(db, "SELECT name FROM region WHERE code = :code", code=code)
    return None if one is None else str(one["name"])


def by_province(db: Database) -> dict[str, list[tuple[str, str]]]:
    """Every region as a pair of code and name, under the name of its province, which comes first."""
    found = rows(
        db,
        "SELECT r.code, r.name, coalesce(p.name, r.name) AS province FROM region r"
        " LEFT JOIN region p ON p.code = r.parent"
        " ORDER BY coalesce(p.name, r.name), r.parent IS NOT NULL, r.name, r.code",
    )
    grouped: dict[str, list[tuple[str, str]]] = {}
    for one in found:
        grouped.setdefault(one["province"], []).append((one["code"], one["name"]))
    return grouped
