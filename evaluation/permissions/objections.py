"""Checks on objections to published results."""

from __future__ import annotations

from evaluation.core.messages import msg
from evaluation.core.people import Actor
from evaluation.core.subjects import ObjectionRef, ObjectorRef
from evaluation.permissions.answers import HIDDEN, YES, Answer, no
from evaluation.permissions.contests import sees_contest


def has_published_result(actor: Actor, entry: ObjectorRef) -> Answer:
    """Before publication nobody is told that there is a result to object to."""
    return YES if entry.published and entry.stands else HIDDEN


def takes_objections(actor: Actor, entry: ObjectorRef) -> Answer:
    """Whether the round takes objections is a rule of its edition."""
    return YES if entry.window != "none" else no(msg("No objections are taken to the results of this round."))


def may_still_object(actor: Actor, entry: ObjectorRef) -> Answer:
    """The window is the same for everybody, to the second."""
    return YES if entry.window == "open" else no(msg("The time for objections to this result is over."))


def competed(actor: Actor, entry: ObjectorRef) -> Answer:
    """Who withdrew has left; who was excluded may object to that."""
    if entry.status in ("accepted", "excluded"):
        return YES
    return no(msg("This entry has left the award, so it can't object to the result."))


def is_own_objection(actor: Actor, objection: ObjectionRef) -> Answer:
    """The candidate's own people; to other candidates it is not there."""
    return YES if objection.entry_id in actor.entries else HIDDEN


def sees_objection(actor: Actor, objection: ObjectionRef) -> Answer:
    """The contest's committee and the auditor, but nobody who is kept away from the entry."""
    if actor.account_id in objection.recused:
        return HIDDEN
    return sees_contest(actor, objection)


def own_or_sees_objection(actor: Actor, objection: ObjectionRef) -> Answer:
    """Those who filed it, and those who decide on it or audit that."""
    return YES if is_own_objection(actor, objection) else sees_objection(actor, objection)


def objection_waits(actor: Actor, objection: ObjectionRef) -> Answer:
    """An objection is answered or taken back once, and for good."""
    return YES if objection.waiting else no(msg("This objection was answered or taken back already."))


def is_not_ones_own_entry(actor: Actor, objection: ObjectionRef) -> Answer:
    """Nobody decides on an objection of the candidate that they act for."""
    if objection.entry_id in actor.entries:
        return no(msg("You act for this candidate, so you can't answer its objection."))
    return YES
