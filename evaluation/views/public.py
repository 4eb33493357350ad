"""Pages for everybody: published results, and the rules in plain words. Before publication: nothing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, render_template, request, url_for

from evaluation.core.errors import NotFound
from evaluation.core.paging import paging
from evaluation.core.snapshot import Result
from evaluation.core.visibility import Phase, Viewer, sight
from evaluation.permissions import require
from evaluation.reports.explanation import explain, without_marks, without_names
from evaluation.reports.published import by_round, last_winners
from evaluation.reports.standings_csv import csv_name, standings_csv
from evaluation.store import (
    contests,
    deadlines,
    editions,
    overview,
    publications,
    refs,
    signatures,
    standings,
)
from evaluation.store.db import Row
from evaluation.views.context import actor, db
from evaluation.views.gate import access
from evaluation.views.rule_words import RULES

pages = Blueprint("public", __name__)

PAGE_SIZE = 100
CONTEST = "/results/<edition_code>/<round_code>/<category_code>"
IN_PROVINCE = CONTEST + "/<region_code>"


@pages.get("/")
@access("public")
def results() -> str:
    """The editions that have published results, with the nation's winners."""
    return render_template(
        "public/results.html",
        editions=publications.editions_with_results(db()),
        winners=last_winners(publications.national_winners(db())),
        extended=deadlines.editions_with_extensions(db()),
    )


@pages.get("/results/<edition_code>")
@access("public")
def edition(edition_code: str) -> str:
    """The published contests of one edition, last round first, province by province."""
    found = refs.found(publications.edition_with_results(db(), edition_code))
    return render_template(
        "public/edition.html",
        edition=found,
        rounds=by_round(
            publications.published_of(db(), found["id"]), publications.winners_of(db(), found["id"])
        ),
    )


@pages.get(CONTEST)
@pages.get(IN_PROVINCE)
@access("public")
def contest(edition_code: str, round_code: str, category_code: str, region_code: str | None = None) -> str:
    """The published ranking of one contest."""
    described, result = published(edition_code, round_code, category_code, region_code)
    return render_template(
        "public/contest.html",
        contest=described,
        result=result,
        place=place_of(described),
        rounds=overview.round_titles(db(), described["edition_id"]),
        signatures=signatures.standing_of(db(), described["id"]),
        named=described["assessors_seen"] == "names",
    )


@pages.get(CONTEST + "/standings.csv")
@pages.get(IN_PROVINCE + "/standings.csv")
@access("public")
def standings_file(
    edition_code: str, round_code: str, category_code: str, region_code: str | None = None
) -> Response:
    """The published standings as a CSV file."""
    _, result = published(edition_code, round_code, category_code, region_code)
    kept_as = f'attachment; filename="{csv_name(result)}"'
    return Response(standings_csv(result), mimetype="text/csv", headers={"Content-Disposition": kept_as})


@pages.get(CONTEST + "/entries/<code>")
@pages.get(IN_PROVINCE + "/entries/<code>")
@access("public")
def standing(
    edition_code: str, round_code: str, category_code: str, code: str, region_code: str | None = None
) -> str:
    """One published standing opened into its parts, with numbered assessors and without their comments."""
    described, result = published(edition_code, round_code, category_code, region_code)
    try:
        found = explain(without_names(result), code)
    except KeyError as missing:
        raise NotFound(refs.NOT_FOUND) from missing
    contest = refs.contest_ref(db(), described["id"])
    seen = sight(contest.visibility, Viewer.PUBLIC, Phase.PUBLISHED)
    return render_template(
        "public/standing.html",
        contest=described,
        found=found if seen.others_marks else without_marks(found),
        marks_hidden=not seen.others_marks,
        place=place_of(described),
        rounds=overview.round_titles(db(), described["edition_id"]),
        round_links={
            one["round_code"]: url_for("public.standing", **place_of(one), code=code)
            for one in publications.rounds_of_candidate(db(), described["edition_id"], code)
            if one["id"] != described["id"]
        },
    )


@pages.get("/editions/<code>/exceptions")
@access("public")
def exceptions(code: str) -> str:
    """Every candidate of an edition that was given more time, with both deadlines and the reason."""
    edition = refs.found(editions.by_code(db(), code))
    page = paging(
        request.args.get("page"), size=PAGE_SIZE, total=deadlines.count_in_edition(db(), edition["id"])
    )
    return render_template(
        "public/exceptions.html",
        edition=edition,
        extensions=deadlines.extensions_of_edition(db(), edition["id"], limit=page.size, offset=page.offset),
        paging=page,
    )


@pages.get("/rules")
@access("public")
def rules() -> str:
    """How scores and ranks come about, for readers without mathematics."""
    return render_template("public/rules.html", rules=RULES)


def published(
    edition_code: str, round_code: str, category_code: str, region_code: str | None
) -> tuple[Row, Result]:
    """A published contest and its frozen result. NotFound for any other, whether it exists or not."""
    contest_id = publications.contest_named(db(), edition_code, round_code, category_code, region_code)
    if contest_id is None:
        raise NotFound(refs.NOT_FOUND)
    require(actor(), "contest.view_published", refs.contest_ref(db(), contest_id))
    return refs.found(contests.described(db(), contest_id)), standings.result(db(), contest_id)


def place_of(described: Row) -> dict[str, Any]:
    """What the address of a contest's public page is made of."""
    names = ("edition_code", "round_code", "category_code", "region_code")
    return {name: described[name] for name in names if described[name] is not None}


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
