"""Pages for everybody: published results and the rules in plain words. Before publication there is nothing."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template

from evaluation.store import publications
from evaluation.views.context import db
from evaluation.views.gate import access

pages = Blueprint("public", __name__)


@pages.get("/")
@access("public")
def results() -> str:
    """The editions that have published results."""
    return render_template("public/results.html", editions=publications.editions_with_results(db()))


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
