"""Questions and answers between a candidate and its committee: kept as written, mailed to the other side."""

from __future__ import annotations

from datetime import timedelta

from evaluation.actions import mail
from evaluation.actions.act import Act
from evaluation.actions.events import QuestionWritten
from evaluation.core.errors import Invalid
from evaluation.core.messages import msg
from evaluation.permissions import require
from evaluation.store import entries, questions, refs
from evaluation.store.db import Row, moment, write

LONGEST = 4000
# The same words again within this time are the same form, sent twice.
TWICE = timedelta(minutes=10)


def ask(act: Act, entry_id: int, body: str) -> int:
    """Write to the committee as one of the candidate's people; the question's id."""
    with write(act.db):
        require(act.actor, "question.ask", refs.entry_ref(act.db, entry_id))
        entry = refs.found(entries.described(act.db, entry_id))
        before = _said_already(act, entry_id, "candidate", body)
        if before is not None:
            return before
        question_id = _keep(act, entry, "candidate", body)
        mail.post_to_committee(act, entry, "question", body=body.strip())
        return question_id


def answer(act: Act, entry_id: int, body: str) -> int:
    """Write to the candidate as its committee; the answer's id."""
    with write(act.db):
        require(act.actor, "question.answer", refs.entry_ref(act.db, entry_id))
        entry = refs.found(entries.described(act.db, entry_id))
        before = _said_already(act, entry_id, "committee", body)
        if before is not None:
            return before
        question_id = _keep(act, entry, "committee", body)
        mail.post_to_candidate(act, entry, "answer", body=body.strip())
        return question_id


def _said_already(act: Act, entry_id: int, side: str, body: str) -> int | None:
    """The thread's last words, if they are these, this person's, just written: a button pressed twice."""
    last = next(reversed(questions.of_entry(act.db, entry_id)), None)
    if last is None or (last["side"], last["account_id"], last["body"]) != (
        side,
        act.actor.account_id,
        body.strip(),
    ):
        return None
    return int(last["id"]) if moment(last["written_at"]) + TWICE > act.now else None


def _keep(act: Act, entry: Row, side: str, body: str) -> int:
    question_id = questions.add(
        act.db,
        entry_id=entry["id"],
        side=side,
        body=_written(body),
        account_id=act.actor.account_id,
        written_at=act.at,
    )
    act.record(
        QuestionWritten(edition_id=entry["edition_id"], entry_id=entry["id"], question=question_id, side=side)
    )
    return question_id


def _written(body: str) -> str:
    """The text without spaces around it. Invalid (field `body`) when there is none, or it is a book."""
    text = body.strip()
    if not text:
        problem = msg("Write your question or your answer first.")
        raise Invalid(problem, {"body": problem})
    if len(text) > LONGEST:
        problem = msg("Write at most %(most)s characters; put the rest into a document.", most=LONGEST)
        raise Invalid(problem, {"body": problem})
    return text
