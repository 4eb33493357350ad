"""The words of assigning entries to assessors; labels.py joins them to all others."""

from __future__ import annotations

from evaluation.core.messages import Message, msg

REGION_RULE: dict[str, Message] = {
    "any": msg("may be judged"),
    "not-own-province": msg("are judged by others"),
}
# What stands where an entry and an assessor cross.
CELL: dict[str, Message] = {
    "solver": msg("Assigned by the plan"),
    "hand": msg("Assigned by hand"),
    "submitted": msg("Sheet handed in"),
    "begun": msg("Sheet begun"),
    "excluded": msg("Sheet excluded"),
    "conflict": msg("Conflict of interest"),
    "region": msg("Own province"),
    "full": msg("Full"),
    "free": msg("Not assigned"),
}
ENDED_CAUSE: dict[str, Message] = {
    "left": msg("left the panel, or can't sign in any more"),
    "conflict": msg("kept away by a conflict of interest"),
    "balance": msg("the plan gives the entry to others"),
    "hand": msg("changed by hand"),
}
ABOUT: dict[str, Message] = {
    "category": msg("Category"),
    "sector": msg("Sector"),
    "kind": msg("Kind of region"),
}
ASSIGNMENT_EVENT: dict[str, Message] = {
    "AssignmentProposed": msg("Plan of assignment proposed"),
    "AssignmentEdited": msg("Plan of assignment changed by hand"),
    "AssignmentDropped": msg("Plan of assignment thrown away"),
    "AssignmentConfirmed": msg("Plan of assignment confirmed"),
    "AssessorsAssigned": msg("Assessors of an entry assigned"),
    "ExpertiseRecorded": msg("What a member of a panel knows recorded"),
}
ASSIGNMENT_EVENT_FIELD: dict[str, Message] = {
    "added": msg("assignments added"),
    "anew": msg("made anew"),
    "assessors": msg("assessors"),
    "ended": msg("assignments ended"),
    "expertise": msg("fields of expertise"),
    "former": msg("no longer assigned"),
    "most": msg("entries at most"),
    "pairs": msg("assignments"),
    "plan": msg("plan number"),
}

ASSIGNMENT_LABELS: dict[str, dict[str, Message]] = {
    "region_rule": REGION_RULE,
    "cell": CELL,
    "ended_cause": ENDED_CAUSE,
    "about": ABOUT,
}
