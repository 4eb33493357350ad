"""The room of one interview or visit: its parts by the clock, who came, own notes, and the shared minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response as JsonResponse
from flask import flash, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import interviews, rooms
from evaluation.actions.desk import may_meet, standing_before
from evaluation.core.errors import Conflict, Invalid
from evaluation.core.messages import Message, msg
from evaluation.core.subjects import ContestRef, EntryRef
from evaluation.core.unnamed import unnamed_entry, unnamed_session
from evaluation.forms.assessor import NoteForm
from evaluation.forms.rooms import ParagraphForm
from evaluation.permissions import may, require
from evaluation.permissions.answers import Answer
from evaluation.store import contests, entries, interview_rules, numbers, refs, sessions
from evaluation.store import interviews as kept
from evaluation.store import rooms as stored
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views.assessor import pages
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say, when

Page = str | Response | tuple[str, int]

PLACE = "/desk/<int:contest_id>/<int:entry_id>/room"


@dataclass(frozen=True, slots=True)
class Room:
    """Where the visitor is: `about` is the contest's row with its names.

    `number` stands for the candidate where the visitor may not be told whose room it is.
    """

    contest: ContestRef
    entry: EntryRef
    about: Row
    writing: Answer
    seated: bool
    number: int | None = None

    @property
    def ids(self) -> dict[str, int]:
        """What names this room in an address."""
        return {"contest_id": self.contest.contest_id, "entry_id": self.entry.entry_id}


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was refused: a note, or a paragraph (`number`; None: a new one) with what stands there."""

    note: NoteForm | None = None
    paragraph: ParagraphForm | None = None
    number: int | None = None
    theirs: Mapping[str, Any] | None = None
    notice: Message | None = None


# --- the page ------------------------------------------------------------------------------------


@pages.get(PLACE)
@access("signed-in")
def room(contest_id: int, entry_id: int) -> Page:
    """The room, to write in for panel and committee, to read for the auditor."""
    return room_page(enter(contest_id, entry_id), Typed())


def enter(contest_id: int, entry_id: int) -> Room:
    """The room; NotFound for the recused and for those who are neither panel, committee nor auditor."""
    contest, entry = standing_before(db(), contest_id, entry_id)
    # What is hidden goes first: a refusal with a reason would tell that the entry stands here.
    require(actor(), "entry.witness", entry)
    require(actor(), "room.view", refs.visit_ref(db(), contest_id, entry_id))
    return Room(
        contest=contest,
        entry=entry,
        about=found(contests.described(db(), contest_id)),
        writing=may_meet(actor(), contest, entry),
        seated=bool(may(actor(), "sheet.read", contest) and may(actor(), "entry.assess", entry)),
        number=numbers.number_for(db(), actor().account_id, contest_id, entry_id),
    )


def room_page(here: Room, typed: Typed, status: int = 200) -> Page:
    """The room with whatever was typed and could not be kept."""
    ids = (here.contest.contest_id, here.entry.entry_id)
    entry, session = found(entries.described(db(), ids[1])), sessions.of_entry_in(db(), *ids)
    if here.number is not None:
        entry = unnamed_entry(entry, here.number, here.about["timezone"])
        session = session and unnamed_session(session, here.number)
    rules = interview_rules.of_round(db(), here.about["round_id"])
    page = render_template(
        "assessor/room.html",
        room=here,
        entry=entry,
        session=session,
        meetings=rules,
        parts_run=stored.parts(db(), *ids, session or rules),
        now=now(),
        attendance=kept.attendance(db(), *ids),
        minute=stored.minute(db(), *ids),
        notes=kept.own_notes(db(), *ids, actor().account_id or 0) if here.seated else None,
        note_form=typed.note or NoteForm(formdata=None),
        new_form=typed.paragraph if typed.paragraph and typed.number is None else blank_paragraph(),
        typed=typed,
        overseeing=may(actor(), "contest.view", here.contest),
        reading_notes=may(actor(), "notes.read", refs.notes_ref(db(), ids[0])),
    )
    return page, status


def blank_paragraph() -> ParagraphForm:
    """The form of a new paragraph."""
    return ParagraphForm(formdata=None)


def back(here: Room, anchor: str = "") -> Response:
    """Back into the room."""
    where = url_for("assessor.room", **here.ids)  # type: ignore[arg-type]
    return redirect(f"{where}#{anchor}" if anchor else where, code=303)


# --- the clock -----------------------------------------------------------------------------------


@pages.post(f"{PLACE}/parts/<part>/start")
@access("assessor", "committee")
def start_part(contest_id: int, entry_id: int, part: str) -> Page:
    """Begin a part, or let it go on."""
    here = enter(contest_id, entry_id)
    rooms.start_part(act(), contest_id, entry_id, part)
    return back(here, "clock")


@pages.post(f"{PLACE}/parts/<part>/end")
@access("assessor", "committee")
def end_part(contest_id: int, entry_id: int, part: str) -> Page:
    """End a part."""
    here = enter(contest_id, entry_id)
    rooms.end_part(act(), contest_id, entry_id, part)
    return back(here, "clock")


# --- notes and the minute ------------------------------------------------------------------------


@pages.post(f"{PLACE}/notes")
@access("assessor")
def note_in_room(contest_id: int, entry_id: int) -> Page:
    """Keep an own note."""
    here = enter(contest_id, entry_id)
    form = NoteForm()
    try:
        form.validate_on_submit()
        interviews.write_note(act(), contest_id, entry_id, form.note.data)
    except Invalid as invalid:
        form.show(invalid)
        return room_page(here, Typed(note=form), 422)
    flash(say(msg("The note is kept.")), "success")
    return back(here, "notes")


@pages.post(f"{PLACE}/minute")
@access("assessor", "committee")
def add_paragraph(contest_id: int, entry_id: int) -> Page:
    """Begin a paragraph of the shared minute."""
    return keep_paragraph(enter(contest_id, entry_id), None)


@pages.post(f"{PLACE}/minute/<int:paragraph_id>")
@access("assessor", "committee")
def change_paragraph(contest_id: int, entry_id: int, paragraph_id: int) -> Page:
    """Write a paragraph of the shared minute anew."""
    return keep_paragraph(enter(contest_id, entry_id), paragraph_id)


def keep_paragraph(here: Room, number: int | None) -> Page:
    """Keep what was typed, or show it again beside what somebody else wrote."""
    form = ParagraphForm()
    try:
        form.validate_on_submit()
        kept_as = rooms.write_minute(
            act(), **here.ids, body=form.body.data, paragraph=number, revision=form.revision.number
        )
    except Invalid as invalid:
        form.show(invalid)
        return room_page(here, Typed(paragraph=form, number=number), 422)
    except Conflict as conflict:
        form.revision.move_to(conflict.stored["revision"])
        typed = Typed(paragraph=form, number=number, theirs=conflict.stored, notice=conflict.message)
        return room_page(here, typed, 409)
    flash(say(msg("The minute is kept.")), "success")
    return back(here, f"paragraph-{kept_as}")


@pages.get(f"{PLACE}/minute.json")
@access("signed-in")
def minute(contest_id: int, entry_id: int) -> JsonResponse:
    """The shared minute and the clock as they stand, for pages that look again by themselves."""
    here = enter(contest_id, entry_id)
    ran = stored.parts(db(), contest_id, entry_id, interview_rules.of_round(db(), here.about["round_id"]))
    response: JsonResponse = jsonify(
        paragraphs=[
            {
                "id": one.id,
                "revision": one.newest["revision"],
                "body": one.newest["body"],
                "by": told(one.newest, here.about["timezone"]),
            }
            for one in stored.minute(db(), contest_id, entry_id)
        ],
        states={one.code: one.state for one in ran},
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def told(version: Mapping[str, Any], zone: str) -> str:
    """Who wrote a version, and when, in the visitor's language."""
    return say(
        msg(
            "%(who)s, %(when)s",
            who=version["writer"] or msg("command line"),
            when=when(version["written_at"], zone, True),
        )
    )
