"""Reminders in one click: a committee writes to everybody who still owes it something, once a day at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evaluation.actions import mail_events
from evaluation.actions.act import Act
from evaluation.actions.mail import post
from evaluation.core.deadlines import passed
from evaluation.core.errors import Refused
from evaluation.core.messages import Message, Moment, msg
from evaluation.core.reminders import days_left, may_remind
from evaluation.core.rules import Text
from evaluation.core.subjects import PlaceRef
from evaluation.core.windows import Window, window_of
from evaluation.permissions import require
from evaluation.store import contests, deadlines, nudges, outstanding, refs
from evaluation.store.db import Row, moment, write
from evaluation.store.refs import found

NOT_OPEN = msg("The round is not open, so nobody can hand in a sheet now: there is nothing to remind of.")


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many letters went out, and how many people had one within a day and were left alone."""

    letters: int
    rested: int


def why_not(window: Window) -> Message | None:
    """Why the assessors of a contest can't be reminded now; None when they can."""
    return None if window.state == "open" else NOT_OPEN


def remind_assessors(act: Act, contest_id: int) -> Reminded:
    """Write to every assessor who still owes sheets to a contest.

    Refused while its round takes no sheets. Nobody is written to twice within a day about one contest.
    """
    with write(act.db):
        ref = refs.contest_ref(act.db, contest_id)
        require(act.actor, "assessors.remind", ref)
        contest = found(contests.described(act.db, contest_id))
        window = window_of(ref, act.now, contest["timezone"])
        if refusal := why_not(window):
            raise Refused(refusal)
        owing = [one for one in outstanding.unfinished(act.db, [contest_id]) if one["disabled_at"] is None]
        due = [one for one in owing if _due(one, act.now)]
        for one in due:
            _write_to_assessor(act, contest, window, one)
        return Reminded(len(due), len(owing) - len(due))


def remind_candidates(act: Act, edition_id: int, region_code: str | None) -> Reminded:
    """Write to everybody who acts for a dossier that is begun or given back, in one place of an edition.

    Those whose deadline has passed are not written to: they can't submit any more. Nobody is written to
    twice within a day about one dossier, the timetable's own reminders counted.
    """
    with write(act.db):
        require(act.actor, "candidates.remind", PlaceRef(edition_id, region_code))
        people = nudges.people_awaited(act.db, edition_id, region_code, without=act.actor.account_id)
        until = deadlines.of_entries(act.db, list({one["id"]: one for one in people}.values()))
        open_yet = [one for one in people if _in_time(until[one["id"]], act.now)]
        due = [one for one in open_yet if _due(one, act.now)]
        for one in due:
            _write_to_candidate(act, one, until[one["id"]])
        return Reminded(len(due), len(open_yet) - len(due))


def _in_time(until: datetime | None, now: datetime) -> bool:
    return until is None or not passed(until, now)


def _due(one: Row, now: datetime) -> bool:
    return may_remind(moment(one["reminded_at"]) if one["reminded_at"] else None, now)


def _write_to_assessor(act: Act, contest: Row, window: Window, one: Row) -> None:
    values: dict[str, Any] = {
        "edition": Text(contest["edition_title_id"], contest["edition_title_en"]),
        "round": Text(contest["round_title_id"], contest["round_title_en"]),
        "category": Text(contest["category_title_id"], contest["category_title_en"]),
        "sheets": one["owed"],
    }
    if window.closes is not None:
        values |= _until(window.closes, act.now, window.zone)
    post(
        act,
        to_account_id=one["account_id"],
        template="sheets_owed_until" if window.closes else "sheets_owed",
        values=values,
        edition_id=contest["edition_id"],
    )
    nudges.add(
        act.db,
        account_id=one["account_id"],
        contest_id=contest["id"],
        posted_by=act.actor.account_id,
        posted_at=act.at,
    )
    act.record(
        mail_events.AssessorReminded(
            edition_id=contest["edition_id"], contest_id=contest["id"], email=one["email"], sheets=one["owed"]
        )
    )


def _write_to_candidate(act: Act, one: Row, until: datetime | None) -> None:
    values: dict[str, Any] = {
        "candidate": one["name"],
        "edition": Text(one["title_id"], one["title_en"]),
        "entry": one["id"],
    }
    if until is not None:
        values |= _until(until, act.now, one["timezone"])
    post(
        act,
        to_account_id=one["account_id"],
        template="awaited_until" if until else "awaited",
        values=values,
        edition_id=one["edition_id"],
        entry_id=one["id"],
    )
    nudges.add(
        act.db,
        account_id=one["account_id"],
        entry_id=one["id"],
        posted_by=act.actor.account_id,
        posted_at=act.at,
    )
    act.record(
        mail_events.CandidateReminded(edition_id=one["edition_id"], entry_id=one["id"], email=one["email"])
    )


def _until(end: datetime, now: datetime, zone: str) -> dict[str, Any]:
    """The end of the time, and the calendar days until then."""
    return {"moment": Moment(end, zone), "days": days_left(end, now, zone)}
