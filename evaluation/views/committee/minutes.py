"""The papers of a finalised contest: its minutes, and certificates for winners and nominees in one batch."""

from __future__ import annotations

from flask import url_for
from werkzeug.wrappers import Response

from evaluation.core.certificates import recipients
from evaluation.core.deliberation import idle
from evaluation.core.errors import NotFound
from evaluation.core.messages import msg
from evaluation.core.receipt_code import receipt_code
from evaluation.core.snapshot import Result
from evaluation.permissions import require
from evaluation.reports.papers import plain_paper
from evaluation.store import certificates as texts
from evaluation.store import (
    contests,
    deliberations,
    discussion_notes,
    editions,
    minutes,
    overview,
    refs,
    result_versions,
    signatures,
    standings,
)
from evaluation.store.db import Row, moment, one_moment
from evaluation.views import paper_words
from evaluation.views.certificate_words import certificates_data
from evaluation.views.committee.blueprint import pages
from evaluation.views.context import actor, db, in_language, now
from evaluation.views.deliberation_minutes import Deliberation
from evaluation.views.gate import access
from evaluation.views.minutes_words import Minutes, minutes_data
from evaluation.views.papers import pdf

NOBODY = msg("Nobody was placed in this contest, so there are no certificates.")


@pages.get("/committee/contests/<int:contest_id>/minutes-<any(id, en):language>.pdf", endpoint="minutes")
@access("committee", "auditor")
def minutes_file(contest_id: int, language: str) -> Response:
    """The minutes of a finalised contest as PDF/A."""
    contest, result = taken(contest_id)
    found = Minutes(
        contest=contest,
        result=result,
        facts=minutes.facts(db(), contest_id),
        signatures=signatures.standing_of(db(), contest_id),
        address=check_address(contest),
        deliberation=deliberated(contest_id, result, contest["finalised_at"]),
        before=next(iter(result_versions.versions_of(db(), contest_id)), None),
    )
    with in_language(language):
        data, words = minutes_data(found), paper_words.words()
    paper = plain_paper("minutes.typ", data, words, moment(contest["finalised_at"]))
    return pdf(paper, f"{file_name('minutes', contest)}-{language}.pdf")


def deliberated(contest_id: int, result: Result, until: str) -> Deliberation:
    """What was deliberated on a result that was fixed at the moment `until`."""
    return Deliberation(
        rule=result.rules.deliberation,
        sittings=[one for one in deliberations.sittings(db(), contest_id) if one["opened_at"] <= until],
        comings=deliberations.comings(db(), contest_id),
        motions=[one for one in deliberations.motions(db(), contest_id) if one.put_at <= until],
        names={one["id"]: one["name"] for one in overview.entries_in(db(), contest_id)},
        notes=[one for one in discussion_notes.of_contest(db(), contest_id, until) if one.minuted],
        idle=idle(result.standings, result.motions),
    )


@pages.get("/committee/contests/<int:contest_id>/certificates-<any(id, en):language>.pdf")
@access("committee", "auditor")
def certificates(contest_id: int, language: str) -> Response:
    """A certificate for each winner and nominee of a finalised contest, a page each."""
    contest, result = taken(contest_id)
    found = recipients(result)
    if not found:
        raise NotFound(NOBODY)
    text = texts.texts_of(texts.stored(db(), contest["edition_id"]))[language]
    edition = refs.found(editions.by_id(db(), contest["edition_id"]))
    facts = minutes.facts(db(), contest_id)
    contest = {
        **contest,
        "award_year": edition["award_year"],
        "decree": (facts.decree or {}).get("decree_number"),
        "official": facts.official,
    }
    with in_language(language):
        data = certificates_data(text, contest, result.rules, found, check_address(contest))
        words = paper_words.words()
    paper = plain_paper("certificates.typ", data, words, moment(contest["finalised_at"]))
    return pdf(paper, f"{file_name('certificates', contest)}-{language}.pdf")


def taken(contest_id: int) -> tuple[Row, Result]:
    """A finalised contest with its frozen result, for whoever may take its papers."""
    with one_moment(db()):
        require(actor(), "contest.minutes", refs.scores_ref(db(), contest_id, now()))
        return refs.found(contests.described(db(), contest_id)), standings.result(db(), contest_id)


def check_address(contest: Row) -> str:
    """Where anybody checks the code of a result."""
    return url_for("check.receipt", receipt=receipt_code(contest["fingerprint"]), _external=True)


def file_name(what: str, contest: Row) -> str:
    """What a paper is called, but for language and ending."""
    place = "" if contest["region_code"] is None else f"-{contest['region_code']}"
    return f"{what}-{contest['edition_code']}-{contest['round_code']}-{contest['category_code']}{place}"
