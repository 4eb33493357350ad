"""Records of an entry in a contest: measured values, adjustments, attendance, sheets that do not count."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import penalties
from evaluation.actions import records as acts
from evaluation.actions.reopening import may_reopen, reopen_sheet
from evaluation.core.errors import Invalid, NotFound
from evaluation.core.interview_rules import InterviewRules
from evaluation.core.messages import Message, msg
from evaluation.core.penalties import Proposal, reason_of
from evaluation.forms.committee import AdjustmentForm, ReasonForm
from evaluation.forms.rooms import PenaltyForm
from evaluation.permissions import may, require
from evaluation.store import (
    contests,
    editions,
    entries,
    interview_rules,
    interviews,
    records,
    refs,
    sheet_versions,
)
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.lines import Line, Outcome, lines_of, save
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say

Page = str | tuple[str, int] | Response

PLACE = "/committee/contests/<int:contest_id>/entries/<int:entry_id>/records"


@pages.get(PLACE, endpoint="records")
@access("committee", "auditor")
def shown(contest_id: int, entry_id: int) -> Page:
    """What is recorded on an entry in a contest."""
    check_place(contest_id, entry_id)
    return records_page(contest_id, entry_id)


@pages.post(f"{PLACE}/measures")
@access("committee")
def save_entry_measures(contest_id: int, entry_id: int) -> Page:
    """Save the entry's measured values."""
    check_place(contest_id, entry_id, change=True)
    lines = entry_lines(contest_id, entry_id, posted=True)
    outcome = save(contest_id, lines)
    if outcome.status == 303:
        return done(contest_id, entry_id, msg("Measured values saved: %(count)s.", count=outcome.changed))
    return records_page(contest_id, entry_id, lines=lines, outcome=outcome)


@pages.post(f"{PLACE}/measures/<criterion>/remove")
@access("committee")
def remove_measure(contest_id: int, entry_id: int, criterion: str) -> Page:
    """Take a measured value away, with a reason."""
    check_place(contest_id, entry_id, change=True)
    return reasoned(
        contest_id,
        entry_id,
        f"measure-{criterion}",
        lambda reason: acts.remove_measure(act(), contest_id, entry_id, criterion, reason),
        msg("The value was taken away."),
    )


@pages.post(f"{PLACE}/adjustments")
@access("committee")
def add_adjustment(contest_id: int, entry_id: int) -> Page:
    """Adjust the entry's score."""
    check_place(contest_id, entry_id, change=True)
    form = AdjustmentForm(prefix="adjust-")
    if form.validate():
        try:
            acts.record_adjustment(
                act(),
                contest_id,
                entry_id,
                points=form.amount.data if form.unit.data == "points" else None,
                percent=form.amount.data if form.unit.data == "percent" else None,
                reason=form.reason.data or "",
            )
        except Invalid as problem:
            form.show(problem)
        else:
            return done(contest_id, entry_id, msg("The adjustment was recorded."))
    return records_page(contest_id, entry_id, adjustment=form, outcome=Outcome(status=422))


@pages.post("/committee/adjustments/<int:adjustment_id>/remove")
@access("committee")
def remove_adjustment(adjustment_id: int) -> Page:
    """Take an adjustment back, with a reason."""
    known = found(records.adjustment(db(), adjustment_id))
    check_place(known["contest_id"], known["entry_id"], change=True)
    return reasoned(
        known["contest_id"],
        known["entry_id"],
        f"adjustment-{adjustment_id}",
        lambda reason: acts.remove_adjustment(act(), adjustment_id, reason),
        msg("The adjustment was taken back."),
    )


@pages.post(f"{PLACE}/penalties/<penalty>")
@access("committee")
def confirm_penalty(contest_id: int, entry_id: int, penalty: str) -> Page:
    """Let the adjustments say what the record of who came asks for."""
    check_place(contest_id, entry_id, change=True)
    form = PenaltyForm()
    proposal = next((one for one in proposed(contest_id, entry_id) if one.penalty == penalty), None)
    if proposal is None or not form.validate():
        raise NotFound(refs.NOT_FOUND)
    reason = say(reason_of(proposal, meeting_rules(contest_id)))
    penalties.confirm_penalty(
        act(), contest_id, entry_id, penalty, revision=form.revision.number, reason=reason
    )
    return done(contest_id, entry_id, msg("The adjustments follow the record of who came."))


@pages.post("/committee/sheets/<int:sheet_id>/exclude")
@access("committee")
def exclude_sheet(sheet_id: int) -> Page:
    """Take a sheet out of every average, with a reason."""
    known = found(records.sheet(db(), sheet_id))
    check_place(known["contest_id"], known["entry_id"], change=True)
    return reasoned(
        known["contest_id"],
        known["entry_id"],
        f"sheet-{sheet_id}",
        lambda reason: acts.exclude_sheet(act(), sheet_id, reason),
        msg("The sheet was excluded: it left every average."),
    )


@pages.post("/committee/sheets/<int:sheet_id>/restore")
@access("committee")
def restore_sheet(sheet_id: int) -> Page:
    """Let an excluded sheet count again, with a reason."""
    known = found(records.sheet(db(), sheet_id))
    check_place(known["contest_id"], known["entry_id"], change=True)
    return reasoned(
        known["contest_id"],
        known["entry_id"],
        f"sheet-{sheet_id}",
        lambda reason: acts.restore_sheet(act(), sheet_id, reason),
        msg("The sheet counts again."),
    )


@pages.post("/committee/sheets/<int:sheet_id>/reopen", endpoint="reopen_sheet")
@access("committee")
def reopen(sheet_id: int) -> Page:
    """Give a submitted sheet back to its assessor, with a reason."""
    known = found(records.sheet(db(), sheet_id))
    check_place(known["contest_id"], known["entry_id"], change=True)
    return reasoned(
        known["contest_id"],
        known["entry_id"],
        f"reopen-{sheet_id}",
        lambda reason: reopen_sheet(act(), sheet_id, reason),
        msg("The sheet was reopened: it does not count until its assessor hands it in again."),
    )


# --- what all of them need -----------------------------------------------------------------------


def check_place(contest_id: int, entry_id: int, *, change: bool = False) -> None:
    """NotFound unless the entry stands in the contest and both are the visitor's to see (or to change)."""
    contest = refs.contest_ref(db(), contest_id)
    require(actor(), "contest.view", contest)
    require(actor(), "entry.oversee", refs.entry_ref(db(), entry_id))
    if not contests.stands(db(), contest_id, entry_id):
        raise NotFound(refs.NOT_FOUND)
    if change:
        require(actor(), "contest.manage", contest)


def reasoned(contest_id: int, entry_id: int, name: str, do: Callable[[str], None], success: Message) -> Page:
    """Do what needs a reason, or show its form again as it was typed."""
    form = ReasonForm(prefix=f"{name}-")
    if form.validate():
        try:
            do(form.reason.data or "")
        except Invalid as problem:
            form.show(problem)
        else:
            return done(contest_id, entry_id, success)
    return records_page(contest_id, entry_id, typed={name: form}, outcome=Outcome(status=422))


def done(contest_id: int, entry_id: int, message: Message) -> Response:
    """Back to the records, with what was done."""
    flash(say(message), "success")
    return redirect(url_for("committee.records", contest_id=contest_id, entry_id=entry_id), code=303)


def proposed(contest_id: int, entry_id: int) -> tuple[Proposal, ...]:
    """Where the record of who came and the adjustments differ."""
    return penalties.open_proposals(act(), contest_id, entry_id)


def meeting_rules(contest_id: int) -> InterviewRules:
    """What the edition says of this contest's meetings."""
    return interview_rules.of_round(db(), found(contests.described(db(), contest_id))["round_id"])


def entry_lines(contest_id: int, entry_id: int, *, posted: bool = False) -> list[Line]:
    """A line for each measured criterion of the contest's round."""
    contest, entry = found(contests.described(db(), contest_id)), found(entries.described(db(), entry_id))
    rnd = editions.round_by_id(db(), contest["round_id"]).rules
    subject: Row = {**entry, **records.coverage_of(db(), entry_id)}
    return lines_of(contest_id, [subject], rnd.measured_criteria, posted=posted)


def records_page(
    contest_id: int,
    entry_id: int,
    *,
    lines: list[Line] | None = None,
    adjustment: AdjustmentForm | None = None,
    typed: dict[str, ReasonForm] | None = None,
    outcome: Outcome | None = None,
) -> Page:
    """The records of one entry in one contest; refused forms come back as they were typed."""
    adjustments = records.adjustments_of(db(), contest_id, entry_id)
    sheets = records.sheets_of(db(), contest_id, entry_id)
    lines = entry_lines(contest_id, entry_id) if lines is None else lines
    names = [f"measure-{line.criterion.code}" for line in lines if line.known]
    names += [f"adjustment-{one['id']}" for one in adjustments]
    names += [f"{what}-{one['id']}" for one in sheets for what in ("sheet", "reopen")]
    contest_ref = refs.contest_ref(db(), contest_id)
    sheet_refs = sheet_versions.sheet_refs(db(), contest_ref, entry_id)
    blank = {name: ReasonForm(formdata=None, prefix=f"{name}-") for name in names}
    page = render_template(
        "committee/records.html",
        contest=found(contests.described(db(), contest_id)),
        entry=found(entries.described(db(), entry_id)),
        manage=may(actor(), "contest.manage", contest_ref),
        lines=lines,
        adjustments=adjustments,
        adjustment=adjustment or AdjustmentForm(formdata=None, prefix="adjust-"),
        sheets=sheets,
        reopening={sheet_id: may_reopen(actor(), ref) for sheet_id, ref in sheet_refs.items()},
        histories=sheet_versions.histories(db(), contest_id, entry_id),
        attendance=interviews.attendance(db(), contest_id, entry_id),
        record_attendance=may(actor(), "attendance.record", contest_ref),
        proposals=[
            (one, reason_of(one, meeting_rules(contest_id))) for one in proposed(contest_id, entry_id)
        ],
        forms={**blank, **(typed or {})},
        message=outcome.message if outcome else None,
    )
    return page, 200 if outcome is None else outcome.status
