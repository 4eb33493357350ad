"""Substitutes: called in by an addendum to the panel's decree where too few members are left to judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evaluation.actions import mail, panels
from evaluation.actions.accounts import account_for, known_account
from evaluation.actions.act import Act
from evaluation.actions.conflict_events import SubstituteCalled
from evaluation.actions.conflicts import find_conflicts
from evaluation.actions.uploads import Upload, add_file, kept_on_disk
from evaluation.core.errors import Invalid
from evaluation.core.messages import msg
from evaluation.core.rules import Text
from evaluation.permissions import require
from evaluation.store import conflicts, refs, substitutes
from evaluation.store import panels as kept
from evaluation.store.db import Row, write


@dataclass(frozen=True, slots=True)
class Decree:
    """The decree that calls a substitute in: its number, its date, and its file if there is one."""

    number: str
    on: date | None = None
    upload: Upload | None = None


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who is called in."""

    email: str
    name: str
    capacity: str = ""


def call_substitute(
    act: Act, panel_id: int, person: Substitute, decree: Decree, entry_ids: Sequence[int] = ()
) -> int:
    """Seat a substitute on the panel for these entries, or (none named) for all; the account's id.

    Somebody who sits for named entries already is called for these as well. Invalid, by field, for a member
    who sits for all, for a decree without a number, and for an entry from which the person is kept away.
    """
    require(act.actor, "panel.edit", refs.panel_ref(act.db, panel_id))
    number = decree.number.strip()
    if problems := panels.decree_problem(act, number, decree.on):
        raise Invalid(next(iter(problems.values())), problems)
    with kept_on_disk(act, decree.upload) as stored, write(act.db):
        panel = panels.editable(act, panel_id)
        named = _named(act, panel_id, entry_ids)
        account_id = account_for(act, person.email, person.name)
        seat = _seated(act, panel, account_id, person)
        paper = {
            "number": number,
            "date": None if decree.on is None else decree.on.isoformat(),
            "file_id": None if stored is None else add_file(act, stored, panel_id=panel_id),
        }
        substitutes.add(
            act.db,
            member_id=seat["id"],
            seated_at=seat["seated_at"],
            decree=paper,
            entry_ids=[one["id"] for one in named],
            called_by=act.actor.account_id,
            called_at=act.at,
        )
        find_conflicts(act, "account", account_id)
        _refuse_kept_away(act, account_id, seat, named)
        email = known_account(act, account_id)["email"]
        act.record(
            SubstituteCalled(
                edition_id=panel["edition_id"],
                panel=panel_id,
                email=email,
                capacity=seat["capacity"],
                entries=[one["code"] for one in named],
                sha256=None if stored is None else stored.stored.sha256,
                number=number,
                date=None if decree.on is None else decree.on.isoformat(),
            )
        )
        _invite(act, panel, account_id, number)
        return account_id


def _named(act: Act, panel_id: int, entry_ids: Sequence[int]) -> list[Row]:
    """The named entries, as far as they stand before the panel. Invalid for any other."""
    before = {one["id"]: one for one in conflicts.entries_before(act.db, panel_id)}
    if not set(entry_ids) <= set(before):
        problem = msg("Choose among the entries that stand before this panel now.")
        raise Invalid(problem, {"entries": problem})
    return [before[entry_id] for entry_id in sorted(set(entry_ids), key=lambda one: before[one]["code"])]


def _seated(act: Act, panel: Row, account_id: int, person: Substitute) -> Row:
    """The seat of whoever is called in: the one they hold for named entries, or a new one."""
    seat = kept.seat_of(act.db, panel["id"], account_id)
    if seat is None or seat["left_at"] or not substitutes.is_limited(act.db, seat["id"]):
        panels.seat_member(
            act,
            panel["id"],
            email=person.email,
            name=person.name,
            position="member",
            capacity=person.capacity,
        )
    return refs.found(kept.seat_of(act.db, panel["id"], account_id))


def _refuse_kept_away(act: Act, account_id: int, seat: Row, named: Sequence[Row]) -> None:
    """Calling somebody in for an entry from which they are kept away would help nobody."""
    for one in named:
        if account_id in refs.entry_ref(act.db, one["id"]).recused:
            problem = msg(
                "A conflict of interest keeps %(person)s away from %(candidate)s: call in somebody else.",
                person=seat["name"],
                candidate=one["name"],
            )
            raise Invalid(problem, {"email": problem})


def _invite(act: Act, panel: Row, account_id: int, number: str) -> None:
    """The news, and for somebody without a password the way in."""
    edition = Text(panel["edition_title_id"], panel["edition_title_en"])
    mail.post(
        act,
        to_account_id=account_id,
        template="called_in",
        values={"edition": edition, "decree": number},
        edition_id=panel["edition_id"],
    )
    mail.post_invitation(act, account_id)
