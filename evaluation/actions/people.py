"""The people of one candidate: its owner invites colleagues, removes them, and hands ownership over."""

from __future__ import annotations

from evaluation.actions import mail
from evaluation.actions.accounts import account_for
from evaluation.actions.act import Act
from evaluation.actions.conflicts import find_conflicts
from evaluation.actions.events import OwnershipHandedOver, RepresentativeAdded, RepresentativeRemoved
from evaluation.core.errors import Invalid, NotFound
from evaluation.core.messages import msg
from evaluation.permissions import require
from evaluation.store import accounts, entries, refs
from evaluation.store.db import Row, write

MOST_PEOPLE = 20


def invite_colleague(act: Act, entry_id: int, email: str, name: str = "") -> int:
    """Let a colleague act for the candidate too, with an account of their own; the account's id.

    Their link goes to their own mailbox and is never shown to the owner: whoever holds it is the account.
    Invalid when they act for the candidate already, the address is none, or there are enough people.
    """
    with write(act.db):
        require(act.actor, "entry.people", refs.entry_ref(act.db, entry_id))
        entry = refs.found(entries.described(act.db, entry_id))
        if len(entries.representatives_of(act.db, entry_id)) >= MOST_PEOPLE:
            problem = msg("At most %(most)s people act for a candidate: remove one first.", most=MOST_PEOPLE)
            raise Invalid(problem, {"email": problem})
        account_id = account_for(act, email, name)
        if not entries.add_representative(act.db, entry_id, account_id):
            problem = msg("This person acts for the candidate already.")
            raise Invalid(problem, {"email": problem})
        account = refs.found(accounts.by_id(act.db, account_id))
        act.record(
            RepresentativeAdded(edition_id=entry["edition_id"], entry_id=entry_id, email=account["email"])
        )
        find_conflicts(act, "entry", entry_id)
        mail.post_invitation(act, account_id, entry)
        return account_id


def remove_colleague(act: Act, entry_id: int, account_id: int) -> None:
    """End a member's right to act for the candidate. What they did stays theirs. The owner stays."""
    with write(act.db):
        require(act.actor, "entry.people", refs.entry_ref(act.db, entry_id))
        entry, account = _member(act, entry_id, account_id)
        entries.remove_representative(act.db, entry_id, account_id)
        act.record(
            RepresentativeRemoved(edition_id=entry["edition_id"], entry_id=entry_id, email=account["email"])
        )
        find_conflicts(act, "entry", entry_id)


def hand_over(act: Act, entry_id: int, account_id: int) -> None:
    """Make a member the owner; the owner becomes a member."""
    with write(act.db):
        require(act.actor, "entry.people", refs.entry_ref(act.db, entry_id))
        entry, account = _member(act, entry_id, account_id)
        entries.hand_over(act.db, entry_id, account_id)
        act.record(
            OwnershipHandedOver(
                edition_id=entry["edition_id"],
                entry_id=entry_id,
                before=act.actor.email,
                after=account["email"],
            )
        )


def _member(act: Act, entry_id: int, account_id: int) -> tuple[Row, Row]:
    """The entry, and one of its people who isn't its owner. NotFound for anybody else."""
    entry = refs.found(entries.described(act.db, entry_id))
    for person in entries.representatives_of(act.db, entry_id):
        if person["id"] == account_id and person["role"] == "member":
            return entry, person
    raise NotFound(refs.NOT_FOUND)
