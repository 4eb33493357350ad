"""What a candidate learns of its own published results: place, marks by criterion, what assessors wrote."""

from __future__ import annotations

from flask import render_template, url_for

from evaluation.core.errors import NotFound
from evaluation.core.feedback_rules import own_sight
from evaluation.reports.own_result import OwnResult, own_result
from evaluation.store import feedback as store
from evaluation.store import objections, overview, publications, refs, result_versions, standings
from evaluation.store.db import Row, one_moment
from evaluation.views.context import db, now
from evaluation.views.dossier import own_entry, pages
from evaluation.views.gate import access
from evaluation.views.public import place_of


@pages.get("/entries/<int:entry_id>/feedback")
@access("candidate")
def feedback(entry_id: int) -> str:
    """The entry's published results, round by round."""
    entry = own_entry(entry_id)
    with one_moment(db()):
        comments = store.of_entry(db(), entry_id)
        results = [
            {
                "contest": contest,
                "place": place_of(contest),
                "own": own_result_of(entry, contest, comments),
                **window_of(contest),
            }
            for contest in store.results_of_entry(db(), entry_id)
        ]
    return render_template(
        "dossier/feedback.html", entry=entry, results=results, corrected=corrected_of(entry_id)
    )


@pages.get("/entries/<int:entry_id>/feedback/<int:contest_id>")
@access("candidate")
def opened(entry_id: int, contest_id: int) -> str:
    """One own result opened into every part that its candidate may see."""
    entry = own_entry(entry_id)
    with one_moment(db()):
        known = {one["id"]: one for one in store.results_of_entry(db(), entry_id)}
        if contest_id not in known:
            raise NotFound(refs.NOT_FOUND)
        contest = known[contest_id]
        own = own_result_of(entry, contest, store.of_entry(db(), entry_id))
    return render_template(
        "dossier/own_result.html",
        entry=entry,
        contest=contest,
        own=own,
        rounds=overview.round_titles(db(), contest["edition_id"]),
        round_links={
            one["round_code"]: url_for("dossier.opened", entry_id=entry_id, contest_id=one["id"])
            for one in publications.rounds_of_candidate(db(), contest["edition_id"], entry["code"])
            if one["id"] != contest_id
        },
    )


def corrected_of(entry_id: int) -> list[Row]:
    """The entry's results that were public and are being corrected, each with its `place` in addresses."""
    return [{**one, "place": place_of(one)} for one in result_versions.own_being_corrected(db(), entry_id)]


def own_result_of(entry: Row, contest: Row, comments: list[Row]) -> OwnResult:
    """A published result as the rules of its round show it to this candidate."""
    result = standings.result(db(), contest["id"])
    return own_result(
        result,
        entry["code"],
        own_sight(result.rules.feedback, result.rules.visibility),
        [one for one in comments if one["contest_id"] == contest["id"]],
        store.names_of(db(), contest["id"], entry["id"]),
    )


def window_of(contest: Row) -> dict[str, object]:
    """Until when objections to the result are taken."""
    window = objections.window_of(contest)
    return {
        "window": window,
        "state": window.state(now()) if window else None,
        "days": window.days_left(now()) if window else None,
    }
