"""Whatever an edition file may say can be edited in the browser: each of its keys has a field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import Phase, given, settings

from evaluation import edition_file
from evaluation.core.rules import Rules
from evaluation.forms.edition_keys import FORMS
from tests.core.test_edition_export import editions

FIELDS = {form: {key.name: key for group in FORMS[form] for key in group.keys} for form in FORMS}
COLUMNS = {
    (form, name): {column.name for column in key.columns}
    for form, fields in FIELDS.items()
    for name, key in fields.items()
}
# What says which edition it is: it is chosen when it is copied, and never changed.
FIXED = {("edition", "code")}


def missing(form: str, table: dict[str, Any], before: str = "") -> Iterator[tuple[str, ...]]:
    """The keys of a table that no field of its form edits."""
    for key, value in table.items():
        name = before + key
        if (form, name) == ("round", "criteria"):
            for one in value:
                yield from missing("criteria", one)
        elif name in FIELDS[form]:
            if COLUMNS[form, name]:
                yield from ((form, name, one) for row in value for one in parts(row, COLUMNS[form, name]))
        elif isinstance(value, dict):
            yield from missing(form, value, f"{name}.")
        elif (form, name) not in FIXED:
            yield form, name


def parts(row: dict[str, Any], columns: set[str]) -> list[str]:
    """The keys of a row that no column edits."""
    flat = [
        f"{key}.{language}" if isinstance(value, dict) else key
        for key, value in row.items()
        for language in (value if isinstance(value, dict) else ("",))
    ]
    return [key for key in flat if key not in columns]


@settings(max_examples=40, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
@given(editions())
def test_every_key_of_a_file_has_a_field_in_the_editor(rules: Rules) -> None:
    content = edition_file.content_of(edition_file.export(rules))
    assert list(missing("edition", content["edition"])) == []
    for form in ("category", "section", "round"):
        for table in content.get(form, []):
            assert list(missing(form, table)) == []
