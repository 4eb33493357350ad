"""The words of promotion by rule: events on facts of entries, past wins and the reserve list."""

from __future__ import annotations

from evaluation.core.messages import Message, msg

ROSTER_KIND: dict[str, Message] = {
    "candidates": msg("Candidates"),
    "assessors": msg("Assessors"),
    "past-wins": msg("Past wins"),
}
PROMOTION_EVENT: dict[str, Message] = {
    "ReserveMovedUp": msg("Entry moved up from the reserve list"),
    "EntryFactsCorrected": msg("Institution or sector written down"),
    "PastWinRecorded": msg("Past win recorded"),
    "PastWinRemoved": msg("Past win removed"),
}
PROMOTION_EVENT_FIELD: dict[str, Message] = {
    "instead_of": msg("instead of"),
    "institution_before": msg("institution before"),
    "sector": msg("sector"),
    "sector_before": msg("sector before"),
    "candidate": msg("candidate"),
    "award_year": msg("award year"),
}
