"""Calibration by the committee: samples of a panel, its own marks for them, and the discussion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, cast

from flask import current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import samples as acts
from evaluation.actions.uploads import Upload
from evaluation.core.errors import Invalid, Refused, UserError
from evaluation.core.messages import Message, msg
from evaluation.core.people import Actor
from evaluation.forms.assessor import SheetForm, sheet_form
from evaluation.forms.samples import DocumentSampleForm, DossierSampleForm, SampleForm
from evaluation.permissions import may, require
from evaluation.permissions.people import committee_for
from evaluation.store import editions, panels, refs, samples
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views.committee.blueprint import pages
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import pick, say
from evaluation.views.problems import STATUS
from evaluation.views.sample_words import discussion, material, reference, seen_by, until

Page = str | tuple[str, int] | Response

PANEL = "/committee/panels/<int:panel_id>/samples"
SAMPLE = "/committee/samples/<int:sample_id>"


# --- a panel's samples ---------------------------------------------------------------------------


@pages.get(PANEL, endpoint="samples")
@access("committee", "auditor")
def listed(panel_id: int) -> Page:
    """The samples of a panel, and the forms that set more."""
    return samples_page(panel_id)


@pages.post(f"{PANEL}/dossier", endpoint="set_dossier_sample")
@access("committee")
def set_dossier(panel_id: int) -> Page:
    """Make a submitted dossier a sample."""
    require(actor(), "panel.edit", refs.panel_ref(db(), panel_id))
    form = DossierSampleForm(prefix="dossier-")
    offer(form, panel_id)
    return setting(
        panel_id,
        form,
        lambda: acts.set_dossier(
            act(),
            panel_id,
            submission_id=int(form.submission.data),
            title=form.title.data or "",
            **chosen(form),
        ),
        dossier=form,
    )


@pages.post(f"{PANEL}/document", endpoint="set_document_sample")
@access("committee")
def set_document(panel_id: int) -> Page:
    """Make an uploaded document a sample."""
    require(actor(), "panel.edit", refs.panel_ref(db(), panel_id))
    form = DocumentSampleForm(prefix="document-")
    offer(form, panel_id)

    def make() -> int:
        sent = form.file.data
        upload = Upload(cast(BinaryIO, sent.stream), sent.filename)
        return acts.set_document(act(), panel_id, upload=upload, title=form.title.data or "", **chosen(form))

    return setting(panel_id, form, make, document=form)


def chosen(form: SampleForm) -> dict[str, Any]:
    """The round, the category and how members appear, as the actions take them."""
    round_id, category_id = form.round_and_category
    return {"round_id": round_id, "category_id": category_id, "named": form.shown.data == "name"}


def setting(panel_id: int, form: SampleForm, make: Callable[[], int], **typed: SampleForm) -> Page:
    """Set a sample, or show its form again as it was typed."""
    if not form.validate():
        return samples_page(panel_id, status=422, **typed)
    try:
        sample_id = make()
    except Invalid as problem:
        form.show(problem)
        return samples_page(panel_id, status=422, **typed)
    except Refused as refusal:
        return samples_page(panel_id, status=409, notice=refusal.message, **typed)
    flash(say(msg("The sample is set: the panel finds it on its desk.")), "success")
    return redirect(url_for("committee.sample", sample_id=sample_id), code=303)


def samples_page(
    panel_id: int,
    *,
    dossier: SampleForm | None = None,
    document: SampleForm | None = None,
    notice: Message | None = None,
    status: int = 200,
) -> Page:
    """The samples of one panel; refused forms come back as they were typed."""
    ref = refs.panel_ref(db(), panel_id)
    require(actor(), "panel.view", ref)
    edit = may(actor(), "panel.edit", ref)
    forms = [dossier or DossierSampleForm(formdata=None, prefix="dossier-")]
    forms.append(document or DocumentSampleForm(formdata=None, prefix="document-"))
    if edit:
        for form in forms:
            offer(form, panel_id)
    page = render_template(
        "committee/samples.html",
        panel=found(panels.described(db(), panel_id)),
        samples=[
            one
            for one in samples.of_panel(db(), panel_id)
            if may(actor(), "sample.oversee", samples.ref_of(one))
        ],
        edit=edit,
        dossier=forms[0],
        document=forms[1],
        notice=notice,
        largest=current_app.config["MAX_FILE_BYTES"],
    )
    return page, status


def offer(form: SampleForm, panel_id: int) -> None:
    """Let the form choose among what there is: rounds that have not opened, dossiers that may be shown."""
    panel = found(panels.described(db(), panel_id))
    form.offer(
        [
            (f"{one.round.id}-{one.category['id']}", f"{pick(one.round.rules.title)} · {pick(one.category)}")
            for one in acts.places(db(), panel, now())
        ]
    )
    if isinstance(form, DossierSampleForm):
        there = samples.sources(db(), panel["edition_id"], panel["region_code"])
        form["submission"].choices = [
            (str(one["id"]), dossier_words(one)) for one in there if oversees(actor(), panel, one)
        ]


def oversees(who: Actor, panel: Row, source: Row) -> bool:
    """Whether the visitor's committee is that of the source's edition as well."""
    return committee_for(who, source["edition_id"], panel["stage"], panel["region_code"])


def dossier_words(one: Row) -> str:
    """What a submission is called in the list."""
    return say(
        msg(
            "%(name)s, %(edition)s, submission %(number)s",
            name=one["name"],
            edition=pick(one, "edition_title"),
            number=one["number"],
        )
    )


# --- one sample ----------------------------------------------------------------------------------


@pages.get(SAMPLE, endpoint="sample")
@access("committee", "auditor")
def shown(sample_id: int) -> Page:
    """One sample: how many sheets are in, the committee's own marks, and the spread once it is open."""
    return sample_page(sample_id)


@pages.post(f"{SAMPLE}/reference", endpoint="save_sample_reference")
@access("committee")
def save_reference(sample_id: int) -> Page:
    """Write what the committee would give, and why."""
    form = reference_form(overseen(sample_id))(prefix="reference-")
    if form.validate():
        try:
            acts.write_reference(act(), sample_id, marks=form.marks, reasoning=form.comments)
        except Invalid as problem:
            form.show(problem)
        except UserError as refusal:
            return sample_page(sample_id, form=form, notice=refusal.message, status=STATUS[type(refusal)])
        else:
            return done(
                sample_id, msg("The committee's marks are kept. The panel sees them with the spread.")
            )
    return sample_page(sample_id, form=form, status=422)


@pages.post(f"{SAMPLE}/discuss", endpoint="discuss_sample")
@access("committee")
def discuss(sample_id: int) -> Page:
    """Open the discussion: everybody on the panel sees the spread."""
    overseen(sample_id)
    try:
        acts.open_discussion(act(), sample_id)
    except Refused as refusal:
        return sample_page(sample_id, notice=refusal.message, status=409)
    return done(sample_id, msg("The discussion is open: the panel sees the spread."))


@pages.post(f"{SAMPLE}/remove", endpoint="remove_sample")
@access("committee")
def remove(sample_id: int) -> Page:
    """Take away a sample on which nobody has begun."""
    overseen(sample_id)
    try:
        panel_id = acts.remove(act(), sample_id)
    except Refused as refusal:
        return sample_page(sample_id, notice=refusal.message, status=409)
    flash(say(msg("The sample was removed.")), "success")
    return redirect(url_for("committee.samples", panel_id=panel_id), code=303)


def overseen(sample_id: int) -> Row:
    """A sample of a committee's panel; NotFound for every other one."""
    one = samples.described(db(), sample_id)
    require(actor(), "sample.oversee", samples.ref_of(one))
    return one


def reference_form(one: Row) -> type[SheetForm]:
    """The committee's marks are typed into the same fields as the panel's."""
    return sheet_form(editions.round_by_id(db(), one["round_id"]).rules, notes=False)


def done(sample_id: int, message: Message) -> Response:
    """Back to the sample, with what was done."""
    flash(say(message), "success")
    return redirect(url_for("committee.sample", sample_id=sample_id), code=303)


def sample_page(
    sample_id: int, *, form: SheetForm | None = None, notice: Message | None = None, status: int = 200
) -> Page:
    """The page of one sample; a refused form comes back as it was typed."""
    one = overseen(sample_id)
    rnd = editions.round_by_id(db(), one["round_id"]).rules
    if form is None:
        kept = reference(db(), sample_id)
        form = reference_form(one)(formdata=None, prefix="reference-")
        marks = {code: mark for code, (mark, _) in kept.items() if mark is not None}
        form.fill_plain(marks, {code: reasoning for code, (_, reasoning) in kept.items()}, 0)
    ref = samples.ref_of(one)
    sight = seen_by(actor(), one, rnd)
    page = render_template(
        "committee/sample.html",
        sample=one,
        rnd=rnd,
        form=form,
        notice=notice,
        manage=may(actor(), "sample.manage", ref),
        removing=may(actor(), "sample.remove", ref),
        until=until(one),
        members=[m for m in panels.members_of(db(), one["panel_id"]) if m["left_at"] is None],
        material=material(db(), one, sight),
        discussion=discussion(db(), one, rnd, actor().account_id, sight),
    )
    return page, status
