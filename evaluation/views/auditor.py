from __future__ import annotations

from flask import Blueprint, Flask

pages = Blueprint("auditor", __name__)


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
