"""The entries that a committee screens, of one edition at a time."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlite_utils import Database

from evaluation.store.db import Row, rows
from evaluation.store.questions import LAST_WORD

FIRST_STAGE = """
coalesce((SELECT r.stage FROM round r JOIN round_category rc ON rc.round_id = r.id
  WHERE rc.category_id = k.id ORDER BY r.position LIMIT 1), 'province')
"""

# The entries in reach, province by province or category by category, so that nothing else is read.
MINE = """
WITH within AS (
  SELECT e.id, e.code, e.status FROM json_each(:provinces) p CROSS JOIN entry e
  WHERE e.edition_id = :edition AND e.province_code = p.value
    AND e.category_id IN (SELECT value FROM json_each(:by_province))
  UNION
  SELECT e.id, e.code, e.status FROM json_each(:whole) w CROSS JOIN entry e
  WHERE e.edition_id = :edition AND e.category_id = w.value
), mine AS (
  SELECT w.id, w.code, CASE WHEN EXISTS (SELECT 1 FROM recusal q
    WHERE q.account_id = :viewer AND q.entry_id = w.id) THEN '' ELSE w.status END AS status FROM within w
)
"""

TO_DECIDE_FIRST = "CASE {}status WHEN 'submitted' THEN 0 ELSE 1 END"


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody screens in an edition: categories within some provinces, and whole categories (ids).

    Of entries from which the account `viewer` is kept away only the names are told.
    """

    edition_id: int
    viewer: int | None = None
    provinces: tuple[str, ...] = ()
    by_province: tuple[int, ...] = ()
    whole: tuple[int, ...] = ()

    def values(self) -> dict[str, int | str | None]:
        """The parameters of `MINE`."""
        return dict(
            edition=self.edition_id,
            viewer=self.viewer,
            provinces=json.dumps(self.provinces),
            by_province=json.dumps(self.by_province),
            whole=json.dumps(self.whole),
        )


def reach(
    db: Database,
    edition_id: int,
    *,
    viewer: int | None,
    provinces: Collection[str],
    national: bool,
    everything: bool,
) -> Reach:
    """What the committee of these provinces, the national one, or an auditor (everything) screens."""
    categories = rows(
        db,
        f"SELECT k.id, {FIRST_STAGE} AS stage FROM category k WHERE k.edition_id = :edition"
        " ORDER BY k.position, k.id",
        edition=edition_id,
    )
    whole = [k["id"] for k in categories if everything or (national and k["stage"] == "national")]
    return Reach(
        edition_id,
        viewer=viewer,
        provinces=tuple(sorted(provinces)),
        by_province=tuple(k["id"] for k in categories if k["stage"] == "province" and k["id"] not in whole),
        whole=tuple(whole),
    )


def counts(db: Database, within: Reach) -> dict[str, int]:
    """How many entries stand in each status; statuses without an entry are left out.

    Under "" are those of which the reader is told no status.
    """
    found = rows(
        db,
        MINE + "SELECT status, count(*) AS entries FROM mine GROUP BY status ORDER BY status",
        **within.values(),
    )
    return {one["status"]: one["entries"] for one in found}


def listed(db: Database, within: Reach, *, status: str | None, limit: int, offset: int) -> list[Row]:
    """A page of the entries, of one status or all, with category, region, province and who wrote last.

    Submitted dossiers come first, as they wait for a decision; then by code. `away`: whether the reader is
    kept away from the entry.
    """
    return rows(
        db,
        MINE + ", page AS (SELECT id, status FROM mine WHERE :status IS NULL OR status = :status"
        f" ORDER BY {TO_DECIDE_FIRST.format('')}, code, id LIMIT :limit OFFSET :offset)"
        " SELECT e.*, page.status = '' AS away,"
        " k.title_id AS category_title_id, k.title_en AS category_title_en,"
        f" g.name AS region_name, v.name AS province_name, v.timezone, {LAST_WORD} FROM page"
        " JOIN entry e ON e.id = page.id JOIN category k ON k.id = e.category_id"
        " JOIN region g ON g.code = e.region_code JOIN region v ON v.code = e.province_code"
        f" ORDER BY {TO_DECIDE_FIRST.format('page.')}, e.code, e.id",
        status=status,
        limit=limit,
        offset=offset,
        **within.values(),
    )
