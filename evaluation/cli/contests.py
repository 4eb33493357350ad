"""`flask standings` and `flask finalise`: the contests of a round."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click
from flask import Flask
from flask.cli import with_appcontext

from evaluation.actions.act import Act
from evaluation.actions.contests import finalise_all
from evaluation.cli.entrance import command, complain, contest_name, edition_named
from evaluation.core.errors import NotFound, Refused
from evaluation.core.exact import decimal_text
from evaluation.core.messages import msg
from evaluation.core.ranking import Standing
from evaluation.core.snapshot import Result
from evaluation.core.spelling import did_you_mean
from evaluation.reports.standings_csv import COLUMNS, csv_row, standings_csv
from evaluation.store import contests, editions, finalisations, regions, standings
from evaluation.store.db import Row
from evaluation.store.editions import StoredRound

NUMBERS = frozenset({"rank", "score", "sheets"})


@click.command("standings")
@click.argument("edition")
@click.argument("round_code", metavar="ROUND")
@click.option("--category", required=True, help="The category, by code.")
@click.option("--region", help="The province, by code; only in rounds of the province stage.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True
)
@with_appcontext
def show(edition: str, round_code: str, category: str, region: str | None, form: str) -> None:
    """Print the standings of a contest: the frozen ones once it is finalised, else as they are now."""
    with command() as act:
        edition_id = edition_named(act, edition)["id"]
        stored = round_named(act, edition_id, round_code)
        category_id = category_named(act, edition_id, stored, category)
        if stored.rules.stage == "province" and region is None:
            raise Refused(
                msg('"%(round)s" is judged in each province: name one with --region CODE.', round=round_code)
            )
        contest_id = contests.find(act.db, stored.id, category_id, region_named(act, stored, region))
        if contest_id is None:
            result = Result(stored.rules.code, category, region, stored.rules, ())
        else:
            result = standings.result(act.db, contest_id)
        click.echo(written(result, form), nl=False)


@click.command("finalise")
@click.argument("edition")
@click.argument("round_code", metavar="ROUND")
@click.option("--category", help="Only this category, by code.")
@click.option("--region", help="Only this province, by code.")
@click.option("--reason", required=True, help="Why now, for instance the minutes of the meeting. It is kept.")
@with_appcontext
def finalise(edition: str, round_code: str, category: str | None, region: str | None, reason: str) -> None:
    """Finalise every contest of ROUND that matches, or none. Contests finalised before are left alone.

    The standings freeze, and the entries that advance stand in the next round.
    """
    with command() as act:
        edition_id = edition_named(act, edition)["id"]
        stored = round_named(act, edition_id, round_code)
        category_id = None if category is None else category_named(act, edition_id, stored, category)
        place = None if region is None else region_named(act, stored, region)
        found = contests.matching(act.db, stored.id, category_id, place)
        ready = to_finalise(act, found)
        finalise_all(act, [contest["id"] for contest in ready], reason)
    for contest in ready:
        click.echo(f"Finalised {contest_name(contest)}.")


def to_finalise(act: Act, found: list[Row]) -> list[Row]:
    """Those of the contests that are open and in which somebody stands. Refused when there is none."""
    living = finalisations.living_counts(act.db, [contest["id"] for contest in found])
    held = [contest for contest in found if contest["finalised"] or living.get(contest["id"])]
    if not held:
        raise Refused(msg("Nobody stands in such a contest: there is nothing to finalise."))
    ready = [contest for contest in held if not contest["finalised"]]
    if not ready:
        raise Refused(msg("Every such contest is finalised already: nothing in them changes any more."))
    complain(f"{contest_name(one)} is finalised already." for one in held if one["finalised"])
    return ready


def round_named(act: Act, edition_id: int, code: str) -> StoredRound:
    """The judged round with this code. NotFound, naming those that there are."""
    rounds = {stored.rules.code: stored for stored in editions.rounds_of(act.db, edition_id)}
    judged = [known for known, stored in rounds.items() if stored.rules.is_judged]
    if code in judged:
        return rounds[code]
    if code in rounds:
        raise NotFound(msg('"%(code)s" is a screening: it has no standings.', code=code))
    hint, codes = did_you_mean(code, judged), ", ".join(judged)
    raise NotFound(msg('Unknown round "%(code)s"%(hint)s: %(codes)s.', code=code, hint=hint, codes=codes))


def category_named(act: Act, edition_id: int, stored: StoredRound, code: str) -> int:
    """The id of a category that the round judges. NotFound, naming those that it does."""
    ids = {one["code"]: one["id"] for one in editions.categories_of(act.db, edition_id)}
    if code in stored.rules.categories:
        return int(ids[code])
    codes = ", ".join(stored.rules.categories)
    if code in ids:
        raise NotFound(
            msg(
                'The round "%(round)s" does not judge the category "%(code)s": %(codes)s.',
                round=stored.rules.code,
                code=code,
                codes=codes,
            )
        )
    hint = did_you_mean(code, stored.rules.categories)
    raise NotFound(msg('Unknown category "%(code)s"%(hint)s: %(codes)s.', code=code, hint=hint, codes=codes))


def region_named(act: Act, stored: StoredRound, code: str | None) -> str | None:
    """The province with this code, None for the nation. NotFound or Refused for one that cannot be."""
    if code is None:
        return None
    if stored.rules.stage == "national":
        raise Refused(
            msg('"%(round)s" is judged for the whole nation: leave --region out.', round=stored.rules.code)
        )
    if not regions.is_province(act.db, code):
        hint = did_you_mean(code, [province["code"] for province in regions.provinces(act.db)])
        raise NotFound(
            msg('"%(code)s" is no province%(hint)s: write its code, such as 35.', code=code, hint=hint)
        )
    return code


def written(result: Result, form: str) -> str:
    """The standings as text that ends its last line."""
    if form == "csv":
        return standings_csv(result)
    if form == "json":
        return json.dumps([as_object(one) for one in result.standings], ensure_ascii=False, indent=2) + "\n"
    return table([csv_row(one, result.rules.rounding.places) for one in result.standings])


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Columns side by side for a terminal, numbers to the right."""
    lines = [COLUMNS, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(COLUMNS))]
    text = ""
    for line in lines:
        cells = (
            cell.rjust(width) if column in NUMBERS else cell.ljust(width)
            for column, cell, width in zip(COLUMNS, line, widths, strict=True)
        )
        text += "  ".join(cells).rstrip() + "\n"
    return text


def as_object(one: Standing) -> dict[str, object]:
    """A standing under the names of the CSV columns, its score as exact text; null for what there is not."""
    score = None if one.score is None else decimal_text(one.score)
    values = (one.rank, one.entry, one.name, score, one.tied, one.advances, one.wins, one.sheets)
    return dict(zip(COLUMNS, values, strict=True))


def register(app: Flask) -> None:
    """Attach the commands."""
    app.cli.add_command(show)
    app.cli.add_command(finalise)
