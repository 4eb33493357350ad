"""The audit events of deliberations. What events are stands in events.py.

They name motions by number only: auditors may be kept away from entries, and what a motion is about stands in
the deliberation itself, where each reader's conflicts are known.
"""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingOpened(Event):
    sitting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingEnded(Event):
    sitting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceRecorded(Event):
    sitting: int
    name: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOnTable(Event):
    sitting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCleared(Event):
    sitting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionNoted(Event):
    sitting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMinuted(Event):
    minuted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionPut(Event):
    motion: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionWithdrawn(Event):
    motion: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCalled(Event):
    motion: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCast(Event):
    motion: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionDecided(Event):
    motion: int
    motion_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDecided(Event):
    motion: int
    motion_kind: str
