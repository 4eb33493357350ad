"""The auditor's pages: everything that happened in an edition, newest first. Nothing here is changed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from flask import Blueprint, Flask, render_template, request

from evaluation.core.errors import NotFound
from evaluation.core.messages import msg
from evaluation.core.people import Role
from evaluation.core.subjects import EditionRef
from evaluation.permissions import may, require
from evaluation.store import audit, editions, entries, refs
from evaluation.store.db import Row
from evaluation.views.context import actor, db
from evaluation.views.gate import access
from evaluation.views.language import label, say, when

pages = Blueprint("auditor", __name__)

PER_PAGE = 100
HIGHEST = 2**62
# A moment as the store keeps it.
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")

# Fields whose values are codes, with the list of words that each is taken from.
CODES = {
    "motion_kind": "motion_kind",
    "motion_state": "motion_state",
    "part": "part",
    "penalty": "penalty",
    "purpose": "purpose",
    "position": "position",
    "present": "present",
    "role": "role",
    "side": "side",
    "stage": "stage",
    "verdict": "verdict",
    "visit_side": "visit_side",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One audit event in words: what happened, and its fields as pairs of word and value."""

    row: Row
    fields: tuple[tuple[str, str], ...]


@pages.get("/audit")
@access("auditor")
def overview() -> str:
    """The editions that the auditor audits."""
    mine = [one for one in editions.all_editions(db()) if may(actor(), "audit.view", reference(one))]
    return render_template("auditor/overview.html", editions=mine, everything=audits_everything())


@pages.get("/audit/<code>")
@access("auditor")
def edition(code: str) -> str:
    """An edition's events, newest first, of all entries or of one."""
    one = refs.found(editions.by_code(db(), code))
    require(actor(), "audit.view", reference(one))
    entry = entry_asked(one["id"])
    found = audit.of_edition(
        db(),
        one["id"],
        reader=actor().account_id,
        before=before(),
        entry_id=entry["id"] if entry else None,
        limit=PER_PAGE + 1,
    )
    return events_page(found, edition=one, entry=entry)


@pages.get("/audit/accounts/events")
@access("auditor")
def account_events() -> str:
    """What happened outside of any edition: accounts, sign-ins, roles that hold in every edition."""
    if not audits_everything():
        raise NotFound(refs.NOT_FOUND)
    found = audit.of_no_edition(db(), before=before(), limit=PER_PAGE + 1)
    return events_page(found, edition=None, entry=None)


def zone_of(edition: Row | None) -> str:
    """The zone in which an edition's moments are told; that of the capital outside of any edition."""
    return str(edition["timezone"]) if edition else "Asia/Jakarta"


def events_page(found: list[Row], *, edition: Row | None, entry: Row | None) -> str:
    """A page of events, with the way to the older ones."""
    return render_template(
        "auditor/events.html",
        edition=edition,
        entry=entry,
        events=[happening(one, zone_of(edition)) for one in found[:PER_PAGE]],
        zone=zone_of(edition),
        more=len(found) > PER_PAGE,
        from_start=before() == HIGHEST,
    )


def happening(one: Row, zone: str) -> Happening:
    """An event in the visitor's language, its moments read in `zone`."""
    fields = json.loads(one["fields"])
    words = ((label("event_field", name), field_words(name, value, zone)) for name, value in fields.items())
    return Happening(one, tuple(words))


def field_words(name: str, value: object, zone: str) -> str:
    """A field's value as people read it."""
    if value is None:
        return say(msg("none"))
    if isinstance(value, bool):
        return say(msg("yes") if value else msg("no"))
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {part}" for key, part in value.items())
    if name in CODES:
        return label(CODES[name], str(value))
    return (
        when(value, zone, seconds=True) if isinstance(value, str) and STAMP.fullmatch(value) else str(value)
    )


def reference(edition: Row) -> EditionRef:
    """The edition as permissions see it."""
    return EditionRef(edition["id"], edition["frozen_at"] is not None)


def audits_everything() -> bool:
    """Whether the auditor audits every edition, and so the accounts as well."""
    return any(g.role is Role.AUDITOR and g.edition_id is None for g in actor().grants)


def before() -> int:
    """The event that the page stops before; without one, or with nonsense, the newest come."""
    asked = request.args.get("before", type=int)
    return asked if asked is not None and 1 <= asked <= HIGHEST else HIGHEST


def entry_asked(edition_id: int) -> Row | None:
    """The entry that the page is filtered by; NotFound for one of another edition."""
    asked = request.args.get("entry")
    if not asked:
        return None
    found = entries.described(db(), int(asked)) if asked.isdecimal() and len(asked) < 19 else None
    if found is None or found["edition_id"] != edition_id:
        raise NotFound(refs.NOT_FOUND)
    return found


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
