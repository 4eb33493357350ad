"""Sessions: when and where a panel meets an entry, who was invited to it, and the lots that were drawn."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from sqlite_utils import Database

from evaluation.core.sessions import Slot
from evaluation.store import interview_rules
from evaluation.store.db import Row, change, insert, moment, row, rows

# Who sits before the entries `s` of a table with contest_id and entry_id: {source}, then `s` and `m` as
# names. It is the contest's panel (of a visit only its team, once it has one) and the evaluators of a visit's
# team that have accounts; the recused are nowhere.
SITTING = """
(SELECT s.contest_id, s.entry_id, pm.account_id, pm.name FROM {source} s
  JOIN contest c ON c.id = s.contest_id JOIN round r ON r.id = c.round_id
  JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
    AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
  JOIN panel_member pm ON pm.panel_id = p.id AND pm.left_at IS NULL
  WHERE NOT EXISTS (SELECT 1 FROM visit_member v
      WHERE v.contest_id = s.contest_id AND v.entry_id = s.entry_id)
    OR EXISTS (SELECT 1 FROM visit_member v WHERE v.contest_id = s.contest_id AND v.entry_id = s.entry_id
      AND v.account_id = pm.account_id)
 UNION
 SELECT v.contest_id, v.entry_id, v.account_id, v.name FROM visit_member v
  WHERE v.side = 'evaluator' AND v.account_id IS NOT NULL) m
  ON m.contest_id = s.contest_id AND m.entry_id = s.entry_id
  AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = m.account_id AND q.entry_id = s.entry_id)
"""
DESCRIBED = """
SELECT s.*, r.interview, e.code, e.name, e.status, e.edition_id, r.kind, r.stage, c.region_code,
  g.name AS region_name, r.title_id AS round_title_id, r.title_en AS round_title_en,
  k.title_id AS category_title_id, k.title_en AS category_title_en,
  ed.title_id AS edition_title_id, ed.title_en AS edition_title_en,
  f.contest_id IS NOT NULL AS finalised, coalesce(g.timezone, ed.timezone) AS contest_zone
FROM session s JOIN contest c ON c.id = s.contest_id JOIN round r ON r.id = c.round_id
JOIN entry e ON e.id = s.entry_id JOIN category k ON k.id = c.category_id
JOIN edition ed ON ed.id = r.edition_id LEFT JOIN region g ON g.code = c.region_code
LEFT JOIN finalisation f ON f.contest_id = c.id
"""


# --- reading -------------------------------------------------------------------------------------


def by_id(db: Database, session_id: int) -> Row | None:
    """One session, cancelled or not, with the names of its entry, round and edition."""
    return row(db, DESCRIBED + " WHERE s.id = :id", id=session_id)


def of_entry_in(db: Database, contest_id: int, entry_id: int) -> Row | None:
    """The session of an entry in a contest, cancelled or not."""
    return row(
        db,
        DESCRIBED + " WHERE s.contest_id = :contest AND s.entry_id = :entry",
        contest=contest_id,
        entry=entry_id,
    )


def schedule(db: Database, contest_id: int) -> list[Row]:
    """The accepted entries of a contest with their sessions: by time, then those without one by code.

    `session_id` is None without one; `recused` holds the recused accounts; `behind` counts those who were
    sent an older revision, `invited` those of the panel who hold this one.
    """
    return rows(
        db,
        "SELECT e.id AS entry_id, e.code, e.name, ce.provisional, s.id AS session_id, s.starts_at, s.ends_at,"
        " s.zone, s.talk, s.questions, s.room, s.link, s.revision, s.published_at, s.cancelled_at,"
        " s.cancelled_reason, s.saved_at,"
        " (SELECT group_concat(q.account_id) FROM recusal q WHERE q.entry_id = e.id) AS recused,"
        " (SELECT count(*) FROM session_invitation i WHERE i.session_id = s.id AND i.side = 'panel'"
        "  AND i.method = 'REQUEST' AND i.sequence = s.revision) AS invited,"
        " (SELECT count(*) FROM session_invitation i WHERE i.session_id = s.id"
        "  AND i.method = 'REQUEST' AND i.sequence < s.revision) AS behind"
        " FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id"
        " LEFT JOIN session s ON s.contest_id = ce.contest_id AND s.entry_id = ce.entry_id"
        " WHERE ce.contest_id = :contest AND e.status = 'accepted'"
        " ORDER BY s.id IS NULL, s.cancelled_at IS NOT NULL, s.starts_at, e.code",
        contest=contest_id,
    )


def sitting(db: Database, contest_id: int) -> dict[int, list[Row]]:
    """Who sits before each entry of a contest, by entry: account id, name, address; the recused do not."""
    found = rows(
        db,
        "SELECT s.entry_id, m.account_id, m.name, a.email, a.disabled_at FROM contest_entry s"
        f" JOIN {SITTING.format(source='contest_entry')} JOIN account a ON a.id = m.account_id"
        " WHERE s.contest_id = :contest ORDER BY s.entry_id, m.name, m.account_id",
        contest=contest_id,
    )
    by_entry: dict[int, list[Row]] = defaultdict(list)
    for one in found:
        by_entry[one["entry_id"]].append(one)
    return by_entry


def busy(db: Database, since: str, until: str, *, but_contest: int | None = None) -> list[tuple[Slot, Row]]:
    """Every session of every contest that lies in this time, with who sits in it, by time. Two questions.

    `but_contest` leaves one contest's own sessions out.
    """
    there = rows(
        db,
        DESCRIBED + " WHERE s.cancelled_at IS NULL AND s.starts_at < :until AND s.ends_at > :since"
        " AND e.status = 'accepted' AND (:but IS NULL OR s.contest_id <> :but)"
        " ORDER BY s.starts_at, s.id",
        since=since,
        until=until,
        but=but_contest,
    )
    people: dict[int, set[int]] = defaultdict(set)
    for one in rows(
        db,
        f"SELECT s.id, m.account_id FROM session s JOIN {SITTING.format(source='session')}"
        " WHERE s.cancelled_at IS NULL AND s.starts_at < :until AND s.ends_at > :since"
        " ORDER BY s.id, m.account_id",
        since=since,
        until=until,
    ):
        people[one["id"]].add(one["account_id"])
    return [(slot_of(one, frozenset(people[one["id"]])), one) for one in there]


def slot_of(session: Row, people: frozenset[int]) -> Slot:
    """A session as clashes see it; a row of `by_id` and who sits in it."""
    return Slot(
        key=f"session-{session['id']}",
        contest_id=session["contest_id"],
        starts=moment(session["starts_at"]),
        ends=moment(session["ends_at"]),
        people=people,
        room=session["room"],
        link=session["link"],
        place=place_of(session),
    )


def place_of(contest: Row) -> str:
    """Within which stage and province a room's name means one room."""
    return f"{contest['stage']}-{contest['region_code'] or ''}"


def of_account(db: Database, account_id: int) -> list[Row]:
    """Every session in which an account sits, by time, each with the state of the account's own sheet."""
    return rows(
        db,
        "SELECT d.*, h.status AS sheet_status, h.excluded_at IS NOT NULL AS sheet_excluded"
        f" FROM ({DESCRIBED}) d JOIN session s ON s.id = d.id"
        f" JOIN {SITTING.format(source='session')} AND m.account_id = :account"
        " LEFT JOIN scoresheet h ON h.contest_id = s.contest_id AND h.entry_id = s.entry_id"
        "  AND h.account_id = :account"
        " WHERE s.cancelled_at IS NULL AND d.status = 'accepted' ORDER BY s.starts_at, s.id",
        account=account_id,
    )


def published_of_entry(db: Database, entry_id: int) -> list[Row]:
    """The sessions of an entry that its own people may know of, by time; cancelled ones say so.

    None while the entry stands there provisionally: it would tell a result that is not fixed.
    `companions` is how many people may come with the leader.
    """
    found = rows(
        db,
        DESCRIBED + " WHERE s.entry_id = :entry AND s.published_at IS NOT NULL"
        " AND e.status = 'accepted' AND EXISTS (SELECT 1 FROM contest_entry ce WHERE ce.provisional = 0"
        "  AND ce.contest_id = s.contest_id AND ce.entry_id = s.entry_id) ORDER BY s.starts_at, s.id",
        entry=entry_id,
    )
    return [{**one, "companions": interview_rules.told(one["interview"]).companions} for one in found]


def invitations(db: Database, session_id: int) -> list[Row]:
    """Who was sent which revision of a session, with name, address and whether the account is disabled."""
    return rows(
        db,
        "SELECT i.*, a.email, a.disabled_at FROM session_invitation i JOIN account a ON a.id = i.account_id"
        " WHERE i.session_id = :session ORDER BY i.side, a.email",
        session=session_id,
    )


def recused_from(db: Database, entry_id: int) -> set[int]:
    """The accounts that are recused from an entry."""
    found = rows(
        db, "SELECT account_id FROM recusal WHERE entry_id = :entry ORDER BY account_id", entry=entry_id
    )
    return {one["account_id"] for one in found}


def draws(db: Database, contest_id: int) -> list[Row]:
    """The lots drawn in a contest, newest first; `codes` is a list."""
    found = rows(
        db,
        "SELECT d.*, coalesce(nullif(a.name, ''), a.email, '') AS drawer FROM draw d"
        " LEFT JOIN account a ON a.id = d.drawn_by WHERE d.contest_id = :contest ORDER BY d.id DESC",
        contest=contest_id,
    )
    return [{**one, "codes": json.loads(one["codes"])} for one in found]


# --- writing -------------------------------------------------------------------------------------


def add(db: Database, **values: Any) -> int:
    """Add a session (revision 1) and answer its id."""
    return insert(db, "session", **values)


def move(db: Database, session_id: int, *, revision: int, **values: Any) -> bool:
    """Write a session anew over `revision`, cancelled or not; False when another one stands there."""
    sets = ", ".join(f"{name} = :{name}" for name in values)
    return bool(
        change(
            db,
            f"UPDATE session SET {sets}, revision = revision + 1, cancelled_at = NULL, cancelled_reason = ''"
            " WHERE id = :id AND revision = :revision",
            id=session_id,
            revision=revision,
            **values,
        )
    )


def cancel(db: Database, session_id: int, *, at: str, reason: str) -> None:
    """Call a session off; it keeps its number, so that calendars take a later one for its successor."""
    change(
        db,
        "UPDATE session SET cancelled_at = :at, cancelled_reason = :reason, revision = revision + 1,"
        " saved_at = :at WHERE id = :id",
        id=session_id,
        at=at,
        reason=reason,
    )


def publish(db: Database, session_id: int, at: str) -> None:
    """Let the candidate's people know of a session."""
    change(db, "UPDATE session SET published_at = :at WHERE id = :id", id=session_id, at=at)


def note_invitation(
    db: Database, session_id: int, account_id: int, *, side: str, sequence: int, method: str, posted_at: str
) -> None:
    """Remember what an account was sent of a session."""
    change(
        db,
        "INSERT INTO session_invitation (session_id, account_id, side, sequence, method, posted_at)"
        " VALUES (:session, :account, :side, :sequence, :method, :at)"
        " ON CONFLICT (session_id, account_id) DO UPDATE SET side = excluded.side,"
        " sequence = excluded.sequence, method = excluded.method, posted_at = excluded.posted_at",
        session=session_id,
        account=account_id,
        side=side,
        sequence=sequence,
        method=method,
        at=posted_at,
    )


def add_draw(
    db: Database, *, contest_id: int, seed: str, codes: tuple[str, ...], drawn_by: int | None, drawn_at: str
) -> None:
    """Keep a draw as it fell."""
    insert(
        db,
        "draw",
        contest_id=contest_id,
        seed=seed,
        codes=json.dumps(list(codes)),
        drawn_by=drawn_by,
        drawn_at=drawn_at,
    )
