"""The rules of an edition as values: what is judged, how it is weighed, who goes on.

Everything here is read from an edition file (`evaluation/edition_file.py`), which also checks it; these
classes trust their values. Weights and quotas that ship with the project are illustrative, not official.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final

from evaluation.core.assignment_rules import EVERYBODY, AssignmentRule
from evaluation.core.canonical import later
from evaluation.core.deliberation_rules import NO_DELIBERATION, DeliberationRule
from evaluation.core.exact import rounded
from evaluation.core.feedback_rules import USUAL_FEEDBACK, FeedbackRule
from evaluation.core.file_types import FILE_TYPES, MEDIA_TYPES
from evaluation.core.interview_rules import DEFAULT, InterviewRules
from evaluation.core.objection_rules import NO_OBJECTIONS, ObjectionRule
from evaluation.core.promotion_rules import NOTHING_MORE, PromotionRules
from evaluation.core.section_kinds import KINDS, FileNeed, SectionField, SectionKind
from evaluation.core.signature_rules import NO_SIGNATURES, SignatureRule
from evaluation.core.texts import Text as Text  # noqa: PLC0414 - rules are made of texts
from evaluation.core.visibility import USUAL, Visibility

ENTRANTS: Final = ("province", "regency", "village", "business")
STAGES: Final = ("province", "national")
ROUND_KINDS: Final = ("screening", "desk", "interview", "visit")
CRITERION_KINDS: Final = ("judged", "measured")
ORDERS: Final = ("sheet", "criterion")
COMBINERS: Final = ("mean", "median", "trimmed-mean")
SCALES: Final = ("percent", "points")
ROUNDING_STEPS: Final = ("criterion", "part", "sheet", "round", "standing")
# Tie-breaks that are neither a criterion nor a round.
TIE_BREAK_WORDS: Final = ("judged", "submitted")


@dataclass(frozen=True, slots=True)
class RubricLevel:
    """What marks from `low` to `high`, both included, mean."""

    low: Fraction
    high: Fraction
    text: Text


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing to verify in a round of kind screening."""

    code: str
    title: Text


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is marked: a number from `minimum` to `maximum`, a whole number of `step`s above `minimum`."""

    code: str
    title: Text
    weight: Fraction
    minimum: Fraction
    maximum: Fraction
    step: Fraction
    kind: str
    comment_below: Fraction | None = None
    comment_above: Fraction | None = None
    evidence: tuple[str, ...] = ()
    rubric: tuple[RubricLevel, ...] = ()
    comment_always: bool = later(False)

    @property
    def judged(self) -> bool:
        """Whether every assessor marks it, or it is measured once per entry (rule 3 of docs/rules.md)."""
        return self.kind == "judged"

    def mark_error(self, value: Fraction) -> str | None:
        """What is wrong with a mark, if anything (rule 1 of docs/rules.md).

        One of "below_minimum", "above_maximum" and "off_step", or None.
        """
        if value < self.minimum:
            return "below_minimum"
        if value > self.maximum:
            return "above_maximum"
        return "off_step" if (value - self.minimum) % self.step else None

    def level_of(self, value: Fraction) -> RubricLevel | None:
        """The rubric's level in which a mark lies; None when it lies in none."""
        return next((level for level in self.rubric if level.low <= value <= level.high), None)

    def comment_required(self, value: Fraction) -> bool:
        """Whether a mark needs a comment: each does, or it is too low or too high; the limits are not."""
        if self.comment_always:
            return True
        too_low = self.comment_below is not None and value < self.comment_below
        return too_low or (self.comment_above is not None and value > self.comment_above)


@dataclass(frozen=True, slots=True)
class Rounding:
    """Which steps of the calculation are rounded, and how (rule 14 of docs/rules.md)."""

    mode: str = "half-up"
    places: int = 2
    steps: frozenset[str] = frozenset(ROUNDING_STEPS)

    def at(self, step: str, value: Fraction) -> Fraction:
        """The value as it leaves a step: rounded if the step is a rounded one, else untouched."""
        return rounded(value, self.places, self.mode) if step in self.steps else value


@dataclass(frozen=True, slots=True)
class Round:
    """One step of judging. `opens` and `closes` are aware UTC times, both included; None is no limit.

    `carry` pairs round codes with shares; empty means that the round stands alone.
    """

    code: str
    title: Text
    categories: tuple[str, ...]
    stage: str
    kind: str
    opens: datetime | None = None
    closes: datetime | None = None
    order: str = "sheet"
    combine: str = "mean"
    trim_from: int = 3
    scale: str = "percent"
    rounding: Rounding = Rounding()
    minimum_sheets: int = 1
    carry: tuple[tuple[str, Fraction], ...] = ()
    advance: int = 0
    winners: int = 0
    pass_mark: Fraction | None = None
    tie_break: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    visibility: Visibility = later(USUAL)
    promotion: PromotionRules = later(NOTHING_MORE)
    signatures: SignatureRule = later(NO_SIGNATURES)
    assignment: AssignmentRule = later(EVERYBODY)
    feedback: FeedbackRule = later(USUAL_FEEDBACK)
    objections: ObjectionRule = later(NO_OBJECTIONS)
    deliberation: DeliberationRule = later(NO_DELIBERATION)

    @property
    def is_judged(self) -> bool:
        """Whether the round has sheets and standings; a screening has neither (rule 13 of docs/rules.md)."""
        return self.kind != "screening"

    @property
    def judged_criteria(self) -> tuple[Criterion, ...]:
        """The criteria that assessors mark, in the order of the file."""
        return tuple(criterion for criterion in self.criteria if criterion.judged)

    @property
    def measured_criteria(self) -> tuple[Criterion, ...]:
        """The criteria with one recorded value per entry, in the order of the file."""
        return tuple(criterion for criterion in self.criteria if not criterion.judged)

    @property
    def weight_sum(self) -> Fraction:
        """The weights of all criteria together; 100 on scale "percent"."""
        return sum((criterion.weight for criterion in self.criteria), Fraction(0))

    @property
    def carry_sum(self) -> Fraction:
        """The shares of all rounds in `carry` together (rule 8 of docs/rules.md)."""
        return sum((share for _, share in self.carry), Fraction(0))

    def criterion(self, code: str) -> Criterion:
        """The criterion with this code. Raises KeyError when the round has none."""
        for criterion in self.criteria:
            if criterion.code == code:
                return criterion
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Category:
    """Who competes with whom; `entrant` is the sort of candidate: province, regency, village or business."""

    code: str
    title: Text
    entrant: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the dossiers of some categories: items of one kind.

    A `required` one needs `minimum` items; another one needs them once it is begun. No limit: None.
    `word_limit` holds for each long text; `guidance` stands in for the kind's own words.
    """

    code: str
    title: Text
    categories: tuple[str, ...]
    kind: str
    required: bool = True
    minimum: int = 1
    maximum: int | None = None
    word_limit: int | None = None
    guidance: Text | None = None
    file_types: tuple[str, ...] = FILE_TYPES

    @property
    def what(self) -> SectionKind:
        """What its items hold."""
        return KINDS[self.kind]

    @property
    def fields(self) -> tuple[SectionField, ...]:
        """What is asked for in an item."""
        return self.what.fields

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of its fields, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def file(self) -> FileNeed:
        """Whether an item has a file."""
        return self.what.file

    def takes(self, media_type: str) -> bool:
        """Whether a file of this media type may be in the section."""
        return any(media_type in MEDIA_TYPES[name] for name in self.file_types)

    def is_full(self, items: int) -> bool:
        """Whether no further item fits beside so many."""
        return self.maximum is not None and items >= self.maximum


@dataclass(frozen=True, slots=True)
class Rules:
    """A whole edition. Rounds stand in the order in which entries walk through them."""

    code: str
    title: Text
    assessed_year: int
    award_year: int
    timezone: str
    official: bool
    categories: tuple[Category, ...]
    rounds: tuple[Round, ...]
    sections: tuple[Section, ...] = ()
    # What the file says of rounds' meetings, by code; not a part of Round, which snapshots freeze.
    interviews: tuple[tuple[str, InterviewRules], ...] = ()

    def interview(self, round_code: str) -> InterviewRules:
        """What holds at the meetings of a round; the defaults where the file says nothing."""
        return dict(self.interviews).get(round_code, DEFAULT)

    def section(self, code: str) -> Section:
        """The section with this code. Raises KeyError when the edition has none."""
        for section in self.sections:
            if section.code == code:
                return section
        raise KeyError(code)

    def sections_of(self, category_code: str) -> tuple[Section, ...]:
        """What a dossier of the category consists of, in order."""
        return tuple(section for section in self.sections if category_code in section.categories)

    def round(self, code: str) -> Round:
        """The round with this code. Raises KeyError when the edition has none."""
        return self.rounds[self._position(code)]

    def category(self, code: str) -> Category:
        """The category with this code. Raises KeyError when the edition has none."""
        for category in self.categories:
            if category.code == code:
                return category
        raise KeyError(code)

    def rounds_of(self, category_code: str) -> tuple[Round, ...]:
        """Every round of a category, screenings too, in order; empty for an unknown category."""
        return tuple(rnd for rnd in self.rounds if category_code in rnd.categories)

    def first_judged_round(self, category_code: str) -> Round | None:
        """The round that accepted entries of a category come into (rule 13 of docs/rules.md)."""
        return next(self._judged(self.rounds, category_code), None)

    def next_judged_round(self, round_code: str, category_code: str) -> Round | None:
        """The round that entries advance to; None after the last. Raises KeyError for an unknown round."""
        later = self.rounds[self._position(round_code) + 1 :]
        return next(self._judged(later, category_code), None)

    def source_round(self, round_code: str, category_code: str) -> Round | None:
        """The judged round whose advanced entries feed this one; None for the first of the category.

        Raises KeyError for an unknown round.
        """
        earlier = self.rounds[: self._position(round_code)]
        return next(self._judged(earlier[::-1], category_code), None)

    def _position(self, round_code: str) -> int:
        for position, rnd in enumerate(self.rounds):
            if rnd.code == round_code:
                return position
        raise KeyError(round_code)

    @staticmethod
    def _judged(rounds: tuple[Round, ...], category_code: str) -> Iterator[Round]:
        return (rnd for rnd in rounds if rnd.is_judged and category_code in rnd.categories)
