"""One entry of a plan of assignment: why each assessor judges it or not, and changing that by hand."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from evaluation.actions import assignments as acts
from evaluation.core.errors import Conflict, Invalid, NotFound
from evaluation.core.messages import Message, msg
from evaluation.forms.assignment import JudgesForm, whole
from evaluation.permissions import may, require
from evaluation.store import assignments, contests, refs
from evaluation.views.committee.assignment import done, ground_of, may_decide
from evaluation.views.committee.blueprint import pages
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access


@pages.get("/committee/contests/<int:contest_id>/assignment/<int:entry_id>", endpoint="assignment_entry")
@access("committee", "auditor")
def entry_page(contest_id: int, entry_id: int) -> str:
    """Every assessor before one entry, with the reasons."""
    return page(contest_id, entry_id)


@pages.post("/committee/contests/<int:contest_id>/assignment/<int:entry_id>")
@access("committee")
def edit_assignment(contest_id: int, entry_id: int) -> str | tuple[str, int] | Response:
    """Say by hand who judges the entry."""
    require(actor(), "assignment.manage", assignments.assigning_ref(db(), contest_id))
    require(actor(), "entry.scores", refs.entry_ref(db(), entry_id))
    form = JudgesForm(prefix="judges-")
    if not form.validate():
        return page(contest_id, entry_id, form=form), 422
    try:
        acts.edit(
            act(),
            contest_id,
            entry_id,
            form.accounts.data,
            form.reason.data or "",
            revision=whole(form.revision.data or ""),
        )
    except Invalid as problem:
        form.show(problem)
        return page(contest_id, entry_id, form=form, problems=dict(problem.fields)), 422
    except Conflict as problem:
        form.form_errors.append(problem.message)
        return page(contest_id, entry_id, form=form), 409
    return done(contest_id, msg("The draft is changed. Nothing is in force until you confirm it."))


def page(
    contest_id: int,
    entry_id: int,
    *,
    form: JudgesForm | None = None,
    problems: dict[str, Message] | None = None,
) -> str:
    """The page of one entry; what was ticked and typed comes back as it was."""
    ref = assignments.assigning_ref(db(), contest_id)
    require(actor(), "contest.view", ref)
    require(actor(), "entry.scores", refs.entry_ref(db(), entry_id))
    if not ref.asked:
        raise NotFound(refs.NOT_FOUND)
    ground, draft = ground_of(contest_id), assignments.draft(db(), contest_id)
    plan = ground.matrix(ground.shown(draft))
    line = next((one for one in plan.lines if one.entry_id == entry_id), None)
    if line is None:
        raise NotFound(refs.NOT_FOUND)
    if form is None:
        form = JudgesForm(
            formdata=None, prefix="judges-", data={"revision": draft["revision"] if draft else 0}
        )
        form.accounts.data = [cell.account_id for cell in line.assigned]
    return render_template(
        "committee/assignment_entry.html",
        contest=refs.found(contests.described(db(), contest_id)),
        line=line,
        loads={one.person["account_id"]: one for one in plan.loads},
        draft=draft,
        edit=assignments.edits_of(db(), draft["id"]).get(line.code) if draft else None,
        form=form,
        problems=problems or {},
        may_oversee=may(actor(), "entry.oversee", refs.entry_ref(db(), entry_id)),
        **may_decide(ref),
    )
