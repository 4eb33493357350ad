"""A note that its writer's browser sends until it hears that it is kept."""

from __future__ import annotations

from evaluation.actions import interviews
from evaluation.actions.act import Act
from evaluation.actions.desk import demand, may_note, take_seat
from evaluation.store import interviews as kept
from evaluation.store.db import write


def keep_note(act: Act, contest_id: int, entry_id: int, body: str, key: str) -> None:
    """Keep a note as written, once for each `key`; "" is no key. Invalid when blank."""
    with write(act.db):
        seat = take_seat(act.db, act.actor, act.now, contest_id, entry_id)
        if key and kept.note_of_key(act.db, seat.account_id, key) is not None:
            return
        demand(may_note(act.actor, seat))
        note_id = interviews.write_note(act, contest_id, entry_id, body)
        if key:
            kept.add_key(act.db, seat.account_id, key, note_id)
