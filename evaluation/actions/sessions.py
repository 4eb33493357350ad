"""A committee's schedule: sessions one by one or a day at a time, lots, invitations, published slots."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.actions import session_events as events
from evaluation.actions import session_mail
from evaluation.actions.act import Act
from evaluation.actions.reasons import stated
from evaluation.core.errors import Conflict, Invalid, NotFound, Refused
from evaluation.core.messages import msg
from evaluation.core.sessions import LONGEST_SEED, Plan, day_problem, drawn, plan_problems
from evaluation.permissions import may, require
from evaluation.store import contests, refs, sessions
from evaluation.store.db import Row, stamp, write

CHANGED_MEANWHILE = msg(
    "Somebody else changed this session meanwhile. Both versions stand below: correct yours where needed and"
    " save again; it then replaces the other one."
)


def schedule(act: Act, contest_id: int, entry_id: int, plan: Plan, revision: int) -> int:
    """Set or move the session of an entry over `revision` (0: the first time); its id.

    Whoever was invited is sent the change at once. Saving what stands there changes nothing.
    """
    with write(act.db):
        _managed(act, contest_id)
        _require_meetable(act, contest_id, entry_id)
        if problems := plan_problems(plan):
            raise Invalid(msg("Something about this session needs mending."), problems)
        known = sessions.of_entry_in(act.db, contest_id, entry_id)
        if known and revision != known["revision"]:
            raise Conflict(CHANGED_MEANWHILE, known)
        return _put(act, contest_id, entry_id, plan, known)


def plan_day(
    act: Act, contest_id: int, plans: Sequence[tuple[int, Plan]], revisions: Mapping[int, int]
) -> int:
    """Set the sessions of several entries, all or none; how many were set or moved.

    `revisions` are those that the preview showed, by entry (0: none yet).
    """
    with write(act.db):
        _managed(act, contest_id)
        if problem := day_problem([plan for _, plan in plans]):
            raise Invalid(problem, {"start": problem})
        changed = 0
        for entry_id, plan in plans:
            _require_meetable(act, contest_id, entry_id)
            if problems := plan_problems(plan):
                raise Invalid(msg("Something about these sessions needs mending."), problems)
            known = sessions.of_entry_in(act.db, contest_id, entry_id)
            if (known["revision"] if known else 0) != revisions.get(entry_id, 0):
                raise Refused(msg("Somebody else changed the schedule meanwhile. Look at the preview again."))
            if known is None or _differs(known, plan):
                _put(act, contest_id, entry_id, plan, known)
                changed += 1
        return changed


def draw_lots(act: Act, contest_id: int, seed: str = "") -> str:
    """Draw the order of a contest's entries by lots; the seed, drawn as well unless one is given.

    Every draw stays on record, so that nobody draws until the order pleases.
    """
    with write(act.db):
        contest = _managed(act, contest_id)
        typed = " ".join(seed.split())
        if len(typed) > LONGEST_SEED:
            long = msg("Write at most %(most)s characters.", most=LONGEST_SEED)
            raise Invalid(long, {"seed": long})
        codes = [one["code"] for one in contests.entries_of(act.db, contest_id)]
        if not codes:
            raise Refused(msg("Nobody stands in this contest yet, so there is nothing to draw."))
        used = typed or secrets.token_hex(8)
        order = drawn(used, codes)
        sessions.add_draw(
            act.db,
            contest_id=contest_id,
            seed=used,
            codes=order,
            drawn_by=act.actor.account_id,
            drawn_at=act.at,
        )
        act.record(
            events.LotsDrawn(
                edition_id=contest["edition_id"], contest_id=contest_id, seed=used, order=list(order)
            )
        )
        return used


def cancel(act: Act, session_id: int, reason: str) -> None:
    """Call a session off; whoever was invited is told, and calendars drop it."""
    with write(act.db):
        known = refs.found(sessions.by_id(act.db, session_id))
        _managed(act, known["contest_id"])
        _require_meetable(act, known["contest_id"], known["entry_id"])
        why = stated(reason)
        if known["cancelled_at"]:
            raise Refused(msg("This session is called off already."))
        sessions.cancel(act.db, session_id, at=act.at, reason=why)
        now = refs.found(sessions.by_id(act.db, session_id))
        act.record(
            events.SessionCancelled(**_where(now), session=session_id, revision=now["revision"], reason=why)
        )
        session_mail.tell_change(act, now)


def invite(act: Act, contest_id: int) -> int:
    """Send every planned session to those of its panel who do not hold its newest revision; how many."""
    with write(act.db):
        contest = _managed(act, contest_id)
        people = sessions.sitting(act.db, contest_id)
        sent = sum(
            session_mail.invite_panel(act, session, people.get(session["entry_id"], []))
            for session in _planned(act, contest_id)
        )
        if sent:
            act.record(
                events.InvitationsSent(
                    edition_id=contest["edition_id"], contest_id=contest_id, invitations=sent
                )
            )
        return sent


def publish(act: Act, contest_id: int) -> int:
    """Let each candidate know of their own session, on their page and by mail; how many were not known.

    An entry that stands there provisionally is left out: its session would tell a result that is not fixed.
    """
    with write(act.db):
        _managed(act, contest_id)
        firm = {one["entry_id"] for one in sessions.schedule(act.db, contest_id) if not one["provisional"]}
        planned = _planned(act, contest_id)
        hidden = [one for one in planned if one["published_at"] is None and one["entry_id"] in firm]
        for session in hidden:
            sessions.publish(act.db, session["id"], act.at)
            act.record(events.SlotPublished(**_where(session), session=session["id"]))
            session_mail.invite_candidate(act, session)
        return len(hidden)


# --- what all of them need -----------------------------------------------------------------------


def _managed(act: Act, contest_id: int) -> Row:
    """The contest, for those who may schedule its sessions now."""
    require(act.actor, "session.manage", refs.contest_ref(act.db, contest_id))
    return refs.found(contests.described(act.db, contest_id))


def _require_meetable(act: Act, contest_id: int, entry_id: int) -> None:
    """NotFound unless the entry stands there and the actor is not recused from it; Refused when it left."""
    entry = refs.entry_ref(act.db, entry_id)
    if not contests.stands(act.db, contest_id, entry_id):
        raise NotFound(refs.NOT_FOUND)
    require(act.actor, "entry.meet", entry)


def _planned(act: Act, contest_id: int) -> list[Row]:
    """The contest's sessions that take place, but those of entries from which the actor is recused."""
    listed = [one for one in sessions.schedule(act.db, contest_id) if one["session_id"]]
    there = [refs.found(sessions.by_id(act.db, one["session_id"])) for one in listed]
    return [
        one
        for one in there
        if not one["cancelled_at"] and may(act.actor, "entry.meet", refs.entry_ref(act.db, one["entry_id"]))
    ]


def _put(act: Act, contest_id: int, entry_id: int, plan: Plan, known: Row | None) -> int:
    values: dict[str, Any] = dict(**_columns(plan), saved_by=act.actor.account_id, saved_at=act.at)
    if known is None:
        session_id = sessions.add(
            act.db, uid=secrets.token_hex(16), contest_id=contest_id, entry_id=entry_id, **values
        )
    elif not _differs(known, plan):
        return int(known["id"])
    else:
        session_id = int(known["id"])
        sessions.move(act.db, session_id, revision=known["revision"], **values)
    now = refs.found(sessions.by_id(act.db, session_id))
    act.record(
        events.SessionScheduled(
            **_where(now),
            session=session_id,
            revision=now["revision"],
            starts=now["starts_at"],
            minutes=plan.talk + plan.questions,
            room=plan.room,
            link=plan.link,
        )
    )
    if known is not None:
        _tell_again(act, now, known)
    return session_id


def _tell_again(act: Act, now: Row, known: Row) -> None:
    """Those who hold an invitation get the change; one that was called off reaches its candidate anew."""
    session_mail.tell_change(act, now)
    if known["cancelled_at"] and now["published_at"]:
        session_mail.invite_candidate(act, now)


def _columns(plan: Plan) -> dict[str, Any]:
    return dict(
        starts_at=stamp(plan.starts),
        ends_at=stamp(plan.ends),
        zone=plan.zone,
        talk=plan.talk,
        questions=plan.questions,
        room=plan.room,
        link=plan.link,
    )


def _differs(known: Row, plan: Plan) -> bool:
    return bool(known["cancelled_at"]) or any(known[name] != value for name, value in _columns(plan).items())


def _where(session: Row) -> dict[str, int]:
    return {
        "edition_id": session["edition_id"],
        "contest_id": session["contest_id"],
        "entry_id": session["entry_id"],
    }
