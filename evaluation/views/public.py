"""Pages for everybody: published results, and the rules in plain words. Before publication: nothing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from evaluation.core.errors import NotFound
from evaluation.core.paging import paging
from evaluation.core.result_changes import differences, sentence
from evaluation.core.snapshot import Result, from_json
from evaluation.core.visibility import Phase, Viewer, sight
from evaluation.permissions import require
from evaluation.reports.explanation import explain, without_marks, without_names
from evaluation.reports.promotion_groups import groups_of, reserve_of, why_of
from evaluation.reports.published import by_round, last_winners
from evaluation.reports.standings_csv import csv_name, decided_csv
from evaluation.store import (
    contest_rules,
    contests,
    deadlines,
    editions,
    overview,
    promotion,
    publications,
    refs,
    result_versions,
    signatures,
    standings,
)
from evaluation.store import objections as objection_rows
from evaluation.store.db import Row, one_moment
from evaluation.views.context import actor, db, now
from evaluation.views.gate import access
from evaluation.views.rule_words import RULES

pages = Blueprint("public", __name__)

PAGE_SIZE = 100
CONTEST = "/results/<edition_code>/<round_code>/<category_code>"
IN_PROVINCE = CONTEST + "/<region_code>"
# What such an address is made of.
PLACE = ("edition_code", "round_code", "category_code", "region_code")


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
        corrected=[
            {**one, "place": place_of(one)} for one in result_versions.being_corrected(db(), found["id"])
        ],
    )


@pages.get(CONTEST)
@pages.get(IN_PROVINCE)
@access("public")
def contest(
    edition_code: str, round_code: str, category_code: str, region_code: str | None = None
) -> str | Answer:
    """The published ranking of one contest; while it is being corrected, the one before."""
    if (corrected := while_corrected("public.version")) is not None:
        return corrected
    described, result = published(edition_code, round_code, category_code, region_code)
    return render_template(
        "public/contest.html",
        contest=described,
        result=result,
        place=place_of(described),
        versions=public_versions(described["id"]),
        rule=contest_rules.newest(db(), described["id"]),
        rounds=overview.round_titles(db(), described["edition_id"]),
        signatures=signatures.standing_of(db(), described["id"]),
        groups=groups_of(result),
        waiting=reserve_of(result.standings),
        moves=promotion.moves_of(db(), described["id"]),
        since=promotion.since_final(db(), described["id"]),
        named=described["assessors_seen"] == "names",
    )


@pages.get(CONTEST + "/versions/<int:number>")
@pages.get(IN_PROVINCE + "/versions/<int:number>")
@access("public")
def version(
    edition_code: str, round_code: str, category_code: str, number: int, region_code: str | None = None
) -> str:
    """A published result that was replaced later: as it was, with why."""
    described, one = earlier(named(edition_code, round_code, category_code, region_code), number)
    result = from_json(one["snapshot"])
    return render_template(
        "public/version.html",
        **changed_after(described, number),
        contest=described,
        version=one,
        result=result,
        groups=groups_of(result),
        place=place_of(described),
        rounds=overview.round_titles(db(), described["edition_id"]),
        signatures=result_versions.signatures_of(db(), one),
        named=described["assessors_seen"] == "names",
    )


@pages.get(CONTEST + "/versions/<int:number>/entries/<code>")
@pages.get(IN_PROVINCE + "/versions/<int:number>/entries/<code>")
@access("public")
def version_standing(
    edition_code: str,
    round_code: str,
    category_code: str,
    number: int,
    code: str,
    *,
    region_code: str | None = None,
) -> str:
    """One standing of a result that was replaced, opened into its parts."""
    described, one = earlier(named(edition_code, round_code, category_code, region_code), number)
    return render_template(
        "public/version_standing.html", version=one, **opened(described, from_json(one["snapshot"]), code)
    )


@pages.get(CONTEST + "/versions/<int:number>/standings.csv")
@pages.get(IN_PROVINCE + "/versions/<int:number>/standings.csv")
@access("public")
def version_file(
    edition_code: str, round_code: str, category_code: str, number: int, region_code: str | None = None
) -> Response:
    """The standings of a replaced result as a CSV file, its version in the name."""
    _, one = earlier(named(edition_code, round_code, category_code, region_code), number)
    return csv_file(from_json(one["snapshot"]), f".version-{number}")


@pages.get(CONTEST + "/standings.csv")
@pages.get(IN_PROVINCE + "/standings.csv")
@access("public")
def standings_file(
    edition_code: str, round_code: str, category_code: str, region_code: str | None = None
) -> Answer:
    """The published standings as a CSV file; while they are being corrected, those before."""
    if (corrected := while_corrected("public.version_file")) is not None:
        return corrected
    _, result = published(edition_code, round_code, category_code, region_code)
    return csv_file(result)


@pages.get(CONTEST + "/entries/<code>")
@pages.get(IN_PROVINCE + "/entries/<code>")
@access("public")
def standing(
    edition_code: str, round_code: str, category_code: str, code: str, region_code: str | None = None
) -> str | Answer:
    """One published standing opened into its parts, with numbered assessors and without their comments."""
    if (corrected := while_corrected("public.version_standing")) is not None:
        return corrected
    described, result = published(edition_code, round_code, category_code, region_code)
    shown = opened(described, result, code)
    return render_template(
        "public/standing.html",
        **shown,
        because=why_of(result, shown["found"].standing),
        round_links={
            one["round_code"]: url_for("public.standing", **place_of(one), code=code)
            for one in publications.rounds_of_candidate(db(), described["edition_id"], code)
            if one["id"] != described["id"]
        },
    )


@pages.get(CONTEST + "/objections")
@pages.get(IN_PROVINCE + "/objections")
@access("public")
def objections(edition_code: str, round_code: str, category_code: str, region_code: str | None = None) -> str:
    """Who objected to a published result, when and about what, and how and why that was decided."""
    contest_id = named(edition_code, round_code, category_code, region_code)
    version = last_version(contest_id)
    if version is None:
        require(actor(), "contest.view_published", refs.contest_ref(db(), contest_id))
    described = refs.found(contests.described(db(), contest_id))
    seen = described if version is None else {**described, "published_at": version["published_at"]}
    window = objection_rows.window_of(seen)
    listed = objection_rows.register(db(), contest_id)
    return render_template(
        "public/objections.html",
        contest=described,
        place=place_of(described),
        version=version,
        window=window,
        state=window.state(now()) if window else None,
        days=window.days_left(now()) if window else None,
        found=listed,
        replaced=replaced_by([one["id"] for one in listed]),
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
    contest_id = named(edition_code, round_code, category_code, region_code)
    with one_moment(db()):
        require(actor(), "contest.view_published", refs.contest_ref(db(), contest_id))
        return refs.found(contests.described(db(), contest_id)), standings.result(db(), contest_id)


def named(edition_code: str, round_code: str, category_code: str, region_code: str | None) -> int:
    """The id of the contest that an address names, published or not. NotFound when there is none."""
    contest_id = publications.contest_named(db(), edition_code, round_code, category_code, region_code)
    if contest_id is None:
        raise NotFound(refs.NOT_FOUND)
    return contest_id


def last_version(contest_id: int) -> Row | None:
    """The replaced result that the public reads while its contest is being corrected; None otherwise."""
    if refs.contest_ref(db(), contest_id).published:
        return None
    number = result_versions.last_published(db(), contest_id)
    return None if number is None else result_versions.version(db(), contest_id, number)


def while_corrected(endpoint: str) -> Answer | None:
    """The way to the same page of the last published version, while the asked contest is being corrected."""
    asked: Any = request.view_args or {}
    edition_code, round_code, category_code, region_code = (asked.get(name) for name in PLACE)
    version = last_version(named(edition_code, round_code, category_code, region_code))
    return None if version is None else redirect(url_for(endpoint, **asked, number=version["number"]))


def opened(contest: Row, result: Result, code: str) -> dict[str, Any]:
    """One standing of a result with its parts, as far as the public sees them. NotFound for none such."""
    try:
        found = explain(without_names(result), code)
    except KeyError as missing:
        raise NotFound(refs.NOT_FOUND) from missing
    ref = refs.contest_ref(db(), contest["id"])
    seen = sight(ref.visibility, Viewer.PUBLIC, Phase.PUBLISHED)
    return {
        "contest": contest,
        "found": found if seen.others_marks else without_marks(found),
        "marks_hidden": not seen.others_marks,
        "place": place_of(contest),
        "rounds": overview.round_titles(db(), contest["edition_id"]),
    }


def replaced_by(objection_ids: list[int]) -> dict[int, list[Row]]:
    """By objection: the published results that its correction replaced, each with its `place`."""
    found: dict[int, list[Row]] = {}
    for one in result_versions.replaced_by_objections(db(), objection_ids):
        found.setdefault(one["objection_id"], []).append({**one, "place": place_of(one)})
    return found


def changed_after(contest: Row, number: int) -> dict[str, Any]:
    """What the next published result of a contest changed against one that was replaced, place by place.

    `next` is the number of that version, 0 for the present one, None while none is published.
    """
    after = [one for one in public_versions(contest["id"]) if one["number"] > number]
    if after:
        later, text = after[-1]["number"], from_json(after[-1]["snapshot"])
    else:
        with one_moment(db()):
            if not refs.contest_ref(db(), contest["id"]).published:
                return {"next": None, "changes": ()}
            later, text = 0, standings.result(db(), contest["id"])
    before = refs.found(result_versions.version(db(), contest["id"], number))
    return {"next": later, "changes": differences(from_json(before["snapshot"]), text), "sentence": sentence}


def csv_file(result: Result, version: str = "") -> Response:
    """The standings of a result as a file; `version` comes before the name's ending."""
    name = csv_name(result).removesuffix(".csv") + f"{version}.csv"
    kept_as = f'attachment; filename="{name}"'
    return Response(decided_csv(result), mimetype="text/csv", headers={"Content-Disposition": kept_as})


def earlier(contest_id: int, number: int) -> tuple[Row, Row]:
    """A contest and a replaced result of it that was published. NotFound for any other."""
    one = result_versions.version(db(), contest_id, number)
    if one is None or one["published_at"] is None:
        raise NotFound(refs.NOT_FOUND)
    return refs.found(contests.described(db(), contest_id)), one


def public_versions(contest_id: int) -> list[Row]:
    """The replaced results of a contest that were published, newest first."""
    return [one for one in result_versions.versions_of(db(), contest_id) if one["published_at"]]


def place_of(described: Row) -> dict[str, Any]:
    """What the address of a contest's public page is made of."""
    return {name: described[name] for name in PLACE if described[name] is not None}


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
