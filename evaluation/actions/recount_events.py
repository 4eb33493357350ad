"""The audit events of recounts. What events are stands in events.py."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountBegun(Event):
    recount: int
    title: str
    reason: str
    decree: str
    objection: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountStepAdded(Event):
    recount: int
    step: int
    kind: str
    contents: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountStepRemoved(Event):
    recount: int
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountApplied(Event):
    """`first_event` and `last_event` are the audit's numbers of what it did in the same transaction."""

    recount: int
    title: str
    reason: str
    first_event: int
    last_event: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountDropped(Event):
    recount: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultReopened(Event):
    recount: int
    number: int
    fingerprint: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestRuleChanged(Event):
    recount: int
    before: str
    after: str
    source: str
