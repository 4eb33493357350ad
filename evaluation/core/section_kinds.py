"""The kinds of sections that a dossier can have: what each asks for, as data.

A kind names its fields once; the form, the store, the check for completeness, the manifest and the pages
all follow from that. Which sections a category's dossier has, the edition file says (`core/rules.Section`).
`LABELS` lists of evaluation/labels.py are named by `words`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from evaluation.core.messages import Message, msg

FieldKind = Literal["line", "text", "choice", "year", "whole", "rupiah", "day"]
FileNeed = Literal["needed", "optional", "none"]


@dataclass(frozen=True, slots=True)
class SectionField:
    """One thing asked for. `needed` for submission; `identifies`: without it not even a draft is kept.

    `within` names the field that counts everybody: this one counts some of them.
    """

    name: str
    kind: FieldKind
    label: Message
    help: Message | None = None
    needed: bool = False
    identifies: bool = False
    words: str | None = None
    most: int = 300
    within: str | None = None

    @property
    def blank(self) -> str | None:
        """The value of a field that was left empty."""
        return "" if self.kind in ("line", "text", "choice") else None


@dataclass(frozen=True, slots=True)
class SectionKind:
    """What an item of such a section holds.

    `once` names the field by which no two items of one section may be the same. `minimum`, `maximum`: how
    many items a section has unless the edition file says so (no maximum: None).
    """

    fields: tuple[SectionField, ...]
    file: FileNeed
    add: Message
    lack: Message
    about: Message
    once: str | None = None
    minimum: int = 1
    maximum: int | None = None

    @property
    def has_long_text(self) -> bool:
        """Whether a word limit means anything here."""
        return any(field.kind == "text" for field in self.fields)


REGULATIONS: Final = SectionKind(
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
    add=msg("Add a regulation"),
    lack=msg("Add at least one regulation."),
    about=msg("Regulations and decrees that protect workers, each with its signed text."),
)
INNOVATIONS: Final = SectionKind(
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
    add=msg("Add an innovation"),
    lack=msg("Add at least one innovation."),
    about=msg("What you do differently: membership, institutional, or a planned programme."),
)
COVERAGE: Final = SectionKind(
    fields=(
        SectionField("segment", "choice", msg("Segment"), needed=True, identifies=True, words="segment"),
        SectionField("workers", "whole", msg("Workers there are"), msg("Everyone in this segment."), True),
        SectionField(
            "protected",
            "whole",
            msg("Workers protected"),
            msg("Those in at least one programme."),
            True,
            within="workers",
        ),
        SectionField("accident", "whole", msg("In work accident cover (JKK)"), within="workers"),
        SectionField("death", "whole", msg("In death cover (JKM)"), within="workers"),
        SectionField("old_age", "whole", msg("In old age savings (JHT)"), within="workers"),
        SectionField("pension", "whole", msg("In the pension (JP)"), within="workers"),
        SectionField("job_loss", "whole", msg("In job loss cover (JKP)"), within="workers"),
        SectionField("source", "line", msg("Source"), msg("Where the numbers come from, and of which date.")),
    ),
    file="none",
    add=msg("Add a segment"),
    lack=msg("Add at least one segment of workers."),
    about=msg("Workers protected against workers there are, segment by segment."),
    once="segment",
)
BUDGET: Final = SectionKind(
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
    add=msg("Add budget support"),
    lack=msg("Add at least one year of budget support."),
    about=msg("Money set aside to pay workers' contributions, year by year."),
)
COMPLIANCE: Final = SectionKind(
    fields=(
        SectionField("year", "year", msg("Year"), needed=True, identifies=True),
        SectionField(
            "workers", "whole", msg("Workers of your own"), msg("Everyone on your payroll that year."), True
        ),
        SectionField("registered", "whole", msg("Workers registered"), needed=True, within="workers"),
        SectionField("wages", "rupiah", msg("Wages paid (rupiah)"), needed=True),
        SectionField(
            "wages_reported",
            "rupiah",
            msg("Wages reported (rupiah)"),
            msg("As you reported them to BPJS Ketenagakerjaan."),
            True,
        ),
        SectionField("contributions_due", "rupiah", msg("Contributions due (rupiah)"), needed=True),
        SectionField("contributions_paid", "rupiah", msg("Contributions paid (rupiah)"), needed=True),
        SectionField(
            "supplier_workers",
            "whole",
            msg("Suppliers' workers"),
            msg("Workers of your suppliers and contractors. Write 0 when there are none."),
            True,
        ),
        SectionField(
            "supplier_registered",
            "whole",
            msg("Suppliers' workers registered"),
            needed=True,
            within="supplier_workers",
        ),
        SectionField(
            "vulnerable",
            "whole",
            msg("Vulnerable workers that you pay for"),
            msg("People outside of your business whose contributions you pay."),
            True,
        ),
        SectionField(
            "care",
            "text",
            msg("Care for vulnerable workers"),
            msg("Whom you protect, how, and since when."),
            True,
            most=20_000,
        ),
        SectionField("source", "line", msg("Source"), msg("Where the numbers come from, and of which date.")),
    ),
    file="optional",
    add=msg("Add a year"),
    lack=msg("Add at least one year."),
    about=msg("Contributions, wages and registered workers, year by year, and care for vulnerable workers."),
    once="year",
)
NARRATIVE: Final = SectionKind(
    fields=(SectionField("text", "text", msg("Text"), needed=True, most=100_000),),
    file="none",
    add=msg("Write the text"),
    lack=msg("Write the text."),
    about=msg("A text in your own words."),
    maximum=1,
)
DOCUMENTS: Final = SectionKind(
    fields=(
        SectionField("title", "line", msg("Title"), needed=True),
        SectionField("note", "text", msg("Note"), msg("What the panel should look for in it."), most=4000),
    ),
    file="needed",
    add=msg("Add a document"),
    lack=msg("Add a document."),
    about=msg("Anything else that the panel should see."),
)

KINDS: Final[Mapping[str, SectionKind]] = {
    "regulations": REGULATIONS,
    "innovations": INNOVATIONS,
    "coverage": COVERAGE,
    "budget": BUDGET,
    "compliance": COMPLIANCE,
    "narrative": NARRATIVE,
    "documents": DOCUMENTS,
}
