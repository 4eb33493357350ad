"""What a recount would give: its steps are really carried out, looked at, and taken back whole.

So there is no second reckoning that could differ from the first, and nothing of a trial stays: no mark, no
letter, no event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlite_utils import Database

from evaluation.actions.act import Act
from evaluation.actions.contests import freeze_result
from evaluation.actions.readiness import lacks
from evaluation.actions.recount_events import ResultReopened
from evaluation.actions.recount_steps import carry_out
from evaluation.core.errors import Invalid, UserError
from evaluation.core.messages import Message
from evaluation.core.recounts import LEAVING, Preview, ResultChange, seen_code
from evaluation.core.result_changes import as_text, differences
from evaluation.core.snapshot import Result, fingerprint, from_json, to_json
from evaluation.store import contests, recounts, refs, result_versions, signatures, standings
from evaluation.store.db import Row, copied, trial


def preview(act: Act, recount: Row) -> Preview:
    """What applying the recount now would give, as against today. Whoever asks has asked for the right.

    It takes the write lock for as long as it reckons: `looked_at` doesn't.
    """
    steps = recounts.steps_of(act.db, recount["id"])
    with trial(act.db):
        contest = refs.found(contests.described(act.db, recount["contest_id"]))
        leaving = {step["entry_id"] for step in steps if step["kind"] in LEAVING}
        reached = recounts.reached(act.db, contest, leaving)
        today = {one["id"]: _result(act.db, one["id"]) for one in (contest, *reached)}
        settled = bool(contest["finalised"] or result_versions.versions_of(act.db, contest["id"]))
        same = _tried(act, recount, contest, reached, ()).results if settled else today
        then = _tried(act, recount, contest, reached, steps)
    if then.problems:
        return Preview(then.problems, None)
    own = ResultChange(
        contest["id"], today[contest["id"]], then.results[contest["id"]], bool(contest["finalised"])
    )
    later = tuple(
        ResultChange(one["id"], today[one["id"]], then.results[one["id"]], bool(one["finalised"]))
        for one in reached
        if _changes(contest, one, today[one["id"]], same[one["id"]], then.results[one["id"]])
    )
    code = seen_code([step["id"] for step in steps], [own, *later])
    return Preview({}, own, later, then.lacks, code)


def looked_at(act: Act, recount: Row) -> Preview:
    """The same for whoever only looks: on a copy, so that assessors who save meanwhile never wait for it."""
    with copied(act.db, act.now) as db:
        return preview(replace(act, db=db), recount)


def _changes(contest: Row, later: Row, today: Result, same: Result, then: Result) -> bool:
    """Whether a later contest changes because of the recount.

    What it would be without the steps tells other reasons apart; but once the own result is open, a later
    final one has to follow from whatever that one has become.
    """
    if later["finalised"] and not contest["finalised"]:
        return then != today
    return then not in (same, today)


class _Trial:
    """What a trial found: results by contest, what hinders finalising, steps that could not be done."""

    def __init__(self) -> None:
        self.results: dict[int, Result] = {}
        self.problems: dict[int, tuple[Message, ...]] = {}
        self.lacks: tuple[Message, ...] = ()


def _tried(act: Act, recount: Row, contest: Row, reached: Sequence[Row], steps: Sequence[Row]) -> _Trial:
    """Open everything that is final, do the steps, make it final again in order, and take all of it back."""
    found = _Trial()
    was_final = bool(result_versions.versions_of(act.db, contest["id"]))
    final = [one for one in (contest, *reached) if one["finalised"]]
    with trial(act.db):
        open_results(act, recount, contest, final)
        for step in steps:
            if problem := _problem(act, contest, step):
                found.problems[step["id"]] = problem
                return found
        blocking = lacks(act.db, contest["id"], act.now)
        found.lacks = tuple(one.message for one in blocking if one.blocking and not one.signatures)
        for one in (contest, *reached):
            found.results[one["id"]] = _result(act.db, one["id"])
            if one["finalised"] or (one is contest and was_final):
                freeze_result(act, one["id"], one["finalised_reason"] or recount["reason"])
    return found


def _problem(act: Act, contest: Row, step: Row) -> tuple[Message, ...]:
    """Why a step can't be carried out; () once it is."""
    try:
        carry_out(act, contest, step)
    except UserError as problem:
        return problems_of(problem)
    return ()


def problems_of(problem: UserError) -> tuple[Message, ...]:
    """What an error says, and what it says of each field."""
    fields = problem.fields.values() if isinstance(problem, Invalid) else ()
    return (problem.message, *(one for one in fields if one != problem.message))


def _result(db: Database, contest_id: int) -> Result:
    return standings.result(db, contest_id, with_marks=True)


# --- opening again -------------------------------------------------------------------------------


def open_results(act: Act, recount: Row, own: Row, opened: Sequence[Row]) -> None:
    """Open final results again, the rows of contests in the order of their rounds. Inside a write block.

    The last comes first: entries become provisional only where the result is not final any more. Those of
    the recount's `own` contest do so too when that was opened by an earlier recount.
    """
    for contest in reversed(opened):
        _open_result(act, recount, contest)
    if opened and own not in opened:
        result_versions.make_provisional(act.db, own["id"], own["position"])


def _open_result(act: Act, recount: Row, contest: Row) -> None:
    """Open a final result again; everything of it is kept as an earlier version.

    Its entries stand provisionally in the rounds after until it is final once more.
    """
    number = result_versions.replace_result(
        act.db,
        contest["id"],
        recount_id=recount["id"],
        because=recount["reason"],
        reopened_by=act.actor.account_id,
        reopened_at=act.at,
    )
    result_versions.make_provisional(act.db, contest["id"], contest["position"])
    act.record(
        ResultReopened(
            edition_id=contest["edition_id"],
            contest_id=contest["id"],
            recount=recount["id"],
            number=number,
            fingerprint=contest["fingerprint"],
            reason=recount["reason"],
        )
    )


def void_signatures(act: Act, contest_id: int) -> None:
    """The signatures of a result that was opened again stay under it, and count no more for the next one."""
    now = _result(act.db, contest_id)
    for one in signatures.standing_of(act.db, contest_id):
        signed = from_json(signatures.result_text(act.db, contest_id, one["fingerprint"]))
        signatures.make_void(
            act.db,
            one["id"],
            voided_at=act.at,
            voided_by=act.actor.account_id,
            event="ResultReopened",
            changes=as_text(differences(signed, now)),
        )


def print_of(db: Database, contest_id: int) -> str:
    """The fingerprint of a contest's result as it stands."""
    return fingerprint(to_json(_result(db, contest_id)))
