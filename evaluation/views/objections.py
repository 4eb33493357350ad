"""A candidate's objections to published results: what can be objected to, filing, reading, taking back."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from evaluation.actions import objections as acts
from evaluation.actions.objections import MOST_FILES, Objection
from evaluation.actions.uploads import Upload
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.scans import why_shut
from evaluation.core.subjects import EntryRef, ObjectorRef
from evaluation.forms.announcing import ObjectionForm
from evaluation.forms.committee import ReasonForm
from evaluation.media import shown_name
from evaluation.permissions import may, require
from evaluation.store import contests, objections, refs, result_versions
from evaluation.store.db import Row
from evaluation.views import context
from evaluation.views.context import act, actor, db, now
from evaluation.views.dossier import own_entry
from evaluation.views.downloads import SHUT_IN
from evaluation.views.feedback import corrected_of
from evaluation.views.gate import access
from evaluation.views.language import pick, say
from evaluation.views.public import replaced_by

pages = Blueprint("objections", __name__)

Page = str | tuple[str, int] | Response
OPENED_AGAIN = msg(
    "This result was opened again meanwhile and is being corrected. Nothing was filed; what you wrote still"
    " stands below. You can object to the corrected result once it is published."
)
HERE = "/entries/<int:entry_id>/objections"
ONE = f"{HERE}/<int:objection_id>"


@pages.url_value_preprocessor
def take_several_files(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Several files are larger than one."""
    request.max_content_length = MOST_FILES * current_app.config["MAX_CONTENT_LENGTH"]


@pages.get(HERE, endpoint="list")
@access("candidate")
def listed(entry_id: int) -> str:
    """The entry's published results, until when each can be objected to, and the objections filed."""
    entry, ref = own_entry(entry_id), refs.entry_ref(db(), entry_id)
    return render_template(
        "objections/list.html",
        entry=entry,
        results=[result_line(ref, one) for one in objections.results_of_entry(db(), entry_id)],
        filed=objections.of_entry(db(), entry_id),
        corrected=corrected_of(entry_id),
    )


@pages.get(f"{HERE}/to/<int:contest_id>")
@access("candidate")
def new(entry_id: int, contest_id: int) -> Page:
    """The form of an objection to one result."""
    if being_corrected(entry_id, contest_id):
        return redirect(url_for("objections.list", entry_id=entry_id))
    require(actor(), "objection.prepare", objector(entry_id, contest_id))
    return form_page(entry_id, contest_id, ObjectionForm())


@pages.post(f"{HERE}/to/<int:contest_id>")
@access("candidate")
def file(entry_id: int, contest_id: int) -> Page:
    """File an objection; what was typed stays when it is not taken."""
    form = ObjectionForm()
    if being_corrected(entry_id, contest_id):
        return form_page(entry_id, contest_id, form, OPENED_AGAIN), 409
    require(actor(), "objection.prepare", objector(entry_id, contest_id))
    offer(form, contest_id)
    if not form.validate():
        return form_page(entry_id, contest_id, form), 422
    sent = [
        Upload(cast(BinaryIO, one.stream), shown_name(one.filename))
        for one in form.files.data or []
        if one.filename
    ]
    try:
        objection_id = acts.file(
            act(), entry_id, contest_id, Objection(form.criterion.data or "", form.body.data), sent
        )
    except Invalid as problem:
        form.show(problem)
        return form_page(entry_id, contest_id, form), 422
    except Refused as problem:
        return form_page(entry_id, contest_id, form, problem.message), 409
    except NotFound:
        # Opened again while the files were checked.
        if not being_corrected(entry_id, contest_id):
            raise
        return form_page(entry_id, contest_id, form, OPENED_AGAIN), 409
    flash(
        say(msg("Your objection is filed. This page is its receipt; it was sent to you as well.")), "success"
    )
    return redirect(url_for("objections.one", entry_id=entry_id, objection_id=objection_id), code=303)


@pages.get(ONE)
@access("candidate")
def one(entry_id: int, objection_id: int) -> str:
    """An objection as it was filed, its receipt, and its answer."""
    return one_page(entry_id, objection_id, ReasonForm())


@pages.post(f"{ONE}/withdraw")
@access("candidate")
def withdraw(entry_id: int, objection_id: int) -> Page:
    """Take an objection back."""
    own_objection(entry_id, objection_id)
    form = ReasonForm()
    if not form.validate():
        return one_page(entry_id, objection_id, form), 422
    try:
        acts.withdraw(act(), objection_id, form.reason.data)
    except Invalid as problem:
        form.show(problem)
        return one_page(entry_id, objection_id, form), 422
    flash(say(msg("Your objection is taken back.")), "success")
    return redirect(url_for("objections.one", entry_id=entry_id, objection_id=objection_id), code=303)


@pages.get("/objections/<int:objection_id>/files/<int:file_id>")
@access("signed-in")
def download(objection_id: int, file_id: int) -> Response:
    """A file of an objection, for those who filed it and those who answer or audit it."""
    require(actor(), "objection.read", objections.objection_ref(db(), objection_id))
    known = refs.found(objections.file_of(db(), objection_id, file_id))
    shut = why_shut(known["scan"])
    if shut is not None:
        raise Refused(shut)
    path = context.files().path(known["stored_as"])
    if not path.is_file():
        raise NotFound(msg("This file is missing on the server: tell the committee."))
    response = send_file(path, mimetype=known["media_type"], as_attachment=True, download_name=known["name"])
    response.headers["Cache-Control"] = "private, no-store"
    return response


# Talisman writes the policy of every response last; this is where it takes a view's own from.
download.talisman_view_options = {"content_security_policy": SHUT_IN}  # type: ignore[attr-defined]


# --- what the pages show -------------------------------------------------------------------------


def result_line(entry: EntryRef, result: Row) -> dict[str, Any]:
    """A published result with its window, the days left, and whether the visitor may object now."""
    window = objections.window_of(result)
    ref = objections.objector_of(entry, result, now(), stands=True)
    return {
        **result,
        "window": window,
        "state": ref.window,
        "days": window.days_left(now()) if window else None,
        "may_file": may(actor(), "objection.file", ref),
    }


def being_corrected(entry_id: int, contest_id: int) -> bool:
    """Whether the visitor's own entry stood in this result when it was public, and it was opened again."""
    require(actor(), "entry.prepare", refs.entry_ref(db(), entry_id))
    return any(one["id"] == contest_id for one in result_versions.own_being_corrected(db(), entry_id))


def objector(entry_id: int, contest_id: int) -> ObjectorRef:
    """The entry before one published result, as permissions see it now."""
    return objections.objector_ref(db(), entry_id, contest_id, now())


def offer(form: ObjectionForm, contest_id: int) -> None:
    """Offer the criteria of the contest's round."""
    contest = refs.found(contests.described(db(), contest_id))
    found = objections.criteria_of(db(), contest["round_id"])
    form.offer({one["code"]: pick(one) for one in found})


def form_page(entry_id: int, contest_id: int, form: ObjectionForm, problem: Message | None = None) -> str:
    """The form; when nothing is taken any more it says so, and what was typed stands there still."""
    contest = refs.found(contests.described(db(), contest_id))
    window = objections.window_of(contest)
    offer(form, contest_id)
    root = context.files()
    form.limit_files(root.max_bytes, say(root.too_large))
    late = window is not None and window.state(now()) == "closed"
    return render_template(
        "objections/new.html",
        entry=own_entry(entry_id),
        contest=contest,
        form=form,
        rule=objections.rule_of(contest),
        window=window,
        days=window.days_left(now()) if window else None,
        most_files=MOST_FILES,
        problem=problem or (acts.too_late(contest) if late else None),
        late=late,
        closed=late or window is None,
    )


def own_objection(entry_id: int, objection_id: int) -> Row:
    """The entry's own objection. NotFound for everybody else's."""
    require(actor(), "entry.prepare", refs.entry_ref(db(), entry_id))
    known = refs.found(objections.by_id(db(), objection_id))
    if known["entry_id"] != entry_id:
        raise NotFound(refs.NOT_FOUND)
    return known


def one_page(entry_id: int, objection_id: int, form: ReasonForm) -> str:
    """The page of one objection."""
    known = own_objection(entry_id, objection_id)
    return render_template(
        "objections/one.html",
        entry=own_entry(entry_id),
        one=known,
        contest=refs.found(contests.described(db(), known["contest_id"])),
        files=objections.files_of(db(), objection_id),
        replaced=replaced_by([objection_id]).get(objection_id, []),
        form=form,
        may_withdraw=may(actor(), "objection.withdraw", objections.objection_ref(db(), objection_id)),
    )


def register(app: Flask) -> None:
    """Attach these pages."""
    app.register_blueprint(pages)
