"""What ties an assessor to a candidate by itself: the facts that both share, and how institutions compare."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# What somebody is kept away from an entry for. The system finds the last four by itself.
SOURCES: Final = ("declared", "excluded", "represents", "institution", "region", "substitute")
FOUND: Final = ("represents", "institution", "region", "substitute")

WORD = re.compile(r"\w+")
# How people shorten what a government is called; "pemerintah" itself tells nothing apart.
SPELLED_OUT: Final = {
    "pemkot": "kota",
    "pemkab": "kabupaten",
    "kab": "kabupaten",
    "pemprov": "provinsi",
    "pemprop": "provinsi",
    "prov": "provinsi",
    "propinsi": "provinsi",
    "pemdes": "desa",
    "disnaker": "dinas tenaga kerja",
}
SAYS_NOTHING: Final = frozenset(
    {"pemerintah", "pemda", "pt", "cv", "ud", "fa", "tbk", "persero", "perseroan", "terbatas"}
)
GOVERNMENTS: Final = ("provinsi", "kabupaten", "kota", "desa", "kelurahan")


def institution_key(name: str) -> str:
    """What two spellings of one institution share: "Pemkot Mojokerto" and "Kota Mojokerto" are the same."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("pemerintah daerah", "pemerintah")
    words = (SPELLED_OUT.get(word, word) for word in WORD.findall(plain.replace("_", " ")))
    return " ".join(word for word in words if word not in SAYS_NOTHING)


@dataclass(frozen=True, slots=True)
class Person:
    """An assessor: the institution as they wrote it, and the codes of home and of the province it lies in."""

    account_id: int
    institution: str = ""
    home: str | None = None
    home_province: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate: its region, what kind it is, and the institutions of the people who act for it.

    `represented`: by the assessor. `kept_out`: the decree of a substitute who was called for other entries.
    """

    entry_id: int
    name: str
    region: str
    region_name: str
    province: str
    entrant: str
    institutions: tuple[str, ...] = ()
    represented: bool = False
    kept_out: str = ""


def grounds(person: Person, candidate: Candidate) -> dict[str, str]:
    """What keeps a person away from a candidate of itself: the source, and the fact that ties the two."""
    found = {}
    if candidate.represented:
        found["represents"] = candidate.name
    if same_institution(person, candidate):
        found["institution"] = person.institution
    if same_region(person, candidate):
        found["region"] = candidate.region_name
    if candidate.kept_out:
        found["substitute"] = candidate.kept_out
    return found


def same_institution(person: Person, candidate: Candidate) -> bool:
    """Whether the person's institution is the candidate's own, or an office of that government."""
    own = institution_key(person.institution)
    if not own:
        return False
    theirs = {institution_key(name) for name in (candidate.name, *candidate.institutions)}
    if candidate.entrant == "province":
        theirs.add(f"provinsi {institution_key(candidate.region_name)}")
    return own in theirs or _is_an_office_of(own, theirs)


def _is_an_office_of(own: str, names: Iterable[str]) -> bool:
    """Whether `own` ends with the full name of a government: "dinas tenaga kerja kota mojokerto"."""
    return any(own.endswith(f" {name}") for name in names if name.partition(" ")[0] in GOVERNMENTS)


def same_region(person: Person, candidate: Candidate) -> bool:
    """Whether the candidate's region is the person's home; a province that is the candidate is all of it."""
    if person.home is None:
        return False
    return candidate.region in (
        person.home,
        _province_of(person) if candidate.entrant == "province" else None,
    )


def same_province(person: Person, candidate: Candidate) -> bool:
    """Whether only the province is shared: that keeps nobody away, but a committee should know."""
    if person.home is None or same_region(person, candidate):
        return False
    return candidate.province == _province_of(person)


def _province_of(person: Person) -> str | None:
    return person.home_province or person.home
