"""What happened to an entry, as sentences made from the audit's events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from evaluation.core.messages import Message, Moment, msg
from evaluation.core.rules import Text
from evaluation.store import audit, sections
from evaluation.store.db import Row, moment

# Score sheets and notes are not here: a contest's pages show them to those who may see them.
SENTENCES: dict[str, Message] = {
    "CandidateInvited": msg("%(name)s was invited."),
    "CandidateRenamed": msg("The name was corrected from %(before)s to %(after)s."),
    "RepresentativeAdded": msg("%(email)s may act for the candidate."),
    "RepresentativeRemoved": msg("%(email)s no longer acts for the candidate."),
    "OwnershipHandedOver": msg("%(before)s made %(after)s the owner of the candidate's side."),
    "DossierItemSaved": msg("The dossier was changed: %(section)s."),
    "DossierItemRemoved": msg("Something was taken out of the dossier: %(section)s."),
    "FileUploaded": msg("The file %(file_name)s was added."),
    "FileRemoved": msg("The file %(file_name)s was taken out."),
    "DossierSubmitted": msg("The dossier was submitted (submission %(number)s)."),
    "EntryAccepted": msg("The dossier was accepted."),
    "EntryReturned": msg("The dossier was returned: %(reason)s"),
    "CorrectionOpened": msg("Open for correction: %(sections)s. New deadline: %(due)s"),
    "CorrectionOpened.undated": msg("Open for correction: %(sections)s."),
    "DeadlineExtended": msg("The deadline was extended from %(before)s to %(until)s: %(reason)s"),
    "QuestionWritten.candidate": msg("The candidate wrote to the committee."),
    "QuestionWritten.committee": msg("The committee wrote to the candidate."),
    "EntryRejected": msg("The dossier was rejected: %(reason)s"),
    "EntryWithdrawn": msg("The entry was withdrawn: %(reason)s"),
    "EntryExcluded": msg("The entry was excluded: %(reason)s"),
    "EntryEnteredContest": msg("The entry came into a round of judging."),
    "ReserveMovedUp": msg("The entry moved up from the reserve list, as %(instead_of)s left: %(reason)s"),
    "EntryFactsCorrected": msg(
        "Institution: “%(institution)s” (before: “%(institution_before)s”); sector: “%(sector)s” (before:"
        " “%(sector_before)s”). %(reason)s"
    ),
    "EntryLeftContest": msg("The entry left a round of judging: %(reason)s"),
    "ScreeningItemChecked.yes": msg("Check list: %(item)s is fulfilled."),
    "ScreeningItemChecked.no": msg("Check list: %(item)s is not fulfilled."),
    "MeasureRecorded": msg("%(criterion)s was recorded as %(value)s. Source: %(source)s"),
    "MeasureRemoved": msg("The value %(value)s of %(criterion)s was taken away: %(reason)s"),
    "AdjustmentRecorded.points": msg("The score was adjusted by %(points)s points: %(reason)s"),
    "AdjustmentRecorded.percent": msg("The score was adjusted by %(percent)s percent: %(reason)s"),
    "AdjustmentRemoved.points": msg("The adjustment by %(points)s points was taken back: %(removal_reason)s"),
    "AdjustmentRemoved.percent": msg(
        "The adjustment by %(percent)s percent was taken back: %(removal_reason)s"
    ),
    "AttendanceRecorded": msg("Attendance was recorded."),
    "SheetExcluded": msg("A score sheet was excluded: %(reason)s"),
    "SheetRestored": msg("A score sheet counts again: %(reason)s"),
    "ConflictFound": msg("%(assessor)s is kept away: shared with the candidate is %(reason)s"),
    "ConflictGone": msg("%(assessor)s is not kept away any more by: %(reason)s"),
    "AssessorExcluded": msg("The committee excluded %(assessor)s: %(reason)s"),
    "ExclusionLifted": msg("The committee lifted the exclusion of %(assessor)s: %(reason)s"),
    "EntryDecided": msg("The panel adopted motion %(motion)s about the entry."),
    "AssessorRecused": msg("An assessor declared a recusal: %(reason)s"),
}


# Fields that hold a moment, as the store keeps it.
MOMENTS = {"CorrectionOpened": ("due",), "DeadlineExtended": ("before", "until")}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history: when (as stored), who ("" for the command line) and what."""

    at: str
    email: str
    what: Message


def history(db: Database, edition_id: int, entry_id: int, zone: str) -> list[Happening]:
    """What happened to an entry, newest first, deadlines read in `zone`. Two questions."""
    titles = {section.code: section.title for section in sections.of_edition(db, edition_id)}
    told = ((one, sentence(one, titles, zone)) for one in audit.of_entry(db, edition_id, entry_id))
    lines = [Happening(one["happened_at"], one["email"], what) for one, what in told if what is not None]
    return lines[::-1]


def sentence(event: Row, titles: Mapping[str, Text], zone: str) -> Message | None:
    """The sentence of an event; None for one that does not belong into the history.

    `titles` are those of the edition's sections; one that is gone is called by its code.
    """
    fields = json.loads(event["fields"])
    key = event["name"]
    if "passed" in fields:
        key = f"{key}.yes" if fields["passed"] else f"{key}.no"
    elif "points" in fields:
        key = f"{key}.points" if fields["points"] is not None else f"{key}.percent"
    elif "side" in fields:
        key = f"{key}.{fields['side']}"
    elif "due" in fields and fields["due"] is None:
        key = f"{key}.undated"
    if key not in SENTENCES:
        return None
    if "section" in fields:
        fields["section"] = titles.get(fields["section"], fields["section"])
    if "sections" in fields:
        opened = [titles.get(code, Text(code, code)) for code in fields["sections"]]
        fields["sections"] = Text(", ".join(t.id for t in opened), ", ".join(t.en for t in opened))
    for name in MOMENTS.get(event["name"], ()):
        fields[name] = Moment(moment(fields[name]), zone) if fields[name] else ""
    return Message(SENTENCES[key].text, fields)
