"""The one place for who may do what. An answer carries its reason, and pages ask the same function.

`RULES` maps an action's name to the checks that it must pass, in order; the first reason wins. A check
gives None (fine) or the sentence that says why not. A subject that the actor may not even know of is
answered with `hidden`, which entrances show as "not found".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from evaluation.core.errors import Denied, NotFound, Refused, Undeclared
from evaluation.core.messages import msg
from evaluation.core.people import Actor, Role
from evaluation.permissions.accounts import (
    account_is_enabled,
    account_is_new,
    audits_edition,
    edition_is_unfrozen,
    has_role,
    invites,
    is_administrator,
    is_oneself_or_administrator,
    is_somebody_else,
    is_somebody_elses_conflict,
    is_the_system,
    leaves_an_administrator,
    oversees_panel,
    runs_panel,
    sees_panel,
)
from evaluation.permissions.answers import YES, Answer, Check, no
from evaluation.permissions.assignment import assignment_is_asked
from evaluation.permissions.contests import (
    contest_has_interviews,
    contest_is_announced,
    contest_is_finalised,
    contest_is_open,
    contest_is_published,
    contest_is_unannounced,
    contest_is_unpublished,
    contest_meets,
    contest_visits,
    in_the_room,
    is_recused_from_none,
    on_panel,
    on_panel_or_runs_contest,
    on_team_or_runs_contest,
    reads_notes,
    runs_contest,
    runs_place,
    sees_contest,
    sees_nation,
)
from evaluation.permissions.deliberation import (
    deliberation_is_held,
    is_here,
    is_here_or_leads,
    is_quorate,
    leads,
    may_cast,
    member_has_declared,
    motion_is_undecided,
    motion_waits,
    no_vote_is_under_way,
    proposed_or_leads,
    sitting_is_closed,
    sitting_is_open,
    something_is_laid,
    stays,
    vote_is_under_way,
)
from evaluation.permissions.entries import (
    assesses_entry,
    converses,
    declaration_made,
    declared_or_oversees,
    dossier_is_awaited,
    entry_is_accepted,
    entry_is_living,
    entry_is_open,
    entry_is_submitted,
    is_not_anothers,
    is_not_recused,
    is_own_entry,
    judges_others,
    oversees_entry,
    owns_candidate,
    owns_entry,
    runs_a_contest_of_entry,
    screens_entry,
    section_is_open,
    sees_entry,
)
from evaluation.permissions.objections import (
    competed,
    has_published_result,
    is_not_ones_own_entry,
    is_own_objection,
    may_still_object,
    objection_waits,
    own_or_sees_objection,
    sees_objection,
    takes_objections,
)
from evaluation.permissions.people import contest_scopes, entry_reach
from evaluation.permissions.recounts import (
    decides_on_the_last,
    is_kept_from_no_entry,
    recount_is_open,
    sees_marks_of_recount,
    sees_versions,
)
from evaluation.permissions.rosters import invites_candidate, loads_rosters, records_past_wins, seats_assessor
from evaluation.permissions.samples import (
    runs_sample,
    sample_is_undiscussed,
    sample_is_untouched,
    scores_samples,
    sees_sample,
)
from evaluation.permissions.sheets import (
    assessor_can_answer,
    entry_of_sheet_is_accepted,
    is_not_own_sheet,
    is_recused_from_sheet,
    sheet_is_not_excluded,
    sheet_is_submitted,
)
from evaluation.permissions.signatures import (
    certificates_are_ones_own,
    has_handed_in,
    has_not_signed,
    is_kept_from_nothing,
    on_panel_or_sees_contest,
    signing_is_asked,
    signing_is_closed,
    signing_is_open,
)
from evaluation.permissions.visibility import sees_others_marks

__all__ = [
    "RULES",
    "STATE_CHECKS",
    "YES",
    "Answer",
    "contest_scopes",
    "entry_reach",
    "may",
    "require",
    "route_allowed",
]


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
    if answer.undeclared:
        raise Undeclared(answer.reason)
    raise Refused(answer.reason) if answer.by_state else Denied(answer.reason)


# Who comes into a deliberation at all, and then what is happening there; a matter is not there for whoever is
# kept away from it.
IN_PLENO: tuple[Check, ...] = (in_the_room, deliberation_is_held, member_has_declared, has_handed_in)
SITTING: tuple[Check, ...] = (*IN_PLENO, contest_is_open, sitting_is_open)
MATTER: tuple[Check, ...] = (in_the_room, stays, *SITTING)
UNFIXED: tuple[Check, ...] = (in_the_room, stays, *IN_PLENO, contest_is_open)

RULES: dict[str, tuple[Check, ...]] = {
    "account.manage": (is_administrator,),
    "account.invite": (invites, account_is_enabled, account_is_new),
    "account.reset": (is_administrator, account_is_enabled),
    "account.disable": (is_administrator, is_somebody_else),
    "mail.manage": (is_administrator,),
    "worker.act": (is_the_system,),
    "role.revoke": (is_administrator, leaves_an_administrator),
    "edition.load": (is_administrator, edition_is_unfrozen),
    "edition.freeze": (is_administrator, edition_is_unfrozen),
    "edition.draft": (is_administrator,),
    "edition.view": (has_role(Role.ADMINISTRATOR, Role.COMMITTEE, Role.AUDITOR),),
    "audit.view": (audits_edition,),
    "scores.load": (is_administrator,),
    "roster.load": (loads_rosters,),
    "upload.clean": (is_administrator,),
    "candidate.invite": (invites_candidate,),
    "past-win.record": (records_past_wins,),
    "assessor.seat": (seats_assessor,),
    "entry.view": (sees_entry, declared_or_oversees),
    "entry.oversee": (sees_entry, oversees_entry),
    "entry.prepare": (is_own_entry,),
    "entry.edit": (sees_entry, owns_entry, entry_is_open),
    "section.edit": (sees_entry, owns_entry, entry_is_open, section_is_open),
    "entry.submit": (sees_entry, owns_entry, entry_is_open),
    "entry.withdraw": (is_own_entry, entry_is_living),
    "entry.people": (is_own_entry, owns_candidate),
    "entry.extend": (sees_entry, screens_entry, dossier_is_awaited),
    "question.read": (sees_entry, converses),
    "question.ask": (is_own_entry, entry_is_living),
    "question.answer": (sees_entry, oversees_entry, runs_a_contest_of_entry, entry_is_living),
    "entry.screen": (sees_entry, screens_entry, entry_is_submitted),
    "entry.assess": (assesses_entry, declaration_made),
    "entry.judge": (assesses_entry, declaration_made, judges_others, entry_is_accepted),
    "entry.meet": (is_not_recused, is_not_anothers, declared_or_oversees, entry_is_accepted),
    "entry.describe": (sees_entry, runs_a_contest_of_entry, entry_is_living),
    "entry.remove": (sees_entry, runs_a_contest_of_entry, entry_is_living),
    "panel.view": (sees_panel,),
    "panel.edit": (runs_panel,),
    "contest.view": (sees_contest,),
    "contest.scores": (sees_contest, sees_others_marks),
    "contest.table": (sees_contest, sees_others_marks, is_recused_from_none),
    "entry.scores": (is_not_recused,),
    "contest.manage": (sees_contest, runs_contest, contest_is_open),
    "assignment.manage": (sees_contest, runs_contest, assignment_is_asked, contest_is_open),
    "assessors.remind": (sees_contest, runs_contest, contest_is_open),
    "candidates.remind": (runs_place,),
    "nation.view": (sees_nation,),
    "contest.finalise": (sees_contest, runs_contest, contest_is_open),
    "contest.publish": (
        sees_contest,
        runs_contest,
        contest_is_finalised,
        contest_is_unpublished,
        contest_is_unannounced,
    ),
    "publication.move": (sees_contest, runs_contest, contest_is_unpublished, contest_is_announced),
    "objection.prepare": (is_own_entry, has_published_result, competed, takes_objections),
    "objection.file": (
        is_own_entry,
        has_published_result,
        competed,
        takes_objections,
        may_still_object,
    ),
    "objection.read": (own_or_sees_objection,),
    "objection.withdraw": (is_own_objection, objection_waits),
    "objection.oversee": (sees_objection,),
    "objection.answer": (sees_objection, runs_contest, is_not_ones_own_entry, objection_waits),
    "contest.view_published": (contest_is_published,),
    "contest.minutes": (sees_contest, contest_is_finalised, is_recused_from_none),
    "result.check": (on_panel_or_sees_contest,),
    "signing.view": (on_panel_or_sees_contest, signing_is_asked),
    "signing.open": (sees_contest, runs_contest, contest_is_open, signing_is_asked, signing_is_closed),
    "signing.read": (on_panel, signing_is_open, is_kept_from_nothing, has_handed_in),
    "signing.sign": (
        on_panel,
        contest_is_open,
        signing_is_open,
        is_kept_from_nothing,
        has_handed_in,
        has_not_signed,
    ),
    "pleno.view": (in_the_room, deliberation_is_held),
    "pleno.read": IN_PLENO,
    "pleno.open": (*IN_PLENO, leads, contest_is_open, sitting_is_closed),
    "pleno.lead": (*SITTING, leads),
    "pleno.attend": (on_panel, *SITTING),
    "pleno.lay": (*MATTER, leads, no_vote_is_under_way),
    "pleno.note": (*MATTER, is_here_or_leads, something_is_laid),
    "pleno.minute": (*UNFIXED, leads),
    "motion.put": (*SITTING, is_here_or_leads),
    "motion.call": (*MATTER, leads, no_vote_is_under_way, motion_waits, is_quorate),
    "motion.vote": (on_panel, *MATTER, vote_is_under_way, is_here, may_cast),
    "motion.close": (*MATTER, leads, vote_is_under_way, is_quorate),
    "motion.withdraw": (*UNFIXED, proposed_or_leads, motion_is_undecided),
    "recounts.list": (sees_versions,),
    "recount.view": (sees_versions, sees_marks_of_recount, is_kept_from_no_entry),
    "recount.begin": (sees_contest, runs_contest, sees_others_marks, is_kept_from_no_entry),
    "recount.edit": (sees_contest, runs_contest, sees_others_marks, is_kept_from_no_entry, recount_is_open),
    "recount.apply": (
        sees_versions,
        sees_marks_of_recount,
        is_kept_from_no_entry,
        decides_on_the_last,
        recount_is_open,
    ),
    "version.view": (sees_versions, is_kept_from_no_entry),
    "certificates.edit": (certificates_are_ones_own,),
    "session.manage": (sees_contest, runs_contest, contest_meets, contest_is_open),
    "room.view": (in_the_room, contest_meets),
    "entry.unhidden": (is_not_recused, is_not_anothers),
    "entry.witness": (is_not_recused, is_not_anothers, judges_others),
    "visit.view": (in_the_room, contest_visits),
    "visit.manage": (sees_contest, runs_contest, contest_visits, contest_is_open),
    "visit.write": (on_team_or_runs_contest, contest_visits, contest_is_open),
    "notes.read": (sees_contest, contest_meets, reads_notes),
    "attendance.record": (on_panel_or_runs_contest, contest_has_interviews, contest_is_open),
    "sheet.read": (on_panel,),
    "sheet.write": (on_panel, contest_is_open),
    "sheet.reopen": (
        sees_contest,
        is_recused_from_sheet,
        runs_contest,
        contest_is_open,
        sheet_is_submitted,
        sheet_is_not_excluded,
        entry_of_sheet_is_accepted,
        assessor_can_answer,
        is_not_own_sheet,
    ),
    "sample.read": (scores_samples,),
    "sample.score": (scores_samples, sample_is_undiscussed),
    "sample.oversee": (sees_sample,),
    "sample.manage": (sees_sample, runs_sample, sample_is_undiscussed),
    "sample.remove": (sees_sample, runs_sample, sample_is_undiscussed, sample_is_untouched),
    "note.write": (on_panel, contest_has_interviews, contest_is_open),
    "recusal.declare": (on_panel, contest_is_open),
    "workbook.send": (has_role(Role.ASSESSOR),),
    "declaration.make": (has_role(Role.ASSESSOR),),
    "conflict.view": (oversees_panel,),
    "conflict.rule": (runs_panel,),
    "conflict.lift": (is_somebody_elses_conflict, is_not_recused),
    "account.describe": (is_oneself_or_administrator,),
}

# The command line acts with full rights, but the award's own state binds it as well.
STATE_CHECKS: frozenset[Check] = frozenset(
    {
        dossier_is_awaited,
        entry_is_open,
        section_is_open,
        entry_is_submitted,
        entry_is_living,
        entry_is_accepted,
        contest_is_open,
        assignment_is_asked,
        contest_is_finalised,
        contest_is_announced,
        contest_is_unannounced,
        contest_is_unpublished,
        contest_is_published,
        competed,
        takes_objections,
        may_still_object,
        objection_waits,
        contest_has_interviews,
        contest_meets,
        contest_visits,
        edition_is_unfrozen,
        account_is_enabled,
        account_is_new,
        declaration_made,
        declared_or_oversees,
        leaves_an_administrator,
        sheet_is_submitted,
        sheet_is_not_excluded,
        entry_of_sheet_is_accepted,
        assessor_can_answer,
        sample_is_undiscussed,
        sample_is_untouched,
        signing_is_asked,
        signing_is_closed,
        signing_is_open,
        has_not_signed,
        deliberation_is_held,
        sitting_is_open,
        sitting_is_closed,
        something_is_laid,
        no_vote_is_under_way,
        motion_waits,
        vote_is_under_way,
        motion_is_undecided,
        is_quorate,
        recount_is_open,
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
