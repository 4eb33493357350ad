"""The audit events of rosters that are sent by page and looked at before they are loaded."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterSent(Event):
    kind: str
    file_name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLoaded(Event):
    kind: str
    file_name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterForgotten(Event):
    kind: str
    file_name: str
    sha256: str
