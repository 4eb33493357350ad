"""The one place for who may do what. An answer carries its reason, and pages ask the same function.

`RULES` maps an action's name to the checks that it must pass, in order; the first reason wins. A check
gives None (fine) or the sentence that says why not. A subject that the actor may not even know of is
answered with `hidden`, which entrances show as "not found".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from evaluation.core.errors import Denied, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.people import Actor, Role
from evaluation.core.subjects import ContestRef, EditionRef, EntryRef, GrantRef, InviteRef, PanelRef, ScoresRef


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, or no with a reason; `hidden` when even the existence must not show.

    `by_state`: the award's own state forbids it now, whoever asks.
    """

    allowed: bool
    reason: Message | None = None
    hidden: bool = False
    by_state: bool = False

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)
HIDDEN = Answer(False, msg("There is no such page, or it is not yours to see."), hidden=True)

Check = Callable[[Actor, Any], Answer]


def may(actor: Actor, action: str, subject: Any = None) -> Answer:
    """Whether `actor` may do `action` to `subject`. KeyError for an action without rules (default deny)."""
    checks = RULES[action]
    if actor.system:
        checks = tuple(check for check in checks if check in STATE_CHECKS)
    for check in checks:
        answer = check(actor, subject)
        if not answer:
            return replace(answer, by_state=check in STATE_CHECKS)
    return YES


def require(actor: Actor, action: str, subject: Any = None) -> None:
    """Raise NotFound, Refused (by state) or Denied, with its reason, unless `actor` may do `action`."""
    answer = may(actor, action, subject)
    if answer:
        return
    assert answer.reason is not None
    if answer.hidden:
        raise NotFound(answer.reason)
    raise Refused(answer.reason) if answer.by_state else Denied(answer.reason)


def no(text: Message) -> Answer:
    """A refusal that says why."""
    return Answer(False, text)


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


def screens(actor: Actor, entry: EntryRef) -> bool:
    """Whether the actor's committee screens this entry."""
    return committee_for(actor, entry.edition_id, entry.screening_stage, entry.province_code)


def assesses(actor: Actor, entry: EntryRef) -> bool:
    """Whether the actor sits on a panel before which the entry stands, and is not recused from it."""
    if actor.account_id in entry.recused:
        return False
    return any(seated(actor, entry.edition_id, stage, entry.province_code) for stage in entry.stages)


# --- checks on entries ---------------------------------------------------------------------------


def sees_entry(actor: Actor, entry: EntryRef) -> Answer:
    """Its own people, its committees, its panels without the recused, and the auditor."""
    if represents(actor, entry) or auditor_of(actor, entry.edition_id):
        return YES
    if actor.account_id in entry.recused:
        return HIDDEN
    if screens(actor, entry) or assesses(actor, entry):
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
    if entry.status in ("invited", "draft", "returned"):
        return YES
    return no(msg("The dossier was submitted and can't change unless the committee returns it."))


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


def is_not_recused(actor: Actor, entry: EntryRef) -> Answer:
    """Whoever is recused from an entry stays away from it, whatever else they are."""
    return HIDDEN if actor.account_id in entry.recused else YES


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


# --- checks on contests --------------------------------------------------------------------------


def sees_contest(actor: Actor, contest: ContestRef) -> Answer:
    """Its committee, the auditor, and the national committee once a province has finalised."""
    if auditor_of(actor, contest.edition_id):
        return YES
    if committee_for(actor, contest.edition_id, contest.stage, contest.region_code):
        return YES
    return YES if contest.finalised and national_committee(actor, contest.edition_id) else HIDDEN


def has_judged(actor: Actor, contest: ScoresRef) -> Answer:
    """Whoever also sits on the panel sees no other assessor's marks before their own sheets are in."""
    if actor.account_id in contest.judging:
        return no(
            msg("You sit on this panel: its scores open to you once all your own sheets are submitted.")
        )
    return YES


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


def contest_is_open(actor: Actor, contest: ContestRef) -> Answer:
    """A finalised contest never changes."""
    return no(msg("This contest is finalised: nothing in it changes any more.")) if contest.finalised else YES


def contest_is_finalised(actor: Actor, contest: ContestRef) -> Answer:
    """Only a finalised result is published."""
    return YES if contest.finalised else no(msg("Finalise the contest before you publish it."))


def contest_is_unpublished(actor: Actor, contest: ContestRef) -> Answer:
    """A result is published once."""
    return no(msg("This result is published already.")) if contest.published else YES


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


def contest_has_interviews(actor: Actor, contest: ContestRef) -> Answer:
    """Notes and attendance belong to interviews and visits."""
    if contest.kind in ("interview", "visit"):
        return YES
    return no(msg("Notes and attendance are kept in interview rounds only."))


# --- checks on panels, editions, accounts --------------------------------------------------------


def sees_panel(actor: Actor, panel: PanelRef) -> Answer:
    """Its committee, its members and the auditor."""
    if auditor_of(actor, panel.edition_id) or runs_panel(actor, panel):
        return YES
    return YES if seated(actor, panel.edition_id, panel.stage, panel.region_code) else HIDDEN


def runs_panel(actor: Actor, panel: PanelRef) -> Answer:
    """The committee appoints its own panel."""
    return YES if committee_for(actor, panel.edition_id, panel.stage, panel.region_code) else HIDDEN


def has_role(*roles: Role) -> Check:
    """A check that passes for anyone who holds one of `roles`."""

    def check(actor: Actor, subject: object) -> Answer:
        return YES if actor.roles & set(roles) else no(msg("Your account has no right to do this."))

    return check


is_administrator = has_role(Role.ADMINISTRATOR)


def invites(actor: Actor, account: InviteRef) -> Answer:
    """An administrator, or the committee to which every entry and seat of the account belongs.

    A link is as good as the account, so it must not reach further than whoever is handed it.
    """
    if Role.ADMINISTRATOR in actor.roles:
        return YES
    mine = [screens(actor, entry) for entry in account.entries]
    mine += [bool(runs_panel(actor, panel)) for panel in account.panels]
    if not any(mine):
        return HIDDEN
    if account.granted or not all(mine):
        return no(msg("This account has rights beyond your committee. Ask an administrator for its link."))
    return YES


def account_is_enabled(actor: Actor, account: InviteRef) -> Answer:
    """A disabled account gets no way in."""
    return no(msg("This account is disabled. Enable it first.")) if account.disabled else YES


def account_is_new(actor: Actor, account: InviteRef) -> Answer:
    """Only somebody without a password is invited."""
    if account.has_password:
        return no(msg("This account has a password already. An administrator can issue a reset link."))
    return YES


def is_somebody_else(actor: Actor, account: InviteRef) -> Answer:
    """Nobody locks himself out."""
    if account.account_id == actor.account_id:
        return no(msg("You can't disable your own account. Ask another administrator."))
    return YES


def leaves_an_administrator(actor: Actor, grant: GrantRef) -> Answer:
    """Somebody must be left who can let others in."""
    if grant.role == Role.ADMINISTRATOR and not grant.other_administrators:
        return no(msg("This is the last administrator who can sign in. Make another one first."))
    return YES


def edition_is_unfrozen(actor: Actor, edition: EditionRef | None) -> Answer:
    """Rules freeze at the first submitted sheet."""
    if edition is None or not edition.frozen:
        return YES
    return no(msg("The rules of this edition are frozen: its first score sheet was submitted."))


def audits_edition(actor: Actor, edition: EditionRef) -> Answer:
    """Only an auditor of the edition reads its whole audit."""
    return YES if auditor_of(actor, edition.edition_id) else HIDDEN


RULES: dict[str, tuple[Check, ...]] = {
    "account.manage": (is_administrator,),
    "account.invite": (invites, account_is_enabled, account_is_new),
    "account.reset": (is_administrator, account_is_enabled),
    "account.disable": (is_administrator, is_somebody_else),
    "role.revoke": (is_administrator, leaves_an_administrator),
    "edition.load": (is_administrator, edition_is_unfrozen),
    "edition.view": (has_role(Role.ADMINISTRATOR, Role.COMMITTEE, Role.AUDITOR),),
    "audit.view": (audits_edition,),
    "roster.load": (is_administrator,),
    "entry.view": (sees_entry,),
    "entry.oversee": (sees_entry, oversees_entry),
    "entry.prepare": (is_own_entry,),
    "entry.edit": (sees_entry, owns_entry, entry_is_open),
    "entry.submit": (sees_entry, owns_entry, entry_is_open),
    "entry.screen": (sees_entry, screens_entry, entry_is_submitted),
    "entry.assess": (assesses_entry,),
    "entry.judge": (assesses_entry, judges_others, entry_is_accepted),
    "entry.meet": (is_not_recused, entry_is_accepted),
    "entry.remove": (sees_entry, runs_a_contest_of_entry, entry_is_living),
    "panel.view": (sees_panel,),
    "panel.edit": (runs_panel,),
    "contest.view": (sees_contest,),
    "contest.scores": (sees_contest, has_judged),
    "contest.table": (sees_contest, has_judged, is_recused_from_none),
    "entry.scores": (is_not_recused,),
    "contest.manage": (sees_contest, runs_contest, contest_is_open),
    "contest.finalise": (sees_contest, runs_contest, contest_is_open),
    "contest.publish": (sees_contest, runs_contest, contest_is_finalised, contest_is_unpublished),
    "contest.view_published": (contest_is_published,),
    "attendance.record": (on_panel_or_runs_contest, contest_has_interviews, contest_is_open),
    "sheet.read": (on_panel,),
    "sheet.write": (on_panel, contest_is_open),
    "note.write": (on_panel, contest_has_interviews, contest_is_open),
    "recusal.declare": (on_panel, contest_is_open),
}

# The command line acts with full rights, but the award's own state binds it as well.
STATE_CHECKS: frozenset[Check] = frozenset(
    {
        entry_is_open,
        entry_is_submitted,
        entry_is_living,
        entry_is_accepted,
        contest_is_open,
        contest_is_finalised,
        contest_is_unpublished,
        contest_is_published,
        contest_has_interviews,
        edition_is_unfrozen,
        account_is_enabled,
        account_is_new,
        leaves_an_administrator,
    }
)


def route_allowed(actor: Actor, access: Iterable[str]) -> Answer:
    """Whether the actor may enter a route that declares `access`: "public", "signed-in" or role names."""
    names = set(access)
    if "public" in names:
        return YES
    if actor.account_id is not None and ("signed-in" in names or names & {str(r) for r in actor.roles}):
        return YES
    return no(msg("Your account has no right to open this page."))
