"""The audit events of assigning entries to assessors. What events are stands in events.py."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentProposed(Event):
    plan: int
    seed: int
    anew: bool
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentEdited(Event):
    plan: int
    assessors: list[str]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentDropped(Event):
    plan: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentConfirmed(Event):
    plan: int
    seed: int
    pairs: int
    added: int
    ended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessorsAssigned(Event):
    """Of one entry: who was added by a confirmed plan, and whose assignment ended."""

    plan: int
    assessors: list[str]
    former: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertiseRecorded(Event):
    panel: int
    email: str
    expertise: list[str]
    most: int | None
