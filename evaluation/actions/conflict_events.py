"""The audit events of conflicts of interest and substitutes. What events are stands in events.py."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestsDeclared(Event):
    assessor: str
    entries: list[str]
    connected: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictFound(Event):
    assessor: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictGone(Event):
    assessor: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessorExcluded(Event):
    assessor: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionLifted(Event):
    assessor: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDescribed(Event):
    email: str
    institution: str
    home: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteCalled(Event):
    panel: int
    email: str
    capacity: str
    number: str
    date: str | None
    sha256: str | None
    entries: list[str]
