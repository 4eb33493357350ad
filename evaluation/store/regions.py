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
