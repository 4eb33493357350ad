"""Motions of a deliberation: put with a reason, voted on with a quorum, and then a part of the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlite_utils import Database

from evaluation.actions import deliberation_events as events
from evaluation.actions.act import Act
from evaluation.actions.pleno import Round, entered, found_motion, in_order, name_of, show
from evaluation.actions.reasons import stated
from evaluation.core.deliberation import CONFERRING, Motion, groups_of, ranks_of, without
from evaluation.core.deliberation_rules import (
    BREAK_TIE,
    CHOICES,
    JOINT,
    MOVE,
    ORDERING,
    WILD_CARD,
    WITHHOLD,
    Votes,
    adopted,
)
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.pleno import PutMotion
from evaluation.core.ranking import Standing
from evaluation.core.snapshot import Result
from evaluation.permissions import require
from evaluation.store import contests, deliberations, pleno_refs, refs, standings
from evaluation.store.db import write

NO_VOTES = Votes(0, 0, 0, 0)


def put(
    act: Act, contest_id: int, kind: str, entries: Sequence[int], *, reason: str, place: int | None = None
) -> int:
    """Put a motion about entries (ids; where a tie is broken in the new order); its number.

    Invalid when it makes no sense as things stand, with what is wrong at its field. NotFound when it would
    concern an entry that the proposer is kept away from; such a proposer is shown no outcomes, so whether it
    fits these is not said before its vote is called.
    """
    with write(act.db):
        there = entered(act, contest_id)
        require(act.actor, "motion.put", there.ref)
        codes = {one["id"]: one["code"] for one in contests.entries_of(act.db, contest_id)}
        if set(entries) - codes.keys():
            raise NotFound(refs.NOT_FOUND)
        mine = there.pleno.kept_from(act.actor.account_id)
        if not mine.isdisjoint(entries) or (mine and kind in ORDERING):
            raise NotFound(refs.NOT_FOUND)
        why = stated(reason)
        motion = Motion(
            number=len(there.pleno.motions) + 1,
            kind=kind,
            entries=tuple(codes[entry] for entry in entries),
            place=place if kind == MOVE else None,
            reason=why,
            votes=NO_VOTES,
        )
        result = standings.result(act.db, contest_id)
        if problem := problem_of(there, result, motion, outcomes=not mine):
            raise Invalid(problem[1], {problem[0]: problem[1]})
        concerned = concerned_by(act.db, contest_id, result, motion)
        if not mine.isdisjoint(concerned):
            raise NotFound(refs.NOT_FOUND)
        deliberations.put(
            act.db,
            contest_id,
            there.sitting,
            motion,
            named=entries,
            concerned=concerned,
            proposer=name_of(act, there.pleno),
            put_by=act.actor.account_id,
            put_at=act.at,
        )
        act.record(events.MotionPut(**there.where, motion=motion.number))
        return motion.number


def concerned_by(db: Database, contest_id: int, result: Result, motion: Motion) -> list[int]:
    """The ids of the entries whose place or outcome a motion would change, and of those that it names."""
    ids = {one["code"]: one["id"] for one in contests.entries_of(db, contest_id)}
    said = {one.entry: (one.rank, one.tied, one.advances, one.wins, one.outcome) for one in result.standings}
    after = standings.with_motion(db, contest_id, motion).standings
    changed = {
        one.entry
        for one in after
        if said[one.entry] != (one.rank, one.tied, one.advances, one.wins, one.outcome)
    }
    return sorted(ids[code] for code in changed | set(motion.entries))


def problem_of(
    there: Round, result: Result, motion: Motion, *, outcomes: bool = True
) -> tuple[str, Message] | None:
    """What keeps a motion from being put as things stand: the field, and why.

    Without `outcomes` nothing is looked at that would tell who wins or goes on.
    """
    if motion.kind not in there.pleno.rule.kinds:
        return "kind", msg("The edition's rules know no such motion in this round.")
    found = {one.entry: one for one in result.standings}
    named = [found[code] for code in motion.entries]
    if not named or len(set(motion.entries)) != len(named):
        return "entries", msg("Choose an entry.")
    wrong = _problem_of_entries(motion.kind, named)
    if wrong is None and outcomes:
        wrong = _problem_of_outcome(motion.kind, named[0])
    if wrong is not None:
        return "entries", wrong
    if motion.kind == MOVE:
        return _problem_of_place(result, motion)
    if motion.kind == WILD_CARD and not _wild_card_left(there, result):
        return "kind", msg("All wild cards of this round are given or moved for already.")
    return None


def _problem_of_entries(kind: str, named: Sequence[Standing]) -> Message | None:
    """Why a motion of this kind can't be about these entries."""
    ranks = {one.rank for one in named}
    if None in ranks:
        return msg("An entry without a rank has no place to decide on.")
    if kind == BREAK_TIE and (len(ranks) > 1 or not named[0].tied):
        return msg("Choose entries that share one place, and say in which order they stand.")
    if kind == JOINT and (len(named) < 2 or len(ranks) == 1):
        return msg("Choose two entries or more that stand on different places.")
    if kind not in (BREAK_TIE, JOINT) and len(named) > 1:
        return msg("Choose one entry.")
    return None


def _problem_of_outcome(kind: str, one: Standing) -> Message | None:
    """Why an entry with this outcome has nothing to withhold, or needs no wild card."""
    has_some = one.wins or one.advances
    if kind == WITHHOLD and not has_some:
        return msg("It neither wins nor goes on, so there is nothing to withhold.")
    if kind == WILD_CARD and has_some:
        return msg("It wins or goes on already.")
    return None


def _problem_of_place(result: Result, motion: Motion) -> tuple[str, Message] | None:
    groups = groups_of(result.standings)
    most = sum(len(group) for group in groups)
    if motion.place is None or not 1 <= motion.place <= most:
        return "place", msg("Write a place from 1 to %(most)s.", most=most)
    code = motion.entries[0]
    if ranks_of(groups)[code] == motion.place and len(next(g for g in groups if code in g)) == 1:
        return "place", msg("It stands there already.")
    others = ranks_of(without(groups, (code,)))
    if motion.place <= len(others) and motion.place not in others.values():
        return "place", msg("Others share that place: break their tie first, or choose the place before it.")
    return None


def _wild_card_left(there: Round, result: Result) -> bool:
    """Whether a wild card is left. One that was withheld again is, and one whose entry left the contest."""
    asked = sum(one.kind == WILD_CARD and one.undecided for one in there.pleno.motions)
    last = {code: one.kind for one in result.motions if one.kind in CONFERRING for code in one.entries}
    held = sum(last.get(one.entry) == WILD_CARD for one in result.standings)
    return asked + held < there.pleno.rule.wild_cards


def withdraw(act: Act, contest_id: int, number: int) -> None:
    """Take a motion back before it is decided; a vote that is under way ends with it."""
    with write(act.db):
        there, motion = _entered(act, contest_id, number)
        require(act.actor, "motion.withdraw", pleno_refs.motion_ref(there.ref, there.pleno, motion))
        nothing = replace(NO_VOTES, entitled=len(motion.voters))
        _settle(act, motion, "withdrawn", nothing)
        act.record(events.MotionWithdrawn(**there.where, motion=number))


def call_vote(act: Act, contest_id: int, number: int) -> None:
    """Call the vote on a motion: it lies on the table, and who may vote is fixed.

    What it concerns is looked at anew. Refused without a quorum, or when it makes no sense any more.
    """
    with write(act.db):
        there, motion = _entered(act, contest_id, number)
        require(act.actor, "motion.call", pleno_refs.motion_ref(there.ref, there.pleno, motion))
        more = _grown(act, there, motion)
        motion = replace(motion, concerned=motion.concerned | set(more))
        require(act.actor, "motion.call", pleno_refs.motion_ref(there.ref, there.pleno, motion))
        show(act, there, motion)
        deliberations.call_vote(
            act.db,
            motion.id,
            there.sitting,
            there.pleno.entitled(motion.concerned),
            called_at=act.at,
            called_by=act.actor.account_id,
        )
        act.record(events.VoteCalled(**there.where, motion=number))


def _grown(act: Act, there: Round, motion: PutMotion) -> list[int]:
    """The entries that a motion concerns by now and did not when it was put; they are kept beside it."""
    contest_id = there.ref.contest_id
    codes = {one["id"]: one["code"] for one in contests.entries_of(act.db, contest_id)}
    if set(motion.named) - codes.keys():
        raise Refused(msg("An entry of this motion left the contest: withdraw the motion."))
    named = tuple(codes[entry] for entry in motion.named)
    as_put = Motion(motion.number, motion.kind, named, motion.place, motion.reason, NO_VOTES)
    result = standings.result(act.db, contest_id)
    others = tuple(one for one in there.pleno.motions if one.number != motion.number)
    without_it = replace(there, pleno=replace(there.pleno, motions=others))
    if problem := problem_of(without_it, result, as_put):
        raise Refused(
            msg(
                "The motion does not fit the result as it stands: %(why)s Withdraw it and put another one.",
                why=problem[1],
            )
        )
    more = [
        entry for entry in concerned_by(act.db, contest_id, result, as_put) if entry not in motion.concerned
    ]
    deliberations.concern(act.db, motion.id, more)
    return more


def cast(act: Act, contest_id: int, number: int, choice: str) -> None:
    """Vote by name; until the vote is closed a member may vote anew."""
    with write(act.db):
        there, motion = _entered(act, contest_id, number)
        require(act.actor, "motion.vote", pleno_refs.motion_ref(there.ref, there.pleno, motion))
        if there.pleno.rule.votes != "named":
            raise Refused(msg("In this round votes are counted in the room."))
        if choice not in CHOICES:
            raise NotFound(refs.NOT_FOUND)
        assert act.actor.account_id is not None, "only members of a panel vote"
        deliberations.cast(act.db, motion.id, act.actor.account_id, choice=choice, cast_at=act.at)
        act.record(events.VoteCast(**there.where, motion=number))


def close_vote(act: Act, contest_id: int, number: int, counted: tuple[int, int, int] | None = None) -> str:
    """Close a vote and answer "adopted" or "rejected". Refused when the motion fits the result no more.

    `counted` are the votes for, against and abstained where they were counted in the room. Invalid when they
    are more than may vote, or none was given.
    """
    with write(act.db):
        there, motion = _entered(act, contest_id, number)
        require(act.actor, "motion.close", pleno_refs.motion_ref(there.ref, there.pleno, motion))
        # The result may have changed since the vote was called.
        motion = replace(motion, concerned=motion.concerned | set(_grown(act, there, motion)))
        require(act.actor, "motion.close", pleno_refs.motion_ref(there.ref, there.pleno, motion))
        votes = _votes(there, motion, counted)
        outcome = "adopted" if adopted(there.pleno.rule.majority, votes) else "rejected"
        _settle(act, motion, outcome, votes)
        act.record(events.MotionDecided(**there.where, motion=number, motion_state=outcome))
        if outcome == "adopted":
            for entry_id in motion.named:
                act.record(
                    events.EntryDecided(
                        **there.where, entry_id=entry_id, motion=number, motion_kind=motion.kind
                    )
                )
        return outcome


def _votes(there: Round, motion: PutMotion, counted: tuple[int, int, int] | None) -> Votes:
    """The votes on a motion; those of whoever is kept away from it by now do not count."""
    away = there.pleno.kept_away_from(in_order(motion))
    voters = [one for one in motion.voters if one.account_id not in away]
    if there.pleno.rule.votes == "named":
        given = [sum(one.choice == choice for one in voters) for choice in CHOICES]
    else:
        given = list(counted or (0, 0, 0))
    votes = Votes(given[0], given[1], given[2], len(voters))
    if votes.given > votes.entitled:
        problem = msg("These are more votes than members who may vote: %(most)s.", most=votes.entitled)
        raise Invalid(problem, {"yes": problem})
    if not votes.given:
        problem = msg("Nobody has voted yet.")
        raise Invalid(problem, {"yes": problem})
    return votes


def _entered(act: Act, contest_id: int, number: int) -> tuple[Round, PutMotion]:
    there = entered(act, contest_id)
    return there, found_motion(there.pleno, number)


def _settle(act: Act, motion: PutMotion, outcome: str, votes: Votes) -> None:
    deliberations.settle(
        act.db, motion.id, outcome, votes, decided_at=act.at, decided_by=act.actor.account_id
    )
