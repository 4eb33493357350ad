"""What the record of who came costs by the edition's rules, beside what the committee has confirmed of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from evaluation.core.exact import parse_exact
from evaluation.core.interview_rules import InterviewRules
from evaluation.core.messages import Message, msg

PENALTIES: Final = ("absence", "late")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the record asks for: `points` (negative; None: nothing is due) in place of `standing` (or None).

    `revision` is the record's. `adjustment_id` names the adjustment that stands.
    """

    penalty: str
    points: Fraction | None
    standing: Fraction | None
    adjustment_id: int | None
    revision: int
    late: int

    @property
    def step(self) -> Literal["add", "replace", "remove"]:
        """What confirming it does."""
        if self.points is None:
            return "remove"
        return "add" if self.standing is None else "replace"


def due(rules: InterviewRules, came: Mapping[str, Any]) -> dict[str, Fraction]:
    """The penalties that a record of who came asks for, as negative points."""
    found = {}
    if came["present"] == "nobody" and rules.absence_penalty:
        found["absence"] = -rules.absence_penalty
    if came["present"] != "nobody" and came["late"] > rules.late_after and rules.late_penalty:
        found["late"] = -rules.late_penalty
    return found


def proposals(
    rules: InterviewRules, came: Mapping[str, Any] | None, adjustments: Sequence[Mapping[str, Any]]
) -> tuple[Proposal, ...]:
    """Where record and adjustments differ: what to confirm, to change and to take back."""
    wanted = due(rules, came) if came else {}
    found = []
    for penalty in PENALTIES:
        standing = next((one for one in adjustments if one["penalty"] == penalty), None)
        points = parse_exact(standing["points"]) if standing else None
        if points != wanted.get(penalty):
            found.append(
                Proposal(
                    penalty,
                    wanted.get(penalty),
                    points,
                    standing["id"] if standing else None,
                    came["revision"] if came else 0,
                    came["late"] if came else 0,
                )
            )
    return tuple(found)


def reason_of(proposal: Proposal, rules: InterviewRules) -> Message:
    """The reason with which a proposal is recorded: the record that it comes from."""
    if proposal.points is None:
        return msg(
            "The record of who came was corrected (revision %(revision)s).", revision=proposal.revision
        )
    if proposal.penalty == "absence":
        return msg("Nobody came (record of who came, revision %(revision)s).", revision=proposal.revision)
    return msg(
        "Came %(late)s minutes late; %(allowed)s are allowed (record of who came, revision %(revision)s).",
        late=proposal.late,
        allowed=rules.late_after,
        revision=proposal.revision,
    )
