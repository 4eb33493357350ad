"""What every command stands on: the database made ready, and errors as lines on standard error, status 1."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from flask import current_app

from evaluation.actions.act import Act
from evaluation.actions.readiness import NotReady
from evaluation.core.errors import BadFile, NotFound, UserError
from evaluation.core.messages import msg
from evaluation.core.people import SYSTEM
from evaluation.core.spelling import did_you_mean
from evaluation.edition_file import EditionFileError
from evaluation.files import FileRoot
from evaluation.store import editions
from evaluation.store.db import Row
from evaluation.store.ready import open_ready


def act_of_command() -> Act:
    """What an action takes first, by the command line; a missing or older database is made or upgraded."""
    config = current_app.config
    now: datetime = config["CLOCK"]()
    files = FileRoot(config["FILES"], config["MAX_FILE_BYTES"], config["CLAMD"])
    return Act(db=open_ready(config["DATABASE"], config["CLOCK"]), actor=SYSTEM, now=now, files=files)


@contextmanager
def command() -> Iterator[Act]:
    """Run a command's body: everything that its user can mend goes to standard error, and the status is 1."""
    with reported():
        act = act_of_command()
        try:
            yield act
        finally:
            act.db.conn.close()


@contextmanager
def reported() -> Iterator[None]:
    """Turn errors that the user can understand into lines on standard error and status 1."""
    try:
        yield
    except (UserError, EditionFileError, sqlite3.Error) as error:
        complain(lines_of(error))
        raise click.exceptions.Exit(1) from error


def lines_of(error: Exception) -> list[str]:
    """An error as its user reads it, a line for each thing that is wrong."""
    if isinstance(error, BadFile):
        return [*error.problems, str(error.message)]
    if isinstance(error, NotReady):
        return [f"{contest_name(contest)}: {lack.message}" for contest, lack in error.lacking]
    if isinstance(error, EditionFileError):
        return [str(problem) for problem in error.problems]
    if isinstance(error, UserError):
        return [str(error.message)]
    return [f"The database {current_app.config['DATABASE']} can't be used: {error}."]


def complain(lines: Iterable[str]) -> None:
    """Write lines to standard error."""
    for line in lines:
        click.echo(line, err=True)


def warn(warnings: Iterable[object]) -> None:
    """Write warnings to standard error; the command goes on."""
    complain(f"warning: {text}" for text in warnings)


def edition_named(act: Act, code: str) -> Row:
    """The edition with this code. NotFound, naming those that there are."""
    known = editions.by_code(act.db, code)
    if known is not None:
        return known
    codes = [edition["code"] for edition in editions.all_editions(act.db)]
    if not codes:
        raise NotFound(msg("No edition is loaded yet: load one with `flask edition load FILE`."))
    raise NotFound(
        msg(
            'Unknown edition "%(code)s"%(hint)s: %(codes)s.',
            code=code,
            hint=did_you_mean(code, codes),
            codes=", ".join(codes),
        )
    )


def contest_name(contest: Row) -> str:
    """A contest in the codes of commands and files: ROUND.CATEGORY or ROUND.CATEGORY.REGION."""
    codes = [contest["round_code"], contest["category_code"], contest["region_code"]]
    return ".".join(code for code in codes if code)
