"""The audit events of field visits. What events are stands in events.py."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorAdded(Event):
    name: str
    visit_side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorRemoved(Event):
    name: str
    visit_side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecorded(Event):
    item: int
    verdict: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotographAdded(Event):
    item: int
    file: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotographRemoved(Event):
    file: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkChangedByFinding(Event):
    item: int
    criterion: str
    sheet: int
