"""The words of a panel's deliberation and signatures; labels.py joins them to all others."""

from __future__ import annotations

from evaluation.core.messages import Message, msg

VOTE_WAY: dict[str, Message] = {
    "named": msg("by name, each member on the own screen"),
    "counted": msg("counted in the room"),
}
MAJORITY: dict[str, Message] = {
    "simple": msg("more in favour than against"),
    "absolute": msg("more than half of those who may vote"),
    "two-thirds": msg("two thirds of those who may vote"),
}
MOTION_KIND: dict[str, Message] = {
    "tie": msg("Break a tie"),
    "move": msg("Move a place"),
    "joint": msg("Award jointly"),
    "withhold": msg("Withhold an award"),
    "wild-card": msg("Add a wild card"),
}
BALLOT: dict[str, Message] = {
    "for": msg("In favour"),
    "against": msg("Against"),
    "abstained": msg("Abstained"),
}
MOTION_STATE: dict[str, Message] = {
    "put": msg("Put"),
    "voting": msg("Vote under way"),
    "adopted": msg("Adopted"),
    "rejected": msg("Rejected"),
    "withdrawn": msg("Taken back"),
}

DELIBERATION_EVENT: dict[str, Message] = {
    "SittingOpened": msg("Deliberation opened"),
    "SittingEnded": msg("Deliberation ended"),
    "PresenceRecorded": msg("Presence at a deliberation recorded"),
    "PutOnTable": msg("Put on the table of a deliberation"),
    "TableCleared": msg("Table of a deliberation cleared"),
    "DiscussionNoted": msg("Note of a deliberation written"),
    "NoteMinuted": msg("Note of a deliberation put into the minutes or taken out"),
    "MotionPut": msg("Motion put"),
    "MotionWithdrawn": msg("Motion withdrawn"),
    "VoteCalled": msg("Vote on a motion called"),
    "VoteCast": msg("Vote cast"),
    "MotionDecided": msg("Motion decided"),
    "EntryDecided": msg("Motion about an entry adopted"),
    "SigningOpened": msg("Result opened for signing"),
    "ResultSigned": msg("Result signed"),
    "SignatureVoided": msg("Signature made void by a change"),
    "CertificateTextSaved": msg("Text of certificates saved"),
}
DELIBERATION_EVENT_FIELD: dict[str, Message] = {
    "here": msg("present"),
    "minuted": msg("in the minutes"),
    "motion": msg("motion"),
    "motion_kind": msg("motion's kind"),
    "motion_state": msg("outcome"),
    "sitting": msg("sitting number"),
}
DELIBERATION_LABELS: dict[str, dict[str, Message]] = {
    "vote_way": VOTE_WAY,
    "majority": MAJORITY,
    "motion_kind": MOTION_KIND,
    "ballot": BALLOT,
    "motion_state": MOTION_STATE,
}
