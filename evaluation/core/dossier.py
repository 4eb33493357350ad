"""What a dossier is made of: its items, section by section, and what is reckoned from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from evaluation.core.messages import Message
from evaluation.core.readings import OLD, OLD_FORMATS, Reading
from evaluation.core.rules import Section
from evaluation.core.scans import why_shut


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file as the dossier shows it: size in bytes, SHA-256 in hex; `reading` once it was looked into.

    `scan`: what the virus scanner said (core/scans.py).
    """

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    reading: Reading | None = None
    scan: str = "unscanned"

    @property
    def old(self) -> bool:
        """Whether it is in a format of which nothing can be read here."""
        return self.media_type in OLD_FORMATS

    @property
    def infected(self) -> bool:
        """Whether the virus scanner found something in it."""
        return self.scan == "infected"

    @property
    def open(self) -> bool:
        """Whether the virus scanner lets it be opened."""
        return why_shut(self.scan) is None

    @property
    def advice(self) -> Message | None:
        """What the candidate is told of it; None when there is nothing to mend."""
        if self.infected:
            return why_shut(self.scan)
        if self.old:
            return OLD
        return self.reading.advice if self.reading else None


@dataclass(frozen=True, slots=True)
class Item:
    """One regulation, innovation, year, text or document, as it stands; `section` is the section's code."""

    id: int
    section: str
    values: Mapping[str, Any]
    file: AttachedFile | None
    revision: int
    saved_at: str
    saved_by: str


@dataclass(frozen=True, slots=True)
class Place:
    """Who issues a candidate's regulations: its own name, its region's, its province's, and what it is."""

    candidate: str
    region: str
    province: str
    entrant: str


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A line of the coverage table: numbers given (None: not given) and the share in percent, exact.

    The share is protected / workers of `share_workers`; None when a number lacks or nobody is there.
    """

    segment: str
    numbers: Mapping[str, int | None]
    share: Fraction | None
    share_protected: int | None
    share_workers: int | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A number and what it is a part of, as given (None: not given), and the share in percent, exact."""

    part: int | None
    whole: int | None

    @property
    def share(self) -> Fraction | None:
        """None when a number lacks or the whole is 0."""
        return share(self.part, self.whole)


@dataclass(frozen=True, slots=True)
class ComplianceYear:
    """What a business did in a year: registered workers, wages reported, contributions paid, suppliers."""

    year: int
    registered: Part
    wages: Part
    contributions: Part
    suppliers: Part


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that a candidate hands in: its category's sections, and items in the order of adding."""

    entry_id: int
    place: Place
    sections: tuple[Section, ...]
    items: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)

    def of(self, section: str) -> tuple[Item, ...]:
        """The items of the section with this code."""
        return self.items.get(section, ())

    def section(self, code: str) -> Section:
        """The section with this code. KeyError when the dossier has none."""
        return {section.code: section for section in self.sections}[code]

    def coverage_row(self, item: Item) -> CoverageRow:
        """The coverage table's line of one item."""
        return coverage_row(item.values)

    def coverage_rows(self, section: str) -> tuple[CoverageRow, ...]:
        """The lines of a coverage section's table."""
        return tuple(coverage_row(item.values) for item in self.of(section))

    def coverage_total(self, section: str) -> CoverageRow:
        """The last line of a coverage section's table."""
        return coverage_total([item.values for item in self.of(section)])

    def budget_total(self, section: str) -> int:
        """All rupiah of a budget section's lines that name an amount."""
        return sum(item.values["amount"] or 0 for item in self.of(section))

    def compliance_year(self, item: Item) -> ComplianceYear:
        """One item of a compliance section, reckoned."""
        return compliance_year(item.values)

    def citation(self, item: Item) -> str:
        """How a regulation of this dossier is cited."""
        return citation(item.values, self.place)


# --- citations -----------------------------------------------------------------------------------

# Regulations are cited in Indonesian whatever language the page has.
CITED_AS: Final[Mapping[str, str]] = {
    "perda": "Perda",
    "pergub": "Pergub",
    "perbup": "Perbup",
    "perwali": "Perwali",
    "keputusan": "Keputusan",
    "instruksi": "Instruksi",
    "edaran": "Surat Edaran",
    "perdes": "Perdes",
    "company": "Peraturan Perusahaan",
}
OF_THE_REGION: Final = ("perda", "perbup", "perwali")


def citation(values: Mapping[str, Any], place: Place) -> str:
    """A regulation as Indonesians cite it: "Perda Kota Mojokerto No. 9/2019", as far as it is filled in."""
    kind, number, year = values["type"], values["number"], values["year"]
    words = [CITED_AS.get(kind, "Peraturan"), issuer(kind, place)]
    if number and year:
        words.append(f"No. {number}/{year}")
    elif number:
        words.append(f"No. {number}")
    elif year:
        words.append(f"Tahun {year}")
    return " ".join(words)


def issuer(kind: str, place: Place) -> str:
    """Who issued a regulation of this type: a governor's is the province's, whoever hands it in."""
    if place.entrant == "province":
        return place.candidate
    if kind == "pergub":
        return place.province
    if kind in OF_THE_REGION and place.entrant != "regency":
        return place.region
    return place.candidate


# --- coverage ------------------------------------------------------------------------------------

COUNTS: Final = ("workers", "protected", "accident", "death", "old_age", "pension", "job_loss")


def share(protected: int | None, workers: int | None) -> Fraction | None:
    """Protected workers in percent of the workers there are, exact; None when that has no meaning."""
    if protected is None or not workers:
        return None
    return Fraction(100 * protected, workers)


def coverage_row(values: Mapping[str, Any]) -> CoverageRow:
    """One segment's line."""
    return CoverageRow(
        segment=values["segment"],
        numbers={name: values[name] for name in COUNTS},
        share=share(values["protected"], values["workers"]),
        share_protected=values["protected"],
        share_workers=values["workers"],
        source=values["source"],
    )


def coverage_total(segments: list[Mapping[str, Any]]) -> CoverageRow:
    """The sums of what is given; the share counts only segments that give both of its numbers."""
    whole = [v for v in segments if v["workers"] is not None and v["protected"] is not None]
    protected, workers = sum(v["protected"] for v in whole), sum(v["workers"] for v in whole)
    return CoverageRow(
        segment="",
        numbers={name: total_of([v[name] for v in segments]) for name in COUNTS},
        share=share(protected, workers),
        share_protected=protected if whole else None,
        share_workers=workers if whole else None,
    )


def total_of(numbers: list[int | None]) -> int | None:
    """The sum of the numbers given; None when none is: nothing is not zero."""
    given = [number for number in numbers if number is not None]
    return sum(given) if given else None


# --- compliance ----------------------------------------------------------------------------------


def compliance_year(values: Mapping[str, Any]) -> ComplianceYear:
    """The shares of one year; contributions may pass 100 percent when arrears are paid."""
    return ComplianceYear(
        year=values["year"],
        registered=Part(values["registered"], values["workers"]),
        wages=Part(values["wages_reported"], values["wages"]),
        contributions=Part(values["contributions_paid"], values["contributions_due"]),
        suppliers=Part(values["supplier_registered"], values["supplier_workers"]),
    )
