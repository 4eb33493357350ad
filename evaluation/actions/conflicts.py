"""Conflicts of interest: declared by assessors, found by the system, stated and lifted by committees."""

from __future__ import annotations

from collections.abc import Mapping

from evaluation.actions import conflict_events as events
from evaluation.actions.accounts import invited, known_account
from evaluation.actions.act import Act
from evaluation.actions.events import AssessorRecused
from evaluation.actions.reasons import stated
from evaluation.core.conflicts import grounds
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.subjects import ConflictRef
from evaluation.permissions import require
from evaluation.store import accounts, conflicts, entries, panels, refs, regions
from evaluation.store.db import Row, write

LONGEST_INSTITUTION = 200


# --- what assessors declare ----------------------------------------------------------------------


def declare(act: Act, answers: Mapping[int, str]) -> None:
    """Declare about every entry that waits for it: "" is no connection, anything else says which.

    Invalid, by field `entry-ID`, while an entry of the list has no answer: a declaration is one for all.
    """
    with write(act.db):
        require(act.actor, "declaration.make")
        account_id = act.actor.account_id
        waiting = [] if account_id is None else conflicts.outstanding(act.db, account_id)
        if account_id is None or not waiting:
            raise Refused(msg("You have declared about every entry before your panels."))
        _check_answers(waiting, answers)
        for one in waiting:
            _declare(act, account_id, one, answers[one["id"]].strip())
        for edition_id in dict.fromkeys(one["edition_id"] for one in waiting):
            _record_declared(act, [one for one in waiting if one["edition_id"] == edition_id], answers)


def _check_answers(waiting: list[Row], answers: Mapping[int, str]) -> None:
    unanswered = msg("Say whether you are connected with this candidate.")
    missing = {f"entry-{one['id']}": unanswered for one in waiting if one["id"] not in answers}
    if missing:
        raise Invalid(msg("Some candidates have no answer yet."), missing)


def _declare(act: Act, account_id: int, entry: Row, reason: str) -> None:
    conflicts.add_declaration(
        act.db, account_id=account_id, entry_id=entry["id"], reason=reason, declared_at=act.at
    )
    if reason:
        _keep_away(act, account_id, entry["id"], "declared", stated(reason))
        act.record(AssessorRecused(edition_id=entry["edition_id"], entry_id=entry["id"], reason=reason))


def _record_declared(act: Act, waiting: list[Row], answers: Mapping[int, str]) -> None:
    said = {one["code"]: answers[one["id"]].strip() for one in waiting}
    act.record(
        events.InterestsDeclared(
            edition_id=waiting[0]["edition_id"],
            assessor=act.actor.email,
            entries=sorted(said),
            connected={code: reason for code, reason in sorted(said.items()) if reason},
        )
    )


def _keep_away(act: Act, account_id: int, entry_id: int, source: str, reason: str) -> bool:
    return conflicts.add(
        act.db,
        account_id=account_id,
        entry_id=entry_id,
        source=source,
        reason=reason,
        since=act.at,
        stated_by=act.actor.account_id,
    )


# --- what the system finds -----------------------------------------------------------------------


def find_conflicts(act: Act, scope: str, scope_id: int) -> None:
    """Write down what ties assessors to candidates by itself, and end what does so no longer.

    Part of every action that changes such a fact, inside its write block: of one "account", "entry" or
    "edition". Entries whose contests are all over stay as they are.
    """
    pairs = conflicts.pairs(act.db, scope, scope_id)
    ties = {
        (person.account_id, entry.entry_id): (row, grounds(person, entry)) for row, person, entry in pairs
    }
    known = conflicts.found_between(act.db, scope, scope_id)
    for one in known:
        pair = (one["account_id"], one["entry_id"])
        if pair in ties and one["source"] not in ties[pair][1]:
            conflicts.end(act.db, one["id"], ended_at=act.at, ended_by=act.actor.account_id)
            _record_tie(act, events.ConflictGone, one, one["source"], one["reason"])
    for pair, (row, found) in ties.items():
        for source, reason in found.items():
            if _keep_away(act, *pair, source, reason):
                _record_tie(act, events.ConflictFound, row, source, reason)


def _record_tie(
    act: Act,
    event: type[events.ConflictFound] | type[events.ConflictGone],
    pair: Row,
    source: str,
    reason: str,
) -> None:
    """Tell of a tie, but not of every entry for which a substitute was not called: that event named them."""
    if source != "substitute":
        where = {"edition_id": pair["edition_id"], "entry_id": pair["entry_id"]}
        act.record(event(**where, assessor=pair["email"], source=source, reason=reason))


def describe_account(act: Act, account_id: int, *, institution: str, home_region: str | None) -> None:
    """Write down where somebody works and which region is their home. Invalid, by field.

    Whoever is kept away from an entry by what stands there can't write it away: an administrator corrects it.
    """
    with write(act.db):
        require(act.actor, "account.describe", invited(act, account_id))
        before, text = known_account(act, account_id), institution.strip()
        if (before["institution"], before["home_region"]) == (text, home_region):
            return
        _check_description(act, text, home_region)
        accounts.describe(act.db, account_id, institution=text, home_region=home_region)
        act.record(events.AccountDescribed(email=before["email"], institution=text, home=home_region))
        held = {one["id"] for one in conflicts.found_between(act.db, "account", account_id)}
        find_conflicts(act, "account", account_id)
        for entry in entries.of_account(act.db, account_id):
            find_conflicts(act, "entry", entry["id"])
        left = {one["id"] for one in conflicts.found_between(act.db, "account", account_id)}
        if held - left and act.actor.account_id == account_id:
            problem = msg(
                "What stands here keeps you away from a candidate: only an administrator can correct it."
            )
            raise Invalid(problem, {"institution": problem})


def fill_in_account(act: Act, email: str, *, institution: str, home_region: str) -> None:
    """Fill in where somebody works and is at home, as far as nobody wrote it yet.

    Part of another action's write block, which asked for the permission and then looks for conflicts.
    """
    known = refs.found(accounts.by_email(act.db, email))
    text, home = known["institution"] or institution, known["home_region"] or home_region or None
    if (text, home) != (known["institution"], known["home_region"]):
        accounts.describe(act.db, known["id"], institution=text, home_region=home)
        act.record(events.AccountDescribed(email=known["email"], institution=text, home=home))


def _check_description(act: Act, institution: str, home_region: str | None) -> None:
    problems: dict[str, Message] = {}
    if len(institution) > LONGEST_INSTITUTION:
        problems["institution"] = msg(
            "At most %(most)s characters fit here; this has %(have)s.",
            most=LONGEST_INSTITUTION,
            have=len(institution),
        )
    if home_region is not None and regions.name_of(act.db, home_region) is None:
        problems["home_region"] = msg("Choose one of the list.")
    if problems:
        raise Invalid(next(iter(problems.values())), problems)


# --- what a committee states ---------------------------------------------------------------------


def exclude_assessor(act: Act, panel_id: int, account_id: int, entry_id: int, reason: str) -> None:
    """Keep a member of the panel away from an entry before it, with a reason."""
    with write(act.db):
        panel = refs.panel_ref(act.db, panel_id)
        require(act.actor, "conflict.rule", panel)
        require(act.actor, "entry.scores", refs.entry_ref(act.db, entry_id))
        seat = panels.seat_of(act.db, panel_id, account_id)
        if seat is None or entry_id not in {one["id"] for one in conflicts.entries_before(act.db, panel_id)}:
            raise NotFound(refs.NOT_FOUND)
        if not _keep_away(act, account_id, entry_id, "excluded", stated(reason)):
            raise Refused(msg("%(name)s is excluded from this entry already.", name=seat["name"]))
        email = known_account(act, account_id)["email"]
        act.record(
            events.AssessorExcluded(
                edition_id=panel.edition_id, entry_id=entry_id, assessor=email, reason=reason.strip()
            )
        )


def lift_exclusion(act: Act, panel_id: int, conflict_id: int, reason: str) -> None:
    """Let a member judge an entry from which the committee had excluded them, with a reason."""
    with write(act.db):
        panel = refs.panel_ref(act.db, panel_id)
        require(act.actor, "conflict.rule", panel)
        one = refs.found(conflicts.by_id(act.db, conflict_id))
        if one["id"] not in {known["id"] for known in conflicts.of_panel(act.db, panel_id)}:
            raise NotFound(refs.NOT_FOUND)
        recused = refs.entry_ref(act.db, one["entry_id"]).recused
        require(act.actor, "conflict.lift", ConflictRef(one["account_id"], one["entry_id"], recused))
        if one["source"] != "excluded" or one["ended_at"]:
            raise Refused(
                msg("Only an exclusion that the committee stated, and that still holds, is lifted.")
            )
        why = stated(reason)
        conflicts.end(act.db, conflict_id, ended_at=act.at, ended_by=act.actor.account_id, reason=why)
        act.record(
            events.ExclusionLifted(
                edition_id=one["edition_id"], entry_id=one["entry_id"], assessor=one["email"], reason=why
            )
        )
