"""A contest's earlier final results, as they were: standings, each one opened, signatures, minutes."""

from __future__ import annotations

from collections import Counter

from flask import render_template
from werkzeug.wrappers import Response

from evaluation.core.errors import NotFound
from evaluation.core.receipt_code import receipt_code
from evaluation.core.snapshot import Result, from_json
from evaluation.permissions import may, require
from evaluation.reports.explanation import explain
from evaluation.reports.papers import plain_paper
from evaluation.reports.promotion_groups import groups_of
from evaluation.store import contests, minutes, overview, refs, result_versions
from evaluation.store.db import Row, moment
from evaluation.store.minutes import MinutesFacts
from evaluation.views import paper_words
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.minutes import check_address, deliberated, file_name
from evaluation.views.context import actor, db, in_language, now
from evaluation.views.gate import access
from evaluation.views.minutes_words import Minutes, minutes_data
from evaluation.views.papers import pdf

VERSION = "/committee/contests/<int:contest_id>/versions/<int:number>"


@pages.get(VERSION)
@access("committee", "auditor")
def result_version(contest_id: int, number: int) -> str:
    """A final result that was replaced: what it was, why and by what it was replaced."""
    contest, version, result = taken(contest_id, number)
    return render_template(
        "committee/result_version.html",
        contest=contest,
        version=version,
        sees=may(actor(), "contest.view", refs.contest_ref(db(), contest_id)),
        result=result,
        groups=groups_of(result),
        code=receipt_code(version["fingerprint"]),
        signatures=result_versions.signatures_of(db(), version),
        rounds=overview.round_titles(db(), contest["edition_id"]),
    )


@pages.get(f"{VERSION}/entries/<code>")
@access("committee", "auditor")
def version_standing(contest_id: int, number: int, code: str) -> str:
    """One of its standings opened into every part."""
    contest, version, result = taken(contest_id, number)
    try:
        found = explain(result, code)
    except KeyError as missing:
        raise NotFound(refs.NOT_FOUND) from missing
    return render_template(
        "committee/version_standing.html",
        contest=contest,
        version=version,
        sees=may(actor(), "contest.view", refs.contest_ref(db(), contest_id)),
        found=found,
        people=overview.people_in(db(), contest_id),
        rounds=overview.round_titles(db(), contest["edition_id"]),
    )


@pages.get(f"{VERSION}/minutes-<any(id, en):language>.pdf")
@access("committee", "auditor")
def version_minutes(contest_id: int, number: int, language: str) -> Response:
    """The minutes of a replaced result as PDF/A."""
    contest, version, result = taken(contest_id, number)
    contest = {**contest, **{key: version[key] for key in ("finalised_at", "fingerprint")}}
    contest |= {"finalised_reason": version["reason"], "finalised": 1}
    found = Minutes(
        contest=contest,
        result=result,
        facts=facts_then(contest, version, result),
        signatures=result_versions.signatures_of(db(), version),
        address=check_address(contest),
        deliberation=deliberated(contest_id, result, version["finalised_at"]),
        replaced=version,
        before=result_versions.version(db(), contest_id, number - 1),
    )
    with in_language(language):
        data, words = minutes_data(found), paper_words.words()
    paper = plain_paper("minutes.typ", data, words, moment(version["finalised_at"]))
    return pdf(paper, f"{file_name('minutes', contest)}-{number}-{language}.pdf")


def facts_then(contest: Row, version: Row, result: Result) -> MinutesFacts:
    """What was kept beside a replaced result; for one from before anything was, what can still be told."""
    kept = minutes.kept_facts(db(), contest["id"], version["finalised_at"], version["fingerprint"])
    if kept is not None:
        return kept
    counted = Counter(name for one in result.standings for name, _ in one.round_score.sheet_totals)
    panel = [{**one, "sheets": counted[one["email"]]} for one in result_versions.panel_of(db(), version)]
    return MinutesFacts(
        kept=False,
        official=bool(contest["official"]),
        decree=minutes.decree(db(), contest["id"]),
        panel=tuple(one for one in panel if one["seated"] or one["sheets"]),
        came=tuple(minutes.attendance(db(), contest["id"])),
        finalised_by=version["finalised_by_name"],
    )


def taken(contest_id: int, number: int) -> tuple[Row, Row, Result]:
    """A contest, one of its replaced results, and what that says; for whoever may see them."""
    require(actor(), "version.view", result_versions.every_ref(db(), contest_id, now()))
    version = refs.found(result_versions.version(db(), contest_id, number))
    return refs.found(contests.described(db(), contest_id)), version, from_json(version["snapshot"])
