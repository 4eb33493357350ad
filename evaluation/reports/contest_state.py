"""How far a contest is, in one word, and how long its round still runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evaluation.core.signature_rules import NO_SIGNATURES, missing
from evaluation.store.round_rules import rule_of

HINDRANCES = ("incomplete", "unmeasured", "provisional", "open_before", "open_motions")


def contest_state(contest: Mapping[str, Any]) -> str:
    """ "published", "finalised", "ready", "signing" or "running".

    Ready is what nothing hinders from being finalised; "signing" what lacks signatures of its panel alone.
    """
    if contest["published"]:
        return "published"
    if contest["finalised"]:
        return "finalised"
    if not contest["entries"] or any(contest[name] for name in HINDRANCES):
        return "running"
    return "signing" if signatures_left(contest) else "ready"


def signatures_left(contest: Mapping[str, Any]) -> tuple[int, int] | None:
    """How many signatures count and how many the round asks for; None where nothing lacks of them."""
    rule = rule_of(contest["signatures"], NO_SIGNATURES)
    left = missing(rule, json.loads(contest["signed"]))
    return (rule.needed - left.signatures, rule.needed) if left else None


def days_left(closes: datetime | None, now: datetime) -> int | None:
    """Whole days until the round closes: 0 on its last day, None without an end or after it."""
    if closes is None or now > closes:
        return None
    return (closes - now).days
