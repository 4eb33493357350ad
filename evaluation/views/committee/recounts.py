"""Recounts of a contest: the list, one with its steps and its preview, applying and dropping it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from evaluation.actions import recounts as acts
from evaluation.actions.recount_trials import looked_at
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.recounts import Preview, kept_from, places
from evaluation.core.result_changes import alone, sentence
from evaluation.forms.recounts import ApplyForm, BeginForm, StepForm
from evaluation.permissions import may, require
from evaluation.reports.explanation import explain
from evaluation.store import contests, overview, recounts, refs, result_versions, standings
from evaluation.store.db import Row
from evaluation.views.committee.blueprint import pages
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say
from evaluation.views.recount_words import step_details, step_sentence

Page = str | tuple[str, int] | Response

GONE = msg("The preview of this recount has no such standing any more: open the recount again.")


@pages.get("/committee/contests/<int:contest_id>/recounts", endpoint="recounts")
@access("committee", "auditor")
def recount_list(contest_id: int) -> Page:
    """A contest's recounts and the form that begins one; ?objection= names what asked for it."""
    form = BeginForm(formdata=None)
    form.objection.data = request.args.get("objection", "")
    return list_page(contest_id, form)


@pages.post("/committee/contests/<int:contest_id>/recounts")
@access("committee")
def begin_recount(contest_id: int) -> Page:
    """Begin a recount."""
    require(actor(), "recount.begin", refs.scores_ref(db(), contest_id, now()))
    form = BeginForm()
    if not form.validate():
        return list_page(contest_id, form), 422
    try:
        recount_id = acts.begin(
            act(),
            contest_id,
            form.title.data,
            form.reason.data,
            form.objection_id,
            decree=form.decree.data or "",
        )
    except Invalid as problem:
        form.show(problem)
        return list_page(contest_id, form), 422
    return redirect(url_for("committee.recount", recount_id=recount_id), code=303)


def list_page(contest_id: int, form: BeginForm) -> str:
    """The list with the form."""
    ref = result_versions.every_ref(db(), contest_id, now())
    require(actor(), "recounts.list", ref)
    view = may(actor(), "recount.view", ref)
    asked = asked_by(contest_id, form.objection_id)
    taken = None if asked is None else acts.taken_up(db(), asked["id"])
    if taken is not None:
        form.objection.data = ""
    return render_template(
        "committee/recounts.html",
        contest=refs.found(contests.described(db(), contest_id)),
        recounts=recounts.of_contest(db(), contest_id) if view else [],
        view=view,
        sees=may(actor(), "contest.view", ref),
        may_begin=may(actor(), "recount.begin", ref),
        form=form,
        objection=asked if taken is None else None,
        taken=taken,
        spent=None if taken is None else acts.spent(taken),
    )


def asked_by(contest_id: int, objection_id: int | None) -> Row | None:
    """The granted objection that a recount answers; None without one."""
    return None if objection_id is None else acts.granted_here(db(), contest_id, objection_id)


@pages.get("/committee/recounts/<int:recount_id>", endpoint="recount")
@access("committee", "auditor")
def recount_page(recount_id: int) -> Page:
    """A recount: its steps, and what they would give beside what stands today."""
    return page(recount_id)


@pages.post("/committee/recounts/<int:recount_id>/steps/<int:step_id>/remove")
@access("committee")
def remove_recount_step(recount_id: int, step_id: int) -> Page:
    """Take a step out."""
    acts.remove_step(act(), recount_id, step_id)
    flash(say(msg("The step was removed.")), "success")
    return redirect(url_for("committee.recount", recount_id=recount_id), code=303)


@pages.post("/committee/recounts/<int:recount_id>/apply")
@access("committee")
def apply_recount(recount_id: int) -> Page:
    """Apply all steps, as the page showed them."""
    form = ApplyForm()
    viewed(recount_id)
    if not form.validate():
        return page(recount_id, applying=form), 422
    try:
        done = acts.apply(act(), recount_id, form.seen.data or "")
    except Refused as problem:
        return page(recount_id, problem=problem.message), 409
    if done.opened:
        flash(say(msg("The recount is applied. Finalise and publish the corrected result next.")), "success")
    else:
        flash(say(msg("The recount is applied.")), "success")
    return redirect(url_for("committee.recount", recount_id=recount_id), code=303)


@pages.post("/committee/recounts/<int:recount_id>/drop")
@access("committee")
def drop_recount(recount_id: int) -> Page:
    """Drop the whole recount, with a reason."""
    form = StepForm(prefix="drop-")
    viewed(recount_id)
    if not form.validate():
        return page(recount_id, dropping=form), 422
    acts.drop(act(), recount_id, form.reason.data or "")
    flash(say(msg("The recount is dropped. Nothing was changed.")), "success")
    return redirect(url_for("committee.recount", recount_id=recount_id), code=303)


@pages.get("/committee/recounts/<int:recount_id>/contests/<int:contest_id>/<any(today, then):when>/<code>")
@access("committee", "auditor")
def recount_standing(recount_id: int, contest_id: int, when: str, code: str) -> Page:
    """One standing of the preview, today's or the one that would be, opened into every part."""
    one = viewed(recount_id)
    require(actor(), "recount.view", result_versions.every_ref(db(), contest_id, now()))
    found = looked_at(act(), one) if one["outcome"] is None else None
    shown = [] if found is None or found.own is None else [found.own, *found.later]
    change = next((each for each in shown if each.contest_id == contest_id), None)
    if change is None:
        raise NotFound(GONE)
    try:
        opened = explain(change.before if when == "today" else change.after, code)
    except KeyError as missing:
        raise NotFound(refs.NOT_FOUND) from missing
    return render_template(
        "committee/recount_standing.html",
        recount=one,
        contest=refs.found(contests.described(db(), contest_id)),
        found=opened,
        then=when == "then",
        sees=may(actor(), "contest.view", refs.contest_ref(db(), contest_id)),
        people=overview.people_in(db(), contest_id),
        rounds=overview.round_titles(db(), refs.contest_ref(db(), contest_id).edition_id),
    )


def viewed(recount_id: int) -> Row:
    """A recount that the visitor may see. NotFound or Denied for any other."""
    one = recounts.recount(db(), recount_id)
    require(actor(), "recount.view", recounts.recount_ref(db(), one, now()))
    return one


def page(
    recount_id: int,
    *,
    problem: Message | None = None,
    applying: ApplyForm | None = None,
    dropping: StepForm | None = None,
) -> str:
    """A recount with its preview while it is open, with what it changed once it was applied."""
    one = viewed(recount_id)
    contest = refs.found(contests.described(db(), one["contest_id"]))
    ref = recounts.recount_ref(db(), one, now())
    open_now = one["outcome"] is None
    found = looked_at(act(), one) if open_now else None
    rnd = found.own.before.rules if found and found.own else standings.result(db(), contest["id"]).rules
    form = applying or ApplyForm(formdata=None)
    if found:
        form.seen.data = found.seen
    steps = recounts.steps_of(db(), recount_id)
    return render_template(
        "committee/recount.html",
        objection=asked_by(one["contest_id"], one["objection_id"]),
        recount=one,
        contest=contest,
        steps=[(step, step_sentence(step, rnd), step_details(step, rnd)) for step in steps],
        found=found,
        sees=may(actor(), "contest.view", ref),
        own=places(found.own) if found and found.own else None,
        later=later_of(found),
        kept=kept_of(one),
        entries=overview.entries_in(db(), contest["id"]),
        may_edit=may(actor(), "recount.edit", ref),
        may_apply=may(actor(), "recount.apply", acts.deciding_ref(act(), one, found)) if found else None,
        nothing=acts.held_up(db(), one, found) if found else None,
        applying=form,
        dropping=dropping or StepForm(formdata=None, prefix="drop-"),
        problem=problem,
        sentence=sentence,
        alone=alone,
        rounds=overview.round_titles(db(), contest["edition_id"]),
    )


def later_of(found: Preview | None) -> list[Row]:
    """The other contests that would change, each with its table for whoever may see that contest."""
    return [
        {
            "contest": refs.found(contests.described(db(), one.contest_id)),
            "change": one,
            "places": places(one),
        }
        | told(one.contest_id)
        for one in (found.later if found else ())
    ]


def kept_of(one: Row) -> list[Row]:
    """What an applied recount changed: contests with their differences, for whoever may see them.

    `versions` are the results that it opened again.
    """
    return [
        {
            "contest": refs.found(contests.described(db(), kept.contest_id)),
            "kept": kept,
            "versions": [
                version
                for version in result_versions.versions_of(db(), kept.contest_id)
                if version["recount_id"] == one["id"]
            ],
        }
        | told(kept.contest_id)
        for kept in (kept_from(one["changes"]) if one["changes"] else ())
    ]


def told(contest_id: int) -> Row:
    """Whether the visitor may open a contest, and be told the places in it."""
    ref = result_versions.every_ref(db(), contest_id, now())
    return {"link": may(actor(), "contest.view", ref), "table": may(actor(), "recount.view", ref)}
