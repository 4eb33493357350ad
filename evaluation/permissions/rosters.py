"""Checks on rosters: who loads one, and which of its rows are theirs."""

from __future__ import annotations

from evaluation.core.messages import msg
from evaluation.core.people import Actor, Role
from evaluation.core.subjects import CandidateRef, PanelRef, PastWinRef, RosterRef
from evaluation.permissions.answers import HIDDEN, YES, Answer, no
from evaluation.permissions.people import committee_for, national_committee


def loads_rosters(actor: Actor, roster: RosterRef) -> Answer:
    """An administrator, or any committee of the edition; each row is asked about again."""
    if Role.ADMINISTRATOR in actor.roles:
        return YES
    committees = (grant for grant in actor.grants if grant.role is Role.COMMITTEE)
    return YES if any(grant.covers_edition(roster.edition_id) for grant in committees) else HIDDEN


def invites_candidate(actor: Actor, candidate: CandidateRef) -> Answer:
    """An administrator, or the committee that would screen the candidate."""
    place = candidate.edition_id, candidate.stage, candidate.province_code
    if Role.ADMINISTRATOR in actor.roles or committee_for(actor, *place):
        return YES
    return no(msg("not yours to load: another committee looks after such candidates"))


def seats_assessor(actor: Actor, panel: PanelRef) -> Answer:
    """An administrator, or the committee that appoints the panel."""
    if Role.ADMINISTRATOR in actor.roles:
        return YES
    if committee_for(actor, panel.edition_id, panel.stage, panel.region_code):
        return YES
    return no(msg("not yours to load: another committee appoints this panel"))


def records_past_wins(actor: Actor, candidate: PastWinRef) -> Answer:
    """An administrator, the national committee, or the committee of the candidate's province."""
    if actor.account_id in candidate.recused:
        return HIDDEN
    if Role.ADMINISTRATOR in actor.roles or national_committee(actor, candidate.edition_id):
        return YES
    if candidate.province_code and committee_for(
        actor, candidate.edition_id, "province", candidate.province_code
    ):
        return YES
    return no(
        msg("Wins of such candidates are recorded by the committee of their province or of the nation.")
    )
