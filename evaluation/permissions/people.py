"""Who somebody is to an entry, a contest or a panel: committee, auditor, assessor, candidate."""

from __future__ import annotations

from evaluation.core.people import Actor, Role
from evaluation.core.subjects import EntryReach, EntryRef


def committee_for(actor: Actor, edition_id: int, stage: str, region_code: str | None) -> bool:
    """Whether the actor sits on the committee that is responsible for this stage there."""
    place = region_code if stage == "province" else None
    return any(
        grant.role is Role.COMMITTEE and grant.covers_edition(edition_id) and grant.region_code == place
        for grant in actor.grants
    )


def national_committee(actor: Actor, edition_id: int) -> bool:
    """Whether the actor sits on the edition's national committee."""
    return committee_for(actor, edition_id, "national", None)


def auditor_of(actor: Actor, edition_id: int) -> bool:
    """Whether the actor audits this edition."""
    return any(grant.role is Role.AUDITOR and grant.covers_edition(edition_id) for grant in actor.grants)


def contest_scopes(actor: Actor) -> tuple[tuple[int | None, str | None, bool], ...]:
    """Where the actor looks after contests: edition (None: all), province (None: the nation), everywhere."""
    return tuple(
        (grant.edition_id, grant.region_code, grant.role is Role.AUDITOR)
        for grant in actor.grants
        if grant.role in (Role.COMMITTEE, Role.AUDITOR)
    )


def entry_reach(actor: Actor) -> EntryReach:
    """Whose dossiers the actor may read, for questions that ask about many entries at once.

    The store answers by it what `may(actor, "entry.view", ...)` answers for each entry.
    """
    grants = {role: [g for g in actor.grants if g.role is role] for role in (Role.AUDITOR, Role.COMMITTEE)}
    return EntryReach(
        account_id=actor.account_id,
        own=tuple(sorted(actor.entries)),
        audited=tuple(grant.edition_id for grant in grants[Role.AUDITOR]),
        committees=tuple((grant.edition_id, grant.region_code) for grant in grants[Role.COMMITTEE]),
        panels=tuple((seat.edition_id, seat.region_code) for seat in actor.seats),
    )


def seated(actor: Actor, edition_id: int, stage: str, region_code: str | None) -> bool:
    """Whether the actor sits on the panel of this stage there."""
    place = region_code if stage == "province" else None
    return any(
        seat.edition_id == edition_id and seat.stage == stage and seat.region_code == place
        for seat in actor.seats
    )


def represents(actor: Actor, entry: EntryRef) -> bool:
    """Whether the entry is the actor's own."""
    return entry.entry_id in actor.entries


def owns(actor: Actor, entry: EntryRef) -> bool:
    """Whether the actor is the owner among the people of the entry's candidate."""
    return actor.account_id is not None and actor.account_id == entry.owner


def screens(actor: Actor, entry: EntryRef) -> bool:
    """Whether the actor's committee screens this entry."""
    return committee_for(actor, entry.edition_id, entry.screening_stage, entry.province_code)


def assesses(actor: Actor, entry: EntryRef) -> bool:
    """Whether the actor sits on a panel before which the entry stands, and it is theirs to judge.

    It is not when they are recused from it, or when its round assigns entries and this one to others.
    """
    if actor.account_id in entry.recused or actor.account_id in entry.unassigned:
        return False
    return any(seated(actor, entry.edition_id, stage, entry.province_code) for stage in entry.stages)
