"""The steps of a recount: what is done to one entry, to one sheet, and to the contest's rule."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import recounts as acts
from evaluation.actions.recount_steps import ruled
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.core.exact import parse_exact
from evaluation.core.messages import Message, msg
from evaluation.core.rules import Round
from evaluation.core.sheets import comment_words, range_words
from evaluation.forms.assessor import SheetForm
from evaluation.forms.recounts import (
    AmountForm,
    RuleForm,
    StepForm,
    ValueForm,
    marks_contents,
    marks_form,
    rule_form,
)
from evaluation.permissions import require
from evaluation.store import contest_rules, contests, desk, editions, entries, records, recounts, refs
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views.committee.blueprint import pages
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say

Page = str | tuple[str, int] | Response
Forms = dict[tuple[str, str], StepForm]

ENTRY = "/committee/recounts/<int:recount_id>/entries/<int:entry_id>"
FORMS: dict[str, type[StepForm]] = {
    "late": StepForm,
    "sheet-out": StepForm,
    "sheet-in": StepForm,
    "entry-out": StepForm,
    "entry-withdrawn": StepForm,
    "measure": ValueForm,
    "adjustment": AmountForm,
    "adjustment-back": StepForm,
}
ADDED = msg("The step was added. Look at what it would give.")


@pages.get(ENTRY)
@access("committee")
def recount_entry(recount_id: int, entry_id: int) -> Page:
    """Everything that a step can do to one entry and its sheets."""
    return entry_page(recount_id, entry_id)


@pages.post(f"{ENTRY}/<kind>/<target>")
@access("committee")
def add_recount_step(recount_id: int, entry_id: int, kind: str, target: str) -> Page:
    """Add a step on an entry; `target` is the sheet, the adjustment, the criterion, or "entry"."""
    editing(recount_id, entry_id)
    if kind not in FORMS:
        raise NotFound(refs.NOT_FOUND)
    form = FORMS[kind](prefix=f"{kind}-{target}-")
    if not form.validate():
        return entry_page(recount_id, entry_id, {(kind, target): form}), 422
    try:
        acts.add_step(
            act(),
            recount_id,
            kind,
            reason=form.reason.data or "",
            entry_id=entry_id,
            contents=form.contents | targeted(kind, target),
        )
    except Invalid as problem:
        form.form_errors.extend([problem.message, *problem.fields.values()])
        return entry_page(recount_id, entry_id, {(kind, target): form}), 422
    except Refused as problem:
        return entry_page(recount_id, entry_id, {(kind, target): form}, problem.message), 409
    return done(recount_id)


def targeted(kind: str, target: str) -> dict[str, Any]:
    """What a step is aimed at, as it holds it. NotFound for what is no number of anything."""
    if kind == "measure":
        return {"criterion": target}
    if kind in ("late", "sheet-out", "sheet-in"):
        return {"sheet": number(target)}
    if kind == "adjustment-back":
        known = found(records.adjustment(db(), number(target)))
        unit = "points" if known["points"] is not None else "percent"
        return {"adjustment": known["id"], "unit": unit, "amount": known[unit]}
    return {}


def number(target: str) -> int:
    """A target that is a number."""
    if not target.isascii() or not target.isdigit() or len(target) > 15:
        raise NotFound(refs.NOT_FOUND)
    return int(target)


def entry_page(
    recount_id: int, entry_id: int, bad: Forms | None = None, problem: Message | None = None
) -> str:
    """The entry's page with its forms; `bad` is one with what was typed."""
    recount, contest, entry = editing(recount_id, entry_id)

    def form(kind: str, target: object) -> StepForm:
        key = kind, str(target)
        return (bad or {}).get(key) or FORMS[kind](formdata=None, prefix=f"{kind}-{target}-")

    measured = editions.round_by_id(db(), contest["round_id"]).rules.measured_criteria
    return render_template(
        "committee/recount_entry.html",
        recount=recount,
        contest=contest,
        entry=entry,
        seats=recounts.seats_of(db(), contest["id"], entry_id),
        measured=measured,
        measures={one["criterion"]: one for one in records.measures_of(db(), contest["id"], {entry_id})},
        adjustments=records.adjustments_of(db(), contest["id"], entry_id),
        form=form,
        problem=problem,
    )


def editing(recount_id: int, entry_id: int | None = None) -> tuple[Row, Row, Row]:
    """A recount that the visitor may change, its contest, and the entry in it (no entry: {}).

    NotFound for an entry that does not stand in the contest.
    """
    recount = recounts.recount(db(), recount_id)
    require(actor(), "recount.edit", recounts.recount_ref(db(), recount, now()))
    contest = found(contests.described(db(), recount["contest_id"]))
    if entry_id is None:
        return recount, contest, {}
    if not contests.stands(db(), contest["id"], entry_id):
        raise NotFound(refs.NOT_FOUND)
    return recount, contest, found(entries.described(db(), entry_id))


def done(recount_id: int) -> Response:
    """Back to the recount, where the preview has the new step."""
    flash(say(ADDED), "success")
    return redirect(url_for("committee.recount", recount_id=recount_id), code=303)


# --- a sheet's marks -----------------------------------------------------------------------------


@pages.get(f"{ENTRY}/sheets/<int:account_id>")
@access("committee")
def recount_sheet(recount_id: int, entry_id: int, account_id: int) -> Page:
    """The marks of an assessor's submitted sheet to correct, or a blank one to take over from paper."""
    place = editing(recount_id, entry_id)
    contest = place[1]
    seat = seat_of(contest["id"], entry_id, account_id)
    form = marks_form(rules_of(contest))(formdata=None)
    marks, comments = standing_marks(recount_id, seat)
    form.fill_plain({code: parse_exact(mark) for code, mark in marks.items() if mark}, comments, 0)
    return sheet_page(place, seat, form)


@pages.post(f"{ENTRY}/sheets/<int:account_id>")
@access("committee")
def add_recount_sheet(recount_id: int, entry_id: int, account_id: int) -> Page:
    """Add the step that writes these marks."""
    place = editing(recount_id, entry_id)
    contest = place[1]
    seat = seat_of(contest["id"], entry_id, account_id)
    form = marks_form(rules_of(contest))()
    if not form.validate():
        return sheet_page(place, seat, form), 422
    submitted = seat["status"] == "submitted"
    target = (
        {"sheet": seat["sheet_id"]} | written_upon(recount_id, seat)
        if submitted
        else {"assessor": account_id}
    )
    try:
        acts.add_step(
            act(),
            recount_id,
            "marks" if submitted else "paper",
            reason=form["reason"].data,
            entry_id=entry_id,
            contents=marks_contents(form) | target,
        )
    except Invalid as problem:
        form.show(problem)
        return sheet_page(place, seat, form), 422
    except Refused as problem:
        return sheet_page(place, seat, form, problem.message), 409
    return done(recount_id)


def seat_of(contest_id: int, entry_id: int, account_id: int) -> Row:
    """The seat of an assessor whom nothing keeps away from the entry. NotFound for any other."""
    seats = recounts.seats_of(db(), contest_id, entry_id)
    return found(next((s for s in seats if s["account_id"] == account_id and not s["recused"]), None))


def rules_of(contest: Row) -> Round:
    """The round of a contest's row."""
    return editions.round_by_id(db(), contest["round_id"]).rules


def standing_marks(recount_id: int, seat: Row) -> tuple[dict[str, str], dict[str, str]]:
    """Marks and comments of a submitted sheet as earlier steps of the recount leave them; none of a draft."""
    if seat["status"] != "submitted":
        return {}, {}
    kept = desk.marks_of(db(), seat["sheet_id"])
    marks = {one["code"]: one["value"] or "" for one in kept}
    comments = {one["code"]: one["comment"] for one in kept}
    for step in recounts.steps_of(db(), recount_id):
        if step["kind"] == "marks" and step["contents"]["sheet"] == seat["sheet_id"]:
            marks, comments = step["contents"]["marks"], step["contents"]["comments"]
    return marks, comments


def written_upon(recount_id: int, seat: Row) -> dict[str, Any]:
    """What a correction of a submitted sheet starts from; should that change, it can't be carried out."""
    marks, comments = standing_marks(recount_id, seat)
    return {"before": marks, "before_comments": comments}


def sheet_page(
    place: tuple[Row, Row, Row], seat: Row, form: SheetForm, problem: Message | None = None
) -> str:
    """The form of the marks; `place` is the recount, the contest and the entry."""
    recount, contest, entry = place
    rnd = rules_of(contest)
    return render_template(
        "committee/recount_sheet.html",
        recount=recount,
        contest=contest,
        entry=entry,
        seat=seat,
        form=form,
        criteria=rnd.judged_criteria,
        words={c.code: (range_words(c), comment_words(c)) for c in rnd.judged_criteria},
        problem=problem,
    )


# --- the rule ------------------------------------------------------------------------------------


@pages.get("/committee/recounts/<int:recount_id>/rule")
@access("committee")
def recount_rule(recount_id: int) -> Page:
    """The places and the promotion of the contest, to be changed."""
    recount, contest, _ = editing(recount_id)
    rnd = standing_rule(recount_id, contest)
    form = rule_form(rnd)(formdata=None)
    form.fill(rnd)
    return rule_page(recount, contest, form)


@pages.post("/committee/recounts/<int:recount_id>/rule")
@access("committee")
def add_recount_rule(recount_id: int) -> Page:
    """Add the step that changes them."""
    recount, contest, _ = editing(recount_id)
    form = rule_form(standing_rule(recount_id, contest))()
    if not form.complete:
        return rule_page(recount, contest, form), 422
    try:
        acts.add_step(act(), recount_id, "rule", reason=form.reason.data or "", contents=form.contents)
    except Invalid as problem:
        form.show(problem)
        return rule_page(recount, contest, form), 422
    except Refused as problem:
        return rule_page(recount, contest, form, problem.message), 409
    return done(recount_id)


def standing_rule(recount_id: int, contest: Row) -> Round:
    """The contest's round, as the recount's earlier steps leave it."""
    rnd = contest_rules.ruled(db(), contest["id"], rules_of(contest))
    for step in recounts.steps_of(db(), recount_id):
        if step["kind"] == "rule":
            rnd = ruled(rnd, step["contents"])
    return rnd


def rule_page(recount: Row, contest: Row, form: RuleForm, problem: Message | None = None) -> str:
    """The form of the rule."""
    return render_template(
        "committee/recount_rule.html", recount=recount, contest=contest, form=form, problem=problem
    )
