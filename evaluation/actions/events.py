"""Every audit event, in the past tense, with its exact fields. An undeclared field is a TypeError."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, and in which edition, contest and entry (where it has them)."""

    edition_id: int | None = None
    contest_id: int | None = None
    entry_id: int | None = None

    @property
    def event_name(self) -> str:
        """The event's name as the audit keeps it; not `name`, which some events have as a field."""
        return type(self).__name__

    def fields(self) -> str:
        """The event's own fields as canonical JSON."""
        places = {"edition_id", "contest_id", "entry_id"}
        own = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in places}
        return json.dumps(own, ensure_ascii=False, sort_keys=True)


def event_classes() -> tuple[type[Event], ...]:
    """Every declared event, by name."""
    return tuple(sorted(Event.__subclasses__(), key=lambda cls: cls.__name__))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLoaded(Event):
    code: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFrozen(Event):
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAdded(Event):
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNamed(Event):
    email: str
    account_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(Event):
    email: str
    role: str
    region: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRevoked(Event):
    email: str
    role: str
    region: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDisabled(Event):
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEnabled(Event):
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkIssued(Event):
    email: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordSet(Event):
    email: str
    by_link: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Event):
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Event):
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOutEverywhere(Event):
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateInvited(Event):
    code: str
    name: str
    category: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRenamed(Event):
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentativeAdded(Event):
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentativeRemoved(Event):
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipHandedOver(Event):
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierItemSaved(Event):
    section: str
    item: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierItemRemoved(Event):
    section: str
    item: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUploaded(Event):
    file: int
    file_name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRemoved(Event):
    file: int
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadBegun(Event):
    file_name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadReceived(Event):
    file_name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadDropped(Event):
    file_name: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadsCleaned(Event):
    uploads: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileScanned(Event):
    file: int
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead(Event):
    file: int
    outcome: str
    pages: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSubmitted(Event):
    number: int
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryAccepted(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryReturned(Event):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionOpened(Event):
    sections: list[str]
    due: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineExtended(Event):
    before: str
    until: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWritten(Event):
    question: int
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRejected(Event):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWithdrawn(Event):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryExcluded(Event):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningItemChecked(Event):
    item: str
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryEnteredContest(Event):
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLeftContest(Event):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelAppointed(Event):
    panel: int
    stage: str
    region: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeRecorded(Event):
    panel: int
    number: str
    date: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelMemberSeated(Event):
    panel: int
    email: str
    position: str
    capacity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelMemberLeft(Event):
    panel: int
    email: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRecorded(Event):
    criterion: str
    before: str | None
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRemoved(Event):
    criterion: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentRecorded(Event):
    points: str | None
    percent: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentRemoved(Event):
    points: str | None
    percent: str | None
    reason: str
    removal_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRecorded(Event):
    present: str
    person: str
    companions: int
    late: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSaved(Event):
    sheet: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSubmitted(Event):
    sheet: int
    marks: dict[str, str]
    total: str
    assessor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetExcluded(Event):
    sheet: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRestored(Event):
    sheet: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessorRecused(Event):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewNoteWritten(Event):
    note: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestFinalised(Event):
    reason: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPublished(Event):
    fingerprint: str
