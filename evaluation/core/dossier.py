"""What a dossier is made of: its five sections as data, its items as values, and what is reckoned from them.

A section names its fields once; the form, the store, the check for completeness, the manifest and the pages
all follow from that. `LABELS` lists of evaluation/labels.py are named by `words`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, Literal

from evaluation.core.messages import Message, msg

Kind = Literal["line", "text", "choice", "year", "whole", "rupiah", "day"]
FileNeed = Literal["needed", "optional", "none"]

FIRST_YEAR: Final = 1945
LAST_YEAR: Final = 2100


@dataclass(frozen=True, slots=True)
class SectionField:
    """One thing asked for. `needed` for submission; `identifies`: without it not even a draft is kept."""

    name: str
    kind: Kind
    label: Message
    help: Message | None = None
    needed: bool = False
    identifies: bool = False
    words: str | None = None
    most: int = 300


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the dossier. `least` items make it complete; `title_field` is what an item is called by."""

    code: str
    fields: tuple[SectionField, ...]
    file: FileNeed
    least: int
    title_field: str
    add: Message
    lack: Message
    about: Message

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of its fields, in order."""
        return tuple(f.name for f in self.fields)

    def field(self, name: str) -> SectionField:
        """The field with this name. KeyError when the section has none."""
        return {f.name: f for f in self.fields}[name]


REGULATIONS: Final = Section(
    code="regulations",
    fields=(
        SectionField("type", "choice", msg("Type"), needed=True, words="regulation_type"),
        SectionField("number", "line", msg("Number"), msg("As printed, for instance 9."), True, most=80),
        SectionField("year", "year", msg("Year"), needed=True),
        SectionField("subject", "line", msg("Subject"), msg("What it is about."), True, most=500),
        SectionField("in_force_from", "day", msg("In force from")),
        SectionField(
            "amends",
            "line",
            msg("Amends"),
            msg("The regulation that it changes, if any, for instance No. 11/2017."),
        ),
    ),
    file="needed",
    least=1,
    title_field="subject",
    add=msg("Add a regulation"),
    lack=msg("Add at least one regulation."),
    about=msg("Regulations and decrees that protect workers, each with its signed text."),
)
INNOVATIONS: Final = Section(
    code="innovations",
    fields=(
        SectionField("kind", "choice", msg("Kind"), needed=True, identifies=True, words="innovation_kind"),
        SectionField("title", "line", msg("Title"), needed=True),
        SectionField(
            "problem",
            "text",
            msg("The problem"),
            msg("What was wrong before, and for whom."),
            True,
            most=8000,
        ),
        SectionField("action", "text", msg("What was done"), needed=True, most=8000),
        SectionField("since", "line", msg("Since when"), msg("For instance March 2019."), most=80),
        SectionField("people_reached", "whole", msg("People reached")),
        SectionField("budget", "rupiah", msg("Budget (rupiah)")),
    ),
    file="optional",
    least=1,
    title_field="title",
    add=msg("Add an innovation"),
    lack=msg("Add at least one innovation."),
    about=msg("What you do differently: membership, institutional, or a planned programme."),
)
COVERAGE: Final = Section(
    code="coverage",
    fields=(
        SectionField("segment", "choice", msg("Segment"), needed=True, identifies=True, words="segment"),
        SectionField("workers", "whole", msg("Workers there are"), msg("Everyone in this segment."), True),
        SectionField(
            "protected", "whole", msg("Workers protected"), msg("Those in at least one programme."), True
        ),
        SectionField("accident", "whole", msg("In work accident cover (JKK)")),
        SectionField("death", "whole", msg("In death cover (JKM)")),
        SectionField("old_age", "whole", msg("In old age savings (JHT)")),
        SectionField("pension", "whole", msg("In the pension (JP)")),
        SectionField("job_loss", "whole", msg("In job loss cover (JKP)")),
        SectionField("source", "line", msg("Source"), msg("Where the numbers come from, and of which date.")),
    ),
    file="none",
    least=1,
    title_field="segment",
    add=msg("Add a segment"),
    lack=msg("Add at least one segment of workers."),
    about=msg("Workers protected against workers there are, segment by segment."),
)
BUDGET: Final = Section(
    code="budget",
    fields=(
        SectionField("year", "year", msg("Year"), needed=True),
        SectionField("purpose", "line", msg("Purpose"), needed=True, most=500),
        SectionField("amount", "rupiah", msg("Amount (rupiah)"), needed=True),
        SectionField("people", "whole", msg("People paid for")),
        SectionField(
            "source", "line", msg("Source of the money"), msg("For instance the regional budget (APBD).")
        ),
    ),
    file="optional",
    least=1,
    title_field="purpose",
    add=msg("Add budget support"),
    lack=msg("Add at least one year of budget support."),
    about=msg("Money set aside to pay workers' contributions, year by year."),
)
DOCUMENTS: Final = Section(
    code="documents",
    fields=(
        SectionField("title", "line", msg("Title"), needed=True),
        SectionField("note", "text", msg("Note"), msg("What the panel should look for in it."), most=4000),
    ),
    file="needed",
    least=0,
    title_field="title",
    add=msg("Add a document"),
    lack=msg("Add a document."),
    about=msg("Anything else that the panel should see. This section may stay empty."),
)

SECTIONS: Final[Mapping[str, Section]] = {
    section.code: section for section in (REGULATIONS, INNOVATIONS, COVERAGE, BUDGET, DOCUMENTS)
}


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file as the dossier shows it: size in bytes, SHA-256 in hex."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Item:
    """One regulation, innovation, segment, budget line or document, as it stands in the store."""

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
class Dossier:
    """Everything that a candidate hands in, section by section, in the order in which it was added."""

    entry_id: int
    place: Place
    items: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)

    def of(self, section: str) -> tuple[Item, ...]:
        """The items of a section."""
        return self.items.get(section, ())

    def coverage_row(self, item: Item) -> CoverageRow:
        """The coverage table's line of one item."""
        return coverage_row(item.values)

    def coverage_rows(self) -> tuple[CoverageRow, ...]:
        """The coverage table's lines."""
        return tuple(coverage_row(item.values) for item in self.of("coverage"))

    def coverage_total(self) -> CoverageRow:
        """The coverage table's last line."""
        return coverage_total([item.values for item in self.of("coverage")])

    def budget_total(self) -> int:
        """All rupiah of the budget lines that name an amount."""
        return sum(item.values["amount"] or 0 for item in self.of("budget"))

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
