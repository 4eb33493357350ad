"""Checks on panels, editions, accounts and roles."""

from __future__ import annotations

from evaluation.core.messages import msg
from evaluation.core.people import Actor, Role
from evaluation.core.subjects import ConflictRef, EditionRef, GrantRef, InviteRef, PanelRef
from evaluation.permissions.answers import HIDDEN, YES, Answer, Check, no
from evaluation.permissions.people import auditor_of, committee_for, screens, seated


def sees_panel(actor: Actor, panel: PanelRef) -> Answer:
    """Its committee, its members and the auditor."""
    if auditor_of(actor, panel.edition_id) or runs_panel(actor, panel):
        return YES
    return YES if seated(actor, panel.edition_id, panel.stage, panel.region_code) else HIDDEN


def runs_panel(actor: Actor, panel: PanelRef) -> Answer:
    """The committee appoints its own panel."""
    return YES if committee_for(actor, panel.edition_id, panel.stage, panel.region_code) else HIDDEN


def oversees_panel(actor: Actor, panel: PanelRef) -> Answer:
    """What keeps whom away from which entry is for the committee and the auditor, not for the members."""
    return YES if auditor_of(actor, panel.edition_id) or runs_panel(actor, panel) else HIDDEN


def is_somebody_elses_conflict(actor: Actor, conflict: ConflictRef) -> Answer:
    """Nobody lifts what keeps themselves away."""
    if conflict.account_id == actor.account_id:
        return no(msg("This keeps yourself away: another member of the committee decides on it."))
    return YES


def is_oneself_or_administrator(actor: Actor, account: InviteRef) -> Answer:
    """Where somebody works and lives is written by themselves, or by an administrator."""
    if account.account_id == actor.account_id or Role.ADMINISTRATOR in actor.roles:
        return YES
    return HIDDEN


def has_role(*roles: Role) -> Check:
    """A check that passes for anyone who holds one of `roles`."""

    def check(actor: Actor, subject: object) -> Answer:
        return YES if actor.roles & set(roles) else no(msg("Your account has no right to do this."))

    return check


is_administrator = has_role(Role.ADMINISTRATOR)


def is_the_system(actor: Actor, subject: object) -> Answer:
    """Never asked of the worker and the command line, so it is everybody else's no."""
    return YES if actor.system else HIDDEN


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
    if edition.by_hand:
        return no(msg("The rules of this edition are frozen: an administrator froze them by hand."))
    return no(msg("The rules of this edition are frozen: its first score sheet was submitted."))


def audits_edition(actor: Actor, edition: EditionRef) -> Answer:
    """Only an auditor of the edition reads its audit, and nobody who judges in it: every mark is there."""
    if not auditor_of(actor, edition.edition_id):
        return HIDDEN
    if any(seat.edition_id == edition.edition_id for seat in actor.seats):
        return no(msg("You sit on a panel of this edition, so its audit is for another auditor to read."))
    return YES
