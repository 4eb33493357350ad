"""Checks on signing results, and on the texts of certificates."""

from __future__ import annotations

from evaluation.core.messages import msg
from evaluation.core.people import Actor, Role
from evaluation.core.subjects import EditionRef, ScoresRef, SigningRef
from evaluation.permissions.answers import YES, Answer, no
from evaluation.permissions.contests import on_panel, sees_contest
from evaluation.permissions.people import national_committee


def on_panel_or_sees_contest(actor: Actor, contest: SigningRef) -> Answer:
    """The panel that signs, and whoever sees the contest: its committee and the auditor."""
    return YES if on_panel(actor, contest) else sees_contest(actor, contest)


def signing_is_asked(actor: Actor, contest: SigningRef) -> Answer:
    """Most rounds ask for no signatures."""
    return YES if contest.asked else no(msg("This round asks for no signatures: finalise it as it is."))


def signing_is_closed(actor: Actor, contest: SigningRef) -> Answer:
    """A contest is opened for signing once."""
    return no(msg("This contest is open for signing already.")) if contest.opened else YES


def signing_is_open(actor: Actor, contest: SigningRef) -> Answer:
    """Nobody signs, or is shown what to sign, before the committee opens it."""
    return YES if contest.opened else no(msg("The committee has not opened this result for signing yet."))


def is_kept_from_nothing(actor: Actor, contest: ScoresRef) -> Answer:
    """A signature stands under every place, so it is not for somebody recused from one of the entries."""
    if actor.account_id in contest.recused:
        return no(msg("You are recused from an entry of this contest, so you don't sign its result."))
    return YES


def has_handed_in(actor: Actor, contest: ScoresRef) -> Answer:
    """Whoever still marks is not shown what the others' marks made."""
    if actor.account_id in contest.judging:
        return no(msg("Hand in your own score sheets first: then the result is shown to you."))
    return YES


def has_not_signed(actor: Actor, contest: SigningRef) -> Answer:
    """Each member signs once."""
    return no(msg("You have signed this result.")) if actor.account_id in contest.signed else YES


def certificates_are_ones_own(actor: Actor, edition: EditionRef) -> Answer:
    """The text is one for the whole edition: its national committee's and the administrators'."""
    if Role.ADMINISTRATOR in actor.roles or national_committee(actor, edition.edition_id):
        return YES
    return no(msg("Only the national committee and administrators change the text of certificates."))
