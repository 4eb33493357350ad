"""Conflicts of interest of one panel: what was declared, who is kept away, and who can be called in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import conflicts as acts
from evaluation.actions import substitutes
from evaluation.core.conflicts import Candidate, Person, same_province
from evaluation.core.errors import Invalid
from evaluation.core.messages import msg
from evaluation.core.subjects import ConflictRef
from evaluation.forms.base import PageForm
from evaluation.forms.committee import ReasonForm
from evaluation.forms.conflicts import CALLED_FOR, ExclusionForm, SubstituteForm
from evaluation.permissions import Answer, may, require
from evaluation.store import conflicts, panels, refs
from evaluation.store import substitutes as kept
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.panels import sent
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say

Page = str | tuple[str, int] | Response


@dataclass(frozen=True, slots=True)
class Ground:
    """What keeps a member away from an entry, and for an exclusion whether the visitor may lift it."""

    row: Row
    lift: Answer
    form: PageForm


# --- pages ---------------------------------------------------------------------------------------


@pages.get("/committee/contests/<int:contest_id>/conflicts", endpoint="contest_conflicts")
@access("committee", "auditor")
def of_contest(contest_id: int) -> Response:
    """The page of the panel before which a contest stands."""
    require(actor(), "contest.view", refs.contest_ref(db(), contest_id))
    panel_id = conflicts.panel_of_contest(db(), contest_id)
    if panel_id is None or not may(actor(), "conflict.view", refs.panel_ref(db(), panel_id)):
        return redirect(url_for("committee.panels"))
    return redirect(url_for("committee.conflicts", panel_id=panel_id))


@pages.get("/committee/panels/<int:panel_id>/conflicts", endpoint="conflicts")
@access("committee", "auditor")
def of_panel(panel_id: int) -> Page:
    """Declarations, grounds and substitutes of a panel."""
    return conflicts_page(panel_id)


@pages.post("/committee/panels/<int:panel_id>/exclusions")
@access("committee")
def exclude_assessor(panel_id: int) -> Page:
    """Keep a member away from an entry."""
    require(actor(), "conflict.rule", refs.panel_ref(db(), panel_id))
    form = ExclusionForm(prefix="exclude-")
    if form.validate():
        try:
            acts.exclude_assessor(act(), panel_id, form.member.data, form.entry.data, form.reason.data or "")
        except Invalid as problem:
            form.show(problem)
        else:
            return done(panel_id, say(msg("The assessor is excluded from the entry.")))
    return conflicts_page(panel_id, exclusion=form, status=422)


@pages.post("/committee/panels/<int:panel_id>/conflicts/<int:conflict_id>/lift")
@access("committee")
def lift_exclusion(panel_id: int, conflict_id: int) -> Page:
    """Let a member judge an entry again."""
    require(actor(), "conflict.rule", refs.panel_ref(db(), panel_id))
    form = ReasonForm(prefix=f"lift-{conflict_id}-")
    if form.validate():
        try:
            acts.lift_exclusion(act(), panel_id, conflict_id, form.reason.data or "")
        except Invalid as problem:
            form.show(problem)
        else:
            return done(panel_id, say(msg("The exclusion is lifted.")))
    return conflicts_page(panel_id, lifting={conflict_id: form}, status=422)


@pages.post("/committee/panels/<int:panel_id>/substitutes")
@access("committee")
def call_substitute(panel_id: int) -> Page:
    """Call in a substitute."""
    require(actor(), "panel.edit", refs.panel_ref(db(), panel_id))
    form = SubstituteForm(prefix="call-")
    if form.complete():
        try:
            substitutes.call_substitute(act(), panel_id, *called(form))
        except Invalid as problem:
            form.show(problem)
        else:
            text = msg("%(name)s is called in. The invitation is on its way.", name=form.name.data)
            return done(panel_id, say(text))
    return conflicts_page(panel_id, substitute=form, status=422)


def called(form: SubstituteForm) -> tuple[substitutes.Substitute, substitutes.Decree, list[int]]:
    """Who, by which decree, and for which entries."""
    person = substitutes.Substitute(form.email.data or "", form.name.data or "", form.capacity.data or "")
    decree = substitutes.Decree(form.number.data or "", form.date.data, sent(form.file.data))
    return person, decree, form.entry_ids


def done(panel_id: int, text: str) -> Response:
    """Back to the page, with what was done."""
    flash(text, "success")
    return redirect(url_for("committee.conflicts", panel_id=panel_id), code=303)


# --- what the page is made of --------------------------------------------------------------------


def conflicts_page(
    panel_id: int,
    *,
    exclusion: ExclusionForm | None = None,
    substitute: SubstituteForm | None = None,
    lifting: dict[int, PageForm] | None = None,
    status: int = 200,
) -> Page:
    """The whole page; refused forms come back as they were typed."""
    ref = refs.panel_ref(db(), panel_id)
    require(actor(), "conflict.view", ref)
    people, before = conflicts.members_of(db(), panel_id), conflicts.entries_before(db(), panel_id)
    own = {one["entry_id"] for one in conflicts.kept_away(db(), actor().account_id or 0)}
    known = grounds_of(panel_id, own, lifting or {})
    short = conflicts.short_of_sheets(db(), conflicts.open_contests_of(db(), panel_id))
    page = render_template(
        "committee/conflicts.html",
        panel=found(panels.described(db(), panel_id)),
        edit=may(actor(), "conflict.rule", ref),
        members=people,
        declared=conflicts.declared_before(db(), panel_id),
        grounds=[one for one in known if one.row["ended_at"] is None],
        past=[one.row for one in known if one.row["ended_at"]],
        neighbours=neighbours(people, before),
        short=short,
        substitutes=kept.of_panel(db(), panel_id),
        exclusion=offered(exclusion, people, [one for one in before if one["id"] not in own]),
        substitute=called_for(substitute, before, short),
        called_for=CALLED_FOR,
        largest=act().files.max_bytes,
    )
    return page, status


def grounds_of(panel_id: int, own: set[int], lifting: dict[int, PageForm]) -> list[Ground]:
    """Every ground between members and entries with its form; `own`: from what the visitor is kept away."""
    me = frozenset({actor().account_id or 0})
    return [
        Ground(
            one,
            may(
                actor(),
                "conflict.lift",
                ConflictRef(
                    one["account_id"], one["entry_id"], me if one["entry_id"] in own else frozenset()
                ),
            ),
            lifting.get(one["id"]) or ReasonForm(formdata=None, prefix=f"lift-{one['id']}-"),
        )
        for one in conflicts.of_panel(db(), panel_id)
        if one["source"] != "substitute"
    ]


def offered(typed: ExclusionForm | None, people: list[Row], before: list[Row]) -> ExclusionForm:
    """The form of an exclusion, with the entries that it may name."""
    form = typed or ExclusionForm(formdata=None, prefix="exclude-")
    form.offer(people, before)
    return form


def called_for(typed: SubstituteForm | None, before: list[Row], short: list[Row]) -> SubstituteForm:
    """The form of a substitute, at first for the entries that lack assessors."""
    lacking = sorted({one["entry_id"] for one in short})
    form = typed or SubstituteForm(formdata=None, prefix="call-", data={"entries": lacking})
    form.offer(before)
    return form


def neighbours(people: list[Row], before: list[Row]) -> list[tuple[Row, list[Row]]]:
    """The members whose home lies in the province of an entry, at a panel of more than that province."""
    if len({one["province_code"] for one in before}) < 2:
        return []
    found_near = [(one, [entry for entry in before if same_province(*pair_of(one, entry))]) for one in people]
    return [(one, near) for one, near in found_near if near]


def pair_of(person: Row, entry: Row) -> tuple[Person, Candidate]:
    """A member and an entry, as the rules compare them."""
    who = Person(person["account_id"], person["institution"], person["home_region"], person["home_province"])
    place = (entry["region_code"], entry["region"], entry["province_code"], entry["entrant"])
    return who, Candidate(entry["id"], entry["name"], *place)
