"""Messages to people: posted with the change that they tell of, sent by the worker afterwards."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from evaluation.actions import mail_events
from evaluation.actions.accounts import checked_email, invited, issue_link, known_account
from evaluation.actions.act import Act
from evaluation.actions.jobs import later
from evaluation.core.calendar import Appointment
from evaluation.core.errors import Refused
from evaluation.core.letters import letter_named, packed
from evaluation.core.messages import msg
from evaluation.core.rules import Text
from evaluation.permissions import require
from evaluation.store import accounts, entries, outbox
from evaluation.store.db import Row, stamp, write
from evaluation.store.refs import found

# The worker's jobs, in evaluation/worker/jobs.py.
SEND, SEND_LINK = "send_message", "send_link"
# Whoever is sent a link twice within this time is still waiting for the first one.
PATIENCE = timedelta(minutes=10)


# --- posting: parts of other actions, which have asked for the permission ------------------------


def post(
    act: Act,
    *,
    to_account_id: int | None = None,
    email: str | None = None,
    template: str,
    values: Mapping[str, Any],
    edition_id: int | None = None,
    entry_id: int | None = None,
    calendar: Appointment | None = None,
) -> int:
    """Post a letter of core/letters.py to an account, or to an address; the message's id.

    Part of another action's write block, which asked for the permission and records its event: the message
    goes out exactly when that change stays. `values` fill exactly the letter's holes: text, whole numbers,
    a Moment, a two-language Text; never a secret. A `calendar` appointment goes with it as a file.
    """
    known = None if to_account_id is None else found(accounts.by_id(act.db, to_account_id))
    address = known["email"] if known else email
    assert address, "a message goes to an account or to an address"
    message_id = outbox.add(
        act.db,
        stem=secrets.token_hex(16),
        account_id=to_account_id,
        email=address,
        name=known["name"] if known else "",
        template=template,
        contents=json.dumps(packed(template, values), ensure_ascii=False, sort_keys=True),
        edition_id=edition_id,
        entry_id=entry_id,
        posted_at=act.at,
    )
    if calendar is not None:
        outbox.add_calendar(act.db, message_id, json.dumps(calendar.packed(), ensure_ascii=False))
    later(act, SEND, {"message": message_id})
    return message_id


def post_to_candidate(act: Act, entry: Row, template: str, **values: Any) -> None:
    """Post a letter to everybody who acts for an entry (a row of `entries.described`).

    The letter's holes `candidate`, `edition` and `entry` are filled from the row.
    """
    people = entries.representatives_of(act.db, entry["id"])
    _post_to(act, [one for one in people if one["disabled_at"] is None], entry, template, values)


def post_to_committee(act: Act, entry: Row, template: str, **values: Any) -> None:
    """Post a letter about an entry (a row of `entries.described`) to the committee that screens it."""
    _post_to(act, entries.committee_of_entry(act.db, entry["id"]), entry, template, values)


def _post_to(act: Act, people: list[Row], entry: Row, template: str, values: Mapping[str, Any]) -> None:
    about = {
        "candidate": entry["name"],
        "edition": Text(entry["edition_title_id"], entry["edition_title_en"]),
        "entry": entry["id"],
        **values,
    }
    for person in people:
        post(
            act,
            to_account_id=person["id"],
            template=template,
            values=about,
            edition_id=entry["edition_id"],
            entry_id=entry["id"],
        )


def post_invitation(act: Act, account_id: int, entry: Row | None = None) -> None:
    """Invite a person: by a link to whoever has no password yet, else by the news which entry is theirs.

    Somebody with several entries is sent one link, not one that ends the other.
    """
    person = found(accounts.by_id(act.db, account_id))
    where = {"edition_id": entry["edition_id"], "entry_id": entry["id"]} if entry else {}
    if person["password_hash"] is None:
        if not _just_posted(act, account_id, "invitation"):
            post(act, to_account_id=account_id, template="invitation", values={}, **where)
    elif entry is not None:
        _post_to(act, [person], entry, "entrusted", {})


def post_way_in(act: Act, email: str) -> None:
    """Post a link to the account with this address, if there is one that may sign in."""
    known = accounts.by_email(act.db, email)
    if known is None or known["disabled_at"]:
        return
    template = "reset" if known["password_hash"] else "invitation"
    if not _just_posted(act, known["id"], template):
        post(act, to_account_id=known["id"], template=template, values={})


def _just_posted(act: Act, account_id: int, template: str) -> bool:
    since = stamp(act.now - PATIENCE)
    return outbox.posted_since(act.db, account_id=account_id, template=template, since=since)


# --- what people ask for -------------------------------------------------------------------------


def send_link(act: Act, account_id: int, purpose: str) -> None:
    """Post an invitation or a reset link to an account; whoever may issue the link may have it sent."""
    rule = "account.invite" if purpose == "invitation" else "account.reset"
    with write(act.db):
        require(act.actor, rule, invited(act, account_id))
        post(act, to_account_id=account_id, template=purpose, values={})
        address = known_account(act, account_id)["email"]
        act.record(mail_events.MessagePosted(template=purpose, email=address))


def ask_way_in(act: Act, email: str) -> None:
    """Ask for a link to this address, known or not: the worker finds out, so that both take as long.

    Invalid for what is no address.
    """
    address = checked_email(email)
    with write(act.db):
        later(act, SEND_LINK, {"email": address})
        act.record(mail_events.WayInAsked(email=address))


def try_again(act: Act, message_id: int) -> None:
    """Let a message that failed, or was kept for want of a mail server, be sent now."""
    with write(act.db):
        require(act.actor, "mail.manage")
        message = found(outbox.by_id(act.db, message_id))
        if not outbox.wait_again(act.db, message_id):
            raise Refused(msg("This message was sent, is waiting already, or is not needed any more."))
        later(act, SEND, {"message": message_id})
        act.record(
            mail_events.MessageRetried(
                edition_id=message["edition_id"],
                entry_id=message["entry_id"],
                template=message["template"],
                email=message["email"],
            )
        )


# --- the worker's part ---------------------------------------------------------------------------


def link_for(act: Act, message_id: int) -> str | None:
    """The token of the link that a message holds, made at this moment; None for one without a link.

    UserError when the person may not have it any more, for instance because there is a password by now.
    """
    message = found(outbox.by_id(act.db, message_id))
    purpose = letter_named(message["template"]).link
    return issue_link(act, message["account_id"], purpose) if purpose else None


def settle(act: Act, message_id: int, state: str, answer: str) -> None:
    """Write down what became of a message: sent, failed, kept or void, and the words of the server."""
    with write(act.db):
        require(act.actor, "worker.act")
        message = found(outbox.by_id(act.db, message_id))
        outbox.settle(act.db, message_id, state=state, answer=answer, at=act.at)
        act.record(
            mail_events.MessageSettled(
                edition_id=message["edition_id"],
                entry_id=message["entry_id"],
                template=message["template"],
                email=message["email"],
                state=state,
                answer=answer,
            )
        )
