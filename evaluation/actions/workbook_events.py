"""The audit events of score sheets in workbooks. Each cell that is kept is a MarkSaved of its own."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookSent(Event):
    file_name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookStored(Event):
    file_name: str
    sha256: str
    cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookForgotten(Event):
    file_name: str
    sha256: str
