"""The words of sessions, the room and field visits; labels.py joins them to all others."""

from __future__ import annotations

from evaluation.core.messages import Message, msg

VERDICT: dict[str, Message] = {
    "confirmed": msg("Confirmed"),
    "differs": msg("Differs"),
    "not_seen": msg("Not seen"),
}
PRESENT: dict[str, Message] = {
    "leader": msg("The leader in person"),
    "deputy": msg("The deputy"),
    "other": msg("Another representative"),
    "nobody": msg("Nobody came"),
}
VISIT_SIDE: dict[str, Message] = {"panel": msg("Panel"), "evaluator": msg("Evaluator")}
ZONE: dict[str, Message] = {
    "Asia/Jakarta": msg("WIB (western Indonesia)"),
    "Asia/Makassar": msg("WITA (central Indonesia)"),
    "Asia/Jayapura": msg("WIT (eastern Indonesia)"),
    "UTC": msg("UTC (universal time)"),
}
SESSION_ORDER: dict[str, Message] = {
    "code": msg("by the candidates' codes"),
    "lots": msg("by lots, as last drawn"),
}
WHICH_SESSIONS: dict[str, Message] = {
    "unplanned": msg("those without one"),
    "all": msg("everybody anew"),
}
PART: dict[str, Message] = {"talk": msg("Talk"), "questions": msg("Questions")}
PENALTY: dict[str, Message] = {"absence": msg("Absence"), "late": msg("Lateness")}
NOTES_POLICY: dict[str, Message] = {
    "own": msg("nobody but their writers"),
    "after": msg("the committee and the auditor, once the contest is finalised"),
    "committee": msg("the committee and the auditor"),
}
MEETING_EVENT: dict[str, Message] = {
    "SessionScheduled": msg("Session planned"),
    "SessionCancelled": msg("Session called off"),
    "LotsDrawn": msg("Lots drawn"),
    "InvitationsSent": msg("Invitations to sessions sent"),
    "SlotPublished": msg("Session told to the candidate"),
    "PartStarted": msg("Part of a session begun"),
    "PartEnded": msg("Part of a session ended"),
    "PartResumed": msg("Part of a session resumed"),
    "PenaltyConfirmed": msg("Penalty confirmed from the record of who came"),
    "VisitorAdded": msg("Visitor added to a team"),
    "VisitorRemoved": msg("Visitor taken off a team"),
    "FindingRecorded": msg("Finding of a visit recorded"),
    "PhotographAdded": msg("Photograph added to a finding"),
    "PhotographRemoved": msg("Photograph removed from a finding"),
    "MarkChangedByFinding": msg("Mark changed because of a finding"),
    "MinuteWritten": msg("Shared minute written"),
}
MEETING_EVENT_FIELD: dict[str, Message] = {
    "invitations": msg("invitations"),
    "late": msg("minutes late"),
    "link": msg("link"),
    "minutes": msg("minutes"),
    "order": msg("order"),
    "paragraph": msg("paragraph"),
    "part": msg("part"),
    "penalty": msg("penalty"),
    "room": msg("room or place"),
    "seed": msg("seed of the lots"),
    "session": msg("session number"),
    "starts": msg("beginning"),
    "verdict": msg("finding"),
    "visit_side": msg("side"),
}

MEETING_LABELS: dict[str, dict[str, Message]] = {
    "verdict": VERDICT,
    "present": PRESENT,
    "visit_side": VISIT_SIDE,
    "zone": ZONE,
    "session_order": SESSION_ORDER,
    "which_sessions": WHICH_SESSIONS,
    "part": PART,
    "penalty": PENALTY,
    "notes_policy": NOTES_POLICY,
}
