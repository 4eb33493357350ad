"""One contest: its standings and its progress. All of them are overview.py, deciding is decisions.py."""

from __future__ import annotations

from flask import Response, render_template

from evaluation.core.errors import NotFound
from evaluation.core.subjects import ContestRef
from evaluation.permissions import may, require
from evaluation.reports.committee_overview import contest_line
from evaluation.reports.explanation import Explanation, explain
from evaluation.reports.promotion_groups import groups_of, reserve_of, why_of
from evaluation.reports.standings_csv import csv_name, decided_csv
from evaluation.store import (
    announcements,
    conflicts,
    contest_rules,
    contests,
    entries,
    overview,
    promotion,
    recounts,
    refs,
    result_versions,
    sheet_versions,
    standings,
)
from evaluation.store.assignment_gaps import beside_gaps, gaps
from evaluation.store.db import Row
from evaluation.views.committee.blueprint import pages
from evaluation.views.context import actor, db, now
from evaluation.views.gate import access


@pages.get("/committee/contests/<int:contest_id>")
@access("committee", "auditor")
def contest(contest_id: int) -> str:
    """A contest's standings, with what each incomplete entry lacks."""
    ref = refs.contest_ref(db(), contest_id)
    require(actor(), "contest.view", ref)
    described = refs.found(contests.described(db(), contest_id))
    scores = may(actor(), "contest.scores", refs.scores_ref(db(), contest_id, now()))
    standing_entries = {one["code"]: one for one in overview.entries_in(db(), contest_id)}
    result = standings.result(db(), contest_id) if scores else None
    unplanned = gaps(db(), [contest_id], viewer=actor().account_id)
    ranked = {one.entry for one in result.standings} if result else set()
    return render_template(
        "committee/contest.html",
        contest=described,
        line=contest_line(refs.found(overview.progress_of(db(), contest_id)), ref.closes, now()),
        scores=scores,
        result=result,
        entries=standing_entries,
        short=beside_gaps(conflicts.short_of_sheets(db(), [contest_id]), unplanned),
        gaps=unplanned.get(contest_id),
        gone=[one for code, one in standing_entries.items() if result and code not in ranked],
        hidden=hidden_codes(list(standing_entries.values())),
        groups=groups_of(result) if result else (),
        waiting=reserve_of(result.standings) if result else (),
        moves=promotion.moves_of(db(), contest_id),
        since=promotion.since_final(db(), contest_id),
        rounds=overview.round_titles(db(), described["edition_id"]),
        awaited_back=sheet_versions.awaited_back(db(), contest_id, actor().account_id),
        **versions_of(contest_id),
        rule=contest_rules.newest(db(), contest_id),
        **may_decide(ref),
    )


def versions_of(contest_id: int) -> dict[str, list[Row]]:
    """A contest's replaced results and open recounts, for whoever may see them; none for others."""
    seen = may(actor(), "recount.view", result_versions.every_ref(db(), contest_id, now()))
    return {
        "versions": result_versions.versions_of(db(), contest_id) if seen else [],
        "open_recounts": recounts.open_in(db(), contest_id) if seen else [],
    }


def may_decide(ref: ContestRef) -> dict[str, object]:
    """What the visitor may do with the contest, each answer with its reason."""
    return {
        "may_finalise": may(actor(), "contest.finalise", ref),
        "may_publish": may(actor(), "contest.publish", announcements.announcement_ref(db(), ref.contest_id)),
        "may_manage": may(actor(), "contest.manage", ref),
    }


def hidden_codes(found: list[Row]) -> set[str]:
    """The candidates from which the visitor is recused: of them they see no score."""
    mine = str(actor().account_id)
    return {one["code"] for one in found if mine in (one["recused"] or "").split(",")}


@pages.get("/committee/contests/<int:contest_id>/standings.csv")
@access("committee", "auditor")
def standings_file(contest_id: int) -> Response:
    """The standings as the CSV file that `flask standings` prints."""
    require(actor(), "contest.table", refs.scores_ref(db(), contest_id, now()))
    return csv_response(contest_id)


def csv_response(contest_id: int) -> Response:
    """The standings of a contest as a file to keep."""
    result = standings.result(db(), contest_id)
    kept_as = f'attachment; filename="{csv_name(result)}"'
    return Response(decided_csv(result), mimetype="text/csv", headers={"Content-Disposition": kept_as})


@pages.get("/committee/contests/<int:contest_id>/entries/<int:entry_id>")
@access("committee", "auditor")
def standing(contest_id: int, entry_id: int) -> str:
    """One standing opened into every part, down to the marks of each assessor."""
    require(actor(), "contest.scores", refs.scores_ref(db(), contest_id, now()))
    entry_ref = refs.entry_ref(db(), entry_id)
    require(actor(), "entry.scores", entry_ref)
    described = refs.found(contests.described(db(), contest_id))
    entry = refs.found(entries.described(db(), entry_id))
    found = explained(contest_id, entry["code"])
    counted = {sheet.assessor for sheet in found.sheets}
    sheets = overview.sheets_of(db(), contest_id, entry_id)
    return render_template(
        "committee/standing.html",
        contest=described,
        entry=entry,
        found=found,
        people={one["email"]: one for one in sheets},
        left_out=[one for one in sheets if one["email"] not in counted],
        comments=comments_on(contest_id, entry_id),
        sources={one["criterion"]: one for one in overview.sources_of(db(), contest_id, entry_id)},
        attendance=next(iter(overview.attendance_of(db(), contest_id, entry_id)), None),
        rounds=overview.round_titles(db(), described["edition_id"]),
        links=links_of_carried(entry_id, contest_id),
        may_oversee=may(actor(), "entry.oversee", entry_ref),
        because=why_of(standings.result(db(), contest_id), found.standing),
        secret_places=bool(hidden_codes(overview.entries_in(db(), contest_id))),
    )


def comments_on(contest_id: int, entry_id: int) -> dict[tuple[str, str], Row]:
    """What assessors wrote to their marks (comment, feedback), by address and criterion's code."""
    found = overview.comments_of(db(), contest_id, entry_id)
    return {(one["email"], one["criterion"]): one for one in found}


def explained(contest_id: int, code: str) -> Explanation:
    """The explanation of one entry's standing; NotFound when it does not stand in the contest."""
    result = standings.result(db(), contest_id, with_marks=True)
    try:
        return explain(result, code)
    except KeyError as missing:
        raise NotFound(refs.NOT_FOUND) from missing


def links_of_carried(entry_id: int, contest_id: int) -> dict[str, int]:
    """The contests of this entry's other rounds that the visitor may see, by the round's code."""
    found = contests.contests_of_entry(db(), entry_id)
    return {
        one["round_code"]: one["id"]
        for one in found
        if one["id"] != contest_id and may(actor(), "contest.view", refs.contest_ref_of(one))
    }


@pages.get("/committee/contests/<int:contest_id>/progress")
@access("committee", "auditor")
def progress(contest_id: int) -> str:
    """Who has still to judge, and which entries lack sheets; no marks here."""
    ref = refs.contest_ref(db(), contest_id)
    require(actor(), "contest.view", ref)
    described = refs.found(contests.described(db(), contest_id))
    line = refs.found(overview.progress_of(db(), contest_id))
    return render_template(
        "committee/progress.html",
        contest=described,
        line=contest_line(line, ref.closes, now()),
        assessors=overview.assessors_of(db(), contest_id),
        entries=[one for one in overview.entries_in(db(), contest_id) if one["status"] == "accepted"],
    )
