"""Rules of rounds that rest as JSON in a column of their own; NULL where a round says nothing of it."""

from __future__ import annotations

import json
from typing import TypeVar

from evaluation.core.canonical import plain, typed

Kind = TypeVar("Kind")


def text_of(rule: object, usual: object) -> str | None:
    """The column of a rule; NULL for what goes without saying."""
    return None if rule == usual else json.dumps(plain(rule))


def rule_of(text: str | None, usual: Kind) -> Kind:
    """The rule that a column holds; `usual`, of the same kind, where it holds none."""
    rule: Kind = usual if text is None else typed(type(usual), json.loads(text))
    return rule
