"""What hinders finalising a contest, and what one should know before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from evaluation.actions import penalties
from evaluation.actions.later_results import outdated
from evaluation.actions.signed import signing_of
from evaluation.core.errors import Refused
from evaluation.core.messages import Message, Moment, msg
from evaluation.core.ranking import Standing
from evaluation.core.rules import Round, Rules, Text
from evaluation.core.snapshot import Result
from evaluation.core.workflow import round_open
from evaluation.store import (
    conflicts,
    contests,
    deliberations,
    editions,
    finalisations,
    objections,
    promotion,
    recounts,
    refs,
    standings,
)
from evaluation.store.db import Row


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


def round_ids(db: Database, edition_id: int) -> dict[str, int]:
    """The ids of an edition's rounds by code."""
    return {stored.rules.code: stored.id for stored in editions.rounds_of(db, edition_id)}


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
        *_assessor_lacks(db, contest),
        *_window_lacks(rnd, contest, now),
        *_draft_lacks(db, contest_id),
        *_penalty_lacks(db, contest),
        *_screening_lacks(db, rules, contest),
        *_past_win_lacks(db, contest_id, result),
        *_motion_lacks(db, contest_id),
        *_recount_lacks(db, contest_id),
        *_objection_lacks(db, contest_id),
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


def _assessor_lacks(db: Database, contest: Row) -> Iterable[Lack]:
    for one in conflicts.short_of_sheets(db, [contest["id"]]):
        who = dict(name=one["name"], possible=one["possible"], minimum=one["minimum_sheets"])
        if contest["assignment"]:
            sentence = msg(
                "%(name)s can get at most %(possible)s of %(minimum)s score sheets: too few assessors are"
                " assigned to it. Propose a plan of assignment again.",
                **who,
            )
        else:
            sentence = msg(
                "%(name)s can get at most %(possible)s of %(minimum)s score sheets: too few assessors are"
                " left. Call in a substitute on the page of conflicts of interest.",
                **who,
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
                "The sheet of %(assessor)s for %(entry)s was reopened: wait until it is back, or exclude it.",
                **who,
            )
        else:
            sentence = msg("The sheet of %(assessor)s for %(entry)s is a draft and does not count.", **who)
        # A draft never counted. A reopened sheet did: without it a result would change in silence.
        yield Lack(sentence, bool(one["reopened"]), one["entry_id"])


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


def _past_win_lacks(db: Database, contest_id: int, result: Result) -> Iterable[Lack]:
    """Results whose winners are passed over here, once everybody may know who they are."""
    for earlier in promotion.wins_unpublished(db, contest_id, result.rules.promotion.past_winners):
        one = refs.found(contests.described(db, earlier))
        sentence = msg(
            "Winners of %(award)s are passed over here, and %(contest)s is not public yet: wait until it is.",
            award=Text(one["edition_title_id"], one["edition_title_en"]),
            contest=place_of(one),
        )
        yield Lack(sentence, True)


def _motion_lacks(db: Database, contest_id: int) -> Iterable[Lack]:
    """Motions that wait; by number alone, as what they are about is not for everybody."""
    for one in deliberations.motions(db, contest_id):
        if one.state == "voting":
            yield Lack(msg("The vote on motion %(number)s is under way: close it.", number=one.number), True)
        elif one.undecided:
            waits = msg("Motion %(number)s waits: vote on it or withdraw it.", number=one.number)
            yield Lack(waits, True)


def _recount_lacks(db: Database, contest_id: int) -> Iterable[Lack]:
    for one in recounts.open_in(db, contest_id):
        sentence = msg("The recount %(title)s is open: apply or drop it first.", title=one["title"])
        yield Lack(sentence, False)


def _objection_lacks(db: Database, contest_id: int) -> Iterable[Lack]:
    waiting = objections.waiting_to(db, contest_id)
    if waiting:
        yield Lack(msg("Objections that wait for an answer: %(n)s.", n=waiting), False)


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
