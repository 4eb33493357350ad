"""The reminders that committees send by hand: to whom, about what, when."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import Row, insert, rows


def add(
    db: Database,
    *,
    account_id: int,
    contest_id: int | None = None,
    entry_id: int | None = None,
    posted_by: int | None,
    posted_at: str,
) -> None:
    """Remember a reminder about the sheets of a contest, or about the dossier of an entry."""
    insert(
        db,
        "nudge",
        account_id=account_id,
        contest_id=contest_id,
        entry_id=entry_id,
        posted_by=posted_by,
        posted_at=posted_at,
    )


def people_awaited(
    db: Database, edition_id: int, region_code: str | None, *, without: int | None
) -> list[Row]:
    """Everybody who acts for a dossier that is begun or given back, in one place, by entry and address.

    A province, or (None) the nation as far as it screens. Accounts that may sign in; no entry from which
    the account `without` is kept away. `reminded_at`: the last reminder about this dossier, by hand to this
    person or by the timetable to all of them.
    """
    return rows(
        db,
        "SELECT e.id, e.category_id, e.name, e.status, e.edition_id, g.timezone, o.account_id, a.email,"
        " d.title_id, d.title_en, nullif(max("
        "  coalesce((SELECT max(n.posted_at) FROM nudge n"
        "   WHERE n.entry_id = e.id AND n.account_id = o.account_id), ''),"
        "  coalesce((SELECT max(m.posted_at) FROM reminder m WHERE m.entry_id = e.id), '')), '')"
        " AS reminded_at"
        " FROM entry e JOIN region g ON g.code = e.region_code JOIN edition d ON d.id = e.edition_id"
        " JOIN representative o ON o.entry_id = e.id"
        " JOIN account a ON a.id = o.account_id AND a.disabled_at IS NULL"
        " WHERE e.edition_id = :edition AND e.status IN ('draft', 'returned')"
        " AND coalesce(:region, '') = CASE (SELECT r.stage FROM round r"
        "  JOIN round_category rc ON rc.round_id = r.id WHERE rc.category_id = e.category_id"
        "  ORDER BY r.position, r.id LIMIT 1) WHEN 'national' THEN '' ELSE e.province_code END"
        " AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = :without AND q.entry_id = e.id)"
        " ORDER BY e.id, a.email",
        edition=edition_id,
        region=region_code,
        without=without,
    )


def entries_since(db: Database, since: str) -> set[int]:
    """The entries whose people a committee reminded after `since`."""
    found = rows(
        db,
        "SELECT DISTINCT entry_id FROM nudge WHERE entry_id IS NOT NULL AND posted_at > :since"
        " ORDER BY entry_id",
        since=since,
    )
    return {one["entry_id"] for one in found}
