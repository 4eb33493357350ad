"""How far a contest is, in one word, and how long its round still runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

HINDRANCES = ("incomplete", "unmeasured", "provisional", "open_before")


def contest_state(contest: Mapping[str, Any]) -> str:
    """ "published", "finalised", "ready" (nothing hinders finalising) or "running"."""
    if contest["published"]:
        return "published"
    if contest["finalised"]:
        return "finalised"
    return "ready" if contest["entries"] and not any(contest[name] for name in HINDRANCES) else "running"


def days_left(closes: datetime | None, now: datetime) -> int | None:
    """Whole days until the round closes: 0 on its last day, None without an end or after it."""
    if closes is None or now > closes:
        return None
    return (closes - now).days
