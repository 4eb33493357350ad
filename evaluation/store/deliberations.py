"""Deliberations of panels: sittings, presence, the table, notes, motions and votes. Rows are only added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlite_utils import Database

from evaluation.core.deliberation import Motion
from evaluation.core.deliberation_rules import DeliberationRule, Votes
from evaluation.core.pleno import NOTHING, Member, Pleno, PutMotion, Table, Voter
from evaluation.store import discussion_notes
from evaluation.store.db import Row, grouped, insert, row, rows

PANEL = """
FROM contest c JOIN round r ON r.id = c.round_id
JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
  AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
JOIN panel_member m ON m.panel_id = p.id
"""
SENIORITY = "CASE position WHEN 'chair' THEN 1 WHEN 'secretary' THEN 2 ELSE 3 END, name"

# --- the whole -----------------------------------------------------------------------------------


def pleno(db: Database, contest_id: int, rule: DeliberationRule) -> Pleno:
    """The deliberation of a contest as it stands. The number of questions is fixed."""
    sitting = open_sitting(db, contest_id)
    away = kept_away(db, contest_id)
    return Pleno(
        rule=rule,
        sitting=sitting,
        members=members(db, contest_id, sitting["id"] if sitting else None, away),
        away=away,
        table=table(db, sitting["id"]) if sitting else NOTHING,
        motions=motions(db, contest_id),
        notes=discussion_notes.of_contest(db, contest_id),
    )


def kept_away(db: Database, contest_id: int) -> dict[int, frozenset[int]]:
    """Who is kept away from which entries of a contest."""
    found: dict[int, set[int]] = defaultdict(set)
    for one in rows(
        db,
        "SELECT q.account_id, q.entry_id FROM contest_entry ce JOIN recusal q ON q.entry_id = ce.entry_id"
        " WHERE ce.contest_id = :contest ORDER BY q.account_id, q.entry_id",
        contest=contest_id,
    ):
        found[one["account_id"]].add(one["entry_id"])
    return {account: frozenset(entries) for account, entries in found.items()}


def undeclared(db: Database, contest_id: int) -> frozenset[int]:
    """Who sits before a contest's entries and has not declared about each of them."""
    found = rows(
        db,
        f"SELECT DISTINCT m.account_id {PANEL} AND m.left_at IS NULL"
        " JOIN contest_entry ce ON ce.contest_id = c.id JOIN entry e ON e.id = ce.entry_id"
        "  AND e.status = 'accepted' WHERE c.id = :contest"
        " AND NOT EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM declaration n"
        "  WHERE n.account_id = m.account_id AND n.entry_id = e.id)"
        " AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.account_id = m.account_id AND q.entry_id = e.id)"
        " ORDER BY m.account_id",
        contest=contest_id,
    )
    return frozenset(one["account_id"] for one in found)


# --- sittings and presence -----------------------------------------------------------------------


def add_sitting(db: Database, contest_id: int, *, opened_at: str, opened_by: int | None) -> int:
    """Open a sitting. sqlite3.IntegrityError while another is open."""
    return insert(db, "sitting", contest_id=contest_id, opened_at=opened_at, opened_by=opened_by)


def end_sitting(db: Database, sitting_id: int, *, ended_at: str, ended_by: int | None) -> None:
    """End a sitting."""
    insert(db, "sitting_end", sitting_id=sitting_id, ended_at=ended_at, ended_by=ended_by)


def open_sitting(db: Database, contest_id: int) -> Row | None:
    """The contest's open sitting."""
    return row(
        db,
        "SELECT s.*, coalesce(nullif(a.name, ''), a.email, '') AS opened_by_name FROM sitting s"
        " LEFT JOIN sitting_end e ON e.sitting_id = s.id LEFT JOIN account a ON a.id = s.opened_by"
        " WHERE s.contest_id = :contest AND e.sitting_id IS NULL",
        contest=contest_id,
    )


def sittings(db: Database, contest_id: int) -> list[Row]:
    """Every sitting of a contest, the first one first."""
    return rows(
        db,
        "SELECT s.*, e.ended_at FROM sitting s LEFT JOIN sitting_end e ON e.sitting_id = s.id"
        " WHERE s.contest_id = :contest ORDER BY s.id",
        contest=contest_id,
    )


def record_presence(
    db: Database, sitting_id: int, member: Member, *, here: bool, at: str, recorded_by: int | None
) -> None:
    """Write down that a member came, or left."""
    insert(
        db,
        "presence",
        sitting_id=sitting_id,
        account_id=member.account_id,
        name=member.name,
        position=member.position,
        here=int(here),
        at=at,
        recorded_by=recorded_by,
    )


def comings(db: Database, contest_id: int) -> list[Row]:
    """Who came and left, sitting by sitting, in order."""
    return rows(
        db,
        "SELECT p.*, coalesce(nullif(a.name, ''), a.email, '') AS recorded_by_name FROM presence p"
        " JOIN sitting s ON s.id = p.sitting_id LEFT JOIN account a ON a.id = p.recorded_by"
        " WHERE s.contest_id = :contest ORDER BY p.sitting_id, p.id",
        contest=contest_id,
    )


def members(
    db: Database, contest_id: int, sitting_id: int | None, away: dict[int, frozenset[int]]
) -> tuple[Member, ...]:
    """Who sits on a contest's panel now, the chair first, and whether in the room of a sitting."""
    newest = {
        one["account_id"]: one
        for one in rows(
            db, "SELECT * FROM presence WHERE sitting_id = :sitting ORDER BY id", sitting=sitting_id
        )
    }
    found = rows(
        db,
        f"SELECT * FROM (SELECT m.account_id, m.name, m.position, m.capacity, m.id {PANEL}"
        f" WHERE c.id = :contest AND m.left_at IS NULL) ORDER BY {SENIORITY}, id",
        contest=contest_id,
    )
    return tuple(
        Member(
            **{key: one[key] for key in ("account_id", "name", "position", "capacity")},
            here=bool(newest.get(one["account_id"], {}).get("here")),
            since=newest.get(one["account_id"], {}).get("at"),
            away=away.get(one["account_id"], frozenset()),
        )
        for one in found
    )


# --- the table -------------------------------------------------------------------------


def lay(
    db: Database,
    sitting_id: int,
    entries: Sequence[int],
    *,
    motion_id: int | None,
    placed_at: str,
    placed_by: int | None,
) -> None:
    """Put entries, or a motion with those that it concerns, on the table; none of both clears it."""
    item = insert(
        db,
        "table_item",
        sitting_id=sitting_id,
        motion_id=motion_id,
        placed_at=placed_at,
        placed_by=placed_by,
    )
    for position, entry_id in enumerate(entries, start=1):
        insert(db, "table_entry", item_id=item, entry_id=entry_id, position=position)


def table(db: Database, sitting_id: int) -> Table:
    """What lies on the table of a sitting."""
    found = rows(
        db,
        "SELECT i.id, i.motion_id, t.entry_id FROM table_item i LEFT JOIN table_entry t ON t.item_id = i.id"
        " WHERE i.id = (SELECT max(id) FROM table_item WHERE sitting_id = :sitting) ORDER BY t.position",
        sitting=sitting_id,
    )
    if not found or found[0]["entry_id"] is None:
        return NOTHING
    return Table(tuple(one["entry_id"] for one in found), found[0]["motion_id"], found[0]["id"])


# --- motions and votes ---------------------------------------------------------------------------


def put(
    db: Database,
    contest_id: int,
    sitting_id: int,
    motion: Motion,
    *,
    named: Sequence[int],
    concerned: Sequence[int],
    proposer: str,
    put_by: int | None,
    put_at: str,
) -> int:
    """Keep a motion with the entries that it names, in its order, and all others that it concerns; its id."""
    motion_id = insert(
        db,
        "motion",
        contest_id=contest_id,
        sitting_id=sitting_id,
        number=motion.number,
        kind=motion.kind,
        place=motion.place,
        reason=motion.reason,
        proposer=proposer,
        put_by=put_by,
        put_at=put_at,
    )
    for position, entry_id in enumerate(named, start=1):
        insert(db, "motion_entry", motion_id=motion_id, entry_id=entry_id, position=position)
    concern(db, motion_id, [entry for entry in concerned if entry not in named])
    return motion_id


def concern(db: Database, motion_id: int, entries: Sequence[int]) -> None:
    """Keep that a motion concerns these entries too, without naming them."""
    for entry_id in entries:
        insert(db, "motion_entry", motion_id=motion_id, entry_id=entry_id)


def call_vote(
    db: Database,
    motion_id: int,
    sitting_id: int,
    voters: Sequence[Member],
    *,
    called_at: str,
    called_by: int | None,
) -> None:
    """Call a vote, and fix who may vote."""
    insert(
        db, "vote_call", motion_id=motion_id, sitting_id=sitting_id, called_at=called_at, called_by=called_by
    )
    for one in voters:
        who = dict(account_id=one.account_id, name=one.name, position=one.position)
        insert(db, "voter", motion_id=motion_id, **who)


def cast(db: Database, motion_id: int, account_id: int, *, choice: str, cast_at: str) -> None:
    """Keep a member's vote; an earlier one stays, and counts no more."""
    insert(db, "ballot", motion_id=motion_id, account_id=account_id, choice=choice, cast_at=cast_at)


def settle(
    db: Database, motion_id: int, outcome: str, votes: Votes, *, decided_at: str, decided_by: int | None
) -> None:
    """Keep what became of a motion."""
    insert(
        db,
        "motion_outcome",
        motion_id=motion_id,
        outcome=outcome,
        votes_for=votes.yes,
        votes_against=votes.no,
        votes_abstained=votes.abstained,
        entitled=votes.entitled,
        decided_at=decided_at,
        decided_by=decided_by,
    )


MOTIONS = """
SELECT m.*, o.outcome, o.votes_for, o.votes_against, o.votes_abstained, o.entitled, o.decided_at,
  v.called_at, v.sitting_id AS called_in
FROM motion m LEFT JOIN motion_outcome o ON o.motion_id = m.id LEFT JOIN vote_call v ON v.motion_id = m.id
WHERE m.contest_id = :contest ORDER BY m.number
"""


def motions(db: Database, contest_id: int) -> tuple[PutMotion, ...]:
    """Every motion of a contest, by number. Three questions."""
    entries: dict[int, list[Row]] = defaultdict(list)
    for one in rows(
        db,
        "SELECT x.* FROM motion m JOIN motion_entry x ON x.motion_id = m.id WHERE m.contest_id = :contest"
        " ORDER BY x.motion_id, x.position, x.entry_id",
        contest=contest_id,
    ):
        entries[one["motion_id"]].append(one)
    voters: dict[int, list[Voter]] = defaultdict(list)
    for one in rows(
        db,
        "SELECT x.*, coalesce((SELECT b.choice FROM ballot b WHERE b.motion_id = x.motion_id"
        " AND b.account_id = x.account_id ORDER BY b.id DESC LIMIT 1), '') AS choice,"
        " EXISTS (SELECT 1 FROM recusal q JOIN motion_entry y ON y.entry_id = q.entry_id"
        "  WHERE y.motion_id = x.motion_id AND q.account_id = x.account_id"
        "  AND q.recused_at <= coalesce(o.decided_at, q.recused_at)) AS away"
        " FROM motion m JOIN voter x ON x.motion_id = m.id"
        " LEFT JOIN motion_outcome o ON o.motion_id = m.id WHERE m.contest_id = :contest"
        f" ORDER BY x.motion_id, {SENIORITY}, x.account_id",
        contest=contest_id,
    ):
        who = {key: one[key] for key in ("account_id", "name", "position", "choice")}
        voters[one["motion_id"]].append(Voter(**who, away=bool(one["away"])))
    found = rows(db, MOTIONS, contest=contest_id)
    return tuple(_motion(one, entries[one["id"]], voters[one["id"]]) for one in found)


def _motion(one: Row, entries: Sequence[Row], voters: Sequence[Voter]) -> PutMotion:
    counted = ("votes_for", "votes_against", "votes_abstained", "entitled")
    return PutMotion(
        **{key: one[key] for key in ("id", "number", "kind", "place", "reason", "proposer", "put_by")},
        put_at=one["put_at"],
        state=one["outcome"] or ("voting" if one["called_at"] else "put"),
        named=tuple(entry["entry_id"] for entry in entries if entry["position"]),
        concerned=frozenset(entry["entry_id"] for entry in entries),
        votes=Votes(*(one[key] for key in counted)) if one["outcome"] else None,
        voters=tuple(voters),
        decided_at=one["decided_at"],
        called_at=one["called_at"],
        called_in=one["called_in"],
    )


def adopted(db: Database, contest_id: int) -> tuple[Motion, ...]:
    """The adopted motions of a contest, in the order in which they were adopted. One question."""
    found = rows(
        db,
        "SELECT m.*, o.votes_for, o.votes_against, o.votes_abstained, o.entitled, e.code FROM motion m"
        " JOIN motion_outcome o ON o.motion_id = m.id AND o.outcome = 'adopted'"
        " JOIN motion_entry x ON x.motion_id = m.id AND x.position IS NOT NULL"
        " JOIN entry e ON e.id = x.entry_id WHERE m.contest_id = :contest"
        " ORDER BY o.id, x.position",
        contest=contest_id,
    )
    return tuple(
        Motion(
            number=one["number"],
            kind=one["kind"],
            entries=tuple(codes),
            place=one["place"],
            reason=one["reason"],
            votes=Votes(one["votes_for"], one["votes_against"], one["votes_abstained"], one["entitled"]),
        )
        for one, codes in grouped(found, "code")
    )
