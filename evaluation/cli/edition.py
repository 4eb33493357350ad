"""`flask edition`: check an edition file, load it, and write it again."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from evaluation import edition_file
from evaluation.actions.editions import load_edition
from evaluation.cli.entrance import command, reported
from evaluation.core.errors import NotFound, Refused
from evaluation.core.messages import msg
from evaluation.core.rules import Rules
from evaluation.store import editions

commands = AppGroup("edition", help="Editions: the rules of an award, from a TOML file.")


@commands.command("check")
@click.argument("file")
def check(file: str) -> None:
    """Say what is wrong with the edition in FILE, or that it is fine. Nothing is stored."""
    with reported():
        rules, _ = opened(file)
    click.echo(f"OK: {described(rules)}")


@commands.command("load")
@click.argument("file")
def load(file: str) -> None:
    """Store the edition in FILE, or replace its rules. They freeze at the first submitted sheet."""
    with command() as act:
        rules, source = opened(file)
        changed = load_edition(act, rules, source)
    click.echo(f"{'Loaded' if changed else 'Nothing to change'}: {described(rules)}")


@commands.command("export")
@click.argument("code")
def export(code: str) -> None:
    """Write the rules of the edition CODE as an edition file to standard output."""
    with command() as act:
        edition = editions.by_code(act.db, code)
        if edition is None:
            raise NotFound(msg('There is no edition "%(code)s".', code=code))
        text = edition_file.export(editions.rules_of(act.db, edition["id"]))
    click.echo(text, nl=False)


def opened(file: str) -> tuple[Rules, str]:
    """The rules in a file, and its text. EditionFileError for what is wrong, Refused when not opened."""
    path = Path(file)
    try:
        return edition_file.read(path), path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(msg("%(file)s can't be read: %(reason)s.", file=file, reason=reason)) from error


def described(rules: Rules) -> str:
    """An edition in one line."""
    criteria = sum(len(rnd.criteria) for rnd in rules.rounds)
    parts = ((len(rules.categories), "categories"), (len(rules.rounds), "rounds"), (criteria, "criteria"))
    return f"{rules.code} ({', '.join(f'{word}: {number}' for number, word in parts)})"


def register(app: Flask) -> None:
    """Attach the commands."""
    app.cli.add_command(commands)
