"""One assessor's sheet: what may be typed into it, what it lacks, and how its total is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from evaluation.core.messages import Message, msg
from evaluation.core.rules import Criterion, Round
from evaluation.core.scoring import criterion_value, sheet_total, weight_share

Marks = Mapping[str, Fraction | None]
Comments = Mapping[str, str]

# A comment is a reason, not a report; the store keeps every character of it.
LONGEST_COMMENT = 5000


def mark_field(code: str) -> str:
    """The name under which complaints about a criterion's mark are reported."""
    return f"mark-{code}"


def comment_field(code: str) -> str:
    """The name under which complaints about a criterion's comment are reported."""
    return f"comment-{code}"


def feedback_field(code: str) -> str:
    """The name under which complaints about what the candidate shall read are reported."""
    return f"feedback-{code}"


# How the parts of a criterion's field on a sheet are named.
FIELD_NAMES: Final[Mapping[str, Callable[[str], str]]] = {
    "mark": mark_field,
    "comment": comment_field,
    "feedback": feedback_field,
}


def range_words(criterion: Criterion) -> Message:
    """Which marks a criterion takes, as a sentence."""
    return msg(
        "From %(low)s to %(high)s, in steps of %(step)s.",
        low=criterion.minimum,
        high=criterion.maximum,
        step=criterion.step,
    )


def weight_words(rnd: Round, criterion: Criterion) -> Message:
    """How much a criterion weighs, as a sentence."""
    if rnd.scale == "percent":
        return msg("Weight %(weight)s%% of the round.", weight=criterion.weight)
    return msg("Each point counts %(weight)s times.", weight=criterion.weight)


def comment_words(criterion: Criterion) -> Message | None:
    """When a comment is needed, as a sentence; None when it never is."""
    if criterion.comment_always:
        return msg("A comment is needed with every mark.")
    below, above = criterion.comment_below, criterion.comment_above
    if below is not None and above is not None:
        return msg(
            "A comment is needed for a mark below %(below)s or above %(above)s.", below=below, above=above
        )
    if below is not None:
        return msg("A comment is needed for a mark below %(below)s.", below=below)
    if above is not None:
        return msg("A comment is needed for a mark above %(above)s.", above=above)
    return None


def not_a_mark(criterion: Criterion) -> Message:
    """What is said of a mark that a criterion does not take, whatever was typed."""
    return msg(
        "Write a number from %(low)s to %(high)s, in steps of %(step)s.",
        low=criterion.minimum,
        high=criterion.maximum,
        step=criterion.step,
    )


def draft_problems(
    rnd: Round, marks: Marks, comments: Comments, feedback: Comments | None = None
) -> dict[str, Message]:
    """What keeps a draft from being saved, by field: marks outside of range or step, texts too long.

    A blank mark (None, or absent) is no mark and never a problem here; 0 is a mark like any other.
    """
    problems: dict[str, Message] = {}
    for criterion in rnd.judged_criteria:
        mark = marks.get(criterion.code)
        if mark is not None and criterion.mark_error(mark):
            problems[mark_field(criterion.code)] = not_a_mark(criterion)
        for name, texts in ((comment_field, comments), (feedback_field, feedback or {})):
            if problem := too_long(texts.get(criterion.code, "")):
                problems[name(criterion.code)] = problem
    return problems


def too_long(text: str) -> Message | None:
    """What is said of a text that does not fit; nothing is ever cut."""
    if len(text) <= LONGEST_COMMENT:
        return None
    return msg(
        "At most %(most)s characters fit here; this has %(have)s.", most=LONGEST_COMMENT, have=len(text)
    )


def submission_problems(
    rnd: Round, marks: Marks, comments: Comments, feedback: Comments | None = None
) -> dict[str, Message]:
    """What keeps a sheet from being submitted, by field: besides a draft's, missing marks and comments."""
    problems = draft_problems(rnd, marks, comments, feedback)
    lacking = lacking_comments(rnd, marks, comments)
    for criterion in rnd.judged_criteria:
        mark = marks.get(criterion.code)
        if mark is None:
            problems[mark_field(criterion.code)] = msg("A mark is missing. If you mean zero, write 0.")
        elif criterion.code in lacking:
            words = comment_words(criterion)
            assert words is not None
            problems[comment_field(criterion.code)] = words
    return problems


def lacking_comments(rnd: Round, marks: Marks, comments: Comments) -> frozenset[str]:
    """The criteria, by code, whose mark needs a comment and has none that is not blank."""
    return frozenset(
        c.code
        for c in rnd.judged_criteria
        if (mark := marks.get(c.code)) is not None
        and c.comment_required(mark)
        and not comments.get(c.code, "").strip()
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of a sheet: share x value = amount, exact."""

    criterion: Criterion
    mark: Fraction
    comment: str
    feedback: str
    value: Fraction
    share: Fraction
    amount: Fraction


@dataclass(frozen=True, slots=True)
class SheetSum:
    """How a sheet's total is made: its lines, their exact sum, and the total after step `sheet`."""

    lines: tuple[Line, ...]
    unrounded: Fraction
    total: Fraction
    rounded: bool
    mode: str
    places: int


def sheet_sum(
    rnd: Round, marks: Mapping[str, Fraction], comments: Comments, feedback: Comments | None = None
) -> SheetSum:
    """The total of a complete sheet with every step to it (rules 1, 2, 6 and 14 of docs/rules.md).

    Raises MarkMissing when a judged criterion has no mark.
    """
    total = sheet_total(rnd, marks)
    lines = tuple(
        _line(rnd, criterion, marks[criterion.code], (comments, feedback or {}))
        for criterion in rnd.judged_criteria
    )
    return SheetSum(
        lines=lines,
        unrounded=sum((line.amount for line in lines), Fraction(0)),
        total=total,
        rounded="sheet" in rnd.rounding.steps,
        mode=rnd.rounding.mode,
        places=rnd.rounding.places,
    )


def _line(rnd: Round, criterion: Criterion, mark: Fraction, texts: tuple[Comments, Comments]) -> Line:
    value, share = criterion_value(rnd, criterion, mark), weight_share(rnd, criterion)
    comment, feedback = (text.get(criterion.code, "") for text in texts)
    return Line(criterion, mark, comment, feedback, value, share, share * value)
