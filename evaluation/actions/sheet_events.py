"""The audit events of sheets that come back. What events are stands in events.py."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReopened(Event):
    sheet: int
    number: int
    fingerprint: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetResubmitted(Event):
    sheet: int
    number: int
    before: str
    after: str
