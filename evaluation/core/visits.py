"""A field visit: its team, and what it found of each claim of the dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from evaluation.core.interview_rules import InterviewRules
from evaluation.core.messages import Message, msg

SIDES: Final = ("panel", "evaluator")
VERDICTS: Final = ("confirmed", "differs", "not_seen")
LONGEST_NOTE: Final = 5000


@dataclass(frozen=True, slots=True)
class Finding:
    """What a team says of one claim."""

    verdict: str
    note: str


def team_problems(rules: InterviewRules, team: Sequence[dict[str, Any]]) -> tuple[Message, ...]:
    """What a team lacks by the edition's rule; () when it is complete."""
    there = {side: sum(one["side"] == side for one in team) for side in SIDES}
    found = []
    if there["panel"] < rules.panel_members:
        found.append(
            msg(
                "The team has %(have)s of the panel; at least %(need)s must go.",
                have=there["panel"],
                need=rules.panel_members,
            )
        )
    if there["evaluator"] < rules.evaluators:
        found.append(
            msg(
                "The team has %(have)s evaluators; at least %(need)s must go.",
                have=there["evaluator"],
                need=rules.evaluators,
            )
        )
    return tuple(found)


def finding_problems(found: Finding) -> dict[str, Message]:
    """What keeps a finding from being kept, by field."""
    problems: dict[str, Message] = {}
    if found.verdict not in VERDICTS:
        problems["verdict"] = msg("Choose one of the list.")
    if found.verdict == "differs" and not found.note.strip():
        problems["note"] = msg("Write how it differs.")
    if len(found.note) > LONGEST_NOTE:
        problems["note"] = msg(
            "At most %(most)s characters fit here; this has %(have)s.",
            most=LONGEST_NOTE,
            have=len(found.note),
        )
    return problems
