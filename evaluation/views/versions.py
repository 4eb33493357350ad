"""What changed between two submissions of a dossier, for the candidate, its committee and its assessors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from evaluation.actions.desk import seen_entry, take_seat
from evaluation.core.changes import FieldChange, SectionChanges, changes, pieces
from evaluation.core.manifest import contents
from evaluation.core.section_kinds import KINDS, SectionField
from evaluation.core.unnamed import unnamed_sections
from evaluation.permissions import require
from evaluation.store import entries, refs, submissions
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views import LARGEST_ID
from evaluation.views.assessor import pages as assessor
from evaluation.views.committee.blueprint import pages as committee
from evaluation.views.context import actor, db, now
from evaluation.views.dossier import own_entry
from evaluation.views.dossier import pages as candidate
from evaluation.views.gate import access


@dataclass(frozen=True, slots=True)
class Versions:
    """Two submissions to compare, of all that there are (newest first); `sections` is what changed."""

    all: list[Row]
    before: Row
    after: Row
    sections: tuple[SectionChanges, ...]


@candidate.get("/entries/<int:entry_id>/changes", endpoint="changes")
@access("candidate")
def own_changes(entry_id: int) -> str:
    """The candidate's own submissions compared."""
    return render_template(
        "dossier/changes.html", entry=own_entry(entry_id), versions=compared(entry_id), **WORDS
    )


@committee.get("/committee/entries/<int:entry_id>/changes", endpoint="changes")
@access("committee", "auditor")
def overseen_changes(entry_id: int) -> str:
    """An entry's submissions compared, for its committees and the auditor."""
    require(actor(), "entry.oversee", refs.entry_ref(db(), entry_id))
    entry = found(entries.described(db(), entry_id))
    return render_template("committee/changes.html", entry=entry, versions=compared(entry_id), **WORDS)


@assessor.get("/desk/<int:contest_id>/<int:entry_id>/changes", endpoint="changes")
@access("assessor")
def judged_changes(contest_id: int, entry_id: int) -> str:
    """The submissions of an entry on one's desk compared."""
    seat = take_seat(db(), actor(), now(), contest_id, entry_id)
    entry = seen_entry(db(), seat)
    versions = compared(entry_id, hidden=seat.number is not None)
    return render_template("assessor/changes.html", seat=seat, entry=entry, versions=versions, **WORDS)


def compared(entry_id: int, *, hidden: bool = False) -> Versions | None:
    """The submissions that ?from= and ?to= name, or else the last two; None while there is only one.

    `hidden`: to somebody who may not be told the candidate, so files go by numbers.
    """
    listed = submissions.of_entry(db(), entry_id)
    if len(listed) < 2:
        return None
    numbers = [one["number"] for one in listed]
    after = asked("to", numbers[0])
    before = asked("from", next((number for number in numbers if number < after), after))
    old = found(submissions.by_number(db(), entry_id, before))
    new = found(submissions.by_number(db(), entry_id, after))
    sides = [contents(one["manifest"]) for one in (old, new)]
    before_it, after_it = (unnamed_sections(side) for side in sides) if hidden else sides
    return Versions(listed, old, new, changes(before_it, after_it))


def asked(name: str, otherwise: int) -> int:
    """The number that the address asks for."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= LARGEST_ID else otherwise


def field_of(kind: str, name: str) -> SectionField | None:
    """What is known of a field in sections of this kind; None for one that they don't have any more."""
    known = KINDS.get(kind)
    return next((field for field in known.fields if field.name == name), None) if known else None


def long_text(change: FieldChange) -> bool:
    """Whether both sides are texts of which a part may have stayed."""
    return bool(isinstance(change.before, str) and isinstance(change.after, str)) and bool(
        change.before and change.after
    )


# What the templates of changes need to name fields and to compare texts.
WORDS: dict[str, Any] = {"field_of": field_of, "long_text": long_text, "pieces": pieces}
