"""The overview: how far each of a committee's contests is, what is late, who is awaited; reminders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import nudges
from evaluation.actions.nudges import Reminded
from evaluation.core.messages import Message, msg
from evaluation.core.subjects import PlaceRef
from evaluation.core.windows import window_of
from evaluation.permissions import contest_scopes, may
from evaluation.reports.committee_overview import (
    ContestLine,
    EditionSection,
    Key,
    Place,
    contest_line,
    place,
    province_lines,
)
from evaluation.reports.committee_work import ContestWork, Dossiers, contest_work, dossiers_of
from evaluation.store import conflicts, deadlines, editions, objections, outstanding, overview, refs
from evaluation.store.assignment_gaps import beside_gaps, gaps
from evaluation.store.db import Row, moment
from evaluation.store.overview import Scope
from evaluation.views.committee.blueprint import pages
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say

# In an address: the nation in the place of a province's code.
NATION = "nation"


@pages.get("/committee", endpoint="overview")
@access("committee", "auditor")
def overview_page() -> str:
    """The visitor's own contests, edition by edition, and for the nation what the provinces finalised."""
    scopes = contest_scopes(actor())
    found = [edition for edition in editions.all_editions(db()) if scopes_of(scopes, edition["id"])]
    ids = [edition["id"] for edition in found]
    lines = [
        contest_line(one, moment(one["closes_at"]) if one["closes_at"] else None, now())
        for one in overview.contests_in(db(), scopes)
    ]
    places = places_of(scopes, ids, lines)
    provinces = national_view(scopes, ids)
    sections = [
        EditionSection(
            edition,
            tuple(places[edition["id"]]),
            province_lines([one for one in provinces if one["edition_id"] == edition["id"]]),
        )
        for edition in found
    ]
    return render_template(
        "committee/overview.html",
        sections=sections,
        may_see_nation={one: may(actor(), "nation.view", PlaceRef(one, None)) for one in ids},
        may_remind={
            (one, where.region_code): may(actor(), "candidates.remind", PlaceRef(one, where.region_code))
            for one in ids
            for where in places[one]
        },
        nation=NATION,
        objections=objections.waiting_in(db(), scopes, viewer=actor().account_id),
    )


# --- reminders -----------------------------------------------------------------------------------


@pages.post("/committee/contests/<int:contest_id>/remind")
@access("committee")
def remind_assessors(contest_id: int) -> Response:
    """Write to every assessor who still owes sheets to the contest."""
    tell(nudges.remind_assessors(act(), contest_id))
    return redirect(url_for("committee.overview"), code=303)


@pages.post("/committee/editions/<int:edition_id>/<region_code>/remind")
@access("committee")
def remind_candidates(edition_id: int, region_code: str) -> Response:
    """Write to everybody whose dossier is begun or was given back."""
    tell(nudges.remind_candidates(act(), edition_id, None if region_code == NATION else region_code))
    return redirect(url_for("committee.overview"), code=303)


def tell(done: Reminded) -> None:
    """Say how many letters went out, and to how many people none."""
    if done.letters:
        flash(say(msg("Reminders sent: %(n)s.", n=done.letters)), "success")
    elif not done.rested:
        flash(say(msg("No reminder was sent: nobody is awaited here.")), "info")
    if done.rested:
        flash(say(rested(done.rested)), "info")


def rested(people: int) -> Message:
    """Why some were not written to."""
    return msg("Reminded within the last 24 hours, so not again: %(n)s.", n=people)


# --- what stands on the page ---------------------------------------------------------------------


def scopes_of(scopes: tuple[Scope, ...], edition_id: int) -> list[Scope]:
    """The scopes that hold in an edition."""
    return [scope for scope in scopes if scope[0] in (None, edition_id)]


def places_of(
    scopes: tuple[Scope, ...], edition_ids: list[int], lines: list[ContestLine]
) -> dict[int, list[Place]]:
    """Each edition's places: the nation first, then provinces by name; an auditor's as far as contests go."""
    waiting = {
        (one["edition_id"], one["region_code"]): one["dossiers"]
        for one in overview.waiting_dossiers(db(), edition_ids)
    }
    members = {
        (one["edition_id"], one["region_code"]): one["members"] for one in overview.seats(db(), edition_ids)
    }
    awaited, work = dossiers_by_place(scopes), work_of(lines)
    nothing = dossiers_of((), (), {}, now())
    codes = {edition_id: place_codes(scopes, edition_id, lines) for edition_id in edition_ids}
    names = overview.province_names(db(), sorted({c for found in codes.values() for c in found if c}))
    return {
        edition_id: [
            place(
                (edition_id, code),
                names.get(code or ""),
                lines,
                waiting=waiting,
                members=members,
                dossiers=awaited.get((edition_id, code), nothing),
                work=work,
            )
            for code in sorted(found, key=lambda code: names.get(code or "", ""))
        ]
        for edition_id, found in codes.items()
    }


def dossiers_by_place(scopes: tuple[Scope, ...]) -> dict[Key, Dossiers]:
    """The awaited dossiers and unanswered questions of the visitor's places."""
    viewer = actor().account_id
    found = outstanding.dossiers(db(), scopes, viewer=viewer)
    until = deadlines.of_entries(db(), found)
    rows = grouped(found)
    asked = grouped(outstanding.questions(db(), scopes, viewer=viewer))
    return {
        key: dossiers_of(rows.get(key, ()), asked.get(key, ()), until, now()) for key in rows.keys() | asked
    }


def grouped(found: Iterable[Row]) -> dict[Key, list[Row]]:
    """Rows of entries by edition and place."""
    by_place: dict[Key, list[Row]] = defaultdict(list)
    for one in found:
        by_place[one["edition_id"], one["place"]].append(one)
    return dict(by_place)


def work_of(lines: list[ContestLine]) -> dict[int, ContestWork]:
    """What each contest that is not finalised waits for."""
    running = [line.row for line in lines if not line.row["finalised"]]
    ids = [one["id"] for one in running]
    unfinished = outstanding.unfinished(db(), ids)
    under = outstanding.under_minimum(db(), ids, viewer=actor().account_id)
    away = outstanding.kept_away(db(), ids)
    unplanned = gaps(db(), ids, viewer=actor().account_id)
    short = beside_gaps(conflicts.short_of_sheets(db(), ids), unplanned)
    found = {}
    for one in running:
        ref = refs.contest_ref_of(dict(one))
        window = window_of(ref, now(), one["timezone"])
        found[one["id"]] = contest_work(
            one,
            window,
            unfinished=unfinished,
            under=under,
            short=short,
            kept_away=away.get(one["id"], 0),
            why_not=may(actor(), "assessors.remind", ref).reason or nudges.why_not(window),
            gaps=unplanned.get(one["id"]),
        )
    return found


def place_codes(scopes: tuple[Scope, ...], edition_id: int, lines: list[ContestLine]) -> set[str | None]:
    """The codes of the visitor's places in an edition; None is the nation."""
    mine = scopes_of(scopes, edition_id)
    codes: set[str | None] = {region for _, region, everywhere in mine if not everywhere}
    if any(everywhere for _, _, everywhere in mine):
        codes |= {line.row["region_code"] for line in lines if line.row["edition_id"] == edition_id}
    return codes


def national_view(scopes: tuple[Scope, ...], edition_ids: list[int]) -> list[Row]:
    """The provinces' contests in the editions whose national committee the visitor sits on."""
    national = [i for i in edition_ids if (None, False) in {scope[1:] for scope in scopes_of(scopes, i)}]
    return overview.provinces_of(db(), national)
