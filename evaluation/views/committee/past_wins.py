"""Wins of earlier award years: what rules on past winners look at, recorded and taken away."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from evaluation.actions.past_wins import PastWin, record_past_win, remove_past_win
from evaluation.core.entry_facts import tidy
from evaluation.core.errors import Denied, Invalid, NotFound
from evaluation.core.messages import msg
from evaluation.core.paging import paging
from evaluation.core.subjects import PastWinRef
from evaluation.forms.entry_facts import PastWinForm, RemovalForm
from evaluation.permissions import may
from evaluation.store import editions, past_wins, refs
from evaluation.store.db import Row
from evaluation.store.past_wins import WinsSeen
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.scope import Scope, scope
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import pick, say

PAGE_SIZE = 100

Page = str | tuple[str, int] | Response


@pages.get("/committee/past-wins", endpoint="past_wins")
@access("committee", "auditor")
def listed() -> Page:
    """The wins that count before ?edition=, with where each is known from."""
    return wins_page(scope())


@pages.post("/committee/past-wins")
@access("committee")
def record_win() -> Page:
    """Record one win."""
    within, form = chosen(), PastWinForm()
    if form.validate_on_submit():
        win = PastWin(
            tidy(form.candidate.data), form.category.data, form.award_year.data or 0, tidy(form.source.data)
        )
        try:
            record_past_win(act(), within.edition["id"], win)
        except Invalid as problem:
            form.show(problem)
        except (Denied, NotFound) as problem:
            form.show(Invalid(problem.message, {"candidate": problem.message}))
        else:
            flash(say(msg("The win is recorded.")), "success")
            return redirect(url_for("committee.past_wins", edition=within.edition["code"]), code=303)
    return wins_page(within, form, status=422)


@pages.post("/committee/past-wins/<int:past_win_id>/remove")
@access("committee")
def remove_win(past_win_id: int) -> Page:
    """Take a recorded win away, with a reason."""
    within, form = chosen(), RemovalForm(prefix=f"win-{past_win_id}-")
    win = refs.found(past_wins.by_id(db(), within.edition["id"], past_win_id))
    candidate = past_wins.refs_of(db(), within.edition["id"], [win["candidate_code"]])[win["candidate_code"]]
    if not may(actor(), "past-win.record", candidate):
        raise NotFound(refs.NOT_FOUND)
    if form.validate_on_submit():
        remove_past_win(act(), within.edition["id"], past_win_id, form.reason.data)
        flash(say(msg("The win was taken away.")), "success")
        return redirect(url_for("committee.past_wins", edition=within.edition["code"]), code=303)
    return wins_page(within, removal={past_win_id: form}, status=422)


def chosen() -> Scope:
    """The edition of ?edition=. NotFound without any."""
    within = scope()
    if within is None:
        raise NotFound(refs.NOT_FOUND)
    return within


def wins_page(
    within: Scope | None,
    form: PastWinForm | None = None,
    removal: dict[int, RemovalForm] | None = None,
    status: int = 200,
) -> Page:
    """The page, with a form that was refused."""
    if within is None:
        return render_template("committee/past_wins.html", scope=None)
    edition = within.edition
    form = form or PastWinForm(formdata=None)
    categories = editions.categories_of(db(), edition["id"])
    form.offer([(one["code"], pick(one)) for one in categories])
    everywhere = within.national or within.everything
    seen = WinsSeen(edition["id"], actor().account_id, everywhere, within.provinces)
    page = paging(request.args.get("page"), size=PAGE_SIZE, total=past_wins.count(db(), seen))
    found = past_wins.listed(db(), seen, limit=page.size, offset=page.offset)
    html = render_template(
        "committee/past_wins.html",
        scope=within,
        form=form,
        wins=[(one, removal_of(one, edition["id"], removal or {})) for one in found],
        paging=page,
        rounds=[rnd for rnd in editions.rules_of(db(), edition["id"]).rounds if rnd.promotion.past_winners],
        may_record=within.national or bool(within.provinces),
    )
    return html, status


def removal_of(one: Row, edition_id: int, typed: dict[int, RemovalForm]) -> RemovalForm | None:
    """The form by which a recorded win is taken away; None for what isn't the visitor's to take."""
    if one["past_win_id"] is None:
        return None
    if not may(actor(), "past-win.record", PastWinRef(edition_id, one["province_code"] or "")):
        return None
    number = one["past_win_id"]
    return typed.get(number) or RemovalForm(formdata=None, prefix=f"win-{number}-")
