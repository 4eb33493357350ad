"""Messages to people: posted with the change that they tell of, sent by the worker afterwards."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from evaluation.actions.act import Act
from evaluation.actions.jobs import later
from evaluation.core.letters import packed
from evaluation.core.rules import Text
from evaluation.store import accounts, entries, outbox
from evaluation.store.db import Row
from evaluation.store.refs import found

SEND = "send_message"


def post(
    act: Act,
    *,
    to_account_id: int | None = None,
    email: str | None = None,
    template: str,
    values: Mapping[str, Any],
    edition_id: int | None = None,
    entry_id: int | None = None,
) -> int:
    """Post a letter of core/letters.py to an account, or to an address; the message's id.

    Part of another action's write block, which asked for the permission and records its event: the message
    goes out exactly when that change stays. `values` fill exactly the letter's holes: text, whole numbers,
    a Moment, a two-language Text; never a secret.
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
    later(act, SEND, {"message": message_id})
    return message_id


def post_to_candidate(act: Act, entry: Row, template: str, **values: Any) -> None:
    """Post a letter to everybody who acts for an entry (a row of `entries.described`).

    The letter's holes `candidate`, `edition` and `entry` are filled from the row.
    """
    about = {
        "candidate": entry["name"],
        "edition": Text(entry["edition_title_id"], entry["edition_title_en"]),
        "entry": entry["id"],
        **values,
    }
    for person in entries.representatives_of(act.db, entry["id"]):
        if person["disabled_at"] is None:
            post(
                act,
                to_account_id=person["id"],
                template=template,
                values=about,
                edition_id=entry["edition_id"],
                entry_id=entry["id"],
            )
