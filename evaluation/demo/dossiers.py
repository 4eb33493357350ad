"""Fill a candidate's dossier from data/dossiers.toml, as its own people would, with real PDF files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from evaluation.actions import dossiers
from evaluation.actions.act import Act
from evaluation.actions.uploads import Upload
from evaluation.core.rules import Section
from evaluation.demo.paper import paper
from evaluation.store import accounts, entries
from evaluation.store import sections as section_store

DATA = Path(__file__).parent / "data"


def facts() -> dict[str, dict[str, Any]]:
    """The demonstration's dossiers by candidate code."""
    found = tomllib.loads((DATA / "dossiers.toml").read_text(encoding="utf-8"))
    return {one["candidate"]: one for one in found["dossier"]}


def fill(act: Act, entry_id: int, about: Mapping[str, Any], but: tuple[str, ...] = ()) -> None:
    """Save every item of the entry's dossier, except those of the sections in `but`."""
    entry = entries.described(act.db, entry_id)
    assert entry is not None
    for code, section in section_store.of_entry(act.db, entry_id).items():
        for item in () if code in but else about.get(code, ()):
            dossiers.save_item(act, entry_id, code, None, draft(section, item, entry["name"]))


def draft(section: Section, item: Mapping[str, Any], owner: str) -> dossiers.Draft:
    """One item as the form would send it, its PDF made on the way."""
    values = {field.name: item.get(field.name, field.blank) for field in section.fields}
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    upload = None
    if title := item.get("pdf"):
        lines = [str(item[key]) for key in ("subject", "title", "note", "action") if item.get(key)]
        upload = Upload(BytesIO(paper(title, owner, lines)), f"{title}.pdf")
    return dossiers.Draft(values=values, upload=upload)


def as_representative(act: Act, entry_id: int) -> Act:
    """The same moment, acted by the entry's first representative."""
    first = entries.representatives_of(act.db, entry_id)[0]
    actor = accounts.actor_of(act.db, first["id"])
    assert actor is not None
    return replace(act, actor=actor)
