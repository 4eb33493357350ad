"""Objections: filed with their files while the window is open, taken back, answered once with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, Final

from evaluation.actions.act import Act
from evaluation.actions.announcement_events import ObjectionAnswered, ObjectionFiled, ObjectionTakenBack
from evaluation.actions.mail import post, post_to_candidate
from evaluation.actions.questions import TWICE
from evaluation.actions.reasons import stated
from evaluation.actions.sign_ins import own_id
from evaluation.actions.uploads import Kept, Upload, add_file, kept_on_disk
from evaluation.core.errors import Invalid, Refused
from evaluation.core.messages import Message, Moment, msg
from evaluation.core.objection_rules import OUTCOMES, answer_due, too_many_words
from evaluation.core.rules import Text
from evaluation.permissions import require
from evaluation.store import contests, entries, objections, refs
from evaluation.store.db import Row, moment, stamp, write

MOST_FILES: Final = 10
LONGEST: Final = 40_000
WAITING: Final = ("open", "late")
LETTERS: Final = {"granted": "objection_granted", "part": "objection_part", "refused": "objection_refused"}


@dataclass(frozen=True, slots=True)
class Objection:
    """What is objected: to a criterion (its code) or, with "", to how the result came about."""

    criterion: str
    body: str


# --- filing --------------------------------------------------------------------------------------


def file(act: Act, entry_id: int, contest_id: int, objection: Objection, files: Sequence[Upload]) -> int:
    """File an objection of an entry to a published result; its id. Kept as filed from now on.

    Refused, with the moment, when the window is over; Invalid for a text or a file that is not taken.
    """
    _require_may_file(act, entry_id, contest_id)
    if len(files) > MOST_FILES:
        many = msg("At most %(most)s files go with an objection.", most=MOST_FILES)
        raise Invalid(many, {"files": many})
    with ExitStack() as stack:
        kept = [_taken(stack, act, upload) for upload in files]
        with write(act.db):
            # Scanning files takes its time: the state may be another one by now.
            _require_may_file(act, entry_id, contest_id)
            before = _filed_already(act, entry_id, contest_id, objection, kept)
            return before if before is not None else _keep(act, entry_id, contest_id, objection, kept)


def _filed_already(
    act: Act, entry_id: int, contest_id: int, objection: Objection, kept: Sequence[Kept]
) -> int | None:
    """The same objection with the same files, if this person just filed it: a button pressed twice."""
    given = sorted((one.name, one.stored.sha256) for one in kept)
    wanted = (contest_id, act.actor.account_id, objection.criterion, objection.body.strip())
    for one in objections.of_entry(act.db, entry_id):
        filed = (one["contest_id"], one["filed_by"], one["criterion_code"] or "", one["body"])
        if filed != wanted or one["state"] not in WAITING or moment(one["filed_at"]) + TWICE <= act.now:
            continue
        if sorted((file["name"], file["sha256"]) for file in objections.files_of(act.db, one["id"])) == given:
            return int(one["id"])
    return None


def _taken(stack: ExitStack, act: Act, upload: Upload) -> Kept:
    try:
        kept = stack.enter_context(kept_on_disk(act, upload))
    except Invalid as problem:
        named = msg("%(name)s: %(problem)s", name=upload.name, problem=problem.message)
        raise Invalid(named, {"files": named}) from problem
    assert kept is not None
    # It is read as it was sent, by few: no reading aids.
    return replace(kept, reading=None)


def _keep(act: Act, entry_id: int, contest_id: int, objection: Objection, kept: Sequence[Kept]) -> int:
    about = refs.found(objections.about(act.db, contest_id))
    rule = objections.rule_of(about)
    body = _written(objection.body, rule.words)
    due = answer_due(rule, act.now, about["timezone"])
    objection_id = objections.add(
        act.db,
        contest_id=contest_id,
        entry_id=entry_id,
        fingerprint=about["fingerprint"],
        criterion_id=_criterion(act, about, objection.criterion),
        body=body,
        answer_due=stamp(due) if due else None,
        filed_by=own_id(act),
        filed_at=act.at,
    )
    for one in kept:
        objections.add_file(act.db, objection_id, add_file(act, one, entry_id=entry_id))
    filed = refs.found(objections.by_id(act.db, objection_id))
    act.record(
        ObjectionFiled(
            **_where(filed),
            objection=objection_id,
            number=filed["number"],
            criterion=objection.criterion,
            files=len(kept),
        )
    )
    _write_to_candidate(
        act, filed, "objection_filed", moment=Moment(act.now, about["timezone"]), files=len(kept)
    )
    _write_to_committee(act, filed, "objection_came")
    return objection_id


def _require_may_file(act: Act, entry_id: int, contest_id: int) -> None:
    """Raise unless the objection may be filed now; a late one hears when the window closed."""
    ref = objections.objector_ref(act.db, entry_id, contest_id, act.now)
    require(act.actor, "objection.prepare", ref)
    if ref.window == "closed":
        raise Refused(too_late(refs.found(objections.about(act.db, contest_id))))
    require(act.actor, "objection.file", ref)


def too_late(contest: Row) -> Message:
    """Why an objection to this published contest is not taken any more, and what can be done."""
    window = objections.window_of(contest)
    assert window is not None
    return msg(
        "Objections to this result were taken until %(moment)s. Nothing was filed; what you wrote still"
        " stands below. You can write to the committee on the page Questions and answers.",
        moment=Moment(window.closes, window.zone),
    )


def _written(body: str, most: int) -> str:
    """The text without spaces around it. Invalid (field `body`) when there is none, or it is too long."""
    text = body.strip()
    over = too_many_words(text, most)
    problem = None
    if not text:
        problem = msg("Write what you object to, and why.")
    elif over:
        problem = msg("At most %(most)s words are taken: shorten it by %(over)s.", most=most, over=over)
    elif len(text) > LONGEST:
        problem = msg("Write at most %(most)s characters; put the rest into a document.", most=LONGEST)
    if problem is not None:
        raise Invalid(problem, {"body": problem})
    return text


def _criterion(act: Act, about: Row, code: str) -> int | None:
    if not code:
        return None
    known = {one["code"]: one["id"] for one in objections.criteria_of(act.db, about["round_id"])}
    if code not in known:
        problem = msg("Choose one of the list.")
        raise Invalid(problem, {"criterion": problem})
    return int(known[code])


# --- how it ends ---------------------------------------------------------------------------------


def withdraw(act: Act, objection_id: int, reason: str) -> None:
    """Take an objection back as one of those who filed it. It stays readable, with the reason."""
    with write(act.db):
        require(act.actor, "objection.withdraw", objections.objection_ref(act.db, objection_id))
        why = stated(reason)
        filed = refs.found(objections.by_id(act.db, objection_id))
        objections.withdraw(
            act.db, objection_id, reason=why, withdrawn_by=act.actor.account_id, withdrawn_at=act.at
        )
        act.record(
            ObjectionTakenBack(**_where(filed), objection=objection_id, number=filed["number"], reason=why)
        )
        _write_to_committee(act, filed, "objection_withdrawn", reason=why)


def answer(act: Act, objection_id: int, outcome: str, reasons: str) -> None:
    """Answer an objection for good: granted, granted in part or refused, with reasons."""
    with write(act.db):
        require(act.actor, "objection.answer", objections.objection_ref(act.db, objection_id))
        if outcome not in OUTCOMES:
            choose = msg("Choose one of the list.")
            raise Invalid(choose, {"outcome": choose})
        try:
            why = stated(reasons)
        except Invalid as problem:
            raise Invalid(problem.message, {"reasons": problem.fields["reason"]}) from problem
        filed = refs.found(objections.by_id(act.db, objection_id))
        objections.answer(
            act.db,
            objection_id,
            outcome=outcome,
            reasons=why,
            answered_by=act.actor.account_id,
            answered_at=act.at,
        )
        act.record(
            ObjectionAnswered(
                **_where(filed),
                objection=objection_id,
                number=filed["number"],
                outcome=outcome,
                reasons=why,
            )
        )
        _write_to_candidate(act, filed, LETTERS[outcome], reasons=why)


# --- what all of them need -----------------------------------------------------------------------


def _where(filed: Row) -> dict[str, int]:
    return {
        "edition_id": filed["edition_id"],
        "contest_id": filed["contest_id"],
        "entry_id": filed["entry_id"],
    }


def _facts(act: Act, filed: Row) -> dict[str, Any]:
    contest = refs.found(contests.described(act.db, filed["contest_id"]))
    return {
        "objection": filed["id"],
        "number": filed["number"],
        "round": Text(contest["round_title_id"], contest["round_title_en"]),
    }


def _write_to_candidate(act: Act, filed: Row, template: str, **values: Any) -> None:
    entry = refs.found(entries.described(act.db, filed["entry_id"]))
    post_to_candidate(act, entry, template, **_facts(act, filed), **values)


def _write_to_committee(act: Act, filed: Row, template: str, **values: Any) -> None:
    entry = refs.found(entries.described(act.db, filed["entry_id"]))
    about = {
        **_facts(act, filed),
        "candidate": entry["name"],
        "edition": Text(entry["edition_title_id"], entry["edition_title_en"]),
        **values,
    }
    for person in objections.committee_of_contest(act.db, filed["contest_id"], filed["entry_id"]):
        post(
            act,
            to_account_id=person["id"],
            template=template,
            values=about,
            edition_id=filed["edition_id"],
            entry_id=filed["entry_id"],
        )
