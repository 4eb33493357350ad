"""A published result as its candidate is shown it: place, marks by criterion, what assessors wrote.

Assessors are numbered anew in each entry, by their marks and then by what they wrote, so that no number tells
who somebody is, or which number they have with another candidate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from evaluation.core.feedback_rules import OwnSight
from evaluation.core.ranking import Standing
from evaluation.core.rules import Criterion
from evaluation.core.snapshot import Result
from evaluation.reports.explanation import (
    CriterionLine,
    Explanation,
    explain,
    standing_of,
    with_assessors,
    without_marks,
)
from evaluation.reports.reckoning import Step

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What an assessor wrote for the candidate; `who` is a number or a name, or "" where neither is shown."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class OwnCriterion:
    """One criterion: its value (None where it is not shown), single marks with whose they are, texts."""

    criterion: Criterion
    value: Fraction | None
    marks: tuple[tuple[str, Fraction], ...]
    comments: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class OwnResult:
    """A result for its candidate: `found` opens the score as far as this candidate may see."""

    found: Explanation
    sight: OwnSight
    criteria: tuple[OwnCriterion, ...]

    @property
    def facts(self) -> dict[str, Any]:
        """What the pages that open a score print beside its marks: names, where they are shown, and texts."""
        found: dict[str, Any] = {
            "comments": {
                (said.who, one.criterion.code): {"comment": "", "feedback": said.text}
                for one in self.criteria
                for said in one.comments
                if said.who
            }
        }
        if self.sight.names:
            found["people"] = {}
        return found


def own_result(
    result: Result, code: str, sight: OwnSight, comments: Sequence[Row], names: Mapping[str, str]
) -> OwnResult:
    """The result for the candidate with this code. KeyError when it does not stand in it.

    `comments` are rows with `criterion`, `email` and `feedback`; `names` are those of assessors by address.
    """
    standing = standing_of(result, code)
    texts = comments if sight.comments else ()
    said = {(one["email"], one["criterion"]): str(one["feedback"]) for one in texts}
    labels = names_shown(standing, names) if sight.names else numbers(standing, said)
    whole = explain(with_assessors(result, code, labels), code)
    # Beside hidden marks a number would tell their order.
    known = labels if sight.names or sight.marks else {}
    values = {line.criterion.code: line for line in whole.criteria}
    return OwnResult(
        seen(whole, sight),
        sight,
        tuple(
            _criterion(values[criterion.code], sight, known, said)
            for criterion in result.rules.criteria
            if criterion.code in values
        ),
    )


def numbers(standing: Standing, said: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """A number for each assessor of an entry by address: highest marks first, equal ones by their texts."""
    found = standing.round_score
    parts = [dict(part.combined_from) for part in found.parts if part.combined_from]
    codes = sorted({code for _, code in said})

    def key(pair: tuple[str, Fraction]) -> tuple[list[Fraction], list[str]]:
        marks = [-pair[1], *(-of_part[pair[0]] for of_part in parts)]
        return marks, [said.get((pair[0], code), "") for code in codes]

    ordered = sorted(found.sheet_totals, key=key)
    return {address: str(number) for number, (address, _) in enumerate(ordered, start=1)}


def names_shown(standing: Standing, names: Mapping[str, str]) -> dict[str, str]:
    """The name of each assessor of an entry by address; those who share a name are counted: "Ani (2)"."""
    given: dict[str, int] = {}
    found = {}
    for address, _ in standing.round_score.sheet_totals:
        name = names.get(address) or "–"
        given[name] = given.get(name, 0) + 1
        found[address] = name if given[name] == 1 else f"{name} ({given[name]})"
    return found


def seen(found: Explanation, sight: OwnSight) -> Explanation:
    """The explanation without what this candidate is not shown."""
    if sight.marks:
        return found
    if not sight.criteria:
        return without_marks(found)
    bare = without_marks(found)
    return replace(bare, criteria=tuple(_without_single_marks(line) for line in found.criteria))


def _without_single_marks(line: CriterionLine) -> CriterionLine:
    combined = line.combined
    return line if combined is None else replace(line, marks=(), combined=_bare(combined))


def _bare(step: Step) -> Step:
    return replace(step, formula=(step.result,), exact=step.result, left_out=())


def _criterion(
    line: CriterionLine, sight: OwnSight, labels: Mapping[str, str], said: Mapping[tuple[str, str], str]
) -> OwnCriterion:
    code = line.criterion.code
    measured = line.measured
    shown = line.combined if sight.criteria else None
    value = shown.result if shown else measured.value.result if measured else None
    texts = [Said(labels.get(email, ""), text) for (email, of), text in said.items() if of == code]
    return OwnCriterion(
        line.criterion,
        value,
        tuple((mark.assessor, mark.mark) for mark in line.marks) if sight.marks else (),
        tuple(sorted(texts, key=lambda one: (_order(one.who), one.text))),
    )


def _order(who: str) -> tuple[int, str]:
    return (int(who), "") if who.isdecimal() else (0, who)
