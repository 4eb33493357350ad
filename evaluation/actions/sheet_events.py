"""Audit events of a sheet while its assessor works on it, and of sheets that come back."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSaved(Event):
    """One field of a sheet was saved: a mark, a comment or a feedback."""

    sheet: int
    criterion: str
    part: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePinned(Event):
    """A page was given as the reason for a mark."""

    sheet: int
    criterion: str
    file: int
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageUnpinned(Event):
    """A page is no reason for a mark any more."""

    sheet: int
    criterion: str
    file: int
    page: int
