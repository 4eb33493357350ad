"""The audit events of publication, and of objections to published results. What events are: events.py."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationSet(Event):
    moment: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationMoved(Event):
    before: str
    moment: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationCalledOff(Event):
    before: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatesTold(Event):
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionFiled(Event):
    objection: int
    number: int
    criterion: str
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionTakenBack(Event):
    objection: int
    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAnswered(Event):
    objection: int
    number: int
    outcome: str
    reasons: str
