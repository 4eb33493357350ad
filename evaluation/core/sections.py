"""The sections of a dossier: those of an edition without its own, and what an item of one may hold."""

from collections.abc import Mapping
from typing import Any, Final

from evaluation.core.errors import Invalid
from evaluation.core.messages import msg
from evaluation.core.rules import Section, Text
from evaluation.core.section_kinds import KINDS

TITLES: Final[Mapping[str, Text]] = {
    "regulations": Text("Regulasi", "Regulations"),
    "innovations": Text("Inovasi", "Innovations"),
    "coverage": Text("Cakupan kepesertaan", "Coverage"),
    "budget": Text("Dukungan anggaran", "Budget support"),
    "documents": Text("Dokumen lain", "Other documents"),
}
RULES_CHANGED: Final = msg("The rules of this section changed meanwhile: open its form again.")
# Only the documents may stay empty.
OPTIONAL: Final = ("documents",)


def default_sections(categories: tuple[str, ...]) -> tuple[Section, ...]:
    """What every dossier consists of when the edition file has no [[section]]: five sections."""
    return tuple(
        Section(
            code=kind,
            title=title,
            categories=categories,
            kind=kind,
            required=kind not in OPTIONAL,
            minimum=KINDS[kind].minimum,
            maximum=KINDS[kind].maximum,
        )
        for kind, title in TITLES.items()
    )


def conforming(section: Section, values: Mapping[str, Any]) -> dict[str, str | int | None]:
    """The values of an item by field, in the section's order.

    Invalid when they aren't those of its fields: the form was opened under other rules.
    """
    if set(values) != set(section.field_names):
        raise Invalid(RULES_CHANGED)
    for field in section.fields:
        value = values[field.name]
        kind = int if field.kind in ("year", "whole", "rupiah") else str
        if value != field.blank and type(value) is not kind:
            raise Invalid(RULES_CHANGED)
    return {name: values[name] for name in section.field_names}
