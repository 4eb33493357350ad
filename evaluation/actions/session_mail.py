"""What people are told of a session, each message with its calendar file.

Parts of the actions in sessions.py, which asked for the permission and record the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlite_utils import Database

from evaluation.actions.act import Act
from evaluation.actions.mail import post
from evaluation.core.calendar import Appointment
from evaluation.core.messages import Moment
from evaluation.core.rules import Text
from evaluation.core.unnamed import unnamed_session
from evaluation.store import entries, numbers, sessions
from evaluation.store.db import Row, moment

# The letters by side: a first invitation, an update, a cancellation.
LETTERS: Final = {
    "panel": ("session_set", "session_moved", "session_off"),
    "candidate": ("slot_set", "slot_moved", "slot_off"),
}
PAGES: Final = {"panel": "/desk/%(contest)s/%(entry)s/room", "candidate": "/entries/%(entry)s"}


def invite_panel(act: Act, session: Row, people: list[Row]) -> int:
    """Send a session (a row of `sessions.by_id`) to those of its panel who do not hold this revision.

    Whoever was invited and sits in it no longer, without being recused, is sent its end. How many messages.
    """
    held = {one["account_id"]: one for one in sessions.invitations(act.db, session["id"])}
    sent = 0
    for one in people:
        if one["disabled_at"] is None and not _holds(held.get(one["account_id"]), session):
            _send(act, session, one["account_id"], "panel", held.get(one["account_id"]))
            sent += 1
    return sent + _end_for_those_who_left(act, session, {one["account_id"] for one in people})


def invite_candidate(act: Act, session: Row) -> int:
    """Send a published session to those of the candidate's people who do not hold this revision."""
    held = {one["account_id"]: one for one in sessions.invitations(act.db, session["id"])}
    sent = 0
    for one in entries.representatives_of(act.db, session["entry_id"]):
        if one["disabled_at"] is None and not _holds(held.get(one["id"]), session):
            _send(act, session, one["id"], "candidate", held.get(one["id"]))
            sent += 1
    return sent


def tell_change(act: Act, session: Row) -> int:
    """Send a changed or cancelled session to everybody who still holds an older revision as valid."""
    recused = sessions.recused_from(act.db, session["entry_id"])
    sent = 0
    for one in sessions.invitations(act.db, session["id"]):
        if one["method"] == "REQUEST" and one["disabled_at"] is None and one["account_id"] not in recused:
            _send(act, session, one["account_id"], one["side"], one)
            sent += 1
    return sent


def _end_for_those_who_left(act: Act, session: Row, sitting: set[int]) -> int:
    recused = sessions.recused_from(act.db, session["entry_id"])
    gone = [
        one
        for one in sessions.invitations(act.db, session["id"])
        if one["side"] == "panel" and one["method"] == "REQUEST" and one["disabled_at"] is None
        and one["account_id"] not in sitting | recused
    ]  # fmt: skip
    for one in gone:
        _send(act, {**session, "cancelled_at": act.at}, one["account_id"], "panel", one)
    return len(gone)


def _holds(known: Row | None, session: Row) -> bool:
    return known is not None and known["method"] == "REQUEST" and known["sequence"] == session["revision"]


def _send(act: Act, session: Row, account_id: int, side: str, known: Row | None) -> None:
    method = "CANCEL" if session["cancelled_at"] else "REQUEST"
    fresh = known is None or known["method"] == "CANCEL"
    first, moved, off = LETTERS[side]
    seen = session_seen_by(act.db, session, account_id) if side == "panel" else session
    where = place_of(act.db, session, side)
    post(
        act,
        to_account_id=account_id,
        template=off if method == "CANCEL" else first if fresh else moved,
        values=facts(seen, where, cancelled=method == "CANCEL"),
        edition_id=session["edition_id"],
        entry_id=session["entry_id"],
        calendar=appointment(seen, where, side, method),
    )
    sessions.note_invitation(
        act.db,
        session["id"],
        account_id,
        side=side,
        sequence=session["revision"],
        method=method,
        posted_at=act.at,
    )


def session_seen_by(db: Database, session: Row, account_id: int | None) -> Row:
    """A session as somebody of its panel may see it: by number while a round hides whose it is from them."""
    number = numbers.number_for(db, account_id, session["contest_id"], session["entry_id"])
    return session if number is None else unnamed_session(session, number)


def place_of(db: Database, session: Row, side: str) -> dict[str, int]:
    """What names a session's contest and entry in the addresses of one side."""
    contest_id, entry_id = session["contest_id"], session["entry_id"]
    entry = numbers.in_addresses(db, contest_id, entry_id) if side == "panel" else entry_id
    return {"contest": contest_id, "entry": entry}


def facts(session: Row, where: Mapping[str, int], *, cancelled: bool) -> dict[str, object]:
    """What the letters say of a session; a cancelled one has no place any more."""
    about = {
        "candidate": session["name"],
        "edition": Text(session["edition_title_id"], session["edition_title_en"]),
        "round": Text(session["round_title_id"], session["round_title_en"]),
        "moment": Moment(moment(session["starts_at"]), session["zone"]),
        **where,
    }
    if cancelled:
        return {**about, "reason": session["cancelled_reason"] or "-"}
    place = ", ".join(text for text in (session["room"], session["link"]) if text)
    return {**about, "minutes": session["talk"] + session["questions"], "place": place}


def appointment(session: Row, where: Mapping[str, int], side: str, method: str) -> Appointment:
    """The session as an entry of a calendar on one side."""
    titles = dict.fromkeys((session["round_title_id"], session["round_title_en"]))
    return Appointment(
        uid=session["uid"],
        sequence=session["revision"],
        method=method,
        starts=moment(session["starts_at"]),
        ends=moment(session["ends_at"]),
        stamped=moment(session["saved_at"]),
        summary=f"{' / '.join(titles)}: {session['name']}",
        location=session["room"],
        link=session["link"],
        page=PAGES[side] % where,
    )
