"""Penalties that come from the record of who came: confirmed, changed and taken back by the committee."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.actions import session_events as events
from evaluation.actions.act import Act
from evaluation.actions.reasons import stated
from evaluation.actions.records import record_adjustment, remove_adjustment
from evaluation.core.errors import NotFound, Refused
from evaluation.core.messages import msg
from evaluation.core.penalties import Proposal, proposals
from evaluation.permissions import require
from evaluation.store import contests, interview_rules, interviews, records, refs
from evaluation.store.db import Row, write


def open_proposals(act: Act, contest_id: int, entry_id: int) -> tuple[Proposal, ...]:
    """Where the record of who came and the entry's adjustments differ now."""
    contest = refs.found(contests.described(act.db, contest_id))
    return proposals(
        interview_rules.of_round(act.db, contest["round_id"]),
        interviews.attendance(act.db, contest_id, entry_id),
        records.adjustments_of(act.db, contest_id, entry_id),
    )


def unconfirmed(db: Database, contest: Row) -> list[Row]:
    """The records of who came, of a contest's row, from which something is still to be confirmed."""
    rules = interview_rules.of_round(db, contest["round_id"])
    standing = records.penalties_of(db, contest["id"])
    return [
        came
        for came in interviews.attendances(db, contest["id"])
        if proposals(rules, came, [one for one in standing if one["entry_id"] == came["entry_id"]])
    ]


def confirm_penalty(
    act: Act, contest_id: int, entry_id: int, penalty: str, *, revision: int, reason: str
) -> None:
    """Let the adjustments say what the record (as of `revision`) asks for; the old one goes, the new comes.

    Refused when the record was corrected meanwhile. NotFound when nothing is proposed.
    """
    with write(act.db):
        require(act.actor, "contest.manage", refs.contest_ref(act.db, contest_id))
        why = stated(reason)
        found = {one.penalty: one for one in open_proposals(act, contest_id, entry_id)}
        if penalty not in found:
            raise NotFound(refs.NOT_FOUND)
        proposal = found[penalty]
        if proposal.revision != revision:
            raise Refused(msg("The record of who came was corrected meanwhile. Look at it again."))
        if proposal.adjustment_id is not None:
            remove_adjustment(act, proposal.adjustment_id, why)
        if proposal.points is not None:
            adjustment_id = record_adjustment(act, contest_id, entry_id, points=proposal.points, reason=why)
            records.set_source(act.db, adjustment_id, penalty=penalty, attendance_revision=revision)
            act.record(
                events.PenaltyConfirmed(
                    edition_id=refs.contest_ref(act.db, contest_id).edition_id,
                    contest_id=contest_id,
                    entry_id=entry_id,
                    penalty=penalty,
                    revision=revision,
                )
            )
