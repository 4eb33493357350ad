"""The assessors' notes on an entry, to the committee and the auditor as far as the edition opens them."""

from __future__ import annotations

from flask import render_template

from evaluation.permissions import require
from evaluation.store import contests, entries, interview_rules, interviews, refs
from evaluation.store.refs import found
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.records import check_place
from evaluation.views.context import actor, db
from evaluation.views.gate import access


@pages.get("/committee/contests/<int:contest_id>/entries/<int:entry_id>/notes")
@access("committee", "auditor")
def notes(contest_id: int, entry_id: int) -> str:
    """Every note by its writer. Refused where the edition keeps them the assessors' own."""
    check_place(contest_id, entry_id)
    require(actor(), "entry.witness", refs.entry_ref(db(), entry_id))
    require(actor(), "notes.read", refs.notes_ref(db(), contest_id))
    contest = found(contests.described(db(), contest_id))
    return render_template(
        "committee/notes.html",
        contest=contest,
        entry=found(entries.described(db(), entry_id)),
        policy=interview_rules.of_round(db(), contest["round_id"]).notes,
        notes=interviews.all_notes(db(), contest_id, entry_id),
    )
