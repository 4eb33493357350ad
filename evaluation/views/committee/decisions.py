"""Deciding on a contest: finalise its result. Publishing it is publication.py."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import contests as decide
from evaluation.actions import readiness
from evaluation.core.errors import Invalid, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.subjects import ContestRef
from evaluation.forms.decisions import FinaliseForm
from evaluation.permissions import may, require
from evaluation.store import announcements, contests, overview, refs, signatures
from evaluation.store.db import Row
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.contests import versions_of
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say


@pages.get("/committee/contests/<int:contest_id>/finalise")
@access("committee", "auditor")
def finalise(contest_id: int) -> str:
    """What still lacks and the form; once finalised, the fingerprint and where the entries went."""
    return finalise_page(contest_id, FinaliseForm())


@pages.post("/committee/contests/<int:contest_id>/finalise")
@access("committee")
def finalise_contest(contest_id: int) -> tuple[str, int] | Response:
    """Freeze the result of a contest."""
    require(actor(), "contest.finalise", refs.contest_ref(db(), contest_id))
    form = FinaliseForm()
    if not form.validate_on_submit():
        return finalise_page(contest_id, form), 422
    try:
        decide.finalise(act(), contest_id, form.reason.data)
    except Invalid as problem:
        form.show(problem)
        return finalise_page(contest_id, form), 422
    except Refused as problem:
        return finalise_page(contest_id, form, problem.message), 409
    flash(say(msg("The result is final. It shows to the public once you publish it.")), "success")
    return redirect(url_for("committee.finalise", contest_id=contest_id), code=303)


def finalise_page(contest_id: int, form: FinaliseForm, problem: Message | None = None) -> str:
    """The check list with the form, or what finalising brought about."""
    ref = refs.contest_ref(db(), contest_id)
    require(actor(), "contest.view", ref)
    lacks = readiness.lacks(db(), contest_id, now())
    advanced = [
        {**one, "link": one["next_id"] and bool(may(actor(), "contest.view", next_ref(one)))}
        for one in overview.advanced_to(db(), contest_id)
    ]
    return render_template(
        "committee/finalise.html",
        contest=contests.described(db(), contest_id),
        form=form,
        problem=problem,
        blocking=[lack for lack in lacks if lack.blocking],
        warnings=[lack for lack in lacks if not lack.blocking],
        may_finalise=may(actor(), "contest.finalise", ref),
        may_publish=may(actor(), "contest.publish", announcements.announcement_ref(db(), contest_id)),
        signatures=signatures.standing_of(db(), contest_id),
        may_take=may(actor(), "contest.minutes", refs.scores_ref(db(), contest_id, now())),
        advanced=advanced,
        **versions_of(contest_id),
        places=may(actor(), "contest.table", refs.scores_ref(db(), contest_id, now())),
    )


def next_ref(one: Row) -> ContestRef:
    """The contest that an advanced entry entered, as permissions see it."""
    return refs.contest_ref_of({**one, "id": one["next_id"]})
