"""What the minutes of a finalised contest say beside its frozen result: decree, panel, attendance.

They are kept when the result is fixed; for results from before that they are read as they stand today.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from evaluation.store.db import Row, insert, row, rows

PANEL = """
FROM contest c JOIN round r ON r.id = c.round_id
JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
  AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
"""


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """What minutes and certificates say beside the result. `kept`: as it stood when the result was fixed.

    `decree` has decree_number and decree_date, or is None without a panel; `panel` and `came` are rows of
    `panel` and `attendance` below.
    """

    kept: bool
    official: bool
    decree: Row | None
    panel: tuple[Row, ...]
    came: tuple[Row, ...]
    finalised_by: str


def keep_facts(db: Database, contest_id: int) -> None:
    """Keep what stands now beside the result of a contest that is being fixed."""
    fixed = row(
        db, "SELECT finalised_at, fingerprint FROM finalisation WHERE contest_id = :id", id=contest_id
    )
    if fixed is None:
        raise KeyError(contest_id)
    found = _today(db, contest_id)
    facts = {name: getattr(found, name) for name in FACTS}
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    insert(db, "minutes_facts", contest_id=contest_id, facts=text, **fixed)


FACTS = ("official", "decree", "panel", "came", "finalised_by")


def facts(db: Database, contest_id: int) -> MinutesFacts:
    """What the minutes of a finalised contest say: as kept with this result, or else as it stands today."""
    fixed = row(
        db, "SELECT finalised_at, fingerprint FROM finalisation WHERE contest_id = :id", id=contest_id
    )
    kept = None if fixed is None else kept_facts(db, contest_id, **fixed)
    return kept or _today(db, contest_id)


def kept_facts(db: Database, contest_id: int, finalised_at: str, fingerprint: str) -> MinutesFacts | None:
    """What was kept beside a result, present or replaced; None for results from before anything was."""
    kept = row(
        db,
        "SELECT facts FROM minutes_facts WHERE contest_id = :contest AND finalised_at = :at"
        " AND fingerprint = :fingerprint ORDER BY id DESC LIMIT 1",
        contest=contest_id,
        at=finalised_at,
        fingerprint=fingerprint,
    )
    if kept is None:
        return None
    found: dict[str, Any] = json.loads(kept["facts"])
    return MinutesFacts(kept=True, **{**found, "panel": tuple(found["panel"]), "came": tuple(found["came"])})


def _today(db: Database, contest_id: int) -> MinutesFacts:
    official = row(
        db,
        "SELECT e.official FROM contest c JOIN round r ON r.id = c.round_id"
        " JOIN edition e ON e.id = r.edition_id WHERE c.id = :contest",
        contest=contest_id,
    )
    return MinutesFacts(
        kept=False,
        official=bool(official and official["official"]),
        decree=decree(db, contest_id),
        panel=tuple(panel(db, contest_id)),
        came=tuple(attendance(db, contest_id)),
        finalised_by=finalised_by(db, contest_id),
    )


def decree(db: Database, contest_id: int) -> Row | None:
    """The decree that appointed a contest's panel: number and date; None without a panel."""
    return row(db, f"SELECT p.decree_number, p.decree_date {PANEL} WHERE c.id = :contest", contest=contest_id)


def panel(db: Database, contest_id: int) -> list[Row]:
    """Who sat on the panel when the result was fixed, the chair first, with how many sheets of theirs count.

    Whoever left before is listed when sheets of theirs count.
    """
    return rows(
        db,
        "SELECT * FROM (SELECT m.name, m.position, m.capacity, m.id, a.email,"
        " (SELECT count(*) FROM scoresheet s WHERE s.contest_id = c.id AND s.account_id = m.account_id"
        "  AND s.status = 'submitted' AND s.excluded_at IS NULL AND NOT EXISTS (SELECT 1 FROM recusal q"
        "   WHERE q.account_id = s.account_id AND q.entry_id = s.entry_id"
        "   AND q.recused_at <= f.finalised_at)) AS sheets,"
        " m.seated_at <= f.finalised_at AND (m.left_at IS NULL OR m.left_at > f.finalised_at) AS seated"
        f" {PANEL} JOIN panel_member m ON m.panel_id = p.id JOIN account a ON a.id = m.account_id"
        " JOIN finalisation f ON f.contest_id = c.id WHERE c.id = :contest) WHERE seated OR sheets > 0"
        " ORDER BY CASE position WHEN 'chair' THEN 1 WHEN 'secretary' THEN 2 ELSE 3 END, name, id",
        contest=contest_id,
    )


def attendance(db: Database, contest_id: int) -> list[Row]:
    """Who came to the interviews of a contest, by candidate."""
    return rows(
        db,
        "SELECT e.name, e.code, t.present, t.person, t.companions, t.companion_names, t.mode, t.minutes"
        " FROM attendance t JOIN entry e ON e.id = t.entry_id WHERE t.contest_id = :contest ORDER BY e.code",
        contest=contest_id,
    )


def by_prefix(db: Database, prefix: str) -> Row | None:
    """The finalised contest whose fingerprint begins with these 25 hexadecimal digits, with its names.

    `public`: whether its result is published by now.
    """
    return row(
        db,
        "SELECT f.contest_id, f.finalised_at, f.fingerprint, coalesce(g.timezone, e.timezone) AS timezone,"
        " r.title_id AS round_title_id, r.title_en AS round_title_en, k.title_id AS category_title_id,"
        " k.title_en AS category_title_en, g.name AS region_name, e.title_id AS edition_title_id,"
        " e.title_en AS edition_title_en, e.code AS edition_code, r.code AS round_code,"
        " k.code AS category_code, c.region_code,"
        " (SELECT count(*) FROM signature s LEFT JOIN signature_void v ON v.signature_id = s.id"
        "  WHERE s.contest_id = f.contest_id AND v.signature_id IS NULL) AS signatures,"
        " p.contest_id IS NOT NULL AS public"
        " FROM finalisation f JOIN contest c ON c.id = f.contest_id JOIN round r ON r.id = c.round_id"
        " JOIN category k ON k.id = c.category_id JOIN edition e ON e.id = r.edition_id"
        " LEFT JOIN region g ON g.code = c.region_code LEFT JOIN publication p ON p.contest_id = f.contest_id"
        " WHERE substr(f.fingerprint, 1, 25) = :prefix ORDER BY f.contest_id LIMIT 1",
        prefix=prefix,
    )


def finalised_by(db: Database, contest_id: int) -> str:
    """Who fixed a result; "" for the command line."""
    one = row(
        db,
        "SELECT coalesce(nullif(a.name, ''), a.email, '') AS name FROM finalisation f"
        " LEFT JOIN account a ON a.id = f.finalised_by WHERE f.contest_id = :contest",
        contest=contest_id,
    )
    return "" if one is None else str(one["name"])
