"""`flask account`: the first administrator, and others who are granted a role."""

from __future__ import annotations

import os

import click
from flask import Flask
from flask.cli import AppGroup

from evaluation.actions.accounts import LINK_LASTS, account_for, grant_role, issue_link
from evaluation.actions.act import Act
from evaluation.cli.entrance import command, edition_named
from evaluation.store import accounts
from evaluation.store.db import write

commands = AppGroup("account", help="Accounts and their roles.")

ROLES = "administrator, auditor or committee"


@commands.command("add")
@click.argument("email")
@click.option("--role", required=True, help=f"What the account may be: {ROLES}.")
@click.option("--edition", help="The edition's code; without it the role holds in every edition.")
@click.option("--region", help="A committee's province, by code; without it the committee is national.")
def add(email: str, role: str, edition: str | None, region: str | None) -> None:
    """Grant a role to EMAIL, making the account when there is none, and print its invitation."""
    with command() as act:
        added, link = grant_and_invite(act, email, role, edition, region)
    click.echo(f"{email}: {role}" if added else f"{email}: {role} (held already)")
    if link is None:
        click.echo("This account has a password already: sign in with it.")
    else:
        click.echo(f"To set the password, open this link once, within {LINK_LASTS['invitation'].days} days:")
        click.echo(link)


def grant_and_invite(
    act: Act, email: str, role: str, edition: str | None, region: str | None
) -> tuple[bool, str | None]:
    """Whether the role is new, and the invitation's address (None when there is a password already)."""
    with write(act.db):
        edition_id = None if edition is None else edition_named(act, edition)["id"]
        account_id = account_for(act, email)
        added = grant_role(act, account_id, role=role, edition_id=edition_id, region_code=region)
        account = accounts.by_id(act.db, account_id)
        if account and account["password_hash"]:
            return added, None
        return added, address_of(issue_link(act, account_id, "invitation"))


def address_of(token: str) -> str:
    """Where a token is used: PENJURIAN_URL says under which address people reach the pages."""
    base = os.environ.get("PENJURIAN_URL") or "http://127.0.0.1:8000"
    return f"{base.rstrip('/')}/link/{token}"


def register(app: Flask) -> None:
    """Attach the commands."""
    app.cli.add_command(commands)
