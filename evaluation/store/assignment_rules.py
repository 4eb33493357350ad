"""How a round's rule of assignment stands in its column."""

from __future__ import annotations

import json

from evaluation.core.assignment_rules import EVERYBODY, AssignmentRule
from evaluation.core.canonical import plain, typed


def assignment_of(text: str | None) -> AssignmentRule:
    """The rule that a column holds; everybody judges everything where it holds none."""
    if text is None:
        return EVERYBODY
    rule: AssignmentRule = typed(AssignmentRule, json.loads(text))
    return rule


def assignment_text(rule: AssignmentRule) -> str | None:
    """The column's text of a rule; None where everybody judges everything."""
    return json.dumps(plain(rule)) if rule.asked else None
