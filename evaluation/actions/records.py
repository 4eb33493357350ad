"""What a committee records on an entry in a contest: values, adjustments, sheets that do not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlite_utils import Database

from evaluation.actions import events
from evaluation.actions.act import Act
from evaluation.actions.reasons import stated
from evaluation.core.errors import Conflict, Invalid, NotFound, Refused
from evaluation.core.exact import decimal_text
from evaluation.core.marks import mark_problem
from evaluation.core.messages import Message, msg
from evaluation.core.rules import Round
from evaluation.permissions import require
from evaluation.store import contests, editions, records, refs, sheet_versions
from evaluation.store.db import Row, write

LONGEST_SOURCE = 500
LEFT_THE_AWARD = msg("This entry has left the award: nothing is recorded on it any more.")
SAVED_MEANWHILE = msg("Somebody else saved another value meanwhile. Nothing was overwritten.")


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured value as somebody typed it.

    `started_from` is the value that stood when they began ("" for none): another one in the store by now
    is a conflict. None asks for no such check.
    """

    entry_id: int
    criterion: str
    value: Fraction
    source: str
    started_from: str | None = None

    @property
    def key(self) -> str:
        """The name under which complaints about this value are reported."""
        return f"{self.entry_id}-{self.criterion}"


# --- measured values -----------------------------------------------------------------------------


def record_measure(
    act: Act, contest_id: int, entry_id: int, criterion_code: str, *, value: Fraction, source: str
) -> None:
    """Record the measured value of one criterion for one entry, with the source that it comes from."""
    record_measures(act, contest_id, [Measurement(entry_id, criterion_code, value, source)])


def record_measures(act: Act, contest_id: int, typed: Sequence[Measurement]) -> int:
    """Record measured values, all or none; the number of those that changed something.

    Invalid names each bad value by `Measurement.key`; Conflict's `stored` holds, by the same key, the row
    that somebody else saved meanwhile.
    """
    with write(act.db):
        contest = _managed(act, contest_id)
        stored_round = editions.round_by_id(act.db, contest["round_id"])
        require_standing(act, contest_id, {one.entry_id for one in typed})
        known = stored_measures(act.db, contest_id, {one.entry_id for one in typed})
        if problems := _measure_problems(stored_round.rules, typed):
            raise Invalid(msg("Nothing was saved: some values can't be recorded."), problems)
        if clashes := {one.key: known.get(one.key) for one in typed if _clashes(one, known.get(one.key))}:
            raise Conflict(
                msg("Somebody else saved another value meanwhile. Nothing was overwritten."), clashes
            )
        changed = [one for one in typed if _differs(one, known.get(one.key))]
        for one in changed:
            _record(act, contest, stored_round.criterion_ids[one.criterion], one, known.get(one.key))
        return len(changed)


def remove_measure(act: Act, contest_id: int, entry_id: int, criterion_code: str, reason: str) -> None:
    """Take a measured value away, for instance because it belongs to another entry."""
    with write(act.db):
        contest = _managed(act, contest_id)
        require_standing(act, contest_id, {entry_id})
        known = stored_measures(act.db, contest_id, {entry_id}).get(f"{entry_id}-{criterion_code}")
        if known is None:
            raise NotFound(refs.NOT_FOUND)
        why = stated(reason)
        records.drop_measure(act.db, contest_id, entry_id, known["criterion_id"])
        act.record(
            events.MeasureRemoved(
                edition_id=contest["edition_id"],
                contest_id=contest_id,
                entry_id=entry_id,
                criterion=criterion_code,
                value=known["value"],
                reason=why,
            )
        )


def stored_measures(db: Database, contest_id: int, entry_ids: set[int]) -> dict[str, Row]:
    """The values that stand in the store, by `Measurement.key`."""
    found = records.measures_of(db, contest_id, entry_ids)
    return {f"{one['entry_id']}-{one['criterion']}": one for one in found}


def _measure_problems(rnd: Round, typed: Sequence[Measurement]) -> dict[str, Message]:
    measured = {criterion.code: criterion for criterion in rnd.measured_criteria}
    problems = {}
    for one in typed:
        if one.criterion not in measured:
            problems[one.key] = msg("This round does not measure %(code)s.", code=one.criterion)
        elif problem := mark_problem(measured[one.criterion], one.value):
            problems[one.key] = problem
        elif not one.source.strip():
            problems[one.key] = msg("Write where the value comes from.")
        elif len(one.source.strip()) > LONGEST_SOURCE:
            problems[one.key] = msg("The source is longer than %(most)s characters.", most=LONGEST_SOURCE)
    return problems


def _clashes(one: Measurement, known: Row | None) -> bool:
    """Whether the store holds neither what the person began with nor what they want."""
    if one.started_from is None:
        return False
    now = "" if known is None else known["value"]
    return now not in (one.started_from, decimal_text(one.value))


def _differs(one: Measurement, known: Row | None) -> bool:
    wanted = (decimal_text(one.value), one.source.strip())
    return known is None or (known["value"], known["source"]) != wanted


def _record(act: Act, contest: Row, criterion_id: int, one: Measurement, known: Row | None) -> None:
    value, source = decimal_text(one.value), one.source.strip()
    records.set_measure(
        act.db,
        contest_id=contest["id"],
        entry_id=one.entry_id,
        criterion_id=criterion_id,
        value=value,
        source=source,
        recorded_by=act.actor.account_id,
        recorded_at=act.at,
    )
    act.record(
        events.MeasureRecorded(
            edition_id=contest["edition_id"],
            contest_id=contest["id"],
            entry_id=one.entry_id,
            criterion=one.criterion,
            before=None if known is None else known["value"],
            value=value,
            source=source,
        )
    )


# --- adjustments ---------------------------------------------------------------------------------


def record_adjustment(
    act: Act,
    contest_id: int,
    entry_id: int,
    *,
    points: Fraction | None = None,
    percent: Fraction | None = None,
    reason: str,
) -> int:
    """Add signed points, or percent of the score before adjustments, to an entry's round score; its id."""
    with write(act.db):
        contest = _managed(act, contest_id)
        require_standing(act, contest_id, {entry_id})
        why = stated(reason)
        if (points is None) == (percent is None) or not (points or percent):
            problem = msg("Write points or percent, other than 0, with a minus to take away.")
            raise Invalid(problem, {"amount": problem})
        if records.has_adjustment(
            act.db, contest_id, entry_id, points=_text(points), percent=_text(percent), reason=why
        ):
            same = msg("The same adjustment with the same reason is recorded already.")
            raise Invalid(same, {"reason": same})
        adjustment_id = records.add_adjustment(
            act.db,
            contest_id=contest_id,
            entry_id=entry_id,
            points=_text(points),
            percent=_text(percent),
            reason=why,
            recorded_by=act.actor.account_id,
            recorded_at=act.at,
        )
        act.record(
            events.AdjustmentRecorded(
                edition_id=contest["edition_id"],
                contest_id=contest_id,
                entry_id=entry_id,
                points=_text(points),
                percent=_text(percent),
                reason=why,
            )
        )
        return adjustment_id


def remove_adjustment(act: Act, adjustment_id: int, reason: str) -> None:
    """Take an adjustment back, with a reason of its own."""
    with write(act.db):
        known = refs.found(records.adjustment(act.db, adjustment_id))
        contest = _managed(act, known["contest_id"])
        require_standing(act, known["contest_id"], {known["entry_id"]})
        why = stated(reason)
        records.drop_adjustment(act.db, adjustment_id)
        act.record(
            events.AdjustmentRemoved(
                edition_id=contest["edition_id"],
                contest_id=known["contest_id"],
                entry_id=known["entry_id"],
                points=known["points"],
                percent=known["percent"],
                reason=known["reason"],
                removal_reason=why,
            )
        )


def _text(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


# --- sheets --------------------------------------------------------------------------------------


def exclude_sheet(act: Act, sheet_id: int, reason: str) -> None:
    """Take a sheet that was submitted out of every average, reopened or not; it stays stored."""
    with write(act.db):
        sheet, contest = managed_sheet(act, sheet_id)
        why = stated(reason)
        if sheet["status"] != "submitted" and not sheet_versions.last_reopening(act.db, sheet_id):
            raise Refused(msg("A draft counts nowhere; only a submitted sheet can be excluded."))
        if sheet["excluded_at"]:
            raise Refused(msg("This sheet is excluded already."))
        records.set_excluded(
            act.db, sheet_id, excluded_at=act.at, excluded_by=act.actor.account_id, reason=why
        )
        place = dict(edition_id=contest["edition_id"], contest_id=contest["id"], entry_id=sheet["entry_id"])
        act.record(events.SheetExcluded(**place, sheet=sheet_id, reason=why))


def restore_sheet(act: Act, sheet_id: int, reason: str) -> None:
    """Let an excluded sheet count again."""
    with write(act.db):
        sheet, contest = managed_sheet(act, sheet_id)
        why = stated(reason)
        if not sheet["excluded_at"]:
            raise Refused(msg("This sheet counts already."))
        records.set_excluded(act.db, sheet_id, excluded_at=None, excluded_by=None, reason="")
        place = dict(edition_id=contest["edition_id"], contest_id=contest["id"], entry_id=sheet["entry_id"])
        act.record(events.SheetRestored(**place, sheet=sheet_id, reason=why))


def managed_sheet(act: Act, sheet_id: int) -> tuple[Row, Row]:
    """A sheet and its contest, for somebody who may change its records now."""
    sheet = refs.found(records.sheet(act.db, sheet_id))
    contest = _managed(act, sheet["contest_id"])
    require_standing(act, sheet["contest_id"], {sheet["entry_id"]})
    return sheet, contest


# --- what all of them ask ------------------------------------------------------------------------


def _managed(act: Act, contest_id: int) -> Row:
    """The contest, for somebody who may change its records now."""
    require(act.actor, "contest.manage", refs.contest_ref(act.db, contest_id))
    return refs.found(contests.described(act.db, contest_id))


def require_standing(act: Act, contest_id: int, entry_ids: set[int]) -> None:
    """NotFound unless all stand in the contest and none is one from which the actor is recused."""
    standing = records.standing_entries(act.db, contest_id, entry_ids, act.actor.account_id)
    if {one["id"] for one in standing} != entry_ids:
        raise NotFound(refs.NOT_FOUND)
    if any(one["status"] != "accepted" for one in standing):
        raise Refused(LEFT_THE_AWARD)
