"""Checks on the assignment of a contest's entries."""

from __future__ import annotations

from evaluation.core.messages import msg
from evaluation.core.people import Actor
from evaluation.core.subjects import AssigningRef
from evaluation.permissions.answers import YES, Answer, no


def assignment_is_asked(actor: Actor, contest: AssigningRef) -> Answer:
    """Where the whole panel judges everything there is nothing to assign."""
    if contest.asked:
        return YES
    return no(msg("In this round the whole panel judges every entry: there is nothing to assign."))
