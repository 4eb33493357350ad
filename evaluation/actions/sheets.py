"""An assessor's sheet: drafts whole and field by field, submission, and stepping away from an entry."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.actions import events, interviews, sheet_events
from evaluation.actions.act import Act
from evaluation.actions.desk import Seat, demand, may_mark, may_recuse, take_seat
from evaluation.actions.reasons import stated
from evaluation.actions.reopening import keep_submitted
from evaluation.core.errors import Conflict, Invalid
from evaluation.core.exact import decimal_text
from evaluation.core.messages import Message, msg
from evaluation.core.scoring import sheet_total
from evaluation.core.sheet_fields import (
    Change,
    change_problem,
    changed_fields,
    collides,
    settled,
)
from evaluation.core.sheets import (
    FIELD_NAMES,
    Comments,
    Marks,
    draft_problems,
    submission_problems,
)
from evaluation.store import desk, editions, sheet_fields
from evaluation.store.db import write

TO_MEND = msg("Some marks or comments need mending.")


def save_draft(
    act: Act,
    contest_id: int,
    entry_id: int,
    *,
    marks: Marks,
    comments: Comments,
    revision: int,
    feedback: Comments | None = None,
    note: str = "",
) -> None:
    """Keep marks, comments and feedback by criterion code (None: no mark), and a note typed with them.

    Feedback that isn't given stays as it stands. `revision` is the one that the marks were typed over; 0 for
    a new sheet. Saving what stands there already changes nothing, so a request sent twice is no conflict.
    """
    with write(act.db):
        seat = sheet_at_work(act, contest_id, entry_id)
        _refuse(draft_problems(seat.round.rules, marks, comments, feedback))
        if note:
            interviews.write_note(act, contest_id, entry_id, note)
        texts = _texts(seat, marks, comments, feedback)
        only_a_note = note and not seat.sheet and not any(texts.values())
        if only_a_note or (seat.sheet and not changed_fields(seat.round.rules, seat.fields, texts)):
            return
        sheet_id = _keep(act, seat, texts, revision)
        act.record(
            events.SheetSaved(**where(seat), sheet=sheet_id, revision=revision + 1),
        )


def save_field(act: Act, contest_id: int, entry_id: int, change: Change) -> None:
    """Keep one field of a sheet. Conflict when it was saved elsewhere since it was typed.

    Other fields may have been saved meanwhile. A change that comes a second time changes nothing.
    """
    save_fields(act, contest_id, entry_id, [change])


def save_fields(act: Act, contest_id: int, entry_id: int, changes: Sequence[Change]) -> None:
    """Keep some fields of a sheet, each as `save_field` does, all of them or none."""
    with write(act.db):
        seat = sheet_at_work(act, contest_id, entry_id)
        for change in changes:
            _check(seat, change)
        left = [change for change in changes if not settled(change, seat.fields[change.name])]
        if not left:
            return
        sheet_id = draft_of(act, seat)
        for count, change in enumerate(left):
            _put(act, seat, sheet_id, change, revision=seat.revision + count)


def _check(seat: Seat, change: Change) -> None:
    """Raise Invalid for what its criterion does not take, Conflict where another change came first."""
    problem = change_problem(seat.round.rules.criterion(change.code), change)
    _refuse({change.name: problem} if problem else {})
    stored = seat.fields[change.name]
    if collides(change, stored):
        message = msg("This field was saved elsewhere meanwhile: choose which of the two stays.")
        raise Conflict(message, {change.name: stored.text})


def _put(act: Act, seat: Seat, sheet_id: int, change: Change, *, revision: int) -> None:
    """Write one field over the sheet's `revision`, and its audit event."""
    criterion_id = seat.round.criterion_ids[change.code]
    sheet_fields.put(act.db, sheet_id, criterion_id, change.part, change.text)
    sheet_fields.count(act.db, sheet_id, criterion_id, change.part, key=change.key, saved_at=act.at)
    desk.touch_draft(act.db, sheet_id, revision=revision, saved_at=act.at)
    act.record(
        sheet_events.MarkSaved(
            **where(seat),
            sheet=sheet_id,
            criterion=change.code,
            part=change.part,
            revision=seat.fields[change.name].revision + 1,
        )
    )


def submit_sheet(
    act: Act,
    contest_id: int,
    entry_id: int,
    *,
    marks: Marks,
    comments: Comments,
    revision: int,
    feedback: Comments | None = None,
    note: str = "",
) -> None:
    """Hand a complete sheet in, with its exact total; only a committee gives it back afterwards.

    The first of an edition freezes its rules.
    """
    with write(act.db):
        seat = sheet_at_work(act, contest_id, entry_id)
        _refuse(submission_problems(seat.round.rules, marks, comments, feedback))
        if note:
            interviews.write_note(act, contest_id, entry_id, note)
        texts = _texts(seat, marks, comments, feedback)
        same = seat.sheet is not None and not changed_fields(seat.round.rules, seat.fields, texts)
        sheet_id = seat.sheet["id"] if seat.sheet and same else _keep(act, seat, texts, revision)
        exact = {
            c.code: mark for c in seat.round.rules.judged_criteria if (mark := marks[c.code]) is not None
        }
        total = decimal_text(sheet_total(seat.round.rules, exact))
        desk.submit(act.db, sheet_id, total=total, submitted_at=act.at)
        given = {code: decimal_text(mark) for code, mark in exact.items()}
        act.record(
            events.SheetSubmitted(
                **where(seat), sheet=sheet_id, marks=given, total=total, assessor=act.actor.email
            )
        )
        keep_submitted(act, sheet_id, where(seat))
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
        act.record(events.AssessorRecused(**where(seat), reason=why))


def sheet_at_work(act: Act, contest_id: int, entry_id: int) -> Seat:
    """The assessor's seat, if the sheet takes marks now.

    Conflict when it was submitted meanwhile, so that what was typed can be shown beside what counts.
    """
    seat = take_seat(act.db, act.actor, act.now, contest_id, entry_id)
    answer = may_mark(act.actor, seat)
    if seat.submitted and answer.reason and answer.by_state:
        raise Conflict(answer.reason, _stored(seat))
    demand(answer)
    return seat


def draft_of(act: Act, seat: Seat, revision: int = 0) -> int:
    """The sheet of a seat, begun when there is none; part of another action's write block.

    A new one stands at `revision`: whoever goes on to save marks counts it up.
    """
    if seat.sheet:
        return int(seat.sheet["id"])
    return desk.add_draft(
        act.db,
        contest_id=seat.contest.contest_id,
        entry_id=seat.entry.entry_id,
        account_id=seat.account_id,
        saved_at=act.at,
        revision=revision,
    )


def where(seat: Seat) -> dict[str, int]:
    """The places that an event of this seat names."""
    return {
        "edition_id": seat.contest.edition_id,
        "contest_id": seat.contest.contest_id,
        "entry_id": seat.entry.entry_id,
    }


def _refuse(problems: dict[str, Message]) -> None:
    if problems:
        raise Invalid(TO_MEND, problems)


def _keep(act: Act, seat: Seat, texts: dict[str, str], revision: int) -> int:
    """Write the draft over revision `revision`. Conflict when another one stands there."""
    if revision != seat.revision:
        raise Conflict(
            msg(
                "This sheet was saved elsewhere meanwhile, perhaps in another tab. Both versions stand below:"
                " correct yours where needed and save again; it then replaces the other one."
            ),
            _stored(seat),
        )
    sheet_id = draft_of(act, seat)
    desk.touch_draft(act.db, sheet_id, revision=revision, saved_at=act.at)
    for criterion in seat.round.rules.judged_criteria:
        criterion_id = seat.round.criterion_ids[criterion.code]
        for part, named in FIELD_NAMES.items():
            sheet_fields.put(act.db, sheet_id, criterion_id, part, texts[named(criterion.code)])
    for criterion, part in changed_fields(seat.round.rules, seat.fields, texts):
        criterion_id = seat.round.criterion_ids[criterion.code]
        sheet_fields.count(act.db, sheet_id, criterion_id, part, key="", saved_at=act.at)
    return sheet_id


def _texts(seat: Seat, marks: Marks, comments: Comments, feedback: Comments | None) -> dict[str, str]:
    """Every field of the sheet as it shall stand, by name; "" is blank."""
    texts = {}
    for criterion in seat.round.rules.judged_criteria:
        mark = marks.get(criterion.code)
        given = {
            "mark": "" if mark is None else decimal_text(mark),
            "comment": comments.get(criterion.code, ""),
            "feedback": {**seat.feedback, **(feedback or {})}.get(criterion.code, ""),
        }
        texts.update({named(criterion.code): given[part] for part, named in FIELD_NAMES.items()})
    return texts


def _stored(seat: Seat) -> dict[str, str | int]:
    """What stands in the store now, as text by field; "" is blank."""
    return {"revision": seat.revision, **{name: field.text for name, field in seat.fields.items()}}
