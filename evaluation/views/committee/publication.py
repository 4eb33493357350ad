"""Publishing a result: at once or at a moment to come; moving that moment, and calling it off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import announcing
from evaluation.core.completeness import time_left
from evaluation.core.errors import Invalid, Refused
from evaluation.core.messages import Message, msg
from evaluation.forms.announcing import MomentForm, MoveForm
from evaluation.forms.base import PageForm
from evaluation.forms.committee import ReasonForm
from evaluation.permissions import may, require
from evaluation.store import announcements, contests, objections, refs
from evaluation.store.db import Row, moment
from evaluation.views.committee.blueprint import pages
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say

HERE = "/committee/contests/<int:contest_id>/publication"
Page = tuple[str, int] | Response


@dataclass(frozen=True)
class Forms:
    """The forms of the page: blank, but for the one that was refused."""

    moment: MomentForm = field(default_factory=lambda: MomentForm(formdata=None, prefix="set-"))
    move: MoveForm = field(default_factory=lambda: MoveForm(formdata=None, prefix="move-"))
    at_once: ReasonForm = field(default_factory=lambda: ReasonForm(formdata=None, prefix="now-"))
    call_off: ReasonForm = field(default_factory=lambda: ReasonForm(formdata=None, prefix="off-"))


@pages.get(HERE)
@access("committee", "auditor")
def publication(contest_id: int) -> str:
    """When a result becomes public, who decided that, and what can still be changed about it."""
    return page(contest_id, Forms())


@pages.post("/committee/contests/<int:contest_id>/publish")
@access("committee")
def publish(contest_id: int) -> Response:
    """Show a finalised result to everybody."""
    announcing.publish(act(), contest_id)
    flash(say(msg("The result is published.")), "success")
    return redirect(url_for("committee.contest", contest_id=contest_id), code=303)


@pages.post(HERE)
@access("committee")
def set_publication(contest_id: int) -> Page:
    """Set the moment at which a result becomes public."""
    form = MomentForm(prefix="set-")
    zone = zone_of(contest_id)
    return done(
        contest_id,
        form,
        Forms(moment=form),
        lambda: announcing.publish_at(act(), contest_id, form.moment(zone)),
        msg("The moment of publication is set. Until then nobody outside sees anything of the result."),
    )


@pages.post(f"{HERE}/move")
@access("committee")
def move_publication(contest_id: int) -> Page:
    """Move the moment."""
    form = MoveForm(prefix="move-")
    zone = zone_of(contest_id)
    return done(
        contest_id,
        form,
        Forms(move=form),
        lambda: announcing.move(act(), contest_id, form.moment(zone), form.reason.data),
        msg("The moment of publication is moved."),
    )


@pages.post(f"{HERE}/now")
@access("committee")
def publish_now(contest_id: int) -> Page:
    """Publish at once what was to become public later."""
    form = ReasonForm(prefix="now-")
    return done(
        contest_id,
        form,
        Forms(at_once=form),
        lambda: announcing.move(act(), contest_id, None, form.reason.data),
        msg("The result is published."),
    )


@pages.post(f"{HERE}/call-off")
@access("committee")
def call_off_publication(contest_id: int) -> Page:
    """Call the moment off."""
    form = ReasonForm(prefix="off-")
    return done(
        contest_id,
        form,
        Forms(call_off=form),
        lambda: announcing.call_off(act(), contest_id, form.reason.data),
        msg("The publication is called off. The result stays hidden until a moment is set anew."),
    )


def done(contest_id: int, form: PageForm, forms: Forms, change: Callable[[], None], message: Message) -> Page:
    """Do it and say so, or show the page again with what was typed."""
    require(actor(), "contest.view", refs.contest_ref(db(), contest_id))
    if not form.validate_on_submit():
        return page(contest_id, forms), 422
    try:
        change()
    except Invalid as problem:
        form.show(problem)
        return page(contest_id, forms), 422
    except Refused as problem:
        return page(contest_id, forms, problem.message), 409
    flash(say(message), "success")
    return redirect(url_for("committee.publication", contest_id=contest_id), code=303)


def zone_of(contest_id: int) -> str:
    """The zone in which a contest's moments are written."""
    return str(refs.found(contests.described(db(), contest_id))["timezone"])


def page(contest_id: int, forms: Forms, problem: Message | None = None) -> str:
    """The page of a result's publication."""
    ref = announcements.announcement_ref(db(), contest_id)
    require(actor(), "contest.view", ref)
    contest = refs.found(contests.described(db(), contest_id))
    return render_template(
        "committee/publication.html",
        contest=contest,
        history=announcements.history(db(), contest_id),
        left=left_until(contest, now()),
        window=objections.window_of(contest),
        rule=objections.rule_of(contest),
        forms=forms,
        may_publish=may(actor(), "contest.publish", ref),
        may_move=may(actor(), "publication.move", ref),
        problem=problem,
    )


def left_until(contest: Row, at: datetime) -> Message | None:
    """How long an embargo lasts still; None without one."""
    if contest["published"] or contest["publishes_at"] is None:
        return None
    return time_left(moment(contest["publishes_at"]), at)
