"""The audit events of promotion by rule. What events are stands in events.py."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveMovedUp(Event):
    instead_of: str
    reason: str
