"""Every submission of a score sheet beside the one before: for assessor, committee and auditor."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from sqlite_utils import Database

from evaluation.actions.desk import seen_entry, take_seat
from evaluation.core.rules import Round
from evaluation.core.sheet_versions import Difference, differences
from evaluation.permissions import require
from evaluation.store import contests, desk, editions, entries, records, refs, sheet_versions
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views.assessor import pages as assessor
from evaluation.views.committee.blueprint import pages as committee
from evaluation.views.context import actor, db, now
from evaluation.views.gate import access


@dataclass(frozen=True, slots=True)
class Step:
    """One submission (None: the draft as it stands) beside the one before it (None: it is the first)."""

    after: Row | None
    before: Row | None
    lines: tuple[Difference, ...]


@assessor.get("/desk/<int:contest_id>/<int:entry_id>/versions", endpoint="versions")
@access("assessor")
def own_versions(contest_id: int, entry_id: int) -> str:
    """What I submitted, each time, and my draft beside it where the committee gave the sheet back."""
    seat = take_seat(db(), actor(), now(), contest_id, entry_id)
    sheet = found(seat.sheet)
    return render_template(
        "assessor/versions.html",
        seat=seat,
        entry=seen_entry(db(), seat),
        steps=steps(db(), sheet, seat.round.rules, with_draft=seat.reopened),
    )


@committee.get("/committee/sheets/<int:sheet_id>/versions", endpoint="sheet_versions")
@access("committee", "auditor")
def overseen_versions(sheet_id: int) -> str:
    """What an assessor submitted, each time. A draft is nobody else's to read."""
    sheet = found(records.sheet(db(), sheet_id))
    require(actor(), "contest.scores", refs.scores_ref(db(), sheet["contest_id"], now()))
    require(actor(), "entry.scores", refs.entry_ref(db(), sheet["entry_id"]))
    contest = found(contests.described(db(), sheet["contest_id"]))
    rnd = editions.round_by_id(db(), contest["round_id"]).rules
    people = records.sheets_of(db(), sheet["contest_id"], sheet["entry_id"])
    return render_template(
        "committee/sheet_versions.html",
        contest=contest,
        entry=found(entries.described(db(), sheet["entry_id"])),
        sheet=next(one for one in people if one["id"] == sheet_id),
        steps=found_steps(steps(db(), sheet, rnd, with_draft=False)),
    )


def found_steps(kept: list[Step]) -> list[Step]:
    """The steps, or NotFound where nothing was ever submitted."""
    found(kept[0].after if kept else None)
    return kept


def steps(database: Database, sheet: Row, rnd: Round, *, with_draft: bool) -> list[Step]:
    """The submissions of a sheet, newest first, each beside the one before; the draft first of all."""
    versions = sheet_versions.versions_of(database, sheet["id"])
    marks = sheet_versions.marks_of(database, sheet["id"])
    older = [*versions, None][1:]
    listed = [
        Step(one, before, differences(rnd, marks[before["number"]] if before else {}, marks[one["number"]]))
        for one, before in zip(versions, older, strict=True)
    ]
    if with_draft and versions:
        now_there = {
            one["code"]: (one["value"], one["comment"], one["feedback"])
            for one in desk.marks_of(database, sheet["id"])
        }
        listed.insert(0, Step(None, versions[0], differences(rnd, marks[versions[0]["number"]], now_there)))
    return listed
