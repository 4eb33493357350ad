"""The annexes of a dossier: its files, numbered in the order of their items, and their names in the ZIP."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from evaluation.core.dossier import AttachedFile, Dossier, Item
from evaluation.core.rules import Section

FOLDER: Final = "lampiran"
# What some system refuses in a file's name.
REFUSED: Final = re.compile(r"[<>:/\\|?*\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Annex:
    """A file of the dossier with its number, from 1, and the item that it proves."""

    number: int
    section: Section
    item: Item
    file: AttachedFile

    @property
    def name_in_zip(self) -> str:
        """Where the ZIP has it: "lampiran/003 Perda 9.pdf"; a name that every system takes."""
        name = REFUSED.sub("-", self.file.name.replace('"', "'")).strip(" .")
        return f"{FOLDER}/{self.number:03d} {name}"


def annexes(dossier: Dossier) -> tuple[Annex, ...]:
    """Every file of a dossier, numbered through all sections."""
    pairs = [
        (section, item, item.file)
        for section in dossier.sections
        for item in dossier.of(section.code)
        if item.file is not None
    ]
    return tuple(
        Annex(number, section, item, file) for number, (section, item, file) in enumerate(pairs, start=1)
    )
