"""Conflicts of interest: declarations, what keeps whom away from which entry, and who could still judge."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from sqlite_utils import Database

from evaluation.core.conflicts import FOUND, Candidate, Person
from evaluation.store.db import Row, change, insert, row, rows

# The contests `c` of the panels `p`, as far as they are not finalised.
OPEN_CONTESTS = """
panel p JOIN round r ON r.edition_id = p.edition_id AND r.stage = p.stage
JOIN contest c ON c.round_id = r.id AND coalesce(c.region_code, '') = coalesce(p.region_code, '')
  AND NOT EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = c.id)
JOIN contest_entry ce ON ce.contest_id = c.id
"""
# The entries `e` before which a panel `p` may come to sit, but for those whose contests are all over.
BEFORE_PANEL = """
e.edition_id = p.edition_id AND (p.stage = 'national' OR e.province_code = p.region_code)
AND (NOT EXISTS (SELECT 1 FROM contest_entry x WHERE x.entry_id = e.id)
  OR EXISTS (SELECT 1 FROM contest_entry x WHERE x.entry_id = e.id
    AND NOT EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = x.contest_id)))
"""

SCOPES = {"account": "a.id = :id", "entry": "e.id = :id", "edition": "e.edition_id = :id"}

# --- declarations --------------------------------------------------------------------------------


def outstanding(db: Database, account_id: int) -> list[Row]:
    """The entries about which an account has still to declare, by edition, category and code.

    Accepted entries in contests before its panels that are not finalised, without those it is kept away from.
    """
    return rows(
        db,
        "SELECT DISTINCT e.id, e.code, e.name, e.region_code, e.province_code, e.edition_id,"
        " g.name AS region, k.code AS category_code, k.position, k.title_id, k.title_en, k.entrant,"
        " d.code AS edition_code, d.award_year, d.title_id AS edition_title_id,"
        " d.title_en AS edition_title_en"
        f" FROM {OPEN_CONTESTS} JOIN panel_member m ON m.panel_id = p.id AND m.left_at IS NULL"
        " JOIN entry e ON e.id = ce.entry_id AND e.status = 'accepted'"
        " JOIN region g ON g.code = e.region_code JOIN category k ON k.id = e.category_id"
        " JOIN edition d ON d.id = e.edition_id WHERE m.account_id = :account"
        " AND NOT EXISTS (SELECT 1 FROM declaration n"
        " WHERE n.account_id = m.account_id AND n.entry_id = e.id)"
        " AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = m.account_id AND q.entry_id = e.id)"
        " ORDER BY d.award_year DESC, d.code, k.position, e.code, e.id",
        account=account_id,
    )


def undeclared(db: Database, entry_id: int) -> list[int]:
    """Who sits before an entry in a contest that is not finalised and has not declared about it."""
    found = rows(
        db,
        f"SELECT DISTINCT m.account_id FROM {OPEN_CONTESTS}"
        " JOIN panel_member m ON m.panel_id = p.id AND m.left_at IS NULL"
        " WHERE ce.entry_id = :entry AND NOT EXISTS (SELECT 1 FROM declaration n"
        " WHERE n.account_id = m.account_id AND n.entry_id = ce.entry_id) ORDER BY m.account_id",
        entry=entry_id,
    )
    return [one["account_id"] for one in found]


def declared(db: Database, account_id: int) -> list[Row]:
    """What an account declared so far, newest first, with the entries' names."""
    return rows(
        db,
        "SELECT n.*, e.code, e.name, d.title_id AS edition_title_id, d.title_en AS edition_title_en"
        " FROM declaration n JOIN entry e ON e.id = n.entry_id JOIN edition d ON d.id = e.edition_id"
        " WHERE n.account_id = :account ORDER BY n.declared_at DESC, e.code, e.id",
        account=account_id,
    )


def kept_away(db: Database, account_id: int) -> list[Row]:
    """The entries from which an account is kept away, but for those a substitute was not called for."""
    return rows(
        db,
        "SELECT q.*, e.name, d.title_id AS edition_title_id, d.title_en AS edition_title_en"
        " FROM recusal q JOIN entry e ON e.id = q.entry_id JOIN edition d ON d.id = e.edition_id"
        " WHERE q.account_id = :account AND q.source <> 'substitute'"
        " ORDER BY d.award_year DESC, d.code, e.code, e.id",
        account=account_id,
    )


def add_declaration(db: Database, *, account_id: int, entry_id: int, reason: str, declared_at: str) -> None:
    """Keep what an account declared about an entry; without a reason there is no connection."""
    insert(
        db,
        "declaration",
        account_id=account_id,
        entry_id=entry_id,
        connected=int(bool(reason)),
        reason=reason,
        declared_at=declared_at,
    )


# --- what keeps somebody away --------------------------------------------------------------------


def add(
    db: Database,
    *,
    account_id: int,
    entry_id: int,
    source: str,
    reason: str,
    since: str,
    stated_by: int | None,
) -> bool:
    """Keep an account away from an entry; False when this ground keeps it away already."""
    return bool(
        change(
            db,
            "INSERT INTO conflict (account_id, entry_id, source, reason, since, stated_by)"
            " VALUES (:account, :entry, :source, :reason, :since, :by)"
            " ON CONFLICT (account_id, entry_id, source) WHERE ended_at IS NULL DO NOTHING",
            account=account_id,
            entry=entry_id,
            source=source,
            reason=reason,
            since=since,
            by=stated_by,
        )
    )


def end(db: Database, conflict_id: int, *, ended_at: str, ended_by: int | None, reason: str = "") -> None:
    """Let a ground hold no longer."""
    change(
        db,
        "UPDATE conflict SET ended_at = :at, ended_by = :by, ended_reason = :reason WHERE id = :id",
        id=conflict_id,
        at=ended_at,
        by=ended_by,
        reason=reason,
    )


def by_id(db: Database, conflict_id: int) -> Row | None:
    """One ground, with the assessor's address and name and the entry's edition."""
    return row(
        db,
        "SELECT c.*, a.email, coalesce(nullif(a.name, ''), a.email) AS assessor, e.name, e.edition_id"
        " FROM conflict c JOIN account a ON a.id = c.account_id JOIN entry e ON e.id = c.entry_id"
        " WHERE c.id = :id",
        id=conflict_id,
    )


def of_panel(db: Database, panel_id: int) -> list[Row]:
    """Every ground between a panel's members and the entries before it, past ones too, by entry."""
    return rows(
        db,
        "SELECT c.*, m.name AS assessor, e.code, e.name,"
        " coalesce(nullif(s.name, ''), s.email, '') AS stated_by_name,"
        " coalesce(nullif(t.name, ''), t.email, '') AS ended_by_name"
        " FROM panel p JOIN panel_member m ON m.panel_id = p.id"
        " JOIN conflict c ON c.account_id = m.account_id"
        " JOIN entry e ON e.id = c.entry_id AND e.edition_id = p.edition_id"
        " AND (p.stage = 'national' OR e.province_code = p.region_code)"
        " LEFT JOIN account s ON s.id = c.stated_by LEFT JOIN account t ON t.id = c.ended_by"
        " WHERE p.id = :panel ORDER BY e.code, m.name, c.id",
        panel=panel_id,
    )


def found_between(db: Database, scope: str, scope_id: int) -> list[Row]:
    """The living grounds that the system found by itself, of one account, entry or edition (`scope`)."""
    return rows(
        db,
        "SELECT c.*, a.email, e.edition_id FROM conflict c JOIN account a ON a.id = c.account_id"
        " JOIN entry e ON e.id = c.entry_id WHERE c.ended_at IS NULL"
        f" AND c.source IN (SELECT value FROM json_each(:found)) AND {SCOPES[scope]} ORDER BY c.id",
        found=json.dumps(FOUND),
        id=scope_id,
    )


PAIRS = f"""
SELECT m.account_id, a.email, a.institution, a.home_region, h.parent AS home_province, m.left_at,
  e.id AS entry_id, e.edition_id, e.name, e.region_code, g.name AS region, e.province_code, k.entrant,
  EXISTS (SELECT 1 FROM representative o WHERE o.entry_id = e.id AND o.account_id = m.account_id)
    AS represented,
  (SELECT s.decree_number FROM substitution s WHERE s.member_id = m.id AND s.seated_at = m.seated_at
    AND NOT EXISTS (SELECT 1 FROM substitution w WHERE w.member_id = m.id AND w.seated_at = m.seated_at
      AND w.whole = 1) ORDER BY s.id LIMIT 1) AS called_by,
  EXISTS (SELECT 1 FROM substitution s JOIN substitution_entry n ON n.substitution_id = s.id
    WHERE s.member_id = m.id AND s.seated_at = m.seated_at AND n.entry_id = e.id) AS named
FROM panel_member m JOIN panel p ON p.id = m.panel_id JOIN account a ON a.id = m.account_id
LEFT JOIN region h ON h.code = a.home_region
JOIN entry e ON {BEFORE_PANEL} JOIN region g ON g.code = e.region_code JOIN category k ON k.id = e.category_id
WHERE {{scope}}
  AND (a.institution <> '' OR a.home_region IS NOT NULL
    OR EXISTS (SELECT 1 FROM representative o WHERE o.account_id = m.account_id)
    OR EXISTS (SELECT 1 FROM conflict q WHERE q.account_id = m.account_id AND q.ended_at IS NULL)
    OR EXISTS (SELECT 1 FROM substitution s WHERE s.member_id = m.id))
ORDER BY m.account_id, e.id, m.id
"""


def pairs(db: Database, scope: str, scope_id: int) -> list[tuple[Row, Person, Candidate]]:
    """Who sits or sat on a panel before which entry: every pair in which the two could be tied.

    Of one account, entry or edition (`scope`). The row holds `account_id`, `email` and `edition_id`.
    """
    seats: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for one in rows(db, PAIRS.format(scope=SCOPES[scope]), id=scope_id):
        seats[one["account_id"], one["entry_id"]].append(one)
    institutions = _institutions_of(db, sorted({entry for _, entry in seats}))
    return [_pair(found, institutions.get(entry, ())) for (_, entry), found in seats.items()]


def _pair(seats: list[Row], institutions: tuple[str, ...]) -> tuple[Row, Person, Candidate]:
    """A pair from the seats that somebody has or had before one entry."""
    one = seats[0]
    living = [seat for seat in seats if seat["left_at"] is None]
    kept_out = bool(living) and all(seat["called_by"] and not seat["named"] for seat in living)
    person = Person(one["account_id"], one["institution"], one["home_region"], one["home_province"])
    candidate = Candidate(
        entry_id=one["entry_id"],
        name=one["name"],
        region=one["region_code"],
        region_name=one["region"],
        province=one["province_code"],
        entrant=one["entrant"],
        institutions=institutions,
        represented=bool(one["represented"]),
        kept_out=living[0]["called_by"] if kept_out else "",
    )
    return one, person, candidate


def _institutions_of(db: Database, entry_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The institutions of the people who act for these entries."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for one in rows(
        db,
        "SELECT DISTINCT o.entry_id, a.institution FROM representative o"
        " JOIN account a ON a.id = o.account_id"
        " WHERE a.institution <> '' AND o.entry_id IN (SELECT value FROM json_each(:entries))"
        " ORDER BY o.entry_id, a.institution",
        entries=json.dumps(list(entry_ids)),
    ):
        found[one["entry_id"]] += (one["institution"],)
    return found


# --- a panel and its entries ---------------------------------------------------------------------


def members_of(db: Database, panel_id: int) -> list[Row]:
    """The members who sit on a panel, with how many entries they declared about and still have to."""
    return rows(
        db,
        "SELECT m.id, m.account_id, m.name, m.position, a.institution, a.home_region, h.name AS home,"
        " h.parent AS home_province,"
        " count(e.id) AS entries, count(n.entry_id) AS declared, sum(coalesce(n.connected, 0)) AS connected,"
        " count(CASE WHEN e.id IS NOT NULL AND n.entry_id IS NULL AND NOT EXISTS (SELECT 1 FROM recusal q"
        "  WHERE q.account_id = m.account_id AND q.entry_id = e.id) THEN 1 END) AS outstanding,"
        " max(n.declared_at) AS declared_at FROM panel_member m JOIN account a ON a.id = m.account_id"
        " LEFT JOIN region h ON h.code = a.home_region"
        f" LEFT JOIN (SELECT DISTINCT p.id AS panel_id, ce.entry_id FROM {OPEN_CONTESTS}) b"
        "  ON b.panel_id = m.panel_id"
        " LEFT JOIN entry e ON e.id = b.entry_id AND e.status = 'accepted'"
        " LEFT JOIN declaration n ON n.account_id = m.account_id AND n.entry_id = e.id"
        " WHERE m.panel_id = :panel AND m.left_at IS NULL GROUP BY m.id"
        " ORDER BY CASE m.position WHEN 'chair' THEN 0 WHEN 'secretary' THEN 1 ELSE 2 END, m.name, m.id",
        panel=panel_id,
    )


def declared_before(db: Database, panel_id: int) -> list[Row]:
    """Every declaration of a panel's members about entries that may come before it, by member and code."""
    return rows(
        db,
        "SELECT m.name AS assessor, m.id AS member_id, n.connected, n.reason, n.declared_at, e.code, e.name"
        " FROM panel p JOIN panel_member m ON m.panel_id = p.id"
        " JOIN declaration n ON n.account_id = m.account_id"
        " JOIN entry e ON e.id = n.entry_id AND e.edition_id = p.edition_id"
        "  AND (p.stage = 'national' OR e.province_code = p.region_code)"
        " WHERE p.id = :panel ORDER BY m.name, m.id, n.declared_at, e.code, e.id",
        panel=panel_id,
    )


def entries_before(db: Database, panel_id: int) -> list[Row]:
    """The accepted entries that stand before a panel in contests that are not finalised, by code."""
    return rows(
        db,
        "SELECT DISTINCT e.id, e.code, e.name, e.region_code, e.province_code, k.entrant, g.name AS region"
        f" FROM {OPEN_CONTESTS} JOIN entry e ON e.id = ce.entry_id AND e.status = 'accepted'"
        " JOIN category k ON k.id = e.category_id JOIN region g ON g.code = e.region_code"
        " WHERE p.id = :panel ORDER BY e.code, e.id",
        panel=panel_id,
    )


def open_contests_of(db: Database, panel_id: int) -> list[int]:
    """The contests before a panel that are not finalised."""
    found = rows(
        db, f"SELECT DISTINCT c.id FROM {OPEN_CONTESTS} WHERE p.id = :panel ORDER BY c.id", panel=panel_id
    )
    return [one["id"] for one in found]


def panel_of_contest(db: Database, contest_id: int) -> int | None:
    """The panel before which a contest stands; None when none was appointed."""
    one = row(
        db,
        "SELECT p.id FROM contest c JOIN round r ON r.id = c.round_id"
        " JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage"
        "  AND coalesce(p.region_code, '') = coalesce(c.region_code, '') WHERE c.id = :contest",
        contest=contest_id,
    )
    return None if one is None else int(one["id"])


def short_of_sheets(db: Database, contest_ids: Sequence[int]) -> list[Row]:
    """The entries that can't get their contest's least number of sheets any more, by contest and code.

    `possible` counts the sheets that came in and the members who can still write one; `minimum_sheets` is
    what the round asks for. Only contests that are not finalised and have something to judge, and where a
    round assigns entries only those with a plan, which says who can.
    """
    return rows(
        db,
        "SELECT * FROM (SELECT c.id AS contest_id, p.id AS panel_id, e.id AS entry_id, e.code, e.name,"
        " r.minimum_sheets, r.title_id AS round_title_id, r.title_en AS round_title_en,"
        " (SELECT count(*) FROM scoresheet s WHERE s.contest_id = c.id AND s.entry_id = e.id"
        "  AND s.status = 'submitted' AND s.excluded_at IS NULL AND NOT EXISTS (SELECT 1 FROM recusal q"
        "  WHERE q.account_id = s.account_id AND q.entry_id = e.id))"
        " + (SELECT count(*) FROM panel_member m JOIN account a ON a.id = m.account_id"
        "  WHERE m.panel_id = p.id AND m.left_at IS NULL AND a.disabled_at IS NULL"
        "  AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = a.id AND q.entry_id = e.id)"
        "  AND NOT EXISTS (SELECT 1 FROM unassigned u WHERE u.contest_id = c.id AND u.entry_id = e.id"
        "   AND u.account_id = a.id)"
        "  AND NOT EXISTS (SELECT 1 FROM scoresheet s WHERE s.contest_id = c.id AND s.entry_id = e.id"
        "   AND s.account_id = a.id AND s.status = 'submitted')) AS possible"
        f" FROM {OPEN_CONTESTS} JOIN entry e ON e.id = ce.entry_id AND e.status = 'accepted'"
        " WHERE c.id IN (SELECT value FROM json_each(:contests))"
        " AND EXISTS (SELECT 1 FROM criterion x WHERE x.round_id = r.id AND x.kind = 'judged')"
        " AND (r.assignment IS NULL OR EXISTS (SELECT 1 FROM assignment t WHERE t.contest_id = c.id)))"
        " WHERE possible < minimum_sheets ORDER BY contest_id, code",
        contests=json.dumps(list(contest_ids)),
    )
