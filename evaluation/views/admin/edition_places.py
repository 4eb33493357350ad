"""Places in an edition in the making: what each is called, its address, and what is wrong there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from evaluation.core.edition.problems import Problem
from evaluation.core.edition.tables import Content, Place, table_at
from evaluation.core.errors import NotFound
from evaluation.core.messages import Message, msg
from evaluation.forms.edition_fields import Control
from evaluation.forms.edition_key import Key
from evaluation.forms.edition_keys import CODE, FORMS
from evaluation.views.context import locale
from evaluation.views.language import say

LISTS: Mapping[str, Message] = {
    "category": msg("Category"),
    "section": msg("Section"),
    "round": msg("Round"),
    "criteria": msg("Criterion"),
    "checklist": msg("Check list"),
    "floors": msg("Floor"),
    "clusters": msg("Cluster"),
    "rubric": msg("Level"),
}
WHOLE: Mapping[str, Message] = {
    "edition": msg("The edition"),
    "category": msg("Categories"),
    "section": msg("Sections"),
    "round": msg("Rounds"),
    "criteria": msg("Criteria"),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A problem in words: where it stands, step by step, the page where it is mended, and what is wrong."""

    steps: tuple[str, ...]
    url: str
    message: Message
    place: Place
    rest: tuple[str | int, ...]


def place_of(text: str) -> Place:
    """The place that an address names, such as round/1/criteria/0. NotFound for anything else."""
    steps = text.split("/")
    place: Place = tuple(int(one) if one.isascii() and one.isdigit() else one for one in steps)
    if place == ("edition",) or _is_listed(place):
        return place
    raise NotFound(msg("There is no such page, or it is not yours to see."))


def _is_listed(place: Place) -> bool:
    if len(place) == 4 and place[0] == "round" and place[2] == "criteria":
        return isinstance(place[1], int) and isinstance(place[3], int)
    return len(place) == 2 and place[0] in ("category", "section", "round") and isinstance(place[1], int)


def address_of(code: str, place: Place) -> str:
    """The page of a place."""
    return url_for("admin.edit_part", code=code, place="/".join(map(str, place)))


def form_of(place: Place) -> str:
    """Which of the forms a place has."""
    return str(place[-2] if len(place) > 1 else place[0])


def placed(code: str, content: Content, problems: Iterable[Problem]) -> tuple[Placed, ...]:
    """Problems with the pages that mend them."""
    return tuple(_placed(code, content, problem) for problem in problems)


def _placed(code: str, content: Content, problem: Problem) -> Placed:
    path = problem.path
    place = next((path[:size] for size in (4, 2, 1) if _has_page(content, path[:size], size)), ())
    rest = path[len(place) :]
    url = url_for("admin.edit", code=code) if not place else address_of(code, place)
    anchor = f"#{'f-' + anchor_of(rest)}" if place and rest else ""
    steps = steps_of(content, path) if path else (problem.where,)
    return Placed(steps, url + anchor, problem.message, place, rest)


def _has_page(content: Content, place: Place, size: int) -> bool:
    known = place == ("edition",) or _is_listed(place)
    return len(place) == size and known and table_at(content, place) is not None


def anchor_of(rest: tuple[str | int, ...]) -> str:
    """The id of what stands at a path in a form."""
    first = str(rest[0])
    names = [name for form in FORMS.values() for group in form for name in (key.name for key in group.keys)]
    if len(rest) == 1 and first not in names:
        return next((name for name in names if name.startswith(f"{first}.")), first)
    return ".".join(map(str, rest))


def steps_of(content: Content, path: Iterable[str | int]) -> tuple[str, ...]:
    """A path in words: which table by its title or code, and which key."""
    steps: list[str] = []
    taken: list[str | int] = []
    listed: str | None = None
    form = "edition"
    rest: list[str] = []
    for step in path:
        taken.append(step)
        if isinstance(step, int) and listed:
            steps.append(_named(listed, step, table_at(content, tuple(taken)) or {}))
            form, listed, rest = listed if listed in FORMS else form, None, []
        elif step in LISTS and not rest:
            listed = str(step)
        elif not (len(taken) == 1 and step == "edition"):
            rest.append(str(step))
    if listed:
        steps.append(say(WHOLE.get(listed, LISTS[listed])))
    return (*steps, *(key_words(form, rest) if rest else ())) or (say(WHOLE["edition"]),)


def steps_of_codes(content: Content, path: tuple[str, ...]) -> tuple[str, ...]:
    """A path with codes in the place of positions, in words."""
    taken: list[str | int] = []
    owner: Any = content
    for step in path:
        if isinstance(owner, list):
            codes = [str(one.get("code") or f"#{place + 1}") for place, one in enumerate(owner)]
            position = codes.index(step) if step in codes else int(step.removeprefix("#")) - 1
            taken.append(position)
            owner = owner[position]
        else:
            taken.append(step)
            owner = owner.get(step) if isinstance(owner, dict) else None
    return steps_of(content, taken)


def words_of_key(path: tuple[str, ...]) -> str | None:
    """The list of labels in which a key's words stand, if they are words."""
    form, rest = "edition", list(path[1:])
    if path[0] in FORMS and path[0] != "edition":
        form, rest = path[0], list(path[2:])
    if form == "round" and rest[:1] == ["criteria"]:
        form, rest = "criteria", rest[2:]
    found = _key([key for group in FORMS[form] for key in group.keys], ".".join(rest))
    return found.words if found else None


def _named(listed: str, position: int, table: Content) -> str:
    name = title_of(table) or msg("number %(number)s", number=position + 1)
    return say(msg("%(what)s %(name)s", what=LISTS[listed], name=name))


def title_of(table: Content) -> str:
    """What a table is called: its title in the visitor's language, or its code."""
    title = table.get("title")
    found = title.get(locale()) if isinstance(title, dict) else None
    return str(found or table.get("code") or "")


def key_words(form: str, rest: list[str]) -> tuple[str, ...]:
    """What a key is called; the words of the file where it has no name."""
    keys = [CODE, *(key for group in FORMS[form] for key in group.keys)]
    found = _key(keys, ".".join(rest))
    return (say(found.label),) if found else (" > ".join(rest),)


def _key(keys: list[Key], name: str) -> Key | None:
    columns = [column for key in keys for column in key.columns]
    for one in (*keys, *columns):
        if one.name == name or one.name.startswith(f"{name}."):
            return one
    return next((one for one in keys if name.startswith(f"{one.name}.")), None)


def beside(controls: Iterable[Control], problems: Iterable[Placed]) -> dict[str, list[Message]]:
    """The problems of a form by the control at which each is shown; "" for those that have none."""
    names = [name for one in controls for name in _names(one)]
    found: dict[str, list[Message]] = {}
    for problem in problems:
        rest = ".".join(map(str, problem.rest))
        exact = [name for name in names if name == rest or name.startswith(f"{rest}.")]
        near = [name for name in names if rest.startswith(f"{name}.")]
        name = exact[0] if exact and rest else max(near, key=len, default="")
        found.setdefault(name, []).append(problem.message)
    return found


def _names(one: Control) -> list[str]:
    return [one.name, *(inner.name for row in one.rows for inner in row)]


def names_in(content: Content) -> dict[str, Any]:
    """Titles of categories, sections, rounds and criteria by code, for what is chosen by code."""
    lists = [content.get(key) for key in ("category", "section", "round")]
    lists += [one.get("criteria") for one in content.get("round", []) if isinstance(one, dict)]
    found = [table for one in lists if isinstance(one, list) for table in one if isinstance(table, dict)]
    return {str(table["code"]): title_of(table) for table in found if table.get("code")}
