"""The candidate's first page: every entry that they represent, and what is next for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Flask, render_template

from evaluation.core.completeness import lacks, time_left
from evaluation.core.messages import Message
from evaluation.core.timeline import Step, current, steps
from evaluation.core.workflow import editable
from evaluation.store import deadlines, dossiers, entries, timelines
from evaluation.store.db import Row
from evaluation.views.context import actor, db, now
from evaluation.views.gate import access

pages = Blueprint("candidate", __name__)


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One entry of the list; `missing` counts what its dossier lacks, None once it can't change."""

    entry: Row
    step: Step | None
    missing: int | None
    deadline: datetime | None
    time_left: Message | None


@pages.get("/entries", endpoint="entries")
@access("candidate")
def entries_page() -> str:
    """The candidate's entries, newest edition first."""
    return render_template("candidate/entries.html", cards=cards())


def cards() -> list[EntryCard]:
    """The signed-in candidate's entries with what is next; a constant number of questions."""
    account_id = actor().account_id
    own = [] if account_id is None else entries.of_account(db(), account_id)
    read = dossiers.dossiers(db(), own)
    rounds = timelines.rounds_of_categories(db(), (row["category_id"] for row in own))
    outcomes = timelines.published_outcomes(db(), (row["id"] for row in own))
    until = deadlines.of_entries(db(), own)
    found = []
    for row in own:
        of_category = rounds.get(row["category_id"], ())
        open_still = editable(row["status"])
        deadline = until[row["id"]] if open_still else None
        found.append(
            EntryCard(
                entry=row,
                step=current(steps(of_category, outcomes.get(row["id"], {}), now())),
                missing=len(lacks(read[row["id"]])) if open_still else None,
                deadline=deadline,
                time_left=time_left(deadline, now()) if deadline else None,
            )
        )
    return found


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
