"""The reserve list moves up when somebody who went on leaves the award (rule 15 of docs/rules.md)."""

from __future__ import annotations

from evaluation.actions.act import Act
from evaluation.actions.contests import enter, round_ids
from evaluation.actions.promotion_events import ReserveMovedUp
from evaluation.core.deliberation_rules import WILD_CARD
from evaluation.core.ranking import Standing
from evaluation.store import contests, editions, entries, promotion, standings
from evaluation.store.db import Row


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
        found = standings.result(act.db, contest["contest_id"]).standings
        if any(one.entry == entry["code"] and _took_no_place(one) for one in found):
            continue
        round_id = round_ids(act.db, entry["edition_id"])[following.code]
        for code in _next_in_reserve(act, contest["contest_id"], found):
            moved = entries.by_code(act.db, entry["edition_id"], code)
            assert moved is not None
            enter(act, moved, following, round_id)
            _write_down(act, contest["contest_id"], moved, entry, reason)


def _took_no_place(one: Standing) -> bool:
    """A wild card stood beside the places, so nobody gets one when it leaves."""
    return one.outcome is not None and one.outcome.reason.code == WILD_CARD


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


def _next_in_reserve(act: Act, contest_id: int, found: tuple[Standing, ...]) -> list[str]:
    """The codes with the lowest reserve number that nobody used yet and whose entries are still there."""
    moved = {one["code"] for one in promotion.moves_of(act.db, contest_id)}
    living = {one["code"] for one in contests.entries_of(act.db, contest_id)}
    waiting = {
        one.entry: one.outcome.reserve
        for one in found
        if one.outcome and one.outcome.reserve and one.entry in living - moved
    }
    lowest = min(waiting.values(), default=None)
    return [code for code, number in waiting.items() if number == lowest]
