"""The commands of `flask`: thin entrances to the same actions that the pages use."""

from __future__ import annotations

from flask import Flask

from evaluation.cli import account


def register(app: Flask) -> None:
    """Attach every command group."""
    account.register(app)
