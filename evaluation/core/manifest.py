"""The manifest of a submission: every field and every file's fingerprint, as canonical text."""

import json
from collections.abc import Mapping
from typing import Any

from evaluation.core.dossier import SECTIONS, Dossier, Item

FORMAT = 1


def manifest(dossier: Dossier, facts: Mapping[str, str | int]) -> str:
    """The dossier as canonical JSON: sorted keys, no spaces, UTF-8; equal dossiers have equal text.

    `facts` say which submission it is: edition, category, candidate, name, number, submitted_at.
    """
    sections = {code: [_item(item) for item in dossier.of(code)] for code in SECTIONS}
    document = {"format": FORMAT, "submission": dict(facts), "sections": sections}
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def contents(text: str) -> dict[str, list[dict[str, Any]]]:
    """The sections of a manifest, in the order of the dossier: what a receipt lists."""
    sections = json.loads(text)["sections"]
    return {code: sections[code] for code in SECTIONS}


def _item(item: Item) -> dict[str, Any]:
    file = item.file
    if file is None:
        return {**item.values, "file": None}
    return {**item.values, "file": {"name": file.name, "size": file.size, "sha256": file.sha256}}
