"""Publishing a result: at once or at a moment to come; moving that moment, and calling it off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

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
from evaluation.store import announcements, contests, objections, recounts, refs
from evaluation.store.db import Row, moment
from evaluation.views.committee.blueprint import pages
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say

HERE = "/committee/contests/<int:contest_id>/publication"
Page = tuple[str, int] | Response


@dataclass(frozen=True)
class Change:
    """One way to change when a result becomes public: its form, what it does, and what is said then."""

    form: type[PageForm]
    work: Callable[[int, Any], None]
    done: Message


def _moment(contest_id: int, form: MomentForm) -> datetime:
    """The moment that was typed, in the contest's zone."""
    return form.moment(str(refs.found(contests.described(db(), contest_id))["timezone"]))


# By the last part of the address, which also begins the names of the form's fields; "set" needs none.
CHANGES: Final = {
    "set": Change(
        MomentForm,
        lambda contest_id, form: announcing.publish_at(act(), contest_id, _moment(contest_id, form)),
        msg("The moment of publication is set. Until then nobody outside sees anything of the result."),
    ),
    "move": Change(
        MoveForm,
        lambda contest_id, form: announcing.move(
            act(), contest_id, _moment(contest_id, form), form.reason.data
        ),
        msg("The moment of publication is moved."),
    ),
    "now": Change(
        ReasonForm,
        lambda contest_id, form: announcing.move(act(), contest_id, None, form.reason.data),
        msg("The result is published."),
    ),
    "call-off": Change(
        ReasonForm,
        lambda contest_id, form: announcing.call_off(act(), contest_id, form.reason.data),
        msg("The publication is called off. The result stays hidden until a moment is set anew."),
    ),
}


@pages.get(HERE)
@access("committee", "auditor")
def publication(contest_id: int) -> str:
    """When a result becomes public, who decided that, and what can still be changed about it."""
    return page(contest_id)


@pages.post("/committee/contests/<int:contest_id>/publish")
@access("committee")
def publish(contest_id: int) -> Response:
    """Show a finalised result to everybody."""
    announcing.publish(act(), contest_id)
    flash(say(msg("The result is published.")), "success")
    return redirect(url_for("committee.contest", contest_id=contest_id), code=303)


@pages.post(HERE, defaults={"change": "set"})
@pages.post(f"{HERE}/<any('move', 'now', 'call-off'):change>")
@access("committee")
def change_publication(contest_id: int, change: str) -> Page:
    """Set the moment, move it, publish at once instead, or call it off; what was typed stays when refused."""
    require(actor(), "contest.view", refs.contest_ref(db(), contest_id))
    wanted = CHANGES[change]
    form = wanted.form(prefix=f"{change}-")
    if not form.validate_on_submit():
        return page(contest_id, {change: form}), 422
    try:
        wanted.work(contest_id, form)
    except Invalid as problem:
        form.show(problem)
        return page(contest_id, {change: form}), 422
    except Refused as problem:
        return page(contest_id, {change: form}, problem.message), 409
    flash(say(wanted.done), "success")
    return redirect(url_for("committee.publication", contest_id=contest_id), code=303)


def page(contest_id: int, typed: dict[str, PageForm] | None = None, problem: Message | None = None) -> str:
    """The page of a result's publication; its forms are blank, but for the one that was `typed`."""
    ref = announcements.announcement_ref(db(), contest_id)
    require(actor(), "contest.view", ref)
    contest = refs.found(contests.described(db(), contest_id))
    window = objections.window_of(contest)
    blank = {name: one.form(formdata=None, prefix=f"{name}-") for name, one in CHANGES.items()}
    return render_template(
        "committee/publication.html",
        contest=contest,
        history=announcements.history(db(), contest_id),
        left=left_until(contest, now()),
        window=window,
        state=window.state(now()) if window else None,
        days=window.days_left(now()) if window else None,
        rule=objections.rule_of(contest),
        undecided=undecided(contest),
        forms=blank | (typed or {}),
        may_publish=may(actor(), "contest.publish", ref),
        may_move=may(actor(), "publication.move", ref),
        problem=problem,
    )


def undecided(contest: Row) -> dict[str, int]:
    """What still waits about a result that is not public: open recounts, objections without an answer."""
    if contest["published"] or not contest["finalised"]:
        return {}
    filed = objections.of_contest(db(), contest["id"], viewer=actor().account_id)
    return {
        "recounts": len(recounts.open_in(db(), contest["id"])),
        "objections": sum(one["state"] in ("open", "late") for one in filed),
    }


def left_until(contest: Row, at: datetime) -> Message | None:
    """How long an embargo lasts still; None without one."""
    if contest["published"] or contest["publishes_at"] is None:
        return None
    return time_left(moment(contest["publishes_at"]), at)
