"""The words of publication, feedback and objections; labels.py joins them to all others."""

from __future__ import annotations

from evaluation.core.messages import Message, msg

ANNOUNCEMENT_LABELS: dict[str, dict[str, Message]] = {
    "own_marks": {
        "public": msg("what the published page shows everybody"),
        "criteria": msg("what each criterion came to"),
        "assessors": msg("each assessor's marks"),
    },
    "own_assessors": {
        "numbers": msg("assessors by number"),
        "names": msg("assessors by name"),
    },
    "objection_state": {
        "open": msg("Waits for an answer"),
        "late": msg("Answer is late"),
        "granted": msg("Objection granted"),
        "part": msg("Objection granted in part"),
        "refused": msg("Objection refused"),
        "withdrawn": msg("Taken back"),
    },
    "objection_outcome": {
        "granted": msg("Objection granted"),
        "part": msg("Objection granted in part"),
        "refused": msg("Objection refused"),
    },
}
ANNOUNCEMENT_EVENT: dict[str, Message] = {
    "PublicationSet": msg("Publication set for a moment"),
    "PublicationMoved": msg("Publication moved"),
    "PublicationCalledOff": msg("Publication called off"),
    "CandidatesTold": msg("Candidates told of a published result"),
    "ObjectionFiled": msg("Objection filed"),
    "ObjectionTakenBack": msg("Objection taken back"),
    "ObjectionAnswered": msg("Objection answered"),
}
ANNOUNCEMENT_EVENT_FIELD: dict[str, Message] = {
    "moment": msg("moment"),
    "objection": msg("objection number"),
    "people": msg("people"),
    "reasons": msg("reasons"),
}
