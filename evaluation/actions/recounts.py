"""Recounts: a draft of changes to a contest that is looked at, then applied or dropped, each as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from evaluation.actions.act import Act
from evaluation.actions.reasons import stated
from evaluation.actions.recount_events import (
    RecountApplied,
    RecountBegun,
    RecountDropped,
    RecountStepAdded,
    RecountStepRemoved,
)
from evaluation.actions.recount_steps import carry_out
from evaluation.actions.recount_trials import open_results, preview, print_of, void_signatures
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.recounts import Preview, kept_text
from evaluation.core.subjects import RecountRef
from evaluation.permissions import require
from evaluation.store import contests, deliberations, objections, records, recounts, refs
from evaluation.store.db import Row, trial, write

LONGEST_TITLE, LONGEST_DECREE = 200, 200
CHANGED = msg(
    "What this recount would give is not what the page showed any more. Look at it again before you apply it."
)
NOT_GRANTED = msg("No granted objection to this contest's result has this number. Begin without it.")
NO_SOURCE = msg("This result is final: name the decree, or the objection, by which it is corrected.")
OWN_SHEET = msg("This is your own score sheet: somebody else of the committee corrects it.")


class Impossible(Refused):
    """A recount with steps that can't be carried out; the preview says which and why."""


def begin(
    act: Act,
    contest_id: int,
    title: str,
    reason: str,
    objection_id: int | None = None,
    *,
    decree: str = "",
) -> int:
    """Begin a recount of a contest; its id. A final result asks for an objection or a decree as well.

    The objection is one to this contest's result that was granted, at least in part. Invalid for another, and
    for one that a recount answers already: a grant is carried out once.
    """
    with write(act.db):
        ref = refs.scores_ref(act.db, contest_id, act.now)
        require(act.actor, "recount.begin", ref)
        why, called, source = stated(reason), _line(title, "title", LONGEST_TITLE), decree.strip()
        if len(source) > LONGEST_DECREE:
            raise _too_long("decree", LONGEST_DECREE)
        if ref.finalised and objection_id is None and not source:
            raise Invalid(NO_SOURCE, {"decree": NO_SOURCE})
        if objection_id is not None:
            _require_unanswered(act.db, contest_id, objection_id)
        recount_id = recounts.add(
            act.db,
            contest_id=contest_id,
            title=called,
            reason=why,
            decree=source,
            objection_id=objection_id,
            begun_by=act.actor.account_id,
            begun_at=act.at,
        )
        act.record(
            RecountBegun(
                edition_id=ref.edition_id,
                contest_id=contest_id,
                recount=recount_id,
                title=called,
                reason=why,
                decree=source,
                objection=objection_id,
            )
        )
        return recount_id


def granted_here(db: Database, contest_id: int, objection_id: int) -> Row | None:
    """An objection to this contest's result that was granted, at least in part; None for any other."""
    one = objections.by_id(db, objection_id)
    granted = one is not None and one["contest_id"] == contest_id and one["state"] in ("granted", "part")
    return one if granted else None


def _require_unanswered(db: Database, contest_id: int, objection_id: int) -> None:
    """Raise Invalid unless this objection was granted, and no recount answers it yet."""
    if granted_here(db, contest_id, objection_id) is None:
        raise Invalid(NOT_GRANTED, {"objection": NOT_GRANTED})
    taken = taken_up(db, objection_id)
    if taken is not None:
        problem = spent(taken)
        raise Invalid(problem, {"objection": problem})


def taken_up(db: Database, objection_id: int) -> Row | None:
    """The recount that answers an objection, open or applied. One that was dropped answers nothing."""
    found = recounts.of_objection(db, objection_id)
    return next((one for one in found if one["outcome"] != "dropped"), None)


def spent(recount: Row) -> Message:
    """Why an objection that this recount answers justifies no other one."""
    if recount["outcome"] is None:
        return msg(
            "The recount %(title)s answers this objection already: go on with that one, or drop it.",
            title=recount["title"],
        )
    return msg(
        "The recount %(title)s has answered this objection. Another correction names a decree of its own.",
        title=recount["title"],
    )


def add_step(
    act: Act,
    recount_id: int,
    kind: str,
    *,
    reason: str,
    entry_id: int | None = None,
    contents: Mapping[str, Any] | None = None,
) -> int:
    """Add a step as the last one; its id. Refused, Invalid in words where it can't be carried out."""
    with write(act.db):
        recount, ref = _editable(act, recount_id)
        why, held = stated(reason), dict(contents or {})
        step: Row = {"kind": kind, "entry_id": entry_id, "contents": held, "reason": why}
        if entry_id is not None and not contests.stands(act.db, ref.contest_id, entry_id):
            raise NotFound(refs.NOT_FOUND)
        _refuse_own_sheet(act, step)
        _try_after_the_others(act, recount, step)
        step_id = recounts.add_step(
            act.db,
            recount_id,
            kind=kind,
            entry_id=entry_id,
            contents=held,
            reason=why,
            added_by=act.actor.account_id,
            added_at=act.at,
        )
        act.record(
            RecountStepAdded(
                edition_id=ref.edition_id,
                contest_id=ref.contest_id,
                entry_id=entry_id,
                recount=recount_id,
                step=step_id,
                kind=kind,
                contents=json.dumps(held, ensure_ascii=False, sort_keys=True),
                reason=why,
            )
        )
        return step_id


def remove_step(act: Act, recount_id: int, step_id: int) -> None:
    """Take a step out of an open recount."""
    with write(act.db):
        _, ref = _editable(act, recount_id)
        if not recounts.remove_step(act.db, recount_id, step_id):
            raise NotFound(refs.NOT_FOUND)
        act.record(
            RecountStepRemoved(
                edition_id=ref.edition_id, contest_id=ref.contest_id, recount=recount_id, step=step_id
            )
        )


def deciding_ref(act: Act, recount: Row, found: Preview) -> RecountRef:
    """A recount as the right to apply it sees it: with the last final result that it would open again."""
    ref = recounts.recount_ref(act.db, recount, act.now)
    if not found.opened:
        return ref
    return replace(ref, reopens=refs.scores_ref(act.db, found.opened[-1].contest_id, act.now))


def apply(act: Act, recount_id: int, seen: str) -> Preview:
    """Carry out every step of a recount, or none, as it was `seen`; what it changed.

    Final results open again only where they change. Refused when anything else would come out than the
    preview with this code showed, Impossible when a step can't be carried out.
    """
    with write(act.db):
        recount = recounts.recount(act.db, recount_id)
        require(act.actor, "recount.view", recounts.recount_ref(act.db, recount, act.now))
        found = preview(act, recount)
        require(act.actor, "recount.apply", deciding_ref(act, recount, found))
        if found.problems:
            raise Impossible(msg("A step can't be carried out any more: nothing was applied."))
        if found.seen != seen:
            raise Refused(CHANGED)
        if why := held_up(act.db, recount, found):
            raise Refused(why)
        for step in recounts.steps_of(act.db, recount_id):
            _refuse_own_sheet(act, step)
        first = recounts.newest_event(act.db) + 1
        _carry_out_all(act, recount, found)
        _end(act, recount, found, first)
        return found


def drop(act: Act, recount_id: int, reason: str) -> None:
    """End a recount without changing anything; it stays readable."""
    with write(act.db):
        recount, ref = _editable(act, recount_id)
        why = stated(reason)
        recounts.end(
            act.db,
            recount_id,
            outcome="dropped",
            reason=why,
            changes="[]",
            ended_by=act.actor.account_id,
            ended_at=act.at,
        )
        act.record(
            RecountDropped(
                edition_id=ref.edition_id,
                contest_id=ref.contest_id,
                recount=recount_id,
                title=recount["title"],
                reason=why,
            )
        )


def _editable(act: Act, recount_id: int) -> tuple[Row, RecountRef]:
    recount = recounts.recount(act.db, recount_id)
    ref = recounts.recount_ref(act.db, recount, act.now)
    require(act.actor, "recount.edit", ref)
    return recount, ref


def _line(text: str, field: str, most: int) -> str:
    called = text.strip()
    if not called:
        missing = msg("Please fill this in.")
        raise Invalid(missing, {field: missing})
    if len(called) > most:
        raise _too_long(field, most)
    return called


def _too_long(field: str, most: int) -> Invalid:
    problem: Message = msg("Write at most %(most)s characters; put the rest into the reason.", most=most)
    return Invalid(problem, {field: problem})


def _refuse_own_sheet(act: Act, step: Mapping[str, Any]) -> None:
    """Nobody decides on a sheet of their own."""
    contents = step["contents"]
    owner = contents.get("assessor")
    if "sheet" in contents:
        owner = refs.found(records.sheet(act.db, int(contents["sheet"])))["account_id"]
    if owner is not None and owner == act.actor.account_id:
        raise Refused(OWN_SHEET)


def _try_after_the_others(act: Act, recount: Row, step: Mapping[str, Any]) -> None:
    """Carry the new step out after those before it, and take all back: so its error is told at once."""
    contest = refs.found(contests.described(act.db, recount["contest_id"]))
    with trial(act.db):
        if contest["finalised"]:
            open_results(act, recount, contest, [contest])
        for one in recounts.steps_of(act.db, recount["id"]):
            carry_out(act, contest, one)
        carry_out(act, contest, {**step, "recount_id": recount["id"]})


def held_up(db: Database, recount: Row, found: Preview) -> Message | None:
    """Why a recount can't be applied now: under a vote, or as it would come to nothing. None when it can."""
    if any(one.state == "voting" for one in deliberations.motions(db, recount["contest_id"])):
        return msg("The panel votes on a motion: close that vote first, as it is about today's standings.")
    if not found.opened:
        empty = not recounts.steps_of(db, recount["id"])
        return msg("This recount has no step yet: there is nothing to apply.") if empty else None
    if found.changes_nothing:
        return msg("The final result would stay what it is, so there is nothing to open it for.")
    if recount["objection_id"] is None and not recount["decree"]:
        return msg("The result is final by now, and this recount names no decree: begin another one.")
    if recount["objection_id"] is not None and not recount["decree"]:
        same = recounts.of_objection(db, recount["objection_id"])
        return next((spent(one) for one in same if one["outcome"] == "applied"), None)
    return None


def _carry_out_all(act: Act, recount: Row, found: Preview) -> None:
    contest = refs.found(contests.described(act.db, recount["contest_id"]))
    opened = [refs.found(contests.described(act.db, one.contest_id)) for one in found.opened]
    open_results(act, recount, contest, opened)
    for step in recounts.steps_of(act.db, recount["id"]):
        carry_out(act, contest, step)
    for one in opened:
        void_signatures(act, one["id"])
    assert found.own is not None
    if print_of(act.db, contest["id"]) != found.own.prints[1]:
        raise RuntimeError(f"recount {recount['id']} gave another result than its preview")


def _end(act: Act, recount: Row, found: Preview, first: int) -> None:
    assert found.own is not None
    last = recounts.newest_event(act.db)
    recounts.end(
        act.db,
        recount["id"],
        outcome="applied",
        reason="",
        changes=kept_text((found.own, *found.later)),
        ended_by=act.actor.account_id,
        ended_at=act.at,
    )
    act.record(
        RecountApplied(
            edition_id=refs.contest_ref(act.db, recount["contest_id"]).edition_id,
            contest_id=recount["contest_id"],
            recount=recount["id"],
            title=recount["title"],
            reason=recount["reason"],
            first_event=first,
            last_event=last,
        )
    )
