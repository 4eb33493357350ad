"""An entry as its panel sees it where the candidate is hidden: under a number, in both languages the same.

What stands in the contents, a letterhead in a scan or a name in a text, can't be taken out and stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any, Final

from evaluation.core.annexes import annexes
from evaluation.core.dossier import AttachedFile, Dossier, Item, Place
from evaluation.core.manifest import ManifestSection

# What stands where a name was left out.
LEFT_OUT: Final = "…"
ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")

__all__ = [
    "entry_name",
    "file_name",
    "unnamed_dossier",
    "unnamed_entry",
    "unnamed_sections",
    "unnamed_session",
]


def entry_name(number: int) -> str:
    """What a hidden candidate's entry is called."""
    return f"No. {number}"


def file_name(number: int | None, name: str) -> str:
    """What a hidden candidate's file is called: "Lampiran 3.pdf", with the ending that it has."""
    ending = ENDING.search(name)
    numbered = "Lampiran" if number is None else f"Lampiran {number}"
    return numbered + (ending[0].lower() if ending else "")


def unnamed_entry(entry: Mapping[str, Any], number: int, zone: str) -> dict[str, Any]:
    """The row of an entry without who it is; `zone` stands in for that of its region, which would tell.

    `hidden` is True in it, so that a page leaves out the moments of its submissions.
    """
    return {
        **entry,
        "hidden": True,
        "name": entry_name(number),
        "code": str(number),
        "region_code": "",
        "region_name": LEFT_OUT,
        "province_code": "",
        "province_name": LEFT_OUT,
        "timezone": zone,
        "submitted_at": None,
        "status_at": None,
        "status_reason": "",
    }


def unnamed_session(session: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The row of a session without whom it is with; a visit's place, which is the candidate's, is left out.

    The contest's zone (`contest_zone`) stands in for that of the place, which would tell.
    """
    place = {"room": LEFT_OUT, "link": ""} if session["kind"] == "visit" else {}
    return {
        **session,
        **place,
        "name": entry_name(number),
        "code": str(number),
        "zone": session["contest_zone"],
    }


def unnamed_dossier(dossier: Dossier) -> Dossier:
    """The dossier without its candidate's name and place in citations, and with numbered files."""
    numbers = {annex.file.id: annex.number for annex in annexes(dossier)}

    def unnamed(item: Item) -> Item:
        return replace(item, file=_numbered(item.file, numbers), saved_by="")

    return replace(
        dossier,
        place=Place(LEFT_OUT, LEFT_OUT, LEFT_OUT, dossier.place.entrant),
        items={code: tuple(unnamed(item) for item in items) for code, items in dossier.items.items()},
    )


def _numbered(file: AttachedFile | None, numbers: Mapping[int, int]) -> AttachedFile | None:
    return file and replace(file, name=file_name(numbers[file.id], file.name))


def unnamed_sections(sections: tuple[ManifestSection, ...]) -> tuple[ManifestSection, ...]:
    """What a manifest lists, with its files numbered through all sections as annexes are."""
    numbers = count(1)

    def unnamed(item: Mapping[str, Any]) -> Mapping[str, Any]:
        file = item["file"]
        if file is None:
            return item
        return {**item, "file": {**file, "name": file_name(next(numbers), file["name"])}}

    return tuple(replace(one, items=tuple(unnamed(item) for item in one.items)) for one in sections)
