"""The manifest of a submission: every field and every file's fingerprint, as canonical text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluation.core.dossier import Dossier, Item
from evaluation.core.rules import Section, Text
from evaluation.core.sections import TITLES

FORMAT = 2


@dataclass(frozen=True, slots=True)
class ManifestSection:
    """A section as a manifest lists it; an item has `id`, its fields and `file` (its facts, or None).

    Items of format 1 have no `id`.
    """

    code: str
    kind: str
    title: Text
    items: tuple[Mapping[str, Any], ...]


def manifest(dossier: Dossier, facts: Mapping[str, str | int]) -> str:
    """The dossier as canonical JSON: sorted keys, no spaces, UTF-8; equal dossiers have equal text.

    `facts` say which submission it is: edition, category, candidate, name, number, submitted_at.
    """
    sections = [_section(section, dossier.of(section.code)) for section in dossier.sections]
    document = {"format": FORMAT, "submission": dict(facts), "sections": sections}
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def contents(text: str) -> tuple[ManifestSection, ...]:
    """The sections of a manifest, in the order of the dossier: what a receipt lists.

    Format 1 knew no sections but the default ones, and listed their items by code.
    """
    document = json.loads(text)
    sections = document["sections"]
    if document["format"] == 1:
        return tuple(
            ManifestSection(code, code, title, tuple(sections[code])) for code, title in TITLES.items()
        )
    return tuple(
        ManifestSection(one["code"], one["kind"], Text(**one["title"]), tuple(one["items"]))
        for one in sections
    )


def _section(section: Section, items: tuple[Item, ...]) -> dict[str, Any]:
    return {
        "code": section.code,
        "kind": section.kind,
        "title": {"id": section.title.id, "en": section.title.en},
        "items": [_item(item) for item in items],
    }


def _item(item: Item) -> dict[str, Any]:
    file = item.file
    if file is None:
        return {"id": item.id, **item.values, "file": None}
    attached = {"name": file.name, "size": file.size, "sha256": file.sha256}
    return {"id": item.id, **item.values, "file": attached}
