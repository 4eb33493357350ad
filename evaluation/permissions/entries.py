"""Checks on entries."""

from __future__ import annotations

from evaluation.core.messages import msg
from evaluation.core.people import Actor
from evaluation.core.subjects import ConflictRef, EntryRef, SectionRef
from evaluation.core.workflow import editable
from evaluation.permissions.answers import HIDDEN, YES, Answer, no
from evaluation.permissions.people import assesses, auditor_of, committee_for, owns, represents, screens


def sees_entry(actor: Actor, entry: EntryRef) -> Answer:
    """Its own people, its committees, its panels without the recused, and the auditor."""
    if represents(actor, entry):
        return YES
    if actor.account_id in entry.recused:
        return HIDDEN
    if auditor_of(actor, entry.edition_id) or screens(actor, entry) or assesses(actor, entry):
        return YES
    stages = (committee_for(actor, entry.edition_id, stage, entry.province_code) for stage in entry.stages)
    return YES if any(stages) else HIDDEN


def oversees_entry(actor: Actor, entry: EntryRef) -> Answer:
    """Its committees and the auditor; candidates and panels have pages of their own."""
    stages = {entry.screening_stage, *entry.stages}
    committees = (committee_for(actor, entry.edition_id, stage, entry.province_code) for stage in stages)
    return YES if auditor_of(actor, entry.edition_id) or any(committees) else HIDDEN


def owns_entry(actor: Actor, entry: EntryRef) -> Answer:
    """Only the candidate's own people write its dossier."""
    return YES if represents(actor, entry) else no(msg("Only the candidate's own people change its dossier."))


def is_own_entry(actor: Actor, entry: EntryRef) -> Answer:
    """The candidate's own pages are nobody else's: committees and panels read the dossier on theirs."""
    return YES if represents(actor, entry) else HIDDEN


def entry_is_open(actor: Actor, entry: EntryRef) -> Answer:
    """A dossier changes before it is submitted and after it is returned."""
    if editable(entry.status):
        return YES
    return no(msg("The dossier was submitted and can't change unless the committee returns it."))


def section_is_open(actor: Actor, section: SectionRef) -> Answer:
    """A returned dossier changes only in the sections that the committee opened."""
    if section.opened is None or section.section in section.opened:
        return YES
    return no(msg("The committee did not open this section for correction: it stays as it was submitted."))


def dossier_is_awaited(actor: Actor, entry: EntryRef) -> Answer:
    """Only a dossier that is still to come in can be given more time."""
    if editable(entry.status):
        return YES
    return no(msg("This dossier is not awaited any more, so there is no deadline to extend."))


def owns_candidate(actor: Actor, entry: EntryRef) -> Answer:
    """The owner of the candidate's side says who belongs to it."""
    if owns(actor, entry):
        return YES
    return no(msg("Only the owner among the candidate's people does this."))


def converses(actor: Actor, entry: EntryRef) -> Answer:
    """Questions and answers are between candidate and committee; the auditor reads along, panels do not."""
    return YES if represents(actor, entry) else oversees_entry(actor, entry)


def screens_entry(actor: Actor, entry: EntryRef) -> Answer:
    """Only the committee that screens the entry."""
    return YES if screens(actor, entry) else no(msg("Only the committee that screens this entry does this."))


def entry_is_submitted(actor: Actor, entry: EntryRef) -> Answer:
    """Screening decides on submitted dossiers."""
    if entry.status == "submitted":
        return YES
    return no(msg("Only a submitted dossier can be accepted, returned or rejected."))


def entry_is_living(actor: Actor, entry: EntryRef) -> Answer:
    """An entry that already left the award can't leave again."""
    if entry.status in ("withdrawn", "excluded", "rejected"):
        return no(msg("This entry has already left the award."))
    return YES


def assesses_entry(actor: Actor, entry: EntryRef) -> Answer:
    """The panels before which the entry stands; a recused assessor may not even know of it."""
    return YES if assesses(actor, entry) else HIDDEN


def is_not_recused(actor: Actor, entry: EntryRef | ConflictRef) -> Answer:
    """Whoever is recused from an entry stays away from it, whatever else they are."""
    return HIDDEN if actor.account_id in entry.recused else YES


def is_not_anothers(actor: Actor, entry: EntryRef) -> Answer:
    """What a plan assigns to others is not there for an assessor; its committee sees it all the same."""
    if actor.account_id not in entry.unassigned or oversees_entry(actor, entry):
        return YES
    return HIDDEN


def declaration_made(actor: Actor, entry: EntryRef) -> Answer:
    """An assessor says whether they are connected with a candidate before its dossier opens to them."""
    if actor.account_id not in entry.undeclared:
        return YES
    if entry.status != "accepted":
        return HIDDEN
    first = msg("First declare whether you are connected with any candidate: then the dossiers open to you.")
    return Answer(False, first, undeclared=True)


def declared_or_oversees(actor: Actor, entry: EntryRef) -> Answer:
    """Committees, the auditor and the candidate's own people read a dossier without being its assessors."""
    if represents(actor, entry) or oversees_entry(actor, entry):
        return YES
    return declaration_made(actor, entry)


def judges_others(actor: Actor, entry: EntryRef) -> Answer:
    """Nobody judges the candidate that they act for."""
    if represents(actor, entry):
        return no(msg("You act for this candidate, so you can't judge it: please recuse yourself."))
    return YES


def entry_is_accepted(actor: Actor, entry: EntryRef) -> Answer:
    """Only entries that are still in the award are judged."""
    return YES if entry.status == "accepted" else no(msg("This entry is not in the award any more."))


def runs_a_contest_of_entry(actor: Actor, entry: EntryRef) -> Answer:
    """The screening committee, or the committee of a stage at which the entry stands."""
    stages = {entry.screening_stage, *entry.stages}
    if any(committee_for(actor, entry.edition_id, stage, entry.province_code) for stage in stages):
        return YES
    return no(msg("Only the committee of this entry's contest does this."))
