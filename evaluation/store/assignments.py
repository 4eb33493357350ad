"""Who judges which entries of a contest: what a plan is made from, drafts of plans, what is in force."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from sqlite_utils import Database

from evaluation.core.assignment import NOBODY, Assessor, Candidate, Pairs, Problem
from evaluation.core.assignment_rules import AssignmentRule
from evaluation.core.canonical import plain, typed
from evaluation.core.expertise import fields_of
from evaluation.core.subjects import AssigningRef
from evaluation.store import expertise, refs
from evaluation.store.assignment_rules import assignment_of
from evaluation.store.db import Row, change, insert, row, rows

PANEL = """
FROM contest c JOIN round r ON r.id = c.round_id
JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
  AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
JOIN panel_member m ON m.panel_id = p.id
"""
CHAIR_FIRST = "CASE m.position WHEN 'chair' THEN 0 WHEN 'secretary' THEN 1 ELSE 2 END, m.name, m.id"
# What somebody is called on the contest's panel, whether they still sit there or left; else by their account.
CALLED = """
coalesce((SELECT m.name FROM contest c JOIN round r ON r.id = c.round_id
  JOIN panel p ON p.edition_id = r.edition_id AND p.stage = r.stage
    AND coalesce(p.region_code, '') = coalesce(c.region_code, '')
  JOIN panel_member m ON m.panel_id = p.id
  WHERE c.id = t.contest_id AND m.account_id = t.account_id ORDER BY m.id DESC LIMIT 1),
  nullif(a.name, ''), a.email)
"""
# Who can judge: seated, and with an account that may sign in.
AT_WORK = "m.left_at IS NULL AND a.disabled_at IS NULL"


def rule_of(db: Database, contest_id: int) -> AssignmentRule:
    """How a contest's round assigns its entries."""
    one = row(
        db,
        "SELECT r.assignment FROM contest c JOIN round r ON r.id = c.round_id WHERE c.id = :contest",
        contest=contest_id,
    )
    return assignment_of(one["assignment"] if one else None)


def assigning_ref(db: Database, contest_id: int) -> AssigningRef:
    """The assignment of a contest as permissions see it. NotFound when there is no such contest."""
    ref = refs.contest_ref(db, contest_id)
    return AssigningRef(**refs.fields_of(ref), asked=rule_of(db, contest_id).asked)


# --- what a plan is made from --------------------------------------------------------------------


def people(db: Database, contest_id: int) -> list[Row]:
    """The members of a contest's panel who can judge, the chair first.

    Each: account_id, name, `most`, the home `province`, and how many entries of the round's other contests
    that are not finalised they are assigned to (`elsewhere`).
    """
    return rows(
        db,
        "SELECT m.id AS member_id, m.account_id, m.name, m.position, a.email, m.most_entries AS most,"
        " coalesce(h.parent, h.code, '') AS province,"
        " (SELECT count(*) FROM assignment t JOIN contest o ON o.id = t.contest_id"
        "  JOIN entry e ON e.id = t.entry_id AND e.status = 'accepted'"
        "  WHERE t.account_id = m.account_id AND t.ended_at IS NULL AND o.round_id = c.round_id"
        "  AND o.id <> c.id AND NOT EXISTS (SELECT 1 FROM finalisation f WHERE f.contest_id = o.id)"
        "  AND NOT EXISTS (SELECT 1 FROM recusal q WHERE q.entry_id = e.id AND q.account_id = m.account_id))"
        " AS elsewhere"
        f" {PANEL} JOIN account a ON a.id = m.account_id LEFT JOIN region h ON h.code = a.home_region"
        f" WHERE c.id = :contest AND {AT_WORK} ORDER BY {CHAIR_FIRST}",
        contest=contest_id,
    )


def entries(db: Database, contest_id: int) -> list[Row]:
    """The accepted entries of a contest, by code, with what they are about.

    `given`: counted sheets of people who can't judge any more, less the excluded sheets of those who can.
    """
    return rows(
        db,
        "SELECT e.id, e.code, e.name, e.province_code, k.code AS category, e.sector, g.kind,"
        " g.name AS region, coalesce(sum(CASE WHEN q.account_id IS NOT NULL THEN 0"
        "  WHEN w.account_id IS NULL THEN s.status = 'submitted' AND s.excluded_at IS NULL"
        "  ELSE -(s.excluded_at IS NOT NULL) END), 0) AS given"
        " FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id AND e.status = 'accepted'"
        " JOIN category k ON k.id = e.category_id JOIN region g ON g.code = e.region_code"
        " LEFT JOIN scoresheet s ON s.contest_id = ce.contest_id AND s.entry_id = e.id"
        " LEFT JOIN recusal q ON q.entry_id = e.id AND q.account_id = s.account_id"
        f" LEFT JOIN (SELECT c.id AS contest_id, m.account_id {PANEL} JOIN account a ON a.id = m.account_id"
        f"  WHERE {AT_WORK}) w ON w.contest_id = ce.contest_id AND w.account_id = s.account_id"
        " WHERE ce.contest_id = :contest GROUP BY e.id ORDER BY e.code, e.id",
        contest=contest_id,
    )


def conflicts_of(db: Database, contest_id: int) -> list[Row]:
    """Who is kept away from which accepted entry of a contest, with the oldest ground: source and reason."""
    return rows(
        db,
        "SELECT e.code, q.account_id, q.source, q.reason FROM contest_entry ce"
        " JOIN entry e ON e.id = ce.entry_id AND e.status = 'accepted'"
        " JOIN recusal q ON q.entry_id = e.id WHERE ce.contest_id = :contest ORDER BY e.code, q.account_id",
        contest=contest_id,
    )


def sheets(db: Database, contest_id: int) -> dict[tuple[str, str], str]:
    """How far the sheets of a contest are, by entry's code and account: status, or "excluded"."""
    found = rows(
        db,
        "SELECT e.code, s.account_id, CASE WHEN s.excluded_at IS NULL THEN s.status ELSE 'excluded' END"
        " AS state FROM scoresheet s JOIN entry e ON e.id = s.entry_id"
        " WHERE s.contest_id = :contest ORDER BY e.code, s.account_id",
        contest=contest_id,
    )
    return {(one["code"], str(one["account_id"])): one["state"] for one in found}


def problem_of(db: Database, contest_id: int, *, seed: int | None = None, anew: bool = False) -> Problem:
    """What a plan of a contest is made from now. Six questions.

    `seed` stands in for the round's own; `anew` leaves the plan in force out of account.
    """
    members, standing = people(db, contest_id), entries(db, contest_id)
    known = expertise.of_panel(db, _panel_of(db, contest_id))
    rule = rule_of(db, contest_id)
    apart = frozenset((one["code"], str(one["account_id"])) for one in conflicts_of(db, contest_id))
    there = {(entry["code"], str(one["account_id"])) for entry in standing for one in members}
    return Problem(
        rule=rule if seed is None else replace(rule, seed=seed),
        assessors=tuple(
            Assessor(
                str(one["account_id"]),
                one["province"],
                known.get(one["member_id"], ()),
                one["most"],
                one["elsewhere"],
            )
            for one in members
        ),
        entries=tuple(
            Candidate(
                one["code"],
                one["province_code"],
                tuple(sorted(fields_of(category=one["category"], sector=one["sector"], kind=one["kind"]))),
                one["given"],
            )
            for one in standing
        ),
        apart=apart & there,
        present=NOBODY if anew else (_standing(db, contest_id) & there) - apart,
        begun=frozenset(pair for pair in sheets(db, contest_id) if pair in there) - apart,
    ).in_order()


def _panel_of(db: Database, contest_id: int) -> int:
    one = row(db, f"SELECT p.id {PANEL} WHERE c.id = :contest", contest=contest_id)
    return 0 if one is None else int(one["id"])


def _standing(db: Database, contest_id: int) -> Pairs:
    return frozenset(_pair(one) for one in in_force(db, contest_id))


def _pair(one: Row) -> tuple[str, str]:
    return one["code"], str(one["account_id"])


# --- drafts --------------------------------------------------------------------------------------


def draft(db: Database, contest_id: int) -> Row | None:
    """The plan that waits for a decision, with who made it."""
    return row(
        db,
        "SELECT p.*, coalesce(nullif(a.name, ''), a.email, '') AS made_by_name FROM assignment_plan p"
        " LEFT JOIN account a ON a.id = p.made_by WHERE p.contest_id = :contest"
        " AND p.confirmed_at IS NULL AND p.dropped_at IS NULL",
        contest=contest_id,
    )


def plan(db: Database, contest_id: int, plan_id: int) -> Row | None:
    """One plan of a contest, whatever became of it."""
    return row(
        db,
        "SELECT * FROM assignment_plan WHERE id = :plan AND contest_id = :contest",
        plan=plan_id,
        contest=contest_id,
    )


def names_of(db: Database, contest_id: int) -> dict[str, str]:
    """What everybody who sits or sat on a contest's panel is called, by the key that plans use."""
    found = rows(
        db, f"SELECT m.account_id, m.name {PANEL} WHERE c.id = :contest ORDER BY m.id", contest=contest_id
    )
    return {str(one["account_id"]): one["name"] for one in found}


def plans(db: Database, contest_id: int) -> list[Row]:
    """The plans that were decided on, newest first, with who made them and who decided."""
    return rows(
        db,
        "SELECT p.*, coalesce(nullif(a.name, ''), a.email, '') AS made_by_name,"
        " coalesce(nullif(b.name, ''), b.email, '') AS decided_by_name,"
        " (SELECT count(*) FROM assignment_edit d WHERE d.plan_id = p.id) AS edits,"
        " (SELECT count(*) FROM assignment t WHERE t.plan_id = p.id) AS added,"
        " (SELECT count(*) FROM assignment t WHERE t.ended_plan = p.id) AS ended"
        " FROM assignment_plan p LEFT JOIN account a ON a.id = p.made_by"
        " LEFT JOIN account b ON b.id = coalesce(p.confirmed_by, p.dropped_by)"
        " WHERE p.contest_id = :contest AND coalesce(p.confirmed_at, p.dropped_at) IS NOT NULL"
        " ORDER BY p.id DESC",
        contest=contest_id,
    )


def pairs_in(text: str) -> Pairs:
    """The pairs that a plan's column holds."""
    found: Pairs = typed(Pairs, json.loads(text))
    return found


def problem_in(text: str) -> Problem:
    """What a plan was made from, as its column holds it."""
    found: Problem = typed(Problem, json.loads(text))
    return found


def add_plan(
    db: Database,
    contest_id: int,
    problem: Problem,
    pairs: Pairs,
    *,
    anew: bool,
    made_at: str,
    made_by: int | None,
) -> int:
    """Keep a draft of a plan and answer its id."""
    text = json.dumps(plain(pairs))
    return insert(
        db,
        "assignment_plan",
        contest_id=contest_id,
        seed=problem.rule.seed,
        anew=int(anew),
        problem=json.dumps(plain(problem), ensure_ascii=False, sort_keys=True),
        proposed=text,
        pairs=text,
        made_at=made_at,
        made_by=made_by,
    )


def set_pairs(db: Database, plan_id: int, pairs: Pairs, *, revision: int) -> bool:
    """Change a draft that stands at `revision`; False when it does not."""
    return bool(
        change(
            db,
            "UPDATE assignment_plan SET pairs = :pairs, revision = revision + 1"
            " WHERE id = :plan AND revision = :revision",
            plan=plan_id,
            pairs=json.dumps(plain(pairs)),
            revision=revision,
        )
    )


def add_edit(
    db: Database,
    plan_id: int,
    entry_id: int,
    accounts: Sequence[int],
    *,
    reason: str,
    edited_at: str,
    edited_by: int | None,
) -> None:
    """Keep what somebody changed in a draft by hand, and why."""
    insert(
        db,
        "assignment_edit",
        plan_id=plan_id,
        entry_id=entry_id,
        accounts=json.dumps(sorted(accounts)),
        reason=reason,
        edited_at=edited_at,
        edited_by=edited_by,
    )


def edits_of(db: Database, plan_id: int) -> dict[str, Row]:
    """The last change by hand of each entry in a plan, by the entry's code: reason, who and when."""
    found = rows(
        db,
        "SELECT d.*, e.code, coalesce(nullif(a.name, ''), a.email, '') AS edited_by_name"
        " FROM assignment_edit d JOIN entry e ON e.id = d.entry_id LEFT JOIN account a ON a.id = d.edited_by"
        " WHERE d.plan_id = :plan ORDER BY d.id",
        plan=plan_id,
    )
    return {one["code"]: one for one in found}


def decide(db: Database, plan_id: int, *, confirmed: bool, at: str, by: int | None) -> None:
    """Confirm a draft, or drop it."""
    columns = "confirmed_at = :at, confirmed_by = :by" if confirmed else "dropped_at = :at, dropped_by = :by"
    change(db, f"UPDATE assignment_plan SET {columns} WHERE id = :plan", plan=plan_id, at=at, by=by)


# --- what is in force ----------------------------------------------------------------------------


def in_force(db: Database, contest_id: int) -> list[Row]:
    """The assignments in force of a contest, by entry's code and assessor; of people who left, too."""
    return rows(
        db,
        f"SELECT t.*, e.code, e.status, a.email, {CALLED} AS name"
        " FROM assignment t JOIN entry e ON e.id = t.entry_id JOIN account a ON a.id = t.account_id"
        " WHERE t.contest_id = :contest AND t.ended_at IS NULL ORDER BY e.code, t.account_id",
        contest=contest_id,
    )


def assign(
    db: Database,
    contest_id: int,
    entry_id: int,
    account_id: int,
    *,
    plan_id: int,
    reason: str,
    made_at: str,
    made_by: int | None,
) -> None:
    """Let an account judge an entry; with a `reason` it was decided by hand."""
    insert(
        db,
        "assignment",
        contest_id=contest_id,
        entry_id=entry_id,
        account_id=account_id,
        source="hand" if reason else "solver",
        reason=reason,
        plan_id=plan_id,
        made_at=made_at,
        made_by=made_by,
    )


def end(
    db: Database, assignment_id: int, *, plan_id: int, cause: str, reason: str, at: str, by: int | None
) -> None:
    """End an assignment: "left", "conflict", "balance", or "hand" with the reason that was given."""
    change(
        db,
        "UPDATE assignment SET ended_at = :at, ended_by = :by, ended_plan = :plan, ended_cause = :cause,"
        " ended_reason = :reason WHERE id = :id",
        id=assignment_id,
        at=at,
        by=by,
        plan=plan_id,
        cause=cause,
        reason=reason,
    )


def ended(db: Database, contest_id: int) -> list[Row]:
    """The assignments of a contest that ended, newest first, each with why."""
    return rows(
        db,
        f"SELECT t.*, e.code, {CALLED} AS name FROM assignment t"
        " JOIN entry e ON e.id = t.entry_id JOIN account a ON a.id = t.account_id"
        " WHERE t.contest_id = :contest AND t.ended_at IS NOT NULL ORDER BY t.ended_at DESC, e.code, t.id",
        contest=contest_id,
    )
