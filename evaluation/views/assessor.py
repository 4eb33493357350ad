"""An assessor's sheet beside its dossier, interview notes, recusal. The list of all of them is desk.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from evaluation.actions import interviews, sheets
from evaluation.actions import pins as pin_actions
from evaluation.actions.desk import (
    Seat,
    may_mark,
    may_note,
    may_recuse,
    seen_dossier,
    seen_entry,
    take_seat,
)
from evaluation.core.desk import next_place
from evaluation.core.errors import Conflict, Denied, Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.sheets import (
    LONGEST_COMMENT,
    comment_words,
    lacking_comments,
    range_words,
    sheet_sum,
    weight_words,
)
from evaluation.core.unnamed import unnamed_session
from evaluation.forms.assessor import NoteForm, RecusalForm, SheetForm, sheet_form
from evaluation.store import desk as own
from evaluation.store import interview_rules, pins, refs, sessions, submissions
from evaluation.store import interviews as kept
from evaluation.store.db import Row
from evaluation.views.beside import evidence_of, open_page, pin_of, pins_by_code
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say
from evaluation.views.own_words import own_of, saved_time
from evaluation.views.problems import STATUS

pages = Blueprint("assessor", __name__)

Page = str | Response | tuple[str, int]

# What the buttons of a pin do, by their name.
PIN_CHANGES = {"pin": pin_actions.pin_page, "unpin": pin_actions.unpin_page}


# --- a sheet -------------------------------------------------------------------------------------


@pages.get("/desk/<int:contest_id>/<int:entry_id>")
@access("assessor")
def sheet(contest_id: int, entry_id: int) -> Page:
    """The dossier beside my sheet: to fill in, or to read once it is submitted."""
    seat = my_seat(contest_id, entry_id)
    return sheet_page(seat, stored_form(seat))


@pages.post("/desk/<int:contest_id>/<int:entry_id>")
@access("assessor")
def save_sheet(contest_id: int, entry_id: int) -> Page:
    """Keep a draft, or hand the sheet in; a note typed beside it is kept with it."""
    seat = my_seat(contest_id, entry_id)
    form = form_of(seat)()
    submitting = request.form.get("do") == "submit"
    if not form.complete(note_asked=request.form.get("do") == "note"):
        marking = may_mark(actor(), seat)
        return sheet_page(seat, form, 422 if marking else 409, notice=marking.reason)
    save = sheets.submit_sheet if submitting else sheets.save_draft
    try:
        save(
            act(),
            contest_id,
            entry_id,
            marks=form.marks,
            comments=form.comments,
            feedback=form.feedback,
            revision=form.revision.number,
            note=form.note_text,
        )
    except Invalid as invalid:
        form.show(invalid)
        return sheet_page(seat, form, 422)
    except Conflict as conflict:
        return conflict_page(contest_id, entry_id, form, conflict)
    except (Refused, Denied) as refusal:
        return sheet_page(seat, form, STATUS[type(refusal)], notice=refusal.message)
    if pin := change_pins(contest_id, entry_id):
        return redirect(pin, code=303)
    flash(say(what_was_kept(form, submitting)), "success")
    return redirect(sheet_address(contest_id, entry_id), code=303)


@pages.post("/desk/<int:contest_id>/<int:entry_id>/pins")
@access("assessor")
def pin(contest_id: int, entry_id: int) -> Page:
    """Pin a page to a criterion, or take it off, apart from what is typed on the sheet."""
    seat = my_seat(contest_id, entry_id)
    try:
        address = change_pins(contest_id, entry_id)
    except (Refused, Denied, Conflict) as refusal:
        return sheet_page(seat, stored_form(seat), STATUS[type(refusal)], notice=refusal.message)
    if address is None:
        raise NotFound(refs.NOT_FOUND)
    return redirect(address, code=303)


@pages.post("/desk/<int:contest_id>/<int:entry_id>/notes")
@access("assessor")
def write_note(contest_id: int, entry_id: int) -> Page:
    """Keep a note alone, where the sheet takes no more marks."""
    seat = my_seat(contest_id, entry_id)
    form = NoteForm()
    try:
        form.validate_on_submit()
        interviews.write_note(act(), contest_id, entry_id, form.note.data)
    except Invalid as invalid:
        form.show(invalid)
        return sheet_page(seat, stored_form(seat), 422, note=form)
    except (Refused, Denied) as refusal:
        return sheet_page(seat, stored_form(seat), STATUS[type(refusal)], note=form, notice=refusal.message)
    flash(say(msg("The note is kept.")), "success")
    return redirect(url_for("assessor.sheet", contest_id=contest_id, entry_id=entry_id) + "#notes", code=303)


# --- recusal -------------------------------------------------------------------------------------


@pages.get("/desk/<int:contest_id>/<int:entry_id>/recuse")
@access("assessor")
def recusal(contest_id: int, entry_id: int) -> Page:
    """What stepping away means, and where its reason is written."""
    return recusal_page(my_seat(contest_id, entry_id), RecusalForm(formdata=None))


@pages.post("/desk/<int:contest_id>/<int:entry_id>/recuse")
@access("assessor")
def recuse(contest_id: int, entry_id: int) -> Page:
    """Step away from an entry."""
    seat = my_seat(contest_id, entry_id)
    form = RecusalForm()
    if not form.validate_on_submit():
        return recusal_page(seat, form, 422)
    try:
        sheets.recuse(act(), contest_id, entry_id, form.reason.data)
    except Invalid as invalid:
        form.show(invalid)
        return recusal_page(seat, form, 422)
    listed = msg("You are recused from this entry. It stays in your list by name only.")
    gone = msg("You are recused from this entry. It is not in your list any more.")
    flash(say(listed if seat.number is None else gone), "success")
    return redirect(url_for("assessor.desk"), code=303)


# --- what these pages are made of ----------------------------------------------------------------


def my_seat(contest_id: int, entry_id: int) -> Seat:
    """My seat before an entry; NotFound where I have none."""
    return take_seat(db(), actor(), now(), contest_id, entry_id)


def change_pins(contest_id: int, entry_id: int) -> str | None:
    """Do what a button for a pin asks; where the page shows it. None when no such button was pressed."""
    name = next((one for one in PIN_CHANGES if one in request.form), None)
    if name is None:
        return None
    chosen = pin_of(request.form[name])
    if chosen is None:
        raise NotFound(refs.NOT_FOUND)
    PIN_CHANGES[name](act(), contest_id, entry_id, chosen)
    shown = pin_of(f"x:{request.form.get('shown', '')}")
    opened = {"file": shown.file_id, "page": shown.page} if shown else {}
    return sheet_address(contest_id, entry_id, opened) + f"#criterion-{chosen.code}"


def sheet_address(contest_id: int, entry_id: int, opened: Mapping[str, Any] | None = None) -> str:
    """The address of a sheet, with the page of the dossier that is open beside it."""
    return url_for("assessor.sheet", contest_id=contest_id, entry_id=entry_id, **(opened or {}))


def keeps_notes(seat: Seat) -> bool:
    """Whether the round is one in which notes and attendance are kept."""
    return seat.contest.kind in ("interview", "visit")


def form_of(seat: Seat) -> type[SheetForm]:
    """The form of this seat's sheet."""
    return sheet_form(seat.round.rules, notes=keeps_notes(seat))


def stored_form(seat: Seat) -> SheetForm:
    """The form with what is stored."""
    form = form_of(seat)(formdata=None)
    form.fill(seat.fields, seat.revision)
    return form


def what_was_kept(form: SheetForm, submitting: bool) -> Message:
    """What the assessor is told after a save."""
    if submitting:
        return msg("Your sheet is submitted. It can't change any more.")
    if form.note_text:
        return msg("The note is kept, and your marks are saved as a draft.")
    return msg("Saved as a draft: only you see it, and it does not count before you submit it.")


def conflict_page(contest_id: int, entry_id: int, form: SheetForm, conflict: Conflict) -> Page:
    """What was typed beside what was stored meanwhile; the next save is made over that."""
    stored = form.differing(conflict.stored)
    form.revision.move_to(conflict.stored["revision"])
    return sheet_page(my_seat(contest_id, entry_id), form, 409, notice=conflict.message, stored=stored)


def sheet_page(
    seat: Seat,
    form: SheetForm,
    status: int = 200,
    *,
    note: NoteForm | None = None,
    notice: Message | None = None,
    stored: Mapping[str, Any] | None = None,
) -> Page:
    """One page for every state of a sheet; `form` may hold what was typed but could not be kept."""
    marking = may_mark(actor(), seat)
    typed = status != 200 and note is None
    form.stand_on(seat.fields)
    if not marking:
        form.lock()
    ids = (seat.contest.contest_id, seat.entry.entry_id)
    places = own.places_of(db(), seat.account_id, [ids[0]])[ids[0]]
    entry = seen_entry(db(), seat)
    rnd = seat.round.rules
    dossier = seen_dossier(db(), seat)
    page = render_template(
        "assessor/sheet.html",
        seat=seat,
        entry=entry,
        rnd=rnd,
        form=form,
        typed=typed,
        notice=notice,
        stored=stored or {},
        marking=marking,
        recusing=may_recuse(actor(), seat),
        noting=may_note(actor(), seat),
        words={c.code: (weight_words(rnd, c), range_words(c), comment_words(c)) for c in rnd.judged_criteria},
        result=sheet_sum(rnd, seat.marks, seat.comments, seat.feedback) if seat.submitted else None,
        others=own.others_sheets(db(), *ids, seat.account_id, seat.sight),
        next_place=next_place(places, after=entry["code"]) if seat.takes_sheets else None,
        dossier=dossier,
        open_page=open_page(db(), dossier),
        evidence={c.code: evidence_of(dossier, c) for c in rnd.judged_criteria},
        pins=pins_by_code(pins.of_sheet(db(), seat.sheet["id"]), dossier) if seat.sheet else {},
        around=own_of(db(), seat, places),
        lacking=lacking_comments(rnd, form.marks, form.comments),
        longest=LONGEST_COMMENT,
        saved_time=saved_time,
        # An accepted dossier never changes any more: its last submission is what stood at acceptance.
        version=next(iter(submissions.of_entry(db(), ids[1])), None),
        note_form=note or NoteForm(formdata=None, note=form.note_text),
        notes=kept.own_notes(db(), *ids, seat.account_id) if keeps_notes(seat) else None,
        attendance=seen_attendance(seat) if keeps_notes(seat) else None,
        meeting=seen_meeting(seat) if keeps_notes(seat) else None,
        meetings=interview_rules.of_round(db(), seat.round.id) if keeps_notes(seat) else None,
    )
    return page, status


def seen_meeting(seat: Seat) -> Row | None:
    """The session of an entry as its assessor may see it."""
    found = sessions.of_entry_in(db(), seat.contest.contest_id, seat.entry.entry_id)
    return found if seat.number is None else found and unnamed_session(found, seat.number)


def seen_attendance(seat: Seat) -> Row | None:
    """Who came, and who wrote it down where assessors go by name."""
    found = kept.attendance(db(), seat.contest.contest_id, seat.entry.entry_id)
    return found if seat.sight.assessor_names else found and {**found, "recorder": ""}


def recusal_page(seat: Seat, form: RecusalForm, status: int = 200) -> Page:
    """The page on which an assessor steps away."""
    entry = seen_entry(db(), seat)
    page = render_template(
        "assessor/recuse.html", seat=seat, entry=entry, form=form, recusing=may_recuse(actor(), seat)
    )
    return page, status


def register(app: Flask) -> None:
    """Attach these pages and those of other modules: the list, sessions, who came, what saves itself."""
    from evaluation.views import (  # noqa: F401
        attendance,
        day,
        desk,
        room,
        samples,
        sheet_saving,
        sheet_versions,
        sign,
        workbooks,
    )

    app.register_blueprint(pages)
