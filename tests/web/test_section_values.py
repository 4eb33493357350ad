"""Whatever a section is defined as: what its form sends is what the store keeps and the manifest lists."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database
from werkzeug.datastructures import MultiDict

from evaluation.actions.act import Act
from evaluation.actions.dossiers import remove_item, save_item
from evaluation.core.file_types import FILE_TYPES
from evaluation.core.manifest import contents, manifest
from evaluation.core.rules import Section, Text
from evaluation.core.section_kinds import KINDS, SectionField
from evaluation.forms.dossier import ItemForm, form_class, form_value
from evaluation.labels import LABELS
from evaluation.store import dossiers, editions, sections
from evaluation.store.db import write
from tests.award import Award
from tests.sections_ground import THREE

OWNER = "wakil@uji.example"
SIGNS = st.characters(exclude_categories=("Cs",), exclude_characters="\r")
LINES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=60)
TITLES = st.builds(Text, st.text(SIGNS, min_size=1, max_size=30), st.text(SIGNS, min_size=1, max_size=30))
NUMBERS = st.integers(0, 10**15 - 1)


@st.composite
def definitions(draw: st.DrawFn) -> Section:
    """Any section of any kind, as an edition file could define it."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    required = draw(st.booleans())
    minimum = draw(st.integers(int(required), 5))
    long = KINDS[kind].has_long_text
    return Section(
        code="own",
        title=draw(TITLES),
        categories=("village",),
        kind=kind,
        required=required,
        minimum=minimum,
        maximum=draw(st.none() | st.integers(max(minimum, 1), 9)),
        word_limit=draw(st.none() | st.integers(1, 9)) if long else None,
        guidance=draw(st.none() | TITLES),
        file_types=tuple(draw(st.lists(st.sampled_from(FILE_TYPES), min_size=1, unique=True))),
    )


def value_of(field: SectionField) -> st.SearchStrategy[Any]:
    """What somebody may put into a field, as the store keeps it."""
    blank = st.nothing() if field.identifies else st.just(field.blank)
    if field.kind == "choice":
        return blank | st.sampled_from(sorted(LABELS[field.words or ""]))
    if field.kind == "day":
        return blank | st.dates(date(1900, 1, 1)).map(date.isoformat)
    if field.kind == "year":
        return blank | st.integers(1945, 2100)
    if field.kind in ("whole", "rupiah"):
        return blank | NUMBERS
    return st.text(SIGNS, max_size=200) if field.kind == "text" else LINES.map(str.strip)


@st.composite
def filled(draw: st.DrawFn) -> tuple[Section, dict[str, Any]]:
    """A section with one item that doesn't contradict itself and isn't blank."""
    section = draw(definitions())
    values = {field.name: draw(value_of(field)) for field in section.fields}
    for field in section.fields:
        everybody = values[field.within] if field.within else None
        if everybody is not None and values[field.name] is not None:
            values[field.name] = min(values[field.name], everybody)
    assume(any(value not in (None, "") for value in values.values()))
    return section, values


def posted(section: Section, values: dict[str, Any]) -> ItemForm:
    """The section's form as a browser posts it, line ends as browsers send them."""
    typed = {
        name: "" if value is None else str(value).replace("\n", "\r\n") for name, value in values.items()
    }
    return form_class(section)(formdata=MultiDict(typed), meta={"csrf": False})


@pytest.fixture
def edition_id(award: Award) -> int:
    return award.edition(THREE)


@pytest.fixture
def act(award: Award, act_as, edition_id: int) -> Act:
    award.entry(edition_id, "35.76", "Desa Pujon", category="village", email=OWNER)
    return act_as(award.actor(OWNER))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=filled())
def test_every_value_goes_from_the_form_through_the_store_into_the_manifest(
    app: Flask, db: Database, act: Act, edition_id: int, one: tuple[Section, dict[str, Any]]
) -> None:
    section, values = one
    ids = {category["code"]: category["id"] for category in editions.categories_of(db, edition_id)}
    with write(db):
        sections.save(db, edition_id, [section], ids)
    with app.test_request_context(method="POST"):
        form = posted(section, values)
        assert form.validate(), form.errors
        assert form.draft().values == values
        item_id = save_item(act, 1, "own", None, form.draft())
    dossier = dossiers.dossier(db, 1)
    assert dossier.sections == (section,)
    [stored] = dossier.of("own")
    assert stored.values == values
    [listed] = contents(manifest(dossier, {"number": 1}))
    assert (listed.code, listed.kind, listed.title) == ("own", section.kind, section.title)
    assert [dict(item) for item in listed.items] == [{"id": item_id, **values, "file": None}]
    shown = {field.name: form_value(field, stored.values[field.name]) for field in section.fields}
    with app.test_request_context():
        again = form_class(section)(formdata=None, data=shown, meta={"csrf": False})
        assert again.draft().values == values
    remove_item(act, 1, "own", item_id, 1)
