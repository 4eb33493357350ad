"""A field visit: its team, findings against the dossier's claims, photographs, and marks that changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, BinaryIO, cast

from flask import Blueprint, Flask, flash, redirect, render_template, send_file, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from evaluation.actions import visits as acts
from evaluation.actions.desk import Seat, may_mark, standing_before, take_seat
from evaluation.actions.uploads import Upload
from evaluation.core.errors import Conflict, Invalid, NotFound
from evaluation.core.interview_rules import InterviewRules
from evaluation.core.messages import Message, msg
from evaluation.core.scans import why_shut
from evaluation.core.subjects import EntryRef, VisitRef
from evaluation.core.unnamed import unnamed_dossier, unnamed_entry, unnamed_session
from evaluation.core.visits import team_problems
from evaluation.forms.base import PageForm
from evaluation.forms.visits import EvaluatorForm, FindingForm, MarkChangeForm, PanelVisitorForm
from evaluation.permissions import may, require
from evaluation.store import (
    contests,
    dossiers,
    entries,
    interview_rules,
    numbers,
    refs,
    sessions,
    submissions,
    visits,
)
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views import context
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import pick, say

pages = Blueprint("visits", __name__)

Page = str | Response | tuple[str, int]

PLACE = "/desk/<int:contest_id>/<int:entry_id>/visit"
# A picture is shown as a picture, whatever it holds.
SHUT_IN = "default-src 'none'; frame-ancestors 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as its page needs it; `seat` is the visitor's own, None for those who do not judge."""

    ref: VisitRef
    entry: EntryRef
    about: Row
    rules: InterviewRules
    team: list[Row]
    seat: Seat | None

    @property
    def ids(self) -> dict[str, Any]:
        """What names this visit in an address."""
        return {"contest_id": self.ref.contest_id, "entry_id": self.entry.entry_id}


@dataclass(frozen=True, slots=True)
class Typed:
    """Forms that were refused, to be shown as they were typed; `item` is the claim that they are about."""

    panel: PanelVisitorForm | None = None
    evaluator: EvaluatorForm | None = None
    finding: FindingForm | None = None
    mark: MarkChangeForm | None = None
    item: int | None = None
    stored: dict[str, Any] | None = None
    notice: Message | None = None


def visit_of(contest_id: int, entry_id: int) -> Visit:
    """The visit, for its team, the panel, the committee and the auditor; NotFound for everybody else."""
    _, entry = standing_before(db(), contest_id, entry_id)
    ref = refs.visit_ref(db(), contest_id, entry_id)
    # What is hidden goes first: a refusal with a reason would tell that the entry stands here.
    require(actor(), "entry.unhidden", entry)
    require(actor(), "visit.view", ref)
    require(actor(), "entry.witness", entry)
    about = found(contests.described(db(), contest_id))
    judging = may(actor(), "sheet.read", ref) and may(actor(), "entry.assess", entry)
    return Visit(
        ref=ref,
        entry=entry,
        about=about,
        rules=interview_rules.of_round(db(), about["round_id"]),
        team=visits.team(db(), contest_id, entry_id),
        seat=take_seat(db(), actor(), now(), contest_id, entry_id) if judging else None,
    )


# --- the page ------------------------------------------------------------------------------------


@pages.get(PLACE)
@access("signed-in")
def visit(contest_id: int, entry_id: int) -> Page:
    """Team, claims and findings."""
    return visit_page(visit_of(contest_id, entry_id), Typed())


def visit_page(here: Visit, typed: Typed, status: int = 200) -> Page:
    """The page with whatever was typed and could not be kept."""
    ids = (here.ref.contest_id, here.entry.entry_id)
    everybodys = may(actor(), "contest.view", here.ref) and may(
        actor(), "contest.scores", refs.scores_ref(db(), ids[0], context.now())
    )
    whose = None if everybodys else actor().account_id or 0
    lacks = team_problems(here.rules, here.team)
    page = render_template(
        "visits/visit.html",
        visit=here,
        **seen_of(here),
        version=next(iter(submissions.of_entry(db(), ids[1])), None),
        opens_files=may(actor(), "entry.view", here.entry),
        findings=visits.findings(db(), *ids),
        changes=visits.mark_changes(db(), *ids, whose),
        lacks=lacks,
        managing=may(actor(), "visit.manage", here.ref),
        writing=may(actor(), "visit.write", here.ref),
        marking=bool(here.seat and may_mark(actor(), here.seat)),
        panel_form=typed.panel or panel_form(here),
        evaluator_form=typed.evaluator or EvaluatorForm(formdata=None).keyed("evaluator"),
        finding_form=finding_form,
        mark_form=lambda item_id: mark_form(here, item_id),
        ids=here.ids,
        typed=typed,
    )
    return page, status


def seen_of(here: Visit) -> dict[str, Any]:
    """Entry, session and dossier as the visitor may see them: by number while a round hides them."""
    ids = (here.ref.contest_id, here.entry.entry_id)
    entry, session = found(entries.described(db(), ids[1])), sessions.of_entry_in(db(), *ids)
    dossier = dossiers.dossier(db(), ids[1])
    number = numbers.number_for(db(), actor().account_id, *ids)
    if number is None:
        return {"entry": entry, "session": session, "dossier": dossier}
    return {
        "entry": unnamed_entry(entry, number, here.about["timezone"]),
        "session": session and unnamed_session(session, number),
        "dossier": unnamed_dossier(dossier),
    }


def panel_form(here: Visit, *, posted: bool = False) -> PanelVisitorForm:
    """The form that offers the members of the panel who may go."""
    form = PanelVisitorForm() if posted else PanelVisitorForm(formdata=None)
    people = visits.may_go(db(), here.ref.contest_id, here.entry.entry_id)
    form.offer({str(one["account_id"]): one["name"] for one in people})
    return form.keyed("panel")


def finding_form(item_id: int, known: Row | None) -> FindingForm:
    """The form of one claim, with what is stored."""
    return FindingForm(formdata=None, data=known or {"revision": 0}).keyed(str(item_id))


def mark_form(here: Visit, item_id: int, *, posted: bool = False) -> MarkChangeForm:
    """The form that offers the round's criteria, beside one claim."""
    form = MarkChangeForm() if posted else MarkChangeForm(formdata=None)
    assert here.seat is not None
    form.offer({one.code: pick(one.title) for one in here.seat.round.rules.judged_criteria})
    return form.keyed(f"marks-{item_id}")


def back(here: Visit, message: Message, anchor: str) -> Response:
    """Back to the page, with what was done."""
    flash(say(message), "success")
    return redirect(f"{url_for('visits.visit', **here.ids)}#{anchor}", code=303)


# --- the team ------------------------------------------------------------------------------------


@pages.post(f"{PLACE}/team/<side>")
@access("committee")
def add_visitor(contest_id: int, entry_id: int, side: str) -> Page:
    """Let a member of the panel, or an evaluator, go along."""
    here = visit_of(contest_id, entry_id)
    if side not in ("panel", "evaluator"):
        raise NotFound(refs.NOT_FOUND)
    form: PageForm = panel_form(here, posted=True) if side == "panel" else EvaluatorForm().keyed("evaluator")
    if form.validate():
        capacity = form.capacity.data if isinstance(form, EvaluatorForm) else ""
        try:
            acts.add_visitor(act(), contest_id, entry_id, side=side, who=form["who"].data, capacity=capacity)
        except Invalid as problem:
            form.show(problem)
        else:
            return back(here, msg("The team has one more."), "team")
    refused = Typed(panel=form) if isinstance(form, PanelVisitorForm) else Typed()
    refused = replace(refused, evaluator=form) if isinstance(form, EvaluatorForm) else refused
    return visit_page(here, refused, 422)


@pages.post(f"{PLACE}/team/<int:member_id>/remove")
@access("committee")
def remove_visitor(contest_id: int, entry_id: int, member_id: int) -> Page:
    """Take somebody off the team."""
    here = visit_of(contest_id, entry_id)
    acts.remove_visitor(act(), contest_id, entry_id, member_id)
    return back(here, msg("The team has one less."), "team")


# --- findings ------------------------------------------------------------------------------------


@pages.post(f"{PLACE}/items/<int:item_id>")
@access("signed-in")
def record_finding(contest_id: int, entry_id: int, item_id: int) -> Page:
    """Write down what was found of one claim, with a photograph."""
    here = visit_of(contest_id, entry_id)
    form = FindingForm().keyed(str(item_id))
    if not form.validate():
        return visit_page(here, Typed(finding=form, item=item_id), 422)
    sent = cast("FileStorage | None", form.file.data)
    upload = Upload(cast(BinaryIO, sent.stream), sent.filename or "") if sent and sent.filename else None
    try:
        acts.record_finding(
            act(),
            contest_id,
            entry_id,
            item_id,
            found=form.finding,
            revision=form.revision.number,
            upload=upload,
        )
    except Invalid as problem:
        form.show(problem)
        return visit_page(here, Typed(finding=form, item=item_id), 422)
    except Conflict as conflict:
        form.revision.move_to(conflict.stored["revision"])
        stored = form.differing(conflict.stored)
        typed = Typed(finding=form, item=item_id, stored=stored, notice=conflict.message)
        return visit_page(here, typed, 409)
    return back(here, msg("The finding is kept."), f"item-{item_id}")


@pages.get(f"{PLACE}/photos/<int:file_id>")
@access("signed-in")
def photo(contest_id: int, entry_id: int, file_id: int) -> Response:
    """A photograph, to those who see the visit."""
    visit_of(contest_id, entry_id)
    file = found(visits.photo(db(), contest_id, entry_id, file_id))
    path = context.files().path(file["stored_as"])
    if why_shut(file["scan"]) is not None or not path.is_file():
        raise NotFound(refs.NOT_FOUND)
    response = send_file(path, mimetype=file["media_type"], download_name=file["name"])
    response.headers["Cache-Control"] = "private, no-store"
    return response


photo.talisman_view_options = {"content_security_policy": SHUT_IN}  # type: ignore[attr-defined]


@pages.post(f"{PLACE}/photos/<int:file_id>/remove")
@access("signed-in")
def remove_photo(contest_id: int, entry_id: int, file_id: int) -> Page:
    """Take a photograph away."""
    here = visit_of(contest_id, entry_id)
    acts.remove_photo(act(), contest_id, entry_id, file_id)
    return back(here, msg("The photograph is removed."), "findings")


# --- marks ---------------------------------------------------------------------------------------


@pages.post(f"{PLACE}/items/<int:item_id>/marks")
@access("assessor")
def change_mark(contest_id: int, entry_id: int, item_id: int) -> Page:
    """Change a mark of one's own draft because of a finding."""
    here = visit_of(contest_id, entry_id)
    if here.seat is None:
        raise NotFound(refs.NOT_FOUND)
    form = mark_form(here, item_id, posted=True)
    if form.validate() and form.mark.data is not None:
        try:
            acts.change_mark(
                act(),
                contest_id,
                entry_id,
                item_id=item_id,
                criterion=form.criterion.data,
                mark=form.mark.data,
            )
        except Invalid as problem:
            form.show(problem)
        else:
            return back(
                here, msg("The mark is changed in your draft, with the finding as its reason."), "marks"
            )
    return visit_page(here, Typed(mark=form, item=item_id), 422)


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
