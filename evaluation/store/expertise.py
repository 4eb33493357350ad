"""What the members of panels know, and what the entries before them are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlite_utils import Database

from evaluation.core.expertise import fields_of
from evaluation.store.db import change, insert, rows


def of_panel(db: Database, panel_id: int) -> dict[int, tuple[str, ...]]:
    """What the members of a panel know, by member's id."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for one in rows(
        db,
        "SELECT x.member_id, x.field FROM expertise x JOIN panel_member m ON m.id = x.member_id"
        " WHERE m.panel_id = :panel ORDER BY x.member_id, x.field",
        panel=panel_id,
    ):
        found[one["member_id"]] += (one["field"],)
    return found


def put(db: Database, member_id: int, known: Iterable[str], most: int | None) -> None:
    """Say anew what a member knows, and how many entries of a round they take at most."""
    change(db, "DELETE FROM expertise WHERE member_id = :member", member=member_id)
    for field in sorted(set(known)):
        insert(db, "expertise", member_id=member_id, field=field)
    change(db, "UPDATE panel_member SET most_entries = :most WHERE id = :id", most=most, id=member_id)


def fields_before(db: Database, panel_id: int) -> list[str]:
    """Everything that the accepted entries of a panel's edition are about, in order."""
    found = rows(
        db,
        "SELECT DISTINCT k.code AS category, e.sector, g.kind FROM panel p"
        " JOIN entry e ON e.edition_id = p.edition_id AND e.status = 'accepted'"
        "  AND (p.stage = 'national' OR e.province_code = p.region_code)"
        " JOIN category k ON k.id = e.category_id JOIN region g ON g.code = e.region_code"
        " WHERE p.id = :panel ORDER BY k.code, e.sector, g.kind",
        panel=panel_id,
    )
    return sorted({field for one in found for field in fields_of(**one)})
