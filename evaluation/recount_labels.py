"""The words of recounts, and of what else a committee takes back; labels.py joins them to all others."""

from __future__ import annotations

from evaluation.core.messages import Message, msg

RECOUNT_EVENT: dict[str, Message] = {
    "MeasureRemoved": msg("Measured value removed"),
    "AdjustmentRemoved": msg("Adjustment removed"),
    "SheetExcluded": msg("Score sheet excluded"),
    "SheetRestored": msg("Score sheet restored"),
    "RecountBegun": msg("Recount begun"),
    "RecountStepAdded": msg("Step added to a recount"),
    "RecountStepRemoved": msg("Step of a recount removed"),
    "RecountApplied": msg("Recount applied"),
    "RecountDropped": msg("Recount dropped"),
    "ResultReopened": msg("Final result opened again"),
    "ContestRuleChanged": msg("Places and promotion of one contest changed"),
}
RECOUNT_EVENT_FIELD: dict[str, Message] = {
    "recount": msg("number of the recount"),
    "step": msg("step"),
    "contents": msg("contents"),
    "decree": msg("decree"),
    "objection": msg("objection"),
    "first_event": msg("first event of it"),
    "last_event": msg("last event of it"),
}
