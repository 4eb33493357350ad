"""What the panels wrote for a candidate, on the candidate's own pages, once the result is published."""

from __future__ import annotations

from flask import render_template

from evaluation.store import feedback as store
from evaluation.views.context import db
from evaluation.views.dossier import own_entry, pages
from evaluation.views.gate import access


@pages.get("/entries/<int:entry_id>/feedback")
@access("candidate")
def feedback(entry_id: int) -> str:
    """The feedback of published rounds, by criterion and without names."""
    return render_template(
        "dossier/feedback.html", entry=own_entry(entry_id), feedback=store.of_entry(db(), entry_id)
    )
