"""Measured values of a whole contest: one criterion at a time, a line an entry, saved together."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from evaluation.core.errors import NotFound
from evaluation.core.messages import msg
from evaluation.core.paging import Paging, paging
from evaluation.core.rules import Criterion
from evaluation.permissions import may, require
from evaluation.store import contests, editions, records, refs
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.lines import Line, Outcome, lines_of, save
from evaluation.views.context import actor, db
from evaluation.views.gate import access
from evaluation.views.language import say

PAGE_SIZE = 100

Page = str | tuple[str, int] | Response


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address names: a contest, one of its measured criteria, and a page of its entries."""

    contest: Row
    criteria: tuple[Criterion, ...]
    criterion: Criterion | None
    paging: Paging
    entries: list[Row]


@pages.get("/committee/contests/<int:contest_id>/measures", endpoint="measures")
@access("committee", "auditor")
def shown(contest_id: int) -> Page:
    """All entries' values on one measured criterion."""
    asked = asked_for(contest_id)
    lines = [] if asked.criterion is None else lines_of(contest_id, asked.entries, [asked.criterion])
    return measures_page(asked, lines, Outcome(status=200))


@pages.post("/committee/contests/<int:contest_id>/measures")
@access("committee")
def save_measures(contest_id: int) -> Page:
    """Save the values of this page, all or none."""
    asked = asked_for(contest_id)
    require(actor(), "contest.manage", refs.contest_ref(db(), contest_id))
    if asked.criterion is None:
        raise NotFound(refs.NOT_FOUND)
    lines = lines_of(contest_id, asked.entries, [asked.criterion], posted=True)
    outcome = save(contest_id, lines, request.form.get("common_source", "").strip())
    if outcome.status != 303:
        return measures_page(asked, lines, outcome)
    flash(say(msg("Measured values saved: %(count)s.", count=outcome.changed)), "success")
    here = url_for(
        "committee.measures",
        contest_id=contest_id,
        criterion=asked.criterion.code,
        page=asked.paging.number,
    )
    return redirect(here, code=303)


def asked_for(contest_id: int) -> Asked:
    """What ?criterion= and ?page= name; the first measured criterion and the first page by default."""
    require(actor(), "contest.view", refs.contest_ref(db(), contest_id))
    contest = found(contests.described(db(), contest_id))
    criteria = editions.round_by_id(db(), contest["round_id"]).rules.measured_criteria
    code = request.args.get("criterion")
    criterion = next((one for one in criteria if code in (None, "", one.code)), None)
    if code and criterion is None:
        raise NotFound(refs.NOT_FOUND)
    who = actor().account_id
    page = paging(
        request.args.get("page"), size=PAGE_SIZE, total=records.measurable_count(db(), contest_id, who)
    )
    there = records.measurable_entries(db(), contest_id, who, limit=page.size, offset=page.offset)
    return Asked(contest, criteria, criterion, page, there)


def measures_page(asked: Asked, lines: list[Line], outcome: Outcome) -> Page:
    """The table of one criterion; refused lines come back as they were typed."""
    ref = refs.contest_ref(db(), asked.contest["id"])
    page = render_template(
        "committee/measures.html",
        contest=asked.contest,
        criteria=asked.criteria,
        criterion=asked.criterion,
        paging=asked.paging,
        lines=lines,
        manage=may(actor(), "contest.manage", ref),
        common_source=request.form.get("common_source", ""),
        message=outcome.message,
    )
    return page, outcome.status
