"""The audit events of sessions, the room and the shared minute. What events are stands in events.py."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionScheduled(Event):
    session: int
    revision: int
    starts: str
    minutes: int
    room: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCancelled(Event):
    session: int
    revision: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotsDrawn(Event):
    seed: str
    order: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationsSent(Event):
    invitations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPublished(Event):
    session: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartStarted(Event):
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEnded(Event):
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartResumed(Event):
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinuteWritten(Event):
    paragraph: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyConfirmed(Event):
    penalty: str
    revision: int
