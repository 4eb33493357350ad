"""Checks on the deliberations of panels."""

from __future__ import annotations

from evaluation.core.messages import msg
from evaluation.core.people import Actor
from evaluation.core.pleno import UNDECIDED
from evaluation.core.subjects import MatterRef, PlenoRef
from evaluation.permissions.answers import HIDDEN, YES, Answer, no
from evaluation.permissions.contests import on_panel, runs_contest


def deliberation_is_held(actor: Actor, contest: PlenoRef) -> Answer:
    """Most rounds hold no deliberation."""
    if contest.held:
        return YES
    return no(msg("The edition's rules give this round no deliberation."))


def member_has_declared(actor: Actor, contest: PlenoRef) -> Answer:
    """Whoever sits on the panel says first whether they are connected with anybody who is talked about."""
    if actor.account_id not in contest.undeclared:
        return YES
    first = msg("First declare whether you are connected with any candidate: then the deliberation opens.")
    return Answer(False, first, undeclared=True)


def leads(actor: Actor, contest: PlenoRef) -> Answer:
    """The contest's committee and the chair of its panel lead the deliberation."""
    place = contest.region_code if contest.stage == "province" else None
    chairs = any(
        seat.position == "chair"
        and (seat.edition_id, seat.stage, seat.region_code) == (contest.edition_id, contest.stage, place)
        for seat in actor.seats
    )
    if chairs or runs_contest(actor, contest):
        return YES
    return no(msg("The panel's chair and the committee of this contest lead its deliberation."))


def is_here(actor: Actor, contest: PlenoRef) -> Answer:
    """Only those who are present take part."""
    if actor.account_id in contest.here:
        return YES
    return no(msg("Mark yourself present first."))


def is_here_or_leads(actor: Actor, contest: PlenoRef) -> Answer:
    """Those who are present, and the committee, which leads from beside the panel."""
    if on_panel(actor, contest):
        return is_here(actor, contest)
    return leads(actor, contest)


def sitting_is_open(actor: Actor, contest: PlenoRef) -> Answer:
    """Everything happens while the panel sits."""
    return (
        YES if contest.sitting else no(msg("No deliberation is open: the chair or the committee opens it."))
    )


def sitting_is_closed(actor: Actor, contest: PlenoRef) -> Answer:
    """One sitting at a time."""
    return no(msg("The deliberation is open already.")) if contest.sitting else YES


def stays(actor: Actor, matter: MatterRef) -> Answer:
    """What somebody must leave the room for is not there for them."""
    return HIDDEN if actor.account_id in matter.away else YES


def something_is_laid(actor: Actor, matter: MatterRef) -> Answer:
    """Notes belong to what lies on the table."""
    return YES if matter.laid else no(msg("Nothing lies on the table."))


def no_vote_is_under_way(actor: Actor, matter: MatterRef) -> Answer:
    """While a vote is under way nothing else happens."""
    return no(msg("A vote is under way: close it first.")) if matter.voting else YES


def motion_waits(actor: Actor, motion: MatterRef) -> Answer:
    """A vote is called once."""
    return YES if motion.state == "put" else no(msg("The vote on this motion was called already."))


def vote_is_under_way(actor: Actor, motion: MatterRef) -> Answer:
    """Votes are cast between the call and the end."""
    return YES if motion.state == "voting" else no(msg("No vote on this motion is under way."))


def motion_is_undecided(actor: Actor, motion: MatterRef) -> Answer:
    """What was decided stays."""
    return YES if motion.state in UNDECIDED else no(msg("This motion is decided."))


def is_quorate(actor: Actor, motion: MatterRef) -> Answer:
    """Without a quorum nothing is voted on."""
    if motion.quorate:
        return YES
    return no(
        msg("Too few members are present for this matter, or the chair is missing: there is no quorum.")
    )


def may_cast(actor: Actor, motion: MatterRef) -> Answer:
    """Who may vote is fixed when the vote is called."""
    if actor.account_id in motion.voters:
        return YES
    return no(msg("You were not among those who may vote when this vote was called."))


def proposed_or_leads(actor: Actor, motion: MatterRef) -> Answer:
    """Whoever put a motion takes it back, or who leads."""
    if actor.account_id is not None and actor.account_id == motion.proposer:
        return YES
    return leads(actor, motion)
