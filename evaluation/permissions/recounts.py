"""Checks on recounts."""

from __future__ import annotations

from evaluation.core.messages import msg
from evaluation.core.people import Actor
from evaluation.core.subjects import RecountRef, ScoresRef
from evaluation.permissions.answers import YES, Answer, no
from evaluation.permissions.contests import on_panel, runs_contest, sees_contest
from evaluation.permissions.people import national_committee
from evaluation.permissions.visibility import sees_others_marks


def recount_is_open(actor: Actor, recount: RecountRef) -> Answer:
    """What was applied or dropped stays as it is."""
    return no(msg("This recount has ended: nothing in it changes any more.")) if recount.ended else YES


def decides_on_the_last(actor: Actor, recount: RecountRef) -> Answer:
    """Whoever answers for the last result that would be opened again decides about the whole.

    So a province's committee prepares what would change the nation's final result; the nation's applies it.
    """
    if recount.reopens is None:
        return runs_contest(actor, recount)
    if not runs_contest(actor, recount.reopens):
        return no(msg("This would open a final result of another committee: that committee applies it."))
    if actor.account_id in recount.reopens.recused:
        return no(msg("You are recused from an entry of a result that this would open again."))
    return YES


def sees_versions(actor: Actor, contest: ScoresRef) -> Answer:
    """Whoever saw a final result sees it, and what corrects it, ever after: the national committee too."""
    was_final = isinstance(contest, RecountRef) and contest.was_final
    if was_final and national_committee(actor, contest.edition_id):
        return YES
    return sees_contest(actor, contest)


def sees_marks_of_recount(actor: Actor, contest: ScoresRef) -> Answer:
    """Scores open to a panel as its policy says; of what was final once, the national committee saw them."""
    was_final = isinstance(contest, RecountRef) and contest.was_final
    if was_final and national_committee(actor, contest.edition_id) and not on_panel(actor, contest):
        return YES
    return sees_others_marks(actor, contest)


def is_kept_from_no_entry(actor: Actor, recount: ScoresRef) -> Answer:
    """A recount tells the places of all, so it is not for somebody recused from an entry of the contest."""
    if actor.account_id in recount.recused:
        return no(msg("You are recused from an entry of this contest, so its recounts aren't yours to see."))
    return YES
