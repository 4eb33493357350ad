"""The audit events of messages and background jobs. What events are stands in events.py."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePosted(Event):
    template: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSettled(Event):
    template: str
    email: str
    state: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRetried(Event):
    template: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayInAsked(Event):
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPosted(Event):
    days: int
    deadline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessorReminded(Event):
    email: str
    sheets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateReminded(Event):
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRetried(Event):
    job: int
    name: str
