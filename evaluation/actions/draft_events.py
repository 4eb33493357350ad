"""The audit events of what is typed and not in the dossier: once for a form, never for a keystroke."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftKept(Event):
    section: str
    item: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDiscarded(Event):
    section: str
    item: int | None
