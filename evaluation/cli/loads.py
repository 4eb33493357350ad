"""`flask candidates|assessors|scores|measures|adjustments load`: CSV or XLSX files, all of one or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click
from flask import Flask
from flask.cli import AppGroup

from evaluation.actions.act import Act
from evaluation.actions.past_wins import PAST_WIN_COLUMNS, load_past_wins
from evaluation.actions.record_files import (
    ADJUSTMENT_COLUMNS,
    MEASURE_COLUMNS,
    load_adjustments,
    load_measures,
)
from evaluation.actions.rosters import (
    ASSESSOR_COLUMNS,
    CANDIDATE_COLUMNS,
    load_assessors,
    load_candidates,
)
from evaluation.actions.scores import SCORE_COLUMNS, load_scores
from evaluation.cli.entrance import command, edition_named, warn
from evaluation.row_files import Columns, RowFile, read

Load = Callable[[Act, int, RowFile], Sequence[object]]

BY_PAPER = "The dates of rounds do not bind this command, which also takes what came in on paper."


def load_group(name: str, about: str, help_text: str, columns: Columns, load: Load) -> AppGroup:
    """The group of one kind of file, with its command `load EDITION FILE`."""
    group = AppGroup(name, help=about)

    @group.command("load", help=f"{help_text}\n\nColumns, in any order: {columns}.")
    @click.argument("edition")
    @click.argument("file")
    def run(edition: str, file: str) -> None:
        with command() as act:
            edition_id = edition_named(act, edition)["id"]
            rows = read(file, columns)
            warn(load(act, edition_id, rows))
        click.echo(f"{name}: {len(rows.lines)} rows are in {edition}.")

    return group


GROUPS = (
    load_group(
        "candidates",
        "Candidates of an edition.",
        "Invite the candidates in FILE, or (status accepted) take them over from paper.",
        CANDIDATE_COLUMNS,
        load_candidates,
    ),
    load_group(
        "assessors",
        "Assessors on the panels of an edition.",
        "Seat the assessors in FILE on their panels.",
        ASSESSOR_COLUMNS,
        load_assessors,
    ),
    load_group(
        "past-wins",
        "Winners of award years before an edition's.",
        "Record the wins in FILE, which promotion rules may look at.",
        PAST_WIN_COLUMNS,
        load_past_wins,
    ),
    load_group(
        "scores",
        "Score sheets of an edition.",
        f"Submit the whole sheets in FILE. {BY_PAPER}",
        SCORE_COLUMNS,
        load_scores,
    ),
    load_group(
        "measures",
        "Measured values of an edition.",
        f"Record the measured values in FILE. {BY_PAPER}",
        MEASURE_COLUMNS,
        load_measures,
    ),
    load_group(
        "adjustments",
        "Adjustments of round scores.",
        f"Record the adjustments in FILE: points or percent, each with its reason. {BY_PAPER}",
        ADJUSTMENT_COLUMNS,
        load_adjustments,
    ),
)


def register(app: Flask) -> None:
    """Attach the commands."""
    for group in GROUPS:
        app.cli.add_command(group)
