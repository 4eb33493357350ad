"""The dossier beside a sheet: the page that is open, the files that a criterion looks at, and its pins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import request
from sqlite_utils import Database

from evaluation.actions.pins import Pin
from evaluation.core.dossier import AttachedFile, Dossier
from evaluation.core.rules import Criterion, Section
from evaluation.store import readings
from evaluation.store.db import Row

HELD_BACK = ("waiting", "infected")


@dataclass(frozen=True, slots=True)
class OpenPage:
    """One page of a file: its words and the size of its picture (`page`; None: there is neither)."""

    file: AttachedFile
    number: int
    pages: int
    page: Row | None

    @property
    def previous(self) -> int | None:
        """The page before."""
        return self.number - 1 if self.number > 1 else None

    @property
    def following(self) -> int | None:
        """The page after."""
        return self.number + 1 if self.number < self.pages else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A section that a criterion looks at, with the files in it that can be read here."""

    section: Section
    items: int
    files: tuple[AttachedFile, ...]


def files_of(dossier: Dossier, sections: Iterable[Section]) -> tuple[AttachedFile, ...]:
    """The files of these sections that can be read here."""
    items = (item for section in sections for item in dossier.of(section.code))
    return tuple(item.file for item in items if item.file and can_be_read(item.file))


def can_be_read(file: AttachedFile) -> bool:
    """Whether a file can be read beside the sheet."""
    return file.scan not in HELD_BACK and file.reading is not None and file.reading.shown


def evidence_of(dossier: Dossier, criterion: Criterion) -> tuple[Evidence, ...]:
    """What a criterion looks at in this dossier, in the dossier's order."""
    return tuple(
        Evidence(section, len(dossier.of(section.code)), files_of(dossier, [section]))
        for section in dossier.sections
        if section.code in criterion.evidence
    )


def open_page(db: Database, dossier: Dossier) -> OpenPage | None:
    """The page that the address asks for; None when it asks for none of this dossier's. Two questions."""
    asked = request.args.get("file", type=int)
    file = next((one for one in files_of(dossier, dossier.sections) if one.id == asked), None)
    if file is None:
        return None
    pages = readings.page_count(db, file.sha256)
    number = min(max(request.args.get("page", 1, type=int), 1), max(pages, 1))
    found = readings.pages_of(db, file.sha256, limit=1, offset=number - 1)
    return OpenPage(file, number, pages, found[0] if found else None)


def pin_of(text: str) -> Pin | None:
    """The pin that a button names: "CRITERION:FILE:PAGE"."""
    code, _, rest = text.partition(":")
    file_id, _, page = rest.partition(":")
    if not (file_id.isdecimal() and page.isdecimal() and max(len(file_id), len(page)) < 10):
        return None
    return Pin(code, int(file_id), int(page))


def pins_by_code(found: Sequence[Row], dossier: Dossier) -> dict[str, list[Row]]:
    """The pins of a sheet by criterion, files called as this dossier calls them."""
    names = {file.id: file.name for file in files_of(dossier, dossier.sections)}
    by_code: dict[str, list[Row]] = {}
    for one in found:
        by_code.setdefault(one["code"], []).append({**one, "name": names.get(one["file_id"], "")})
    return by_code
