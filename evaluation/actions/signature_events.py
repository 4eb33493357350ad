"""The audit events of signing results and of certificates. What events are stands in events.py."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.actions.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningOpened(Event):
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSigned(Event):
    name: str
    position: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureVoided(Event):
    name: str
    position: str
    fingerprint: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateTextSaved(Event):
    code: str
    revision: int
