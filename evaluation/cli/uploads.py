"""`flask uploads`: what is left of uploads, and the virus scanner's waiting list. For a timer at night."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from evaluation.actions.incoming import clean_uploads
from evaluation.actions.scans import scan_waiting
from evaluation.cli.entrance import command

commands = AppGroup("uploads", help="Uploads on their way, and what is left of them.")


@commands.command("clean")
def clean() -> None:
    """Remove uploads whose time is over, and files on disk that belong to nothing (left by a crash)."""
    with command() as act:
        cleaned = clean_uploads(act)
    click.echo(f"Removed {cleaned.uploads} old uploads and {cleaned.files} files that belonged to nothing.")


@commands.command("scan")
def scan() -> None:
    """Show files that wait for it to the virus scanner (PENJURIAN_CLAMD)."""
    with command() as act:
        scans = scan_waiting(act)
    click.echo(f"Clean: {scans.clean}. Infected: {scans.infected}. Still waiting: {scans.waiting}.")


def register(app: Flask) -> None:
    """Attach the commands."""
    app.cli.add_command(commands)
