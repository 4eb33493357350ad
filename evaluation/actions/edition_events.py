"""The audit events of editions in the making. What events are stands in events.py."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDraftBegun(Event):
    code: str
    copied_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDraftSaved(Event):
    code: str
    revision: int
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDraftDropped(Event):
    code: str
    fingerprint: str
