"""Objections to a result, as its committee reads and answers them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import objections as decide
from evaluation.actions import recounts as acts
from evaluation.core.errors import Invalid, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.objection_rules import days_between
from evaluation.core.result_changes import sentence
from evaluation.forms.announcing import AnswerForm
from evaluation.permissions import may, require
from evaluation.store import contests, objections, recounts, refs, result_versions
from evaluation.store.db import Row, moment
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.recounts import kept_of
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say


@pages.get("/committee/contests/<int:contest_id>/objections", endpoint="objections")
@access("committee", "auditor")
def objections_page(contest_id: int) -> str:
    """The objections to a contest's result, those that wait with the days left to answer."""
    require(actor(), "contest.view", refs.contest_ref(db(), contest_id))
    contest = refs.found(contests.described(db(), contest_id))
    window = objections.window_of(contest)
    return render_template(
        "committee/objections.html",
        contest=contest,
        rule=objections.rule_of(contest),
        window=window,
        state=window.state(now()) if window else None,
        days_left=window.days_left(now()) if window else None,
        found=[
            {**one, "days": days_of(one, contest["timezone"])}
            for one in objections.of_contest(db(), contest_id, viewer=actor().account_id)
        ],
    )


@pages.get("/committee/objections/<int:objection_id>")
@access("committee", "auditor")
def objection(objection_id: int) -> str:
    """One objection with its files, and the form of the answer or the answer that was given."""
    return objection_page(objection_id, AnswerForm())


@pages.post("/committee/objections/<int:objection_id>")
@access("committee")
def answer_objection(objection_id: int) -> tuple[str, int] | Response:
    """Answer an objection for good."""
    ref = objections.objection_ref(db(), objection_id)
    require(actor(), "objection.oversee", ref)
    form = AnswerForm()
    if not form.validate_on_submit():
        return objection_page(objection_id, form), 422
    try:
        decide.answer(act(), objection_id, form.outcome.data, form.reasons.data)
    except Invalid as problem:
        form.show(problem)
        return objection_page(objection_id, form), 422
    except Refused as problem:
        return objection_page(objection_id, form, problem.message), 409
    flash(say(msg("The answer is kept, published and sent to the candidate.")), "success")
    return redirect(url_for("committee.objection", objection_id=objection_id), code=303)


def objection_page(objection_id: int, form: AnswerForm, problem: Message | None = None) -> str:
    """The page of one objection."""
    ref = objections.objection_ref(db(), objection_id)
    require(actor(), "objection.oversee", ref)
    one = refs.found(objections.by_id(db(), objection_id))
    contest = refs.found(contests.described(db(), ref.contest_id))
    every = result_versions.every_ref(db(), ref.contest_id, now())
    may_read = may(actor(), "recount.view", every)
    return render_template(
        "committee/objection.html",
        one=one,
        contest=contest,
        files=objections.files_of(db(), objection_id),
        days=days_of(one, contest["timezone"]),
        form=form,
        may_answer=may(actor(), "objection.answer", ref),
        may_correct=may(actor(), "recount.begin", refs.scores_ref(db(), ref.contest_id, now())),
        may_see_versions=may(actor(), "version.view", every),
        corrections=[
            {**made, "kept": kept_of(made)} for made in recounts.of_objection(db(), objection_id) if may_read
        ],
        may_read=may_read,
        taken=acts.taken_up(db(), objection_id),
        sentence=sentence,
        problem=problem,
    )


def days_of(one: Row, zone: str) -> int | None:
    """The calendar days left to answer an objection that waits; negative when it is late."""
    if one["state"] not in ("open", "late") or one["answer_due"] is None:
        return None
    return days_between(now(), moment(one["answer_due"]), zone)
