"""Contests: who enters and leaves them, what hinders finalising, the frozen result, publication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from evaluation.actions import events, penalties
from evaluation.actions.act import Act
from evaluation.actions.later_results import outdated
from evaluation.actions.reasons import stated
from evaluation.actions.signed import signing_of
from evaluation.core.errors import Refused
from evaluation.core.exact import decimal_text
from evaluation.core.messages import Message, Moment, msg
from evaluation.core.ranking import Standing
from evaluation.core.rules import Round, Rules, Text
from evaluation.core.snapshot import Result, fingerprint, to_json
from evaluation.core.workflow import round_open
from evaluation.permissions import require
from evaluation.store import conflicts, contests, editions, finalisations, recounts, refs, standings
from evaluation.store.db import Row, write


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a contest lacks; `blocking` when it cannot be finalised like that.

    `signatures`: the panel's, which come after everything else.
    """

    message: Message
    blocking: bool
    entry_id: int | None = None
    signatures: bool = False


class NotReady(Refused):
    """Contests that cannot be finalised yet; `lacking` pairs each contest's row with each `Lack`."""

    def __init__(self, lacking: Sequence[tuple[Row, Lack]]) -> None:
        contest, first = lacking[0]
        super().__init__(
            msg(
                "%(contest)s can't be finalised yet: %(first)s (in all, %(count)s things are lacking.)",
                contest=place_of(contest),
                first=first.message,
                count=len(lacking),
            )
        )
        self.lacking = tuple(lacking)


def place_of(contest: Row) -> Message:
    """A contest's name as people read it: its round, category and region."""
    titles = dict(
        round=Text(contest["round_title_id"], contest["round_title_en"]),
        category=Text(contest["category_title_id"], contest["category_title_en"]),
    )
    if contest["region_code"] is None:
        return msg("%(round)s (%(category)s)", **titles)
    return msg("%(round)s (%(category)s, %(region)s)", **titles, region=contest["region_name"])


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


def round_ids(db: Database, edition_id: int) -> dict[str, int]:
    """The ids of an edition's rounds by code."""
    return {stored.rules.code: stored.id for stored in editions.rounds_of(db, edition_id)}


# --- the check list ------------------------------------------------------------------------------


def lacks(db: Database, contest_id: int, now: datetime) -> tuple[Lack, ...]:
    """What hinders finalising a contest (blocking), and what one should know before. () once finalised."""
    contest = refs.found(contests.described(db, contest_id))
    if contest["finalised"]:
        return ()
    rules = editions.rules_of(db, contest["edition_id"])
    rnd = rules.round(contest["round_code"])
    living = contests.entries_of(db, contest_id)
    if not living:
        return (Lack(msg("Nobody stands in this contest: there is nothing to finalise."), True),)
    result = standings.result(db, contest_id, with_marks=rnd.signatures.needed > 0)
    found = result.standings
    ids = {one["code"]: one["id"] for one in living}
    return (
        *_source_lacks(db, rules, contest),
        *_provisional_lacks(living),
        *(lack for standing in found for lack in _standing_lacks(rules, rnd, standing, ids[standing.entry])),
        *_assessor_lacks(db, contest_id),
        *_window_lacks(rnd, contest, now),
        *_draft_lacks(db, contest_id),
        *_penalty_lacks(db, contest),
        *_screening_lacks(db, rules, contest),
        *_recount_lacks(db, contest_id),
        *_later_lacks(db, contest, result),
        *_signature_lacks(db, contest_id, result),
    )


def _source_lacks(db: Database, rules: Rules, contest: Row) -> Iterable[Lack]:
    source = rules.source_round(contest["round_code"], contest["category_code"])
    if source is None:
        return
    source_id = round_ids(db, contest["edition_id"])[source.code]
    for one in finalisations.open_sources(db, contest, source_id):
        yield Lack(
            msg("%(contest)s comes first: finalise it, so that its result stands.", contest=place_of(one)),
            True,
        )


def _provisional_lacks(living: Sequence[Row]) -> Iterable[Lack]:
    names = ", ".join(one["name"] for one in living if one["provisional"])
    if names:
        yield Lack(
            msg(
                "Until the round before is finalised, these stand here provisionally: %(names)s.", names=names
            ),
            True,
        )


def _standing_lacks(rules: Rules, rnd: Round, standing: Standing, entry_id: int) -> Iterable[Lack]:
    name, found = standing.name, standing.round_score
    if rnd.judged_criteria and found.sheets < rnd.minimum_sheets:
        sentence = msg(
            "%(name)s has %(sheets)s of %(minimum)s score sheets: wait for more, or exclude the entry.",
            name=name,
            sheets=found.sheets,
            minimum=rnd.minimum_sheets,
        )
        yield Lack(sentence, True, entry_id)
    for code in found.missing_measures:
        criterion = rnd.criterion(code).title
        yield Lack(
            msg("%(name)s has no value for %(criterion)s: record it.", name=name, criterion=criterion),
            True,
            entry_id,
        )
    for code in standing.missing_carry:
        earlier = rules.round(code).title
        yield Lack(
            msg("%(name)s has no score in %(round)s, which counts here.", name=name, round=earlier),
            True,
            entry_id,
        )
    if standing.score is None and found.complete and not standing.missing_carry:
        yield Lack(
            msg("%(name)s has no score sheet and will stand last, without a rank.", name=name),
            False,
            entry_id,
        )


def _assessor_lacks(db: Database, contest_id: int) -> Iterable[Lack]:
    for one in conflicts.short_of_sheets(db, [contest_id]):
        sentence = msg(
            "%(name)s can get at most %(possible)s of %(minimum)s score sheets: too few assessors are left."
            " Call in a substitute on the page of conflicts of interest.",
            name=one["name"],
            possible=one["possible"],
            minimum=one["minimum_sheets"],
        )
        yield Lack(sentence, True, one["entry_id"])


def _window_lacks(rnd: Round, contest: Row, now: datetime) -> Iterable[Lack]:
    if rnd.closes is not None and round_open(rnd, now) != "closed":
        until = Moment(rnd.closes, contest["timezone"])
        yield Lack(
            msg("The round takes score sheets until %(when)s: finalising ends that at once.", when=until),
            False,
        )


def _draft_lacks(db: Database, contest_id: int) -> Iterable[Lack]:
    for one in finalisations.drafts_of(db, contest_id):
        who = dict(assessor=one["assessor"], entry=one["entry"])
        if one["reopened"]:
            sentence = msg(
                "The sheet of %(assessor)s for %(entry)s was reopened: it does not count until it is back.",
                **who,
            )
        else:
            sentence = msg("The sheet of %(assessor)s for %(entry)s is a draft and does not count.", **who)
        yield Lack(sentence, False, one["entry_id"])


def _penalty_lacks(db: Database, contest: Row) -> Iterable[Lack]:
    for came in penalties.unconfirmed(db, contest):
        sentence = msg(
            "A penalty of %(name)s waits to be confirmed or taken back: its records say which.",
            name=came["name"],
        )
        yield Lack(sentence, False, came["entry_id"])


def _screening_lacks(db: Database, rules: Rules, contest: Row) -> Iterable[Lack]:
    first = rules.first_judged_round(contest["category_code"])
    if first is None or first.code != contest["round_code"]:
        return
    for one in finalisations.waiting_for_screening(
        db, contest["edition_id"], contest["category_id"], contest["region_code"]
    ):
        sentence = msg(
            "%(name)s has not been accepted: once this is finalised, it can't enter any more.",
            name=one["name"],
        )
        yield Lack(sentence, False, one["id"])


def _recount_lacks(db: Database, contest_id: int) -> Iterable[Lack]:
    for one in recounts.open_in(db, contest_id):
        sentence = msg("The recount %(title)s is open: apply or drop it first.", title=one["title"])
        yield Lack(sentence, False)


def _later_lacks(db: Database, contest: Row, result: Result) -> Iterable[Lack]:
    for one in outdated(db, contest, result):
        sentence = msg(
            "The final result of %(contest)s would not follow from this one. Open it by a recount of this"
            " contest, which needs no step for that.",
            contest=place_of(one),
        )
        yield Lack(sentence, True)


def _signature_lacks(db: Database, contest_id: int, result: Result) -> Iterable[Lack]:
    if not result.rules.signatures.needed:
        return
    signing = signing_of(db, contest_id, result)
    if not signing.missing:
        return
    left = signing.missing.signatures
    if signing.opening is None:
        sentence = msg("The panel signs this result first: open it for signing, signatures: %(n)s.", n=left)
    elif signing.missing.chair:
        sentence = msg("Signatures that are missing: %(n)s, the chair's among them.", n=left)
    else:
        sentence = msg("Signatures that are missing: %(n)s.", n=left)
    yield Lack(sentence, True, signatures=True)
    if not signing.reachable:
        too_few = msg("Too few members may sign this result: seat a member whom no entry keeps away.")
        yield Lack(too_few, True, signatures=True)


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
    """Show a finalised result to the public."""
    with write(act.db):
        require(act.actor, "contest.publish", refs.contest_ref(act.db, contest_id))
        contest = refs.found(contests.described(act.db, contest_id))
        finalisations.publish(act.db, contest_id, published_at=act.at, published_by=act.actor.account_id)
        act.record(
            events.ResultPublished(
                edition_id=contest["edition_id"], contest_id=contest_id, fingerprint=contest["fingerprint"]
            )
        )


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
