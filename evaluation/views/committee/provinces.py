"""All provinces side by side: one contest of an edition as a map of tiles and as a table."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request

from evaluation.core.subjects import PlaceRef
from evaluation.core.windows import window_of
from evaluation.permissions import may, require
from evaluation.reports import province_map
from evaluation.reports.province_map import ProvinceState, sorted_by, state_of, tiles
from evaluation.store import objections, overview, refs, regions
from evaluation.store.db import Row
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.scope import scope
from evaluation.views.context import actor, db, now
from evaluation.views.gate import access


@pages.get("/committee/provinces")
@access("committee", "auditor")
def provinces() -> str:
    """The map and the table, of ?edition=, ?round= and ?category=, sorted by ?sort=."""
    within = scope()
    if within is None:
        return render_template("committee/provinces.html", scope=None)
    require(actor(), "nation.view", PlaceRef(within.edition["id"], None))
    choices = overview.provincial_rounds(db(), within.edition["id"])
    chosen = chosen_of(choices)
    found = states_of(chosen, within.edition["id"]) if chosen else []
    key, downwards = order()
    return render_template(
        "committee/provinces.html",
        scope=within,
        choices=choices,
        chosen=chosen,
        tiles=found,
        table=sorted_by(found, key, downwards=downwards),
        counts=province_map.counts(found),
        key=key,
        downwards=downwards,
    )


def chosen_of(choices: list[Row]) -> Row | None:
    """What was asked for; else the first that is not over, else the last that began, else the first."""
    asked = request.args.get("round"), request.args.get("category")
    named = [one for one in choices if (one["round_code"], one["category_code"]) == asked]
    running = [one for one in choices if one["open_contests"]]
    begun = [one for one in choices if one["contests"]]
    return next(iter([*named, *running, *begun[::-1], *choices]), None)


def states_of(chosen: Row, edition_id: int) -> list[ProvinceState]:
    """Every province with its contest of the chosen round and category, in the order of the codes."""
    contests = {
        one["region_code"]: one
        for one in overview.contests_of_round(db(), chosen["round_id"], chosen["category_id"])
    }
    waiting = objections.waiting_in(db(), [(edition_id, None, True)], viewer=actor().account_id)
    known = sorted(regions.provinces(db()), key=lambda one: str(one["code"]))
    return [state_in(one, contests.get(one["code"]), waiting) for one in known]


def state_in(province: Row, contest: Row | None, waiting: Mapping[int, Row]) -> ProvinceState:
    """One province with its contest, and whether the visitor may open that."""
    ref = refs.contest_ref_of(contest) if contest else None
    link = ref is not None and bool(may(actor(), "contest.view", ref))
    window = window_of(ref, now(), province["timezone"]) if ref else None
    return ProvinceState(
        code=province["code"],
        name=province["name"],
        tile=tiles()[province["code"]],
        state=state_of(contest, window),
        contest=contest,
        window=window,
        link=link,
        objections=waiting[contest["id"]]["waiting"] if contest and link and contest["id"] in waiting else 0,
    )


def order() -> tuple[str, bool]:
    """By what the table is sorted, and whether downwards."""
    key = request.args.get("sort", "")
    return (key if key in province_map.SORTS else "name"), request.args.get("order") == "down"
