"""The clashes of a contest's sessions in words, as its committee may read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from evaluation.actions.readiness import place_of as contest_name
from evaluation.core.messages import Message, Moment, msg
from evaluation.core.sessions import Clash, Plan, Slot, clashes
from evaluation.store import sessions
from evaluation.store.db import Row, moment, stamp

NAMED = 3


def own_slots(contest: Row, listed: Sequence[Row], people: Mapping[int, list[Row]]) -> dict[int, Slot]:
    """The sessions of a contest that take place, by entry: rows of `sessions.schedule` and who sits there."""
    return {
        one["entry_id"]: planned_slot(contest, one["entry_id"], plan_of(one), people)
        for one in listed
        if one["session_id"] and not one["cancelled_at"]
    }


def plan_of(session: Row) -> Plan:
    """A stored session as somebody once wanted it."""
    same = {name: session[name] for name in ("zone", "talk", "questions", "room", "link")}
    return Plan(starts=moment(session["starts_at"]), **same)


def planned_slot(contest: Row, entry_id: int, plan: Plan, people: Mapping[int, list[Row]]) -> Slot:
    """An entry's session in this contest as clashes see it, kept or not."""
    return Slot(
        key=str(entry_id),
        contest_id=contest["id"],
        starts=plan.starts,
        ends=plan.ends,
        people=frozenset(one["account_id"] for one in people.get(entry_id, ())),
        room=plan.room,
        link=plan.link,
        place=sessions.place_of(contest),
    )


def clash_words(
    db: Database,
    contest: Row,
    slots: Mapping[int, Slot],
    names: Mapping[int, str],
    people: Mapping[int, list[Row]],
) -> dict[int, list[Message]]:
    """What clashes with each entry's session, by entry: within this contest and with all others.

    `names` are the candidates of this contest. Of other contests only round, category and place are named.
    """
    if not slots:
        return {}
    since = min(one.starts for one in slots.values())
    until = max(one.ends for one in slots.values())
    others = sessions.busy(db, stamp(since), stamp(until), but_contest=contest["id"])
    about = {found.key: session for found, session in others}
    called = {one["account_id"]: one["name"] for sitting in people.values() for one in sitting}
    told: dict[int, list[Message]] = defaultdict(list)
    for clash in clashes(list(slots.values()), [found for found, _ in others]):
        first, second = clash.first, clash.second
        elsewhere = second.key in about
        other = contest_name(about[second.key]) if elsewhere else names[int(second.key)]
        told[int(first.key)] += _words(clash, second, other, called, contest["timezone"])
        if not elsewhere:
            told[int(second.key)] += _words(clash, first, names[int(first.key)], called, contest["timezone"])
    return told


def _words(
    clash: Clash, other: Slot, name: Message | str, called: Mapping[int, str], zone: str
) -> list[Message]:
    facts = {"other": name, "when": Moment(other.starts, zone)}
    found = []
    if clash.people:
        found.append(_people(sorted(called[one] for one in clash.people), facts))
    if clash.room:
        found.append(msg("The room %(room)s is taken then: %(other)s, %(when)s.", room=other.room, **facts))
    if clash.link:
        found.append(msg("The same video meeting is used then: %(other)s, %(when)s.", **facts))
    return found


def _people(names: list[str], facts: Mapping[str, object]) -> Message:
    who = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        return msg(
            "%(who)s and %(more)s more of the panel sit elsewhere then: %(other)s, %(when)s.",
            who=who,
            more=len(names) - NAMED,
            **facts,
        )
    return msg("Of the panel, %(who)s sit elsewhere then: %(other)s, %(when)s.", who=who, **facts)
