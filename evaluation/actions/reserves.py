"""The reserve list moves up when somebody who went on leaves the award (rule 15 of docs/rules.md)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from evaluation.actions.act import Act
from evaluation.actions.contests import enter
from evaluation.actions.promotion_events import ReserveMovedUp
from evaluation.actions.readiness import round_ids
from evaluation.core.deliberation_rules import WILD_CARD
from evaluation.core.promotion import Gap, gap_after
from evaluation.core.snapshot import Result
from evaluation.store import contests, editions, entries, promotion, refs, standings
from evaluation.store.db import Row


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A place that an entry would leave in a finalised contest, and who would move up into it.

    `settled`: the contest after it is final, so that nobody moves any more. `full`: without the entry as many
    go on as there were places, as after a tie that went on whole. `names` is empty as well when nobody stands
    by.
    """

    contest: Row
    names: tuple[str, ...]
    settled: bool
    full: bool


def vacancies(db: Database, entry: Row) -> tuple[Vacancy, ...]:
    """What `fill_place_of` would do if this entry left now, in contests whose rules have a reserve list."""
    rules = editions.rules_of(db, entry["edition_id"])
    found = []
    for place in promotion.went_on_from(db, entry["id"]):
        if rules.next_judged_round(place["round_code"], entry["category_code"]) is None:
            continue
        result = standings.result(db, place["contest_id"])
        # The rules of the result: a recount may have given its contest others than the edition's.
        if not result.rules.promotion.reserve or _took_no_place(result, entry["code"]):
            continue
        settled = bool(place["next_finalised"])
        gap = _gap_after(db, place["contest_id"], result, entry["code"])
        names = tuple(one.name for one in result.standings if one.entry in gap.next and not settled)
        contest = refs.found(contests.described(db, place["contest_id"]))
        found.append(Vacancy(contest, names, settled, not gap.free))
    return tuple(found)


def fill_place_of(act: Act, entry: Row, reason: str) -> None:
    """Let the next in reserve go on instead of an entry that leaves. Inside a write block.

    `entry` as `store.entries.described` gives it, with its new status. A tie in reserve moves up whole;
    nobody moves once the next contest is finalised, and the frozen result stays as it was.
    """
    rules = editions.rules_of(act.db, entry["edition_id"])
    for contest in promotion.went_on_from(act.db, entry["id"]):
        following = rules.next_judged_round(contest["round_code"], entry["category_code"])
        if following is None or contest["next_finalised"]:
            continue
        found = standings.result(act.db, contest["contest_id"])
        if _took_no_place(found, entry["code"]):
            continue
        round_id = round_ids(act.db, entry["edition_id"])[following.code]
        for code in _gap_after(act.db, contest["contest_id"], found, entry["code"]).next:
            moved = entries.by_code(act.db, entry["edition_id"], code)
            assert moved is not None
            enter(act, moved, following, round_id)
            _write_down(act, contest["contest_id"], moved, entry, reason)


def _took_no_place(result: Result, code: str) -> bool:
    """Whether an entry went on by a wild card: that stood beside the places, so nobody gets one after it."""
    return any(
        one.entry == code and one.outcome is not None and one.outcome.reason.code == WILD_CARD
        for one in result.standings
    )


def _write_down(act: Act, contest_id: int, moved: Row, instead_of: Row, reason: str) -> None:
    promotion.add_move(
        act.db,
        contest_id=contest_id,
        entry_id=moved["id"],
        instead_of=instead_of["id"],
        reason=reason,
        moved_by=act.actor.account_id,
        moved_at=act.at,
    )
    act.record(
        ReserveMovedUp(
            edition_id=moved["edition_id"],
            contest_id=contest_id,
            entry_id=moved["id"],
            instead_of=instead_of["code"],
            reason=reason,
        )
    )


def _gap_after(db: Database, contest_id: int, result: Result, leaving: str) -> Gap:
    """What the entry with this code leaves behind in a finalised contest."""
    return gap_after(
        result.rules,
        [one.outcome for one in result.standings if one.outcome],
        leaving,
        {one["code"] for one in contests.entries_of(db, contest_id)},
        {one["code"] for one in promotion.moves_of(db, contest_id)},
    )
