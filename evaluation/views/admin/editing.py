"""Editing an edition in the browser: its parts as forms, its text, what changed, and putting it in force."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for

from evaluation import edition_file
from evaluation.actions import edition_drafts as actions
from evaluation.core.edition.tables import (
    Content,
    Place,
    changed_list,
    moved,
    removed,
    table_at,
    tables,
    weight_sum,
)
from evaluation.core.errors import Conflict, Denied, Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.rules import TIE_BREAK_WORDS
from evaluation.forms.edition_fields import Control, Shape, groups_of, typed_table, typed_weights, weights_of
from evaluation.forms.edition_keys import FORMS
from evaluation.permissions import may, require
from evaluation.store import edition_drafts, editions
from evaluation.store.db import Row
from evaluation.store.refs import edition_ref, found
from evaluation.views.admin import edition_places as places
from evaluation.views.admin.blueprint import Answer, pages
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say

NO_PAGE = msg("There is no such page, or it is not yours to see.")
MOVES = {"up": -1, "down": 1}


@dataclass(frozen=True, slots=True)
class Draft:
    """An edition in the making: its row, its tables (None while its text is no TOML), what is wrong."""

    row: Row
    content: Content | None
    problems: tuple[places.Placed, ...]

    @property
    def code(self) -> str:
        """The code of the edition."""
        return str(self.row["code"])

    def of(self, place: Place) -> list[places.Placed]:
        """What is wrong at a place or inside it."""
        return [one for one in self.problems if one.place[: len(place)] == place]


def draft_of(code: str) -> Draft | None:
    """The draft with this code."""
    require(actor(), "edition.draft")
    row = edition_drafts.by_code(db(), code)
    return None if row is None else read_draft(row)


def known_draft(code: str) -> Draft:
    """The draft with this code, or NotFound."""
    draft = draft_of(code)
    if draft is None:
        raise NotFound(NO_PAGE)
    return draft


def read_draft(row: Row) -> Draft:
    """A draft with everything that is wrong with its text."""
    problems = edition_file.problems_of(row["content"])
    try:
        content = edition_file.content_of(row["content"])
    except edition_file.EditionFileError:
        return Draft(row, None, places.placed(row["code"], {}, problems))
    return Draft(row, content, places.placed(row["code"], content, problems))


@pages.get("/admin/editions/<code>/edit", endpoint="edit")
@access("administrator")
def overview(code: str) -> Answer:
    """The edition in the making with its parts and everything that is wrong; or how to begin."""
    draft = draft_of(code)
    if draft is None:
        return begin_page(code)
    return overview_page(draft)


def overview_page(draft: Draft, refused: Message | None = None, status: int = 200) -> tuple[str, int]:
    """The overview, with why it could not be put in force."""
    loaded = editions.by_code(db(), draft.code)
    subject = loaded and edition_ref(db(), loaded["id"])
    return render_template(
        "admin/editing/overview.html",
        draft=draft,
        loaded=loaded,
        load=may(actor(), "edition.load", subject),
        lists=[
            (key, places.WHOLE[key], tables(draft.content or {}, key))
            for key in ("category", "section", "round")
        ],
        title_of=places.title_of,
        address_of=places.address_of,
        refused=refused,
    ), status


def begin_page(
    code: str, typed: str = "", problem: Message | None = None, status: int = 200
) -> tuple[str, int]:
    """Edit the edition itself, or copy it for another year."""
    edition = found(editions.by_code(db(), code))
    return render_template(
        "admin/editing/begin.html",
        edition=edition,
        load=may(actor(), "edition.load", edition_ref(db(), edition["id"])),
        typed=typed,
        problem=problem,
    ), status


@pages.post("/admin/editions/<code>/edit")
@access("administrator")
def begin_editing(code: str) -> Answer:
    """Begin a draft of the rules in force."""
    actions.begin(act(), code)
    return redirect(url_for("admin.edit", code=code), code=303)


@pages.post("/admin/editions/<code>/copy")
@access("administrator")
def copy_edition(code: str) -> Answer:
    """Begin the next edition as a copy of this one."""
    new_code = request.form.get("new_code", "").strip()
    try:
        actions.copy(act(), code, new_code)
    except Invalid as error:
        return begin_page(code, new_code, error.message, 422)
    flash(
        say(msg("The copy is made: years and dates are those of the next year. Look them over.")), "success"
    )
    return redirect(url_for("admin.edit", code=new_code), code=303)


# --- one part -------------------------------------------------------------------------------------


def draft_with(code: str, place: Place) -> tuple[Draft, Content, Content]:
    """A draft, its tables, and the table at a place. NotFound without them."""
    draft = known_draft(code)
    table = None if draft.content is None else table_at(draft.content, place)
    if draft.content is None or table is None:
        raise NotFound(NO_PAGE)
    return draft, draft.content, table


def shape_of(content: Content, place: Place) -> Shape:
    """What the edition gives to choose from at a place, and its zone."""
    rounds = tables(content, "round")
    upto = rounds[: int(place[1]) + 1] if place[0] == "round" else []
    here = tables(upto[-1], "criteria") if upto else []
    judged = _codes([one for one in upto if one.get("kind") != "screening"])
    edition = table_at(content, ("edition",)) or {}
    return Shape(
        {
            "categories": _codes(tables(content, "category")),
            "sections": _codes(tables(content, "section")),
            "rounds": judged,
            "tie_breaks": (*_codes(here), *judged, *TIE_BREAK_WORDS),
        },
        edition_file.zone_named(str(edition.get("timezone") or "UTC")),
    )


def _codes(found: list[Content]) -> tuple[str, ...]:
    return tuple(str(one["code"]) for one in found if one.get("code"))


@pages.get("/admin/editions/<code>/edit/part/<path:place>")
@access("administrator")
def edit_part(code: str, place: str) -> Answer:
    """The form of one part."""
    where = places.place_of(place)
    draft, content, table = draft_with(code, where)
    return part_page(draft, where, content, table)


def part_page(
    draft: Draft,
    place: Place,
    content: Content,
    table: Content,
    *,
    conflict: Conflict | None = None,
    stored: dict[str, Control] | None = None,
) -> tuple[str, int]:
    """A part as a form; after a conflict with what stands stored beside what was typed."""
    shape = shape_of(content, place)
    groups = groups_of(FORMS[places.form_of(place)], table, shape)
    weights = weights_of(table, shape)
    controls = [one for _, found in groups for one in found]
    mine = [one for one in draft.problems if one.place == place]
    inner = [one for one in draft.problems if one.place[: len(place)] == place and one.place != place]
    return render_template(
        "admin/editing/part.html",
        draft=draft,
        place=place,
        form=places.form_of(place),
        steps=places.steps_of(content, place),
        trail=trail_of(draft.code, content, place),
        table=table,
        groups=groups,
        weights=weights,
        weight_sum=weight_sum(table),
        problems=mine,
        inner=inner,
        beside=places.beside([*controls, *weights], mine),
        names=places.names_in(content),
        address_of=places.address_of,
        title_of=places.title_of,
        conflict=conflict,
        was=request.form.get("was", "") if conflict else str(table.get("code", "")),
        stored=stored or {},
    ), 409 if conflict else 200


def trail_of(code: str, content: Content, place: Place) -> list[tuple[str, str | None]]:
    """The way to a part: editions, the draft, and for a criterion its round."""
    steps = places.steps_of(content, place)
    way: list[tuple[str, str | None]] = [
        (say(msg("Editions")), url_for("admin.editions")),
        (say(msg("Editing %(code)s", code=code)), url_for("admin.edit", code=code)),
    ]
    if len(place) > 2:
        way.append((steps[0], places.address_of(code, place[:2])))
    return [*way, (steps[-1], None)]


@pages.post("/admin/editions/<code>/edit/part/<path:place>")
@access("administrator")
def save_part(code: str, place: str) -> Answer:
    """Keep what was typed in a part, mistakes and all, and show them."""
    where = places.place_of(place)
    draft, content, table = draft_with(code, where)
    shape = shape_of(content, where)
    if request.form.get("was", "") != str(table.get("code", "")):
        raise Conflict(
            msg(
                "Somebody moved or renamed this part meanwhile. Open it again and compare with what you"
                " typed."
            ),
            {},
        )
    changed = with_typed(content, where, shape)
    new = table_at(changed, where) or {}
    try:
        actions.save_draft(act(), code, edition_file.text_of(changed), revision())
    except Conflict as conflict:
        stored = {
            one.name: one
            for _, group in groups_of(FORMS[places.form_of(where)], table, shape)
            for one in group
        }
        return part_page(draft, where, changed, new, conflict=conflict, stored=stored)
    problems = len(known_draft(code).of(where))
    flash(
        say(msg("Saved. To mend here: %(count)s.", count=problems) if problems else msg("Saved.")),
        "warning" if problems else "success",
    )
    return redirect(url_for("admin.edit_part", code=code, place=place), code=303)


def with_typed(content: Content, place: Place, shape: Shape) -> Content:
    """The whole edition with what was typed in the form of one part."""
    changed: Content = deepcopy(content)
    table = table_at(changed, place) or {}
    new = typed_table(FORMS[places.form_of(place)], table, request.form, shape)
    if len(place) > 1:
        typed_weights(new, request.form, shape)
    table.clear()
    table.update(new)
    return changed


def revision() -> int:
    """The revision that the form was opened with."""
    return request.form.get("revision", 0, type=int)


@pages.post("/admin/editions/<code>/edit/arrange")
@access("administrator")
def arrange(code: str) -> Answer:
    """Add a part, move it up or down, or remove it."""
    where, do = request.form.get("list", ""), request.form.get("do", "")
    position = request.form.get("position", 0, type=int)
    place: Place = (*places.place_of(f"{where}/{position if do != 'add' else 0}")[:-1],)
    draft = known_draft(code)
    owner = None if draft.content is None else table_at(draft.content, place[:-1])
    if draft.content is None or owner is None:
        raise NotFound(NO_PAGE)
    last = len(tables(owner, str(place[-1])))
    change = _change(do, place, position, last, draft.content)
    changed = changed_list(draft.content, place, change)
    actions.save_draft(act(), code, edition_file.text_of(changed), revision())
    if do == "add":
        return redirect(places.address_of(code, (*place, last)), code=303)
    return redirect(_page_of_list(code, place), code=303)


def _change(
    do: str, place: Place, position: int, have: int, content: Content
) -> Callable[[list[Content]], None]:
    """What a button does to a list of parts. NotFound for a button that is none."""
    if do == "add":
        return lambda parts: parts.append(_new(place, content))
    if position >= have or do not in (*MOVES, "remove"):
        raise NotFound(NO_PAGE)
    return moved(position, MOVES[do]) if do in MOVES else removed(position)


def _page_of_list(code: str, place: Place) -> str:
    if len(place) == 1:
        return url_for("admin.edit", code=code, _anchor=f"f-{place[0]}")
    return f"{places.address_of(code, place[:-1])}#f-criteria"


def _new(place: Place, content: Content) -> Content:
    """A new part with what most of its kind have."""
    kinds: dict[str, Content] = {
        "category": {"entrant": "regency"},
        "section": {"kind": "documents"},
        "round": {
            "kind": "desk",
            "stage": "province",
            "categories": [*_codes(tables(content, "category"))],
        },
        "criteria": {"weight": 0},
    }
    return kinds[str(place[-1])]


# --- the whole -------------------------------------------------------------------------------------


@pages.post("/admin/editions/<code>/edit/load")
@access("administrator")
def load_draft(code: str) -> Answer:
    """Put the draft in force."""
    try:
        actions.load_draft(act(), code, revision())
    except (Conflict, Refused, Denied) as error:
        return overview_page(known_draft(code), error.message, 409)
    except edition_file.EditionFileError:
        return overview_page(known_draft(code), msg("Mend what is listed here first."), 422)
    flash(say(msg("These rules are in force now.")), "success")
    return redirect(url_for("admin.edition", code=code), code=303)


@pages.post("/admin/editions/<code>/edit/drop")
@access("administrator")
def drop_draft(code: str) -> Answer:
    """Throw the draft away."""
    try:
        actions.drop_draft(act(), code, revision())
    except Conflict as error:
        return overview_page(known_draft(code), error.message, 409)
    flash(say(msg("The edition in the making is thrown away; rules in force stay.")), "success")
    return redirect(url_for("admin.editions"), code=303)
