"""The audit events of samples for calibration: never a mark. What events are stands in events.py."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSet(Event):
    sample: int
    title: str
    panel: int
    round: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRemoved(Event):
    sample: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSaved(Event):
    sample: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleHandedIn(Event):
    sample: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleReferenceWritten(Event):
    sample: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDiscussed(Event):
    sample: int
