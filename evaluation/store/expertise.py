"""What the members of panels know, and what the entries before them are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlite_utils import Database

from evaluation.core.expertise import fields_of
from evaluation.store.db import Row, change, insert, rows

# What the accepted entries `e` before a panel `p` are about.
ABOUT_ENTRIES = """
SELECT DISTINCT k.code AS category, k.title_id, k.title_en, e.sector, g.kind FROM panel p
JOIN entry e ON e.edition_id = p.edition_id AND e.status = 'accepted'
  AND (p.stage = 'national' OR e.province_code = p.region_code)
JOIN category k ON k.id = e.category_id JOIN region g ON g.code = e.region_code
"""
IN_ORDER = "k.code, e.sector, g.kind"


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


def words_before(db: Database, panel_id: int) -> list[Row]:
    """What the accepted entries before a panel are about: each `field`, a category with its title."""
    return _fields(rows(db, f"{ABOUT_ENTRIES} WHERE p.id = :panel ORDER BY {IN_ORDER}", panel=panel_id))


def known_before(db: Database, contest_id: int) -> list[Row]:
    """The same of the panel of one contest."""
    return _fields(
        rows(
            db,
            f"{ABOUT_ENTRIES} JOIN round r ON r.edition_id = p.edition_id AND r.stage = p.stage"
            " JOIN contest c ON c.round_id = r.id AND c.id = :contest"
            f"  AND coalesce(c.region_code, '') = coalesce(p.region_code, '') ORDER BY {IN_ORDER}",
            contest=contest_id,
        )
    )


def _fields(found: list[Row]) -> list[Row]:
    """Each field once, in order."""
    titled: dict[str, Row] = {}
    for one in found:
        for field in fields_of(category=one["category"], sector=one["sector"], kind=one["kind"]):
            titled[field] = {"field": field, "title_id": one["title_id"], "title_en": one["title_en"]}
    return [titled[field] for field in sorted(titled)]
