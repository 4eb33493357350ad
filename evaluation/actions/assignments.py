"""Assigning a contest's entries to its panel: a plan is proposed, changed by hand, and confirmed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from evaluation.actions.act import Act
from evaluation.actions.assignment_events import (
    AssessorsAssigned,
    AssignmentConfirmed,
    AssignmentDropped,
    AssignmentEdited,
    AssignmentProposed,
)
from evaluation.actions.reasons import stated
from evaluation.assignment_solver import TooSlow, solve
from evaluation.core.assignment import Lacking, Pairs, Problem, faults, lacking
from evaluation.core.edition.assignment import LARGEST_SEED
from evaluation.core.errors import Conflict, Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.permissions import require
from evaluation.store import assignments, refs
from evaluation.store.db import Row, write

MOVED = msg("Something changed while the plan was made. Propose it again.")
SLOW = msg("No best plan was found within a minute, and nothing was kept. Try another seed, or plan by hand.")
STALE = msg("The plan was changed meanwhile. Look at it again.")
FAULT: dict[str, Message] = {
    "unknown": msg("This person does not sit on the panel any more, or the entry left the contest."),
    "conflict": msg("A conflict of interest keeps this assessor away from the entry."),
    "region": msg("The entry comes from this assessor's own province, which the round rules out."),
    "full": msg("This assessor has as many entries as they may have."),
    "begun": msg("This assessor has begun a sheet for the entry, so it stays theirs."),
}


class TooFew(Refused):
    """No plan gives every entry its assessors; `pairs` are the most that can be had of `problem`."""

    def __init__(self, problem: Problem, pairs: Pairs, short: Sequence[Lacking]) -> None:
        super().__init__(
            msg(
                "No plan gives every entry its assessors; entries that lack some: %(count)s."
                " Nothing was kept.",
                count=len(short),
            )
        )
        self.problem, self.pairs, self.lacking = problem, pairs, tuple(short)


class Outdated(Refused):
    """A draft breaks the rules as things stand now; `faults` says how, `lacking` which entries are short."""

    def __init__(self, found: Sequence[tuple[str, tuple[str, str]]], short: Sequence[Lacking]) -> None:
        super().__init__(
            msg("This plan can't be confirmed as it stands. Mend it by hand, or propose a plan again.")
        )
        self.faults, self.lacking = tuple(found), tuple(short)


# --- drafts --------------------------------------------------------------------------------------


def propose(act: Act, contest_id: int, *, seed: int, anew: bool = False) -> int:
    """Let the solver make a draft, in place of the one before; the plan's id.

    Without `anew` it changes as little as possible of the plan in force. TooFew where no plan is whole.
    """
    require(act.actor, "assignment.manage", assignments.assigning_ref(act.db, contest_id))
    if not 0 <= seed <= LARGEST_SEED:
        wrong = msg("Write a whole number from 0 to %(most)s.", most=LARGEST_SEED)
        raise Invalid(wrong, {"seed": wrong})
    problem = assignments.problem_of(act.db, contest_id, seed=seed, anew=anew)
    try:
        plan = solve(problem)
    except TooSlow:
        raise Refused(SLOW) from None
    if plan.lacking:
        raise TooFew(problem, plan.pairs, plan.lacking)
    with write(act.db):
        # Solving may take a while, so it happened outside: all may have changed meanwhile.
        require(act.actor, "assignment.manage", assignments.assigning_ref(act.db, contest_id))
        if assignments.problem_of(act.db, contest_id, seed=seed, anew=anew) != problem:
            raise Refused(MOVED)
        _drop(act, contest_id)
        plan_id = _keep(act, contest_id, problem, plan.pairs, anew=anew)
        act.record(
            AssignmentProposed(
                **_where(act, contest_id), plan=plan_id, seed=seed, anew=anew, pairs=len(plan.pairs)
            )
        )
        return plan_id


def edit(
    act: Act, contest_id: int, entry_id: int, account_ids: Collection[int], reason: str, *, revision: int
) -> None:
    """Say by hand who judges an entry, in the draft or (revision 0) in a new one of the plan in force.

    Nobody is assigned against a rule: Invalid, by account. How many an entry has is checked at the end.
    Conflict when the draft stands at another revision.
    """
    with write(act.db):
        require(act.actor, "assignment.manage", assignments.assigning_ref(act.db, contest_id))
        require(act.actor, "entry.scores", refs.entry_ref(act.db, entry_id))
        draft = assignments.draft(act.db, contest_id)
        if (draft["revision"] if draft else 0) != revision:
            raise Conflict(STALE, {})
        why = stated(reason)
        problem = assignments.problem_of(act.db, contest_id)
        code = _code_of(act, contest_id, entry_id)
        before = assignments.pairs_in(draft["pairs"]) if draft else problem.present
        others = frozenset(pair for pair in before if pair[0] != code)
        after = others | {(code, str(account)) for account in account_ids}
        _refuse(problem, before, after, code)
        if after == before:
            return
        plan = draft["id"] if draft else _keep(act, contest_id, problem, problem.present, anew=False)
        assignments.set_pairs(act.db, plan, after, revision=revision or 1)
        assignments.add_edit(
            act.db,
            plan,
            entry_id,
            list(account_ids),
            reason=why,
            edited_at=act.at,
            edited_by=act.actor.account_id,
        )
        emails = _emails(act, contest_id)
        chosen = sorted(emails[str(account)] for account in account_ids)
        act.record(
            AssignmentEdited(
                **_where(act, contest_id), entry_id=entry_id, plan=plan, assessors=chosen, reason=why
            )
        )


def drop(act: Act, contest_id: int) -> None:
    """Throw the draft away; the plan in force stays."""
    with write(act.db):
        require(act.actor, "assignment.manage", assignments.assigning_ref(act.db, contest_id))
        _drop(act, contest_id)


def _drop(act: Act, contest_id: int) -> None:
    draft = assignments.draft(act.db, contest_id)
    if draft is None:
        return
    assignments.decide(act.db, draft["id"], confirmed=False, at=act.at, by=act.actor.account_id)
    act.record(AssignmentDropped(**_where(act, contest_id), plan=draft["id"]))


def _keep(act: Act, contest_id: int, problem: Problem, pairs: Pairs, *, anew: bool) -> int:
    return assignments.add_plan(
        act.db, contest_id, problem, pairs, anew=anew, made_at=act.at, made_by=act.actor.account_id
    )


def _refuse(problem: Problem, before: Pairs, after: Pairs, code: str) -> None:
    """Raise Invalid for what one entry's change by hand would break; what others broke before is not its."""
    known = set(faults(problem, before))
    found = [one for one in faults(problem, after) if one not in known or one[1][0] == code]
    # Somebody who is full already was so before this change, unless it adds to them.
    more = {who for entry, who in after - before}
    found += [one for one in faults(problem, after) if one[0] == "full" and one[1][1] in more]
    problems = {f"account-{who}": FAULT[fault] for fault, (_, who) in found}
    if problems:
        raise Invalid(msg("This assignment is against the rules of the round."), problems)


# --- in force ------------------------------------------------------------------------------------


def confirm(act: Act, contest_id: int, *, plan_id: int, revision: int) -> None:
    """Put a draft in force: from now on only those who are assigned judge an entry.

    Conflict when it is another one by now, Outdated when the rules are broken as things stand now.
    """
    with write(act.db):
        require(act.actor, "assignment.manage", assignments.assigning_ref(act.db, contest_id))
        draft = assignments.draft(act.db, contest_id)
        if draft is None or (draft["id"], draft["revision"]) != (plan_id, revision):
            raise Conflict(STALE, {})
        pairs = assignments.pairs_in(draft["pairs"])
        problem = assignments.problem_of(act.db, contest_id, seed=draft["seed"])
        found, short = faults(problem, pairs), lacking(problem, pairs)
        if found or short:
            raise Outdated(found, short)
        assignments.decide(act.db, plan_id, confirmed=True, at=act.at, by=act.actor.account_id)
        added, ended = _put_in_force(act, contest_id, draft, problem)
        act.record(
            AssignmentConfirmed(
                **_where(act, contest_id),
                plan=plan_id,
                seed=draft["seed"],
                pairs=len(pairs),
                added=added,
                ended=ended,
            )
        )


def _put_in_force(act: Act, contest_id: int, draft: Row, problem: Problem) -> tuple[int, int]:
    """Assign what the draft adds, end what it leaves out; how many of each."""
    pairs, proposed = (assignments.pairs_in(draft[name]) for name in ("pairs", "proposed"))
    edits = assignments.edits_of(act.db, draft["id"])
    ids = {one["code"]: one["id"] for one in assignments.entries(act.db, contest_id)}
    standing = {
        (one["code"], str(one["account_id"])): one for one in assignments.in_force(act.db, contest_id)
    }
    gone = [pair for pair in standing if pair not in pairs and pair[0] in ids]
    new = sorted(pairs - standing.keys())
    for pair in gone:
        by_hand = edits[pair[0]]["reason"] if pair in proposed and pair[0] in edits else ""
        assignments.end(
            act.db,
            standing[pair]["id"],
            plan_id=draft["id"],
            cause=_cause(problem, pair, by_hand),
            reason=by_hand if _cause(problem, pair, by_hand) == "hand" else "",
            at=act.at,
            by=act.actor.account_id,
        )
    for code, who in new:
        assignments.assign(
            act.db,
            contest_id,
            ids[code],
            int(who),
            plan_id=draft["id"],
            reason="" if (code, who) in proposed else edits[code]["reason"],
            made_at=act.at,
            made_by=act.actor.account_id,
        )
    _record_entries(act, contest_id, draft["id"], ids=ids, new=new, gone=[standing[pair] for pair in gone])
    return len(new), len(gone)


def _cause(problem: Problem, pair: tuple[str, str], by_hand: str) -> str:
    """Why an assignment ends."""
    if pair in problem.apart:
        return "conflict"
    if pair[1] not in {one.key for one in problem.assessors}:
        return "left"
    return "hand" if by_hand else "balance"


def _record_entries(
    act: Act,
    contest_id: int,
    plan_id: int,
    *,
    ids: dict[str, int],
    new: Sequence[tuple[str, str]],
    gone: Sequence[Row],
) -> None:
    """An event for each entry whose assessors change."""
    emails = _emails(act, contest_id)
    for code in sorted({code for code, _ in new} | {one["code"] for one in gone}):
        act.record(
            AssessorsAssigned(
                **_where(act, contest_id),
                entry_id=ids[code],
                plan=plan_id,
                assessors=sorted(emails[who] for entry, who in new if entry == code),
                former=sorted(one["email"] for one in gone if one["code"] == code),
            )
        )


def _where(act: Act, contest_id: int) -> dict[str, int]:
    return {"edition_id": refs.contest_ref(act.db, contest_id).edition_id, "contest_id": contest_id}


def _emails(act: Act, contest_id: int) -> dict[str, str]:
    return {str(one["account_id"]): one["email"] for one in assignments.people(act.db, contest_id)}


def _code_of(act: Act, contest_id: int, entry_id: int) -> str:
    """The code of an accepted entry of the contest. NotFound for any other."""
    for one in assignments.entries(act.db, contest_id):
        if one["id"] == entry_id:
            return str(one["code"])
    raise NotFound(refs.NOT_FOUND)
