"""An assessor's sheet: drafts, submission, and stepping away from an entry."""

from __future__ import annotations

from evaluation.actions import events, interviews
from evaluation.actions.act import Act
from evaluation.actions.desk import Seat, demand, may_mark, may_recuse, take_seat
from evaluation.actions.reasons import stated
from evaluation.actions.reopening import keep_submitted
from evaluation.core.errors import Conflict, Invalid
from evaluation.core.exact import decimal_text
from evaluation.core.messages import Message, msg
from evaluation.core.scoring import sheet_total
from evaluation.core.sheets import (
    Comments,
    Marks,
    comment_field,
    draft_problems,
    mark_field,
    submission_problems,
)
from evaluation.store import desk, editions
from evaluation.store.db import write


def save_draft(
    act: Act,
    contest_id: int,
    entry_id: int,
    *,
    marks: Marks,
    comments: Comments,
    revision: int,
    note: str = "",
) -> None:
    """Keep marks and comments by criterion code (None: no mark), and a note when one was typed with them.

    `revision` is the one that the marks were typed over; 0 for a new sheet. Saving what stands there
    already changes nothing, so a request that is sent twice is no conflict.
    """
    with write(act.db):
        seat = _at_work(act, contest_id, entry_id)
        _refuse(draft_problems(seat.round.rules, marks, comments))
        if note:
            interviews.write_note(act, contest_id, entry_id, note)
        only_a_note = note and not seat.sheet and not _typed(marks, comments)
        if only_a_note or (seat.sheet and _as_stored(seat, marks, comments)):
            return
        sheet_id = _keep(act, seat, marks, comments, revision)
        act.record(
            events.SheetSaved(**_where(seat), sheet=sheet_id, revision=revision + 1),
        )


def submit_sheet(
    act: Act,
    contest_id: int,
    entry_id: int,
    *,
    marks: Marks,
    comments: Comments,
    revision: int,
    note: str = "",
) -> None:
    """Hand a complete sheet in, with its exact total; only a committee gives it back afterwards.

    The first of an edition freezes its rules.
    """
    with write(act.db):
        seat = _at_work(act, contest_id, entry_id)
        _refuse(submission_problems(seat.round.rules, marks, comments))
        if note:
            interviews.write_note(act, contest_id, entry_id, note)
        same = seat.sheet is not None and _as_stored(seat, marks, comments)
        sheet_id = seat.sheet["id"] if seat.sheet and same else _keep(act, seat, marks, comments, revision)
        exact = {
            c.code: mark for c in seat.round.rules.judged_criteria if (mark := marks[c.code]) is not None
        }
        total = decimal_text(sheet_total(seat.round.rules, exact))
        desk.submit(act.db, sheet_id, total=total, submitted_at=act.at)
        texts = {code: decimal_text(mark) for code, mark in exact.items()}
        act.record(
            events.SheetSubmitted(
                **_where(seat), sheet=sheet_id, marks=texts, total=total, assessor=act.actor.email
            )
        )
        keep_submitted(act, sheet_id, _where(seat))
        if editions.freeze(act.db, seat.contest.edition_id, act.at):
            code = seat.about["edition_code"]
            act.record(events.EditionFrozen(edition_id=seat.contest.edition_id, code=code))


def recuse(act: Act, contest_id: int, entry_id: int, reason: str) -> None:
    """Step away from an entry for the whole edition; the assessor can't take it back."""
    with write(act.db):
        seat = take_seat(act.db, act.actor, act.now, contest_id, entry_id)
        demand(may_recuse(act.actor, seat))
        why = stated(reason)
        desk.recuse(act.db, account_id=seat.account_id, entry_id=entry_id, reason=why, recused_at=act.at)
        act.record(events.AssessorRecused(**_where(seat), reason=why))


def _at_work(act: Act, contest_id: int, entry_id: int) -> Seat:
    """The assessor's seat, if the sheet takes marks now.

    Conflict when it was submitted meanwhile, so that what was typed can be shown beside what counts.
    """
    seat = take_seat(act.db, act.actor, act.now, contest_id, entry_id)
    answer = may_mark(act.actor, seat)
    if seat.submitted and answer.reason and answer.by_state:
        raise Conflict(answer.reason, _stored(seat))
    demand(answer)
    return seat


def _refuse(problems: dict[str, Message]) -> None:
    if problems:
        raise Invalid(msg("Some marks or comments need mending."), problems)


def _keep(act: Act, seat: Seat, marks: Marks, comments: Comments, revision: int) -> int:
    """Write the draft over revision `revision`. Conflict when another one stands there."""
    if revision != seat.revision:
        raise Conflict(
            msg(
                "This sheet was saved elsewhere meanwhile, perhaps in another tab. Both versions stand below:"
                " correct yours where needed and save again; it then replaces the other one."
            ),
            _stored(seat),
        )
    if seat.sheet:
        sheet_id = int(seat.sheet["id"])
        desk.touch_draft(act.db, sheet_id, revision=revision, saved_at=act.at)
    else:
        sheet_id = desk.add_draft(
            act.db,
            contest_id=seat.contest.contest_id,
            entry_id=seat.entry.entry_id,
            account_id=seat.account_id,
            saved_at=act.at,
        )
    for criterion in seat.round.rules.judged_criteria:
        mark = marks.get(criterion.code)
        desk.put_mark(
            act.db,
            sheet_id,
            seat.round.criterion_ids[criterion.code],
            value=None if mark is None else decimal_text(mark),
            comment=comments.get(criterion.code, ""),
        )
    return sheet_id


def _typed(marks: Marks, comments: Comments) -> bool:
    return any(mark is not None for mark in marks.values()) or any(comments.values())


def _as_stored(seat: Seat, marks: Marks, comments: Comments) -> bool:
    """Whether the sheet holds exactly these marks and comments already."""
    return all(
        marks.get(c.code) == seat.marks.get(c.code)
        and comments.get(c.code, "") == seat.comments.get(c.code, "")
        for c in seat.round.rules.judged_criteria
    )


def _stored(seat: Seat) -> dict[str, str | int]:
    """What stands in the store now, as text by field; "" is blank."""
    stored: dict[str, str | int] = {"revision": seat.revision}
    for criterion in seat.round.rules.judged_criteria:
        mark = seat.marks.get(criterion.code)
        stored[mark_field(criterion.code)] = "" if mark is None else decimal_text(mark)
        stored[comment_field(criterion.code)] = seat.comments.get(criterion.code, "")
    return stored


def _where(seat: Seat) -> dict[str, int]:
    return {
        "edition_id": seat.contest.edition_id,
        "contest_id": seat.contest.contest_id,
        "entry_id": seat.entry.entry_id,
    }
