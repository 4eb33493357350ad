"""Contests: who enters and leaves them, finalising, the frozen result, publication."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from evaluation.actions import announcing, events
from evaluation.actions.act import Act
from evaluation.actions.pleno import end_with_result
from evaluation.actions.readiness import NotReady, lacks, place_of, round_ids
from evaluation.actions.reasons import stated
from evaluation.core.errors import Refused
from evaluation.core.exact import decimal_text
from evaluation.core.messages import msg
from evaluation.core.ranking import Standing
from evaluation.core.rules import Round
from evaluation.core.snapshot import Result, fingerprint, to_json
from evaluation.permissions import require
from evaluation.store import (
    contests,
    editions,
    finalisations,
    minutes,
    refs,
    standings,
)
from evaluation.store.db import Row, write

# --- entering and leaving ------------------------------------------------------------------------


def enter_first(act: Act, entry: Row) -> None:
    """Put an accepted entry into the first judged round of its category (rule 13). Inside a write block.

    `entry` as `store.entries.described` gives it. Refused when a contest on its way is finalised already.
    """
    rules = editions.rules_of(act.db, entry["edition_id"])
    first = rules.first_judged_round(entry["category_code"])
    if first is None:
        return
    closed = finalisations.finalised_for(act.db, entry["category_id"], entry["province_code"])
    if closed is not None:
        raise Refused(
            msg(
                "%(contest)s is finalised already, so %(name)s can't enter the award any more.",
                contest=place_of(closed),
                name=entry["name"],
            )
        )
    enter(act, entry, first, round_ids(act.db, entry["edition_id"])[first.code])


def enter(act: Act, entry: Row, rnd: Round, round_id: int, *, provisional: bool = False) -> int:
    """Let an entry stand in its contest of a round, made if need be; its id. Inside a write block."""
    region = entry["province_code"] if rnd.stage == "province" else None
    contest_id = contests.ensure(act.db, round_id, entry["category_id"], region)
    if contests.enter(act.db, contest_id, entry["id"], entered_at=act.at, provisional=provisional):
        act.record(
            events.EntryEnteredContest(
                edition_id=entry["edition_id"],
                contest_id=contest_id,
                entry_id=entry["id"],
                provisional=provisional,
            )
        )
    return contest_id


# --- finalising and publishing -------------------------------------------------------------------


def finalise(act: Act, contest_id: int, reason: str) -> Result:
    """Freeze a contest's result and send the advanced entries on. NotReady while something lacks."""
    return finalise_all(act, [contest_id], reason)[0]


def finalise_all(act: Act, contest_ids: Sequence[int], reason: str) -> list[Result]:
    """Finalise all of these contests, of one round, or none. NotReady with everything that lacks anywhere."""
    with write(act.db):
        for contest_id in contest_ids:
            require(act.actor, "contest.finalise", refs.contest_ref(act.db, contest_id))
        why = stated(reason)
        _require_ready(act, contest_ids)
        return [freeze_result(act, contest_id, why) for contest_id in contest_ids]


def publish(act: Act, contest_id: int) -> None:
    """Show a finalised result to everybody now; actions/announcing.py sets a moment to come instead."""
    announcing.publish(act, contest_id)


def _require_ready(act: Act, contest_ids: Sequence[int]) -> None:
    lacking = [
        (refs.found(contests.described(act.db, contest_id)), lack)
        for contest_id in contest_ids
        for lack in lacks(act.db, contest_id, act.now)
        if lack.blocking
    ]
    if lacking:
        raise NotReady(lacking)


def freeze_result(act: Act, contest_id: int, reason: str) -> Result:
    """Keep a result as final and send its entries on. Part of an action that asked whether it may be."""
    contest = refs.found(contests.described(act.db, contest_id))
    end_with_result(act, contest)
    result = standings.result(act.db, contest_id, with_marks=True)
    snapshot = to_json(result)
    print_of = fingerprint(snapshot)
    finalisations.freeze(
        act.db,
        contest_id,
        finalised_at=act.at,
        finalised_by=act.actor.account_id,
        reason=reason,
        snapshot=snapshot,
        fingerprint=print_of,
    )
    minutes.keep_facts(act.db, contest_id)
    entries = {one["code"]: one for one in contests.entries_of(act.db, contest_id)}
    for standing in result.standings:
        _keep(act.db, contest_id, entries[standing.entry]["id"], standing)
    act.record(
        events.ContestFinalised(
            edition_id=contest["edition_id"], contest_id=contest_id, reason=reason, fingerprint=print_of
        )
    )
    _send_on(act, contest, [entries[one.entry] for one in result.standings if one.advances])
    return result


def _keep(db: Database, contest_id: int, entry_id: int, standing: Standing) -> None:
    own = standing.round_score.score
    finalisations.add_standing(
        db,
        contest_id,
        entry_id,
        rank=standing.rank,
        score=None if standing.score is None else decimal_text(standing.score),
        round_score=None if own is None else decimal_text(own),
        advances=standing.advances,
        wins=standing.wins,
    )


def _send_on(act: Act, contest: Row, advanced: Sequence[Row]) -> None:
    """Advanced entries stand firmly in the next round; who stood provisionally in any later one leaves."""
    rules = editions.rules_of(act.db, contest["edition_id"])
    following = rules.next_judged_round(contest["round_code"], contest["category_code"])
    if following is not None:
        round_id = round_ids(act.db, contest["edition_id"])[following.code]
        for entry in advanced:
            enter(act, entry, following, round_id)
    going_on = {entry["id"] for entry in advanced}
    for place in finalisations.provisional_after(act.db, contest["id"], contest["position"]):
        if place["entry_id"] not in going_on:
            finalisations.leave(act.db, place["contest_id"], place["entry_id"])
            act.record(
                events.EntryLeftContest(
                    edition_id=contest["edition_id"],
                    contest_id=place["contest_id"],
                    entry_id=place["entry_id"],
                    reason=f"did not advance from {contest['round_code']}",
                )
            )
