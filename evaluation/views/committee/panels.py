"""Panels: who was appointed, by which decree, and what they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, cast

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from evaluation.actions import panels as acts
from evaluation.actions.uploads import Upload
from evaluation.core.errors import Invalid
from evaluation.core.messages import msg
from evaluation.core.subjects import PanelRef
from evaluation.forms.base import PageForm
from evaluation.forms.committee import ChangeSeatForm, DecreeForm, ReasonForm, SeatForm
from evaluation.permissions import Answer, may, require
from evaluation.store import links, panels, refs, regions
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.scope import Scope, scope
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say

Page = str | tuple[str, int] | Response

FULL_PANEL = 9


@dataclass(frozen=True, slots=True)
class Place:
    """A place for which one's committee appoints a panel, and which has none yet."""

    stage: str
    region_code: str | None
    region_name: str


@dataclass(frozen=True, slots=True)
class Member:
    """A seat, whether one may invite the person, and the forms that change it."""

    seat: Row
    invite: Answer
    change: PageForm
    end: PageForm


# --- the list ------------------------------------------------------------------------------------


@pages.get("/committee/panels", endpoint="panels")
@access("committee", "auditor")
def listed() -> str:
    """The panels of one's committees, and the places that have none yet."""
    within = scope()
    if within is None:
        return render_template("committee/panels.html", scope=None)
    there = panels.listed(
        db(),
        within.edition["id"],
        provinces=within.provinces,
        national=within.national,
        everything=within.everything,
    )
    return render_template(
        "committee/panels.html", scope=within, panels=there, missing=missing(within, there), full=FULL_PANEL
    )


def missing(within: Scope, there: list[Row]) -> list[Place]:
    """The places of one's own committees that have no panel yet, at the stages that the edition has."""
    taken = {(one["stage"], one["region_code"]) for one in there}
    names = {one["code"]: one["name"] for one in regions.provinces(db())}
    places = [Place("province", code, names[code]) for code in sorted(within.provinces)]
    if within.national:
        places.append(Place("national", None, ""))
    stages = panels.stages_of(db(), within.edition["id"])
    return [one for one in places if one.stage in stages and (one.stage, one.region_code) not in taken]


@pages.post("/committee/panels")
@access("committee")
def appoint() -> Page:
    """Make the panel of a place that has none."""
    edition_id = request.form.get("edition", type=int) or 0
    place = request.form.get("place", "")
    stage, region_code = ("national", None) if place == "national" else ("province", place)
    require(actor(), "panel.edit", PanelRef(0, edition_id, stage, region_code))
    panel_id = acts.appoint_panel(act(), edition_id, stage, region_code)
    flash(say(msg("The panel was made. Write down its decree and seat its members.")), "success")
    return redirect(url_for("committee.panel", panel_id=panel_id), code=303)


# --- one panel -----------------------------------------------------------------------------------


@pages.get("/committee/panels/<int:panel_id>")
@access("committee", "auditor")
def panel(panel_id: int) -> Page:
    """One panel with its decree and its members."""
    return panel_page(panel_id)


@pages.post("/committee/panels/<int:panel_id>/decree")
@access("committee")
def save_decree(panel_id: int) -> Page:
    """Write down the decree, with its file."""
    require(actor(), "panel.edit", refs.panel_ref(db(), panel_id))
    form = DecreeForm(prefix="decree-")
    if form.validate():
        try:
            acts.record_decree(
                act(), panel_id, number=form.number.data or "", on=form.date.data, upload=sent(form.file.data)
            )
        except Invalid as problem:
            form.show(problem)
        else:
            return done(panel_id, say(msg("The decree was written down.")))
    return panel_page(panel_id, decree=form, status=422)


def sent(upload: FileStorage | None) -> Upload | None:
    """The file that came with a form; None when the field was left empty."""
    return Upload(cast(BinaryIO, upload.stream), upload.filename) if upload and upload.filename else None


@pages.post("/committee/panels/<int:panel_id>/seats")
@access("committee")
def seat_member(panel_id: int) -> Page:
    """Seat somebody on the panel."""
    require(actor(), "panel.edit", refs.panel_ref(db(), panel_id))
    form = SeatForm(prefix="seat-")
    if form.validate():
        try:
            acts.seat_member(
                act(),
                panel_id,
                email=form.email.data or "",
                name=form.name.data or "",
                position=form.position.data,
                capacity=form.capacity.data or "",
            )
        except Invalid as problem:
            form.show(problem)
        else:
            return done(panel_id, say(msg("%(name)s has a seat on the panel.", name=form.name.data)))
    return panel_page(panel_id, seat=form, status=422)


@pages.post("/committee/seats/<int:member_id>/change")
@access("committee")
def change_seat(member_id: int) -> Page:
    """Correct a seat."""
    panel_id = panel_of(member_id)
    form = ChangeSeatForm(prefix=f"change-{member_id}-")
    if form.validate():
        try:
            acts.change_seat(
                act(),
                member_id,
                name=form.name.data or "",
                position=form.position.data,
                capacity=form.capacity.data or "",
            )
        except Invalid as problem:
            form.show(problem)
        else:
            return done(panel_id, say(msg("The seat was changed.")))
    return panel_page(panel_id, typed={f"change-{member_id}": form}, status=422)


@pages.post("/committee/seats/<int:member_id>/end")
@access("committee")
def end_seat(member_id: int) -> Page:
    """End a seat, with a reason."""
    panel_id = panel_of(member_id)
    form = ReasonForm(prefix=f"end-{member_id}-")
    if form.validate():
        try:
            acts.end_seat(act(), member_id, form.reason.data or "")
        except Invalid as problem:
            form.show(problem)
        else:
            return done(panel_id, say(msg("The seat ended. Sheets submitted before go on counting.")))
    return panel_page(panel_id, typed={f"end-{member_id}": form}, status=422)


def panel_of(member_id: int) -> int:
    """The panel of a seat, for somebody who may change it."""
    panel_id = int(found(panels.member(db(), member_id))["panel_id"])
    require(actor(), "panel.edit", refs.panel_ref(db(), panel_id))
    return panel_id


def done(panel_id: int, text: str) -> Response:
    """Back to the panel, with what was done."""
    flash(text, "success")
    return redirect(url_for("committee.panel", panel_id=panel_id), code=303)


def panel_page(
    panel_id: int,
    *,
    decree: DecreeForm | None = None,
    seat: SeatForm | None = None,
    typed: dict[str, PageForm] | None = None,
    status: int = 200,
) -> Page:
    """The page of one panel; refused forms come back as they were typed."""
    ref = refs.panel_ref(db(), panel_id)
    require(actor(), "panel.view", ref)
    one = found(panels.described(db(), panel_id))
    people = panels.members_of(db(), panel_id)
    seated = [person for person in people if person["left_at"] is None]
    page = render_template(
        "committee/panel.html",
        panel=one,
        edit=may(actor(), "panel.edit", ref),
        members=members(seated, typed or {}),
        taken=sum(not person["limited"] for person in seated),
        limited=sum(bool(person["limited"]) for person in seated),
        left=[person for person in people if person["left_at"] is not None],
        has_chair=any(person["position"] == "chair" for person in seated),
        full=FULL_PANEL,
        decree=decree or DecreeForm(formdata=None, prefix="decree-", data=decree_values(one)),
        seat=seat or SeatForm(formdata=None, prefix="seat-"),
        largest=act().files.max_bytes,
    )
    return page, status


def decree_values(one: Row) -> dict[str, object]:
    """What stands in the decree's form."""
    on = one["decree_date"]
    return dict(number=one["decree_number"], date=None if on is None else date.fromisoformat(on))


def members(seated: list[Row], typed: dict[str, PageForm]) -> list[Member]:
    """The seats with what one may do about each."""
    known = links.invite_refs(db(), [person["account_id"] for person in seated])
    return [
        Member(
            person,
            may(actor(), "account.invite", known[person["account_id"]]),
            typed.get(f"change-{person['id']}") or change_form(person),
            typed.get(f"end-{person['id']}") or ReasonForm(formdata=None, prefix=f"end-{person['id']}-"),
        )
        for person in seated
    ]


def change_form(person: Row) -> ChangeSeatForm:
    """The form of a seat as it stands."""
    values = dict(name=person["name"], position=person["position"], capacity=person["capacity"])
    return ChangeSeatForm(formdata=None, prefix=f"change-{person['id']}-", data=values)
