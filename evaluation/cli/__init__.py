"""The commands of `flask`: thin entrances to the same actions that the pages use."""

from __future__ import annotations

from flask import Flask

from evaluation.cli import account, contests, edition, loads, uploads


def register(app: Flask) -> None:
    """Attach every command."""
    for commands in (account, edition, loads, contests, uploads):
        commands.register(app)
