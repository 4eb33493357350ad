"""Checks on contests."""

from __future__ import annotations

from evaluation.core.messages import msg
from evaluation.core.people import Actor
from evaluation.core.subjects import AnnouncementRef, ContestRef, NotesRef, PlaceRef, ScoresRef, VisitRef
from evaluation.permissions.answers import HIDDEN, YES, Answer, no
from evaluation.permissions.people import auditor_of, committee_for, national_committee, seated


def sees_contest(actor: Actor, contest: ContestRef) -> Answer:
    """Its committee, the auditor, and the national committee once a province has finalised."""
    if auditor_of(actor, contest.edition_id):
        return YES
    if committee_for(actor, contest.edition_id, contest.stage, contest.region_code):
        return YES
    return YES if contest.finalised and national_committee(actor, contest.edition_id) else HIDDEN


def is_recused_from_none(actor: Actor, contest: ScoresRef) -> Answer:
    """A whole table holds every entry's score, so it is not for somebody recused from one of them."""
    if actor.account_id in contest.recused:
        return no(msg("You are recused from an entry of this contest, so its table isn't yours to take."))
    return YES


def runs_contest(actor: Actor, contest: ContestRef) -> Answer:
    """Only the contest's own committee."""
    if committee_for(actor, contest.edition_id, contest.stage, contest.region_code):
        return YES
    return no(msg("Only the committee of this contest does this."))


def runs_place(actor: Actor, place: PlaceRef) -> Answer:
    """The committee of a province, or of the nation; to everybody else the place is not there."""
    stage = "province" if place.region_code else "national"
    return YES if committee_for(actor, place.edition_id, stage, place.region_code) else HIDDEN


def sees_nation(actor: Actor, place: PlaceRef) -> Answer:
    """All provinces side by side are for the national committee and the auditor."""
    mine = auditor_of(actor, place.edition_id) or national_committee(actor, place.edition_id)
    return YES if mine else HIDDEN


def contest_is_open(actor: Actor, contest: ContestRef) -> Answer:
    """A finalised contest never changes."""
    return no(msg("This contest is finalised: nothing in it changes any more.")) if contest.finalised else YES


def contest_is_finalised(actor: Actor, contest: ContestRef) -> Answer:
    """Only a finalised result is published and has papers."""
    return YES if contest.finalised else no(msg("The contest has to be finalised first."))


def contest_is_unpublished(actor: Actor, contest: ContestRef) -> Answer:
    """A result is published once."""
    return no(msg("This result is published already.")) if contest.published else YES


def contest_is_unannounced(actor: Actor, contest: AnnouncementRef) -> Answer:
    """A moment that is set is moved or called off, with a reason; it is not set twice."""
    if contest.announced and not contest.published:
        return no(msg("The moment of publication is set already: move it or call it off."))
    return YES


def contest_is_announced(actor: Actor, contest: AnnouncementRef) -> Answer:
    """Only a moment that is set can be moved."""
    return YES if contest.announced else no(msg("No moment of publication is set."))


def contest_is_published(actor: Actor, contest: ContestRef) -> Answer:
    """Before publication the public sees nothing, not even that there is something."""
    return YES if contest.published else HIDDEN


def on_panel(actor: Actor, contest: ContestRef) -> Answer:
    """Only the members of the contest's panel."""
    if seated(actor, contest.edition_id, contest.stage, contest.region_code):
        return YES
    return HIDDEN


def on_panel_or_runs_contest(actor: Actor, contest: ContestRef) -> Answer:
    """The panel in the room, or its committee."""
    if on_panel(actor, contest) or runs_contest(actor, contest):
        return YES
    return HIDDEN


def contest_meets(actor: Actor, contest: ContestRef) -> Answer:
    """Sessions belong to interviews and visits."""
    if contest.kind in ("interview", "visit"):
        return YES
    return no(msg("Sessions are planned in rounds of interviews and visits only."))


def in_the_room(actor: Actor, contest: ContestRef) -> Answer:
    """The panel, a visit's team, and whoever sees the contest: its committee and the auditor."""
    if isinstance(contest, VisitRef) and actor.account_id in contest.team:
        return YES
    return YES if on_panel(actor, contest) else sees_contest(actor, contest)


def contest_visits(actor: Actor, contest: ContestRef) -> Answer:
    """Teams and findings belong to visits."""
    if contest.kind == "visit":
        return YES
    return no(msg("Teams and findings belong to rounds of field visits only."))


def on_team_or_runs_contest(actor: Actor, visit: VisitRef) -> Answer:
    """The team that goes, or the committee that sends it."""
    if actor.account_id in visit.team:
        return YES
    if not in_the_room(actor, visit):
        return HIDDEN
    if runs_contest(actor, visit):
        return YES
    return no(msg("Only the team of this visit and its committee write down findings."))


def reads_notes(actor: Actor, contest: NotesRef) -> Answer:
    """Other people's notes are read by the committee and the auditor, as far as the edition says so.

    Whoever also sits on the panel reads none while it still judges.
    """
    if contest.notes == "own":
        return no(msg("In this round each assessor's notes are theirs alone."))
    if not contest.finalised and (contest.notes == "after" or on_panel(actor, contest)):
        return no(msg("The assessors' notes open once the contest is finalised."))
    return YES


def contest_has_interviews(actor: Actor, contest: ContestRef) -> Answer:
    """Notes and attendance belong to interviews and visits."""
    if contest.kind in ("interview", "visit"):
        return YES
    return no(msg("Notes and attendance are kept in interview rounds only."))
