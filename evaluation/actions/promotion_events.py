"""The audit events of promotion by rule. What events are stands in events.py."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveMovedUp(Event):
    instead_of: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFactsCorrected(Event):
    institution_before: str
    institution: str
    sector_before: str
    sector: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastWinRecorded(Event):
    category: str
    candidate: str
    award_year: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastWinRemoved(Event):
    category: str
    candidate: str
    award_year: int
    source: str
    reason: str
