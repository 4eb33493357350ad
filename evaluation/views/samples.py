"""Samples on an assessor's desk: to score before a round opens, and to talk about afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from evaluation.actions import samples as acts
from evaluation.core.errors import Conflict, Invalid, NotFound, Refused
from evaluation.core.exact import parse_exact
from evaluation.core.messages import Message, msg
from evaluation.core.scans import why_shut
from evaluation.core.sheets import comment_words, range_words, weight_words
from evaluation.core.visibility import Sight
from evaluation.forms.assessor import SheetForm, sheet_form
from evaluation.permissions import require
from evaluation.store import editions, refs, samples
from evaluation.store.db import Row
from evaluation.views import context
from evaluation.views.assessor import pages
from evaluation.views.context import act, actor, db, now
from evaluation.views.downloads import SHUT_IN
from evaluation.views.gate import access
from evaluation.views.language import say
from evaluation.views.sample_words import discussion, material, seen_by, until

Page = str | Response | tuple[str, int]


@pages.get("/desk/samples/<int:sample_id>", endpoint="sample")
@access("assessor")
def shown(sample_id: int) -> Page:
    """A sample beside my marks for it; once its discussion is open, beside everybody's."""
    one = my_sample(sample_id)
    return sample_page(one, stored_form(one))


@pages.post("/desk/samples/<int:sample_id>", endpoint="save_sample")
@access("assessor")
def save(sample_id: int) -> Page:
    """Keep my marks for a sample, or hand them in."""
    one = my_sample(sample_id)
    form = form_of(one)()
    if not form.validate_on_submit():
        return sample_page(one, form, 422)
    handing_in = request.form.get("do") == "submit"
    typed = dict(marks=form.marks, comments=form.comments, revision=form.revision.number)
    try:
        acts.save(act(), sample_id, hand_in=handing_in, **typed)  # type: ignore[arg-type]
    except Invalid as invalid:
        form.show(invalid)
        return sample_page(one, form, 422)
    except Conflict as conflict:
        stored = form.differing(conflict.stored)
        form.revision.move_to(conflict.stored["revision"])
        return sample_page(one, form, 409, notice=conflict.message, stored=stored)
    except Refused as refusal:
        return sample_page(one, form, 409, notice=refusal.message)
    done = msg("Your marks for this sample are handed in.") if handing_in else msg("Saved: only you see it.")
    flash(say(done), "success")
    return redirect(url_for("assessor.sample", sample_id=sample_id), code=303)


@pages.get("/desk/samples/<int:sample_id>/files/<int:file_id>", endpoint="sample_file")
@access("assessor", "committee", "auditor")
def file(sample_id: int, file_id: int) -> Response:
    """A file of the dossier that serves as a sample, to those who may see the sample."""
    one = samples.described(db(), sample_id)
    ref = samples.ref_of(one)
    require(actor(), "sample.oversee" if sees_as_committee(one) else "sample.read", ref)
    there = {known["id"]: known for known in samples.files_of(db(), one).values()}
    known = refs.found(there.get(file_id))
    shut = why_shut(known["scan"])
    if shut is not None:
        raise Refused(shut)
    path = context.files().path(known["stored_as"])
    if not path.is_file():
        raise NotFound(msg("This file is missing on the server: tell the committee."))
    rnd = editions.round_by_id(db(), one["round_id"]).rules
    name = file_called(one, known, seen_by(actor(), one, rnd))
    response = send_file(path, mimetype=known["media_type"], as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def file_called(one: Row, known: Row, sight: Sight) -> str:
    """What a file of a sample is called: as its page says, by number where the round hides candidates."""
    listed = [item["file"] for section in material(db(), one, sight)["sections"] for item in section.items]
    return next(
        (file["name"] for file in listed if file and file["sha256"] == known["sha256"]), known["name"]
    )


file.talisman_view_options = {"content_security_policy": SHUT_IN}  # type: ignore[attr-defined]


def sees_as_committee(one: Row) -> bool:
    """Whether the visitor is not on the sample's panel, so that only the committee's right can help."""
    return all(seat.panel_id != one["panel_id"] for seat in actor().seats)


def my_sample(sample_id: int) -> Row:
    """A sample before a panel of mine; NotFound for every other one."""
    one = samples.described(db(), sample_id)
    require(actor(), "sample.read", samples.ref_of(one))
    return one


def form_of(one: Row) -> type[SheetForm]:
    """The form of a sample's sheet: the same criteria as the round's."""
    return sheet_form(editions.round_by_id(db(), one["round_id"]).rules, notes=False, feedback=False)


def stored_form(one: Row) -> SheetForm:
    """The form with what I have stored."""
    sheet = samples.own_sheet(db(), one["id"], actor().account_id or 0)
    kept = samples.marks_of(db(), sheet["id"]) if sheet else []
    form = form_of(one)(formdata=None)
    form.fill_plain(
        {mark["code"]: parse_exact(mark["value"]) for mark in kept if mark["value"] is not None},
        {mark["code"]: mark["comment"] for mark in kept},
        sheet["revision"] if sheet else 0,
    )
    return form


def sample_page(
    one: Row,
    form: SheetForm,
    status: int = 200,
    *,
    notice: Message | None = None,
    stored: Mapping[str, Any] | None = None,
) -> Page:
    """One page for every state of a sample; `form` may hold what was typed but could not be kept."""
    rnd = editions.round_by_id(db(), one["round_id"]).rules
    ref = samples.ref_of(one)
    sheet = samples.own_sheet(db(), one["id"], actor().account_id or 0)
    scoring = acts.may_score(actor(), ref, now(), sheet)
    if not scoring:
        form.lock()
    sight = seen_by(actor(), one, rnd)
    page = render_template(
        "assessor/sample.html",
        sample=one,
        rnd=rnd,
        form=form,
        sheet=sheet,
        typed=status != 200,
        notice=notice,
        stored=stored or {},
        scoring=scoring,
        until=until(one),
        words={c.code: (weight_words(rnd, c), range_words(c), comment_words(c)) for c in rnd.judged_criteria},
        material=material(db(), one, sight),
        discussion=discussion(db(), one, rnd, actor().account_id, sight),
    )
    return page, status
