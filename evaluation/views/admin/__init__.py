"""The administrator's pages: accounts with their roles, editions with their rules."""

from __future__ import annotations

from flask import Flask

from evaluation.views.admin import accounts, editing, edition_text, editions, outbox
from evaluation.views.admin.blueprint import pages

__all__ = ["accounts", "editing", "edition_text", "editions", "outbox", "pages", "register"]


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
