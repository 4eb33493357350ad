"""What the members of a panel know and how much each takes on."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions.expertise import record_expertise
from evaluation.core.errors import Invalid, Refused
from evaluation.core.messages import Message, msg
from evaluation.forms.assignment import ExpertiseForm
from evaluation.permissions import may, require
from evaluation.store import expertise, panels, refs
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.fields import field_words
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say


@pages.get("/committee/panels/<int:panel_id>/expertise", endpoint="expertise")
@access("committee", "auditor")
def expertise_page(panel_id: int) -> str:
    """Every member with what they know."""
    return page(panel_id)


@pages.post("/committee/members/<int:member_id>/expertise")
@access("committee")
def save_expertise(member_id: int) -> tuple[str, int] | Response:
    """Say anew what one member knows and takes on."""
    panel_id = found(panels.member(db(), member_id))["panel_id"]
    require(actor(), "panel.edit", refs.panel_ref(db(), panel_id))
    form = ExpertiseForm(prefix=f"member-{member_id}-")
    if form.validate():
        try:
            record_expertise(act(), member_id, form.fields_known.data, form.most.data)
        except Invalid as problem:
            form.show(problem)
        except Refused as problem:
            return page(panel_id, problem=problem.message), 409
        else:
            flash(say(msg("Saved. The next plan that is proposed heeds it.")), "success")
            return redirect(url_for("committee.expertise", panel_id=panel_id), code=303)
    return page(panel_id, {member_id: form}), 422


def page(
    panel_id: int, refused: dict[int, ExpertiseForm] | None = None, problem: Message | None = None
) -> str:
    """The page of a panel; a refused form comes back as it was typed."""
    ref = refs.panel_ref(db(), panel_id)
    require(actor(), "conflict.view", ref)
    known = expertise.of_panel(db(), panel_id)
    before = field_words(expertise.words_before(db(), panel_id))
    members = [one for one in panels.members_of(db(), panel_id) if one["left_at"] is None]
    return render_template(
        "committee/expertise.html",
        panel=found(panels.described(db(), panel_id)),
        members=[
            (
                one,
                form_of(one, known.get(one["id"], ()), before, (refused or {}).get(one["id"])),
            )
            for one in members
        ],
        fields=before,
        edit=may(actor(), "panel.edit", ref),
        problem=problem,
    )


def form_of(
    member: Row, known: tuple[str, ...], before: list[tuple[str, str]], typed: ExpertiseForm | None
) -> ExpertiseForm:
    """The form of one member: what entries are about, and what the member was said to know before."""
    form = typed or ExpertiseForm(
        formdata=None,
        prefix=f"member-{member['id']}-",
        data={"fields_known": list(known), "most": member["most_entries"]},
    )
    gone = sorted(set(known) - {field for field, _ in before})
    form.offer([*before, *((field, field) for field in gone)])
    return form
